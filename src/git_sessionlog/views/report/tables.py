"""A report as tables: what the terminal, CSV and the page show is all made of these."""

from collections.abc import Iterator
from typing import NamedTuple

from ...core.stamps import stamp_or_none
from .figures import Performance, Rates
from .model import Batch, Day, Report, Session, Trail

Cell = str | int | float | None
"""None is n/a."""

NAMES = ("rates", "sessions", "days", "batches", "fixes")
"""The tables, in their order."""


class Column(NamedTuple):
    """A column: its name for programs, its head for people, and what is in it.

    `kind` is text, number, percent (a fraction), minutes, or time (ISO 8601, UTC).
    """

    name: str
    head: str
    kind: str = "text"


class Table(NamedTuple):
    """Rows below columns."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def only(self, names: tuple[str, ...]) -> "Table":
        """The table with some of its columns, in this order; with all where none is named."""
        if not names:
            return self
        at = [[column.name for column in self.columns].index(name) for name in names]
        columns = tuple(self.columns[number] for number in at)
        return self._replace(columns=columns, rows=tuple(tuple(row[n] for n in at) for row in self.rows))


def table(report: Report, name: str) -> Table:
    """One of the tables `NAMES`."""
    title, columns, rows = {
        "rates": ("Signs of success", _RATES, _rates(report)),
        "sessions": ("Sessions", _SESSIONS, map(_session, report.sessions)),
        "days": ("Days", _DAYS, map(_day, report.days)),
        "batches": ("Plan and outcome", _BATCHES, map(_batch, (*report.batches, *report.totals))),
        "fixes": ("Fixes", _FIXES, map(_trail, report.trails)),
    }[name]
    return Table(name, title, columns, tuple(rows))


RATES = ("Completion rate", "Quality score", "Time efficiency", "Bug rate", "Documentation coverage")
"""What people call the five rates."""

_RATE_OF = ("tasks", "tests", "minutes", "features", "commits")
_DONE = tuple(
    Column(name, name.replace("_", " ").capitalize(), "minutes" if name.startswith("time") else "number")
    for name in Performance._fields
)
_RATES = (
    Column("sign", "Sign"),
    Column("value", "Value", "percent"),
    Column("part", "Part", "number"),
    Column("whole", "Of", "number"),
    Column("unit", "Counted in"),
    Column("unknown", "Why n/a"),
)
_SESSIONS = (
    Column("session", "Session"),
    Column("id", "Id"),
    Column("goal", "Goal"),
    Column("status", "Status"),
    Column("batch", "Batch"),
    Column("start", "Start", "time"),
    Column("end", "End", "time"),
    Column("checkpoints", "Checkpoints", "number"),
    Column("fixes", "Fixes"),
    *_DONE,
    *(Column(name, head, "percent") for name, head in zip(Rates._fields, RATES, strict=True)),
    Column("score", "Score", "number"),
    Column("documents", "Documents"),
    Column("behind", "Commits behind", "number"),
)
_DAYS = (
    Column("date", "Day"),
    Column("checkpoints", "Checkpoints", "number"),
    Column("added", "Lines added", "number"),
    Column("removed", "Lines removed", "number"),
    Column("finished", "Fixes finished", "number"),
    Column("done", "Fixes done so far", "number"),
    Column("documents", "Documents"),
    Column("behind", "Commits behind", "number"),
)
_BATCHES = (
    Column("batch", "Batch"),
    Column("title", "Title"),
    Column("fixes", "Fixes", "number"),
    Column("done", "Done", "number"),
    Column("planned_sessions", "Planned sessions", "number"),
    Column("actual_sessions", "Sessions", "number"),
    Column("planned_least", "Planned time, least", "minutes"),
    Column("planned_most", "Planned time, most", "minutes"),
    Column("actual_time", "Time", "minutes"),
    Column("sessions", "Which sessions"),
)
_FIXES = (
    Column("fix", "Fix"),
    Column("title", "Title"),
    Column("batch", "Batch"),
    Column("status", "Status"),
    Column("commits", "Commits", "number"),
    Column("last", "Last commit", "time"),
    Column("sessions", "Sessions"),
    Column("mentions", "Mentioned in"),
    Column("disagreements", "What does not agree"),
)


def _rates(report: Report) -> Iterator[tuple[Cell, ...]]:
    for head, unit, rate in zip(RATES, _RATE_OF, report.rates, strict=True):
        yield head, rate.value, rate.part, rate.whole, unit, rate.why
    yield (
        "Score",
        None if report.score is None else report.score / 100,
        report.score,
        100,
        "points",
        ("" if report.score is not None else report.rates.completion.why),
    )


def _session(one: Session) -> tuple[Cell, ...]:
    rates = (rate.value for rate in one.rates)
    fresh = (one.fresh.state or None, one.fresh.behind if one.fresh.state in ("fresh", "stale") else None)
    return (
        *(
            one.label,
            one.id,
            one.goal,
            one.status,
            one.batch,
            stamp_or_none(one.start),
            stamp_or_none(one.end),
        ),
        *(one.commits, " ".join(one.fixes), *one.done, *rates, one.score, *fresh),
    )


def _day(one: Day) -> tuple[Cell, ...]:
    fresh = (one.fresh.state or None, one.fresh.behind if one.fresh.state in ("fresh", "stale") else None)
    return (one.date, one.checkpoints, one.added, one.removed, one.finished, one.done, *fresh)


def _batch(one: Batch) -> tuple[Cell, ...]:
    planned = one.estimated or (None, None)
    count = (len(one.fixes), one.done, one.planned, len(one.sessions))
    return (one.id, one.title, *count, *planned, one.minutes, " ".join(one.sessions))


def _trail(one: Trail) -> tuple[Cell, ...]:
    return (
        *(one.id, one.title, one.batch, one.status, len(one.commits) + one.more, stamp_or_none(one.when)),
        *(" ".join(one.sessions), " ".join(one.mentions), "; ".join(one.disagreements)),
    )
