"""Changes of a document, as spans; each is proved by reading the outcome before anybody gets it.

Every function gives the edits that are still needed, none where all is as it should be: an edit
twice is an edit once.
"""

from collections.abc import Callable, Sequence

from ..core.errors import Failure
from .document import Document, Section
from .lines import Field, Item, Row, Table, items, tables
from .parse import Block
from .source import Edit, normal


class Unsafe(Failure):
    """A document that cannot be changed so that all else in it stays as it is; it was not changed."""

    def __init__(self, document: Document) -> None:
        name = document.path or "the document"
        super().__init__(f"{name} cannot be changed safely, and was not", "mend it by hand")


def applied(document: Document, edits: Sequence[Edit], meant: Callable[[Document], bool]) -> Document:
    """The changed document. Raises Unsafe, with the document as it was, if it does not read as `meant`.

    All that stands outside of the edits is what it was, byte by byte, and no heading there is lost
    or won: an edit cannot swallow what follows it.
    """
    if not edits:
        return document
    if document.source.front and not document.source.front.endswith("\n"):  # that is all there is of it
        document = Document.of(document.source.data + document.source.newline.encode(), document.path)
    edits = [edit._replace(text=normal(edit.text)) for edit in sorted(edits, key=lambda edit: edit[:2])]
    changed = document.edited(edits)
    if not (_stays(document, changed, edits) and meant(changed)):
        raise Unsafe(document)
    return changed


def row(texts: Sequence[str]) -> str:
    """A row of a table."""
    return "| " + " | ".join(cell(text) for text in texts) + " |"


def head(names: Sequence[str]) -> str:
    """The first two lines of a table."""
    return row(names) + "\n" + row(["-" * max(len(name), 3) for name in names])


def cell(text: str) -> str:
    """A text as a table's cell takes it: one line, its bars escaped; a dash where there is none."""
    return shown(text).replace("|", "\\|")


def shown(text: str) -> str:
    """What a reader sees of a cell that was given a text."""
    return one_line(text).replace("\\|", "|") or "—"


def one_line(text: str) -> str:
    """A text as an item takes it: one line that is nothing else but text."""
    return " ".join(text.split())


def add_row(table: Table, texts: Sequence[str], *, empty: Sequence[str] = ()) -> list[Edit]:
    """Add a row below the last one; in the place of the only row, where that says `empty`."""
    if any(each.texts == tuple(map(shown, texts)) for each in table.rows):
        return []
    if empty and len(table.rows) == 1 and table.rows[0].texts == tuple(empty):
        only = table.rows[0]
        return [Edit(only.start, only.end, row(texts))]
    return [Edit(table.end, table.end, "\n" + row(texts))]


def set_row(one: Row, texts: Sequence[str]) -> list[Edit]:
    """Give the cells of a row other texts; a row that is too short is written anew."""
    if len(one.cells) < len(texts):
        return [Edit(one.start, one.end, row(texts))]
    pairs = zip(one.cells, texts, strict=False)
    return [Edit(c.start, c.end, cell(text)) for c, text in pairs if c.text != shown(text)]


def tick(document: Document, item: Item, mark: str = "x") -> list[Edit]:
    """Tick a task, or take the tick away with the mark ` `."""
    if not item.mark:
        raise Failure(f'"{item.text[:60]}" is no task')
    if item.mark == mark:
        return []
    at = document.text.rindex("[", item.start, item.text_start) + 1
    return [Edit(at, at + 1, mark)]


def add_item(document: Document, section: Section, text: str, *, empty: str = "") -> list[Edit]:
    """Add a line to the list of a section, below its last item, in the place of what says `empty`.

    `text` is the whole line, its mark included. Where there is no list it comes after what is there.
    """
    there = items(document, section.body, section.own)
    lines = list(document.lines(section.body, section.own))
    if any(line.text.strip() == text.strip() for line in lines):
        return []
    stand_in = [line for line in lines if empty and line.text.strip() == empty.strip()]
    if stand_in:
        return [Edit(stand_in[0].start, stand_in[0].end, text)]
    if there:
        least = min(item.indent for item in there)
        last = next(item for item in reversed(there) if item.indent == least)
        return [_insert(document, last.end, text)]
    return add_text(document, section, text)


