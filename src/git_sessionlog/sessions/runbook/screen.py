"""What a terminal shows of a program's output, line by line: bytes in, text out."""

import re

_LONGEST = 65536
"""Bytes of a line without end that are held back for what may come."""
_KEPT = 4096
"""Bytes of such a line that stay behind when the rest of it is given out: a secret may be cut in two."""
_WIDEST = 4096

_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_MOVING = re.compile(r"[\r\x08]|\x1b\[[0-9]*[CDGK]")
# ECMA-48: CSI with its parameters; the strings OSC, DCS, SOS, PM and APC up to their end; other escapes.
_TOKEN = re.compile(
    r"\x1b\[(?P<number>[0-9]*)(?P<move>[CDGK])"
    r"|\x1b\[[0-?]*[ -/]*[@-~]?|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?"
    r"|(?P<back>[\r\x08])|[\x00-\x08\x0a-\x1f\x7f]|(?P<text>[^\x00-\x08\x0a-\x1f\x7f]+)"
)
_UNFINISHED = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")


class Screen:
    """One stream of a program's output.

    Escape sequences are taken out; of what a line draws over itself with carriage returns, backspaces and
    moves, the end is shown. Bytes that are no UTF-8 are shown as `\\xff`, other control characters not.
    """

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> str:
        """The lines that have ended with this piece, and of one that never ends the beginning."""
        data = self._rest + data
        end = data.rfind(b"\n") + 1
        self._rest = data[end:]
        return _shown(data[:end]) + (self._cut() if len(self._rest) > _LONGEST else "")

    def partial(self) -> str:
        """The line that has not ended, as it looks now."""
        return _shown(_UNFINISHED.sub(b"", self._rest))

    def end(self) -> str:
        """The last line, when no more will come."""
        rest, self._rest = self._rest, b""
        return _shown(rest)

    def _cut(self) -> str:
        """Keep less of a long line: what it looks like now, or only its end when that is long as well."""
        unfinished = _UNFINISHED.search(self._rest)
        tail = unfinished.group() if unfinished else b""
        line, at = _drawn(_text(self._rest.removesuffix(tail)))
        if len(line) < _KEPT:
            self._rest = f"{line}\r\x1b[{at}C".encode() + tail
            return ""
        self._rest = line[-_KEPT:].encode() + tail
        return line[:-_KEPT]


def _shown(lines: bytes) -> str:
    """Whole lines, or a last one without end."""
    if b"\r\n" in lines:
        lines = re.sub(rb"\r+\n", b"\n", lines)
    text = _text(lines)
    if not _CONTROL.search(lines):
        return text
    return "\n".join(_line(line) for line in text.split("\n"))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


def _line(line: str) -> str:
    return _drawn(line)[0] if _MOVING.search(line) else _TOKEN.sub(lambda token: token["text"] or "", line)


def _drawn(line: str) -> tuple[str, int]:
    """What is seen of a line, each character in a cell of its own, and where the cursor is."""
    cells: list[str] = []
    at = 0
    for token in _TOKEN.finditer(line):
        if token["text"]:
            text = token["text"]
            cells += " " * (at - len(cells))
            cells[at : at + len(text)] = text
            at += len(text)
        elif token["back"]:
            at = 0 if token["back"] == "\r" else max(0, at - 1)
        elif token["move"] == "K":
            kept = {"": cells[:at], "0": cells[:at], "1": [" "] * min(at, len(cells)) + cells[at:]}
            cells = kept.get(token["number"], [])
        elif token["move"]:
            number = int(token["number"][:5] or 1)
            at = number - 1 if token["move"] == "G" else at + (number if token["move"] == "C" else -number)
            at = max(0, min(at, _WIDEST))
    return "".join(cells), at
