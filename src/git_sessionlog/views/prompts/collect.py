"""The facts for a prompt, looked up: the documents, the backlog, the session's record, git."""

import os
from collections.abc import Iterator

from ...backlog.model import Register
from ...core.secrets import masking
from ...core.stamps import stamp
from ...documents import document_set
from ...documents.profiles.model import DocumentType
from ...git import run as git
from ...git.allowed_secrets import AtHead
from ...records.record import Record
from ...sessions import document_locations, save
from ...sessions.clone import Clone, as_it_is, documents_of
from ...state.fixes import collect
from ...state.fixes.collect import Place
from ...state.fixes.commit_scan import Counted
from ..plan import collect as planned
from . import select
from .facts import Commit, Facts, State
from .select import About, Asked

CONTEXT = ("CLAUDE.md", "AGENTS.md", "GEMINI.md", ".github/copilot-instructions.md")
"""What agents load by themselves, each its own."""


def facts(wanted: Asked, counted: Counted) -> Facts:
    """What is known here. Raises Failure for a fix or a batch that the backlog does not have."""
    clone = as_it_is()
    with collect.opened() as place:
        record = _record(clone)
        plan = planned.plan(place, counted)
        about = _masked(select.about(place, wanted, record, plan), place)
        return Facts(
            _state(clone, record),
            Commit(clone.settings.types, clone.settings.scopes, clone.settings.fix_tag),
            stamp()[:10],
            about.goal,
            about.batch,
            about.fixes,
            *select.at_once(about.fixes, plan),
            place.register.paths,
            record.base,
            _changed(clone, record),
            tuple(change.path for change in clone.changes.paths),
            _remote(clone),
            tuple(clone.settings.gates.values()),
            context := next((path for path in CONTEXT if place.tree.kind(path)), ""),
            tuple(_documents(place, context)),
            *select.left(plan),
        )


def _masked(about: About, place: Place) -> About:
    """The same without secrets: who gets the prompt is no reader of the repository."""
    allowed = AtHead()

    def clean(text: str) -> str:
        return masking.mask(text, allowed)

    return About(
        clean(about.goal),
        about.batch._replace(title=clean(about.batch.title)) if about.batch else None,
        tuple(
            fix._replace(title=clean(fix.title), change=clean(fix.change), verify=clean(fix.verify))
            for fix in about.fixes
        ),
    )


def _record(clone: Clone) -> Record:
    """That of the active session, an empty one where there is none."""
    session = clone.sessions.here()
    found = clone.records.find(session.id) if session else None
    return found.record if found else Record("")


def _state(clone: Clone, record: Record) -> State:
    """The first state document, with the headings that its profile has."""
    found = next(iter(document_locations.states(clone, record)), None)
    if found is None:
        return State("STATUS.md")
    names = (
        (name, section.heading)
        for name, concept in (("completed", "completed"), ("progress", "in-progress"), ("next", "next"))
        if (section := found.kind.section(concept))
    )
    log = found.kind.section("log")
    return State(found.path, **dict(names), **({"log": log.heading} if log else {}))


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
    to = save.destination(clone.remotes) if clone.branch and clone.changes.oid else ""
    return to.name if isinstance(to, save.Destination) else ""


def _documents(place: Place, context: str) -> Iterator[tuple[str, str]]:
    kinds = {one.path: one.kind for one in document_set.papers(place.tree, place.by)}
    known = (path for path, kind in kinds.items() if kind.id != document_set.RECORD)
    for path in dict.fromkeys((*([context] if context else []), *known, *place.register.paths)):
        yield path, _what(path, kinds.get(path), place.register, context)


def _what(path: str, kind: DocumentType | None, register: Register, context: str) -> str:
    """What a document is for, in a few words."""
    if path == context:
        return "loaded in every session"
    if path in register.paths:
        return "backlog"
    return "state of the work" if kind and kind.state else ""
