"""The facts for a prompt, looked up: the documents, the backlog, the session's record, git."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from .. import git, papers, records
from ..backlog.paths import named
from ..backlog.register import Batch, Fix, Register
from ..documents.profile import DocumentType
from ..errors import Failure
from ..life import active, places, save
from ..life.clone import Clone, as_it_is, documents_of
from ..life.desk import stamp
from ..record import Record
from ..settings import Settings
from ..trace import asked, look
from ..trace.look import Place
from .facts import Commit, Facts, State

CONTEXT = ("CLAUDE.md", "AGENTS.md", "GEMINI.md", ".github/copilot-instructions.md")
"""What agents load by themselves, each its own."""


class Asked(NamedTuple):
    """What a prompt is to be about: fixes by their ids, or those of a batch; else those of the session."""

    fixes: tuple[str, ...] = ()
    batch: str = ""


def facts(wanted: Asked) -> Facts:
    """What is known here. Raises Failure for a fix or a batch that the backlog does not have."""
    clone = as_it_is()
    with look.opened() as place:
        record = _record(clone)
        batch, fixes = _about(place, wanted, record)
        known = [one.path for one in papers.papers(place.tree, place.by) if one.kind.id != papers.RECORD]
        state = _state(clone, record)
        context = next((path for path in CONTEXT if place.tree.kind(path)), "")
        return Facts(
            state,
            _commit(clone.settings),
            stamp()[:10],
            _goal(record, batch, wanted),
            batch,
            fixes,
            backlog=place.register.paths,
            base=record.base,
            files=_changed(clone, record),
            changes=tuple(change.path for change in clone.changes.paths),
            remote=_remote(clone),
            gates=tuple(clone.settings.gates.values()),
            context=context,
            documents=tuple(_documents([*([context] if context else []), *known], place, context)),
        )


def _record(clone: Clone) -> Record:
    """That of the active session, an empty one where there is none."""
    session = active.read(clone.state)
    stored = records.here(clone.top, records.places(clone.profiles)) if session else ()
    found = records.with_id(stored, session.id) if session else None
    return found.record if found else Record("")


def _about(place: Place, wanted: Asked, record: Record) -> tuple[Batch | None, tuple[Fix, ...]]:
    register = place.register
    if wanted.fixes:
        return None, tuple(asked.entry(place, id) for id in wanted.fixes)
    if wanted.batch:
        batch = register.batch(wanted.batch)
        if batch is None:
            known = " ".join(one.id for one in register.batches[:40])
            hint = f"batches: {known}" if known else "git sessionlog plan"
            raise Failure(f'the backlog has no batch "{wanted.batch}"', hint)
        return batch, _of(register, batch)
    return register.batch(record.batch) if record.batch else None, tuple(_planned(register, record))


def _of(register: Register, batch: Batch) -> tuple[Fix, ...]:
    """The fixes of a batch; what has no id in it is one without."""
    own = (register.find(id) or Fix(id) for id in (*batch.fixes, *batch.maybe))
    return *own, *(Fix("", item, files=named(item)) for item in batch.items)


def _planned(register: Register, record: Record) -> Iterator[Fix]:
    """The fixes of a session, with what the backlog knows of them."""
    for one in record.fixes:
        fix = register.find(one.id) or Fix(one.id)
        files = (one.file,) if one.file and one.file not in fix.files else ()
        yield fix._replace(title=fix.title or one.text, files=(*files, *fix.files))


def _goal(record: Record, batch: Batch | None, wanted: Asked) -> str:
    if not (wanted.fixes or wanted.batch) and record.goal:
        return record.goal
    if batch:
        return f"Batch {batch.id}: {batch.title}" if batch.title else f"Complete batch {batch.id}"
    return f"Fixes {', '.join(f'#{id}' for id in wanted.fixes)}" if wanted.fixes else ""


def _state(clone: Clone, record: Record) -> State:
    """The first state document, with the headings that its profile has."""
    found = next(iter(places.states(clone, record)), None)
    if found is None:
        return State("STATUS.md")
    names = (
        (name, section.heading)
        for name, concept in (("completed", "completed"), ("progress", "in-progress"), ("next", "next"))
        if (section := found.kind.section(concept))
    )
    log = found.kind.section("log")
    return State(found.path, **dict(names), **({"log": log.heading} if log else {}))


def _commit(settings: Settings) -> Commit:
    return Commit(settings.types, settings.scopes, settings.fix_tag)


def _changed(clone: Clone, record: Record) -> tuple[str, ...]:
    """The files that differ from the commit at which the session began, documents left out."""
    if not clone.changes.oid:
        return ()
    options = ("diff", "--name-only", "--no-renames", "--no-ext-diff", "--no-relative", "-z")
    base = record.base or clone.changes.oid
    changed = git.ask(*options, "--end-of-options", base, "--", cwd=clone.top, no=(128,))
    new = git.ask("ls-files", "-z", "--others", "--exclude-standard", "--", ":(top)", cwd=clone.top)
    is_document = documents_of(clone)
    paths = map(os.fsdecode, (*git.fields(changed), *git.fields(new)))
    return tuple(path for path in dict.fromkeys(paths) if not is_document(path))


def _remote(clone: Clone) -> str:
    to = save.destination(clone.branch) if clone.branch and clone.changes.oid else ""
    return to.name if isinstance(to, save.Destination) else ""


def _documents(there: list[str], place: Place, context: str) -> Iterator[tuple[str, str]]:
    kinds = {one.path: one.kind for one in papers.papers(place.tree, place.by)}
    for path in dict.fromkeys((*there, *place.register.paths)):
        yield path, _what(path, kinds.get(path), place.register, context)


def _what(path: str, kind: DocumentType | None, register: Register, context: str) -> str:
    """What a document is for, in a few words."""
    if path == context:
        return "loaded in every session"
    if path in register.paths:
        return "backlog"
    return "state of the work" if kind and kind.state else ""
