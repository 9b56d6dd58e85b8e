"""How an entry is written: as the rows, items or sections of its place, else as the profile has it."""

import re
import textwrap
from collections.abc import Container, Mapping, Sequence

from . import columns, edit, headings
from .document import Document, Section
from .entries import Entry, says_nothing
from .lines import Item, Table
from .profiles.model import SectionType, filled, placeholders

_MARK = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[([ xX])\][ \t]+)?")
_LEAD = re.compile(r"([ \t]*)\d*([-*+.)])")
_NUMBERED = re.compile(r"\W*(?:(?!(?i:fix(?:es)?) )[^\W\d]+ ){0,2}(\d{1,6})(?=[.):](?:\s|$))")
_PLAIN = "[[Fix {fix}: ]]{text}[[ — {why}]]"
_TO_DO = ("in-progress", "next", "blockers", "issues", "tasks", "pending", "not-tried")
"""What is open as long as it is new: its box is empty, whatever the others are."""

REASONS = {"why": "why", "impact": "impact", "mitigation": "mitigation"}
"""What may be given with a text, and the word before it where the form of the place has no room for it."""

_LISTS = ("bullets", "numbered", "tasks", "text")


def cells(table: Table, declared: SectionType, values: Mapping[str, str]) -> list[str]:
    """The texts of a row, for the columns that a table has: by what they hold, else in the declared order.

    The text is in the row in any case, and the fix, before the text, where there is no column for it.
    """
    pairs = zip(declared.columns, declared.entry, strict=False) if declared.shape == "table" else ()
    templates = {columns.holds(headings.name(name)): template for name, template in pairs}
    if table.header is None:
        placed = [*templates] or placeholders(_PLAIN)
        values = {**values, "text": with_reasons(declared.concept, values, placed)}
        texts = [filled(template, values) for template in templates.values()]
        texts = texts or [filled(_PLAIN, _named_once(values))]
        width = max((len(row.cells) for row in table.rows), default=0)
        return [edit.one_line(text) for text in [*texts, *[""] * width][: max(width, len(texts))]]
    kinds = columns.of_table(table.header.texts)
    of_fix = any("fix" in placeholders(template) for template in declared.entry)
    if of_fix and values.get("fix") and "fix" not in kinds:
        values = {**values, "text": filled("Fix {fix}: {text}", values)}
    values = {**values, "text": with_reasons(declared.concept, values, kinds)}
    own = (filled(templates[kind], values) if kind in templates else values.get(kind, "") for kind in kinds)
    texts = [edit.one_line(text) for text in own]
    text = edit.one_line(values.get("text", ""))
    if not any(text in each for each in texts):
        empty = [at for at, each in enumerate(texts) if not each]
        unknown = [at for at in empty if kinds[at] not in columns.KNOWN]
        if not unknown and "fix" in kinds:
            text = filled("[[Fix {fix}: ]]{text}", values)
        for at in [*unknown, *(at for at, kind in enumerate(kinds) if kind == "fix"), *empty][:1]:
            texts[at] = text
    return texts


def item(
    there: Sequence[Item], document: Document, declared: SectionType, values: Mapping[str, str]
) -> str:
    """An item, its mark included, as those that are there; it may have more lines."""
    template = declared.entry[0] if declared.shape in _LISTS and declared.entry else f"- {_PLAIN}"
    values = _named_once(values) if _PLAIN in template else values
    given = {**values, "text": with_reasons(declared.concept, values, placeholders(template))}
    text = filled(template, {**given, "index": "1"}).strip()
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
        done = declared.concept not in _TO_DO and all(one.mark == "x" for one in outer if one.mark)
        box = f"[{mark[1] if mark and mark[1] else 'x' if done else ' '}] "
    body = text[mark.end() :] if mark else text
    sign = "" if number is None else str(number)
    return f"{lead[1]}{sign}{lead[2]} {box}" + body.replace("\n", f"\n{lead[1]}")


