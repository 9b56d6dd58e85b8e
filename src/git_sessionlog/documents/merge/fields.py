"""The fields of a session that both sides set anew: those of the side that was updated later.

Only what these documents declare as an update time decides, and only for what the tool writes with it: a
note that somebody wrote behind a value is none of that, and is a conflict where it would be lost.
"""

import re
from datetime import timedelta

from ...core import dates, done_words
from ..document import Document
from ..entries import says_nothing
from ..fields import TAIL
from .hunks import Hunk

HEADER = ("last updated", "session", "status")
"""The fields at the top of a document; the first one decides."""

CHECKPOINT = ("timestamp", "branch", "last commit", "uncommitted changes")
"""The fields of a section "Git Checkpoint"; the first one decides."""

_FIELD = re.compile(
    r" {0,3}(?:>[ \t]?)?(?:[-*+][ \t]+)?(?P<mark>\*\*|__)(?P<name>[A-Za-z ]{1,30})"
    r"(?::(?P=mark)|(?P=mark)[ \t]*:)(?P<value>[^|·]*)"
)
STATUSES = ("pending", "in_progress", "completed", "blocked", "incomplete", "abandoned", "failed")
"""How a session or a task is, in the words that we write."""

_CHANGE = r"(?:[MADRCTU]{1,2}|\?\?) [^\s,;()]+"
_OURS = {
    "session": re.compile(r"(?i)(?:session )?#?(?=[\w.:/-]*[0-9])[\w.:/-]+"),
    "branch": re.compile(r"[^\s()（）]+"),
    "last commit": re.compile(r"[0-9a-f]{7,64}(?: [-–—] .*)?"),
    "uncommitted changes": re.compile(rf"{_CHANGE}(?:, {_CHANGE})*"),
}
_LENGTHS = {"month": timedelta(31), "day": timedelta(1), "minute": timedelta(minutes=1)}


def merged(hunk: Hunk, above: str) -> list[str] | None:
    """The lines of the side that was updated later; None where that is not all there is to it.

    That is where a line is no such field, a side has others than the other, it cannot be told which was
    later, the older side alone changed one, or it wrote what we do not write. `above` is the text in front
    of the hunk.
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
    if not all(_may_go(name, old[name], (new[name], base.get(name, ""))) for name in old):
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


def _may_go(name: str, line: str, others: tuple[str, ...]) -> bool:
    """Whether a line is as we write it, or its note is one that the new line or the base has too."""
    value, note = _parts(name, line)
    known = {_parts(name, other)[1] for other in others}
    return line in others or (_is_ours(name, value) and (not note or note in known))


def _parts(name: str, line: str) -> tuple[str, str]:
    """The value of a field, and the note around it."""
    field = _FIELD.fullmatch(line)
    value = field["value"].strip() if field else ""
    if name in (HEADER[0], CHECKPOINT[0]):
        date = dates.read(value)
        start, end = (date.start, date.end) if date else (0, 0)
        return value[start:end], f"{value[:start]}{value[end:]}".strip(" \t`*_()")
    tail = None if name == "last commit" else TAIL.search(value)
    return (value[: tail.start()], tail[0].strip()) if tail else (value, "")


def _is_ours(name: str, value: str) -> bool:
    """Whether a value is nothing but what we write: people write sentences there too."""
    if not value or says_nothing(value) or name in (HEADER[0], CHECKPOINT[0]):
        return True
    if name == "status":
        return done_words.plain(value) in map(done_words.plain, STATUSES)
    return bool(_OURS[name].fullmatch(value.replace("`", "")))


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
