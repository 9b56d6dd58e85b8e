"""Staged documents in a hook that git calls, with the index that git gives it."""

from pathlib import Path

from helpers import CLI, Repo

TORN = "<<<<<<< a\n"
FIX = "feat(api): add login [Fix 2.3]"


def test_the_index_of_the_commit_is_judged(repo: Repo) -> None:
    """That of `git commit -a` and of `git commit <path>` is another one than that of the work tree."""
    repo.write("STATUS.md", "text\n")
    repo.write("app", "")
    repo.git("add", "-A")
    repo.commit(FIX)
    repo.hook("pre-commit", f'#!/bin/sh\nexec "{CLI}" docs --staged\n')
    repo.write("STATUS.md", TORN)
    repo.write("app", "changed")

    assert repo.run("git", "commit", "-q", "-m", FIX, "app").code == 0
    for how in (("-a",), ("STATUS.md",)):
        done = repo.run("git", "commit", "-q", "-m", FIX, *how)
        assert done.code == 1
        assert "STATUS.md:1:1: error: a conflict was committed unresolved" in done.out + done.err


def test_in_a_linked_worktree(repo: Repo, tmp_path: Path) -> None:
    repo.commit(FIX)
    repo.git("worktree", "add", "-q", "-b", "side", tmp_path / "side")
    repo.hook("pre-commit", f'#!/bin/sh\nexec "{CLI}" docs --staged\n')
    side = Repo(tmp_path / "side")
    side.write("STATUS.md", TORN)
    side.git("add", "-A")

    assert side.run("git", "commit", "-q", "-m", FIX).code == 1
