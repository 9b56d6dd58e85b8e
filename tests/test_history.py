"""What git's history says of commits, asked for many at a time."""

import subprocess
from collections.abc import Iterator

import pytest

from git_sessionlog import history
from helpers import Repo

ONE = "20260213-7k3f9q"


def _imported(repo: Repo, count: int) -> list[str]:
    """So many commits in a row, each of a file with a long name; their ids, the last one first."""

    def commands() -> Iterator[str]:
        for number in range(1, count + 1):
            message = f"feat(x): {number}\n\nSession-Checkpoint: {ONE}/{number}\n"
            yield f"commit refs/heads/main\nmark :{number}\ncommitter A <a@b> {number} +0000\n"
            yield f"data {len(message)}\n{message}{f'from :{number - 1}' if number > 1 else ''}\n"
            yield f"M 100644 inline {'d' * 90}/{number}\ndata 2\n1\n\n"

    given = "".join(commands()).encode()
    subprocess.run(["git", "fast-import", "--quiet"], input=given, cwd=repo.path, check=True)
    return repo.git("rev-list", "main").split()


def test_more_commits_than_a_pipe_holds(repo: Repo) -> None:
    oids = _imported(repo, 1800)

    sizes = history.sizes(oids)
    assert [sizes[oid] for oid in oids] == [{f"{'d' * 90}/{n}": (1, 0)} for n in range(1800, 0, -1)]
    assert len(set(history.patch_ids(oids).values())) == 1800


def test_nothing_is_asked_for_nothing(repo: Repo) -> None:
    assert (history.sizes([]), history.patch_ids([])) == ({}, {})


def test_a_patch_id_is_that_of_the_change(repo: Repo) -> None:
    for number, text in enumerate("121"):
        repo.write("a", text)
        repo.git("add", "-A")
        repo.git("config", "diff.noprefix", "true" if number else "false")
        repo.commit(f"feat(x): {number}")
    repo.git("revert", "--no-edit", "HEAD")
    repo.git("revert", "--no-edit", "HEAD")
    empty = repo.commit("feat(x): empty")
    oids = repo.git("rev-list", "HEAD").split()

    ids = history.patch_ids(oids)

    assert (ids[oids[1]], empty in ids) == (ids[oids[3]], False)
    assert len(set(ids.values())) == 3


def test_uncommitted(repo: Repo) -> None:
    for name in ("a", "sub/b", "bin"):
        repo.write(name, "1\n" if name != "bin" else b"\0")
    repo.git("add", "-A")
    repo.commit("chore(x): start")
    repo.write("a", "2\n3\n")
    repo.write("sub/b", "")
    repo.write("bin", b"\0\1")
    repo.write("new", "")
    repo.git("add", "sub")
    repo.git("config", "diff.relative", "true")

    assert history.uncommitted() == {"a": (2, 1), "bin": (0, 0), "sub/b": (0, 1)}


@pytest.mark.parametrize(
    ("named", "numbers"), [(f"{ONE}/", [12, 11, 2, 1]), (f"{ONE}/1", [12, 11, 1]), ("2", [12, 11, 2, 1])]
)
def test_commits_that_name_a_session(repo: Repo, named: str, numbers: list[int]) -> None:
    for number in (1, 2, 11, 12):
        repo.commit(f"feat(x): y\n\nSession-Checkpoint: {ONE}/{number}")
        repo.commit(f"feat(x): {ONE}/{number}")
    repo.git("config", "grep.patternType", "fixed")

    found = history.entries(("HEAD",), named=named)

    assert [int(entry.values[-1].partition("/")[2]) for entry in found] == numbers


def test_checkpoints_elsewhere_in_a_message(repo: Repo) -> None:
    for body in (
        "* {0}/1\n\n* {0}/2",
        "> {0}/1\r\n\n{0}/1",
        "{0}/0\n\nSession-Checkpoint: none",
        "in a line: {0}/1",
    ):
        text = body.format(f"Session-Checkpoint: {ONE}")
        repo.commit(f"feat(x): y\n\n{text}\n\nThe end.\n")

    assert [entry.others for entry in history.entries(("HEAD",))] == [
        *((), (), (f"{ONE}/1",), (f"{ONE}/1", f"{ONE}/2")),
    ]
