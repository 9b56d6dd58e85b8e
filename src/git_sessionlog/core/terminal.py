"""Text for a terminal: what is hostile is escaped, colour is decided once."""

import os
import re
import sys
from contextlib import suppress
from typing import IO, NamedTuple, NoReturn

# git prints these raw. Escaped here: C0 but LF and tab, DEL, C1, line separators, invisible and
# bidirectional characters, the tag block, lone surrogates (bytes that were no UTF-8).
_HOSTILE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)
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


def one_line(text: str, longest: int = LONGEST) -> str:
    """The text escaped, on one line, and no longer than a reader wants."""
    text = text[: longest + 1].replace("\n", " ").replace("\t", " ")
    return escaped(text if len(text) <= longest else text[: longest - 3] + "...")


def _code(found: re.Match[str]) -> str:
    number = ord(found.group())
    if 0xDC80 <= number <= 0xDCFF:  # a byte that was no UTF-8, kept by surrogateescape
        return f"<{number - 0xDC00:02X}>"
    return f"<U+{number:04X}>"
