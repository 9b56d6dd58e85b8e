"""The lines of a Markdown document with what each is: a reading of its own, to check the product's."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from section_names import concept_of

HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])(?:([ \t]+)|$)(.*)$")
ROW = re.compile(r" {0,3}\|.*|[^|`]+ \| .*\|\s*$")
DELIMITER = re.compile(r" {0,3}\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$")
FENCE = re.compile(r"[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})")
SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
BOX = re.compile(r"\[([ xX])\][ \t]+")


@dataclass(frozen=True)
class Line:
    """A line of a document: its text and its end, what it is, and what it belongs to."""

    text: str
    end: str
    kind: str
    """front, literal, blank, heading, underline, rule, quote, header, delimiter, row, item, text"""
    level: int = 0
    heading: int = -1
    """The line of the heading that it is below; of a heading, of the one that it is in."""
    owner: int = -1
    """The line of the list item that it is a part of."""
    concepts: tuple[str, ...] = ()
    """What the sections that it is in are about, outermost first; "" for one that is not known."""
    region: int = -1
    """The first line of the fence or comment that it is in."""


@dataclass
class _Reading:
    """Where the reading of a document is."""

    fence: str = ""
    comment: bool = False
    front: bool = False
    region: int = -1
    path: list[tuple[int, int, str]] = field(default_factory=list)
    items: list[tuple[int, int]] = field(default_factory=list)
    """Indent of what belongs to it, and line, of the list items that are open."""
    blank: bool = True


def split(data: bytes) -> Iterator[tuple[str, str]]:
    """The lines of a document, each with its end."""
    for part in re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", data.decode("utf-8", "surrogateescape")):
        text = part.rstrip("\r\n")
        yield text, part[len(text) :]


def read(data: bytes) -> list[Line]:
    """The lines of a document."""
    raw = list(split(data.removeprefix(b"\xef\xbb\xbf")))
    state, lines = _Reading(), list[Line]()
    for number, (text, end) in enumerate(raw):
        after = raw[number + 1][0] if number + 1 < len(raw) else ""
        kind, level = _kind(state, number, text, after, lines)
        lines.append(_placed(state, number, Line(text, end, kind, level), after))
    return lines


def _kind(state: _Reading, number: int, text: str, after: str, lines: list[Line]) -> tuple[str, int]:
    if kind := _literal(state, number, text):
        return kind, 0
    if not text.strip():
        return "blank", 0
    before = lines[-1].kind if lines else "blank"
    if before == "heading" and lines[-1].level < 0 and SETEXT.match(text):
        return "underline", 0
    if match := HEADING.match(text):
        return "heading", len(match[1])
    if RULE.match(text):
        return "rule", 0
    if text.lstrip().startswith(">"):
        return "quote", 0
    if ROW.match(text) and not ITEM.match(text):
        if DELIMITER.match(text) and before == "header":
            return "delimiter", 0
        return ("header" if DELIMITER.match(after) and before not in {"row", "delimiter"} else "row"), 0
    if (item := ITEM.match(text)) and (before != "text" or state.items or item[2] in "-*+1.1)"):
        return "item", 0
    apart = before in {"blank", "heading", "rule", "underline"}
    if SETEXT.match(after) and apart and not text.startswith((" ", "\t")):
        return "heading", -1 if after.strip()[0] == "=" else -2
    return "text", 0


def _literal(state: _Reading, number: int, text: str) -> str:
    """Whether a line is in front matter, in a fence or in a comment."""
    if number == 0 and text == "---":
        state.front = True
        return "front"
    if state.front:
        state.front = text not in {"---", "..."}
        return "front"
    if state.fence:
        if re.fullmatch(rf"[ \t]*{re.escape(state.fence)}{state.fence[0]}*[ \t]*", text):
            state.fence = ""
        return "literal"
    if state.comment:
        state.comment = "-->" not in text
        return "literal"
    if match := FENCE.match(text):
        state.fence, state.region = match[1], number
        return "item" if ITEM.match(text) else "literal"
    if text.lstrip().startswith("<!--"):
        state.comment, state.region = "-->" not in text, number
        return "literal"
    return ""


def _placed(state: _Reading, number: int, line: Line, after: str) -> Line:
    """The line with what it belongs to."""
    if line.kind == "heading":
        level = abs(line.level)
        while state.path and state.path[-1][0] >= level:
            state.path.pop()
        above = state.path[-1][1] if state.path else -1
        name = line.text if line.level < 0 else HEADING.match(line.text)[2] or ""  # type: ignore[index]
        state.path.append((level, number, concept_of(name)))
        state.items.clear()
        return replace(line, heading=above, concepts=tuple(one[2] for one in state.path))
    owner = _owner(state, number, line)
    return replace(
        line,
        heading=state.path[-1][1] if state.path else -1,
        owner=owner,
        concepts=tuple(one[2] for one in state.path),
        region=state.region if line.kind == "literal" else -1,
    )


def _owner(state: _Reading, number: int, line: Line) -> int:
    if line.kind == "blank":
        state.blank = True
        return state.items[-1][1] if state.items else -1
    indent = len(line.text.expandtabs(4)) - len(line.text.expandtabs(4).lstrip())
    lazy = line.kind == "text" and not state.blank
    while state.items and indent < state.items[-1][0] and not lazy:
        state.items.pop()
    owner = state.items[-1][1] if state.items else -1
    state.blank = False
    if match := ITEM.match(line.text) if line.kind == "item" else None:
        width = len((match[3] or " ").expandtabs(4))
        state.items.append((indent + len(match[2]) + min(width, 4), number))
    return owner


def cells(text: str) -> list[str]:
    """The cells of a row of a table."""
    inner = re.sub(r"\\\|", "\0", text.strip())
    inner = re.sub(r"`[^`]*`", lambda code: code[0].replace("|", "\0"), inner)
    return [one.strip().replace("\0", "|") for one in inner.removeprefix("|").removesuffix("|").split("|")]


def words(text: str) -> str:
    """A text without what Markdown puts around it: marker, box, emphasis, emoji."""
    if match := HEADING.match(text):
        text = match[2] or ""
        text = re.sub(r"^\d+[.)]\s+", "", text)
    elif match := ITEM.match(text):
        text = BOX.sub("", match[4], count=1)
    text = "".join(c for c in text if unicodedata.category(c) not in {"So", "Cf", "Mn", "Sk"})
    return " ".join(re.sub(r"\*\*|__|~~|`|(?<!\w)[*_]|[*_](?!\w)", "", text).replace("\\|", "|").split())
