"""Text for a terminal: what is hostile is escaped, colour is decided once."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, NamedTuple, NoReturn

# git prints these raw: C0 but LF and tab, DEL, C1, line separators, and lone surrogates, which are bytes
# that were no UTF-8.
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"

# Characters without a shape: Default_Ignorable_Code_Point of Unicode 16 (DerivedCoreProperties.txt: soft
# hyphen, joiners, bidirectional controls, fillers, variation selectors, tags ...), the interlinear
# annotation, the blank of Braille, and the noncharacters.
_SHAPELESS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
) + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))

_PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_JOINED = (  # Arabic, Syriac, the scripts of India and of its neighbours
    "[\u0620-\u109f\u1780-\u17b3\u17b6-\u17ff\u1820-\u18af\u1a00-\u1cff\ua840-\uabff\ufb50-\ufdcf"
    "\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U000119ff\U0001e900-\U0001e95f]"
)
_VIRAMA = "[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]"
# Where they do belong to what is seen: emoji, the letters that need joiners, Mongolian, Braille, and the
# flags of England, Scotland and Wales. What is beside them there is never escaped itself.
_SEEN = "|".join(
    (
        f"(?<={_PICTURE})[\ufe0e\ufe0f]|(?<=[#*0-9])\ufe0f(?=\u20e3)",
        f"(?:(?<={_PICTURE})|(?<={_PICTURE}\ufe0f))\u200d(?={_PICTURE})",
        f"(?<={_JOINED})[\u200c\u200d](?={_JOINED})|(?<={_VIRAMA})[\u200c\u200d]",
        "(?<=[\u1820-\u18aa])[\u180b-\u180d\u180f]|(?<=[\u2801-\u28ff])\u2800|\u2800(?=[\u2801-\u28ff])",
        "(?<=\U0001f3f4)\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067"
        "|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)\U000e007f",
    )
)
_INVISIBLE = f"{_SEEN}|(?P<hidden>[{_SHAPELESS}])"
_HOSTILE = f"{_SEEN}|(?P<hidden>[{_CONTROLS}{_SHAPELESS}])"

# What a CI service takes for a command in a log: `::` where a line begins (GitHub), `##[`, `##vso[` and
# `##teamcity[` anywhere in it (GitHub's older form, Azure Pipelines, TeamCity).
_COMMAND = r"(?m)^([^\S\n]*):(?=:)|#(?=#\w*\[)"
LONGEST = 160
"""Characters of a foreign text that are shown."""


class Paint(NamedTuple):
    """Whether to colour; its methods return the text as it is when not."""

    on: bool = False

    def bad(self, text: str) -> str:
        """What is refused."""
        return f"\x1b[31m{text}\x1b[m" if self.on else text

    def odd(self, text: str) -> str:
        """What is warned of."""
        return f"\x1b[33m{text}\x1b[m" if self.on else text

    def good(self, text: str) -> str:
        """What would pass."""
        return f"\x1b[32m{text}\x1b[m" if self.on else text

    def faint(self, text: str) -> str:
        """What is beside the point."""
        return f"\x1b[2m{text}\x1b[m" if self.on else text

    def bold(self, text: str) -> str:
        """What to look at first."""
        return f"\x1b[1m{text}\x1b[m" if self.on else text


def paint_for(stream: IO[str], wish: str = "auto") -> Paint:
    """Colour for a stream: `always`, `never`, or `auto`: a terminal, and NO_COLOR not set."""
    if wish != "auto":
        return Paint(wish == "always")
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Paint(not plain and stream.isatty())


def prepare() -> bool:
    """Make the standard streams take any character; False when there is no standard output to write to.

    A closed stream is None in Python; what is said to it goes nowhere.
    """
    has_output = sys.stdout is not None
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - as long as the process
        elif hasattr(stream, "reconfigure"):  # latin-1 must not turn a finding into a traceback
            stream.reconfigure(errors="backslashreplace")
    return has_output


def leave(code: int) -> NoReturn:
    """End the process at once, when all is written.

    Taking the interpreter apart is a tenth of the time of a short process; the system frees all that
    it holds, locks included.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # nobody listens
            stream.flush()
    os._exit(code)


def escaped(text: str) -> str:
    """The text with every hostile character shown as its code point."""
    return text if text.isascii() and text.isprintable() else re.sub(_HOSTILE, _code, text)


def invisible(text: str) -> Iterator[re.Match[str]]:
    """Each character of the text that has no shape, and is no part of an emoji or a letter that has one."""
    found = () if text.isascii() else re.finditer(_INVISIBLE, text)
    return (one for one in found if one["hidden"])


def is_picture(text: str) -> bool:
    """Whether there is nothing in the text but emoji and other symbols."""
    return re.fullmatch(rf"{_PICTURE}(?:{_PICTURE[:-1]}\ufe0e\ufe0f\u20e3\u200d ])*", text) is not None


def inert(text: str) -> str:
    """The text with no line in it that a CI service would take for a command when it reads its log."""
    if "::" not in text and "##" not in text:
        return text
    return re.sub(_COMMAND, lambda found: f"{found[1] or ''}<U+{ord(found[0][-1]):04X}>", text)


def inert_json(line: str) -> str:
    """JSON that says the same with no such command in it; its strings are all that can have one."""
    return re.sub(r"#(?=#\w*\[)", r"\\u0023", line) if "##" in line else line


def complain(text: str, end: str = "\n") -> None:
    """Write to standard error, where what is wrong is said."""
    print(inert(text), end=end, file=sys.stderr)


def one_line(text: str, longest: int = LONGEST) -> str:
    """The text escaped, on one line, and no longer than a reader wants."""
    text = text[: longest + 1].replace("\n", " ").replace("\t", " ")
    return escaped(text if len(text) <= longest else text[: longest - 3] + "...")


def _code(found: re.Match[str]) -> str:
    if not found["hidden"]:
        return found.group()
    number = ord(found.group())
    if 0xDC80 <= number <= 0xDCFF:  # a byte that was no UTF-8, kept by surrogateescape
        return f"<{number - 0xDC00:02X}>"
    return f"<U+{number:04X}>"
