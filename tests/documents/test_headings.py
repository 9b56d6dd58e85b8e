"""What headings are called: tests/cases/headings.txt, and laws for all others."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.documents import headings
from strategies_documents import TITLES

FILE = (Path(__file__).parents[1] / "cases/headings.txt").read_text(encoding="utf-8")
CASES = re.findall(r"^(.+)\n=> ?(.*)$", FILE, re.MULTILINE)


def test_there_are_many_cases() -> None:
    assert len(CASES) == len(re.findall("^=>", FILE, re.MULTILINE)) > 40


@pytest.mark.parametrize(("title", "name"), CASES)
def test_name(title: str, name: str) -> None:
    assert headings.name(title) == name


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("What We've Tried (Failed)", "what we've tried (failed)"),
        ("✅ 3. **Next** (a) (b):", "next (a) (b)"),
        ("Next – Up", "next — up"),
    ],
)
def test_the_whole_of_a_heading(title: str, whole: str) -> None:
    assert headings.whole(title) == whole


@pytest.mark.parametrize(
    ("heading", "alias", "expected"),
    [
        ("next", "next", True),
        ("next steps", "next", True),
        ("next: today", "next", True),
        ("next (today) — phase d", "next", True),
        ("nextcloud", "next", False),
        ("next2", "next", False),
        ("what is next", "next", False),
        ("next", "next steps", False),
        ("", "next", False),
        ("next", "", False),
        ("próximos passos", "próximos", True),
        ("próximosx", "próximos", False),
        ("решения команды", "решения", True),
        ("историяx", "история", False),
        ("次にやるとよいこと", "次にやる", True),
        ("다음 할 일은", "다음 할 일", True),
        ("terminées", "terminé", False),
    ],
)
def test_a_heading_is_known_by_its_first_words(heading: str, alias: str, expected: bool) -> None:
    assert headings.means(heading, (alias,)) is expected
    assert headings.means(heading, ("other", alias)) is expected


def test_bytes_that_are_no_text_are_no_part_of_a_name() -> None:
    assert headings.name("Next \udcff Up") == "next up"


def test_no_name_is_none() -> None:
    assert headings.means("next", ()) is False


WORDS = st.sampled_from(
    [*TITLES, "✅", "3.", "(x)", "（y）", "**b**", "a_b", "—", "&", "\ufe0f", "<!--", "`", "[x](y)"]
)
WRITTEN = st.lists(WORDS | st.text(max_size=4), max_size=5).map(" ".join)


@given(WRITTEN)
def test_a_name_is_in_one_form(title: str) -> None:
    name = headings.name(title)
    assert name == " ".join(name.split()) == name.strip(" #:.,;!—-")
    assert headings.name(name.upper()).casefold() == headings.name(name) or not name.isascii()
    assert headings.whole(title).startswith(name) or not headings.whole(title)


@given(WRITTEN)
def test_what_people_put_around_a_heading_is_no_part_of_its_name(title: str) -> None:
    name = headings.name(title)
    if name.isascii() and name[:1].isalpha() and not re.search(r"[<\[\]()*_`~&]", title):
        for other in (f"✅ {title}", f"{title} ⚠️", f"{title} (note)", f"**{title}**", f"  {title}:"):
            assert headings.name(other) == name


def test_no_heading_is_too_long() -> None:
    for piece in ("(", "(a)", "*", "_a ", "[", "<!--", " ", "[a](b", "（", "& "):
        headings.name(piece * 1_000_000)
        headings.whole("a" + piece * 1_000_000)
