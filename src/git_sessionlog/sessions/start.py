"""The start of a session: what stands in its way, and its record."""

import os
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..core import goals
from ..core.stamps import stamp
from ..documents.document import Document
from ..documents.profiles.model import filled
from ..git import missing_files, session_state, trailers, worktree
from ..git.objects import Object
from ..records import drafts
from ..records.record import Fix, Record, title_of, written
from ..records.store import Stored
from . import (
    active,
    opening,
    other_sessions,
    save,
    secret_checks,
)
from .clone import Clone, last_commit
from .session_documents import Desk, planned

SHOWN = 3
"""Paths that an obstacle names before the rest is a count."""


class Obstacle(NamedTuple):
    """What stands in the way of a start, and what to do about it."""

    what: str
    remedy: str


class Asked(NamedTuple):
    """What the user wants of a session; `notes` are remarks on it, which are shown as warnings."""

    goal: str
    fixes: tuple[Fix, ...] = ()
    batch: str = ""
    kind: str = ""
    notes: tuple[str, ...] = ()


class Started(NamedTuple):
    """A session that has begun: its record, the path that this will have, the message, and warnings."""

    record: Record
    path: str
    message: str
    warnings: tuple[str, ...]


def obstacles(clone: Clone, asked: Asked, bare: Sequence[Object]) -> Iterator[Obstacle]:
    """What stands in the way of a new session.

    `bare` are the commits that a push would be refused for: they become part of the session.
    """
    yield from _unended(clone)
    paths = [change.path for change in clone.changes.paths]
    if paths:
        rest = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
        what = "1 change is" if len(paths) == 1 else f"{len(paths)} changes are"
        found = f"{what} not committed: {', '.join(paths[:SHOWN])}{rest}"
        yield Obstacle(found, "git commit, or git stash -u")
    yield from _unpushed(clone, bare)
    yield from _vague(clone, asked)


def begin(clone: Clone, asked: Asked, forced: tuple[str, ...], bare: Sequence[Object]) -> Started:
    """Begin a session: its record is a draft, and it the active one; the work tree stays as it is.

    `bare` are the commits that a push would be refused for. Raises Failure for what cannot be kept; run
    again, it goes on with what is there.
    """
    _must_have_records(clone)
    left = _mine(clone)
    desk = _new(clone, intended(clone, asked)._replace(forced=forced), left, bare)
    save.must_be_kept(clone.top, [desk.home.path])
    secret_checks.must_hold_none(desk)
    others = tuple(other_sessions.said(clone, asked.fixes, "after this one"))
    drafts.keep(clone.state, desk.home.path, desk.papers[desk.home.path].source.data)
    active.carry_on(clone.sessions, desk.record.id)
    _let_go(clone, left, desk.record)
    return Started(
        desk.record, desk.home.path, message(desk), (*_warnings(clone, asked, len(bare)), *others)
    )


def again(clone: Clone, wanted: Record) -> Started | None:
    """The session that was begun here with the same goal and plan, which goes on; None where there is none.

    A start that was killed between its steps comes to its end.
    """
    mine = _mine(clone)
    if mine is None:
        return None
    here = [mine] if clone.is_draft(mine) else []
    untied = (one for one in clone.left_behind() if one.record.continues == mine.front.id)
    found = next((one for one in (*here, *untied) if opening.is_of(one.record, wanted)), None)
    if found is None:
        return None
    record = clone.records.whole(found).record
    active.carry_on(clone.sessions, record.id)
    _let_go(clone, clone.records.find(record.continues), record)
    return Started(record, found.path, message(Desk(clone, record, found, last_commit(clone.head))), ())


def _let_go(clone: Clone, stored: Stored | None, by: Record) -> None:
    """Mark a draft as left, where it is one that is open: no branch has it any more."""
    if stored is None or not clone.is_draft(stored) or not stored.record.is_open:
        return
    mine = clone.records.whole(stored)
    data = clone.records.tree.read(mine.path)
    document = written(Document.of(data or b"", mine.path), opening.left(mine.record, by))
    drafts.keep(clone.state, mine.path, document.source.data)


def message(desk: Desk) -> str:
    """The message with which the session begins, as the profiles word it."""
    fixes = "\n".join(f"- {planned(fix)}" for fix in desk.record.fixes)
    given = {**desk.values, "fixes": fixes}
    worded = (one.messages["start"] for one in desk.clone.profiles if "start" in one.messages)
    return filled(next(worded, "{goal}"), given).strip()


def _unended(clone: Clone) -> Iterator[Obstacle]:
    mine = _mine(clone)
    last = mine or clone.last()
    if last is None or not last.record.is_open:
        return
    title = f" ({last.record.title})" if last.record.title else ""
    what = f"session {last.record.label}{title} {opening.NOT_ENDED}"
    if mine:
        yield Obstacle(what, "git sessionlog end")
    else:
        yield Obstacle(f"{what}, it was started elsewhere", "git pull, if it has ended there")


