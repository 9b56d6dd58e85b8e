"""The command blocks of docs/hooks.md and docs/teams.md, as they are written, on a real repository."""

import os
import re
from pathlib import Path

import pytest

from helpers import BIN, Repo, Result
from life_repo import STATUS, adopted, plain

DOCS = Path(__file__).parents[2] / "docs"
PATH = f"{BIN}{os.pathsep}{os.environ['PATH']}"


def blocks(page: str) -> list[list[tuple[str, str]]]:
    """The console blocks of a page: each `$ command`, and the output that stands below it."""
    consoles = re.findall(r"^```console\n(.*?)^```", (DOCS / page).read_text(), re.MULTILINE | re.DOTALL)
    steps = [re.split(r"^\$ ", console, flags=re.MULTILINE)[1:] for console in consoles]
    return [
        [(command, output) for command, _, output in (one.partition("\n") for one in each)]
        for each in steps
    ]


def typed(repo: Repo, command: str) -> Result:
    return repo.run("sh", "-c", command, PATH=PATH)


def numbered(text: str) -> str:
    return re.sub(r"(?m)(session) \d+", r"\1 N", plain(text))


@pytest.fixture
def project(repo: Repo) -> Repo:
    adopted(repo, repo.path.parent / "remote.git")
    repo.git("remote", "set-head", "origin", "main")
    return repo


def test_hooks(project: Repo) -> None:
    plain_git, framework, push, ci = blocks("hooks.md")

    for command, output in plain_git:
        assert (typed(project, command).code, output) == (0, "")
    project.write("src/app.py", "1\n")
    project.git("add", "-A")
    assert typed(project, "git commit -q -m 'feat(app): add it [Fix 1]'").code == 0
    assert typed(project, "git push").code == 1
    for command, output in push:
        assert (typed(project, command).code, output) == (0, "")
    project.write("src/app.py", "2\n")
    project.git("commit", "-q", "-a", "-m", "feat(app): more [Fix 2]")
    for command, output in ci:
        assert (typed(project, f"{command} --base HEAD~1").code, output) == (1, "")  # nothing describes it
    for command, output in framework:
        done = typed(project, command)
        assert (done.code, output) == (0, ""), done
    assert "sessionlog-pre-push" in (project.path / ".pre-commit-config.yaml").read_text()
    assert "pre-commit" in (project.path / ".git/hooks/commit-msg").read_text()


def test_teams(project: Repo) -> None:
    """A request with a session, which a forge squashes, and `update` on main."""
    settings = re.search(r"^```toml\n(.*?)^```", (DOCS / "teams.md").read_text(), re.MULTILINE | re.DOTALL)
    assert settings
    project.write(".sessionlog.toml", settings[1])
    project.write("STATUS.md", STATUS.replace("## In Progress\n", "## In Progress\n\n- Fix 1: requests\n"))
    for name in ("src/auth.py", "src/api.py"):
        project.write(name, "1\n")
    project.git("add", "-A")
    project.git("commit", "-q", "-m", "docs: work in requests [Fix 1]")
    project.git("push", "-q", "--no-verify")
    request, update = blocks("teams.md")

    for command, output in request:
        if command.startswith("git commit"):
            project.write("src/auth.py", "2\n")
        done = typed(project, command)
        assert done.code == 0, done
        first, _, rest = output.partition("...\n")
        assert numbered(done.out).startswith(numbered(first))
        assert not rest
    project.git("switch", "-q", "main")
    project.git("merge", "-q", "--squash", "expired-tokens")
    project.git("commit", "-q", "--no-verify", "-m", "fix(auth): refuse expired tokens [Fix 2.3] (#4)")
    project.git("push", "-q", "--no-verify")

    for command, output in update:
        done = typed(project, command)
        assert done.code == 0, done
        assert numbered(done.out) == numbered(output) or not output
    assert typed(project, "git status --porcelain").out == ""
