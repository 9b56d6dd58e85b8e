"""The documents of one session laid out together, and what is written into them."""

import os
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from ..core.errors import Failure
from ..core.paths import place_of
from ..documents import about, columns, lines, removal, scaffold, session_line, update
from ..documents.document import Document
from ..documents.edit import Unsafe
from ..documents.entries import Entry, entries, said, section
from ..documents.fields import set_fields
from ..documents.profiles import registry
from ..documents.profiles.model import DocumentType
from ..documents.source import LARGEST
from ..git.log import Commit
from ..git.trees import FILE, WorkTree
from ..records import places, record
from ..records.record import Record
from ..records.store import Stored
from . import again, document_locations, entry_texts
from .clone import Clone
from .document_buffer import Papers
from .document_locations import NOTES, Place
from .notes import Note, fitting

_NAMED = {"next": "next step", "blockers": "blocker"}

KEPT = ("decisions", "issues", "failed")
"""What goes into the documents that outlive sessions too, where there is a place for it."""


class Removed(NamedTuple):
    """An entry taken out of its place in a document: its first line, and how many lines are below it.

    `becomes` is what it says now, `moved` the heading below which it is now, each "" where it has gone.
    """

    path: str
    text: str
    below: int = 0
    becomes: str = ""
    moved: str = ""


