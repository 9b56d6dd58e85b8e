"""Does a state document describe a commit? By ancestry and content, never by a hash in the document.

A significant commit is described when it is reachable from an update (`document_updates.py`). Stale is a
document that does not describe more of them than `tolerance`. As long as a history is straight and the
document stays the same, commits are counted one by one; from there on git tells more of them at a time. It
ends as soon as it is known: the cost is bounded by the tolerance, not by the history.
"""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import NamedTuple, Protocol

from ..core.errors import GitError
from ..git import merges, ranges, streams
from ..git.merges import Merge
from ..git.objects import FILES, LEVELS, LINK, Absent, Object, Objects
from ..git.past import Pasts
from ..git.ranges import Range
from .document_updates import Found, Texts, Walk

SHOWN = 5
"""Undescribed commits that are named, and looked for beyond the tolerance."""
LOOKBACK = 1000
"""Commits before a change of a document that are searched for what it says: it may have said it before."""

_STEPS = 2000  # commits in which the last update is looked for, to name it
_FEW = 60  # commits that are read where nothing is searched
_MORE = 8  # how many times more the next time
_TOGETHER = 50  # commits that are read at a time


class Freshness(NamedTuple):
    """The verdict on one document at one commit.

    `state` is fresh, stale, missing or unknown. `commits` are the significant ones that the document
    does not describe: all of them when `complete`, else the first that were met. `updated` is
    the commit of the last update, None where the walk did not get there. `is_owed` is whether a stale one
    is more than a warning.
    """

    path: str
    state: str
    commits: tuple[Object, ...] = ()
    complete: bool = True
    updated: Object | None = None
    why: str = ""
    is_owed: bool = True


class Significant(Protocol):
    """Whether a commit needs a description: by the paths that it changed, or by those that are given."""

    def __call__(self, objects: Objects, commit: Object, paths: tuple[str, ...] | None = None, /) -> bool:
        """Raises Absent where it cannot be told."""


class Question(NamedTuple):
    """What is asked: the commit, the document, how many commits it may be behind.

    `significant` is whether a commit needs a description; `shallow` whether the clone is. `beyond` the
    tolerance that many more are looked for, to name them. `levels` is how many directories down it pays to
    read ahead: 1 where `significant` needs no trees. `lookback` is as `LOOKBACK`: 0 not to search.
    `pasts` is what several questions share. `new` are the commits that are asked about, None for all: those
    that a range brings, so that no other commit leads to one of them.
    """

    tip: str
    path: str
    tolerance: int
    significant: Significant
    shallow: bool = False
    beyond: int = SHOWN
    levels: int = LEVELS
    lookback: int = LOOKBACK
    pasts: Pasts | None = None
    new: Collection[str] | None = None

    @property
    def most(self) -> int:
        """As many undescribed commits are enough to know."""
        return self.tolerance + self.beyond + 1


class Place(NamedTuple):
    """A commit, and the blob of the document in it."""

    commit: Object
    blob: str


def freshness(objects: Objects, asked: Question) -> Freshness:
    """The verdict. What cannot be read makes it unknown, never fresh and never stale."""
    work: list[Object] = []
    try:
        return _judged(objects, asked, work)
    except Absent as absent:
        why = f"{absent.name[:10]} is not in this clone: it is shallow, partial or damaged"
    except GitError as error:
        why = error.message
    state = "stale" if len(work) > asked.tolerance else "unknown"
    return Freshness(asked.path, state, tuple(work), complete=False, why=why if state == "unknown" else "")


def undescribed(objects: Objects, asked: Question, place: Place, work: list[Object]) -> Object | None:
    """Add to `work` the significant commits that a document does not describe: `asked.most` at most.

    Returns the newest update, None where there is none or the search was over before. Raises Absent and
    GitError where it cannot be told; what was found till then counts.
    """
    place, is_known = _straight(objects, asked, place, work)
    if asked.new is not None and place.commit.oid not in asked.new and not is_known:
        return last_update(objects, asked.tip, asked.path, _STEPS) if work else None
    if is_known or len(work) >= asked.most:
        return place.commit if is_known else None
    texts, count, known = Texts(objects), max(asked.lookback, _FEW), len(work)
    pasts = asked.pasts or Pasts(cut=ranges.boundary() if asked.shallow else frozenset())
    window = pasts.of(place.commit.oid, asked.path, count)
    while True:
        walk = Walk(window, texts, place.commit.oid, place.blob, looks_back=asked.lookback > 0)
        found = walk.found()
        del work[known:]
        _add(objects, asked, place.commit, found, work)
        if not found.ahead or len(work) >= asked.most or window.is_whole:
            break
        if asked.new is not None and all(oid in window.parents for oid in asked.new):
            break  # none of them is further back
        count *= _MORE
        window = pasts.read([place.commit.oid], asked.path, count)
    if found.cut and len(work) < asked.most:
        raise Absent((*objects.commit(found.cut[0]).parents, found.cut[0])[0])
    return max(map(objects.commit, found.updates), key=lambda one: one.when, default=None)


