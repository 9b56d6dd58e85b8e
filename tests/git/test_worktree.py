"""The git directory of a worktree: what is seen in it, and what is written."""

import os
from pathlib import Path

import pytest

from git_sessionlog.core.errors import GitError
from git_sessionlog.git import worktree
from git_sessionlog.git.worktree import Lock, Situation, Worktree
from helpers import Repo


def here() -> Worktree:
    return worktree.seen(worktree.ask())


def test_plain(repo: Repo) -> None:
    assert here() == Worktree(str(repo.path), ".git/sessionlog", Situation())


def test_linked(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("docs: first")
    repo.git("worktree", "add", "-q", "--detach", str(tmp_path / "a\nb"))
    monkeypatch.chdir(tmp_path / "a\nb")
    state = repo.path / ".git/worktrees/a-b/sessionlog"
    assert here() == Worktree(str(tmp_path / "a\nb"), str(state), Situation())


@pytest.mark.parametrize(
    ("name", "situation"),
    [
        ("MERGE_HEAD", Situation(merging=True)),
        ("CHERRY_PICK_HEAD", Situation(picking=True)),
        ("REVERT_HEAD", Situation(reverting=True)),
        ("rebase-merge", Situation(rebasing=True)),
        ("rebase-apply", Situation(rebasing=True)),
        ("REBASE_HEAD", Situation()),
    ],
)
def test_situation(name: str, situation: Situation, repo: Repo) -> None:
    repo.write(f".git/{name}", "")
    assert here().situation == situation


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GitError) as error:
        here()
    assert error.value.hint == "run it inside a repository, or `git init` one"


def test_read_and_write(tmp_path: Path) -> None:
    file = tmp_path / "file"
    assert worktree.read(str(file)) == ""
    worktree.write(str(file), b"one\xff")
    file.chmod(0o640)
    worktree.write(str(file), b"two\xff")
    assert worktree.read(str(file)) == "two\udcff"
    assert file.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["file"]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    (tmp_path / "file" / "inside").write_text("")
    with pytest.raises(OSError):
        worktree.write(str(tmp_path / "file"), b"x")
    assert os.listdir(tmp_path) == ["file"]


def test_lock(tmp_path: Path) -> None:
    state = tmp_path / "state"
    for _ in range(2):
        with Lock(str(state)):
            assert os.listdir(state) == ["lock"]


def test_a_lock_that_somebody_has(tmp_path: Path) -> None:
    first, second = Lock(str(tmp_path), "run"), Lock(str(tmp_path), "run")
    assert first.taken()
    assert not second.taken()
    first.__exit__()
    third = Lock(str(tmp_path), "run")
    assert third.taken()
    third.__exit__()


HEADS = {
    "a branch": ({"HEAD": "ref: refs/heads/x.y/z\n"}, "x.y/z"),
    "no blank": ({"HEAD": "ref:refs/heads/x\n"}, "x"),
    "detached": ({"HEAD": "1" * 40 + "\n"}, ""),
    "another reference": ({"HEAD": "ref: refs/bisect/x\n"}, ""),
    "a rebase": ({"HEAD": "1" * 40, "rebase-merge/head-name": "refs/heads/x\n"}, "x"),
    "a rebase by patches": ({"HEAD": "1" * 40, "rebase-apply/head-name": "refs/heads/x\n"}, "x"),
    "a rebase of no branch": ({"HEAD": "1" * 40, "rebase-merge/head-name": "detached HEAD\n"}, ""),
    "git am": ({"HEAD": "ref: refs/heads/x\n", "rebase-apply/next": "1\n"}, "x"),
    "bytes that are no text": ({"HEAD": b"ref: refs/heads/\xff\n"}, "\udcff"),
    "nothing": ({}, ""),
}


@pytest.mark.parametrize("name", HEADS)
def test_the_branch_at_hand(name: str, tmp_path: Path) -> None:
    files, expected = HEADS[name]
    for path, data in files.items():
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data if isinstance(data, bytes) else data.encode())
    assert worktree.branch(str(tmp_path / "sessionlog")) == expected


def test_references_in_no_files(repo: Repo) -> None:
    """With reftable HEAD names a branch that none can be called, and git knows better."""
    repo.git("symbolic-ref", "HEAD", "refs/heads/x")
    repo.write(".git/own/HEAD", "ref: refs/heads/.invalid\n")
    assert worktree.branch(".git/own/sessionlog") == "x"
