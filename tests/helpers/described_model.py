"""Made-up commits in a real repository, with what people really said of them, kept when it was said.

No record is read here, and no walk goes along the history: the file of a record has what its writer meant,
and a row of the document the updates that it is from.
"""

import hashlib
import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

DOCUMENT = "STATUS.md"
RECORDS = "docs/sessions/"
OURS = (DOCUMENT, RECORDS, ".sessionlog.toml")


class Unit:
    """A piece of work as somebody did it; its copies on other branches are the same work."""


class Said:
    """What a session's end said in its record: of which work, by which numbers, patches and merges."""

    def __init__(
        self, session: str, named: "Mapping[int, Collection[Unit]]", patches: "Collection[Patch]" = ()
    ):
        self.session = session
        self.units = frozenset(unit for units in named.values() for unit in units)
        self.numbers = frozenset((session, number) for number in named)
        self.patches = frozenset(patches)
        self.merges: frozenset[str] = frozenset()


class File(NamedTuple):
    """A file; that of a record has what it says."""

    text: str
    said: Said | None = None


Tree = Mapping[str, File]
Patch = frozenset[tuple[str, str, str]]
"""The paths that a commit changes, each with the text before and after."""


class Trailer(NamedTuple):
    """A checkpoint in a message, and the work that it was given for."""

    session: str
    number: int
    unit: Unit

    def __str__(self) -> str:
        return f"Session-Checkpoint: {self.session}/{self.number}"


class Words(NamedTuple):
    """A message: with what it names, and the records that came into the commit by an accident."""

    text: str
    trailers: tuple[Trailer, ...] = ()
    leftovers: frozenset[Said] = frozenset()


class Commit:
    """A commit of a made-up history.

    `before` is what records had said when it was made. `rows` are the lines of its document, each with the
    updates that it is from. `own` is whether it is a merge that changed something by itself.
    """

    def __init__(self, parents: "tuple[Commit, ...]", tree: Tree, words: Words, oid: str) -> None:
        self.oid, self.parents, self.tree, self.words = oid, parents, tree, words
        self.ancestors: frozenset[Commit] = frozenset({self}).union(*(one.ancestors for one in parents))
        self.before = frozenset[Said]().union(*(one.wrote for one in parents))
        self.wrote = self.before | _said(tree)
        self.lines = _lines(tree)
        self.merged = len(parents) > 1
        self.own = False
        self.rows = self._merged_rows() if self.is_merge else self._rows()

    @property
    def base(self) -> "tuple[Commit, ...]":
        """The parents without those that are ancestors of others."""
        return tuple(
            one
            for one in self.parents
            if not any(one is not other and one in other.ancestors for other in self.parents)
        )

    @property
    def is_merge(self) -> bool:
        """Whether it brings two lines of work together."""
        return len(self.base) > 1

    @property
    def patch(self) -> Patch:
        """What it changes, against its first parent."""
        return changed(self.parents[0].tree if self.parents else {}, self.tree)

    @property
    def significant(self) -> bool:
        """Whether it is work: code that it changed, or that a merge changed by itself."""
        if self.is_merge:
            return self.own
        return any(not path.startswith(OURS) for path, _, _ in changed(self._parent_tree(), self.tree))

    @property
    def brought(self) -> frozenset[Said]:
        """What the records say that its parent has not, of a merge nothing.

        What had been said before, and comes back, is said of this commit only where it takes back what took
        that away, and does nothing else.
        """
        new = frozenset() if self.is_merge else _said(self.tree) - _said(self._parent_tree())
        return frozenset(one for one in new if one not in self.before or self._undoes(one))

    def _undoes(self, said: Said) -> bool:
        reverse = frozenset((path, after, before) for path, before, after in self.patch)
        took = (one for one in self.ancestors if not one.merged and one.patch == reverse)
        return any(said in _said(one.parents[0].tree) - _said(one.tree) for one in took if one.parents)

    def _parent_tree(self) -> Tree:
        return self.base[0].tree if self.base else {}

    def _rows(self) -> "dict[str, frozenset[Commit]]":
        parent = self.base[0] if self.base else None
        old = parent.rows if parent else {}
        added = [line for line in self.lines if line not in old]
        # A row that comes back into a document that has changed since counts as new (a known limit).
        older = [one for one in self.ancestors - {self} if one.lines == self.lines]
        fresh = {
            line: frozenset[Commit]().union(*(one.rows[line] for one in older))
            if older
            else frozenset({self})
            for line in added
        }
        return {line: old[line] for line in self.lines if line in old} | fresh

    def _merged_rows(self) -> "dict[str, frozenset[Commit]]":
        # Where one line of a side is dropped nothing of that side counts (the definition is that strict).
        kept = [one.rows for one in self.parents if set(one.lines) <= set(self.lines)]
        return {
            line: frozenset[Commit]().union(*(rows.get(line, ()) for rows in kept)) for line in self.lines
        }


