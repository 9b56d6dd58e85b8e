"""Does a state document describe a commit? By ancestry and content, never by a hash in the document.

From the commit go to the parent that has the same content at the document's path, until none has
it: that commit is the last update. Stale when more significant commits than `tolerance` are
reachable from the commit but not from its last update. The walk stops as soon as it knows: its cost
is bounded by the tolerance, not by the history.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..git.objects import FILES, LEVELS, LINK, Absent, Object, Objects

SHOWN = 5
"""Undescribed commits that are named, and looked for beyond the tolerance."""


class Freshness(NamedTuple):
    """The verdict on one document at one commit.

    `state` is fresh, stale, missing or unknown. `commits` are the significant ones that the document
    does not describe: all of them when `complete`, else the first that were met. `updated` is
    the commit of the last update, None where the walk did not get there.
    """

    path: str
    state: str
    commits: tuple[Object, ...] = ()
    complete: bool = True
    updated: Object | None = None
    why: str = ""


class Question(NamedTuple):
    """What is asked: the commit, the document, how many commits it may be behind.

    `side` lists the commits, merges left out, that a merge brought in: reachable from some commits
    but not from another. `significant` is whether a commit needs a description. `beyond` the tolerance
    that many more are looked for, to name them. `levels` is how many directories down it pays to read
    ahead: 1 where `significant` needs no trees.
    """

    tip: str
    path: str
    tolerance: int
    side: Callable[[tuple[str, ...], str], Iterator[str]]
    significant: Callable[[Objects, Object], bool]
    beyond: int = SHOWN
    levels: int = LEVELS


class _Step(NamedTuple):
    """A step to the last update: from a commit, with its parents, to the one that its text came from."""

    here: Object
    parents: list[Object]
    origin: Object


def freshness(objects: Objects, asked: Question) -> Freshness:
    """The verdict. What cannot be read makes it unknown, never fresh and never stale."""
    work: list[Object] = []
    try:
        return _walked(objects, asked, work)
    except Absent as absent:
        if len(work) > asked.tolerance:
            return Freshness(asked.path, "stale", tuple(work), complete=False)
        why = f"{absent.name[:10]} is not in this clone: it is shallow, partial or damaged"
        return Freshness(asked.path, "unknown", tuple(work), complete=False, why=why)


def last_update(objects: Objects, tip: str, path: str, steps: int) -> Object | None:
    """The commit that the document's text at `tip` comes from, None where it is more steps away."""
    name = path.encode("utf-8", "surrogateescape")
    try:
        here = objects.commit(tip)
        entry = objects.entry(here.tree, name)
        if entry is None:
            return None
        for number, step in enumerate(_steps(objects, here, name, entry.oid), 1):
            if number == steps:
                return None
            objects.ahead(step.here.oid, steps - number, levels=1)
            here = step.origin
    except Absent:
        return None
    return here


def _walked(objects: Objects, asked: Question, work: list[Object]) -> Freshness:
    path = asked.path.encode("utf-8", "surrogateescape")
    here = objects.commit(asked.tip)
    entry = objects.entry(here.tree, path)
    if entry is None or entry.mode not in FILES:
        why = "not there" if entry is None else "a symbolic link" if entry.mode == LINK else "not a file"
        return Freshness(asked.path, "missing", why=why)
    for step in _steps(objects, here, path, entry.oid):
        objects.ahead(step.here.oid, asked.tolerance + asked.beyond + 2 - len(work), asked.levels)
        for commit in _undescribed(objects, asked, step):
            work.append(commit)
            if len(work) > asked.tolerance + asked.beyond:
                return Freshness(asked.path, "stale", tuple(work), complete=False)
        here = step.origin
    state = "stale" if len(work) > asked.tolerance else "fresh"
    return Freshness(asked.path, state, tuple(work), updated=here)


def _steps(objects: Objects, here: Object, path: bytes, blob: str) -> Iterator[_Step]:
    """The way from a commit, with its blob at the path, down to the last update."""
    while True:
        parents = [objects.commit(parent) for parent in here.parents]
        origin, blob = _origin(objects, parents, path, blob)
        if origin is None:
            return
        yield _Step(here, parents, origin)
        here = origin


def _origin(objects: Objects, parents: list[Object], path: bytes, blob: str) -> tuple[Object | None, str]:
    """The parent that the text came from, and its blob there: the first with the same blob.

    An edit of line ends or trailing blanks only is no update, nor is a change of mode.
    """
    entries = [objects.entry(parent.tree, path) for parent in parents]
    files = [(p, e.oid) for p, e in zip(parents, entries, strict=True) if e and e.mode in FILES]
    for parent, oid in files:
        if oid == blob:
            return parent, blob
    if files:
        text = _text(objects.read(blob)[2])
        for parent, oid in files:
            if _text(objects.read(oid)[2]) == text:
                return parent, oid
    return None, blob


def _undescribed(objects: Objects, asked: Question, step: _Step) -> Iterator[Object]:
    """The significant commits of one step down: the commit itself, or what a merge brought in."""
    here, parents, origin = step
    if len(parents) == 1:
        if asked.significant(objects, here):
            yield here
        return
    others = tuple(parent.oid for parent in parents if parent.oid != origin.oid)
    for oid in asked.side(others, origin.oid):
        commit = objects.commit(oid)
        if asked.significant(objects, commit):
            yield commit


def _text(data: bytes) -> bytes:
    return b"\n".join(line.rstrip() for line in data.rstrip().split(b"\n"))
