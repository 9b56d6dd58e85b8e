"""Dates as people write them: tests/cases/dates.txt, and laws for all others."""

import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.core import dates
from git_sessionlog.core.stamps import stamp

CASES = re.findall(
    r"^(.+)\n=> (.*)$",
    (Path(__file__).parent.parent / "cases/dates.txt").read_text(encoding="utf-8"),
    re.MULTILINE,
)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC))
PIECES = st.sampled_from(
    [*"0123456789-/.:T, ~()+Z年月日", "2026", "-02", "20 de ", "julho", "Nov", " UTC", " ET", "18:15", "pm"]
)


def shown(text: str) -> str:
    date = dates.read(text)
    if not date:
        return "none"
    precision = date.precision + (" ambiguous" if date.ambiguous else "")
    words = (stamp(date.when.timestamp()), precision, date.zone, text[date.start : date.end])
    return " | ".join(words).replace(" |  | ", " | | ")


def test_there_are_many_cases() -> None:
    lines = (Path(__file__).parent.parent / "cases/dates.txt").read_text(encoding="utf-8").splitlines()
    assert len(CASES) == sum(line.startswith("=>") for line in lines) > 60


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_case(text: str, expected: str) -> None:
    assert shown(text) == expected


@given(MOMENTS)
def test_what_we_write_is_read_back(moment: datetime) -> None:
    for text, precision, unit in (
        (dates.written(moment), "minute", {"second": 0, "microsecond": 0}),
        (stamp(moment.timestamp()), "second", {"microsecond": 0}),
    ):
        date = dates.read(f"**Last Updated**: {text} (done)")
        assert date
        assert (date.when, date.precision) == (moment.replace(**unit), precision)


@given(MOMENTS, st.integers(-12 * 60, 14 * 60))
def test_an_offset_is_the_same_moment(moment: datetime, minutes: int) -> None:
    local = moment.astimezone(timezone(timedelta(minutes=minutes)))
    date = dates.read(local.isoformat())
    assert date
    assert date.when == moment
    assert date.when.tzinfo is UTC


@given(st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join))
def test_nothing_raises_and_the_place_is_right(text: str) -> None:
    date = dates.read(text)
    if date:
        assert 0 <= date.start < date.end <= len(text)
        assert date.precision in {"month", "day", "minute", "second"}
        again = dates.read(text[date.start : date.end])
        assert again
        assert again.when == date.when


@pytest.mark.stress
@pytest.mark.parametrize(
    "piece", ["1", "2026-", "2026-0", "20 de ", "1.1.", "Nov ", "2026年", "12/", "2026-02-30 "]
)
def test_time_is_linear(piece: str) -> None:
    """Ten times the text takes about ten times as long; the square of it would be minutes."""
    text = piece * (300_000 // len(piece))
    start = time.process_time()
    dates.read(text)
    assert time.process_time() - start < 20


def test_iso_dates_need_no_library() -> None:
    """Most dates are such; dateutil takes as long to load as all the rest of a command."""
    program = (
        "import sys; from git_sessionlog.core import dates; dates.read('2026-02-13T18:15:00+02:00');"
        "print('dateutil' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
