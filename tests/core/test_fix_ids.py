"""Which fixes a text names."""

import time
from pathlib import Path

import pytest

from git_sessionlog.core.fix_ids import is_id, named, normal, places, unnamed


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("[Fix 2.3]", ["2.3"]),
        ("[Fix 2.3, #7, 12]", ["2.3", "7", "12"]),
        ("Fix #2.3: login", ["2.3"]),
        ("Fixes #1, #2, and 3", ["1", "2", "3"][:2]),
        ("Fixes #21-30", ["21", "25", "30"]),
        ("fixes 4 – 6", ["4", "5", "6"]),
        ("#7 logout", ["7"]),
        ("| 2.3 | login |", ["2.3"]),
        ("| **7** | login |", ["7"]),
        ("|7|8|", ["7", "8"]),
        ("| #7 |", ["7"]),
        ("as 2.3.1 says", ["2.3.1"]),
        ("(2.3).", ["2.3"]),
        ("see 2.3.", ["2.3"]),
    ],
)
def test_named(text: str, ids: list[str]) -> None:
    assert unnamed(ids, text) == []


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("12.3", "2.3"),
        ("2.31", "2.3"),
        ("2.3.1", "2.3"),
        ("1.2.3", "2.3"),
        ("v2.3", "2.3"),
        ("7 tests", "7"),
        ("#77", "7"),
        ("#7.1", "7"),
        ("a#7", "7"),
        ("prefix 7", "7"),
        ("Fix 71", "7"),
        ("| 7 tests |", "7"),
        ("", "7"),
        ("Fixes #1-99999999", "5000"),
    ],
)
def test_not_named(text: str, id: str) -> None:
    assert unnamed([id], text) == [id]


def test_ids_are_said_once_and_without_a_sign() -> None:
    assert unnamed(["#7", "7", "2.3"], "nothing") == ["7", "2.3"]


@pytest.mark.stress
@pytest.mark.parametrize("piece", ["1.", "fix 1, ", "1,", "| 1 ", "#", "fix ", "1 - "])
def test_the_time_is_linear(piece: str) -> None:
    start = time.process_time()
    unnamed(["2.3"], "fix " + piece * 100_000)
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.1-2.4", "2.1 2.2 2.3 2.4"),
        ("2.1 to 2.4", "2.1 2.2 2.3 2.4"),
        ("1.2–1.4", "1.2 1.3 1.4"),
        ("#4..6", "4 5 6"),
        ("#4, 5, 6", "4 5 6"),
        ("Fix 4/5", "4 5"),
        ("Improvement 7", "7"),
        ("Items 4 through 6", "4 5 6"),
        ("Fixed 7", "7"),
        ("fix#7", "7"),
        ("fixes 4 – 6", "4 5 6"),
        ("Fixes 2.1-2.4 are done.", "2.1 2.2 2.3 2.4"),
        ("BUG-12 and BUG-13", "BUG-12 BUG-13"),
        ("T-001 to T-003", "T-001 T-002 T-003"),
        ("T-001–003", "T-001 T-002 T-003"),
        ("P1.3", "P1.3"),
        ("US-04, JIRA-123", "US-04 JIRA-123"),
        ("ENC-127a", "ENC-127a"),
        ("UTF-8 and SHA-256", ""),
        ("20.08.2025", ""),
        ("2026-02-13", ""),
        ("2026.11.30", ""),
        ("v2.3 of x", ""),
        ("2.3%", ""),
        ("7 tests", ""),
    ],
)
def test_one_spelling_is_read_alike_everywhere(text: str, expected: str) -> None:
    """By the backlog, by the gate, and by who looks for the lines that name a fix."""
    ids = expected.split()
    known = {*ids, "2", "4", "7", "8", "20", "256", "2026"}

    assert list(named(text)) == ids
    assert unnamed(known, text) == [id for id in known if id not in ids]
    assert {id for _, id in places(text, known)} == set(ids)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.2.10", "1.2.10"),
        ("#7", "7"),
        ("bug-12", "BUG-12"),
        ("p1.3", "P1.3"),
        ("ENC-127a", "ENC-127a"),
        ("2.3", "2.3"),
    ],
)
def test_normal(text: str, expected: str) -> None:
    assert is_id(text)
    assert normal(text) == expected


@pytest.mark.parametrize(
    "text", ["", "x", "20.08.2025", "2026-02-13", "v2.3", "2.3.", "7a", "Day 6", "T-", "1" * 10]
)
def test_no_id(text: str) -> None:
    assert not is_id(text)


SPELLINGS = [
    line
    for line in (Path(__file__).parent.parent / "cases/ids.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("# ")
]
EVERY = [*map(str, range(100)), *(f"{above}.{below}" for above in range(4) for below in range(40))]


@pytest.mark.parametrize("line", SPELLINGS)
def test_what_is_read_in_a_spelling_is_what_it_names(line: str) -> None:
    text, _, ids = line.partition("; ")
    expected = [id for id in ids.split() if id != "-"]

    assert list(named(text)) == expected
    assert {id for id in EVERY if not unnamed([id], text)} == set(expected)
    assert {id for _, id in places(text, EVERY)} == set(expected)
