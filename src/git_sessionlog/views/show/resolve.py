"""What a user means by a few characters: a session, a checkpoint, or a commit."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ...core.errors import Failure
from ...git import checkpoints, diffs, log, ranges
from ...git.trailers import CHECKPOINT
from ...records.store import Records, Stored
from ...state import session_log
from ...state.session_log import Checkpoint, Log
from .history import records_at

_PREFIX = r"[0-9]{4,8}|[0-9]{8}-[0-9a-hjkmnp-tv-z]{0,6}"


class Found(NamedTuple):
    """A session with its record, where there is one; `point` is the one commit of it that is meant.

    `log` is None for a commit of no session, and for a session none of whose commits is in HEAD.
    """

    log: Log | None = None
    stored: Stored | None = None
    point: Checkpoint | None = None


def found(what: str) -> Found:
    """What `git sessionlog show` is to show. Raises Failure for what is nothing, or several sessions."""
    with records_at("HEAD") as records:
        return _found(what, records)


def _found(what: str, records: Records) -> Found:
    checkpoint = re.fullmatch(CHECKPOINT, what)
    if checkpoint:
        return _checkpoint(checkpoint[1], int(checkpoint[2]), records)
    if re.fullmatch(r"[0-9]{1,4}", what):
        numbered = [one.front.id for one in records if one.front.number("number") == int(what)]
        if numbered:
            return _session(_only(numbered, what), records)
    if re.fullmatch(_PREFIX, what):
        ids = [one.front.id for one in records if one.front.id.startswith(what)]
        ids += [id for id in _of_history(what) if id.startswith(what)]
        if ids:
            return _session(_only(ids, what), records)
    return _commit(what, records)


def _session(id: str, records: Records) -> Found:
    record = records.find(id)
    commits = log.commits(checkpoints.query("HEAD", named=f"{id}/"))
    points = [found for commit in commits if (found := session_log.of(commit)) and found[0] == id]
    logs = session_log.folded(session_log.grouped(points), diffs.patch_ids)
    if not logs and not record:
        raise Failure(
            f"no commit of HEAD belongs to session {id}", "git fetch, or git switch to its branch"
        )
    oids = [point.oid for log in logs for point in log.checkpoints]
    sized = session_log.with_sizes(logs, diffs.all_sizes(oids))
    return Found(sized[0] if sized else None, records.whole(record) if record else None)


def _checkpoint(id: str, number: int, records: Records) -> Found:
    """The commit with that number, else one that includes it."""
    session = _session(id, records)
    points = session.log.checkpoints if session.log else ()
    ordered = sorted(points, key=lambda point: (point.number == number, point.when), reverse=True)
    for point in ordered:
        if number == point.number or number in point.includes:
            return session._replace(point=point)
    raise Failure(f"no commit of HEAD is checkpoint {id}/{number}", f"git sessionlog show {id}")


def _commit(what: str, records: Records) -> Found:
    try:
        oid = ranges.commit(what)
    except Failure as failure:
        raise Failure(f'"{what}" is no session, checkpoint or commit here', failure.hint) from None
    for commit in log.commits(checkpoints.query(f"{oid}^!")):
        known = session_log.of(commit)
        point = known[1] if known else session_log.alone(commit)
        point = point._replace(sizes=diffs.all_sizes([oid]).get(oid, {}))
        record = records.find(known[0]) if known else None
        return Found(Log(known[0], (point,)) if known else None, record, point)
    raise Failure(f"{oid[:10]} cannot be read", "git fetch, or git fsck")


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
