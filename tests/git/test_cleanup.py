"""What git will record of a message file."""

# ruff: noqa: E501 - a row is a line

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.git.cleanup import (
    Cleanup,
    Flaw,
    Message,
    cleanup_of,
    decoded,
    recorded,
    split_scissors,
    strip_space,
)
from strategies import CUT, cleanups, messages

TEMPLATE = b"# Please enter the commit message.\n# Lines starting with # go.\n#\n# On branch main\n"


def stripspace(data: bytes, *options: str) -> bytes:
    command = ["git", *options[1:], "stripspace", *options[:1]]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


@given(messages)
def test_blanks_go_as_in_git(data: bytes) -> None:
    assert strip_space(data) == stripspace(data)


@given(messages, st.sampled_from("#;@!$%^&|:x-"))
def test_comments_go_as_in_git(data: bytes, comment: str) -> None:
    expected = stripspace(data, "-s", "-c", f"core.commentChar={comment}")
    assert strip_space(data, comment.encode()) == expected


@given(messages, cleanups)
def test_cleaning_twice_is_cleaning_once(data: bytes, cleanup: Cleanup) -> None:
    cleanup = cleanup._replace(cut=False)
    once = recorded(data, cleanup)
    assert recorded(once, cleanup) == once


@given(messages, cleanups)
def test_scissors_lose_nothing(data: bytes, cleanup: Cleanup) -> None:
    kept, cut = split_scissors(data, cleanup)
    assert kept + cut == data
    assert not cut or cut.startswith(cleanup.comment + CUT[1:])


@given(messages, st.booleans(), st.sampled_from(["#", "auto", "//", ""]))
def test_any_bytes_have_a_cleanup(data: bytes, editor: bool, comment: str) -> None:
    cleanup = cleanup_of(data, {"core.commentchar": [comment]}, editor=editor)
    assert cleanup.mode in ("strip", "whitespace")
    assert cleanup.comment
    decoded(recorded(data, cleanup))


@pytest.mark.parametrize(
    ("config", "editor", "data", "expected"),
    [
        ({}, False, b"x\n", Cleanup("whitespace")),
        ({}, True, b"x\n", Cleanup("strip")),
        ({"commit.cleanup": ["default"]}, False, b"x\n", Cleanup("whitespace")),
        ({"commit.cleanup": ["scissors"]}, False, b"x\n", Cleanup("whitespace")),
        ({"commit.cleanup": ["scissors"]}, True, b"x\n", Cleanup("scissors", cut=True)),
        ({"commit.cleanup": ["verbatim", "strip"]}, False, b"x\n", Cleanup("strip")),
        ({"commit.cleanup": ["nonsense"]}, True, b"x\n", Cleanup("strip")),
        ({"commit.verbose": ["true"]}, True, b"x\n", Cleanup("strip", cut=True)),
        ({"commit.verbose": ["2"]}, True, b"x\n", Cleanup("strip", cut=True)),
        ({"commit.verbose": ["off"]}, True, b"x\n", Cleanup("strip")),
        ({"commit.verbose": ["true"]}, False, b"x\n", Cleanup("whitespace", cut=True)),
        ({}, False, b"x\n\n" + TEMPLATE, Cleanup("strip")),
        ({}, False, b"x\n" + TEMPLATE, Cleanup("whitespace")),
        ({}, False, b"x\n\n# one\n# two\n", Cleanup("whitespace")),
        ({}, True, b"x\n" + CUT + b"# Do not\n# Everything\ndiff\n", Cleanup("strip", cut=True)),
        ({}, True, b"x\n" + CUT + b"mine\n", Cleanup("strip")),
        ({"core.commentchar": [";", "%"]}, True, b"x\n", Cleanup("strip", b"%")),
        ({"core.commentchar": ["auto"]}, False, b"#x\n", Cleanup("whitespace", b";")),
        ({"core.commentchar": ["auto"]}, False, b"x\n; y\n", Cleanup("whitespace", b"#")),
        ({"core.commentchar": ["auto"]}, False, b"#x\n;y\n@z", Cleanup("whitespace", b"!")),
        ({"core.commentchar": ["auto"]}, False, b"x\r#y\n", Cleanup("whitespace", b";")),
        ({"core.commentchar": ["auto"]}, True, b"#x\n\n; y\n;\n", Cleanup("strip", b";")),
        ({"core.commentchar": ["auto"]}, True, b"x\n", Cleanup("strip", b"#")),
        ({"core.commentstring": ["//"]}, True, b"x\n", Cleanup("strip", b"//")),
    ],
)
def test_cleanup(config: dict[str, list[str]], editor: bool, data: bytes, expected: Cleanup) -> None:
    assert cleanup_of(data, config, editor=editor) == expected


@pytest.mark.parametrize(
    ("data", "encoding", "expected"),
    [
        (b"caf\xc3\xa9\n", "utf-8", Message("café")),
        (b"caf\xe9\n", "ISO-8859-1", Message("café")),
        (b"\xa4\xa2", "euc-jp", Message("あ")),
        (b"", "utf-8", Message("")),
        (b"x\n\n", "utf-8", Message("x\n")),
    ],
)
def test_text(data: bytes, encoding: str, expected: Message) -> None:
    assert decoded(data, encoding) == expected


@pytest.mark.parametrize(
    ("data", "encoding", "text", "flaw"),
    [
        (b"a\nb\xff", "utf-8", "a\nb\\xff", ("encoding-invalid", "byte 0xff at offset 3 is not UTF-8", 2, 2)),
        (b"\xc3\xa9\xff", "utf-8", "é\\xff", ("encoding-invalid", "byte 0xff at offset 2 is not UTF-8", 1, 2)),
        (b"a\xe9", "ascii", "a\\xe9", ("encoding-invalid", "byte 0xe9 at offset 1 is not ASCII", 1, 2)),
        (b"a\0b\0", "utf-8", "a\ufffdb\ufffd", ("nul-byte", "a NUL byte, which git refuses", 1, 2)),
        (b"\xef\xbb\xbfa", "utf-8", "a", ("byte-order-mark", "starts with a byte order mark (U+FEFF), which git would keep", 1, 1)),
        (b"a", "no such", "a", ("encoding-invalid", 'i18n.commitEncoding "no such" is no known text encoding', 1, 1)),
        (b"a", "hex", "a", ("encoding-invalid", 'i18n.commitEncoding "hex" is no known text encoding', 1, 1)),
        (b"a", "a\0b", "a", ("encoding-invalid", 'i18n.commitEncoding "a\0b" is no known text encoding', 1, 1)),
        (b"a", "undefined", "a", ("encoding-invalid", 'i18n.commitEncoding "undefined" is no known text encoding', 1, 1)),
    ],
)  # fmt: skip
def test_flaw(data: bytes, encoding: str, text: str, flaw: tuple[str, str, int, int]) -> None:
    message = decoded(data, encoding)
    assert message.text == text
    assert isinstance(message.flaw, Flaw)
    assert message.flaw[:4] == flaw


def test_only_a_line_feed_ends_a_line() -> None:
    assert Message("a\x0bb\u2028c\x85d\ne").lines == ["a\x0bb\u2028c\x85d", "e"]
    assert Message("a\r\nb").subject == "a"
