"""Git objects by name, through one `git cat-file --batch`.

Trees are read here, so that a document's content can be compared by the ids of its blobs: in a
partial clone no blob is needed for that. Parents are those of the object itself, whatever
`git replace` or a shallow boundary say.
"""

import codecs
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise, takewhile
from typing import NamedTuple

from . import streams
from .cleanup import first_line

TREE, LINK = b"40000", b"120000"
FILES = (b"100644", b"100755")

_TOGETHER = 60  # questions that fit into any pipe: 4 KB
_MOST = 1000  # trees that are kept
_FEW = 4  # commits to read ahead where it did not help before
LEVELS = 6
"""Directories below each other that are read ahead."""


class Absent(Exception):
    """An object that cannot be read: not in this clone, or damaged."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class _Ended(Absent):
    """An object that git died of; what else it was asked has no answer."""


class Object(NamedTuple):
    """A commit object: its full id, its tree and parents, its author, its message as UTF-8.

    `when` is the committer date in seconds since 1970, UTC.
    """

    oid: str
    tree: str
    parents: tuple[str, ...]
    author: str
    email: str
    when: int
    message: bytes

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return first_line(self.message)


class Entry(NamedTuple):
    """An entry of a tree: its mode as git writes it, and the id of what it names."""

    mode: bytes
    oid: str


class Objects:
    """The objects of a repository, while the `with` block lasts."""

    def __enter__(self) -> "Objects":
        self._talk = _IDLE.pop() if _IDLE else streams.Conversation("cat-file", "--batch")
        self._trees: dict[str, dict[bytes, Entry]] = {}
        self._commits: dict[str, Object] = {}
        self._used = 0
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        if _SHARING and not failed:
            _IDLE.append(self._talk)  # nobody waits for an answer of it
        else:
            self._talk.close()

    def read(self, name: str, limit: int | None = None) -> tuple[str, bytes, bytes]:
        """Id, type and content of an object; raises Absent, for a damaged or too long one too."""
        if "\n" in name:
            raise Absent(name)
        self._talk.tell([name])
        return self._answer(name, limit)

    def blobs(self, oids: Sequence[str], limit: int) -> Iterator[bytes]:
        """The content of files no longer than a limit, each once; what cannot be read is left out."""
        yield from (data for _, data in self.contents(oids, limit))

    def contents(self, oids: Sequence[str], limit: int) -> Iterator[tuple[str, bytes]]:
        """The ids of such files, each with its content."""
        given = "".join(f"{oid}\n" for oid in dict.fromkeys(oids)).encode()
        with streams.stream("cat-file", "--batch-check", given=given) as pipe:
            answers = [line.split() for line in pipe]
        short = [one[0].decode() for one in answers if one[1] == b"blob" and int(one[2]) <= limit]
        for some in _batched(short):
            yield from ((oid, data) for oid, _, data in self._together(some))

    def told(self, names: Sequence[str]) -> Iterator[list[bytes]]:
        """What git says of each name: its id, type and size, or what ends with `missing` or `ambiguous`."""
        for some in _batched([*names]):
            self._talk.tell(some)
            for _ in some:
                answer = self._talk.answer().split()
                if answer and answer[-1].isdigit():
                    self._talk.read(int(answer[-1]) + 1)
                yield answer

    def commit(self, name: str) -> Object:
        """The commit that a name leads to, through tags; raises Absent."""
        if name in self._commits:
            self._used += 1
            return self._commits[name]
        oid, kind, data = self.read(f"{name}^{{commit}}")
        if kind != b"commit":
            raise Absent(name)
        return _commit(oid, data)

    def tree(self, oid: str) -> dict[bytes, Entry]:
        """The entries of a tree by name; raises Absent."""
        if oid not in self._trees:
            self._keep_tree(self.read(oid))
        return self._trees[oid]

    def ahead(self, oid: str, count: int, levels: int = LEVELS) -> None:
        """Read up to so many commits from one on, by first parents, and the first that each changed.

        That goes so many directories down; with 1 only the top ones are read. A question waits longer
        for git than git needs for the object, so many are asked together.
        This only saves time: what is not found here is asked for when it is needed.
        """
        if oid in self._commits:
            return
        if self._used * 2 < len(self._commits):
            count = _FEW  # the last ones were not on the way: it goes by other parents
        self._used = 0
        self._commits.clear()
        names = [f"{oid}~{number}" for number in range(min(count, _TOGETHER))]
        with suppress(Absent):
            found = self._gathered(names)
            pairs = [(new.tree, old.tree) for new, old in pairwise(found)]
            for _ in range(levels):
                self._gather_trees(o for pair in pairs for o in pair)
                pairs = [below for pair in pairs if (below := self._first_change(*pair))]

    def gather(self, oids: Iterable[str]) -> None:
        """Read many commits, their parents, and the trees of both; saves time only, as `ahead` does."""
        with suppress(Absent):
            found = self._gathered(dict.fromkeys(oids))
            found += self._gathered(dict.fromkeys(parent for commit in found for parent in commit.parents))
            self._gather_trees(commit.tree for commit in found[:_MOST])

    def _gathered(self, names: Iterable[str]) -> list[Object]:
        found = []
        for some in _batched([f"{name}^{{commit}}" for name in names if name not in self._commits]):
            found += [_commit(oid, data) for oid, kind, data in self._together(some) if kind == b"commit"]
        self._commits.update((commit.oid, commit) for commit in found)
        return found

    def _gather_trees(self, oids: Iterable[str]) -> None:
        for some in _batched([oid for oid in dict.fromkeys(oids) if oid not in self._trees]):
            for answer in self._together(some):
                self._keep_tree(answer)

    def _first_change(self, new: str, old: str) -> tuple[str, str] | None:
        """The first directory, by name, that is another one in two trees which have been read."""
        after, before = self._trees.get(new, {}), self._trees.get(old, {})
        for name in sorted(after.keys() & before.keys()):
            one, other = after[name], before[name]
            if one != other and one.mode == other.mode == TREE:
                return one.oid, other.oid
        return None

    def _keep_tree(self, answer: tuple[str, bytes, bytes]) -> None:
        oid, kind, data = answer
        try:
            entries = dict(_entries(data, len(oid) // 2))
        except ValueError:
            kind = b"damaged"
        if kind != b"tree":  # cat-file does not look whether a file holds what its name says
            raise Absent(oid)
        if len(self._trees) >= _MOST:
            self._trees.clear()
        self._trees[oid] = entries

    def _together(self, names: list[str]) -> list[tuple[str, bytes, bytes]]:
        """The answers to several questions, but for those that have none; all are taken from the pipe.

        Raises Absent when git ended on the way.
        """
        self._talk.tell(names)
        found = []
        for name in names:
            try:
                found.append(self._answer(name))
            except _Ended:
                raise
            except Absent:
                continue
        return found

    def _answer(self, name: str, limit: int | None = None) -> tuple[str, bytes, bytes]:
        answer = self._talk.answer().split()
        if answer and not answer[-1].isdigit():  # "<name> missing", "<name> ambiguous", of any name
            raise Absent(name)
        size = int(answer[2]) if answer else 0
        is_long = limit is not None and size > limit
        data = b"" if is_long else self._talk.read(size + 1)
        if len(data) != size + 1:  # git died of it, or it is not read on: what is in the pipe is lost
            self._talk.close()
            self._talk = streams.Conversation("cat-file", "--batch")
            raise _Ended(name)
        return answer[0].decode(), answer[1], data[:-1]

    def entry(self, tree: str, path: bytes) -> Entry | None:
        """The entry at a path of a tree, None where there is none; raises Absent."""
        found: Entry | None = Entry(TREE, tree)
        for part in path.split(b"/"):
            if found is None or found.mode != TREE:
                return None
            found = self.tree(found.oid).get(part)
        return found

    def changes(self, old: str, new: str, under: bytes = b"") -> Iterator[bytes]:
        """The paths that differ between two trees ("" is the empty one), as they are found."""
        if old == new:
            return
        before, after = (self.tree(oid) if oid else {} for oid in (old, new))
        for name in sorted(before.keys() | after.keys()):
            one, other = before.get(name), after.get(name)
            if one == other:
                continue
            trees = [e.oid if e and e.mode == TREE else "" for e in (one, other)]
            if any(trees):
                yield from self.changes(trees[0], trees[1], under + name + b"/")
            if any(e and e.mode != TREE for e in (one, other)):
                yield under + name


@contextmanager
def shared() -> Iterator[None]:
    """While this lasts, the git of one `with` block serves the next: what changes is seen by it, too.

    All blocks are of the current directory's repository. On Windows, where nobody could remove a pack that
    it has open, each block has its own.
    """
    if sys.platform == "win32":
        yield
        return
    _SHARING.append(True)
    try:
        yield
    finally:
        _SHARING.pop()
        while _IDLE and not _SHARING:
            _IDLE.pop().close()


_SHARING: list[bool] = []
_IDLE: list[streams.Conversation] = []


def _batched(names: list[str]) -> Iterator[list[str]]:
    return (names[start : start + _TOGETHER] for start in range(0, len(names), _TOGETHER))


def _commit(oid: str, data: bytes) -> Object:
    """The fields of a commit object (gitformat-commit: headers, an empty line, the message)."""
    lines = [line.partition(b" ") for line in data.partition(b"\n\n")[0].split(b"\n")]
    values = {key: value for key, _, value in reversed(lines)}
    with suppress(LookupError, ValueError):
        data = data.decode(_charset(values.get(b"encoding", b"utf-8").decode())).encode()
    head, _, message = data.partition(b"\n\n")
    who = next((line for line in head.split(b"\n") if line.startswith(b"author ")), b"author ")
    author, _, email = who[7:].rpartition(b">")[0].decode("utf-8", "replace").rpartition("<")
    # git takes those right below the tree for parents, and no line further down
    parents = tuple(
        value.decode() for _, _, value in takewhile(lambda line: line[0] == b"parent", lines[1:])
    )
    seconds = values.get(b"committer", b"").rpartition(b"> ")[2].partition(b" ")[0]
    when = int(seconds) if seconds.isdigit() else 0
    return Object(oid, values.get(b"tree", b"").decode(), parents, author.strip(), email, when, message)


def _charset(name: str) -> str:
    """The codec of a charset. Raises LookupError for what no text is in: some codecs take for ever."""
    found = codecs.lookup(name).name
    if not re.fullmatch(_CHARSETS, found):
        raise LookupError(name)
    return found


_CHARSETS = (
    r"utf-(?:8|16|32).*|ascii|iso8859-\d+|cp\d+|koi8-.|mac-\w+|shift_?jis.*|euc_(?:jp|kr|jis).*|iso2022_\w+|"
    r"gb2312|gbk|gb18030|big5.*|hz|johab|tis-620|kz1048|ptcp154|hp-roman8"
)


def _entries(raw: bytes, width: int) -> Iterator[tuple[bytes, Entry]]:
    """The entries of a tree object: mode, name, and `width` bytes of id (20, or 32 with SHA-256)."""
    at = 0
    while at < len(raw):
        space = raw.index(b" ", at)
        nul = raw.index(b"\0", space)
        end = nul + 1 + width
        yield raw[space + 1 : nul], Entry(raw[at:space], raw[nul + 1 : end].hex())
        at = end
