"""The records of the last sessions, found without reading all of them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ..documents.document import Document
from ..git.session_state import ID
from ..git.trees import Tree
from . import record
from .record import Record
from .store import Stored

_LAST = 20  # records with an id in their name that are looked into
_OTHERS = 100  # files without one
_FRONT = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LONGEST = 20_000  # bytes of front matter
_LARGEST = 2_000_000  # bytes of a record


def latest(tree: Tree, directories: Iterable[str]) -> list[Stored]:
    """The last records, the one that was started last first; their documents end with the front matter."""
    return _sorted(one for directory in directories for one in _in(tree, directory, _LAST, _OTHERS))


def every(tree: Tree, directories: Iterable[str]) -> list[Stored]:
    """All of them."""
    return _sorted(one for directory in directories for one in _in(tree, directory, 0, 0))


def last_of(stored: Sequence[Stored], branch: str) -> Stored | None:
    """The last session of a branch, else the last one of all."""
    return next((one for one in stored if branch and one.record.branch == branch), next(iter(stored), None))


def _sorted(found: Iterable[Stored]) -> list[Stored]:
    once = {stored.path: stored for stored in found}
    return sorted(once.values(), key=_start_of, reverse=True)


def _start_of(one: Stored) -> tuple[str, str]:
    return one.record.started or one.record.date, one.record.id


def _in(tree: Tree, directory: str, last: int, others: int) -> Iterator[Stored]:
    """The records in a directory: so many with an id in their name, and so many without; 0 is all."""
    names = tree.names(directory)
    dated = [name for name in names if re.search(ID, name)]
    rest = [name for name in names if not re.search(ID, name) and name.endswith((".md", ".tmp"))]
    for name in (*sorted(dated, key=_id)[-last:], *sorted(rest, key=natural)[-others:]):
        data = _read(tree, directory + name)
        front = _FRONT.match(data)
        document = Document.of(front[0] if front else b"", directory + name)
        read = record.read(document) if front else None
        if isinstance(read, Record):
            yield Stored(read, document)


def _read(tree: Tree, path: str) -> bytes:
    size = tree.size(path)
    return (tree.read(path) or b"")[:_LONGEST] if size and size <= _LARGEST else b""


def _id(name: str) -> str:
    found = re.search(ID, name)
    return found[0] if found else ""


def natural(name: str) -> list[tuple[int, str]]:
    """A key that sorts `session-9` before `session-10`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d{1,18})", name)]
