"""What a user means by a few characters: a session, a checkpoint, or a commit."""

import re
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple

from ...core.errors import Failure
from ...git import checkpoints, diffs, log, ranges
from ...git.objects import Absent
from ...git.session_state import ID
from ...git.trailers import CHECKPOINT
from ...records import parts
from ...records.record import Record
from ...records.store import Stored
from ...state import session_log, squashes
from ...state.landings import Landing
from ...state.session_log import Checkpoint, Log
from .history import Place, at

_ID = r"[0-9a-f]{40}|[0-9a-f]{64}"
_PREFIX = r"[0-9]{4,8}|[0-9]{8}-[0-9a-hjkmnp-tv-z]{0,6}"


class Found(NamedTuple):
    """A session with its records, the last one first; `point` is the one commit of it that is meant.

    `log` is None for a commit of no session, and for a session none of whose commits is in HEAD. `gone` is
    the commit whose tree has the records where HEAD has none. `others` are the sessions that the commit
    brought as well.
    """

    log: Log | None = None
    stored: tuple[Stored, ...] = ()
    point: Checkpoint | None = None
    gone: str = ""
    others: tuple[Record, ...] = ()

    @property
    def record(self) -> Record | None:
        """The record of the session, whatever the number of its files."""
        return parts.joined([one.record for one in self.stored])


def found(what: str) -> Found:
    """What `git sessionlog show` is to show. Raises Failure for what is nothing, or several sessions."""
    with at("HEAD") as place:
        return _Search(place).found(what)


class _Search:
    """Looks for what is meant at a place."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._records = place.records

    @cached_property
    def _landed(self) -> list[Landing]:
        return self._place.landings("HEAD")

    def found(self, what: str) -> Found:
        checkpoint = re.fullmatch(CHECKPOINT, what)
        if checkpoint:
            return self._checkpoint(checkpoint[1], int(checkpoint[2]))
        if re.fullmatch(r"[0-9]{1,4}", what):
            ids = [one.front.id for one in self._records if one.front.number("number") == int(what)]
            ids = ids or [one.record.id for one in self._landed if one.record.number == int(what)]
            if ids:
                return self._session(_only(ids, what))
        if re.fullmatch(ID, what) and self._records.parts(what):
            return self._session(what)
        if re.fullmatch(_PREFIX, what):
            ids = [one.front.id for one in self._records]
            ids += [*_of_history(what), *(one.record.id for one in self._landed)]
            ids = [id for id in ids if id.startswith(what)]
            if ids:
                return self._session(_only(ids, what))
        return self._commit(what)

    def _session(self, id: str) -> Found:
        span = self._since(id)
        pairs, landed = self._of_session(id, span)
        if not pairs and span != "HEAD":
            pairs, landed = self._of_session(id, "HEAD")
        logs = self._place.told(session_log.grouped(pairs), lambda: landed)
        found = self._stored(logs[0] if logs else Log(id, ()))
        if not found.log and not found.stored:
            raise Failure(
                f"no commit of HEAD belongs to session {id}", "git fetch, or git switch to its branch"
            )
        return found

    def _since(self, id: str) -> str:
        """The part of the history that has a session's commits: by its record, what came since its base."""
        first = next(reversed(self._records.parts(id)), None)
        base = first.record.base if first else ""
        with suppress(Absent):
            return f"{self._place.objects.commit(base).oid}..HEAD" if re.fullmatch(_ID, base) else "HEAD"
        return "HEAD"

    def _of_session(self, id: str, span: str) -> tuple[list[squashes.Pair], list[Landing]]:
        """Its commits in a part of the history, and the commits there that brought its record."""
        commits = log.commits(checkpoints.query(span, named=f"{id}/"))
        points = [known for commit in commits if (known := session_log.of(commit)) and known[0] == id]
        every = self._landed if span == "HEAD" else self._place.landings(span)
        landed = [one for one in every if one.record.id == id]
        return list(squashes.among(points, landed)), landed

    def _checkpoint(self, id: str, number: int) -> Found:
        """The commit with that number, else one that includes it."""
        session = self._session(id)
        points = session.log.checkpoints if session.log else ()
        ordered = sorted(points, key=lambda point: (point.number == number, point.when), reverse=True)
        for point in ordered:
            if number == point.number or number in point.includes:
                return session._replace(point=point)
        raise Failure(f"no commit of HEAD is checkpoint {id}/{number}", f"git sessionlog show {id}")

    def _commit(self, what: str) -> Found:
        try:
            oid = ranges.commit(what)
        except Failure as failure:
            raise Failure(f'"{what}" is no session, checkpoint or commit here', failure.hint) from None
        for commit in log.commits(checkpoints.query(f"{oid}^!")):
            known = session_log.of(commit)
            pairs = self._brought(oid) or ([known] if known else [])
            if not pairs:
                point = session_log.alone(commit)
                return Found(point=point._replace(sizes=diffs.all_sizes([oid]).get(oid, {})))
            own, *others = self._place.told(session_log.grouped(pairs), lambda: self._landed)
            rest = tuple(one.record for one in others if one.record)
            return self._stored(own)._replace(point=own.checkpoints[0], others=rest)
        raise Failure(f"{oid[:10]} cannot be read", "git fetch, or git fsck")

    def _brought(self, oid: str) -> list[squashes.Pair]:
        """The sessions whose squash a commit is; none for most commits."""
        if not self._place.landings(f"{oid}^!"):
            return []
        commits = log.commits(checkpoints.query("HEAD", named="[0-9]"))
        known = (found for commit in commits if (found := session_log.of(commit)))
        pairs = squashes.among(known, self._landed)
        return [(id, point) for id, point in pairs if point.oid == oid and point.brought]

    def _stored(self, log: Log) -> Found:
        """A session with its records, those that landed where HEAD has none."""
        there = tuple(map(self._records.whole, self._records.parts(log.id)))
        landed = [] if there else [one for one in self._landed if one.record.id == log.id]
        stored = there or tuple(Stored.of(one.path, one.record) for one in landed)
        return Found(log if log.checkpoints else None, stored, gone=landed[0].commit.oid if landed else "")


def _of_history(start: str) -> Iterable[str]:
    """The sessions that commits of HEAD name and that begin so."""
    for commit in log.commits(checkpoints.query("HEAD", named=start)):
        known = session_log.of(commit)
        if known:
            yield known[0]


def _only(ids: Iterable[str], what: str) -> str:
    """The one that is meant. Raises Failure where there are several."""
    first, *more = dict.fromkeys(ids)
    if more:
        shown = ", ".join((first, *more)[:5])
        raise Failure(f'"{what}" may be {len(more) + 1} sessions: {shown}', "name one by its whole id")
    return first
