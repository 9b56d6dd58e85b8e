"""Text for a terminal: escapes and colour."""

import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.core.terminal import (
    Paint,
    complain,
    escaped,
    inert,
    inert_json,
    invisible,
    one_line,
    paint_for,
)


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
        ("\ufff9a\ufffb\uffff\U0010fffe\ufdd0", "<U+FFF9>a<U+FFFB><U+FFFF><U+10FFFE><U+FDD0>"),
        ("\u115f\u1160\u3164\uffa0\u034f", "<U+115F><U+1160><U+3164><U+FFA0><U+034F>"),
        ("\udcff", "<FF>"),
        ("\ud800", "<U+D800>"),
    ],
)
def test_escaped(text: str, expected: str) -> None:
    assert escaped(text) == expected


# Of DerivedCoreProperties.txt, Unicode 16, the property Default_Ignorable_Code_Point: first, last.
IGNORABLE = """
00AD 00AD  034F 034F  061C 061C  115F 1160  17B4 17B5  180B 180F  200B 200F  202A 202E  2060 206F  3164 3164
FE00 FE0F  FEFF FEFF  FFA0 FFA0  FFF0 FFF8  1BCA0 1BCA3  1D173 1D17A  E0000 E0FFF
"""


def test_all_that_has_no_shape_is_escaped() -> None:
    ends = [int(end, 16) for end in IGNORABLE.split()]
    ignorable = {
        code for first, last in zip(ends[::2], ends[1::2], strict=True) for code in range(first, last + 1)
    }
    odd = {code for code in range(0x110000) if code & 0xFFFE == 0xFFFE} | {*range(0xFDD0, 0xFDF0)}

    for code in ignorable | odd | {0x2800, 0xFFF9, 0xFFFA, 0xFFFB}:
        assert escaped(f"a{chr(code)}b") == f"a<U+{code:04X}>b"
        assert [found.start() for found in invisible(f"a{chr(code)}b")] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d👧 👩🏽\u200d🚀 🧑\u200d⚖\ufe0f ❤\ufe0f\u200d🔥 ☎\ufe0e ©\ufe0f 1\ufe0f\u20e3 🇩🇪",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "می\u200cخواهم",  # Persian
        "क्\u200dष क्\u200cष র\u200d্য",  # Hindi, Bengali
        "അവന്\u200d വന്നു ක්\u200dෂ",  # Malayalam, at the end of a word; Sinhala
        "ᠠ\u180b ⠁⠀⠃",  # Mongolian, Braille
    ],
)
def test_what_belongs_to_letters_and_emoji_stays(text: str) -> None:
    assert escaped(text) == text
    assert not list(invisible(text))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a\u200db é\u200cé 👩\u200d \u200d👧", 4),
        ("می\u200c\u200dخ", 2),  # a row of them hides bits
        ("❤\ufe0f\ufe0f x\ufe0f 1\ufe0f2 葛\U000e0100", 4),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067", 5),  # no end
        ("🏴" + "".join(chr(0xE0000 + ord(mark)) for mark in "run it") + "\U000e007f", 7),
        ("⠀⠀", 2),
    ],
)
def test_what_hides_behind_them_does_not(text: str, count: int) -> None:
    assert escaped(text).count("<U+") == count
    assert len(list(invisible(text))) == count


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", "<U+003A>:error::x"),
        (" \t\u3000::error::x", " \t\u3000<U+003A>:error::x"),
        ("a\n::stop-commands::x\n\n::b", "a\n<U+003A>:stop-commands::x\n\n<U+003A>:b"),
        ("x ##[add-mask]a", "x <U+0023>#[add-mask]a"),
        ("###vso[task.setvariable]a ##teamcity[x", "#<U+0023>#vso[task.setvariable]a <U+0023>#teamcity[x"),
        ("a::b std::move", "a::b std::move"),
        ("## [1.0] ## x ##", "## [1.0] ## x ##"),
    ],
)
def test_no_line_is_a_command_of_ci(text: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert inert(text) == shown
    complain(text)
    assert capsys.readouterr() == ("", f"{shown}\n")


def test_json_says_the_same_without_commands() -> None:
    value = {"##[x]": ["##[add-mask]x", "\\##vso[y]", "# ##"]}
    line = inert_json(json.dumps(value))
    assert "##[" not in line
    assert "##vso[" not in line
    assert json.loads(line) == value


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
