"""What there is of fixes in a repository: the documents are read, git is asked, and the rows are made."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from ...backlog import loader
from ...backlog.model import Register
from ...documents import document_set, tree_settings
from ...documents.document import Document
from ...documents.document_set import Paper, Rules
from ...documents.profiles.model import DocumentType
from ...documents.rules.rule import HERE
from ...git import ranges
from ...git import run as git
from ...git.objects import Objects
from ...git.trees import FILE, CommitTree, Tree, WorkTree
from ...records import store
from ...records.places import natural
from ...records.store import Records
from ...settings.model import Settings
from .. import landings, lookup
from ..landings import Landing
from . import commit_scan, document_mentions
from .commit_scan import Counted
from .document_mentions import Mention
from .status import Sources, Traced, traced

_LARGEST = 5_000_000  # bytes of a document


class Place(NamedTuple):
    """The files that are read, those of HEAD in a bare repository, and the backlog in them."""

    tree: Tree
    by: Rules
    register: Register

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.by.settings

    @property
    def records(self) -> Records:
        """The records of sessions."""
        return store.of(self.tree, self.by.profiles)


class Coverage(NamedTuple):
    """How many fixes there are, how many of them have commits, and how many rows disagree."""

    fixes: int
    with_commits: int
    disagreeing: int


class Look(NamedTuple):
    """The fixes, and in sentences what could not be looked at; `hint` is what to do about that.

    `landed` are the commits of HEAD that brought the records of sessions, the last one first.
    """

    rows: tuple[Traced, ...]
    register: Register
    unseen: tuple[str, ...] = ()
    hint: str = ""
    landed: Sequence[Landing] = ()

    @property
    def coverage(self) -> Coverage:
        """The fixes, counted; those that the backlog does not have may disagree, too."""
        own = [row for row in self.rows if row.known or not self.register.fixes]
        having = sum(row.has_commits for row in own)
        return Coverage(len(own), having, sum(bool(row.disagreements) for row in self.rows))

    def find(self, id: str) -> Traced | None:
        """The row of an id or alias."""
        key = self.register.key(id)
        return next((row for row in self.rows if row.fix.id == key), None)


@contextmanager
def opened() -> Iterator[Place]:
    """The files here, and the backlog in them. Raises Failure as the settings and the profiles do."""
    top = git.top_if_any()
    if top:
        yield _place(tree_settings.here(top).settings, WorkTree(top))
        return
    with Objects() as objects:
        commit = objects.commit(ranges.commit("HEAD"))
        yield _place(tree_settings.load(objects, commit.oid).settings, CommitTree(objects, commit.tree))


def look(place: Place, counted: Counted, id: str = "", *, whole: bool = False) -> Look:
    """All that is known of the fixes; of one only, with all its commits, where an id or alias is given.

    `whole` is as for `commit_scan.gathered`. Raises GitError where git cannot read a commit.
    """
    register, tip = place.register, lookup.head()
    only = _names(register, id) if id else frozenset()
    with Objects() as objects:
        landed = landings.find("HEAD", objects, place.by) if tip else []
    found = commit_scan.gathered(place.settings, counted, only, whole=whole, landed=landed)
    there = _documents(place)
    claims, known = _claims(place, there), _ids(register, found.fixes)
    known |= {fix for fix, _ in claims}
    mentions = [*claims, *_mentions(there, known)]
    hashes = lookup.commits({one.commit for _, one in claims if one.commit}, tip)
    sources = Sources(
        register=register,
        commits=found.fixes,
        mentions=[(fix, one) for fix, one in mentions if not only or fix in only],
        records=[(one.record, one.path) for one in place.records],
        here=frozenset(one for one, what in hashes.found.items() if what == HERE),
        cut=found.cut,
    )
    rows = tuple(row for row in traced(sources) if not only or row.fix.id in only)
    unseen = tuple(_unseen(place, there, cut=found.cut))
    return Look(rows, register, unseen, ranges.whole() if found.cut else "", landed)


def _place(settings: Settings, tree: Tree) -> Place:
    by = document_set.rules(settings, tree)
    return Place(tree, by, loader.load(tree, by))


def _names(register: Register, id: str) -> frozenset[str]:
    """All ids of a fix: what is another fix's own id is none of them."""
    fix = register.find(id)
    every = (fix.id, *fix.aliases) if fix else (register.key(id),)
    return frozenset(one for one in every if register.key(one) == register.key(id))


def _documents(place: Place) -> dict[Paper, Document | None]:
    """The documents of the profiles and of the backlog; None for one that cannot be read."""
    known = document_set.papers(place.tree, place.by)
    paths = {one.path for one in known}
    more = [
        Paper(path, DocumentType("backlog", path)) for path in place.register.paths if path not in paths
    ]
    return {one: _read(place.tree, one.path) for one in (*known, *more)}


def _read(tree: Tree, path: str) -> Document | None:
    size = tree.size(path)
    data = tree.read(path) if size is not None and size <= _LARGEST else None
    return None if data is None else Document.of(data, path)


def _claims(place: Place, there: dict[Paper, Document | None]) -> list[tuple[str, Mention]]:
    """What the state documents say; of those that each session has, the last one."""
    newest: dict[str, Paper] = {}
    for one in there:
        if one.kind.state:
            last = newest.get(one.kind.path)
            if last is None or natural(one.path) > natural(last.path):
                newest[one.kind.path] = one
    return [
        each
        for one in newest.values()
        if (own := there[one])
        for each in document_mentions.claimed(own, one.kind)
    ]


def _ids(register: Register, fixes: Iterable[str]) -> set[str]:
    """The ids that a document may name: those of the backlog in all their forms, those of commits."""
    return {id for fix in register.fixes for id in (fix.id, *fix.aliases)} | set(fixes)


def _mentions(there: dict[Paper, Document | None], known: set[str]) -> Iterator[tuple[str, Mention]]:
    for one, document in there.items():
        if document:
            yield from document_mentions.named(document, one.kind, known)


def _unseen(place: Place, there: dict[Paper, Document | None], *, cut: bool) -> Iterator[str]:
    if cut:
        yield "the clone is shallow: a fix without a commit may have one that is not here"
    for one, document in there.items():
        if document is None:
            yield f"{one.path} cannot be read"
    for path in place.settings.documents:
        if place.tree.kind(path) != FILE:
            yield f"{path} is not there"
    for path in place.register.unread:
        yield f"{path} is not there" if not place.tree.kind(path) else f"{path} cannot be read"
