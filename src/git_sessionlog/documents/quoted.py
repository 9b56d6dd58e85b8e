"""Which lines of a text are shown and not said: code, comments, HTML, front matter.

For a merge, which has to be sure: a line counts as quoted where any of two readings has it so. One is
that of our parser; the other knows only fences, comments and front matter, but those wherever they
begin. Where a fence is not closed as it was opened, readers differ, and all that follows counts.
"""

import re
from collections.abc import Iterator

from .document import Document
from .source import normal

_LEAD = r"(?P<lead>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t][ \t>]*)*)"
_FENCE = re.compile(rf"{_LEAD}(?P<mark>`{{3,}}(?=[^`]*$)|~{{3,}})(?P<info>.*)", re.DOTALL)
_CODE = re.compile("`[^`]*`")
_FRONT = re.compile(r"(?P<mark>---|\+\+\+)[ \t]*")
_BOM = "\ufeff"


def is_fence(line: str) -> bool:
    """Whether a line opens or closes a fence, in a quotation or an item too."""
    return bool(_FENCE.match(line.rstrip("\r\n")))


def lines(text: str) -> list[bool]:
    """For each line, however it ends, whether it is quoted. Linear in the size of the text."""
    plain = normal(text)
    each = plain.removeprefix(_BOM).split("\n")
    found = list(_scanned(each))
    document = Document.of(text.encode("utf-8", "surrogateescape"))
    for block in document.blocks:
        if block.kind in ("code", "html"):
            first = document.line(block.start) - 1
            last = document.line(max(block.end - 1, block.start)) - 1
            found[first : last + 1] = [True] * (last + 1 - first)
    front = _front(each)
    found[:front] = [True] * front
    return found


def _front(each: list[str]) -> int:
    """How many lines the front matter has, 0 where there is none."""
    mark = _FRONT.fullmatch(each[0])
    if not mark:
        return 0
    closing = (mark["mark"], "...")
    return next((at + 1 for at, line in enumerate(each) if at and line.rstrip() in closing), 0)


def _scanned(each: list[str]) -> Iterator[bool]:
    """Whether each line is in a fence or a comment; from an irregular fence on, all are."""
    fence: re.Match[str] | None = None
    lead, comment, unsure = "", False, False
    for line in each:
        if unsure:
            yield True
        elif fence:
            unsure = _leaves(line, lead)
            closing = None if unsure else _closing(line, fence)
            unsure = unsure or (closing is not None and closing["lead"] != lead)
            fence = None if closing else fence
            yield True
        elif not comment and (fence := _FENCE.match(line)):
            lead = re.sub(r"[^ \t>]", " ", fence["lead"])
            yield True
        else:
            was, comment = comment, _in_comment(line, inside=comment)
            yield was or comment


def _leaves(line: str, lead: str) -> bool:
    """Whether a line is outside of the quotation or the item that a fence began in."""
    return not line.startswith(lead) and (bool(line.strip()) or ">" in lead)


def _closing(line: str, fence: re.Match[str]) -> re.Match[str] | None:
    found = _FENCE.match(line)
    closes = found and found["mark"].startswith(fence["mark"]) and not found["info"].strip()
    return found if closes else None


def _in_comment(line: str, *, inside: bool) -> bool:
    """Whether a comment is open behind a line."""
    text = line if inside else _CODE.sub("", line)
    return text.rfind("<!--") > text.rfind("-->") or (inside and "-->" not in text)
