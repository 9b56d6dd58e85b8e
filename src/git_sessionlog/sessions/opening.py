"""What a start writes; and a start that has not come to its commit, which is gone on with."""

import os
import shlex
from typing import NamedTuple

from ..core.paths import place_of
from ..documents.profiles.model import DocumentType
from ..git import branch_tips
from ..records import store
from ..records.record import Record, fix_text, written
from ..records.store import Stored
from . import active, document_locations
from .clone import Clone
from .entry_texts import UNKNOWN
from .session_documents import Desk, copied


def named(clone: Clone, record: Record) -> Record:
    """A new record with the number that comes after all that are known here.

    Raises GitError where git cannot read the tip of a branch.
    """
    tips = branch_tips.at(map(branch_tips.anywhere, clone.records.directories), clone.top)
    number = store.next_number(clone.top, clone.records, tips)
    return record._replace(number=max([number, *(one + 1 for one in document_locations.numbers(clone))]))


class Unfinished(NamedTuple):
    """A session whose start is not committed: its record, and the paths that are the start's own."""

    stored: Stored
    own: frozenset[str]

    @property
    def record(self) -> Record:
        """Its record."""
        return self.stored.record


def unfinished(clone: Clone) -> Unfinished | None:
    """The session of this work tree and branch whose start is not committed, None where there is none."""
    session = clone.sessions.here()
    if session is None or session.auto:
        return None
    mine = clone.records.find(session.id)
    if mine is None or not mine.record.is_open:
        return None
    if not clone.has_documents:  # a start commits nothing there
        return None
    starting = active.starting(clone.state)
    new = {change.path for change in clone.changes.paths if change.code == "??" or "A" in change.code}
    if mine.path not in new and (starting is None or starting.id != session.id):
        return None
    left = clone.records.find(starting.left) if starting else None
    own = [
        mine.path,
        *(place.path for place in document_locations.states(clone, mine.record, mine.path)),
        *(place.path for place in document_locations.own_files(clone, mine.record, at_end=False)),
        *([left.path] if left else []),
    ]
    return Unfinished(clone.records.whole(mine), frozenset(own))


def is_of(record: Record, asked: Record) -> bool:
    """Whether a record is that of a start with the goal and the plan of `asked`."""
    one, other = (
        (each.goal, each.batch, each.kind, [(fix.id, fix.file) for fix in each.fixes])
        for each in (record, asked)
    )
    known = zip(record.fixes, asked.fixes, strict=False)
    return one == other and all(new.text in ("", old.text) for old, new in known)


def go_on(record: Record) -> str:
    """The command that goes on with a start."""
    words = ["git", "sessionlog", "start", *([record.goal] if record.goal else [])]
    words += [word for fix in record.fixes for word in ("--fix", fix_text(fix))]
    words += ["--batch", record.batch] if record.batch else []
    words += ["--kind", record.kind] if record.kind else []
    return shlex.join([*words, *(["--force"] if record.forced else [])])


def take_back(clone: Clone, one: Unfinished) -> str:
    """The command that puts all of a start away; what was written since stays in the stash."""
    paths = sorted(change.path for change in clone.changes.paths if change.path in one.own)
    here = [os.path.relpath(place_of(clone.top, path)) for path in paths]
    return shlex.join(["git", "stash", "push", "-u", "--", *here])


def finished(desk: Desk) -> None:
    """Take up all that a start was to commit, and write what it was kept from writing."""
    if not desk.clone.has_documents:
        for place in document_locations.own_files(desk.clone, desk.record, at_end=False):
            desk.lay_out(place)
        return
    starting = active.starting(desk.clone.state)
    if starting is None or starting.id != desk.record.id:
        return
    records = desk.clone.records
    if not starting.is_written:
        before = records.find(desk.record.continues)
        lay_out(desk, records.whole(before).record if before else None)
    leave(desk, records.find(starting.left))


def lay_out(desk: Desk, before: Record | None) -> None:
    """The record, the session's own files, and the fixes in the state documents; twice it is once."""
    plan = (fix._replace(text=fix.text or desk.text_of(fix.id)) for fix in desk.record.fixes)
    desk.keep(desk.record._replace(fixes=tuple(plan)))
    for place in document_locations.own_files(desk.clone, desk.record, at_end=False):
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
        desk.move(fix.id, "next", "in-progress")
        desk.add("in-progress", {"fix": fix.id, "text": text, "path": fix.file})
        desk.close("next", frozenset((fix.id,)), kept_in="in-progress")
    desk.head(desk.record.started, desk.record.status)


def leave(desk: Desk, found: Stored | None) -> None:
    """Take up the record of a session that was active here, and mark it as left without an end."""
    if found is None or found.record.id == desk.record.id:
        return
    mine = desk.clone.records.whole(found)
    desk.papers.open(mine.path, DocumentType("record", mine.path), str)
    if mine.record.is_open:
        left = mine.record._replace(status="incomplete", ended=desk.record.started)
        desk.papers[mine.path] = written(desk.papers[mine.path], left)
