"""What records describe: the cases in which a message names several checkpoints, or a record came back."""

from collections.abc import Callable

import pytest

from described_check import undescribed
from forge import SETTINGS
from helpers import Repo

ID = "20260213-7k3f9q"
Work = Callable[..., str]
RECORD = f"---\nid: {ID}\ncovers: 1-2\n---\n\n# Add login\n"


@pytest.fixture
def work(repo: Repo) -> Work:
    """Commits in a repository that has a state document."""
    repo.write("STATUS.md", "# Status\n")
    repo.git("add", "-A")
    repo.commit("docs: start")
    return lambda body, **files: _commit(repo, body, **files)


def _commit(repo: Repo, body: str, **files: str) -> str:
    """A commit of code, and of a record where there is one; "" takes the record away."""
    repo.write("src/a.py", f"{repo.git('rev-list', '--count', 'HEAD')}\n")
    for text in files.values():
        repo.write(f"docs/sessions/{ID}.md", text)
    repo.git("add", "-A")
    return repo.commit(f"feat(auth): add login (#1)\n\n{body}")


def _listed(*points: str) -> str:
    """The messages of a request's commits, as a forge lists them in that of the squash."""
    return "\n".join(f"* feat(auth): add part {one}\n\nSession-Checkpoint: {one}\n" for one in points)


def test_a_squash_that_lists_its_commits_brings_their_record(work: Work) -> None:
    leftover = f"Session-Checkpoint: {ID}/3"  # that of the record's own commit, onto which more was amended
    squash = work(_listed(f"{ID}/1", f"{ID}/2", f"{ID}/3"), record=RECORD)
    work("", record="")
    amended = work(leftover, record=RECORD)

    assert undescribed(SETTINGS, squash, "release/1") == set()
    assert amended in undescribed(SETTINGS, amended, "release/1")


@pytest.mark.parametrize("end", ["", "Co-authored-by: Ben <ben@example.com>\n"])
def test_a_squash_is_covered_where_all_commits_that_it_lists_are(work: Work, end: str) -> None:
    work(_listed(f"{ID}/1", f"{ID}/2") + end)
    part = work(_listed("20260213-abcdef/1", f"{ID}/2") + end)
    tip = work("", record=RECORD)

    assert undescribed(SETTINGS, tip, "release/1") == {part}


def test_a_record_that_came_back_says_what_it_said_at_first(work: Work) -> None:
    work(f"Session-Checkpoint: {ID}/1")
    work(f"Session-Checkpoint: {ID}/2", record=RECORD)
    again = work(f"Session-Checkpoint: {ID}/2")
    removal = work("", record="")
    tip = work("", record=RECORD)

    assert undescribed(SETTINGS, tip, "release/1") == {again, removal, tip}


def _revert(repo: Repo, commit: str, *, more: bool = False) -> str:
    """A commit taken back; with `more` work is amended onto that."""
    repo.git("revert", "--no-edit", commit)
    if more:
        repo.write("src/more.py", "1\n")
        repo.git("add", "-A")
        repo.git("commit", "-q", "--amend", "--no-edit")
    return repo.git("rev-parse", "HEAD").strip()


@pytest.mark.parametrize("more", [False, True])
def test_a_squash_taken_back_twice_is_described_as_far_as_it_is_the_same(
    repo: Repo, work: Work, more: bool
) -> None:
    squash = work(_listed(f"{ID}/1", f"{ID}/2"), record=RECORD)
    first = _revert(repo, squash)
    second = _revert(repo, first, more=more)

    assert undescribed(SETTINGS, second, "release/1") == ({first, second} if more else {first})


def test_a_record_alone_brings_back_no_description(repo: Repo, work: Work) -> None:
    squash = work(_listed(f"{ID}/1", f"{ID}/2"), record=RECORD)
    first = _revert(repo, squash)
    repo.write(f"docs/sessions/{ID}.md", RECORD)
    repo.git("add", "-A")
    record = repo.commit("docs: update STATUS.md from session 4")
    later = work("")

    assert undescribed(SETTINGS, record, "release/1") == {first}
    assert undescribed(SETTINGS, later, "release/1") == {first, later}
