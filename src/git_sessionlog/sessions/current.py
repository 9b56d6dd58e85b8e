"""Which session goes on here: the one answer for `status`, `checkpoint` and `end`."""

import os
import zlib
from collections.abc import Sequence

from ..core.errors import Failure
from ..core.stamps import stamp
from ..git import checkpoints, log, missing_files, session_state, trailers, worktree
from ..git import run as git
from ..git.log import Commit
from ..git.objects import Object
from ..records.record import Fix, Record, title_of
from ..records.store import Stored
from . import opening, other_sessions, session_commits, undescribed
from .clone import Clone
from .session_commits import Work


def of(clone: Clone, goal: str = "") -> tuple[Record, Stored | None]:
    """The session of the branch; one that commits opened, or that nobody did, has no record yet.

    `goal` is for such a one. Raises Failure where there is none.
    """
    session = clone.sessions.here()
    mine = clone.records.find(session.id) if session else None
    if mine:
        found = clone.records.whole(mine)
        return found.record, found
    opened = _of_commits(clone, session.id, goal) if session and session.auto else None
    if opened:
        return opened, None
    last = clone.last()
    started = bool(session and not session.auto)
    bare = () if started else undescribed.to_push(clone)
    if bare:
        return _of_undescribed(clone, bare), None
    raise _none(clone, session.id if session and started else "", last.record if last else None)


def told_by(done: Work) -> str:
    """What a session was for, as its commits tell it: the text of the only one, or their fixes."""
    fixes, texts = list(done.fixes), list(dict.fromkeys(piece.text for piece in done.pieces if piece.text))
    if len(texts) == 1 or (texts and not fixes):
        return texts[0] + (f", and {len(texts) - 1} more" if len(texts) > 1 else "")
    return f"Fix {fixes[0]}" if len(fixes) == 1 else f"Fixes {', '.join(fixes)}" if fixes else ""


def _none(clone: Clone, id: str, last: Record | None) -> Failure:
    """Why there is no session; `id` is the active one, whose record is not here."""
    if id:
        missing_files.refuse(clone.top, missing_files.missing(clone.top, clone.records.directories))
    if last and last.is_open:
        return Failure(
            f"session {last.label} of this branch was not started in this clone",
            "go on with it: git sessionlog start --force",
        )
    if id:
        return Failure(
            f"the record of session {id} is not here: it may be on another branch",
            "git switch to that branch, or begin anew: git sessionlog start",
        )
    last_one = f"; the last one, {last.label}, has ended" if last else ""
    other = next(iter(other_sessions.to_take(clone)), None)
    also = f", or go on with one of before: {other_sessions.take(other.front.id)}" if other else ""
    return Failure(f"there is no session{last_one}", f'git sessionlog start "GOAL"{also}')


def _first_of(id: str) -> Commit | None:
    """The oldest commit of the branch whose trailer names a session."""
    oldest = None
    for commit in log.commits(checkpoints.query("HEAD", named=f"{id}/")):
        if commit.checkpoint.startswith(f"{id}/"):  # the text alone may stand anywhere
            oldest = commit
    return oldest


def _of_commits(clone: Clone, id: str, goal: str) -> Record | None:
    """The record of a session that commits have opened; None where no commit of the branch names it.

    It begins before what a push would be refused for, where that came before its first commit.
    """
    first = _first_of(id)
    if first is None:
        return None
    bare = undescribed.to_push(clone)
    came_before = bare and git.ask("rev-list", "-1", bare[0].oid, f"^{first.oid}", "--") == b""
    began = bare[0].oid if came_before else first.oid
    base = git.ask("rev-parse", "-q", "--verify", f"{began}^", no=(1,)).decode().strip()
    record = Record(id, branch=clone.branch, base=base, started=stamp(first.authored), goal=goal)
    return _named(clone, record, session_commits.of(record, clone, [one.oid for one in bare]))


def _of_undescribed(clone: Clone, commits: Sequence[Object]) -> Record:
    """The record of a session that nobody started, for commits that nothing describes.

    Asked again it is the same one, in another clone it is not.
    """
    first = commits[0]
    points = (session_state.parts(one) for one in trailers.values(commits[-1].message, trailers.KEY))
    foreign = {one.id for one in clone.sessions.others()}
    named = (id for id, _ in filter(None, points) if id not in foreign)
    known = next((id for id in named if not clone.records.find(id)), "")
    day = stamp(first.when)[:10].replace("-", "")
    seed = os.fsencode(f"{os.path.realpath(worktree.common(clone.state))} {clone.branch} {first.oid}")
    id = known or session_state.opened(day, zlib.crc32(seed).to_bytes(4, "big")).id
    base = first.parents[0] if first.parents else ""
    record = Record(id, branch=clone.branch, base=base, started=stamp(first.when))
    return _named(clone, record, session_commits.of(record, clone, [one.oid for one in commits]))


def _named(clone: Clone, record: Record, done: Work) -> Record:
    """A new record with its number, its fixes, and a goal that the commits tell."""
    last = clone.last()
    goal = record.goal or told_by(done)
    named = record._replace(
        title=title_of(goal),
        goal=goal,
        continues=last.record.id if last else "",
        fixes=tuple(map(Fix, done.fixes)),
    )
    return opening.named(clone, named)
