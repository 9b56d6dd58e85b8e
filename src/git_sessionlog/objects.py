"""Git objects by name, through one `git cat-file --batch`.

Trees are read here, so that a document's content can be compared by the ids of its blobs: in a
partial clone no blob is needed for that. Parents are those of the object itself, whatever
`git replace` or a shallow boundary say.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from . import gitstream

TREE, LINK = b"40000", b"120000"
FILES = (b"100644", b"100755")


class Absent(Exception):
    """An object that cannot be read: not in this clone, or damaged."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


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
        return self.message.partition(b"\n")[0].decode("utf-8", "replace")


class Entry(NamedTuple):
    """An entry of a tree: its mode as git writes it, and the id of what it names."""

    mode: bytes
    oid: str


class Objects:
    """The objects of a repository, while the `with` block lasts."""

    def __enter__(self) -> "Objects":
        self._talk = gitstream.Conversation("cat-file", "--batch")
        self._trees: dict[str, dict[bytes, Entry]] = {}
        return self

    def __exit__(self, *_: object) -> None:
        self._talk.close()

    def read(self, name: str) -> tuple[str, bytes, bytes]:
        """Id, type and content of an object; raises Absent, also for a damaged one."""
        if "\n" in name:
            raise Absent(name)
        answer = self._talk.ask(name).split()
        if len(answer) == 2:  # "<name> missing", "<name> ambiguous"
            raise Absent(name)
        size = int(answer[2]) if answer else 0
        data = self._talk.read(size + 1)
        if len(data) != size + 1:  # git died of it, at once or after the line that announces it
            self._talk.close()
            self._talk = gitstream.Conversation("cat-file", "--batch")
            raise Absent(name)
        return answer[0].decode(), answer[1], data[:-1]

    def commit(self, name: str) -> Object:
        """The commit that a name leads to, through tags; raises Absent."""
        oid, kind, data = self.read(f"{name}^{{commit}}")
        if kind != b"commit":
            raise Absent(name)
        return _commit(oid, data)

    def tree(self, oid: str) -> dict[bytes, Entry]:
        """The entries of a tree by name; raises Absent."""
        if oid not in self._trees:
            if len(self._trees) > 1000:
                self._trees.clear()
            _, kind, data = self.read(oid)
            try:
                entries = dict(_entries(data, len(oid) // 2))
            except ValueError:
                kind = b"damaged"
            if kind != b"tree":  # cat-file does not look whether a file holds what its name says
                raise Absent(oid)
            self._trees[oid] = entries
        return self._trees[oid]

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


def _commit(oid: str, data: bytes) -> Object:
    """The fields of a commit object (gitformat-commit: headers, an empty line, the message)."""
    lines = [line.partition(b" ") for line in data.partition(b"\n\n")[0].split(b"\n")]
    values = {key: value for key, _, value in reversed(lines)}
    with suppress(LookupError, UnicodeError):
        data = data.decode(values.get(b"encoding", b"utf-8").decode()).encode()
    head, _, message = data.partition(b"\n\n")
    who = next((line for line in head.split(b"\n") if line.startswith(b"author ")), b"author ")
    author, _, email = who[7:].rpartition(b">")[0].decode("utf-8", "replace").rpartition("<")
    parents = tuple(value.decode() for key, _, value in lines if key == b"parent")
    seconds = values.get(b"committer", b"").rpartition(b"> ")[2].partition(b" ")[0]
    when = int(seconds) if seconds.isdigit() else 0
    return Object(oid, values.get(b"tree", b"").decode(), parents, author.strip(), email, when, message)


def _entries(raw: bytes, width: int) -> Iterator[tuple[bytes, Entry]]:
    """The entries of a tree object: mode, name, and `width` bytes of id (20, or 32 with SHA-256)."""
    at = 0
    while at < len(raw):
        space = raw.index(b" ", at)
        nul = raw.index(b"\0", space)
        end = nul + 1 + width
        yield raw[space + 1 : nul], Entry(raw[at:space], raw[nul + 1 : end].hex())
        at = end
