"""A brief fits whatever it is about, and its texts end with a word."""

import json
import re
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from git_sessionlog.core.terminal import Paint
from git_sessionlog.git.log import Commit
from git_sessionlog.views.resume.model import (
    Brief,
    Check,
    Item,
    Other,
    Part,
    Reading,
    Session,
    Skipped,
    Tracker,
)
from git_sessionlog.views.resume.render import Page, as_json, as_text
from git_sessionlog.views.resume.shorten import FULL, Limits, cut, fitted, shortened

SIZE = 9_500
_WORDS = ("word", "a", "x" * 300, "\x1b[31m", "\u202e" * 20, "`code`", "é面", "\n", "\t", "\x9b" * 9)
words = st.lists(st.sampled_from(_WORDS), max_size=5).map(lambda some: " ".join(some * 3))
items = st.builds(Item, words, st.dictionaries(words, words, max_size=4), words, st.booleans())
parts = st.builds(Part, words, st.lists(items, max_size=2).map(lambda some: tuple(some * 6)))
commits = st.builds(partial(Commit, "a" * 40, checkpoint="20260213-7k3f9q/3"), author=words, subject=words)


def _some(values: st.SearchStrategy[object], times: int = 6) -> st.SearchStrategy[object]:
    """A few of them, several times."""
    return st.lists(values, max_size=3).map(lambda some: tuple(some * times))


briefs = st.builds(
    Brief,
    _some(
        st.builds(
            Check, st.just("changes"), st.sampled_from(["ok", "bad", "unknown", "note"]), words, words
        )
    ),
    _some(words),
    st.none()
    | st.builds(
        Session, st.just("20260213-7k3f9q"), st.booleans(), words, st.integers(0, 999), words, words
    ),
    words,
    words,
    *[_some(parts, 1)] * 7,
    _some(st.builds(Other, words, st.just("20260213-7k3f9q"), st.integers(0, 999), words, words)),
    _some(
        st.builds(Tracker, words, st.dictionaries(words, st.integers(0, 9**9), max_size=4), _some(items))
    ),
    _some(commits),
    _some(st.builds(Reading, words, st.none() | st.integers(0, 9**12), st.integers(0, 9**9))),
    _some(st.builds(Skipped, words, words, words)),
    words,
)


@given(briefs, st.sampled_from([0, 80]))
@settings(max_examples=15)
def test_a_brief_fits(brief: Brief, columns: int) -> None:
    text = fitted(brief, SIZE, str, lambda some: "\n".join(as_text(some, Page(Paint(), columns))))

    assert len(text) <= SIZE
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)


@given(briefs)
@settings(max_examples=15)
def test_a_brief_for_programs_fits(brief: Brief) -> None:
    text = fitted(brief, SIZE, str, as_json)

    assert len(text) <= SIZE
    assert json.loads(text)["verified"] == brief.verified


def test_only_what_is_too_long_is_cut() -> None:
    brief = Brief(
        (), documents=("S.md",), next=(Part("S.md", tuple(Item(f"step {n}") for n in range(12))),)
    )

    assert json.loads(fitted(brief, SIZE, str, as_json))["next"][0]["more"] == 2
    assert cut(brief, FULL, str) == brief


def test_the_masked_text_is_cut_not_the_secret() -> None:
    brief = Brief(
        (), next=(Part("S.md", (Item("use secret-token here", {"Password": "hunter2"}, "secret-token"),)),)
    )

    def mask(text: str) -> str:
        return text.replace("secret-token", "***").replace("Password: hunter2", "Password: ***")

    assert cut(brief, Limits(3, 12, 3), mask).next[0].items == (
        Item("use *** here", {"Password": "***"}, "***"),
    )


def test_what_does_not_match_stays() -> None:
    fine = tuple(Check(f"n{number}", "ok", "") for number in range(30))
    bad = Check("last", "bad", "")

    kept = cut(Brief((*fine, bad)), Limits(1, 60, 1), str)

    assert kept.checks == (*fine[:7], bad)
    assert kept.unlisted == 23


@pytest.mark.parametrize(
    ("text", "length", "cut_text"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 9, "one two…"),
        ("a very-long-word-that-does-not-end", 12, "a very-long…"),
        ("endless" * 9, 10, "endlessen…"),
    ],
)
def test_a_text_ends_with_a_word(text: str, length: int, cut_text: str) -> None:
    assert shortened(text, length) == cut_text
