"""The brief on a repository: what it says of itself, compared with what it is. Nothing is changed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ...core.errors import Failure
from ...core.secrets import masking
from ...documents.document import Document
from ...documents.profiles.model import DocumentType, Field, SectionType, documents_of_all
from ...documents.source import is_too_much
from ...gate import skipped_pushes
from ...git import session_state
from ...git.allowed_secrets import AtHead
from ...git.objects import Objects
from ...records.record import Fix, Record
from ...records.store import Stored
from ...sessions import document_locations, other_sessions
from ...sessions.session_documents import planned
from ...state.open_sessions import OpenSession
from . import checks, extract, fallback, landed, reading_list, sections
from .extract import Read, Told
from .model import Brief, Check, Item, Other, Part, Reading, Session, Skipped
from .reading_list import Place
from .repository import Asked, Repository, opened
from .sections import Recorded

LARGEST = 2_000_000
"""Bytes of a document; what is longer is not read."""

RECORD = DocumentType(
    "record",
    "",
    sections=(
        SectionType("failed", "Failed Approaches", aliases=("What We've Tried (Failed)",)),
        SectionType(
            "checkpoint",
            "Git Checkpoint",
            fields=(
                Field("branch", "Branch", form="branch"),
                Field("commit", "Last Commit", form="commit"),
                Field("changes", "Uncommitted Changes", form="changes"),
            ),
        ),
    ),
)
"""What is wanted of a record that is no state document: we have written it, so its headings are known."""

_TRACKERS = ("tracker", "tasks")  # ids of documents that are counted, and never told
_SKIPS = 3


class Looked(NamedTuple):
    """A brief, and what masks the secrets in its texts."""

    brief: Brief
    mask: Callable[[str], str]


def look() -> Looked:
    """The brief on HEAD, and on the work tree where there is one.

    Raises Failure where there is no commit, for settings that cannot be used, and when git fails; what else
    cannot be looked at is in the brief.
    """
    asked = Asked.now()
    with Objects() as objects:
        repository = opened(objects, asked)
        allowed = AtHead()
        return Looked(_brief(repository), lambda text: masking.mask(text, allowed))


def _brief(repository: Repository) -> Brief:
    stored, unread = _stored(repository)
    new = frozenset(one.path for one in repository.clone.changes.paths if one.code in ("??", "A"))
    place = Place(repository.tree, repository.recent, stored.record if stored else None, new)
    state, large = _read(repository, _states(repository), place)
    counted, _ = _read(
        repository,
        (kind for kind in documents_of_all(repository.clone.profiles) if kind.id in _TRACKERS),
        place,
    )
    record = _record(repository, stored, [read.document.path for read in state])
    taken, unknown = landed.taken(repository)
    alone, untold = not repository.clone.has_documents, landed.behind(repository, taken)
    begun = _begun(repository, stored)
    named = frozenset(fix.id for fix in stored.record.fixes) if stored and begun else frozenset[str]()
    said = extract.told(state, record, alone=alone, undone=landed.undone(untold), begun=named)
    session = _session(repository, stored)
    if session and session.path in [one.path for one in taken]:
        session = session._replace(status="reverted")
    there = other_sessions.elsewhere(repository.clone)
    brief = Brief(
        (
            *_checks(repository, _recorded(repository, said, stored, record), said.paths),
            *large,
            *unread,
            *unknown,
            *_left(session),
            *_offered(repository, there.unread),
        ),
        said.paths,
        session,
        said.phase,
        said.logged,
        said.blockers,
        said.completed,
        (*begun, *said.progress),
        said.next,
        said.failed,
        tuple(landed.parts(repository, taken)),
        tuple(landed.reverted_parts(repository, taken, untold)),
        tuple(map(_other, there.sessions)),
        extract.trackers(counted, repository.clone.profiles),
        repository.recent.commits,
        _reading(repository, place, stored),
        tuple(_skipped(repository.clone.state)),
        depth=len(repository.recent.commits),
    )
    brief = brief if state else _rebuilt(repository, brief, stored)
    parts = {"completed": brief.completed, "in-progress": brief.progress, "next": brief.next}
    return brief._replace(confirm=extract.confirm(repository.clone.profiles, parts))


def _stored(repository: Repository) -> tuple[Stored | None, list[Check]]:
    """The session of this work tree, else the last one of the branch, else the last one.

    What is said of a record that cannot be read; then there is no telling which one is the last.
    """
    records, here = repository.clone.records, repository.clone.sessions.here()
    try:
        own = records.find(here.id) if here else None
        return own or repository.clone.last() or _latest(repository), []
    except Failure as failure:
        return None, [Check("document", "unknown", failure.message)]


def _begun(repository: Repository, stored: Stored | None) -> tuple[Part, ...]:
    """The fixes of a session of which the state documents do not know yet: its record is a draft."""
    clone = repository.clone
    if not stored or not clone.has_documents or not clone.is_draft(stored) or not stored.record.fixes:
        return ()
    return (Part(stored.path, tuple(Item(planned(fix)) for fix in stored.record.fixes)),)


def _latest(repository: Repository) -> Stored | None:
    """The last session that is not on another branch of this repository, or left behind by one."""
    clone = repository.clone
    foreign = {one.id for one in clone.sessions.others()}
    known = (one for one in clone.records if one.front.id not in foreign)
    return next((one for one in known if not clone.is_draft(one)), None)


def _states(repository: Repository) -> list[DocumentType]:
    """The state documents: those of the settings, else those of the profiles."""
    if repository.clone.settings.documents:
        named = document_locations.states(repository.clone, Record(""))
        return [place.kind._replace(path=place.path) for place in named]
    return [kind for kind in documents_of_all(repository.clone.profiles) if kind.state]


def _read(
    repository: Repository, kinds: Iterable[DocumentType], place: Place
) -> tuple[list[Read], list[Check]]:
    """Those documents that are there, and what is said of those that are too large to read."""
    found: list[Read] = []
    large = []
    for kind in kinds:
        path = reading_list.path_of(kind, place)
        size = repository.tree.size(path) if path else None
        if size is not None and size > LARGEST:
            large.append(Check("document", "unknown", f"{path}: {size:,} bytes are too many to read"))
        elif size is not None and path not in [read.document.path for read in found]:
            data = repository.tree.read(path) or b""
            if is_too_much(data):
                large.append(Check("document", "unknown", f"{path}: it is longer than can be looked at"))
            else:
                found.append(Read(Document.of(data, path), kind))
    return found, large


def _record(repository: Repository, stored: Stored | None, known: Sequence[str]) -> Read | None:
    """The whole document of the record, of which only the front matter was read."""
    if stored is None or stored.path in known:
        return None
    data = repository.clone.records.tree.start(stored.path, LARGEST, LARGEST) or b""
    kind = RECORD
    if not repository.clone.has_documents:
        kind = document_locations.form_of_record(repository.clone, stored.path, stored.record)
    return Read(Document.of(data, stored.path), kind)


def _recorded(repository: Repository, said: Told, stored: Stored | None, record: Read | None) -> Recorded:
    """What is recorded of git's state, in a state document, else in the record.

    The record's is no more than history where the session was on another branch, or where a state document
    was updated after it.
    """
    if not repository.clone.has_documents:
        return Recorded()  # what they say is of the default branch
    if said.recorded != Recorded() or not stored or not record:
        return said.recorded
    if stored.record.branch != repository.clone.branch:
        return said.recorded
    changed = repository.recent.changed
    last = changed.get(stored.path)
    others = [changed[path] for path in said.paths if path in changed]
    if last and any(commit.committed > last.committed for commit in others):
        return said.recorded
    return sections.recorded(*record)


def _checks(repository: Repository, recorded: Recorded, paths: Sequence[str]) -> Iterator[Check]:
    changes = repository.clone.changes
    git = checks.Git(
        repository.recent,
        None if repository.bare else changes,
        changes.branch,
        repository.situation,
        repository.shallow,
        repository.is_document,
        repository.since,
        repository.there,
        repository.clone.settings.state_on == "default",
    )
    yield from checks.checks(git, recorded)
    wanted = [
        one.path
        for one in documents_of_all(repository.clone.profiles)
        if one.required and not one.state and not one.per_session
    ]
    gone = [path for path in dict.fromkeys(wanted) if _is_missing(repository, path)]
    yield from checks.missing(gone, wanted=bool(repository.clone.settings.profiles))
    verdicts = repository.verdicts(paths)
    own = {*paths, *(verdict.path for verdict in verdicts)}
    yield from checks.documents(
        verdicts,
        sorted(own & {change.path for change in changes.paths}),
        may_be_behind=git.may_be_behind,
    )


def _is_missing(repository: Repository, path: str) -> bool:
    return not repository.tree.names(path) if path.endswith("/") else repository.tree.size(path) is None


def _session(repository: Repository, stored: Stored | None) -> Session | None:
    """The last session: its record, else the one of this work tree, else that of the last checkpoint."""
    here = repository.clone.sessions.here()
    if stored and (not here or here.auto or stored.record.id == here.id):
        return _from_record(stored.record, stored.path, active=bool(here and here.id == stored.record.id))
    if here:
        return Session(here.id, active=True)
    points = (session_state.parts(commit.checkpoint) for commit in repository.recent.commits)
    last = next(filter(None, points), None)
    return Session(last[0], active=False) if last else None


def _left(session: Session | None) -> Iterator[Check]:
    """What is said of a session that nobody has ended, or only in a hurry."""
    if session and session.status == "incomplete":
        yield Check("session", "note", f"session {session.number or session.id} was left incomplete")
    if session and session.status == "in_progress" and not session.active:
        yield Check(
            "session", "note", f"session {session.number or session.id} was not ended where it began"
        )


def _offered(repository: Repository, unread: str) -> Iterator[Check]:
    """What is said of sessions that could go on here, and of those that could not be looked at."""
    if not repository.bare:
        yield from (Check("session", "note", said) for said in other_sessions.offers(repository.clone))
    if unread:
        yield Check("session", "note", f"the sessions on other branches could not be looked at: {unread}")


def _other(one: OpenSession) -> Other:
    record = one.record
    fixes = tuple(fix.id for fix in record.fixes)
    goal = record.goal or record.title
    return Other(one.branch, record.id, record.number, goal, one.by, record.started, fixes)


def _from_record(record: Record, path: str, *, active: bool) -> Session:
    return Session(
        record.id,
        active,
        path,
        record.number,
        record.status,
        record.goal or record.title,
        record.branch,
        record.started,
        record.ended,
        tuple(map(_fix, record.fixes)),
    )


def _fix(fix: Fix) -> str:
    return fix.id + (f" {fix.text}" if fix.text else "") + (f" in {fix.file}" if fix.file else "")


def _reading(repository: Repository, place: Place, stored: Stored | None) -> tuple[Reading, ...]:
    found = reading_list.reading(repository.clone.profiles, place)
    known = {each.path for each in found}
    if stored and stored.path not in known and not repository.clone.is_draft(stored):
        found += (reading_list.one(stored.path, place),)
    return found


def _skipped(home: str) -> Iterator[Skipped]:
    """The last pushes that somebody let pass, the last one first."""
    for skip in skipped_pushes.recorded(home)[: -_SKIPS - 1 : -1] if home else ():
        yield Skipped(skip.when, skip.branches, skip.reason)


def _rebuilt(repository: Repository, brief: Brief, stored: Stored | None) -> Brief:
    """The brief where no document tells: out of the last commits, the work tree and the record."""
    record = stored.record if stored else None
    changed = [one for one in repository.clone.changes.paths if not repository.is_document(one.path)]
    return brief._replace(
        completed=(fallback.completed(repository.recent),),
        progress=(fallback.progress(changed, record),),
        next=(fallback.left(repository.recent, record),),
    )