def changed(before: Tree, after: Tree) -> Patch:
    """The paths that differ, with their texts."""
    paths = [path for path in {*before, *after} if before.get(path) != after.get(path)]
    nothing = File("")
    return frozenset((one, before.get(one, nothing).text, after.get(one, nothing).text) for one in paths)


def _said(tree: Tree) -> frozenset[Said]:
    return frozenset(one.said for one in tree.values() if one.said)


def _lines(tree: Tree) -> tuple[str, ...]:
    text = tree[DOCUMENT].text if DOCUMENT in tree else ""
    return tuple(line for line in text.splitlines() if line and not line.startswith("<!--"))


class Answer(NamedTuple):
    """What was really said at a tip: the work that nobody described; `limits` has what may be either."""

    undescribed: frozenset[str]
    limits: Mapping[str, str]


def undescribed(tip: Commit, *, documents_only: bool) -> Answer:
    """The significant commits at a tip that nobody described."""
    updates = frozenset[Commit]().union(*tip.rows.values())
    documented = frozenset[Commit]().union(*(one.ancestors for one in updates))
    left = {one for one in tip.ancestors - documented if one.significant}
    if documents_only:
        return Answer(frozenset(one.oid for one in left), {})
    limits = {one.oid: limit for one in left if (limit := _limit(one, tip))}
    left = {one for one in left if not one.brought - one.words.leftovers and not _covered(one, tip)}
    return Answer(frozenset(one.oid for one in left) - limits.keys(), limits)


def _covered(commit: Commit, tip: Commit) -> bool:
    records = _said(tip.tree)
    if any(
        commit.oid in one.merges or (not commit.merged and commit.patch in one.patches) for one in records
    ):
        return True
    trailers = commit.words.trailers
    return bool(trailers) and all(
        any(trailer.unit in one.units for one in records - commit.before) for trailer in trailers
    )


def _limit(commit: Commit, tip: Commit) -> str:
    """Why the tool may be wrong about a commit, by what is known of it."""
    trailers = commit.words.trailers
    if _covered(commit, tip):
        return ""
    if commit.brought - commit.words.leftovers:
        own = {(one.session, one.number) for one in trailers}
        lost = all(
            {one.session for one in trailers} == {said.session} and not own & said.numbers
            for said in commit.brought
        )
        return (
            "a squash that names the record's own commit only is like a leftover"
            if len(own) == 1 and lost
            else ""
        )
    numbers = {one for said in _said(tip.tree) - commit.before for one in said.numbers}
    if trailers and all((one.session, one.number) in numbers for one in trailers):
        return "amended before it was published, or beside it: it has a number that other work had"
    return ""


class Store:
    """The objects of a repository, written as git keeps them loose; no process is started."""

    def __init__(self, path: Path) -> None:
        self._objects = path / "objects"
        self._known: set[str] = set()
        self._count = 0

    def commit(self, parents: tuple[str, ...], tree: Tree, message: str) -> str:
        """Write a commit with all that it has; gives its id."""
        self._count += 1
        who = f"Ann <ann@example.com> {1_770_000_000 + 60 * self._count} +0000"
        head = [f"tree {self._tree({path: one.text for path, one in tree.items()})}"]
        head += [f"parent {one}" for one in parents]
        return self._write(
            "commit", "\n".join([*head, f"author {who}", f"committer {who}", "", message]).encode()
        )

    def _tree(self, files: Mapping[str, str]) -> str:
        entries = dict(self._entries(files))
        names = sorted(entries, key=lambda name: name + "/" * (entries[name][0] == "40000"))
        data = (f"{entries[one][0]} {one}\0".encode() + bytes.fromhex(entries[one][1]) for one in names)
        return self._write("tree", b"".join(data))

    def _entries(self, files: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
        below: dict[str, dict[str, str]] = {}
        for path, text in files.items():
            first, slash, rest = path.partition("/")
            if slash:
                below.setdefault(first, {})[rest] = text
            else:
                yield first, ("100644", self._write("blob", text.encode()))
        for name, inner in below.items():
            yield name, ("40000", self._tree(inner))

    def _write(self, kind: str, body: bytes) -> str:
        data = f"{kind} {len(body)}\0".encode() + body
        oid = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        if oid not in self._known:
            self._known.add(oid)
            file = self._objects / oid[:2] / oid[2:]
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(zlib.compress(data, 1))
        return oid
