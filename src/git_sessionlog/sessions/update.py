"""The state documents of the default branch brought up to what records and commits say.

What a session could not write on its branch is written here: the notes of its record, the fixes that it has
done, its row. Commits that no record describes are taken up by their subjects. Made twice it is made once.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from ..core.errors import Failure
from ..core.stamps import stamp
from ..documents import about
from ..documents.entries import Entry, entries
from ..git import log, session_state
from ..git.objects import Object
from ..records.record import Record
from ..records.store import Stored
from ..state.fixes import collect
from ..state.fixes.status import Traced, made_by
from ..state.reverted_sessions import Taken
from . import (
    checkpoint,
    document_hashes,
    end_documents,
    last_session,
    reverted,
    row_marks,
    save,
    saving,
    session_rows,
    taken_up,
    undescribed,
)
from .clone import Clone, last_commit
from .document_buffer import Papers
from .handoff_checks import is_open
from .save import Commit
from .secret_checks import masked
from .session_commits import Work, piece_of
from .session_documents import Desk, Removed, copied

NOTES = ("decisions", "issues", "failed", "blockers", "next")
"""What a record says for the state documents, concept by concept."""

Step = Callable[[Desk, Mapping[str, Traced]], Iterator[str]]
"""What writes something into the documents at a desk, and gives what could not be done, in words."""

_WHY = "update"
_Taking = tuple[Stored | None, Step, str]
"""A step at the desk of a session, and the day of what is signed with it, "" for nothing."""

SHOWN = 5
"""Subjects of commits without a record that a row names; the others are counted."""


class Draft(NamedTuple):
    """An update in memory: the sessions and the commits that are taken up, the entries taken out.

    `taken` are sessions that a revert took back, or that are back, of which the documents said otherwise;
    `restored` the records that come back as they were. `notes` are what could not be written, `renewed` the
    hashes that were put right, in words, `paths` the documents that change: without any there is nothing to
    do.
    """

    clone: Clone
    papers: Papers
    sessions: tuple[Record, ...]
    commits: tuple[Object, ...]
    removed: tuple[Removed, ...]
    notes: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    taken: tuple[Taken, ...] = ()
    restored: tuple[str, ...] = ()


def draft(clone: Clone) -> Draft:
    """What the state documents lack, written into them in memory.

    Raises Failure where a document cannot be edited safely, GitError where git cannot read the history.
    """
    papers, every = Papers(clone.top), reverted.look(clone)
    clone = reverted.with_records(clone, every)
    back, kept = reverted.gone(clone, every)
    records = [clone.records.whole(one) for one in taken_up.pending(clone, [one.path for one in back])]
    bare = undescribed.without_record(clone, reverted.described(back))
    undone = {one.path for one in every if one.is_reverted}
    new = undone.intersection(one.path for one in records)
    taken = [one for one in every if one in back or one.path in new or not reverted.is_told(clone, one)]
    steps: list[_Taking] = [
        (one, partial(_take_up, closes=one.path not in undone), _day(one, bare)) for one in records
    ]
    steps += ((one.stored, partial(_told_back, one=one), "") for one in taken)
    steps += [(None, partial(_take_commits, commits=bare), _day(None, bare))] if bare else []
    notes, removed = _written(clone, papers, steps)
    for one in back:
        papers.bring(one.path, one.data)
    renewed, left = document_hashes.put_right(clone, papers)
    return Draft(
        clone,
        papers,
        tuple(one.record for one in records),
        bare,
        removed,
        (*notes, *kept, *left),
        renewed,
        tuple(papers.changed()),
        tuple(taken),
        tuple(one.path for one in back),
    )


def _written(
    clone: Clone, papers: Papers, steps: Sequence[_Taking]
) -> tuple[tuple[str, ...], tuple[Removed, ...]]:
    """Take the steps, each at the desk of its session; what could not be done, and what was taken out."""
    notes, removed = list[str](), list[Removed]()
    if not steps:
        return (), ()
    with collect.opened() as place:
        rows = {row.fix.id: row for row in collect.look(place, lambda commits: commits).rows}
    head = last_commit(clone.head)
    for stored, step, day in steps:
        desk = Desk(clone, stored.record if stored else _no_session(), stored, head, papers=papers)
        notes += step(desk, rows)
        if day:
            last_session.sign(desk, day, "" if stored else head.abbrev)
        notes += desk.notes
        papers.forget(desk.home.path)  # a record that has landed is never written again
        removed += (one for one in desk.removed if one.path != desk.home.path)
    return tuple(notes), tuple(removed)


def write(one: Draft, *, commit: bool) -> str:
    """Write the documents, and commit them; the subject, "" where nothing was committed.

    Raises Failure for what cannot be written, Refused where git or a hook does not commit it.
    """
    before, state = saving.under_way(one.clone.state), one.clone.state
    left = before.paths if before and _is_left(before, one.clone) else ()
    paths = tuple(dict.fromkeys((*left, *one.paths)))
    save.must_be_kept(one.clone.top, paths)
    source = f"update {paths[0]} from {what}" if (what := _what(one)) else f"put hashes in {paths[0]} right"
    subject = save.subject(source, one.clone.settings)
    if commit:
        parent = one.clone.head
        saving.begin(state, saving.Saving(parent, subject, paths, _WHY))
    one.papers.write()
    if not commit or not save.documents(state, paths, Commit(subject, why=_WHY)):
        return ""
    saving.over(state)
    return subject


def finish(clone: Clone) -> str:
    """Commit what an update that was killed has written; the subject, "" for none. Raises as `write`."""
    one = saving.under_way(clone.state)
    if one is None or not _is_left(one, clone):
        return ""
    saved = save.documents(clone.state, one.paths, Commit(one.subject, why=_WHY)) if one.paths else False
    saving.over(clone.state)
    return one.subject if saved else ""


def _is_left(one: saving.Saving, clone: Clone) -> bool:
    """Whether it is of an update that has not come to its commit."""
    return one.why == _WHY and one.parent == clone.head


def _what(one: Draft) -> str:
    """Where an update has it from, in a few words."""
    sessions = {each.id: each for each in (*one.sessions, *(each.record for each in one.taken))}
    named = f"session {next(iter(sessions.values())).label}" if len(sessions) == 1 else ""
    commits = "1 commit" if len(one.commits) == 1 else f"{len(one.commits)} commits"
    parts = [named or f"{len(sessions)} sessions" if sessions else "", commits if one.commits else ""]
    return " and ".join(filter(None, parts))


def _no_session() -> Record:
    """What stands for a record where commits have none."""
    now = stamp()
    day = now[:10].replace("-", "")
    return Record(session_state.opened(day, os.urandom(4)).id, started=now, ended=now, status="completed")


def _take_up(desk: Desk, rows: Mapping[str, Traced], *, closes: bool) -> Iterator[str]:
    """Write what a record says into the states; gives what could not be done, in words.

    Without `closes` nothing that it has done is closed.
    """
    record = desk.record
    for concept in NOTES:
        for entry in _noted(desk, concept):
            desk.add(concept, _dated(copied(entry), record.date), to_record=False)
    if closes:
        yield from _close_all(desk, rows)
    known = session_rows.known(record, desk.home.path, desk.clone.records)
    _with_row(desk, session_rows.values(record, known.label))
    if not record.is_open:
        yield from _no_longer_open(desk)


def _no_longer_open(desk: Desk) -> Iterator[str]:
    """Say no more that a session goes on, in the rows of what it wrote before it went on in this record."""
    for one in desk.clone.records:
        if one.front.id == desk.record.id and one.path != desk.home.path and one.record.is_open:
            record = one.record
            for known in (session_rows.by_number(record), session_rows.by_id(record, one.path)):
                yield from row_marks.take_away(desk, record, known, row_marks.OPEN)


def _told_back(desk: Desk, rows: Mapping[str, Traced], *, one: Taken) -> Iterator[str]:
    """Write that a session is reverted, or that it is no more; gives what could not be done, in words."""
    if one.is_reverted:
        reverted.take_back(desk, one, rows)
    else:
        yield from _close_all(desk, rows)
    yield from reverted.mark(desk, one)


def _close_all(desk: Desk, rows: Mapping[str, Traced]) -> Iterator[str]:
    """Close what a record says is done; gives what could not be done, in words."""
    record = desk.record
    for text, take_away in (
        *((text, desk.resolve) for text in record.told.resolved),
        *((text, desk.did) for text in record.told.did),
    ):
        try:
            take_away(text)
        except Failure as failure:
            yield f"session {record.label}: {failure.message}"
    waits = [entry for concept in ("next", "blockers") for entry in _noted(desk, concept)]
    told = record.told.done
    closed = [
        fix for fix in record.done if fix in told or not any(about.is_about(entry, fix) for entry in waits)
    ]
    closed = [fix for fix in closed if _in_effect(rows.get(fix))]
    _close(desk, closed, rows)
    end_documents.put_back(desk, (*closed, *record.told.unfinished))


def _noted(desk: Desk, concept: str) -> list[Entry]:
    """The open entries of a record under a concept."""
    if not desk.home.kind.section(concept):
        return []
    there = entries(desk.papers[desk.home.path], desk.home.kind, concept)
    return [entry for entry in there if is_open(entry)]


def _dated(values: dict[str, str], date: str) -> dict[str, str]:
    """The values of an entry with its date apart, which a document may write in a place of its own."""
    found = re.match(r"(\d{4}-\d\d-\d\d): ", values["text"])
    text = values["text"][found.end() :] if found else values["text"]
    return {"date": found[1] if found else date, **values, "text": text}


def _in_effect(row: Traced | None) -> bool:
    """Whether a fix that a landed record calls done still is: nobody has taken its commits back."""
    return row is None or row.status != "reverted"


def _take_commits(desk: Desk, rows: Mapping[str, Traced], *, commits: Sequence[Object]) -> Iterator[str]:
    """Write commits without a record into the states: their fixes, and a row with their subjects."""
    oids = {one.oid for one in commits}
    making = {id: one for id, row in rows.items() if (one := made_by(row))}
    _close(desk, [id for id, one in making.items() if one.oid in oids], rows)
    named = [masked(one.subject) for one in commits[:SHOWN]]
    rest = [f"and {len(commits) - SHOWN} more"] if len(commits) > SHOWN else []
    count = "1 commit" if len(commits) == 1 else f"{len(commits)} commits"
    text = f"{count} without a record: {'; '.join([*named, *rest])}"
    none = dict.fromkeys(("session", "number", "duration"), "—")
    _with_row(desk, {**none, "date": _day(None, commits), "text": text, "progress": text})
    yield from ()


def _close(desk: Desk, fixes: Sequence[str], rows: Mapping[str, Traced]) -> None:
    """Move fixes to what is completed, each with the commit that made it, else with the last of all."""
    making = {fix: one for fix in fixes if (one := made_by(rows[fix]) if fix in rows else None)}
    abbrevs = log.abbrevs([one.oid for one in making.values()])
    pieces = {
        fix: piece_of(one.oid, abbrevs[one.oid], one.when, one.subject) for fix, one in making.items()
    }
    head = last_commit(desk.clone.head)
    work = Work((), head, frozenset(), pieces, frozenset())
    checkpoint.finish(desk, fixes, work, desk.record.ended[:10])
    end_documents.tick_off(desk, work, fixes)
    desk.head(stamp(), desk.record.status)
    checkpoint.write_block(desk, work, stamp(), clean=True)


def _day(stored: Stored | None, commits: Sequence[Object]) -> str:
    """The day of a session, of commits without a record that of the last one."""
    if stored:
        return stored.record.ended[:10] or stored.record.date
    return stamp(max(one.when for one in commits))[:10]


def _with_row(desk: Desk, values: Mapping[str, str]) -> None:
    for place in desk.states:
        if place.kind.section(session_rows.concept(place)) and not place.kind.per_session:
            given = {**desk.values, **values}
            desk.change(place, "the log", partial(session_rows.added, place=place, given=given))
