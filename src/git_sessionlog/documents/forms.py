"""How an entry is written: as the rows, items or sections of its place, else as the profile has it."""

import re
from collections.abc import Mapping, Sequence

from . import columns, edit, headings
from .document import Document, Section
from .lines import Item, Table
from .profile import SectionType, filled, placeholders

_MARK = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[([ xX])\][ \t]+)?")
_LEAD = re.compile(r"([ \t]*)\d*([-*+.)])")
_NUMBERED = re.compile(r"\W*(?:[^\W\d]+ ){0,2}(\d{1,6})(?=[.):](?:\s|$))")
_PLAIN = "[[Fix {fix}: ]]{text}[[ — {why}]]"
_LISTS = ("bullets", "numbered", "tasks", "text")


def cells(table: Table, declared: SectionType, values: Mapping[str, str]) -> list[str]:
    """The texts of a row, for the columns that a table has: by what they hold, else in the declared order.

    The text is in the row in any case, and the fix, before the text, where there is no column for it.
    """
    pairs = zip(declared.columns, declared.entry, strict=False) if declared.shape == "table" else ()
    templates = {columns.holds(headings.name(name)): template for name, template in pairs}
    if table.header is None:
        texts = [filled(template, values) for template in templates.values()] or [filled(_PLAIN, values)]
        width = max((len(row.cells) for row in table.rows), default=0)
        return [edit.one_line(text) for text in [*texts, *[""] * width][: max(width, len(texts))]]
    kinds = [columns.holds(headings.name(name)) for name in table.header.texts]
    of_fix = any("fix" in placeholders(template) for template in declared.entry)
    if of_fix and values.get("fix") and "fix" not in kinds:
        values = {**values, "text": filled("Fix {fix}: {text}", values)}
    own = (filled(templates[kind], values) if kind in templates else values.get(kind, "") for kind in kinds)
    texts = [edit.one_line(text) for text in own]
    text = edit.one_line(values.get("text", ""))
    if not any(text in each for each in texts):
        empty = [at for at, each in enumerate(texts) if not each]
        for at in [*(at for at in empty if kinds[at] not in columns.KNOWN), *empty][:1]:
            texts[at] = text
    return texts


def item(
    there: Sequence[Item], document: Document, declared: SectionType, values: Mapping[str, str]
) -> str:
    """An item, its mark included, as those that are there; it may have more lines."""
    template = declared.entry[0] if declared.shape in _LISTS and declared.entry else f"- {_PLAIN}"
    text = filled(template, {**values, "index": "1"}).strip()
    mark = _MARK.match(text)
    if not there:
        return f"1. {text}" if declared.shape == "numbered" and not mark else text
    least = min(one.indent for one in there)
    outer = [one for one in there if one.indent == least]
    lead = _LEAD.match(document.text, outer[-1].start)
    assert lead
    number = outer[-1].number
    if number is not None:  # where all have one number, they keep it
        number += len(outer) < 2 or outer[-2].number != number
    box = ""
    if any(one.mark for one in outer):
        done = all(one.mark == "x" for one in outer if one.mark)
        box = f"[{mark[1] if mark and mark[1] else 'x' if done else ' '}] "
    body = text[mark.end() :] if mark else text
    sign = "" if number is None else str(number)
    return f"{lead[1]}{sign}{lead[2]} {box}" + body.replace("\n", f"\n{lead[1]}")


def text_of(line: str) -> str:
    """The text of an item's first line."""
    first = line.strip().split("\n")[0]
    return _MARK.sub("", first, count=1).strip()


def below(
    there: Sequence[Section], where: Section, declared: SectionType, values: Mapping[str, str]
) -> str:
    """A section below another one, numbered as those that are there."""
    last = [int(number[1]) for one in there if (number := _NUMBERED.match(one.title))]
    index = str(max([len(there), *last]) + 1)
    template = declared.entry[0] if declared.shape == "subsections" and declared.entry else ""
    if not template.lstrip().startswith("#"):
        template = "# {index}. " + _PLAIN if last or not there else f"# {_PLAIN}"
    text = filled(template, {**values, "index": index}).strip()
    level = there[0].level if there else where.level + 1
    return re.sub(r"^#+", "#" * level, text, count=1)


def is_there(there: Sequence[Section], text: str) -> bool:
    """Whether one of some sections is what `below` gave, whatever its number."""
    title = text.split("\n")[0].lstrip("# ")
    return any(_unnumbered(one.title) == _unnumbered(title) for one in there)


def _unnumbered(title: str) -> str:
    number = _NUMBERED.match(title)
    return headings.name(title[: number.start(1)] + title[number.end(1) :] if number else title)
