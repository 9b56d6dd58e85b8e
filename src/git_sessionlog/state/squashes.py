"""The commits of sessions, with the squashes that took some of them together in their place. Pure."""

from collections.abc import Iterable, Sequence

from ..git import checkpoints, session_state
from . import session_log
from .landings import Landing
from .session_log import Checkpoint

Pair = tuple[str, Checkpoint]
"""The id of a session, and a commit of it."""


def among(points: Iterable[Pair], landings: Sequence[Landing]) -> list[Pair]:
    """The commits that belong to sessions by their trailers, and those that do by the records they brought.

    A commit that brought a record is the squash of what the record describes and no other commit of the
    session is; one that changes our own files only where there is no commit of the session at all. It
    belongs to the sessions that it brought, whatever its own trailer says. `landings` are those of the same
    history, the last one first.
    """
    found = list(points)
    known = _Known()
    for id, point in found:
        known.add(id, point.oid, (point.number, *point.includes))
    squashes: list[Pair] = []
    for one in reversed(landings):  # the first one first: the next ones bring what is left
        squash = _squash(one, known)
        if squash:
            known.add(one.record.id, squash.oid, squash.includes)
            squashes.append((one.record.id, squash))
    taken = {point.oid for _, point in squashes}
    return [*(pair for pair in found if pair[1].oid not in taken), *squashes]


class _Known:
    """Which commits have the numbers of a session."""

    def __init__(self) -> None:
        self._oids: dict[tuple[str, int], set[str]] = {}

    def add(self, id: str, oid: str, numbers: Iterable[int]) -> None:
        """Know a commit; 0 stands for any of the session."""
        for number in (0, *numbers):
            self._oids.setdefault((id, number), set()).add(oid)

    def others(self, id: str, number: int, oid: str) -> bool:
        """Whether a commit but this one has a number."""
        return bool(self._oids.get((id, number), set()) - {oid})


def _squash(one: Landing, known: _Known) -> Checkpoint | None:
    """The commit as one of the session that it brought; None where that knows its commits without it."""
    record, commit = one.record, one.commit
    values = map(session_state.parts, checkpoints.anywhere(commit.message))
    points = [each for each in values if each]
    named = {number for id, number in points if id == record.id}
    taken = {number for number in record.numbers if known.others(record.id, number, commit.oid)}
    count = (record.metrics.commits or len(record.numbers)) - len(taken)
    is_bare = not points and not known.others(record.id, 0, commit.oid)
    if not is_bare and (count <= 0 or not one.is_work):
        return None
    if named == record.numbers and len(named) == 1:
        return None  # it is the one commit of the session, with its record
    return session_log.alone(commit)._replace(
        includes=tuple(sorted((record.numbers | named) - taken)),
        commits=max(count, 1),
        brought=record,
        told=record.metrics if one.is_shared or not one.is_work else None,
    )
