"""Tables, lists and fields in lines of text, as people write them.

Rows of unequal length, tables without a header or with blank lines in them, lists whose numbers
restart, a field in the middle of a line.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from .document import Document, Line

_ITEM = re.compile(
    r"([ \t]*)(?:[-*+]|(\d{1,9})[.)])(?:[ \t]+(?:\[([ xX])\](?:[ \t]+|$))?|$)(.*)", re.DOTALL
)
_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_PIPE = re.compile(r"(?<!\\)\|")
_VALUE_END = re.compile(
    r"[ \t]·|[ \t]\|(?=[ \t]+(?:\*\*|[*_])?[^|:：]{1,60}[:：])"
    r"|[ \t]\*\*[^*:：]{1,60}(?:\*\*[ \t]*[:：]|[:：]\*\*)"
)
_CELL_END = re.compile(r"[ \t]·|(?<!\\)\|")
_NESTED = 2  # columns
_INK = re.compile(r"\S")


class Cell(NamedTuple):
    """A cell: its text without the blanks around it, `\\|` read as `|`, and where that stands."""

    text: str
    start: int
    end: int


class Row(NamedTuple):
    """A row of a table; `start` and `end` are those of its line, without the line end."""

    cells: tuple[Cell, ...]
    start: int
    end: int

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the cells."""
        return tuple(cell.text for cell in self.cells)


class Table(NamedTuple):
    """A table: its header, None where it has none, the rows below, and where its last line ends."""

    header: Row | None
    rows: tuple[Row, ...]
    end: int


class Item(NamedTuple):
    """An item of a list.

    `mark` is `x` or ` ` for a task, "" for what is none; `number` is that of a numbered one. `text` is
    its first line. It stands from `start`, the beginning of that line, to `end`, with all that is
    nested in it and the last line end; `text_start` is where its text begins.
    """

    text: str
    mark: str
    number: int | None
    indent: int
    start: int
    text_start: int
    end: int


class Field(NamedTuple):
    """A field: its name as written, its value, and where the value stands."""

    name: str
    value: str
    start: int
    end: int


def tables(document: Document, start: int, end: int) -> list[Table]:
    """The tables between two offsets, in their order."""
    return document.once(_tables, start, end)


def _tables(document: Document, start: int, end: int) -> list[Table]:
    found = []
    for group in _groups(list(document.lines(start, end))):
        heads = [at - 1 for at in range(1, len(group)) if _is_rule(group[at].text)]
        starts = sorted({0, *(at for at in heads if at and _apart(group[at - 1], group[at]))})
        for begin, stop in zip(starts, [*starts[1:], len(group)], strict=True):
            table = _table(group[begin:stop])
            if table.header or table.rows:  # a rule alone is no table
                found.append(table)
    return found


def items(document: Document, start: int, end: int) -> list[Item]:
    """The items of all lists between two offsets, nested ones after the one they are nested in.

    Two columns make an item, or a text behind a blank line, part of the one above.
    """
    return document.once(_items, start, end)


def _items(document: Document, start: int, end: int) -> list[Item]:
    found: list[Item] = []
    open_ones: list[int] = []  # places in `found`, from the outermost to the innermost
    after = start  # where the last line that is not blank ends, with its line end

    def close(limit: int, column: int) -> None:
        while open_ones:
            item = found[open_ones[-1]]
            stop = _end(document, after, limit, item.indent + _NESTED)
            if item.indent + _NESTED <= column and not document.text[stop:limit].strip():
                break
            found[open_ones.pop()] = item._replace(end=stop)

    for line in document.lines(start, end):
        if line.text and not line.text.isspace():
            match = _ITEM.fullmatch(line.text)
            if match or line.start > after:
                close(line.start, _columns(line.text))
            if match:
                open_ones.append(len(found))
                found.append(_item(line, match))
            after = min(line.end + 1, end)
    close(end, -1)
    return found


def item_at(document: Document, start: int) -> Item | None:
    """The item whose first line begins at an offset, None where there is none."""
    line = next(iter(document.lines(start, len(document.text))), None)
    match = _ITEM.fullmatch(line.text) if line and line.start == start else None
    return (
        _item(line, match)._replace(end=min(line.end + 1, len(document.text))) if line and match else None
    )


def field(document: Document, start: int, end: int, names: Iterable[str]) -> Field | None:
    """The first field between two offsets with one of some names, whatever the case.

    `**Name**: value`, `**Name:** value`, `> Name: value`, `- Name: value`, `*Name: value*`, and in
    the middle of a line behind ` · ` or ` | `, or where the name is bold. The value ends before the
    next of these, or with the line.
    """
    pattern = _field_pattern(tuple(names))
    for line in document.lines(start, end):
        if ":" in line.text or "：" in line.text:
            match = pattern.search(line.text)
            if match:
                return _field(line, match)
    return None


