"""A hunk in which a side opened sections, taken apart at its headings: each section is merged alone.

A section that one side opened is taken whole. One that both opened is one section: what begins it is the
same on both sides, and their entries are united. Where a side took a section of the base away, it is a
conflict.
"""

from collections.abc import Iterable
from itertools import takewhile

from . import entries
from .hunks import Around, Hunk

_Key = tuple[str, ...]
"""The headings that lead to a section; () for what is above the first one of a hunk."""


def merged(hunk: Hunk, around: Around) -> list[str] | None:
    """The sections of both sides; None where there is no heading, or one of them cannot be merged."""
    if around.after is None or not any(map(entries.HEADING.match, (*hunk.ours, *hunk.theirs))):
        return None
    ours, base, theirs = map(_sections, hunk)
    if ours is None or base is None or theirs is None:
        return None
    order = _order([*ours], [*theirs])
    if base.keys() - (ours.keys() & theirs.keys()) or not _ends_well(order, [*ours], [*theirs], around):
        return None
    bodies: list[list[str]] = []
    for key, following in zip(order, [*order[1:], None], strict=True):
        after = [following[-1]] if following else around.after
        sides = [part.get(key) for part in (ours, base, theirs)]
        body = _body(sides, key[-1] if key else around.before, after)
        if body is None:
            return None
        bodies.append(body)
    return _joined(bodies)


def _sections(part: list[str]) -> dict[_Key, list[str]] | None:
    """The lines of each section, its heading with them; None where two of them have one name."""
    found: dict[_Key, list[str]] = {(): []}
    key: _Key = ()
    for line in part:
        if entries.HEADING.match(line):
            key = (*(each for each in key if _level(each) < _level(line)), line)
            if key in found:
                return None
            found[key] = []
        found[key].append(line)
    return found


def _level(heading: str) -> int:
    return len(heading.strip(" ")) - len(heading.strip(" ").lstrip("#"))


def _order(ours: list[_Key], theirs: list[_Key]) -> list[_Key]:
    """The sections of both: one of theirs alone follows what it follows there, and those of ours behind."""
    order = [*ours]
    for at, key in enumerate(theirs):
        if key in ours:
            continue
        place = order.index(theirs[at - 1]) + 1
        while (
            place < len(order) and order[place] not in theirs and order[place][: len(key) - 1] == key[:-1]
        ):
            place += 1
        order.insert(place, key)
    return order


def _ends_well(order: list[_Key], ours: list[_Key], theirs: list[_Key], around: Around) -> bool:
    """Whether what is below the hunk belongs to the section that it belongs to on both sides."""
    below = around.after[-1] if around.after else ""
    return not below.strip() or bool(entries.HEADING.match(below)) or order[-1] == ours[-1] == theirs[-1]


def _body(sides: list[list[str] | None], before: str, after: list[str]) -> list[str] | None:
    """The lines of one section; None where they cannot be merged."""
    ours, base, theirs = sides
    if ours is None or theirs is None:
        return ours or theirs or []
    base = base or []
    for side, same, other in ((ours, theirs, ours), (ours, base, theirs), (theirs, base, ours)):
        if _inked(side) == _inked(same):
            return other
    head = [one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False))]
    if base and base[: len(head)] != head:
        return None
    rest = Hunk(*(part[len(head) :] for part in (ours, base, theirs)))
    united = entries.merged(rest, Around(head[-1] if head else before, after))
    return None if united is None else [*head, *united]


def _inked(lines: list[str]) -> list[str]:
    return [line.rstrip("\r\n") for line in lines if line.strip()]


def _joined(bodies: Iterable[list[str]]) -> list[str]:
    """The lines of the sections, each heading below a blank line."""
    lines: list[str] = []
    for body in bodies:
        if lines and lines[-1].strip() and body and entries.HEADING.match(body[0]):
            lines.append("\n")
        lines += body
    return entries.ended(lines)
