"""What a terminal shows of a program's output."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.sessions.runbook.screen import Screen

CASES = [
    ("plain\n\ttab\n", "plain\n\ttab\n"),
    ("windows\r\nand a terminal's\r\r\n", "windows\nand a terminal's\n"),
    ("\x1b[1;31mred\x1b[0m and \x1b[38;5;12mblue\x1b[m\n", "red and blue\n"),
    ("10%\r20%\r100%\n", "100%\n"),
    ("abcdef\rXY\n", "XYcdef\n"),
    ("Downloading...\r\x1b[KDone\n", "Done\n"),
    ("Downloading...\rDone\x1b[K\n", "Done\n"),
    ("\x1b[2Klonger\x1b[2K\rtwo\n", "two\n"),
    ("abcdef\x1b[3D\x1b[1KX\n", "   Xef\n"),
    ("|\b/\b-\b\\\b done\n", " done\n"),
    ("a\x1b[5Cb\x1b[2Gc\n", "ac    b\n"),
    ("\x1b[999999999Cx\n", " " * 4096 + "x\n"),
    ("\x1b]0;title\x07prompt$ \x1b]8;;https://x\x1b\\link\x1b]8;;\x1b\\\n", "prompt$ link\n"),
    (
        "\x1bP1$r0m\x1b\\dcs \x1b(Bcharset \x1b7\x1b8\x1b=\x1b>\x1b[?25l\x1b[?2004hmodes\n",
        "dcs charset modes\n",
    ),
    ("bell\x07 null\0 shift\x0e\x0f form\x0c del\x7f\n", "bell null shift form del\n"),
    ("\x1b[2J\x1b[H\x1b[3Jcleared\n", "cleared\n"),
    ("caf\u00e9 面 👩\u200d💻\n", "caf\u00e9 面 👩\u200d💻\n"),
    ("面面\rab\n", "ab\n"),
    ("cut \x1b[31", "cut "),
    ("cut \x1b", "cut "),
    ("no end", "no end"),
]


@pytest.mark.parametrize(("written", "seen"), CASES)
def test_case(written: str, seen: str) -> None:
    screen = Screen()
    assert screen.feed(written.encode()) + screen.end() == seen


@pytest.mark.parametrize(("written", "seen"), CASES)
def test_byte_by_byte(written: str, seen: str) -> None:
    screen = Screen()
    lines = "".join(screen.feed(bytes([byte])) for byte in written.encode())
    assert lines + screen.end() == seen


def test_what_is_no_utf8_is_escaped() -> None:
    screen = Screen()
    assert screen.feed(b"caf\xe9 \xff\n\xe2\x82") == "caf\\xe9 \\xff\n"
    assert screen.partial() == ""
    assert screen.feed(b"\xac\n") == "\u20ac\n"
    assert screen.feed(b"\xe2\x82") + screen.end() == "\\xe2\\x82"


def test_a_line_that_has_not_ended() -> None:
    screen = Screen()
    assert screen.feed(b"one\n50%") == "one\n"
    assert screen.partial() == "50%"
    assert screen.feed(b"\r60%") == ""
    assert screen.partial() == "60%"
    assert screen.end() == "60%"
    assert screen.end() == ""


def test_progress_without_end_takes_no_memory() -> None:
    screen = Screen()
    for step in range(20_000):
        assert screen.feed(b"\rcopied %d MB, \x1b[32mgoing on\x1b[m" % step) == ""
    assert len(screen._rest) < 70_000
    assert screen.end() == "copied 19999 MB, going on"


def test_a_line_without_end_comes_in_pieces() -> None:
    screen = Screen()
    pieces = [screen.feed("1234567é".encode() * 1000) for _ in range(100)]
    assert max(map(len, pieces)) < 80_000
    assert len(screen._rest) < 80_000
    assert "".join(pieces) + screen.end() == "1234567é" * 100_000


_PIECES = (
    *(b"a", b"\r", b"\x08", b"\x1b[K", b"\x1b[3C", b"\x1b[31m", b"\x1b]0;x\x07", b"\n"),
    *("面".encode(), b"\xff", b"\t", b"bc"),
)


@given(st.lists(st.sampled_from(_PIECES) | st.binary(max_size=3), max_size=30))
def test_pieces_do_not_matter(pieces: list[bytes]) -> None:
    screen = Screen()
    lines = "".join(screen.feed(piece) for piece in pieces)
    whole = Screen()
    assert lines + screen.end() == whole.feed(b"".join(pieces)) + whole.end()


@given(st.binary(max_size=60))
def test_nothing_is_left_that_moves_a_terminal(data: bytes) -> None:
    screen = Screen()
    seen = screen.feed(data) + screen.end()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", seen)