def _named_once(values: Mapping[str, str]) -> Mapping[str, str]:
    """The values for `_PLAIN`, without the fix where the text begins with it."""
    begins = re.match(rf"Fix {re.escape(values.get('fix', ''))}(?::|$)", values.get("text", ""))
    return {**values, "fix": ""} if begins else values


def with_below(text: str, below: str) -> str:
    """An item with lines below it, which begin where its text does: with less they are no part of it.

    Lines with tabs stay as they are where those are enough and do not mean code, else they get blanks.
    """
    lead = re.match(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?", text)
    width = len(lead[0].expandtabs(4)) if lead else 0
    pairs = [(line[: len(line) - len(line.lstrip())], line.lstrip()) for line in below.split("\n")]
    blanks = [blank for blank, ink in pairs if ink]
    least = min((len(blank.expandtabs(4)) for blank in blanks), default=0)
    if not ("\t" in "".join(blanks) and width <= least < width + 4):
        wide = "\n".join(blank.expandtabs(4) + ink for blank, ink in pairs)
        below = textwrap.indent(textwrap.dedent(wide), " " * width)
    return f"{text}\n{below}" if blanks else text


def completed(concept: str, entry: Entry, values: Mapping[str, str]) -> list[str]:
    """The texts of a row with the reasons in their columns; those without a column go behind its text."""
    kinds = columns.of_table(tuple(entry.cells))
    pairs = zip(kinds, entry.cells.values(), strict=True)
    texts = [_with_reason(text, values.get(kind, "")) for kind, text in pairs]
    at = kinds.index("text") if "text" in kinds else 0
    new = {name: said for name, said in values.items() if said not in texts[at]}
    texts[at] = with_reasons(concept, {**new, "text": texts[at]}, kinds)
    return texts


def _with_reason(cell: str, reason: str) -> str:
    """A cell that says a reason too, behind what it says."""
    if not reason or reason in cell:
        return cell
    return reason if says_nothing(cell) else f"{cell}; {reason}"


def with_reasons(concept: str, values: Mapping[str, str], placed: Container[str]) -> str:
    """The text of an entry, with the reasons that have no place of their own, that are not `placed`."""
    left = reasons(concept, values, placed)
    alone = [word for word, _ in left] == ["why"]
    said = left[0][1] if alone else "; ".join(f"{word}: {reason}" for word, reason in left)
    return " — ".join(filter(None, (values.get("text", ""), said)))


def reasons_below(concept: str, values: Mapping[str, str], placed: Container[str] = ()) -> str:
    """The reasons that are not `placed`, as a list below a heading."""
    return "\n".join(f"- {word.capitalize()}: {said}" for word, said in reasons(concept, values, placed))


def reasons(concept: str, values: Mapping[str, str], placed: Container[str] = ()) -> list[tuple[str, str]]:
    """The reasons that are given and not `placed`, each with the word for it."""
    words = {**REASONS, "mitigation": "workaround"} if concept == "issues" else REASONS
    return [(word, values[name]) for name, word in words.items() if values.get(name) and name not in placed]


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
        values = _named_once(values)
    text = filled(template, {**values, "index": index}).strip()
    reasons = reasons_below(declared.concept, values, placeholders(template))
    text = f"{text}\n\n{reasons}" if reasons else text
    level = there[0].level if there else where.level + 1
    return re.sub(r"^#+", "#" * level, text, count=1)


def is_there(there: Sequence[Section], text: str) -> bool:
    """Whether one of some sections is what `below` gave, whatever its number."""
    title = text.split("\n")[0].lstrip("# ")
    return any(_unnumbered(one.title) == _unnumbered(title) for one in there)


def _unnumbered(title: str) -> str:
    number = _NUMBERED.match(title)
    return headings.name(title[: number.start(1)] + title[number.end(1) :] if number else title)
