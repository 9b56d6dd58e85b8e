"""The start of a session: what stands in its way, its record, the documents that it begins with."""

import os
import time
from collections.abc import Iterator
from typing import NamedTuple

from .. import goals, records, sessions
from ..documents.profile import DocumentType, filled
from ..record import Fix, Record, written
from ..records import Stored
from . import active, places, save
from .clone import Clone
from .desk import UNKNOWN, Desk, Removed, copied, planned, stamp
from .planned import register, same

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


def obstacles(clone: Clone, asked: Asked) -> Iterator[Obstacle]:
    """What stands in the way of a new session."""
    yield from _unended(clone)
    paths = [change.path for change in clone.changes.paths]
    if paths:
        rest = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
        what = "1 change is" if len(paths) == 1 else f"{len(paths)} changes are"
        yield Obstacle(
            f"{what} not committed: {', '.join(paths[:SHOWN])}{rest}", "git commit, or git stash -u"
        )
    to = save.destination(clone.branch)
    if isinstance(to, save.Destination) and (count := save.ahead(to)):
        what = "1 commit is" if count == 1 else f"{count} commits are"
        remedy = f"git push -u {to.remote} {clone.branch}" if to.is_new else "git push"
        yield Obstacle(f"{what} not pushed", remedy)
    goal = asked.goal or (f"Batch {asked.batch}" if asked.batch else "")
    if not asked.fixes and goals.is_vague(goal):
        said = "the goal is vague" if goal else "there is no goal"
        yield Obstacle(f"{said}: say which fix, in which file, and what to change", f'"{goals.GOOD}"')


def begin(clone: Clone, asked: Asked, forced: tuple[str, ...]) -> Started:
    """Begin a session: write its record and what it is to fix, commit that, and make it the active one.

    Raises Failure for what cannot be written or committed; run again, it begins anew.
    """
    now = time.time()
    stored = records.here(clone.top, records.places(clone.profiles))
    last = records.last_of(stored, clone.branch)
    before = records.whole(clone.top, last) if last else None
    day = time.strftime("%Y%m%d", time.gmtime(now))
    id = sessions.opened(day, os.urandom(4)).id
    goal = asked.goal or (f"Complete batch {asked.batch}" if asked.batch else _goal_of(asked.fixes))
    number = _number(clone, stored)
    record = Record(
        id,
        number,
        _title(goal),
        kind=asked.kind,
        branch=clone.branch,
        base=clone.head,
        started=stamp(now),
        continues=before.record.id if before else "",
        goal=goal,
        batch=asked.batch,
        fixes=asked.fixes,
        forced=forced,
    )
    desk = Desk(clone, record, None, clone.head, _of_previous(clone, before.record if before else None))
    _write(desk, before.record if before else None)
    _leave(desk, stored)
    save.must_be_kept(clone.top, desk.papers.changed())
    active.begin(clone.state, id)
    desk.papers.write()
    subject = save.subject(f"start session {record.label}", clone.settings, [fix.id for fix in asked.fixes])
    then = "then: git sessionlog checkpoint"
    done = asked.commit and save.documents(desk.paths, subject, then=then)
    warnings = tuple(_warnings(clone, asked))
    removed = tuple(desk.removed)
    return Started(desk.record, desk.home.path, message(desk), warnings, subject if done else "", removed)


def message(desk: Desk) -> str:
    """The message with which the session begins, as the profiles word it."""
    fixes = "\n".join(f"- {planned(fix)}" for fix in desk.record.fixes)
    given = {**desk.values, "fixes": fixes}
    worded = (one.messages["start"] for one in desk.clone.profiles if "start" in one.messages)
    return filled(next(worded, "{goal}"), given).strip()


