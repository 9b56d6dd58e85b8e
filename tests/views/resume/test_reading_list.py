"""What is to be read at a session's start."""

from collections.abc import Iterable
from typing import NamedTuple

import pytest

from git_sessionlog.documents.profiles import registry as profiles
from git_sessionlog.git.log import Commit
from git_sessionlog.git.recent_commits import Recent
from git_sessionlog.records.record import Record
from git_sessionlog.views.resume.model import Reading
from git_sessionlog.views.resume.reading_list import Place, path_of, reading

DAY = 86400
NOW = 2000 * DAY


class Files(NamedTuple):
    """Files as a tree has them."""

    files: dict[str, bytes]

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def start(self, path: str, count: int, limit: int) -> bytes | None:
        data = self.files.get(path, b"")
        return data[:count] if data and len(data) <= limit else None

    def size(self, path: str) -> int | None:
        return len(self.files[path]) if path in self.files else None

    def names(self, directory: str) -> list[str]:
        start = directory.rstrip("/") + "/"
        return sorted(
            {path.removeprefix(start).partition("/")[0] for path in self.files if path.startswith(start)}
        )

    def kind(self, path: str) -> str:
        return "file" if path in self.files else ""


def _files(paths: Iterable[str]) -> Files:
    return Files(dict.fromkeys(paths, b"12345"))


def _recent(days: dict[str, int], *, complete: bool = True) -> Recent:
    """HEAD, a commit for each path so many days before, and one 900 days before."""
    commits = {path: Commit(path, committed=NOW - ago * DAY) for path, ago in days.items()}
    head, last = (Commit(name, committed=NOW - ago * DAY) for name, ago in (("head", 0), ("last", 900)))
    return Recent((head, *commits.values(), last), commits, complete)


def test_the_order_is_the_profile_s() -> None:
    days = {
        **{"docs/RUNBOOKS/new.md": 2, "docs/RUNBOOKS/newer.md": 1, "docs/RUNBOOKS/old.md": 15},
        **{"docs/RUNBOOKS/gone.md": 1, "docs/reports/a.md": 14, "TRACKER.md": 400, "CURRENT-STATE.md": 1},
    }
    files = _files([*days, "CLAUDE.md"])
    del files.files["docs/RUNBOOKS/gone.md"]
    continuity = profiles.packaged("continuity")

    assert reading([continuity, continuity], Place(files, _recent(days))) == (
        Reading("CLAUDE.md", 5),
        Reading("CURRENT-STATE.md", 5, NOW - DAY),
        Reading("TRACKER.md", 5, NOW - 400 * DAY),
        Reading("docs/env-details.md", None),
        Reading("docs/RUNBOOKS/newer.md", 5, NOW - DAY),
        Reading("docs/RUNBOOKS/new.md", 5, NOW - 2 * DAY),
        Reading("docs/reports/a.md", 5, NOW - 14 * DAY),
    )


def test_a_change_before_all_that_was_looked_at() -> None:
    place = Place(_files(["STATUS.md"]), _recent({}, complete=False))

    assert reading([profiles.packaged("status")], place) == (
        Reading("STATUS.md", 5, NOW - 900 * DAY, older=True),
    )


NAMES = (
    "session-039-context.md",
    "session-040-context.md",
    "session-040-7k3f9q-context.md",
    "session-9-context.md",
)


@pytest.mark.parametrize(
    ("number", "names", "path"),
    [
        (39, NAMES, "session-039-context.md"),
        (40, NAMES, "session-040-7k3f9q-context.md"),
        (41, ["session-041-context-7k3f9q.md", "session-041-context.md"], "session-041-context-7k3f9q.md"),
        (41, NAMES, "session-040-context.md"),
        (0, NAMES, "session-040-context.md"),
        (0, ["session-0100-context.md", *NAMES], "session-0100-context.md"),
        (0, ["session-040-plan.md"], ""),
    ],
)
def test_a_session_s_own_file(number: int, names: list[str], path: str) -> None:
    kind = profiles.packaged("sessions").document("context")
    assert kind
    record = Record("20260213-7k3f9q", number) if number else None
    place = Place(_files(f".claude/sessions/{name}" for name in names), _recent({}), record)

    assert path_of(kind, place) == (f".claude/sessions/{path}" if path else "")
