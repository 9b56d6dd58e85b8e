"""Times, and the text for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.core import stamps

START, END = "2026-02-13T14:00:00Z", "2026-02-13T16:30:00Z"


@given(st.integers(0, 253_402_300_799))
def test_what_is_written_is_read(when: int) -> None:
    text = stamps.stamp(when)
    assert stamps.seconds(text) == when
    assert text.startswith(stamps.day(when))
    assert stamps.minute(when) == text[:16].replace("T", " ")
    assert when - 86_400 < stamps.first_second(stamps.day(when)) <= when


@pytest.mark.parametrize("text", ["", "yesterday", "2026-02-30T10:00:00Z", "2026-02-13", f"{START}\n2"])
def test_no_stamp(text: str) -> None:
    assert stamps.seconds(text) is None


def test_no_day() -> None:
    with pytest.raises(ValueError, match=r"."):
        stamps.first_second("2026-02-30")


def test_a_time_that_is_not_known() -> None:
    assert stamps.stamp_or_none(0) is None
    assert stamps.stamp_or_none(1) == "1970-01-01T00:00:01Z"


def test_a_commit_may_name_any_time() -> None:
    assert stamps.stamp(2**63 - 1) == "9999-12-31T23:59:59Z"


def test_minutes_between() -> None:
    assert stamps.minutes_between(START, END) == 150
    assert stamps.minutes_between(END, START) == 0
    assert stamps.minutes_between("yesterday", END) == 0


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, "0 min"), (59, "59 min"), (60, "1 h"), (150, "2 h 30 min")]
)
def test_duration(minutes: int, expected: str) -> None:
    assert stamps.duration(minutes) == expected