def last_update(objects: Objects, tip: str, path: str, steps: int) -> Object | None:
    """The last update of a document at `tip`, None where it is not among so many commits."""
    try:
        here = objects.commit(tip)
        entry = objects.entry(here.tree, path.encode("utf-8", "surrogateescape"))
        if entry is None:
            return None
        window = Pasts().read([here.oid], path, steps)
        found = Walk(window, Texts(objects), here.oid, entry.oid).found()
        return max(map(objects.commit, found.updates), key=lambda one: one.when, default=None)
    except (Absent, GitError):
        return None


def _judged(objects: Objects, asked: Question, work: list[Object]) -> Freshness:
    here = objects.commit(asked.tip)
    entry = objects.entry(here.tree, asked.path.encode("utf-8", "surrogateescape"))
    if entry is None or entry.mode not in FILES:
        why = "not there" if entry is None else "a symbolic link" if entry.mode == LINK else "not a file"
        return Freshness(asked.path, "missing", why=why)
    updated = undescribed(objects, asked, Place(here, entry.oid), work)
    state = "stale" if len(work) > asked.tolerance else "fresh"
    if len(work) >= asked.most:
        return Freshness(asked.path, "stale", tuple(work), complete=False)
    return Freshness(asked.path, state, tuple(work), updated=updated)


def _straight(objects: Objects, asked: Question, place: Place, work: list[Object]) -> tuple[Place, bool]:
    """Go down as long as each commit has one parent that says the same, and count.

    Returns where that ends, and whether the commit there is an update, as far as nothing is searched.
    """
    path = asked.path.encode("utf-8", "surrogateescape")
    texts = Texts(objects)
    while len(place.commit.parents) == 1 and len(work) < asked.most:
        if asked.new is not None and place.commit.oid not in asked.new:
            break
        objects.ahead(place.commit.oid, asked.most + 1 - len(work), asked.levels)
        parent = objects.commit(place.commit.parents[0])
        entry = objects.entry(parent.tree, path)
        before = entry.oid if entry and entry.mode in FILES else ""
        if not texts.same(before, place.blob):
            if asked.lookback:
                break
            if texts[place.blob].adds_to(texts[before]):
                return place, True
            if not before:
                break
        if asked.significant(objects, place.commit):
            work.append(place.commit)
        place = Place(parent, before)
    return place, False


def _add(objects: Objects, asked: Question, tip: Object, found: Found, work: list[Object]) -> None:
    """Add the significant commits that are reachable from one and from no update.

    Those before a commit where the walk did not go on may be described; they are left out.
    """
    if tip.oid in found.updates:
        return
    span = Range(tip.oid, (*found.updates, *found.ahead, *found.cut))
    order: dict[str, Object] = {}
    joined: list[Merge] = []
    counted: list[str] = []
    for commit in _listed(objects, span):
        order[commit.oid] = commit
        if len(commit.parents) > 1:
            if asked.shallow:  # nobody can tell there what the other side brought in
                raise Absent(commit.parents[1])
            joined.append(Merge(commit.oid, commit.parents))
        elif asked.significant(objects, commit):
            counted.append(commit.oid)
        if len(work) + len(counted) >= asked.most:
            joined = []
            break
    for oid, own in merges.of(span)(joined).items() if joined else ():
        if own is None:
            raise Absent(oid)
        if own.paths and asked.significant(objects, order[oid], own.paths):
            counted.append(oid)
    chosen = set(counted)
    work += islice((commit for oid, commit in order.items() if oid in chosen), asked.most - len(work))


def _listed(objects: Objects, span: Range) -> Iterator[Object]:
    """The commits of a range, the newest first, many read at a time."""
    with streams.stream("rev-list", *span.options, given=span.revisions) as pipe:
        while some := [line.decode().strip() for line in islice(pipe, _TOGETHER)]:
            objects.gather(some)
            yield from map(objects.commit, some)
