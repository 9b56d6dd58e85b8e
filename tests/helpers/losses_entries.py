"""The entries of a document: which lines are one, and where one is that is gone from its place."""

import re
import textwrap
from collections.abc import Iterator, Sequence

from document_lines import BOX, ITEM, Line, cells, words
from losses_allowed import LEADS

PLACES = ("next", "in-progress")
"""What an entry about a fix may be moved between."""
_TOLD = ("next", "in-progress", "completed")


def concept_of(line: Line) -> str:
    """What the innermost known section is about that a line is in."""
    return next((one for one in reversed(line.concepts) if one), "")


def is_inside(line: Line, first: int, lines: Sequence[Line]) -> bool:
    """Whether a line is a part of the item at `first`, as code in it is, whatever its own indent."""
    return line.owner >= first or (line.region > first and lines[line.region].owner >= first)


def whole(lines: list[Line], i: int) -> Iterator[int]:
    """The lines of the entry that begins with this one; a rule is no part of a section."""
    line = lines[i]
    yield i
    for j in range(i + 1, len(lines)):
        one = lines[j]
        if line.kind == "heading":
            if one.kind == "rule" or (one.kind == "heading" and abs(one.level) <= abs(line.level)):
                return
        elif line.kind == "item":
            if not is_inside(one, i, lines):
                return
        elif line.kind == "row" or (line.kind == "text" and one.kind != "text"):
            return
        yield j


def places(entry: list[Line], lines: list[Line], concepts: Sequence[str]) -> list[int]:
    """At which lines an item is in sections of some concepts: all of it, and nothing else below it."""
    while entry and entry[-1].kind == "blank":
        entry = entry[:-1]
    return [
        at
        for at, one in enumerate(lines)
        if one.kind == "item" and concept_of(one) in concepts and _is_at(at, entry, lines)
    ]


def _is_at(at: int, entry: list[Line], lines: list[Line]) -> bool:
    stop = at + len(entry)
    there = lines[at:stop]
    if lines[at].owner >= 0 or _text(there[0]) != _text(entry[0]) or _below(there) != _below(entry):
        return False
    behind = next((one for one in lines[stop:] if one.kind != "blank"), None)
    parts = all(is_inside(one, at, lines) for one in there[1:] if one.kind != "blank")
    return parts and not (behind and is_inside(behind, at, lines))


def _text(line: Line) -> str:
    """The text of an item without its mark and its box."""
    match = ITEM.match(line.text)
    return " ".join(BOX.sub("", match[4], count=1).split()) if match else ""


def _below(entry: list[Line]) -> tuple[list[str], list[str]]:
    """What is below an item, wherever it begins."""
    text = textwrap.dedent("\n".join(one.text for one in entry[1:]))
    return text.split("\n"), [one.kind for one in entry[1:]]


def untold(entry: list[Line], lines: list[Line]) -> list[str]:
    """The lines of an entry that no section for fixes says, neither as they are nor in another line."""
    places = [one for one in lines if set(_TOLD) & set(one.concepts)]
    there = " ".join((*map(_plain, places), *(_row(one) for one in places if one.kind == "row")))
    parts = [one for one in entry if one.kind not in {"blank", "rule", "delimiter"}]
    return [one.text for one in parts if _plain(one) not in there]


def _row(line: Line) -> str:
    """All that a row says, as an entry of a list says it."""
    return " — ".join(said for one in cells(line.text) if (said := words(one)) and said.strip("—– -"))


def _plain(line: Line) -> str:
    """The words of a line without the id that it is about; of a row those of its longest cell."""
    text = (
        max((words(one) for one in cells(line.text)), key=len) if line.kind == "row" else words(line.text)
    )
    core, rest = "", text
    while rest and rest != core:  # `Fix 7: Fix 7: login`
        core, lead = rest, next((match.end() for one in LEADS if (match := one.match(rest))), 0)
        rest = rest[lead:].lstrip(" :.)-–—")
    return re.sub(r"\s*\[Fix(?:es)? [^]]*\]$", "", core)


def names(line: Line, given: str) -> bool:
    """Whether an entry is the one that was named to be done or resolved."""
    own = [words(one) for one in cells(line.text)] if line.kind == "row" else [words(line.text)]
    return any(words(given).casefold() in one.casefold() for one in own)


def is_named(line: Line, output: str) -> bool:
    """Whether the output says what was removed: the beginning of its text, or of its longest cell."""
    told = [one for one in output.splitlines() if not re.match(r"- Fix #", one)]
    text = max(cells(line.text), key=len) if line.kind == "row" else line.text
    wanted = words(text).replace("\\|", "|")[:28].strip()
    return wanted in words(" ".join(told).replace("\n", " "))


def is_moved(line: Line, output: str) -> bool:
    """Whether the output says that an entry was moved."""
    told = [words(one) for one in output.splitlines() if one.startswith("  moved ")]
    return line.kind == "item" and any(words(line.text)[:80].strip() in one for one in told)
