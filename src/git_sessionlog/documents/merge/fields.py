"""The fields of a session that both sides set anew: those of the side that was updated later.

Only what these documents declare as an update time decides, and only for what the tool writes with it.
"""

import re
from datetime import timedelta

from ...core import dates
from ..document import Document
from .hunks import Hunk

HEADER = ("last updated", "session", "status")
"""The fields at the top of a document; the first one decides."""

CHECKPOINT = ("timestamp", "branch", "last commit", "uncommitted changes")
"""The fields of a section "Git Checkpoint"; the first one decides."""

_FIELD = re.compile(
    r" {0,3}(?:>[ \t]?)?(?:[-*+][ \t]+)?(?P<mark>\*\*|__)(?P<name>[A-Za-z ]{1,30})"
    r"(?::(?P=mark)|(?P=mark)[ \t]*:)(?P<value>[^|·]*)"
)
_LENGTHS = {"month": timedelta(31), "day": timedelta(1), "minute": timedelta(minutes=1)}


def merged(hunk: Hunk, above: str) -> list[str] | None:
    """The lines of the side that was updated later; None where that is not all there is to it.

    That is where a line is no such field, a side has others than the other, it cannot be told which was
    later, or the older side alone changed one. `above` is the text in front of the hunk.
    """
    ours, base, theirs = map(_named, hunk)
    if not ours or base is None or theirs is None or list(ours) != list(theirs) or set(base) - set(ours):
        return None
    block = HEADER if HEADER[0] in ours else CHECKPOINT
    if block[0] not in ours or set(ours) - set(block) or not _is_place(above, block):
        return None
    later = _is_later(ours[block[0]], theirs[block[0]])
    if later is None:
        return None
    new, old = (ours, theirs) if later else (theirs, ours)
    if any(new[name] != old[name] and new[name] == base.get(name) for name in new):
        return None
    return hunk.ours if later else hunk.theirs


def _named(lines: list[str]) -> dict[str, str] | None:
    """The lines by the name of their field, in lower case; None where there is anything else."""
    found: dict[str, str] = {}
    for line in lines:
        field = _FIELD.fullmatch(line.rstrip("\r\n"))
        if field and field["name"].lower() not in found and field["mark"] not in field["value"]:
            found[field["name"].lower()] = line.rstrip("\r\n")
        elif line.strip():
            return None
    return found


def _is_place(above: str, block: tuple[str, ...]) -> bool:
    """Whether the fields of a block are expected below a text."""
    section = Document.of(above.encode("utf-8", "surrogateescape")).sections[-1]
    return section.level < 2 or (block is CHECKPOINT and "checkpoint" in section.name)


def _is_later(ours: str, theirs: str) -> bool | None:
    """Whether the field of our side has the later time, None where that cannot be told."""
    one, other = dates.read(ours), dates.read(theirs)
    if one is None or other is None or one.ambiguous or other.ambiguous:
        return None
    unsure = max(_LENGTHS.get(date.precision, timedelta()) for date in (one, other))
    if one.when == other.when or abs(one.when - other.when) < unsure:
        return None
    return one.when > other.when
