"""Which documents a session has: the project's state, the session's own files, its record."""

import os
import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from ..core.paths import place_of
from ..documents import columns, headings
from ..documents.document import Document
from ..documents.entries import entries
from ..documents.profiles import registry as profiles
from ..documents.profiles.model import DocumentType, SectionType, documents_of_all, filled
from ..documents.profiles.paths import pattern
from ..documents.source import LARGEST
from ..git import run as git
from ..git.trees import WorkTree
from ..records.places import values
from ..records.record import Record
from ..settings.model import STATE_DOCUMENTS
from .clone import Clone

NOTES = "notes"
"""The concept under which a record keeps what was said at a checkpoint."""

_NOTES = SectionType(NOTES, "Notes", shape="bullets", entry=("- {timestamp}: {text}",))


_IN_FRONT = ("header",)
_TOLD = (*_IN_FRONT, "completed", "in-progress", "continuity", "metrics", "checkpoint")
"""What the front matter of a record says, and what its front matter and its table of commits say."""


class Place(NamedTuple):
    """A document of a session: its path from the top, and how it is declared."""

    path: str
    kind: DocumentType


def states(clone: Clone, record: Record, home: str = "") -> list[Place]:
    """The state documents: those of the settings, else those of the profiles.

    `home` is where the record is, for a profile whose record is a state document. One that no profile has
    is among them where it is there: a push is held to it, and the line about the last session is for that.
    """
    declared = [each for each in documents_of_all(clone.profiles) if each.state]
    kept = {profile.record for profile in clone.profiles} if home else set()
    known = {each.path: each for each in declared}
    if not clone.settings.documents:
        paths = (home if each.path in kept else filled(each.path, values(record)) for each in declared)
        named = [Place(path, each) for path, each in zip(paths, declared, strict=True)]
        others = (path for path in STATE_DOCUMENTS if path not in known and is_there(clone, path))
        return [*named, *(Place(path, DocumentType("state", path, state=True)) for path in others)]
    by_name = {posixpath.basename(path): kind for path, kind in known.items()}
    fallback = declared[0] if declared else DocumentType("state", "STATUS.md", state=True)
    return [
        Place(path, known.get(path) or by_name.get(posixpath.basename(path)) or fallback)
        for path in clone.settings.documents
    ]


def own_files(clone: Clone, record: Record, *, at_end: bool) -> list[Place]:
    """The files that each session has of its own beside its state: those of its start, or of its end."""
    return [
        Place(filled(each.path, values(record)), each)
        for each in documents_of_all(clone.profiles)
        if each.per_session and not each.state and each.scaffold and each.at_end == at_end
    ]


def standing(clone: Clone, concept: str) -> Iterator[Place]:
    """The documents beside the state that outlive sessions and have a place for a concept."""
    for each in documents_of_all(clone.profiles) if clone.has_documents else ():
        plain = each.scaffold and not each.per_session and not each.path.endswith("/")
        if plain and not each.state and each.form == "markdown" and each.section(concept):
            yield Place(each.path, each)


def form_of_record(clone: Clone, path: str, record: Record) -> DocumentType:
    """How the record at a path is declared: by the profile that keeps it, else as the package has it."""
    for profile in clone.profiles:
        for each in profile.documents:
            names = (each.path, *each.also)
            if each.path == profile.record and any(re.fullmatch(pattern(one), path) for one in names):
                return _with_notes(each.of_kind(record.kind))
    packaged = profiles.packaged("storage")
    form = next(each for each in packaged.documents if each.path == packaged.record).of_kind(record.kind)
    kept = tuple(
        each._replace(required=False, scaffold=False)  # a section that says nothing is left out
        for each in form.sections
        if each.concept not in (_IN_FRONT if clone.has_documents else _TOLD)
    )
    more = _checkpoint(clone) if clone.has_documents else ()
    return _with_notes(form._replace(path=path, state=False, sections=(*kept, *more)))


def shared(clone: Clone) -> list[Place]:
    """The state documents that tell of all sessions."""
    return [one for one in states(clone, Record("")) if not one.kind.per_session]


def is_there(clone: Clone, path: str) -> bool:
    """Whether there is anything at a path of the work tree."""
    return os.path.lexists(place_of(clone.top, path))


def committed(path: str) -> Document | None:
    """A document as HEAD has it, None where it has none."""
    there = git.ask("rev-parse", "-q", "--verify", "--end-of-options", f"HEAD:{path}", no=(1, 128))
    return Document.of(git.ask("cat-file", "blob", there.decode().strip()), path) if there else None


def numbers(clone: Clone) -> Iterator[int]:
    """The numbers of sessions without a record: in the names of their files, in the states' logs."""
    for each in documents_of_all(clone.profiles):
        if each.per_session:
            for path in (each.path, *each.also):
                yield from _numbers_of_files(clone.top, path)
        elif each.state and each.section("log"):
            yield from _numbers_of_log(clone.top, each)


def _numbers_of_files(top: str, template: str) -> Iterator[int]:
    directory, slash, _ = template.rpartition("/")
    named = pattern(template, "number")
    if "{number" in template and "{" not in directory:
        for each in WorkTree(top).names(directory):
            found = re.fullmatch(named, directory + slash + each)
            if found:
                yield int(found[1])


def _numbers_of_log(top: str, kind: DocumentType) -> Iterator[int]:
    data = WorkTree(top).start(kind.path, LARGEST, LARGEST)
    for entry in entries(Document.of(data), kind, "log") if data else []:
        for name, text in entry.cells.items():
            if columns.holds(headings.name(name)) == "session" and re.fullmatch(r"[0-9]{1,9}", text):
                yield int(text)


def _with_notes(kind: DocumentType) -> DocumentType:
    return kind if kind.section(NOTES) else kind._replace(sections=(*kind.sections, _NOTES))


def _checkpoint(clone: Clone) -> Iterator[SectionType]:
    """The form of a git checkpoint, for a record where no state document has a place for one."""
    declared = [each for each in documents_of_all(clone.profiles) if each.state]
    if not any(each.section("checkpoint") for each in declared):
        packaged = profiles.packaged("session-md")
        found = (each.section("checkpoint") for each in packaged.documents if each.state)
        yield from (section._replace(required=False) for section in found if section)