class Desk:
    """The documents of a session: its states, its record, and those that outlive it.

    On a branch on which sessions do not write state documents there is the record alone.

    `before` is the record as it was found, None for a session that has none yet; `last` the commit that the
    documents are to name, `figures` further values for the templates, `papers` the documents as another
    desk left them. All changes are made in memory; `papers` writes them. `removed` are the entries that
    were taken away from where they stood. By the paths of states, `unplaced` has what had no certain place
    there, `unlisted` the fixes among it that are completed.
    """

    def __init__(
        self,
        clone: Clone,
        current: Record,
        stored: Stored | None,
        last: Commit,
        figures: Mapping[str, str] | None = None,
        papers: Papers | None = None,
    ) -> None:
        self.clone = clone
        self._last = last
        self.record = current
        self.before = stored.record if stored else None
        self.figures = dict(figures or {})
        self.papers = papers or Papers(clone.top)
        self.removed: list[Removed] = []
        self.unplaced: dict[str, list[str]] = {}
        self.unlisted: dict[str, list[str]] = {}
        path = stored.path if stored else places.path_for(clone.profiles, current)
        self.states = document_locations.states(clone, current, path) if clone.has_documents else []
        self.home = Place(path, document_locations.form_of_record(clone, path, current))
        self._open(self.home)
        for place in self.states:
            self._open(place)
        for concept in KEPT:
            for place in document_locations.standing(clone, concept):
                if os.path.lexists(place_of(clone.top, place.path)):
                    self._open(place)

    @property
    def paths(self) -> list[str]:
        """The paths of all documents that may be written."""
        return self.papers.paths

    def lay_out(self, place: Place) -> None:
        """Take up one more document; it is made where it is not there."""
        self._open(place)

    def change(self, place: Place, what: str, edited: Callable[[Document], Document]) -> bool:
        """Change a document; False where that is not safe: it stays as it is, and `unplaced` says so.

        The record takes all. Raises Unsafe where it cannot.
        """
        try:
            self.papers[place.path] = edited(self.papers[place.path])
        except Unsafe:
            if place.path == self.home.path:
                raise
            self.unplaced.setdefault(place.path, []).append(what.replace("-", " "))
            return False
        return True

    @property
    def notes(self) -> tuple[str, ...]:
        """What had no certain place in the states, in words."""
        return tuple(
            f"{path} has no certain place for {', '.join(dict.fromkeys(what))}"
            for path, what in self.unplaced.items()
        )

    def keep(self, current: Record) -> None:
        """Put a record into its document."""
        self.record = current
        self.papers[self.home.path] = record.written(self.papers[self.home.path], current)

    def add(self, concept: str, values: Mapping[str, str], *, to_record: bool = True) -> None:
        """Add an entry wherever there is a place for it, and where it is not there yet."""
        for place in self._with(concept, to_record=to_record):
            document = self.papers[place.path]
            given = fitting({**self.values, **values}, place.kind, concept)
            there = entries(document, place.kind, concept)
            text = "" if given.get("fix") else given.get("text", "")
            known = next((entry for entry in there if entry_texts.says(entry, text)), None)
            edited = partial(update.add, kind=place.kind, concept=concept, values=given)
            if known:
                edited = partial(
                    update.complete, kind=place.kind, concept=concept, entry=known, values=values
                )
            if not self.change(place, concept, edited) and concept == "completed":
                self.unlisted.setdefault(place.path, []).append(values.get("fix", ""))

    def carry_over(self, previous: Record) -> None:
        """Take over what was left, where each session has a state document of its own."""
        tree = WorkTree(self.clone.top)
        for place in self.states:
            paths = places.own_paths(place.kind, previous) if place.kind.per_session else ()
            path = next((one for one in paths if tree.kind(one) == FILE), place.path)
            data = tree.start(path, LARGEST, LARGEST) if path != place.path else None
            if data is None:
                continue
            for concept in ("in-progress", "next", "blockers"):
                if place.kind.section(concept):
                    for entry in entries(Document.of(data, path), place.kind, concept):
                        now = self.papers[place.path]
                        if entry.text in [one.text for one in entries(now, place.kind, concept)]:
                            continue
                        edited = partial(update.add, kind=place.kind, concept=concept)
                        self.change(place, concept, partial(edited, values=copied(entry)))

    def note(self, note: Note) -> None:
        """Add what a user said; to an entry that is there its reasons are added."""
        self.add(note.concept, note.values)

    def resolve(self, text: str) -> None:
        """Take a blocker away. Raises Failure where the text may be one of several."""
        self.remove("blockers", self._named("blockers", text))

    def must_have(self, concept: str, texts: Iterable[str]) -> None:
        """Raise Failure where a text is no entry, nor one whose removal is not committed yet."""
        wanted = list(texts)
        there = (
            [*self.held(concept), *again.taken_away(self.states, concept), *self._told(concept)]
            if wanted
            else []
        )
        for text in wanted:
            if not any(entry_texts.may_mean(entry, text) for entry in there):
                raise Failure(f'no {_NAMED[concept]} is "{text}"', "git sessionlog resume shows them")

    def did(self, text: str) -> None:
        """Take a next step away that is done. Raises Failure where the text may be one of several."""
        self.remove("next", self._named("next", text))

    def remark(self, text: str, when: str) -> None:
        """Add a remark to the record, unless it is there and only waits for its commit."""
        place = self.home
        values = {**self.values, "text": text, "timestamp": when}
        old = self.papers[place.path]
        new = update.add(old, place.kind, NOTES, values)
        if not again.is_said(old, new, place.kind, when):
            self.papers[place.path] = new

    def remove(self, concept: str, matches: Callable[[Entry], bool]) -> None:
        """Remove entries from the states and from the record."""
        for place in dict.fromkeys((*self.states, self.home)):
            if place.kind.section(concept):
                document = self.papers[place.path]
                edited = partial(removal.remove, kind=place.kind, concept=concept, matches=matches)
                self.change(place, concept, edited)
                self._tell_apart(place, concept, document)

    def close(self, concept: str, fixes: frozenset[str], kept_in: str = "") -> None:
        """Remove the entries that are about fixes and no others from the states and from the record.

        An entry that is about more of them loses their ids. Where another concept is given, only those
        entries of the states go that say no more than the entries about the same fixes there.
        """
        for place in dict.fromkeys((*self.states, self.home)):
            if place.kind.section(concept):
                document = self.papers[place.path]
                checked = kept_in and place is not self.home  # the record is ours
                may_go = partial(_is_in, said=self._about(place, kept_in, fixes)) if checked else _any
                edited = partial(removal.close, kind=place.kind, concept=concept, done=fixes, may_go=may_go)
                self.change(place, concept, edited)
                self._tell_apart(place, concept, document)

    def move(self, fix: str, concept: str, to: str) -> None:
        """Move the entry about a fix as it was written, with all below it, from one concept to another.

        It stays where it is no item, where the other section has no list or has one about the fix already,
        and where it would not be whole there.
        """
        for place in self.states:
            document, kind = self.papers[place.path], place.kind
            if not kind.section(concept) or not update.takes_items(document, kind, to):
                continue
            found = next(
                (one for one in entries(document, kind, concept) if about.ids(one) == (fix,)), None
            )
            item = lines.item_at(document, found.start) if found and not found.cells else None
            if not found or not item or item.mark == "x" or self._about(place, to, frozenset((fix,))):
                continue
            left = removal.remove(document, kind, concept, partial(_is_at, start=found.start))
            moved = update.add(left, kind, to, {"text": item.text, "below": _below(document, found)})
            where = section(moved, kind, to)
            there = [one for one in entries(moved, kind, to) if about.ids(one) == (fix,)]
            if not where or len(there) != 1 or _whole(moved, there[0]) != _whole(document, found):
                continue
            self.papers[place.path] = moved
            rest = len(found.detail.split("\n")) if found.detail else 0
            self.removed.append(Removed(place.path, item.text, rest, moved=where.title))

    def _told(self, concept: str) -> Iterator[Entry]:
        """The entries under a concept in states that are read, and not written on this branch."""
        there = [] if self.clone.has_documents else document_locations.states(self.clone, self.record)
        for place in there:
            data = WorkTree(self.clone.top).read(place.path)
            if data is not None and place.kind.section(concept):
                yield from entries(Document.of(data, place.path), place.kind, concept)

    def _about(self, place: Place, concept: str, fixes: frozenset[str]) -> str:
        """What the entries about some fixes say under a concept."""
        if not place.kind.section(concept):
            return ""
        there = entries(self.papers[place.path], place.kind, concept)
        return "\n".join(f"{one.text}\n{one.detail}" for one in there if fixes & set(about.ids(one)))

    def fields(self, values: Mapping[str, str], concept: str) -> None:
        """Set fields of a section of the states, of the record's where no state has it."""
        for place in self._with(concept, to_record=False):
            self._set(place, place.kind, values, concept)

    def head(self, when: str, status: str) -> None:
        """Set what the states say of themselves: the time, the session, and how that stands."""
        values = {"updated": when, "date": when[:10], "time": when[11:16], "session": self.record.label}
        known, found = registry.concepts(), self.papers.as_found()
        for place in self.states:
            kind, before = place.kind, Document.of(found.get(place.path, b""), place.path)
            if session_line.updated(before, known):
                kind = kind._replace(fields=tuple(one for one in kind.fields if one.concept != "updated"))
                dated = partial(session_line.dated, known=known, day=when[:10], before=before)
                self.change(place, "the header", dated)
            self._set(place, kind, {**values, "status": status.replace("_", " ").capitalize()})
            if place.kind.section("header"):
                given = {**values, "status": status, "created": self.record.date}
                self._set(place, place.kind, given, "header")

    def _set(self, place: Place, kind: DocumentType, values: Mapping[str, str], concept: str = "") -> None:
        edited = partial(set_fields, kind=kind, values=values, concept=concept)
        self.change(place, concept or "the header", edited)

    def held(self, concept: str) -> list[Entry]:
        """The entries of the states under a concept, of the record where there are no states."""
        return [
            entry
            for place in self.states or [self.home]
            for entry in entries(self.papers[place.path], place.kind, concept)
        ]

    def text_of(self, fix: str, concepts: Sequence[str] = ("in-progress", "next")) -> str:
        """What is known of a fix: from the plan, else from the states."""
        planned = next((one for one in self.record.fixes if one.id == fix and one.text), None)
        if planned:
            return planned.text
        for concept in concepts:
            found = next((entry for entry in self.held(concept) if about.ids(entry) == (fix,)), None)
            if found:
                return entry_texts.without_fix(copied(found)["text"], fix)
        return ""

    @property
    def values(self) -> dict[str, str]:
        """What the placeholders of all templates stand for."""
        current = self.record
        return {
            **places.values(current),
            "session": current.label,
            "goal": current.goal,
            "branch": self.clone.branch,
            "commit": self._last.abbrev,
            "subject": self._last.title,
            "project": os.path.basename(self.clone.top),
            "state": self.states[0].path if self.states else "",
            "objectives": "\n".join([current.goal, *map(planned, current.fixes)]).strip(),
            "tasks": "\n".join(map(planned, current.fixes)) or current.goal,
            "thread": current.continues,
            **self.figures,
        }

    def _named(self, concept: str, text: str) -> Callable[[Entry], bool]:
        """Tells which entries a user names by a text: what says just that, else what begins with it."""
        there = [entry for entry in self.held(concept) if entry_texts.may_mean(entry, text)]
        if any(entry_texts.says(entry, text) for entry in there):
            return lambda entry: entry_texts.says(entry, text)
        several = list(dict.fromkeys(entry.text for entry in there))
        if len(several) > 1:
            listed = "; ".join(several[:4])
            what = f'"{text}" may be one of {len(several)} entries: {listed}'
            raise Failure(what, "give the whole text of one")
        return lambda entry: entry_texts.may_mean(entry, text)

    def _tell_apart(self, place: Place, concept: str, before: Document) -> None:
        """Remember the entries that are there no more, or read otherwise, to be shown."""
        was, now = (entries(one, place.kind, concept) for one in (before, self.papers[place.path]))
        there, left = Counter(map(said, was)), Counter(map(said, now))
        new = [entry for entry in now if not there[said(entry)]]
        found = self._as_found(place)
        for entry in was:
            if left[said(entry)]:
                left[said(entry)] -= 1
                continue
            moved = next((one for one in self.removed if one.moved and one.text == entry.text), None)
            if moved and moved.path == place.path:
                self.removed.remove(moved)  # it has gone from there, too
            elif entry.text not in found or any(one.text == entry.text for one in self.removed):
                continue  # this session has added it; or the record says it too
            rest = len(entry.detail.split("\n")) if entry.detail else 0
            shorter = new.pop(0).text if new else ""
            self.removed.append(Removed(place.path, entry.text, rest, shorter))

    def _as_found(self, place: Place) -> set[str]:
        """The entries of a document as it is in the work tree."""
        data = self.papers.as_found().get(place.path)
        if data is None:
            return set()
        document, concepts = Document.of(data, place.path), ("in-progress", "next", "blockers")
        known = (entries(document, place.kind, one) for one in concepts if place.kind.section(one))
        return {entry.text for each in known for entry in each}

    def _open(self, place: Place) -> None:
        if place.path not in self.papers.paths:
            self.papers.open(place.path, place.kind, lambda: self._new(place))
            there = record.read(self.papers[place.path])
            if there and there.id != self.record.id:
                what = f"{place.path} is the record of session {there.label}"
                raise Failure(what, "it is never written by another one: git mv it to a name of its own")

    def _new(self, place: Place) -> str:
        draft = self.clone.records.tree.read(place.path) if place is self.home else None
        if draft is not None:
            return draft.decode("utf-8", "surrogateescape")
        return scaffold.text(place.kind, {**self.values, "date": self.record.date}, self.record.kind)

    def _with(self, concept: str, *, to_record: bool) -> list[Place]:
        """The documents that have a place for a concept."""
        found = [place for place in self.states if place.kind.section(concept)]
        if concept in KEPT:
            found += [
                p for p in document_locations.standing(self.clone, concept) if p.path in self.papers.paths
            ]
        own = self.home.kind.section(concept) and self.home.path not in [place.path for place in found]
        return [*found, self.home] if own and (to_record or not found) else found


