"""What is tracked and not in the work tree is never taken for absent; each hint works when pasted."""

import subprocess
from pathlib import Path

import pytest

from helpers import CLI, Repo, Result
from life_repo import STATUS, adopted

PRECIOUS = STATUS.replace("## In Progress\n", "## In Progress\n\n- Fix 99: written by hand\n")
RECORD = """\
---
id: 20260101-abcdef
number: 7
status: completed
branch: main
started: 2026-01-01T00:00:00Z
---

# Earlier
"""
FILES = {
    "STATUS.md": PRECIOUS,
    "docs/sessions/20260101-abcdef.md": RECORD,
    "src/a.py": "1\n",
    ".gitattributes": "/STATUS.md merge=sessionlog\n",
    "AGENTS.md": "# Agents\n",
    ".pre-commit-config.yaml": "repos: []\n",
    ".claude/settings.json": "{}\n",
}
START = ("start", "Fix login in src/a.py", "--force")
WAYS = {
    "cone": ("git sparse-checkout set --cone src",),
    "sparse index": ("git sparse-checkout set --cone --sparse-index src",),
    "no cone": ("git sparse-checkout set --no-cone /src/",),
    "skip-worktree": ("git update-index --skip-worktree STATUS.md", "rm STATUS.md"),
    "deleted": ("rm STATUS.md",),
    "deleted and staged": ("git rm -q STATUS.md",),
}


def cloned(repo: Repo, tmp_path: Path, *options: str) -> Repo:
    """A clone of a repository in which sessions went on."""
    adopted(repo, None, **FILES)
    path = tmp_path / "clone"
    source = f"file://{repo.path}"
    subprocess.run(["git", "clone", "-q", *options, source, path], check=True)
    return Repo(path)


def pasted(repo: Repo, *command: str, at: str = ".") -> tuple[Result, list[Result]]:
    """A command, run again with its hint pasted while it is refused: the last outcome, the refusals."""
    refusals: list[Result] = []
    where = Repo(repo.path / at)
    while (done := where.run(CLI, *command)).code == 2 and len(refusals) < 4:
        refusals.append(done)
        hint = done.err.rpartition("hint: ")[2]
        assert where.run("sh", "-c", hint).code == 0, hint
    return done, refusals


def is_whole(repo: Repo) -> None:
    """No line of the committed document is lost, on disk, in the index or in HEAD."""
    assert "Fix 99: written by hand" in (repo.path / "STATUS.md").read_text()
    assert "Fix 99: written by hand" in repo.git("show", ":STATUS.md")
    assert "Fix 99: written by hand" in repo.git("show", "HEAD:STATUS.md")


@pytest.mark.parametrize(
    ("way", "at"), [*((way, ".") for way in WAYS), *((way, "src") for way in ("cone", "deleted"))]
)
def test_start(repo: Repo, tmp_path: Path, way: str, at: str) -> None:
    clone = cloned(repo, tmp_path)
    for command in WAYS[way]:
        assert clone.run("sh", "-c", command).code == 0
    before = clone.git("status", "--porcelain")

    first = Repo(clone.path / at).run(CLI, *START)
    assert (first.code, first.out) == (2, "")
    assert clone.git("status", "--porcelain") == before
    done, refusals = pasted(clone, *START, at=at)

    assert done.code == 0, done.err + done.out
    assert len(refusals) == 1
    assert "session 8 started" in done.out
    is_whole(clone)
    assert clone.git("status", "--porcelain") == ""


@pytest.mark.parametrize("options", [("--no-checkout",), ("--no-checkout", "--filter=blob:none")])
def test_nothing_is_checked_out(repo: Repo, tmp_path: Path, options: tuple[str, ...]) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = cloned(repo, tmp_path, *options)

    done, refusals = pasted(clone, *START)

    assert done.code == 0, done.err + done.out
    assert len(refusals) == 1
    is_whole(clone)


@pytest.mark.parametrize(
    "path", ["STATUS.md", ".sessionlog.toml", ".gitattributes", "AGENTS.md", ".pre-commit-config.yaml"]
)
@pytest.mark.parametrize("way", ["rm", "git update-index --skip-worktree {0} && rm"])
def test_init(repo: Repo, tmp_path: Path, path: str, way: str) -> None:
    clone = cloned(repo, tmp_path)
    clone.run("sh", "-c", f"{way.format(path)} {path}")
    before = clone.git("status", "--porcelain")
    command = ("init", "--agents", "--hooks", "pre-commit")

    first = clone.run(CLI, *command)
    assert (first.code, first.out) == (2, "")
    assert clone.git("status", "--porcelain") == before
    done, refusals = pasted(clone, *command)

    assert done.code == 0, done.err
    assert len(refusals) == 1
    text = FILES.get(path, "").strip().splitlines()
    assert set(text) - {"repos: []"} <= set((clone.path / path).read_text().splitlines())


def test_init_of_a_profile_in_a_cone(repo: Repo, tmp_path: Path) -> None:
    clone = cloned(repo, tmp_path)
    clone.git("rm", "-q", ".sessionlog.toml")
    clone.commit("chore: without settings")
    clone.git("sparse-checkout", "set", "--cone", "src")

    done, refusals = pasted(clone, "init", "--profile", "continuity")

    assert (done.code, len(refusals)) == (0, 1), done.err
    assert clone.run("sh", "-c", "git add docs .claude 2>/dev/null; git add docs").code == 0


@pytest.mark.parametrize("command", [("install", "--pre-commit"), ("agent", "install", "claude")])
def test_what_else_makes_files(repo: Repo, tmp_path: Path, command: tuple[str, ...]) -> None:
    clone = cloned(repo, tmp_path)
    clone.git("sparse-checkout", "set", "--no-cone", "/src/", "/STATUS.md")

    done, refusals = pasted(clone, *command)

    assert (done.code, len(refusals)) == (0, 1), done.err + done.out


@pytest.mark.parametrize(
    "command", [("checkpoint", "-m", "hello"), ("end", "--no-push", "--next", "Fix 7")]
)
@pytest.mark.parametrize(
    "way", ["git sparse-checkout set --cone src", *WAYS["no cone"], "rm -r docs STATUS.md"]
)
def test_in_a_session(repo: Repo, tmp_path: Path, command: tuple[str, ...], way: str) -> None:
    clone = cloned(repo, tmp_path)
    assert clone.run(CLI, *START).code == clone.run(CLI, "checkpoint").code == 0
    assert clone.run("sh", "-c", way).code == 0

    done, refusals = pasted(clone, *command)

    assert done.code == 0, done.err + done.out
    assert refusals
    is_whole(clone)


def test_docs_fix_writes_no_document_that_is_not_checked_out(repo: Repo, tmp_path: Path) -> None:
    clone = cloned(repo, tmp_path)
    clone.git("sparse-checkout", "set", "--no-cone", "/src/")

    clone.run(CLI, "docs", "--fix")

    assert not (clone.path / "STATUS.md").exists()
    assert clone.git("status", "--porcelain") == ""


def test_a_directory_of_records_in_a_submodule(repo: Repo, tmp_path: Path) -> None:
    other = Repo.init(tmp_path / "other")
    other.commit("docs: start")
    adopted(repo, None)
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.path), "docs")
    repo.commit("chore: docs")

    refused = repo.run(CLI, *START)

    assert (refused.code, refused.out) == (2, "")
    assert not (repo.path / "docs/sessions").exists()
    assert repo.git("status", "--porcelain") == ""
