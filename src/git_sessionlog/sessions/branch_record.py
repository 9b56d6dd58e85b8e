"""What the record of a session says where it is all that the session writes."""

from collections.abc import Iterable

from ..git import diffs
from ..records.front import Coverage
from ..records.record import Told
from .session_commits import Work
from .session_documents import Desk


def keep(desk: Desk, done: Work, told: Told) -> None:
    """Put into the record which commits it describes, and what was said of the state documents.

    Nothing where the session writes these itself.
    """
    if desk.clone.has_documents:
        return
    before = desk.record
    desk.keep(before._replace(told=_both(before.told, told), coverage=_coverage(before.coverage, done)))


def _coverage(before: Coverage, done: Work) -> Coverage:
    """The commits of the session by their numbers, those without one by their patches."""
    bare = [piece.oid for piece in done.pieces if not piece.number]
    numbers = {piece.number for piece in done.pieces if piece.number}
    return Coverage(before.numbers | numbers, before.also | set(diffs.patch_ids(bare).values()))


def _both(old: Told, new: Told) -> Told:
    """What was said, with what is said now: the last word on a fix counts."""
    return Told(
        _joined((one for one in old.done if one not in new.unfinished), new.done),
        _joined((one for one in old.unfinished if one not in new.done), new.unfinished),
        _joined(old.did, new.did),
        _joined(old.resolved, new.resolved),
    )


def _joined(old: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))
