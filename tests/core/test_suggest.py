"""Did you mean?"""

import pytest

from git_sessionlog.core.suggest import nearest

TYPES = ("chore", "docs", "feat", "fix", "refactor", "test")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("faet", "feat"),
        ("fear", "feat"),
        ("FEAT", "feat"),
        ("feature", ""),
        ("fea", "feat"),
        ("ref", "refactor"),
        ("refacotr", "refactor"),
        ("tests", "test"),
        ("doc", "docs"),
        ("fixx", "fix"),
        ("banana", ""),
        ("x", ""),
        ("x" * 10_000, ""),
    ],
)
def test_nearest(word: str, expected: str) -> None:
    assert nearest(word, TYPES) == expected


def test_of_two_the_first() -> None:
    assert nearest("wab", ("web", "wan")) == "web"


def test_of_none_none() -> None:
    assert nearest("feat", ()) == ""
