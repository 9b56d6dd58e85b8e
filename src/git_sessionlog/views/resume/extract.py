"""The parts of a brief out of the documents that were read; nothing is asked here."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from ...core import fix_ids
from ...documents import headings
from ...documents.document import Document
from ...documents.profiles.model import DocumentType, Profile, documents_of_all, filled
from ...settings.model import PROFILES
from . import sections as contents
from . import tracker
from .model import Item, Part, Tracker
from .sections import Recorded

CONFIRM = (
    "I see {completed|nothing} is completed, {in-progress|nothing} is in progress, and the next step is "
    "{next|not written down}. Is that correct?"
)
"""The sentence that confirms what was understood, where no profile has one of its own."""

_TITLES = {"completed": "Completed", "in-progress": "In progress", "next": "Next"}


class Read(NamedTuple):
    """A document that was read, and what it is declared to be."""

    document: Document
    kind: DocumentType


class Told(NamedTuple):
    """What the state documents say."""

    paths: tuple[str, ...]
    recorded: Recorded
    phase: str
    logged: str
    blockers: tuple[Part, ...]
    completed: tuple[Part, ...]
    progress: tuple[Part, ...]
    next: tuple[Part, ...]
    failed: tuple[Part, ...]


def told(
    state: Sequence[Read],
    record: Read | None = None,
    *,
    alone: bool = False,
    undone: frozenset[str] = frozenset(),
    begun: frozenset[str] = frozenset(),
) -> Told:
    """What the state documents say; of what was tried in vain the last record may know, too.

    A record that is `alone`, as all that its session writes, tells the other things as they do. The fixes
    that are `undone` they may still call completed, those that a session has `begun` next.
    """
    said = [record, *state] if record and alone else state
    return Told(
        tuple(read.document.path for read in state),
        _recorded([contents.recorded(*read) for read in state]),
        next(filter(None, (contents.phase(*read) for read in state)), ""),
        next(filter(None, (contents.logged(*read) for read in state)), ""),
        blockers=_parts(said, contents.blockers),
        completed=_parts(said, partial(contents.completed, undone=undone)),
        progress=_parts(said, partial(contents.unfinished, concept="in-progress", begun=begun)),
        next=_parts(said, partial(contents.unfinished, concept="next", begun=begun)),
        failed=_parts([*state, *([record] if record else [])], contents.failed),
    )


def trackers(read: Iterable[Read], profiles: Iterable[Profile]) -> tuple[Tracker, ...]:
    """What the trackers count."""
    words = _words(profiles)
    counted = (tracker.tracker(each.document, words) for each in read)
    return tuple(each for each in counted if each.counts)


def confirm(profiles: Iterable[Profile], parts: Mapping[str, Sequence[Part]]) -> str:
    """The sentence for the first thing of each concept, which is named by its id or its place.

    An agent takes the sentence for ours, so nothing in it is anybody else's: no text of a document, and no
    sentence of a profile that came with the repository.
    """
    own = (profile.messages.get("confirm", "") for profile in profiles if profile.name in PROFILES)
    template = next(filter(None, own), CONFIRM)
    said = {concept: _first(each, concept) for concept, each in parts.items()}
    return " ".join(filled(template, said).split())


def _recorded(each: Sequence[Recorded]) -> Recorded:
    """What the first document that has it recorded."""
    return Recorded(*(next(filter(None, values), "") for values in zip(*each, strict=True)))


def _parts(state: Iterable[Read], part_of: Callable[[Document, DocumentType], Part]) -> tuple[Part, ...]:
    """What each document says; the same thing in two of them is said once."""
    known: set[str] = set()
    found = []
    for read in state:
        part = part_of(*read)
        new = tuple(item for item in part.items if _key(item) not in known)
        known.update(map(_key, new))
        if new:
            found.append(part._replace(items=new))
    return tuple(found)


def _key(item: Item) -> str:
    """What an item is about, without a date before it and reasons behind: documents differ in these."""
    text = re.sub(r"^\d{4}-\d\d-\d\d:? ", "", item.text)
    return re.split(r" [—–→] ", text, maxsplit=1)[0].casefold()


def _words(profiles: Iterable[Profile]) -> tracker.Words:
    """What the sections of a tracker are called that nobody declares: as those of the state documents."""
    sections = [section for kind in documents_of_all(profiles) for section in kind.sections]
    return {
        concept: [
            headings.name(name)
            for section in sections
            if section.concept == concept
            for name in (section.heading, *section.aliases)
        ]
        for concept in ("completed", "in-progress", "next", "blockers")
    }


def _first(parts: Sequence[Part], concept: str) -> str:
    item = next((item for part in parts for item in part.items), None)
    if item is None:
        return ""
    below = item.detail.partition("\n")[0] if item.group else ""
    text = re.sub(r"(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?", "", below, count=1) or item.text
    ids = fix_ids.listed(contents.plain(text)).ids
    said = f"Fix {fix_ids.spelled(ids, 3)}" if ids else f'the first entry under "{_TITLES[concept]}"'
    commits = (note.strip("`") for name, note in item.notes.items() if contents.is_commit(name))
    return said + "".join(f" (commit {oid})" for oid in commits if re.fullmatch("[0-9a-f]{7,64}", oid))
