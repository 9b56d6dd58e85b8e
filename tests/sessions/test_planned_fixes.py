"""What the backlog says of a session's fixes, and what the session did beside its plan: pure."""

import pytest

from git_sessionlog.backlog.model import Batch, Phase, Place, Register, Task
from git_sessionlog.backlog.model import Fix as Entry
from git_sessionlog.records.record import Fix, Record
from git_sessionlog.sessions.planned_fixes import compared, same

HERE = (Place("plan.md", 1),)
KNOWN = Register(
    (Entry("1", aliases=("2.3",), files=("auth.py",)), Entry("2", files=("api/*.py", "b.py")), Entry("3")),
    (Batch("A", fixes=("1", "2"), places=HERE),),
    (Phase("1", is_done=True), Phase("2", "Models", tasks=(Task("a", is_done=True), Task("b")))),
)
PHASE = "phase 2: Models: 1 of 2 tasks done"


@pytest.mark.parametrize(
    ("record", "files", "fixed", "expected"),
    [
        (Record("x", fixes=(Fix("1"),)), {"app/auth.py"}, ["2.3"], [PHASE]),
        (
            Record("x", fixes=(Fix("1"), Fix("2"))),
            {"app/auth.py", "api/x.py", "docker/nginx.conf"},
            ["1", "2"],
            ["touched and not planned: docker/nginx.conf", "#2 names b.py, which no commit touches", PHASE],
        ),
        (Record("x", fixes=(Fix("1"), Fix("3"))), {"other.py"}, ["1"], [PHASE]),
        (
            Record("x", fixes=(Fix("3", "", "c.py,d.py"),)),
            {"d.py", "e.py"},
            [],
            ["touched and not planned: e.py", PHASE],
        ),
        (
            Record("x", batch="A", fixes=(Fix("2.3"), Fix("2"))),
            {"auth.py"},
            ["1"],
            ["batch A: 1 of 2 planned fixes have a commit; left: #2", PHASE],
        ),
        (Record("x"), {"e.py"}, [], [PHASE]),
    ],
)  # fmt: skip
def test_what_a_session_did_beside_its_plan(
    record: Record, files: set[str], fixed: list[str], expected: list[str]
) -> None:
    """Where a fix names no file nobody knows which are beside the plan."""
    assert list(compared(KNOWN, record, files, fixed)) == expected


def test_an_id_of_a_commit_is_that_of_the_plan() -> None:
    assert same(KNOWN, (Fix("1"), Fix("9")), ("2.3", "1", "2", "9")) == {"2.3": "1"}
    assert same(KNOWN, (Fix("2.3"),), ("1",)) == {"1": "2.3"}
