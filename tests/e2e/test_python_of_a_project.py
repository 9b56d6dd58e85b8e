"""PYTHONPATH and PYTHONHOME of a project, with modules named like Python's own: no hook of ours minds."""

import os
import shlex
from pathlib import Path

import pytest

from helpers import BIN, CLI, Repo
from life_repo import adopted

ROOT = Path(__file__).parents[2]
GOOD, BAD = "docs: more", "whatever I like"
MODULES = ("types", "re", "token", "os", "typing", "git_sessionlog")


@pytest.fixture
def project(repo: Repo, tmp_path: Path) -> dict[str, str]:
    """What a project's .envrc sets, in a repository with our hooks and one of its own."""
    adopted(repo, None)
    repo.hook("commit-msg", "#!/bin/sh\necho $PYTHONPATH >../seen\n")
    assert repo.run(CLI, "install").code == 0
    for name in MODULES:
        file = tmp_path / "lib" / f"{name}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text("raise SystemExit('not the one of Python')")
    return {"PYTHONPATH": str(tmp_path / "lib"), "PYTHONHOME": str(tmp_path / "nowhere")}


def test_a_commit(repo: Repo, tmp_path: Path, project: dict[str, str]) -> None:
    done = repo.run("git", "commit", "--allow-empty", "-qm", GOOD, **project)
    assert (done.code, done.err) == (0, "")
    assert "Session-Checkpoint" in repo.git("log", "-1", "--format=%B")
    refused = repo.run("git", "commit", "--allow-empty", "-qm", BAD, **project)
    assert (refused.code, "[type-missing]" in refused.err) == (1, True)
    assert (tmp_path / "seen").read_text() == f"{project['PYTHONPATH']}\n"  # the other hook gets it


def test_a_push(repo: Repo, tmp_path: Path, project: dict[str, str]) -> None:
    Repo.init(tmp_path / "bare", "--bare")
    repo.git("remote", "add", "bare", str(tmp_path / "bare"))
    repo.commit(BAD)
    refused = repo.run("git", "push", "bare", "HEAD", **project)
    assert (refused.code, "[type-missing]" in refused.err) == (1, True)


def test_a_merge(repo: Repo, project: dict[str, str]) -> None:
    """The rows of two branches are united, by our driver."""
    status = repo.path / "STATUS.md"
    rows = status.read_text()
    repo.write(".gitattributes", "/STATUS.md merge=sessionlog\n")
    assert repo.run(CLI, "install").code == 0
    repo.git("add", "-A")
    repo.commit("docs: ask for it")
    for branch in ("one", "two"):
        repo.git("switch", "-qc", branch, "main")
        status.write_text(rows.replace("## In Progress\n", f"## In Progress\n\n- Fix 7: {branch}\n", 1))
        repo.git("commit", "-qanm", "docs: row")
    assert repo.run("git", "merge", "-q", "one", **project).code == 0
    merged = status.read_text()
    assert ("Fix 7: one" in merged, "Fix 7: two" in merged) == (True, True)


@pytest.mark.parametrize("hook", ["commit-msg", "pre-push"])
def test_the_entry_for_pre_commit(repo: Repo, project: dict[str, str], hook: str) -> None:
    lines = (ROOT / ".pre-commit-hooks.yaml").read_text().splitlines()
    entry = next(line.split(": ", 1)[1] for line in lines if line.endswith(f" {hook}") and "entry" in line)
    repo.write("m", BAD)
    repo.commit(BAD)
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": project["PYTHONPATH"]}
    refused = repo.run(*shlex.split(entry), *(["m"] if hook == "commit-msg" else []), **path)
    assert (refused.code, "[type-missing]" in refused.err) == (1, True), refused.err