def _item(line: Line, match: re.Match[str]) -> Item:
    digits, mark, text = match.group(2, 3, 4)
    number = int(digits) if digits else None
    at = line.start + match.start(4)
    return Item(text.strip(), (mark or "").lower(), number, _columns(line.text), line.start, at, 0)


def _columns(line: str) -> int:
    """How many columns a line is indented by."""
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4))


def _field(line: Line, match: re.Match[str]) -> Field:
    """The field that begins with a match; in a table it ends with its cell."""
    start = match.end()
    stop = (_CELL_END if line.text.lstrip().startswith("|") else _VALUE_END).search(line.text, start)
    raw = line.text[start : stop.start() if stop else len(line.text)]
    value = raw.strip(" \t")
    mark = match["mark"] if match["shut"] is None else ""  # `*Name: value*`, whose end is no value
    if len(mark) == 2:
        value = value.partition(mark)[0].rstrip(" \t")
    elif mark:
        value = value.removesuffix(mark).rstrip(" \t")
    at = line.start + start + (raw.index(value) if value else min(len(raw), 1))
    return Field(match["name"], value, at, at + len(value))


@lru_cache(256)
def _field_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    several = [name for name in names if " " in name]  # one word may be one of a sentence
    inside = rf"|(?<=\S)[ \t]+(?={_any_of(several)}[ \t]*[:：])" if several else ""
    start = rf"(?:^[ \t>]*(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]+)?|[·|][ \t]+|[ \t](?=\*\*){inside})"
    shut = r"(?P<shut>(?P=mark)[ \t]*[:：]|[ \t]*[:：](?P=mark))|[ \t]*[:：]"
    return re.compile(rf"(?i){start}(?P<mark>\*\*|__|\*|_|)(?P<name>{_any_of(names)})(?:{shut})")


def _any_of(names: Iterable[str]) -> str:
    longest = sorted(names, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(name).replace(r"\ ", r"[ \t]+") for name in longest) + ")"


def _groups(lines: list[Line]) -> Iterator[list[Line]]:
    """The runs of lines that are rows; blank lines between them do not end one."""
    group: list[Line] = []
    bare = False  # a table whose rows do not begin with a pipe
    after = 0
    for at, line in enumerate(lines):
        text = line.text.strip()
        if not text:
            bare = False
            after = line.end + 1 if after == line.start else after
            continue
        starts_bare = "|" in text and at + 1 < len(lines) and _is_bare_rule(lines[at + 1].text)
        bare = starts_bare or (bare and "|" in text)
        if (text.startswith("|") and len(text) > 1) or bare:
            if group and (after != line.start or _led(group[-1]) != _led(line)):
                yield group
                group = []
            group.append(line)
            after = line.end + 1
        elif group:
            yield group
            group = []
    if group:
        yield group


def _led(line: Line) -> bool:
    return line.text.lstrip().startswith("|")


def _is_rule(text: str) -> bool:
    return bool(_RULE.fullmatch(text.strip())) and "-" in text and "|" in text


def _is_bare_rule(text: str) -> bool:
    return _is_rule(text) and not text.strip().startswith("|")


def _apart(one: Line, other: Line) -> bool:
    return other.start > one.end + 1


def _table(lines: list[Line]) -> Table:
    headed = len(lines) > 1 and _is_rule(lines[1].text)
    rows = [_row(line) for line in lines[2 if headed else 0 :] if not _is_rule(line.text)]
    return Table(_row(lines[0]) if headed else None, tuple(rows), lines[-1].end)


def _row(line: Line) -> Row:
    text = line.text
    begin = len(text) - len(text.lstrip())
    stop = len(text.rstrip())
    bars = [m.start() for m in _PIPE.finditer(text, begin, stop)]
    edges = [*([] if bars[:1] == [begin] else [begin - 1]), *bars]
    if not bars or bars[-1] != stop - 1 or len(edges) == 1:
        edges.append(stop)
    cells = []
    for one, other in pairwise(edges):
        raw = text[one + 1 : other]
        inner = raw.strip()
        at = line.start + one + 1 + (len(raw) - len(raw.lstrip()) if inner else min(1, len(raw)))
        cells.append(Cell(inner.replace("\\|", "|"), at, at + len(inner)))
    return Row(tuple(cells), line.start, line.end)


def _end(document: Document, after: int, limit: int, column: int) -> int:
    """Where an item ends: behind its last line, and behind the code and HTML indented below it."""
    at = bisect_left(document.blocks, after, key=lambda block: block.start)
    while at < len(document.blocks) and document.blocks[at].start < limit:
        block = document.blocks[at]
        ink = _INK.search(document.text, block.start)
        place = ink.start() if ink else block.start
        line = document.text.rfind("\n", 0, place) + 1
        if block.kind not in ("code", "html") or _columns(document.text[line : place + 1]) < column:
            break
        after = min(block.end, limit)
        at += 1
    return after
