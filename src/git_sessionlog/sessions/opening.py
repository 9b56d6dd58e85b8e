"""What a session begins with: its number, and what its documents say before there is any work."""

from collections.abc import Container

from ..documents.profiles.model import DocumentType
from ..git import branch_tips
from ..git.log import Commit
from ..records import store
from ..records.record import Record, written
from ..records.store import Stored
from . import document_locations
from .clone import Clone
from .entry_texts import UNKNOWN
from .planned_fixes import register, same
from .session_documents import Desk, copied, planned

NOT_ENDED = "has not ended"
"""How what stands in the way of a start ends, where it is an open session of this branch and clone."""


def named(clone: Clone, record: Record) -> Record:
    """A new record with the number that comes after all that are known here.

    Raises GitError where git cannot read the tip of a branch.
    """
    tips = branch_tips.at(map(branch_tips.anywhere, clone.records.directories), clone.top)
    number = store.next_number(clone.top, clone.records, tips)
    return record._replace(number=max([number, *(one + 1 for one in document_locations.numbers(clone))]))


def is_of(record: Record, asked: Record) -> bool:
    """Whether a record is that of a start with the goal and the plan of `asked`."""
    one, other = (
        (each.goal, each.batch, each.kind, [(fix.id, fix.file) for fix in each.fixes])
        for each in (record, asked)
    )
    known = zip(record.fixes, asked.fixes, strict=False)
    return one == other and all(new.text in ("", old.text) for old, new in known)


def desk(clone: Clone, record: Record, stored: Stored | None, last: Commit) -> Desk:
    """The documents of a session that goes on, `last` being the commit that they name.

    The first that are written get what a session begins with, but for its fixes: `in_progress`.
    """
    if not clone.begins(stored):
        return Desk(clone, record, stored, last)
    before = _before(clone, record)
    one = Desk(clone, record, stored, last, previous(clone, before))
    if not clone.has_documents:
        for place in document_locations.own_files(clone, record, at_end=False):
            one.lay_out(place)
        return one
    lay_out(one, before)
    if any(text.endswith(NOT_ENDED) for text in record.forced):
        _leave(one, clone.records.find(record.continues))
    return one


def previous(clone: Clone, record: Record | None) -> dict[str, str]:
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


def lay_out(desk: Desk, before: Record | None) -> None:
    """The record, the session's own files, and what the session before has left; twice it is once."""
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
    desk.head(desk.record.started, desk.record.status)


def in_progress(desk: Desk, fixes: Container[str]) -> None:
    """Have some fixes of the plan as what is in progress; an entry that says more stays next."""
    for fix in desk.record.fixes:
        if fix.id not in fixes:
            continue
        file = f" in {fix.file.replace(',', ', ')}" if fix.file and fix.file not in fix.text else ""
        text = f"{fix.text}{file}".strip() or UNKNOWN
        desk.move(fix.id, "next", "in-progress")
        desk.add("in-progress", {"fix": fix.id, "text": text, "path": fix.file})
        desk.close("next", frozenset((fix.id,)), kept_in="in-progress")


def _leave(desk: Desk, found: Stored | None) -> None:
    """Mark the session that this one was started over as left without an end; a draft is marked already."""
    if found is None or desk.clone.is_draft(found) or not found.record.is_open:
        return
    mine = desk.clone.records.whole(found)
    desk.papers.open(mine.path, DocumentType("record", mine.path), str)
    desk.papers[mine.path] = written(desk.papers[mine.path], left(mine.record, desk.record))


def left(record: Record, by: Record) -> Record:
    """A record as it is when another session has begun instead, and it has no end."""
    return record._replace(status="incomplete", ended=by.started)


def _before(clone: Clone, record: Record) -> Record | None:
    found = clone.records.find(record.continues)
    return clone.records.whole(found).record if found else None
