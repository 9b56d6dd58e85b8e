"""A checkpoint: where the work stands, and what is to be remembered, written into the documents."""

import os
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..core.stamps import stamp
from ..git import changes
from ..records import drafts
from ..records.record import Told
from . import (
    active,
    branch_record,
    current,
    document_locations,
    last_session,
    opening,
    save,
    saving,
    secret_checks,
    session_commits,
    undescribed,
)
from .clone import Clone, documents_of
from .notes import Note
from .save import Commit
from .session_commits import Work
from .session_documents import Desk, Removed


class Said(NamedTuple):
    """What a user says: notes for the documents, a remark for the record.

    `done` are fixes that are done, `undone` those that are not, though a commit names them; `resolved` are
    blockers that block no more, `did` are next steps that are done.
    """

    notes: tuple[Note, ...] = ()
    remark: str = ""
    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    did: tuple[str, ...] = ()

    @property
    def told(self) -> Told:
        """What is said of entries in the state documents."""
        return Told(self.done, self.undone, self.did, self.resolved)


class Checkpoint(NamedTuple):
    """A checkpoint: where the work stands, the documents that tell it, warnings.

    `subject` is that of the commit with the documents, "" where there is none; `removed` are the entries
    that were taken out of them.
    """

    label: str
    block: dict[str, str]
    paths: tuple[str, ...]
    warnings: tuple[str, ...]
    subject: str
    removed: tuple[Removed, ...] = ()


def make(clone: Clone, said: Said, *, commit: bool) -> Checkpoint:
    """Write a checkpoint, and commit the documents. Raises Failure for what cannot be written."""
    record, stored = current.of(clone)
    if stored:
        stored = branch_record.own(clone, stored)
        record = stored.record
    bare = undescribed.to_push(clone)
    done = session_commits.of(record, clone, [one.oid for one in bare])
    desk = opening.desk(clone, record, stored, done.last)
    if stored is None or record.branch != clone.branch:
        desk.keep(record._replace(branch=clone.branch))
    before = saving.under_way(clone.state) if commit else None
    if before and before.why == _why(said) and saving.is_made(before):
        return _made(desk, done, before.subject)
    for place in document_locations.own_files(clone, record, at_end=False):
        desk.lay_out(place)
    if clone.begins(stored) and clone.has_documents:
        opening.in_progress(desk, {fix.id for fix in record.fixes} - {*said.done})
    desk.must_have("next", said.did)
    desk.must_have("blockers", said.resolved)
    when = stamp()
    write_notes(desk, said, done, when)
    branch_record.keep(desk, done, said.told, bare)
    block = write_block(desk, done, when)
    last_session.sign(desk, when[:10])
    save.must_be_kept(clone.top, desk.papers.changed())
    secret_checks.must_hold_none(desk)
    changed = desk.papers.changed()
    if stored is None:
        active.carry_on(clone.sessions, record.id, max((one.number for one in done.pieces), default=0))
    desk.papers.write()
    drafts.written(clone.state, desk.home.path)
    label = record.label
    fixes = [fix.id for fix in record.fixes]
    subject = save.subject(f"checkpoint of session {label}", clone.settings, fixes)
    one = Commit(subject, said.remark, why=_why(said))
    saved = commit and save.documents(clone.state, desk.paths, one)
    _over(desk)
    warnings = (*too_much(clone, done), *desk.notes)
    removed = tuple(desk.removed)
    return Checkpoint(label, block, tuple(changed), warnings, subject if saved else "", removed)


def _made(desk: Desk, done: Work, subject: str) -> Checkpoint:
    """One that was committed by somebody who was killed before he could say so: it is not made twice."""
    block = write_block(desk, done, stamp())
    _over(desk)
    return Checkpoint(desk.record.label, block, (), (), subject)


def _over(desk: Desk) -> None:
    drafts.drop(desk.clone.state, desk.home.path)
    saving.over(desk.clone.state)


def _why(said: Said) -> str:
    """What tells this checkpoint from another one."""
    return f"checkpoint {zlib.crc32(os.fsencode(repr(said)))}"


def write_notes(desk: Desk, said: Said, done: Work, when: str) -> None:
    """Write what a user said into the documents."""
    for text in said.resolved:
        desk.resolve(text)
    for text in said.did:
        desk.did(text)
    for note in said.notes:
        desk.note(note)
    if said.remark:
        desk.remark(said.remark, when)
    finish(desk, said.done, done, when[:10])


def finish(desk: Desk, fixes: Iterable[str], done: Work, date: str) -> None:
    """Move fixes to what is completed, each with the last commit that names it, else the last of all."""
    closed = frozenset(fixes)
    for fix in dict.fromkeys(fixes):
        piece = done.fixes.get(fix)
        text = desk.text_of(fix) or (piece.text if piece else "")
        oid = piece.abbrev if piece else done.last.abbrev
        when = stamp(piece.when)[:10] if piece else date
        desk.add("completed", {"fix": fix, "text": text or f"Fix {fix}", "commit": oid, "date": when})
    for concept in ("in-progress", "next"):
        desk.close(concept, closed)


def write_block(desk: Desk, done: Work, when: str, *, clean: bool = False) -> dict[str, str]:
    """Write where the work stands; returns the values."""
    is_document = documents_of(desk.clone)
    own = frozenset(desk.paths)
    left = tuple(
        change
        for change in desk.clone.changes.paths
        if change.path not in own and not is_document(change.path)
    )
    block = {
        "branch": desk.clone.branch,
        "commit": done.last.abbrev,
        "subject": done.last.title,
        "changes": changes.written(() if clean else left),
        "timestamp": when,
    }
    desk.fields(block, "checkpoint")
    return block


def too_much(clone: Clone, done: Work) -> Iterator[str]:
    """A warning, where a session has grown larger than one should be."""
    lines, files = session_commits.uncommitted(clone)
    lines, count = lines + done.lines, len(files | done.files)
    most = clone.settings
    if lines > most.session_lines and count > most.session_files:
        yield (
            f"{lines:,} lines in {count} files: a session should not change more than "
            f"{most.session_lines:,} lines in more than {most.session_files} files; end it, and go on in "
            "another one"
        )
