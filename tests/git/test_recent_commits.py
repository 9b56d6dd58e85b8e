"""The last commits and what they changed, read from `git log`."""

import subprocess

import pytest

from git_sessionlog.core.errors import GitError
from git_sessionlog.git import recent_commits
from git_sessionlog.git.log import Commit
from git_sessionlog.git.recent_commits import Recent
from helpers import Repo

POINT = "20260213-7k3f9q/3"


def _commit(repo: Repo, message: str, minute: int, **files: str) -> str:
    for name, text in files.items():
        repo.write(name.replace("__", "."), text)
    repo.git("add", "-A")
    date = f"2026-02-13T18:{minute:02}:00Z"
    return repo.commit(message, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)


def _seen(*, shallow: bool = False) -> Recent:
    return recent_commits.seen(recent_commits.ask(), shallow=shallow)


def test_commits_and_paths(repo: Repo) -> None:
    one = _commit(repo, "chore(x): start", 0, a="1", b="1")
    two = _commit(repo, f"feat(x): two\n\nWhy.\n\nSession-Checkpoint: {POINT}", 1, a="2")
    three = _commit(repo, "docs: none\n\nSession-Checkpoint: none", 2)
    repo.write("dir/\nü", "1")
    four = _commit(repo, "", 3)
    for key, value in (
        ("log.showSignature", "true"),
        ("diff.relative", "true"),
        ("diff.renames", "copies"),
        ("log.showRoot", "false"),
        ("trailer.separators", "="),
        ("diff.noprefix", "true"),
    ):
        repo.git("config", key, value)

    seen = _seen()

    when = 1771005600
    commits = tuple(
        Commit(oid, parents=parents, author="Ann Author", committed=when + after, **told)
        for oid, parents, after, told in (
            (four, (three,), 180, {"paths": ("dir/\nü",)}),
            (three, (two,), 120, {"subject": "docs: none"}),
            (two, (one,), 60, {"subject": "feat(x): two", "checkpoint": POINT, "paths": ("a",)}),
            (one, (), 0, {"subject": "chore(x): start", "paths": ("a", "b")}),
        )
    )
    assert seen.commits == commits
    assert seen.changed == {"dir/\nü": commits[0], "a": commits[2], "b": commits[3]}
    assert seen.complete
    assert seen.find(two[:7]) == commits[2]
    assert seen.find("00000000") is None


def test_the_boundary_of_a_shallow_clone_changed_nothing(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    _commit(repo, "chore(x): start", 0, a="1", b="1")
    _commit(repo, "feat(x): two", 1, a="2")
    three = _commit(repo, "feat(x): three", 2, b="2")
    clone = repo.path.parent / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=2", f"file://{repo.path}", clone], check=True)
    monkeypatch.chdir(clone)

    seen = _seen(shallow=True)

    assert ({path: commit.oid for path, commit in seen.changed.items()}, seen.complete) == (
        {"b": three},
        False,
    )


def test_before_the_first_commit(repo: Repo) -> None:
    with pytest.raises(GitError) as caught:
        _seen()
    assert caught.value.hint == "there is no commit yet: make one"
