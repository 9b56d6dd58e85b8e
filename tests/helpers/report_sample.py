"""A report on made-up sessions: three weeks, with every state that a chart can show."""

import calendar
import time

from git_sessionlog.views.report.figures import Changes, Performance
from git_sessionlog.views.report.model import Batch, Commit, Day, Fresh, Report, Session, Trail

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u2028\u202e&amp;\x1b[31m"


def at(text: str) -> int:
    """`2026-02-13 18:05`, in seconds since 1970."""
    return calendar.timegm(time.strptime(text, "%Y-%m-%d %H:%M"))


def session(number: int, start: str, end: str, fresh: Fresh, done: Performance) -> Session:
    """A session with a commit at its start and one at its end."""
    first, last = at(start), at(end)
    return Session(
        id=f"{start[:10].replace('-', '')}-00000{number}",
        number=number,
        goal=f"Batch {number}: mend things",
        status="completed",
        batch="A",
        start=first,
        end=last,
        minutes=(last - first) // 60,
        times=(first, last),
        commits=2,
        planned=("1", "2"),
        fixes=("1",),
        done=done._replace(time_spent=(last - first) // 60),
        changes=Changes(2, 2, 1),
        fresh=fresh,
    )


def report() -> Report:
    """Four sessions, one of them past midnight; six fixes, one reverted; a plan of two batches."""
    whole = Performance(10, 8, 25, 25, 5, 0, 500, 200, None, 180)
    few = Performance(tasks_planned=2, tasks_completed=0, lines_added=10, lines_removed=90)
    sessions = (
        session(1, "2026-02-02 09:00", "2026-02-02 12:30", Fresh("fresh", 0), whole),
        session(2, "2026-02-05 22:00", "2026-02-06 02:00", Fresh("stale", 3), few),
        session(3, "2026-02-13 14:00", "2026-02-13 15:00", Fresh("missing", 0), few),
        session(4, "2026-02-20 10:00", "2026-02-20 10:45", Fresh("unknown", 0), Performance()),
    )
    days = (
        Day("2026-02-02", 2, 500, 200, 1, 1, Fresh("fresh", 0)),
        Day("2026-02-05", 1, 5, 60, 0, 1, Fresh("stale", 2)),
        Day("2026-02-06", 1, 5, 30, 0, 1, Fresh("stale", 3)),
        Day("2026-02-13", 2, 10, 90, 1, 2, Fresh("missing", 0)),
        Day("2026-02-20", 2, 0, 0, 0, 2, Fresh("unknown", 0)),
    )
    trails = (
        Trail("1", "Refuse expired tokens", "A", "done", (_commit(1, "2026-02-02 09:00"),), 0, ("001",)),
        Trail(
            "2.3",
            "Mend the limiter",
            "A",
            "done",
            (_commit(4, "2026-02-13 15:00"), _commit(2, "2026-02-06 02:00")),
            0,
            ("002", "003"),
            ("STATUS.md:9",),
            ("committed in 4444444444, still under Next Up in STATUS.md:9",),
        ),
        Trail("3", "A cache", "B", "reverted", (_commit(3, "2026-02-05 22:00", "9" * 40),), 0, ("002",)),
        Trail("4", "", "B", "open"),
        Trail("99", HOSTILE, "", "done", (_commit(5, "2026-02-20 10:45"),), listed=False),
    )
    batches = (
        Batch("A", "Critical fixes", ("1", "2.3"), 2, 1, ("001", "002"), (180, 240), 450),
        Batch("B", "=HYPERLINK(1)", ("3", "4"), 0, 1, (), (30, 30), None),
    )
    return Report(
        name="sample",
        made=at("2026-02-21 08:00"),
        tip="a" * 40,
        backlog=("improvement-analysis.txt",),
        sessions=sessions,
        days=days,
        batches=batches,
        totals=(
            Batch(
                "all", "ALL 4: ~3 sessions", ("1", "2.3", "3", "4"), 2, 3, ("001", "002"), (210, 270), 450
            ),
        ),
        trails=trails,
    )


def _commit(digit: int, when: str, reverted_by: str = "") -> Commit:
    return Commit(str(digit) * 40, at(when), "Ann", f"fix(x): mend {digit}", True, reverted_by)
