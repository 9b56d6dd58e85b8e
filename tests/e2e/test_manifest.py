"""Our manifest, through real pre-commit and prek: as `repo:` of a configuration, and tried out."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers import BIN, Repo, Result
from refusals import MESSAGE_REFUSED, PUSH_REFUSED, stale

# The environments are built once, by the one worker that gets all of these tests.
pytestmark = pytest.mark.xdist_group("manifest")

ROOT = Path(__file__).parents[2]
# An environment is built for half a minute: for `make stress`.
TOOLS = [pytest.param(tool, marks=pytest.mark.stress) for tool in ("pre-commit", "prek")]
GOOD, BAD = "feat(api): add login [Fix 2.3]", "add login"
# The tests have a home of their own; how packages are got is the machine's business.
_PIP = Path.home() / ".config" / "pip" / "pip.conf"
PACKAGES = {"PIP_CONFIG_FILE": str(_PIP)} if _PIP.exists() else {}


class Built(NamedTuple):
    """A repository with what git tracks of this one, and a home of the tools' environments."""

    source: Repo
    home: Path

    def run(self, repo: Repo, tool: str, *args: str) -> Result:
        """Run a tool in `repo`, with the environments that are built once."""
        return repo.run(BIN / tool, *args, **self.env)

    @property
    def env(self) -> dict[str, str]:
        """Where pre-commit and prek keep their environments, and pip and uv what they downloaded."""
        names = ("PRE_COMMIT_HOME", "PREK_HOME", "PIP_CACHE_DIR", "UV_CACHE_DIR")
        return {**PACKAGES, **{name: str(self.home / name) for name in names}}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Skips where no environment can be built: pip gets no package of the build system's."""
    there = tmp_path_factory.mktemp("manifest")
    asked = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--retries=0", "--timeout=5"]
    done = subprocess.run(
        [*asked, "-d", there / "asked", "hatchling"],
        env={**os.environ, **PACKAGES}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"pip gets no packages here: {done.stderr.strip().rpartition(chr(10))[2]}")
    return Built(_copy(there / "source"), there)


def _copy(to: Path) -> Repo:
    """A repository of its own, for a `rev:` that is a tag, whatever state the checkout is in."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")[:-1]
    if not names:
        pytest.skip("these tests copy what git tracks, and here git tracks nothing")
    for name in names:
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, to / name)
    source = Repo.init(to)
    source.git("add", ".")
    source.git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "chore: copy")
    source.git("tag", "v0.1.0")
    return source


@pytest.mark.parametrize("tool", ["pre-commit", "prek"])
def test_manifest_is_valid(built: Built, tool: str) -> None:
    done = built.run(built.source, tool, "validate-manifest", ".pre-commit-hooks.yaml")

    assert done.code == 0, done


@pytest.mark.parametrize("tool", TOOLS)
def test_commit_msg_is_the_gate_through_a_framework(built: Built, repo: Repo, tool: str) -> None:
    """Installed as our own command says: stanza, then the tool's install."""
    source = str(built.source.path)
    stanza = ("install", "--pre-commit", "--repo", source, "--rev", "v0.1.0")
    assert repo.run(BIN / "git-sessionlog", *stanza).code == 0
    assert built.run(repo, tool, "install").code == 0
    repo.git("add", ".")

    refused = repo.run("git", "commit", "--allow-empty", "-m", BAD, **built.env)
    accepted = repo.run("git", "commit", "--allow-empty", "-m", GOOD, **built.env)

    assert refused.code == 1
    assert MESSAGE_REFUSED in refused.out + refused.err
    assert accepted.code == 0, accepted
    assert repo.recorded().decode().count("\nSession-Checkpoint: ") == 1


