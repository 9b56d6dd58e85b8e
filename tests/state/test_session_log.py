"""Sessions as the history tells them."""

from collections.abc import Sequence

import pytest

from git_sessionlog.git.log import Commit
from git_sessionlog.state import session_log
from git_sessionlog.state.session_log import Checkpoint, Log

ONE, TWO = "20260213-7k3f9q", "20260214-0r6bq3"


def _commit(checkpoint: str = "", others: tuple[str, ...] = ()) -> Commit:
    subject = "feat(a): x [Fix 7]"
    lines = (f"Session-Checkpoint: {value}" for value in (*others, *filter(None, (checkpoint,))))
    message = "\n".join((subject, "", *lines)).encode()
    return Commit("aa", author="Ann", authored=5, subject=subject, message=message, checkpoint=checkpoint)


def _point(number: int, oid: str, when: int = 0, subject: str = "x") -> Checkpoint:
    return Checkpoint(number, oid, when, "Ann", subject)


@pytest.mark.parametrize(
    ("commit", "session", "number", "includes"),
    [
        (_commit(f"{ONE}/3"), ONE, 3, ()),
        (_commit(f"{ONE}/3", (f"{ONE}/2", f"{ONE}/1", f"{TWO}/1")), ONE, 3, (1, 2)),
        (_commit("", (f"{TWO}/9", f"{ONE}/2", f"{ONE}/1")), ONE, 0, (1, 2)),
        (_commit("", ("none", f"{ONE}/2")), ONE, 0, (2,)),
    ],
)
def test_a_commit_belongs_to_one_session(
    commit: Commit, session: str, number: int, includes: tuple[int, ...]
) -> None:
    point = Checkpoint(number, "aa", 5, "Ann", "feat(a): x [Fix 7]", includes)

    assert session_log.of(commit) == (session, point)
    assert point.fixes == ("7",)


@pytest.mark.parametrize("others", [(), ("none",), (f"{ONE}/0",), ("x",)])
def test_a_commit_of_no_session(others: tuple[str, ...]) -> None:
    assert session_log.of(_commit("", others)) is None


def test_the_last_session_comes_first() -> None:
    points = [(ONE, _point(2, "b", 2)), (TWO, _point(1, "c", 1)), (ONE, _point(1, "a", 3))]

    assert session_log.grouped(points) == [
        Log(ONE, (_point(1, "a", 3), _point(2, "b", 2))),
        Log(TWO, (_point(1, "c", 1),)),
    ]


def test_copies_are_folded_by_what_they_change() -> None:
    asked: list[Sequence[str]] = []

    def patches(oids: Sequence[str]) -> dict[str, str]:
        asked.append(oids)
        return {"a": "p", "b": "p", "c": "q", "g": "p"}

    points = [
        _point(1, "a"),
        _point(1, "b"),
        _point(1, "c"),
        _point(1, "d"),
        _point(1, "e"),
        _point(2, "f"),
    ]
    logs = [Log(ONE, (*points, _point(0, "s"), _point(0, "t"))), Log(TWO, (_point(1, "g"),))]

    assert session_log.folded(logs, patches) == [
        Log(
            ONE,
            (
                _point(1, "b")._replace(copies=("a",)),
                _point(1, "c"),
                _point(1, "e")._replace(copies=("d",)),  # they change nothing, and say the same
                _point(2, "f"),
                _point(0, "s"),
                _point(0, "t"),
            ),
        ),
        logs[1],
    ]
    assert asked == [["a", "b", "c", "d", "e"]]


def test_without_copies_nothing_is_asked() -> None:
    logs = [Log(ONE, (_point(1, "a"), _point(2, "b")))]

    assert session_log.folded(logs, lambda _: pytest.fail("asked")) == logs


def test_sizes() -> None:
    (log,) = session_log.with_sizes(
        [Log(ONE, (_point(1, "a"), _point(2, "b"), _point(3, "c")))],
        {
            "a": {"x": (1, 2), "y": (0, 0)},
            "b": {"x": (3, 0), "STATUS.md": (9, 9)},
            "c": {"STATUS.md": (1, 0)},
        },
        {"STATUS.md"}.__contains__,
    )

    assert (log.commits, log.files, log.lines) == (2, 2, (4, 2))