def add_text(document: Document, section: Section, text: str) -> list[Edit]:
    """Add lines at the end of a section's own text, with an empty line before and behind."""
    end = _content_end(document, section.body, section.own)
    before = "" if end == section.body else "\n"
    if section.start == section.body == end:  # the part before the first heading, with nothing in it
        return [Edit(0, 0, f"{text}\n" + ("\n" if document.text else ""))]
    close = _newline_before(document, end)
    if end == section.body:
        before = "\n"
    return [Edit(end, end, f"{close}{before}{text}\n{_blank_behind(document, end)}")]


def replace_text(document: Document, section: Section, text: str) -> list[Edit]:
    """Put a text in the place of a section's own; "" leaves it empty. The blank lines around stay."""
    start = section.body
    while document.text.startswith("\n", start) and start < section.own:
        start += 1
    end = _content_end(document, section.body, section.own)
    if end <= start:
        return add_text(document, section, text) if text else []
    old, new = document.text[start:end], text.strip("\n")
    return [] if old.strip("\n") == new else [Edit(start, end, new + "\n" * old.endswith("\n"))]


def set_field(field: Field, value: str) -> list[Edit]:
    """Give a field another value."""
    flat = one_line(value)
    return [] if field.value == flat else [Edit(field.start, field.end, flat)]


def add_section(
    document: Document, heading: str, text: str, *, before: Section | None = None
) -> list[Edit]:
    """Add a section: `heading` with its marks, then a text; at the end, or before another section."""
    whole = f"{heading}\n\n{text.strip()}\n" if text.strip() else f"{heading}\n"
    if before is not None:
        return [Edit(before.start, before.start, f"{whole}\n")]
    end = _content_end(document, 0, len(document.text))
    gap = _newline_before(document, end) + ("\n" if end else "")
    return [Edit(end, end, gap + whole + _blank_behind(document, end))]


def table_of(document: Document, section: Section) -> Table | None:
    """The first table of a section that has a header, else the first one; None where there is none."""
    found = tables(document, section.body, section.own)
    return next((table for table in found if table.header), found[0] if found else None)


def _insert(document: Document, at: int, line: str) -> Edit:
    """A line of its own at the start of a line."""
    close = _newline_before(document, at)
    return Edit(at, at, f"{close}{line}" + ("" if close else "\n"))


def _newline_before(document: Document, at: int) -> str:
    return "" if at == 0 or document.text[at - 1] == "\n" else "\n"


def _blank_behind(document: Document, at: int) -> str:
    return "" if at == len(document.text) or document.text.startswith("\n", at) else "\n"


def _content_end(document: Document, start: int, end: int) -> int:
    """Behind the last line that is not blank, and behind its line end; a closing rule is left out."""
    text = document.text
    end = document.before_rule(start, end)
    stripped = len(text[start:end].rstrip())
    if not stripped:
        return start
    close = text.find("\n", start + stripped, end)
    return close + 1 if close >= 0 else end


def _stays(document: Document, changed: Document, edits: Sequence[Edit]) -> bool:
    """Whether what no edit touches is read as before: the front matter, the text, the blocks in it."""
    if changed.source.front != document.source.front or changed.text != _text(document, edits):
        return False
    return _outside(document, edits) == _outside(changed, _moved(edits))


def _text(document: Document, edits: Sequence[Edit]) -> str:
    pieces, at = [], 0
    for edit in edits:
        pieces += [document.text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, document.text[at:]])


def _moved(edits: Sequence[Edit]) -> list[Edit]:
    """Where the edits are in the changed document."""
    moved, shift = [], 0
    for edit in edits:
        start = edit.start + shift
        moved.append(Edit(start, start + len(edit.text), edit.text))
        shift += len(edit.text) - (edit.end - edit.start)
    return moved


def _outside(document: Document, edits: Sequence[Edit]) -> list[tuple[int, int, int, Block]]:
    """The blocks, and parts of blocks, that no edit touches; places are counted between the edits."""
    found, first, blocks = [], 0, document.blocks
    bounds = [0, *(offset for edit in edits for offset in edit[:2]), len(document.text)]
    for number, (start, end) in enumerate(zip(bounds[::2], bounds[1::2], strict=True)):
        while first < len(blocks) and blocks[first].start < end:
            block = blocks[first]
            if block.end > start:
                closed = document.text.endswith("\n", block.start, block.end)
                whole = start <= block.start and block.end - closed <= end
                shown = block._replace(start=0, end=0) if whole else Block(block.kind, 0, 0)
                found.append((number, max(block.start, start) - start, min(block.end, end) - start, shown))
            if block.end > end:
                break
            first += 1
    return found
