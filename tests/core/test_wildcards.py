"""Globs of names: what they match, and that none takes for ever."""

import re
import time
from collections.abc import Callable
from fnmatch import translate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.core import globs, wildcards
from git_sessionlog.core.errors import ConfigError

GLOBS = st.text("ab*", max_size=8)
NAMES = st.text("ab/\n", max_size=12)


@given(GLOBS, NAMES)
def test_a_star_is_any_text(glob: str, name: str) -> None:
    assert bool(wildcards.pattern((glob,)).match(name)) == bool(re.match(translate(glob), name))


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=12))
def test_a_question_mark_is_one_character(glob: str, name: str) -> None:
    found = re.fullmatch(wildcards.regex(glob, any="[^/]", one=True), name)
    assert bool(found) == bool(re.match(translate(glob), name))


def test_a_star_within_a_part_of_a_path() -> None:
    assert not re.fullmatch(wildcards.regex("a*b*c", any="[^/]"), "a/b/c")
    assert not wildcards.pattern(("[bot]",)).match("b")
    assert wildcards.authors(("*[BOT]*",)).match("dependabot[bot] <a@b>")


def within(seconds: float, work: Callable[[], object]) -> object:
    start = time.perf_counter()
    done = work()
    assert time.perf_counter() - start < seconds
    return done


@pytest.mark.parametrize("glob", ["*a" * 25 + "*b", "*" * 5000 + "b", "a*" * 4000 + "b", "*?" * 25 + "b"])
def test_no_glob_of_names_backtracks(glob: str) -> None:
    match = wildcards.pattern((glob,), re.IGNORECASE).match
    assert not within(2, lambda: match("a" * 10_000))
    part = wildcards.regex(glob, any="[^/]", one=True)
    assert not within(2, lambda: re.fullmatch(part, "a" * 10_000 + "c"))


HOSTILE = [
    *("*a" * 25 + "*b", "a*" * 18 + "b", "[a-z]*" * 18 + "b", "?*" * 18 + "b", "*" * 50 + "a" * 2000),
    *("**/a*" * 9 + "b", "a/**/" * 19 + "b", "*a*a*a*a*a*a*b"),
]


@pytest.mark.parametrize("pattern", HOSTILE)
def test_a_hostile_glob_of_paths_is_an_error_or_no_match_soon(pattern: str) -> None:
    def matched() -> bool:
        try:
            match = globs.matcher((pattern,))
            return any(map(match, ("a" * 250, "a" * 250 + ".txt", "a" * 250 + "/a" * 1000)))
        except ConfigError as error:
            assert error.message.startswith("ignore: ")  # noqa: PT017 - either is right
            return False

    assert not within(10, matched)


def test_what_is_slow_again_and_again_is_an_error() -> None:
    def slow(path: str) -> bool:
        return sum(range(3_000_000)) == len(path)

    match = globs.Bounded(slow, "it")
    with pytest.raises(ConfigError, match="it takes too long"):
        within(30, lambda: [match("a") for _ in range(1000)])
