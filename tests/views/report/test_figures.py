"""The formulas, by cases that a writer can edit, and what must hold for all numbers."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.views.report.figures import (
    WHY,
    Changes,
    Performance,
    Rate,
    Rates,
    overall,
    rates,
    score,
    summed,
)
from git_sessionlog.views.report.render import percent

FILE = Path(__file__).parents[2] / "cases" / "report" / "rates.txt"
PAIRS = {
    "tasks": ("tasks_completed", "tasks_planned"),
    "tests": ("tests_passed", "tests_written"),
    "minutes": ("time_spent", "time_estimated"),
    "bugs": ("bugs_introduced", "features"),
    "commits": ("documented", "total"),
}
COUNTS = st.none() | st.integers(0, 10_000)
KNOWN = st.builds(Performance, *[COUNTS] * 10)
CHANGED = st.builds(Changes, *[COUNTS] * 3)


def cases() -> list[tuple[str, list[str], str]]:
    text = re.sub(r"(?m)^#.*\n", "", FILE.read_text(encoding="utf-8"))
    found = []
    for paragraph in filter(None, text.strip().split("\n\n")):
        name, *pairs, result = paragraph.strip().split("\n")
        found.append((name, pairs, result.removeprefix("= ")))
    return found


@pytest.mark.parametrize(
    ("pairs", "result"), [case[1:] for case in cases()], ids=[case[0] for case in cases()]
)
def test_rates_and_score(pairs: list[str], result: str) -> None:
    values: dict[str, int] = {}
    for line in pairs:
        what, part, whole = re.fullmatch(r"  (\w+) (\d+|\?) of (\d+|\?)", line).groups()  # type: ignore[union-attr]
        names = zip(PAIRS[what], (part, whole), strict=True)
        values |= {name: int(text) for name, text in names if text != "?"}
    done = Performance(**{name: values[name] for name in Performance._fields if name in values})
    changes = Changes(**{name: values[name] for name in Changes._fields if name in values})

    found = rates(done, changes)

    total = score(found)
    shown = ", ".join(percent(rate.value) for rate in found)
    assert f"{shown}: {'n/a' if total is None else total}" == result


def test_why_a_rate_is_not_known_is_said_and_only_then() -> None:
    found = rates(Performance(tasks_planned=2, tasks_completed=1), Changes())

    assert [rate.why for rate in found] == ["", *(rate.unknown for rate in WHY[1:])]
    assert all(rate.unknown for rate in WHY)


@given(KNOWN, CHANGED)
def test_a_score_is_from_0_to_100(done: Performance, changes: Changes) -> None:
    found = rates(done, changes)
    total = score(found)

    assert (total is None) == (found.completion.value is None)
    assert total is None or 0 <= total <= 100


@given(st.lists(st.tuples(KNOWN, CHANGED), max_size=5))
def test_rates_together_are_sums_of_parts_and_wholes_where_both_are_known(
    some: list[tuple[Performance, Changes]],
) -> None:
    every = [rates(*one) for one in some]

    for at, rate in enumerate(overall(every)):
        known = [one[at] for one in every if one[at].part is not None and one[at].whole is not None]
        assert rate.part == (sum(one.part or 0 for one in known) if known else None)
        assert rate.whole == (sum(one.whole or 0 for one in known) if known else None)


@given(KNOWN)
def test_one_session_alone_is_the_sum(done: Performance) -> None:
    assert summed([done]) == done
    one = rates(done, Changes())
    assert [rate.value for rate in overall([one])] == [rate.value for rate in one]


def test_nothing_sums_up_to_nothing_known() -> None:
    assert summed([]) == Performance()
    assert overall([]) == Rates(*WHY)
    assert Rate(1, 0).value is None
