"""Which commits made a document say something new, and are not taken back: what comes before is described.

From a commit the walk goes to the parent that says the same, or from which only something was taken away.
A change that adds a line is an update, unless it brings back what the document said before: then the walk
goes on from there. A merge is none itself: it goes on to each parent of which it keeps what is new
since the two sides parted.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..git import merges
from ..git.objects import Objects
from ..git.past import Past
from .statements import Statements, outline

_VERSIONS = 200
"""Versions of a document that are read to see whether it said the same before."""


class Found(NamedTuple):
    """The updates, and the commits where the walk ended without: behind the part of the past that was read.

    Of those in `cut` a shallow clone does not have the parents.
    """

    updates: tuple[str, ...]
    ahead: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()


class Texts:
    """What the versions of a document say, by their blobs; "" is none."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._known = {"": Statements(b"")}
        self._outlines: dict[str, int] = {}

    def __getitem__(self, blob: str) -> Statements:
        """What one says; raises Absent."""
        if blob not in self._known:
            self._known[blob] = Statements(self._objects.read(blob)[2])
        return self._known[blob]

    def same(self, one: str, other: str) -> bool:
        """Whether two say the same, both being there."""
        return one == other or bool(one and other and self[one].text == self[other].text)

    def alike(self, one: str, others: Iterable[str]) -> set[str]:
        """Those of many that say the same as one: only where they look like it they are taken apart."""
        mine = self._outline(one)
        return {blob for blob in others if blob and self._outline(blob) == mine and self.same(one, blob)}

    def _outline(self, blob: str) -> int:
        if blob not in self._outlines:
            self._outlines[blob] = outline(self._objects.read(blob)[2])
        return self._outlines[blob]


class Walk:
    """The walk through a part of the past, from one commit with a blob at the document's path."""

    def __init__(self, past: Past, texts: Texts, tip: str, blob: str, *, looks_back: bool = True) -> None:
        self._past, self._texts, self._tip = past, texts, tip
        self._looks_back = looks_back
        self._versions = past.versions(tip, blob)

    def found(self) -> Found:
        """What there is. Raises Absent where a version cannot be read, GitError when git fails."""
        updates, ahead, cut, seen = [], [], [], set()
        todo = [self._tip]
        while todo:
            here = todo.pop()
            if here in seen:
                continue
            seen.add(here)
            if here not in self._past.parents:
                ahead.append(here)
            elif here in self._past.cut:
                cut.append(here)
            else:
                onward = self._onward(here)
                if onward is None:
                    updates.append(here)
                else:
                    todo += onward
        return Found(tuple(updates), tuple(ahead), tuple(cut))

    def _onward(self, here: str) -> Sequence[str] | None:
        """Where the walk goes on from a commit, None where it is an update."""
        parents = self._past.parents[here]
        if len(parents) > 1:
            kept = [parent for parent in parents if self._keeps(here, parent, parents)]
            if any(self._same(here, parent) for parent in kept):
                return kept
            left = merges.independent(parents)
            if len(left) > 1:
                return kept
            parents = tuple(left)
        parent = parents[0] if parents else ""
        if parent and self._same(here, parent):
            return parents
        older = list(self._older(here, parents)) if self._looks_back else []
        if older:
            return older
        before = self._versions[parent] if parent else ""
        if self._texts[self._versions[here]].adds_to(self._texts[before]):
            return None
        return parents if before else ()

    def _same(self, one: str, other: str) -> bool:
        return self._texts.same(self._versions[one], self._versions[other])

    def _keeps(self, here: str, parent: str, parents: Sequence[str]) -> bool:
        """Whether a merge keeps what a parent says: all of it, or of two parents what that side added."""
        merged, there = self._versions[here], self._versions[parent]
        if not there:
            return False
        if there == merged or self._texts[merged].keeps(self._texts[there]):
            return True
        beside = [one for one in parents if one != parent]
        if len(beside) != 1 or not self._versions[beside[0]]:
            return False
        common = self._past.before(parent) & self._past.before(beside[0])
        base = next((oid for oid in self._past.parents if oid in common), "")
        sides = (there, self._versions[base] if base else "", self._versions[beside[0]])
        return bool(base) and self._texts[merged].keeps_own(*(self._texts[blob] for blob in sides))

    def _older(self, here: str, parents: Sequence[str]) -> Iterator[str]:
        """The last commits before one in which the document said the same."""
        before = set[str]().union(*map(self._past.before, parents))
        mine = self._versions[here]
        there = dict.fromkeys(self._versions[oid] for oid in self._past.parents if oid in before)
        alike = {mine} & there.keys() or self._texts.alike(mine, list(there)[:_VERSIONS])
        if not alike:
            return
        todo, seen = list(parents), set[str]()
        while todo:
            oid = todo.pop()
            if oid in seen or oid not in before:
                continue
            seen.add(oid)
            if self._versions[oid] in alike:
                yield oid
            else:
                todo += self._past.parents[oid]