@pytest.mark.parametrize("tool", TOOLS)
def test_pre_push_is_the_gate_through_a_framework(
    built: Built, repo: Repo, tmp_path: Path, tool: str
) -> None:
    """What is said to close the hole of the first ref closes it."""
    remote = Repo.init(tmp_path / "remote.git", "--bare")
    repo.git("remote", "add", "origin", str(remote.path))
    stanza = ("install", "--pre-commit", "--repo", str(built.source.path), "--rev", "v0.1.0")
    said = repo.run(BIN / "git-sessionlog", *stanza).out
    assert built.run(repo, tool, "install").code == 0
    repo.write("STATUS.md", "# Status\n")
    repo.git("add", ".")
    repo.commit("docs: start")
    repo.git("branch", "good")
    repo.write("app", "")
    repo.git("add", ".")
    repo.commit(GOOD)

    refused = repo.run("git", "push", "origin", "main", **built.env)
    hole = repo.run("git", "push", "origin", "good", "main", **built.env)
    assert (refused.code, hole.code) == (1, 0), hole
    assert f"{PUSH_REFUSED}: {stale('main')}" in refused.out + refused.err

    assert "\nnext: git sessionlog install: " in said
    assert repo.run(BIN / "git-sessionlog", "install").code == 0
    assert repo.run("git", "push", "origin", "good:x", "main:y", **built.env).code == 1


@pytest.mark.stress
@pytest.mark.parametrize("tool", TOOLS)
def test_lint_and_check_run_by_hand(built: Built, repo: Repo, tool: str) -> None:
    hooks = "{id: sessionlog-lint}, {id: sessionlog-check}"
    entry = f"{{repo: {built.source.path}, rev: v0.1.0, hooks: [{hooks}]}}"
    repo.write(".pre-commit-config.yaml", f"repos: [{entry}]\n")
    repo.git("add", ".")
    run = ("run", "--hook-stage", "manual", "sessionlog-lint")

    repo.commit(GOOD)
    clean = built.run(repo, tool, *run)
    repo.commit(BAD)
    found = built.run(repo, tool, *run)

    missing = built.run(repo, tool, *run[:-1], "sessionlog-check")

    assert clean.code == 0, clean
    assert found.code == 1
    assert 'does not start with "type(scope): "' in found.out
    assert missing.code == 1
    assert "STATUS.md" in missing.out


@pytest.mark.stress
@pytest.mark.parametrize("tool", TOOLS)
def test_staged_documents_are_judged_through_a_framework(built: Built, repo: Repo, tool: str) -> None:
    """Both put what is not staged aside; the commit is judged by what it will have."""
    entry = f"{{repo: {built.source.path}, rev: v0.1.0, hooks: [{{id: sessionlog-docs}}]}}"
    repo.write(".pre-commit-config.yaml", f"repos: [{entry}]\n")
    repo.git("add", ".")
    repo.commit(GOOD)
    assert built.run(repo, tool, "install").code == 0
    repo.write("STATUS.md", "<<<<<<< a\n")
    repo.git("add", ".")
    repo.write("STATUS.md", "mended, but not staged\n")

    refused = repo.run("git", "commit", "-m", GOOD, **built.env)
    repo.write("other.md", "no document of a profile\n")
    repo.git("rm", "-q", "-f", "STATUS.md")
    repo.git("add", ".")
    accepted = repo.run("git", "commit", "-m", GOOD, **built.env)

    assert refused.code == 1
    assert "STATUS.md:1:1: error: a conflict was committed unresolved" in refused.out + refused.err
    assert accepted.code == 0, accepted


@pytest.mark.stress
def test_the_hook_can_be_tried_out(built: Built, repo: Repo) -> None:
    """`try-repo` builds an environment for it alone: prek's, pre-commit takes three times as long."""
    repo.commit(GOOD)
    name = repo.write("message", f"{BAD}\n")
    what = (str(built.source.path), "sessionlog-commit-msg", "--ref", "v0.1.0")
    how = ("--hook-stage", "commit-msg", "--commit-msg-filename", str(name))

    done = built.run(repo, "prek", "try-repo", *what, *how)

    assert done.code == 1
    assert MESSAGE_REFUSED in done.out
