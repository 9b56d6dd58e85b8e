"""Text for a terminal: escapes and colour."""

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.core.terminal import Paint, escaped, one_line, paint_for


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("naïve 面 👩\u200d👧", "naïve 面 👩\u200d👧"),
        ("a\nb\tc", "a\nb\tc"),
        ("\x1b[2J", "<U+001B>[2J"),
        ("\x9b2J", "<U+009B>2J"),
        ("a\rb", "a<U+000D>b"),
        ("\x00\x07\x7f", "<U+0000><U+0007><U+007F>"),
        ("\u202eabc\u202c", "<U+202E>abc<U+202C>"),
        ("\u2066\u2069\u200b\ufeff\u00ad", "<U+2066><U+2069><U+200B><U+FEFF><U+00AD>"),
        ("\u2028\u2029\x85", "<U+2028><U+2029><U+0085>"),
        ("\U000e0041", "<U+E0041>"),
        ("\udcff", "<FF>"),
        ("\ud800", "<U+D800>"),
    ],
)
def test_escaped(text: str, expected: str) -> None:
    assert escaped(text) == expected


@given(st.text() | st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp"]))
def test_nothing_hostile_is_left(text: str) -> None:
    shown = escaped(text)
    assert escaped(shown) == shown
    assert not {c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")} - {"\n", "\t"}
    shown.encode()


@given(st.text() | st.text().map(lambda text: text * 30))
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


def test_one_line() -> None:
    assert one_line("a\nb\tc") == "a b c"
    assert one_line("x" * 160) == "x" * 160
    assert one_line("x" * 161) == "x" * 157 + "..."
    assert one_line("x" * 9, 8) == "xxxxx..."


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "wish", "env", "on"),
    [
        (Terminal(), "auto", {}, True),
        (Terminal(), "auto", {"NO_COLOR": "1"}, False),
        (Terminal(), "auto", {"TERM": "dumb"}, False),
        (Terminal(), "never", {}, False),
        (Terminal(), "always", {"NO_COLOR": "1"}, True),
        (io.StringIO(), "auto", {}, False),
        (io.StringIO(), "always", {}, True),
    ],
)
def test_colour(
    stream: io.StringIO, wish: str, env: dict[str, str], on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert paint_for(stream, wish) == Paint(on)


def test_paint() -> None:
    for name in ("bad", "odd", "good", "faint", "bold"):
        assert getattr(Paint(False), name)("x") == "x"
        painted = getattr(Paint(True), name)("x")
        assert painted.startswith("\x1b[")
        assert painted.endswith("mx\x1b[m")
