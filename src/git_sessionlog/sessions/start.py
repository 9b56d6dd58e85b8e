"""The start of a session: what stands in its way, its record, the documents that it begins with."""

import os
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..core import goals
from ..core.stamps import stamp
from ..documents.profiles.model import filled
from ..git import missing_files, session_state
from ..git.objects import Object
from ..records import drafts
from ..records.record import Fix, Record, title_of
from ..records.store import Stored
from . import (
    active,
    document_locations,
    opening,
    other_sessions,
    save,
    secret_checks,
)
from .clone import Clone, last_commit
from .opening import Unfinished
from .planned_fixes import register, same
from .session_documents import Desk, Removed, planned

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
    commit: bool = True
    notes: tuple[str, ...] = ()


class Started(NamedTuple):
    """A session that has begun: its record and where that is, the message to begin with, and warnings.

    `subject` is that of the commit with its documents, "" where there is none; `removed` are the entries
    that are next no more.
    """

    record: Record
    path: str
    message: str
    warnings: tuple[str, ...]
    subject: str
    removed: tuple[Removed, ...] = ()


def obstacles(clone: Clone, asked: Asked, bare: Sequence[Object]) -> Iterator[Obstacle]:
    """What stands in the way of a new session, or of going on with a start that is not committed.

    `bare` are the commits that a push would be refused for: they become part of the session.
    """
    begun = opening.unfinished(clone)
    goes_on = begun is not None and opening.is_of(begun.record, intended(clone, asked))
    if not goes_on:
        yield from _unended(clone, begun)
    paths = [change.path for change in clone.changes.paths if not begun or change.path not in begun.own]
    if paths:
        rest = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
        what = "1 change is" if len(paths) == 1 else f"{len(paths)} changes are"
        remedy = "git commit" if begun else "git commit, or git stash -u"
        yield Obstacle(f"{what} not committed: {', '.join(paths[:SHOWN])}{rest}", remedy)
    if not goes_on:
        yield from _unpushed(clone, bare)
        yield from _vague(clone, asked)


def begin(clone: Clone, asked: Asked, forced: tuple[str, ...], bare: Sequence[Object]) -> Started:
    """Begin a session: write its record and what it is to fix, commit that, and make it the active one.

    `bare` are the commits that a push would be refused for.

    Raises Failure for what cannot be written or committed; run again, it goes on with what is there.
    """
    wanted = intended(clone, asked)
    begun = opening.unfinished(clone)
    if begun and opening.is_of(begun.record, wanted):
        desk = _begun(clone, begun.stored)
    else:
        _must_have_records(clone)
        desk = _new(clone, wanted._replace(forced=forced), bare)
    save.must_be_kept(clone.top, desk.papers.changed())
    secret_checks.must_hold_none(desk)
    others = tuple(other_sessions.said(clone, wanted.fixes, "after this one"))
    active.begin(clone.sessions, desk.record.id, _left(clone, desk.record))
    subject = _committed(desk, asked) if clone.has_documents else _kept(desk)
    active.started(clone.state)
    warnings = (*_warnings(clone, asked, len(bare)), *others)
    removed = tuple(desk.removed)
    return Started(desk.record, desk.home.path, message(desk), warnings, subject, removed)


def _committed(desk: Desk, asked: Asked) -> str:
    """Write the documents and commit them; the subject of the commit, "" where there is none."""
    clone, fixes = desk.clone, [fix.id for fix in desk.record.fixes]
    desk.papers.write()
    active.has_written(clone.state)
    subject = save.subject(f"start session {desk.record.label}", clone.settings, fixes)
    return subject if asked.commit and save.documents(desk.paths, subject) else ""


def _kept(desk: Desk) -> str:
    """Keep the record as a draft: the work tree stays as it is, and nothing is committed."""
    drafts.keep(desk.clone.state, desk.home.path, desk.papers[desk.home.path].source.data)
    return ""


