"""The commits that name checkpoints."""

import pytest

from git_sessionlog.git import checkpoints, log
from helpers import Repo

ONE = "20260213-7k3f9q"


@pytest.mark.parametrize(
    ("named", "numbers"), [(f"{ONE}/", [12, 11, 2, 1]), (f"{ONE}/1", [12, 11, 1]), ("2", [12, 11, 2, 1])]
)
def test_commits_that_name_a_session(repo: Repo, named: str, numbers: list[int]) -> None:
    for number in (1, 2, 11, 12):
        repo.commit(f"feat(x): y\n\nSession-Checkpoint: {ONE}/{number}")
        repo.commit(f"feat(x): {ONE}/{number}")
    repo.git("config", "grep.patternType", "fixed")

    found = log.commits(checkpoints.query("HEAD", named))

    assert [int(commit.checkpoint.partition("/")[2]) for commit in found] == numbers


def test_checkpoints_elsewhere_in_a_message(repo: Repo) -> None:
    for body in (
        "* {0}/1\n\n* {0}/2",
        "> {0}/1\r\n\n{0}/1",
        "{0}/0\n\nSession-Checkpoint: none",
        "in a line: {0}/1",
    ):
        text = body.format(f"Session-Checkpoint: {ONE}")
        repo.commit(f"feat(x): y\n\n{text}\n\nThe end.\n")

    found = log.commits(checkpoints.query("HEAD"))
    assert [checkpoints.named_elsewhere(commit) for commit in found] == [
        *((), (), (f"{ONE}/1",), (f"{ONE}/1", f"{ONE}/2")),
    ]
