"""Which sessions a revert took back, on histories with records written by hand."""

from collections.abc import Callable

import pytest

from git_sessionlog.settings.model import Settings
from git_sessionlog.state.reverted_sessions import Taken, look
from helpers import Repo

ID = "20260213-7k3f9q"
PATH = f"docs/sessions/{ID}.md"
TITLE = "feat(core): add part 1 (#1)"


def _record(covers: str = "1-2") -> str:
    return f"---\nid: {ID}\ngoal: Add part 1\ncovers: {covers}\n---\n\n# Add part 1\n"


class Line(Repo):
    """A line of commits with our words and no hooks."""

    def put(self, message: str, **files: str) -> str:
        """Commit code in a file of its own, or the record; the id of the commit."""
        for name, text in files.items():
            self.write(PATH if name == "record" else f"src/{name}.py", text)
        self.git("add", "-A")
        return self.commit(message)

    def revert(self, *commits: str) -> str:
        for one in commits:
            self.git("revert", "--no-edit", one)
        return self.git("rev-parse", "HEAD").strip()

    def squash(self) -> str:
        """A request squashed by a forge."""
        return self.put(TITLE, a="1\n", record=_record())

    def steps(self) -> list[str]:
        """The commits of a request that was rebased, the last one first; a checkpoint has half a record."""
        first = self.put(f"feat(core): add a\n\nSession-Checkpoint: {ID}/1", a="1\n")
        half = self.put("docs: checkpoint of session 1", record=_record("1"))
        second = self.put(f"feat(core): add b\n\nSession-Checkpoint: {ID}/2", b="1\n")
        return [self.put("docs: add the record of session 1", record=_record()), second, half, first]


@pytest.fixture
def line(repo: Repo) -> Line:
    made = Line(repo.path)
    made.put("chore: start", start="1\n")
    return made


def _look() -> list[Taken]:
    return look(("docs/sessions/",), Settings(), lambda path: path.startswith("src/"))


def _is_reverted() -> list[bool]:
    return [one.is_reverted for one in _look()]


def test_by_whom_when_and_why(line: Line) -> None:
    squash = line.squash()
    line.git("revert", "--no-commit", squash)
    body = f"This reverts commit {squash}.\n\nIt broke\nthe build.\n\nSession-Checkpoint: 20260214-0r6bq3/1"
    made = line.put(f'Revert "{TITLE}"\n\n{body}')

    (one,) = _look()

    assert (one.path, one.data.decode(), one.record.goal) == (PATH, _record(), "Add part 1")
    assert (one.by, one.why, one.is_reverted) == (made, "It broke the build.", True)
    assert one.words.endswith(": It broke the build.")


def _removed(line: Line) -> None:
    line.squash()
    line.git("rm", "-q", PATH)
    line.put("chore: tidy up the records", a="2\n")


def _moved_back(line: Line) -> None:
    line.squash()
    (line.path / "docs/sessions/2026").mkdir()
    line.git("mv", PATH, "docs/sessions/2026/old.md")
    line.revert(line.put("chore: archive the records"))


def _removed_after_it_came_back(line: Line) -> None:
    line.revert(line.squash())
    line.put("docs: update STATUS.md from session 1", record=_record())
    _removed_again(line)


def _removed_again(line: Line) -> None:
    line.git("rm", "-q", PATH)
    line.put("chore: tidy up the records")


def _one_of_several(line: Line) -> None:
    line.revert(line.steps()[1])


@pytest.mark.parametrize("play", [_removed, _moved_back, _removed_after_it_came_back, _one_of_several])
def test_no_revert_took_the_record(line: Line, play: Callable[[Line], None]) -> None:
    play(line)

    assert _look() == []


def test_a_request_of_several_commits_is_reverted_when_all_its_work_is(line: Line) -> None:
    steps = line.steps()
    line.revert(steps[0])
    assert _look() == []  # half a record is there
    line.revert(steps[1], steps[2])
    assert _is_reverted() == [False]
    last = line.revert(steps[3])

    (one,) = _look()
    assert (one.is_reverted, one.data.decode()) == (True, _record())
    line.revert(last)
    assert _is_reverted() == [False]


def test_a_revert_of_the_revert_counts_with_the_record_and_without(line: Line) -> None:
    first = line.revert(line.squash())
    line.put("docs: update STATUS.md from session 1", record=_record())
    assert _is_reverted() == [True]
    second = line.revert(first)
    assert _is_reverted() == [False]
    third = line.revert(second)
    assert _is_reverted() == [True]
    line.revert(third)
    assert _is_reverted() == [False]


def test_words_of_its_own_count_with_the_record(line: Line) -> None:
    squash = line.squash()
    line.git("revert", "--no-commit", squash)
    made = line.put("revert(core): part 1 breaks the build")
    assert _is_reverted() == [True]
    line.put("feat(core): add part 9", c="1\n")
    assert _is_reverted() == [True]
    line.revert(made)
    assert _is_reverted() == [False]


@pytest.mark.parametrize("words", [f'Revert "{TITLE}" (#2)', "revert(core): take part 1 back"])
def test_the_work_landed_again(line: Line, words: str) -> None:
    squash = line.squash()
    line.git("revert", "--no-commit", squash)
    line.put(words)
    assert _is_reverted() == [True]
    line.put("feat(core): add part 1 (#3)", a="1\n", record=_record())

    assert _is_reverted() == [False]
