"""What merges changed by themselves: how they differ from what git makes of their parents.

Parents that are ancestors of other parents are dropped first. With one left a merge is an ordinary commit
against that parent. Of others it is the remerge diff (git 2.36), before that the dense combined diff.
"""

import codecs
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from ..core.errors import GitError
from . import log, ranges, streams
from . import run as git
from .ranges import Range

REMERGE = (2, 36)
"""The version of git from which on it can merge once more to compare."""

_DIFF = ("diff-tree", "-r", "-z", "--no-renames", "--no-ext-diff", "--no-relative")
_COMBINED = ("diff-tree", "-p", "--cc", "-U0", "--no-commit-id", "--no-ext-diff", "--no-textconv")
_CONFLICT = b"remerge CONFLICT ("
_ONE_PATH = (b"content)", b"add/add)", b"binary)", b"modify/delete)", b"submodule)")


class Merge(NamedTuple):
    """A merge to look at: its id and its parents, as the commit object names them."""

    oid: str
    parents: tuple[str, ...]


class Own(NamedTuple):
    """What a merge has that none of its parents brought.

    `paths` differ though git had no conflict there, `conflicts` are those where somebody resolved one.
    `is_ordinary` is whether all parents but one are ancestors of that one, `is_made` whether git or a forge
    would make a merge of them: not where all others are ancestors of the first.
    """

    paths: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    is_ordinary: bool = False
    is_made: bool = True


Look = Callable[[Sequence[Merge]], Mapping[str, Own | None]]
"""What tells of merges, each by its id, what they changed by themselves."""


def of(span: Range) -> Look:
    """What `own` says of merges of a range, in whatever order they are given."""
    order: dict[str, int] = {}

    def look(wanted: Sequence[Merge]) -> Mapping[str, Own | None]:
        if not order:
            try:
                order.update(
                    {oid: number for number, oid in enumerate(ranges.listed(span, topological=True))}
                )
            except GitError:
                return {oid: said for merge in wanted for oid, said in own([merge]).items()}
        return own(sorted(wanted, key=lambda merge: order.get(merge.oid, -1)))

    return look


def own(wanted: Sequence[Merge]) -> dict[str, Own | None]:
    """What each merge changed by itself; None where that cannot be told: objects are not in this clone.

    No merge may come after one of its ancestors: git before 2.41 forgets the parents of a commit that it
    has shown, and then finds no base for what comes of it. git is asked once for all merges of two parents,
    and again for the few that differ from what it makes of them.
    """
    pairs = [merge for merge in wanted if len(merge.parents) == 2] if _can_remerge() else []
    cut = ranges.boundary() if wanted else frozenset()
    known = _remerged([merge for merge in pairs if _is_whole(merge, cut)])
    found: dict[str, Own | None] = {}
    for merge in wanted:
        found[merge.oid] = None
        with suppress(GitError, LookupError):
            if merge in pairs:
                found[merge.oid] = _of_pair(merge, *known[merge.oid])
            elif _is_whole(merge, cut):
                found[merge.oid] = _of_others(merge)
    return found


def _of_pair(merge: Merge, own: Own, is_first: bool) -> Own:
    """The rest of what is said of a merge with two parents, where it can be more than it seems to be.

    `is_first` is whether it has all files as its first parent has them.
    """
    if own.conflicts or not (own.paths or is_first):
        return own  # a merge of an ancestor has no conflicts, and git makes it only to bring something
    return _placed(own, merge, independent(merge.parents))


def _of_others(merge: Merge) -> Own:
    """A merge of more parents, or of two where git cannot merge once more."""
    left = independent(merge.parents)
    if len(left) == 1:
        return _placed(Own(tuple(_differing(left[0], merge.oid))), merge, left)
    combined = git.ask(*_COMBINED, merge.oid)
    heads = (line[10:] for line in combined.split(b"\n") if line.startswith(b"diff --cc "))
    paths = {_unquoted(name.strip(b'"') if name[:1] == b'"' else name) for name in heads}
    if len(merge.parents) > 2:
        paths |= set(_dropped(merge, left))
    return Own(tuple(sorted(paths)))


def _placed(own: Own, merge: Merge, left: Sequence[str]) -> Own:
    if len(left) > 1:
        return own
    return own._replace(is_ordinary=True, is_made=left[0] != merge.parents[0])


def _dropped(merge: Merge, parents: Sequence[str]) -> Iterator[str]:
    """The files of which an octopus has not what git would take: only some parents changed them.

    Where several did, in different ways, it must not be what one of them has. That needs no merge, but a
    file that was renamed on one side and changed on another is taken for dropped.
    """
    bases = git.ask("merge-base", "--octopus", *parents, no=(1,)).decode().split()
    base = bases[0] if bases else git.ask("hash-object", "-t", "tree", "--stdin").decode().strip()
    sides = [_versions(base, parent) for parent in parents]
    result = _versions(base, merge.oid)
    for path in sorted(set().union(*sides)):
        versions = {side[path] for side in sides if path in side}
        taken = result.get(path)
        if taken is None or (taken in versions) == (len(versions) > 1):
            yield path  # what is none of several versions is merged by lines: the combined diff tells of it


def _versions(base: str, commit: str) -> dict[str, bytes]:
    """The files that a commit has otherwise than its base: mode and id of each."""
    said = git.fields(git.ask(*_DIFF, "--raw", "--no-abbrev", "--no-commit-id", base, commit))
    rows = [row.split() for row in said[::2]]
    return {os.fsdecode(path): row[1] + row[3] for row, path in zip(rows, said[1::2], strict=True)}