def _unended(clone: Clone) -> Iterator[Obstacle]:
    session = active.read(clone.state)
    stored = records.here(clone.top, records.places(clone.profiles))
    mine = records.with_id(stored, session.id) if session and not session.auto else None
    last = mine or records.last_of(stored, clone.branch)
    if last and last.record.is_open:
        title = f" ({last.record.title})" if last.record.title else ""
        where = "" if mine else ", it was started elsewhere"
        remedy = "git sessionlog end" if mine else "git pull, if it has ended there"
        yield Obstacle(f"session {last.record.label}{title} has not ended{where}", remedy)


def _number(clone: Clone, stored: list[Stored]) -> int:
    """The next number, above all that are known."""
    known = records.next_number(clone.top, records.places(clone.profiles), stored)
    return max([known, *(number + 1 for number in places.numbers(clone))])


def _write(desk: Desk, before: Record | None) -> None:
    """The record, the session's own files, and the fixes in the state documents."""
    plan = (fix._replace(text=fix.text or desk.text_of(fix.id)) for fix in desk.record.fixes)
    desk.keep(desk.record._replace(fixes=tuple(plan)))
    for place in places.own_files(desk.clone, desk.record, at_end=False):
        desk.lay_out(place)
    if before:
        desk.carry_over(before)
        blockers = (copied(entry)["text"] for entry in desk.held("blockers"))
        desk.fields({"previous-blockers": ", ".join(dict.fromkeys(blockers)) or "None"}, "summary")
        title = f": {before.title}" if before.title else ""
        desk.add(
            "continuity", {"text": f"continues session {before.label}{title}", "date": desk.record.date}
        )
    for fix in desk.record.fixes:
        file = f" in {fix.file.replace(',', ', ')}" if fix.file and fix.file not in fix.text else ""
        text = f"{fix.text}{file}".strip() or UNKNOWN
        desk.add("in-progress", {"fix": fix.id, "text": text, "path": fix.file})
        desk.close("next", frozenset((fix.id,)))
    desk.head(desk.record.started, desk.record.status)


def _leave(desk: Desk, stored: list[Stored]) -> None:
    """Mark the session that was active here, and is left without an end."""
    session = active.read(desk.clone.state)
    found = records.with_id(stored, session.id) if session else None
    mine = records.whole(desk.clone.top, found) if found else None
    if mine and mine.record.is_open:
        left = mine.record._replace(status="incomplete", ended=desk.record.started)
        desk.papers.open(mine.path, DocumentType("record", mine.path), str)
        desk.papers[mine.path] = written(desk.papers[mine.path], left)


def _of_previous(clone: Clone, record: Record | None) -> dict[str, str]:
    """What the session before came to, for a document that tells of it."""
    if record is None:
        return dict.fromkeys(("previous-completed", "previous-pending", "previous-blockers"), "None")
    done = list(dict.fromkeys(fix for point in record.checkpoints for fix in point.fixes))
    other = set(done) - {fix.id for fix in record.fixes}
    names = same(register(clone), record.fixes, other) if record.fixes and other else {}
    done = list(dict.fromkeys(names.get(fix, fix) for fix in done))
    left = [planned(fix) for fix in record.fixes if fix.id not in done]
    return {
        "previous-completed": ", ".join(f"Fix #{fix}" for fix in done) or record.title,
        "previous-pending": ", ".join(left) or "None",
    }


def _title(goal: str) -> str:
    return goal if len(goal) <= 72 else goal[:69].rstrip() + "..."


def _goal_of(fixes: tuple[Fix, ...]) -> str:
    return "; ".join(planned(fix) for fix in fixes)


def _warnings(clone: Clone, asked: Asked) -> Iterator[str]:
    yield from asked.notes
    if clone.changes.behind:
        yield f"{clone.changes.upstream} has commits that are not here: git pull"
    if goals.is_too_much(fix.text for fix in asked.fixes):
        yield (
            "this is more than one session holds: 3 to 5 small fixes, 1 or 2 medium ones, or 1 large one; "
            "say (medium) or (large) in a fix's text"
        )
    if len({path for fix in asked.fixes for path in fix.file.split(",")}) > 4:
        yield "the fixes are in more than 4 files: split them into two sessions"