def copied(entry: Entry) -> dict[str, str]:
    """The values of an entry, for another document."""
    kinds = columns.of_table(tuple(entry.cells))
    cells = dict(zip(kinds, entry.cells.values(), strict=True))
    return {"text": entry.text, **cells}


def planned(fix: record.Fix) -> str:
    """A fix of the plan in words."""
    text = f"Fix #{fix.id}" + (f": {fix.text}" if fix.text else "")
    return f"{text} in {fix.file.replace(',', ', ')}" if fix.file and fix.file not in fix.text else text


def _any(entry: Entry) -> bool:
    return True


def _below(document: Document, entry: Entry) -> str:
    """The lines below the first one of an item; blank ones at the end are not of it."""
    _, *below = document.text[entry.start : entry.end].split("\n")
    while below and not below[-1].strip():
        below.pop()
    return "\n".join(below)


def _whole(document: Document, entry: Entry) -> tuple[str, str]:
    """All of an item but its mark, wherever it begins."""
    return entry_texts.flat(entry.text), textwrap.dedent(_below(document, entry))


def _is_at(entry: Entry, start: int) -> bool:
    return entry.start == start


def _is_in(entry: Entry, said: str) -> bool:
    """Whether an entry says no more than a text."""
    parts = [one for one in (entry_texts.core(entry.text), *entry.detail.split("\n")) if one.strip()]
    return bool(said) and all(entry_texts.core(part) in entry_texts.flat(said) for part in parts)