def _differing(parent: str, commit: str) -> list[str]:
    return [os.fsdecode(path) for path in git.fields(git.ask(*_DIFF, "--name-only", parent, commit))]


def _remerged(merges: Sequence[Merge]) -> Mapping[str, tuple[Own, bool]]:
    """What git says of merges with two parents, and whether they have the files of their first parent.

    Where it gives up, each is asked about alone; those that it cannot tell of are left out.
    """
    if not merges:
        return {}
    try:
        given = "".join(f"{merge.oid}\n" for merge in merges).encode()
        with log.remerges(given) as pipe:
            read = {oid: (raw, conflicts, tree) for oid, raw, conflicts, tree in _read(pipe)}
        wordy = [m for m in merges if m.oid in read and any(map(_has_words, read[m.oid][1]))]
        titles = _titles(wordy)
        trees = _trees([merge.parents[0] for merge in merges])
    except GitError:
        one_by_one = [_remerged([merge]) for merge in merges] if len(merges) > 1 else []
        return {oid: said for one in one_by_one for oid, said in one.items()}
    return {
        merge.oid: (_sorted(read[merge.oid][0], read[merge.oid][1], titles), read[merge.oid][2] == tree)
        for merge, tree in zip(merges, trees, strict=True)
        if merge.oid in read
    }


def _titles(merges: Sequence[Merge]) -> list[bytes]:
    """How git names the parents of merges in its words: `1a2b3c4 (title)`, of which the title."""
    oids = dict.fromkeys(parent for merge in merges for parent in merge.parents)
    given = "".join(f"{oid}\n" for oid in oids).encode()
    query = log.Query(("title",), (), ("--no-walk=unsorted", "--stdin"), given)
    found = {one.title.encode("utf-8", "surrogateescape") for one in log.commits(query)} if oids else set()
    return sorted(found - {b""}, key=len, reverse=True)


def _read(pipe: Iterable[bytes]) -> Iterator[tuple[str, list[bytes], list[tuple[bytes, bytes]], str]]:
    """Each merge with the names that differ, the conflicts that git had, and its tree."""
    oid = tree = ""
    raw: list[bytes] = []
    conflicts: list[tuple[bytes, bytes]] = []
    name = b""
    for line in pipe:
        if line.startswith(b"\0"):
            if oid:
                yield oid, raw, conflicts, tree
            oid, tree = line[1:].decode().split()
            raw, conflicts = [], []
        elif line.startswith(b":"):
            raw.append(_inner(line.rstrip(b"\n").partition(b"\t")[2]))
        elif line.startswith(b"diff --git "):
            name = _first_of(line[11:].rstrip(b"\n"))
        elif line.startswith(_CONFLICT):
            conflicts.append((name, line[len(_CONFLICT) :]))
    if oid:
        yield oid, raw, conflicts, tree


def _has_words(conflict: tuple[bytes, bytes]) -> bool:
    return not conflict[1].startswith(_ONE_PATH)


def _sorted(raw: Iterable[bytes], conflicts: Sequence[tuple[bytes, bytes]], titles: Sequence[bytes]) -> Own:
    """The paths by whether git had a conflict there; the names are those between git's quotes.

    A conflict of renames, or of a file with a directory, is about all paths that git names in its words.
    These have the titles of the parents, too, which could name any path.
    """
    at = {name for name, _ in conflicts}
    words = [_without(titles, one[1]) for one in conflicts if _has_words(one)]
    resolved: list[str] = []
    others: list[str] = []
    for name in raw:
        pattern = rb"(?:^|[ '\"])%s(?=[ '\".,;:\n]|$)" % re.escape(name)
        is_named = name in at or any(re.search(pattern, text) for text in words)
        (resolved if is_named else others).append(_unquoted(name))
    return Own(tuple(others), tuple(resolved))


def _without(titles: Sequence[bytes], words: bytes) -> bytes:
    for title in titles:
        words = words.replace(b" (" + title + b")", b"")
    return words


def _first_of(pair: bytes) -> bytes:
    """The name in `a/NAME b/NAME`, quoted or not: both are the same, since no renames are looked for."""
    quotes = 1 if pair.startswith(b'"') else 0
    return pair[2 + quotes : (len(pair) - 1) // 2 - quotes]


def _inner(name: bytes) -> bytes:
    return name[1:-1] if name.startswith(b'"') else name


def _unquoted(name: bytes) -> str:
    """A path from what git writes between quotes (git-config(1), core.quotePath)."""
    return os.fsdecode(codecs.escape_decode(name)[0] if b"\\" in name else name)


def _trees(commits: Sequence[str]) -> list[str]:
    given = "".join(f"{oid}^{{tree}}\n" for oid in commits).encode()
    with streams.stream("cat-file", "--batch-check=%(objectname)", given=given) as pipe:
        return [line.decode().strip() for line in pipe]


def independent(parents: Sequence[str]) -> list[str]:
    """The parents that are no ancestors of other parents, in their order. Raises GitError."""
    left = set(git.ask("merge-base", "--independent", *parents).decode().split())
    return [parent for parent in dict.fromkeys(parents) if parent in left]


def _is_whole(merge: Merge, cut: frozenset[str]) -> bool:
    """Whether a clone has all that the parents have not in common: else git may merge by a wrong base."""
    if not cut:
        return True
    with suppress(GitError):
        bases = git.ask("merge-base", "--all", *merge.parents, no=(1,)).decode().split()
        more = git.ask("rev-list", *merge.parents, "--not", *bases).decode().split()
        return bool(bases) and cut.isdisjoint(more)
    return False


def _can_remerge() -> bool:
    return git.version() >= REMERGE