def message(desk: Desk) -> str:
    """The message with which the session begins, as the profiles word it."""
    fixes = "\n".join(f"- {planned(fix)}" for fix in desk.record.fixes)
    given = {**desk.values, "fixes": fixes}
    worded = (one.messages["start"] for one in desk.clone.profiles if "start" in one.messages)
    return filled(next(worded, "{goal}"), given).strip()


def _unended(clone: Clone, begun: Unfinished | None) -> Iterator[Obstacle]:
    session = clone.sessions.here()
    records = clone.records
    mine = records.find(session.id) if session and not session.auto else None
    mine = mine or records.find(_left(clone, Record("")))  # nothing is there yet of the new one
    last = mine or clone.last()
    if last is None or not last.record.is_open:
        return
    title = f" ({last.record.title})" if last.record.title else ""
    if begun:
        remedy = f"go on: {opening.go_on(begun.record)}"
        if any(change.path == begun.stored.path for change in clone.changes.paths):
            remedy += f"; or take it back: {opening.take_back(clone, begun)}"
        yield Obstacle(f"the start of session {last.record.label}{title} is not committed", remedy)
        return
    where = "" if mine else ", it was started elsewhere"
    remedy = "git sessionlog end" if mine else "git pull, if it has ended there"
    yield Obstacle(f"session {last.record.label}{title} has not ended{where}", remedy)


def _unpushed(clone: Clone, bare: Sequence[Object]) -> Iterator[Obstacle]:
    """Commits that a push would take; those that it would be refused for become part of the session."""
    if bare:
        return
    to = save.destination(clone.branch)
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


def _begun(clone: Clone, mine: Stored) -> Desk:
    """The documents of a start that is gone on with."""
    found = clone.records.find(mine.record.continues)
    before = clone.records.whole(found).record if found else None
    desk = Desk(clone, mine.record, mine, last_commit(clone.head), _of_previous(clone, before))
    for place in document_locations.own_files(clone, mine.record, at_end=False):
        desk.lay_out(place)
    opening.finished(desk)
    return desk


def _new(clone: Clone, intended: Record, bare: Sequence[Object]) -> Desk:
    """The documents of a new session, which begins before the first of the `bare` commits."""
    now = time.time()
    last = clone.last()
    before = clone.records.whole(last).record if last else None
    day = time.strftime("%Y%m%d", time.gmtime(now))
    given = intended._replace(
        id=session_state.opened(day, os.urandom(4)).id,
        base=next(iter(bare[0].parents), "") if bare else clone.head,
        started=stamp(now),
        continues=before.id if before else "",
    )
    record = opening.named(clone, given)
    desk = Desk(clone, record, None, last_commit(clone.head), _of_previous(clone, before))
    opening.lay_out(desk, before)
    left = clone.records.find(_left(clone, record))
    opening.leave(desk, left if left and left.record.is_open else None)
    return desk


def _left(clone: Clone, record: Record) -> str:
    """The session that a start leaves: the active one, or that which an earlier try was to leave."""
    session, starting = clone.sessions.here(), active.starting(clone.state)
    if starting and session and starting.id == session.id:
        return starting.left
    return session.id if session and session.id != record.id else ""


def _must_have_records(clone: Clone) -> None:
    """Raise Failure where a record was deleted in the work tree: the last session is looked for in them."""
    directories = clone.records.directories
    if any("D" in one.code and one.path.startswith(directories) for one in clone.changes.paths):
        missing_files.refuse(clone.top, missing_files.missing(clone.top, directories))


def _of_previous(clone: Clone, record: Record | None) -> dict[str, str]:
    """What the session before came to, for a document that tells of it."""
    if record is None:
        return dict.fromkeys(("previous-completed", "previous-pending", "previous-blockers"), "None")
    other = set(record.named) - {fix.id for fix in record.fixes}
    known = same(register(clone), record.fixes, other) if record.fixes and other else {}
    done = list(dict.fromkeys(known.get(fix, fix) for fix in record.named))
    left = [planned(fix) for fix in record.fixes if fix.id not in done]
    return {
        "previous-completed": ", ".join(f"Fix #{fix}" for fix in done) or record.title,
        "previous-pending": ", ".join(left) or "None",
    }


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