def _unpushed(clone: Clone, bare: Sequence[Object]) -> Iterator[Obstacle]:
    """Commits that a push would take; those that it would be refused for become part of the session."""
    if bare:
        return
    to = save.destination(clone.remotes)
    if isinstance(to, save.Destination) and (count := save.ahead(to)):
        what = "1 commit is" if count == 1 else f"{count} commits are"
        remedy = f"git push -u {to.remote} {clone.branch}" if to.is_new else "git push"
        yield Obstacle(f"{what} not pushed", remedy)


def _vague(clone: Clone, asked: Asked) -> Iterator[Obstacle]:
    goal = asked.goal or (f"Batch {asked.batch}" if asked.batch else "")
    if not asked.fixes and goals.is_vague(goal):
        said = "the goal is vague" if goal else "there is no goal"
        other = next(iter(other_sessions.to_take(clone)), None) if not goal else None
        also = f"; or go on with the one of before: {other_sessions.take(other.front.id)}" if other else ""
        what = f"{said}: say which fix, in which file, and what to change"
        yield Obstacle(what, f'"{goals.GOOD}"{also}')


def intended(clone: Clone, asked: Asked) -> Record:
    """What is asked for as a record, without what makes it one of a session."""
    goal = asked.goal or (f"Complete batch {asked.batch}" if asked.batch else _goal_of(asked.fixes))
    return Record(
        "",
        title=title_of(goal),
        kind=asked.kind,
        branch=clone.branch,
        goal=goal,
        batch=asked.batch,
        fixes=asked.fixes,
    )


def _new(clone: Clone, intended: Record, left: Stored | None, bare: Sequence[Object]) -> Desk:
    """The documents of a new session, which begins before the first of the `bare` commits."""
    now = time.time()
    last = left or clone.last()
    before = clone.records.whole(last).record if last else None
    day = time.strftime("%Y%m%d", time.gmtime(now))
    given = intended._replace(
        id=_opened(clone, bare) or session_state.opened(day, os.urandom(4)).id,
        base=next(iter(bare[0].parents), "") if bare else clone.head,
        started=stamp(now),
        continues=before.id if before else "",
    )
    record = opening.named(clone, given)
    desk = Desk(clone, record, None, last_commit(clone.head), opening.previous(clone, before))
    opening.lay_out(desk, before)
    opening.in_progress(desk, [fix.id for fix in record.fixes])
    return desk


def _mine(clone: Clone) -> Stored | None:
    """The record of the session that was started on this branch and is open, None where there is none."""
    session = clone.sessions.here()
    found = clone.records.find(session.id) if session and not session.auto else None
    return found if found and found.record.is_open else None


def _opened(clone: Clone, bare: Sequence[Object]) -> str:
    """The session that some of the commits have opened and that goes on here: a start only names it.

    "" where there is none; where this is a copy of a repository, it is the other one's.
    """
    here = clone.sessions.here()
    if here is None or not here.auto or here.home != os.path.realpath(worktree.common(clone.state)):
        return ""
    values = (value for one in bare for value in trailers.values(one.message, trailers.KEY))
    named = {found[0] for found in map(session_state.parts, values) if found}
    return here.id if here.id in named and not clone.records.find(here.id) else ""


def _must_have_records(clone: Clone) -> None:
    """Raise Failure where a record was deleted in the work tree: the last session is looked for in them."""
    directories = clone.records.directories
    if any("D" in one.code and one.path.startswith(directories) for one in clone.changes.paths):
        missing_files.refuse(clone.top, missing_files.missing(clone.top, directories))


def _goal_of(fixes: tuple[Fix, ...]) -> str:
    return "; ".join(planned(fix) for fix in fixes)


def _warnings(clone: Clone, asked: Asked, taken: int) -> Iterator[str]:
    yield from asked.notes
    if taken:
        commits = (
            "1 commit that nothing describes is"
            if taken == 1
            else f"{taken} commits that nothing describes are"
        )
        yield f"{commits} part of this session"
    if clone.changes.behind:
        yield f"{clone.changes.upstream} has commits that are not here: git pull"
    if goals.is_too_much(fix.text for fix in asked.fixes):
        yield (
            "this is more than one session holds: 3 to 5 small fixes, 1 or 2 medium ones, or 1 large one; "
            "say (medium) or (large) in a fix's text"
        )
    if len({path for fix in asked.fixes for path in fix.file.split(",")}) > 4:
        yield "the fixes are in more than 4 files: split them into two sessions"
