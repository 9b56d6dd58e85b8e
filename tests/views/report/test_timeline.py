"""The plan beside what became of it, and the days."""

import pytest

from git_sessionlog.backlog.model import Batch as Plan
from git_sessionlog.backlog.model import Fix, Order, Register, Total
from git_sessionlog.views.report import session_summary, timeline
from git_sessionlog.views.report.figures import Performance
from git_sessionlog.views.report.model import Batch, Commit, Day, Fresh, Session, Trail
from report_sample import at

REGISTER = Register(
    fixes=(Fix("1"), Fix("2", aliases=("7.4",)), Fix("3"), Fix("4")),
    batches=(
        Plan("A", "first", ("1", "7.4"), minutes=(30, 30)),
        Plan("B", "second", ("3",), maybe=("4",), minutes=(180, 360)),
        Plan("C", "third"),
    ),
)


@pytest.mark.parametrize(
    ("session", "batch"),
    [
        (Session("s", batch="b", fixes=("1",)), "B"),  # what was said counts, whatever its case
        (Session("s", batch="Z", fixes=("1",)), "A"),  # what the plan does not have is not there
        (Session("s", fixes=("2",)), "A"),
        (Session("s", fixes=("7.4", "3", "4")), "B"),
        (Session("s", fixes=("1", "3")), "A"),  # as many of both: the first in the plan
        (Session("s", planned=("3",)), "B"),
        (Session("s", fixes=("99",)), ""),
        (Session("s"), ""),
    ],
)
def test_batch_of_a_session(session: Session, batch: str) -> None:
    assert timeline.batch_of(session, REGISTER) == batch


def test_batches() -> None:
    sessions = [
        Session("a", 1, minutes=40, fixes=("1",)),
        Session("b", 2, minutes=20, fixes=("2",)),
        Session("c", 3, batch="B"),
        Session("d", 4, minutes=500, fixes=("99",)),
    ]
    trails = [Trail("1", status="done"), Trail("2", status="reverted"), Trail("3", status="done")]

    assert timeline.batches(REGISTER, sessions, trails) == [
        Batch("A", "first", ("1", "2"), 1, 1, ("001", "002"), (30, 30), 60),
        Batch("B", "second", ("3",), 1, 1, ("003",), (180, 360), None),
        Batch("C", "third", (), 0, 1, (), None, None),
    ]


def test_sums_of_the_plan() -> None:
    plan = REGISTER._replace(
        orders=(Order(1, "A"), Order(2, "C", is_open=True)),
        totals=(
            Total("TOP 2: ~2 sessions (~1 hour)", first=2, sessions=2, minutes=(60, 60), about=True),
            Total("ALL 4"),
        ),
    )
    sessions = [
        Session("a", 1, minutes=40, fixes=("7.4",)),
        Session("b", 2, minutes=20, batch="C"),
        Session("c", 3, planned=("3",)),
        Session("d", 4, minutes=500, fixes=("99",)),
    ]
    trails = [Trail("1", status="done"), Trail("4", status="done"), Trail("99", status="done")]

    assert timeline.totals(plan, sessions, trails) == [
        Batch("1-2", "TOP 2: ~2 sessions (~1 hour)", ("1", "2"), 1, 2, ("001",), (60, 60), 40),
        Batch("all", "ALL 4", ("1", "2", "3", "4"), 2, None, ("001", "002", "003"), None, 60),
    ]
    assert [one.planned for one in timeline.batches(plan, sessions, trails)] == [1, 1, None]


def test_no_plan_is_no_batches() -> None:
    assert timeline.batches(Register(), [Session("a", fixes=("1",))], []) == []


def test_an_estimate_is_that_of_the_batch_where_the_session_is_all_it_took() -> None:
    own = Performance(time_estimated=5)
    sessions = [
        Session("a", fixes=("1",)),
        Session("b", fixes=("3",)),
        Session("c", fixes=("3",)),
        Session("d"),
    ]

    def estimates(some: list[Session]) -> list[int | None]:
        return [one.done.time_estimated for one in session_summary.estimated(some, REGISTER)]

    assert estimates(sessions) == [30, None, None, None]
    assert estimates(sessions[:2]) == [30, 270]
    assert estimates([sessions[0]._replace(done=own)]) == [5]
    assert [one.batch for one in session_summary.estimated(sessions, REGISTER)] == ["A", "B", "B", ""]


def test_days() -> None:
    """A fix counts that the backlog lists, that is done, and that has a commit: on the day of the last."""
    one, other = at("2026-02-13 23:59"), at("2026-02-15 00:00")
    commits = (Commit("a", other, "", "", reverted_by="b"), Commit("b", one, "", ""))
    trails = [
        Trail("1", status="done", commits=commits),
        Trail("2", status="done", commits=(Commit("c", other, "", ""),)),
        Trail("3", status="done"),
        Trail("4", status="reverted", commits=commits[:1]),
        Trail("9", status="done", commits=(Commit("d", at("2026-02-14 00:00"), "", ""),), listed=False),
    ]
    work = [(one, 1, 5, 1), (one, 2, 1, 0), (other, 1, 0, 7), (other, 0, 0, 0)]

    assert timeline.days(work, trails, {"2026-02-15": Fresh("stale", 2)}) == [
        Day("2026-02-13", 3, 6, 1, 1, 1),
        Day("2026-02-15", 1, 0, 7, 1, 2, Fresh("stale", 2)),
    ]


def test_nothing_happened() -> None:
    assert timeline.days([], [Trail("1", status="done")], {}) == []
