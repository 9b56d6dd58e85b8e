"""What a document says, without blanks and comments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.state.statements import Statements


def said(text: str) -> tuple[str, ...]:
    return Statements(text.encode("utf-8", "surrogateescape")).lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb\n", "a b"),
        ("a\r\nb\rc", "a b c"),
        ("\ufeffa", "a"),
        (" \t\n\u00a0\n\u3000", ""),
        ("  a   b \t", "ab"),
        ("<!-- x -->", ""),
        ("<!---->a", "a"),
        ("a <!-- x --> b", "ab"),
        ("a <!-- x --> b <!-- y -->", "ab"),
        ("a <!-- x\ny\n-->b\nc", "a b c"),
        ("<!--\n\nx\n\n-->\nb", "b"),
        ("- <!--\n\nx --> y", "- y"),
        ("<!-- x\n\n\ny", ""),
        ("a <!-- x\n\nb", "a<!--x b"),
        ("a <!-- x\n\nb --> c", "a<!--x b-->c"),
        ("`<!--` a", "`<!--`a"),
        ("``<!-- ` `` a\nb", "``<!--```a b"),
        ("`a <!-- x -->", "`a"),
        ("```\n<!-- x\n```\nb", "``` <!--x ``` b"),
        ("~~~ text\n<!-- x -->\n```\n~~~\n<!-- y -->", "~~~text <!--x--> ``` ~~~"),
        ("<!--\n```\n-->\nb", "b"),
        ("[//]: # (x)\n[comment]: <> (y)\n[comment]: # z\n[x]: # y\n[a]: #b", "[a]:#b"),
        ("\u200b\n\u2800\n&nbsp;\n<br>\n<?x?>\n</details>\n\U000e0101", ""),
        ("<b>bold</b>\n\u200bx", "<b>bold</b> \u200bx"),
        ("a -->\nb", "a--> b"),
    ],
)
def test_lines(text: str, lines: str) -> None:
    assert said(text) == tuple(lines.split())


def test_bytes_that_are_no_text() -> None:
    assert Statements(b"a\xff\n\x00b\n").lines != Statements(b"a\xfe\n\x00b\n").lines


@pytest.mark.parametrize(
    ("before", "after", "adds", "keeps"),
    [
        ("a\nb", "a\nb\nc", True, True),
        ("a\nb", "b\na", False, True),
        ("a\nb", "a", False, False),
        ("a\nb", "a\nx", True, False),
        ("a\nb", "a\nb\na", True, True),
        ("a\nb", "a\nb <!-- c -->\n\n", False, True),
        ("", "a", True, True),
        ("a", "", False, False),
    ],
)
def test_two_versions(before: str, after: str, adds: bool, keeps: bool) -> None:
    old, new = Statements(before.encode()), Statements(after.encode())
    assert (new.adds_to(old), new.keeps(old)) == (adds, keeps)


@pytest.mark.parametrize(
    ("base", "side", "beside", "merged", "keeps"),
    [
        ("a", "a\nb", "a\nc", "a\nb\nc", True),
        ("a", "a\nb", "a\nc", "a\nc", False),
        ("a", "a\nb\nx", "a\nc", "a\nb\nc", False),  # a part of it
        ("a\nd", "a\nd\nb", "a\nc", "a\nb\nc", True),  # the other side took d away
        ("a\nd", "a\nd\nb", "a\nd\nc", "a\nb\nc", False),  # the merge took d away
        ("a", "a\n1. b", "a\n1. c", "a\n1. c\n2. b", True),
        ("a", "a\n1.5 b", "a\n1.5 c", "a\n1.6 b", False),
        ("**On**: 1", "**On**: 2\nb", "**On**: 3\nc", "**On**: 3\nb\nc", True),
        ("- **On:** 1", "- **On:** 2\nb", "- **On:** 3\nc", "- **On:** 3\nb\nc", True),
        ("**On**: 1", "**On**: 2\nb", "**On**: 3\nc", "**On**: 4\nb\nc", False),
        ("**On**: 1", "**On**: 2", "**On**: 3\nc", "**On**: 3\nc", False),  # nothing of it is left
        ("a\nd", "a\nd", "a", "a", False),  # it said nothing, and d may be what described its commits
        ("a\nd", "a\nd", "a\nd\nc", "a\nd\nc", True),
    ],
)
def test_what_a_merge_keeps_of_a_side(base: str, side: str, beside: str, merged: str, keeps: bool) -> None:
    texts = (Statements(text.encode()) for text in (merged, side, base, beside))
    assert next(texts).keeps_own(*texts) == keeps


PIECES = ["a", "b\n", "\n", " ", "<!--", "-->", "`", "```", "- ", "~~~\n", "\r\n"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_what_is_said_is_in_the_text(text: str) -> None:
    everything = "".join(text.split())
    position = 0
    for line in said(text):
        for letter in line:
            position = everything.index(letter, position) + 1


@given(st.lists(st.sampled_from(["a", "b c", "", "- d", "# e"])), st.integers(0, 9))
def test_comments_and_blanks_say_nothing(lines: list[str], at: int) -> None:
    text = "\n".join(lines)
    changed = [*lines[:at], "", "<!-- more", "", "of it -->", *(f"  {line}  " for line in lines[at:]), ""]
    assert Statements("\r\n".join(changed).encode()).text == Statements(text.encode()).text


@pytest.mark.parametrize("piece", ["<!--", "`<!--", "a <!-- ", "-->\n<!--", "```\n", "<!-- x\n\n", "`` ` "])
def test_long_ones_take_no_time(piece: str) -> None:
    Statements((piece * 20_000).encode())
