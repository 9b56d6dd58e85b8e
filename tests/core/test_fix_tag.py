"""The fix tag alone. What is refused is in cases/messages/fix-tag.case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.core.findings import Part
from git_sessionlog.core.fix_tag import Tags, found_in, normal, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", Tags("x")),
        ("", Tags("")),
        ("x [Fix 2.3]", Tags("x", (Part("2.3", 7),))),
        ("x [Fix 2.3,#7]", Tags("x", (Part("2.3", 7), Part("#7", 11)))),
        ("x [Fix 1] [Fix 2]", Tags("x", (Part("1", 7), Part("2", 15)))),
        ("a[0] [x] [fixture] prefix(1) (fixed)", Tags("a[0] [x] [fixture] prefix(1) (fixed)")),
        ("x (fixed some)", Tags("x (fixed some)")),
    ],
)
def test_good(text: str, expected: Tags) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "description", "ids", "rules"),
    [
        ("x [fix 1]", "x", ["1"], ["fix-form"]),
        ("x [ Fix 1 ]", "x", ["1"], ["fix-form"]),
        ("x [fixed 1]", "x", ["1"], ["fix-form"]),
        ("x (fixes #1, 2)", "x", ["#1", "2"], ["fix-form"]),
        ("x [Fix 1] y", "x y", ["1"], ["fix-place"]),
        ("[Fix 1] x", "x", ["1"], ["fix-place"]),
        ("x  [Fix 1]", "x", ["1"], ["fix-form"]),
        ("x [Fix 1][Fix 2]", "x", ["1", "2"], ["fix-form"]),
        ("x [Fix 1] .", "x", ["1"], ["fix-form"]),
        ("x [Fix ٣]", "x", [], ["fix-form"]),
        ("x [Fix 1, a]", "x", ["1"], ["fix-form"]),
        ("x [Fix]", "x", [], ["fix-form"]),
    ],
)
def test_faults(text: str, description: str, ids: list[str], rules: list[str]) -> None:
    tags = read(text)
    assert tags.description == description
    assert [part.text for part in tags.ids] == ids
    assert [fault.rule for fault in tags.faults] == rules


@given(st.text("[]()fixFIX 2.3#7,ab"))
def test_any_text(text: str) -> None:
    tags = read(text)
    for part in tags.ids:
        assert text[part.at : part.at + len(part.text)] == part.text
    assert len(tags.description) <= len(text)


def test_found_in_a_body() -> None:
    assert found_in("It is [Fix 2.3, #7].\n[fix 4] [Fix 5] [Fix ]") == ("2.3", "7", "5")


def test_normal() -> None:
    assert [normal(text) for text in ("#7", "7", "2.3")] == ["7", "7", "2.3"]
