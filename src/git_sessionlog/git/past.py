"""The last part of a history, with the changes of one file: two questions to git, however many commits."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from . import log, streams
from . import run as git
from .objects import FILES, Absent, Object, Objects

_DIFF = ("diff-tree", "--stdin", "--always", "--root", "-r", "-z", "--raw", "--no-abbrev", "--no-renames")

Edge = tuple[str, str]
"""A commit, and one of its parents ("" for one that has none)."""


class Past(NamedTuple):
    """The last commits that lead to one.

    `parents` are those of each, the newest first; a shallow clone hides those of the commits in `cut`.
    `changes` has the blobs before and after where a file was changed against a parent, "" where there was
    none. `is_whole` is whether there are no more.
    """

    parents: Mapping[str, tuple[str, ...]]
    changes: Mapping[Edge, tuple[str, str]]
    cut: frozenset[str]
    is_whole: bool

    def versions(self, tip: str, blob: str) -> dict[str, str]:
        """The blob of the file in each commit, and in the parents of the last ones; `blob` is the tip's."""
        found, todo = {tip: blob}, [tip]
        while todo:
            here = todo.pop()
            for parent in self.parents.get(here, ()):
                if parent not in found:
                    before, _ = self.changes.get((here, parent), (found[here], ""))
                    found[parent] = before
                    todo.append(parent)
        return found

    def before(self, commit: str) -> set[str]:
        """A commit and those of its ancestors that are here."""
        found, todo = set[str](), [commit]
        while todo:
            here = todo.pop()
            if here in self.parents and here not in found:
                found.add(here)
                todo += self.parents[here]
        return found


class Pasts:
    """Parts of the past that were read: what is asked for several commits is asked once.

    `tips` are those that will be asked for, `cut` the commits at which the clone is cut off.
    """

    def __init__(self, tips: Iterable[str] = (), cut: frozenset[str] = frozenset()) -> None:
        self._tips, self._cut = tuple(tips), cut
        self._known: dict[str, list[Past]] = {}

    def of(self, tip: str, path: str, count: int) -> Past:
        """A part with a commit, and some of those before it, `count` where none was read yet.

        Raises GitError where git cannot read one of them.
        """
        known = self._known.setdefault(path, [])
        there = next((past for past in known if tip in past.parents), None)
        if there is None:
            together = (tip, *self._tips) if not known else (tip,)
            known.append(there := self.read(together, path, count + len(together)))
        return there

    def grow(self, objects: Objects, commit: Object) -> None:
        """Take up a commit that was made since: what is known of its parents is not asked again."""
        with suppress(Absent):
            for path, known in self._known.items():
                self._known[path] = [_grown(objects, one, commit, os.fsencode(path)) for one in known]

    def read(self, tips: Sequence[str], path: str, count: int) -> Past:
        """So many commits that lead to one of several, newly read. Raises GitError."""
        given = "".join(f"{tip}\n" for tip in tips).encode()
        with streams.stream("rev-list", "--parents", f"-n{count}", "--stdin", given=given) as pipe:
            rows = [line.decode().split() for line in pipe]
        parents = {oid: tuple(dict.fromkeys(above)) for oid, *above in rows}
        edges = [(oid, parent) for oid, above in parents.items() for parent in above or ("",)]
        given = "".join(f"{oid} {parent}".rstrip() + "\n" for oid, parent in edges).encode()
        with streams.stream(*_DIFF, "--", f":(top,literal){path}", given=given) as pipe:
            said = git.fields(pipe.read())
        changes = dict(_changes(edges, iter(said), os.fsencode(path)))
        return Past(parents, changes, self._cut & parents.keys(), len(rows) < count)


def _grown(objects: Objects, past: Past, commit: Object, path: bytes) -> Past:
    if commit.oid in past.parents or not all(parent in past.parents for parent in commit.parents):
        return past
    after = _blob(objects, commit.tree, path)
    befores = {oid: _blob(objects, objects.commit(oid).tree, path) for oid in commit.parents}
    changes = {(commit.oid, oid): (blob, after) for oid, blob in befores.items() if blob != after}
    return past._replace(
        parents={commit.oid: commit.parents, **past.parents}, changes={**past.changes, **changes}
    )


def _blob(objects: Objects, tree: str, path: bytes) -> str:
    entry = objects.entry(tree, path)
    return entry.oid if entry and entry.mode in FILES else ""


def _changes(
    edges: list[Edge], said: Iterator[bytes], path: bytes
) -> Iterator[tuple[Edge, tuple[str, str]]]:
    """For each edge there is the commit's id; where the file differs, what became of it, and its path."""
    number = -1
    for field in said:
        if not field.startswith(b":"):
            number += 1
        elif next(said) == path:  # it is a directory elsewhere, with files below
            yield edges[number], log.versions(os.fsdecode(field))
