"""Where the records of sessions are: in the work tree, in the tree of a commit, on other branches."""

import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from ..core.errors import Failure
from ..documents.document import Document
from ..documents.profiles.model import Profile, filled
from ..git import run as git
from ..git.objects import FILES, Absent, Objects
from . import record
from .record import Record

DIRECTORY = "docs/sessions/"
"""Where records are looked for in any case."""

_RECORD = Profile._field_defaults["record"]
_LARGEST = 2_000_000  # bytes; what is longer is no record
_LONGEST = 20_000  # bytes of front matter
_FRONT = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MARKS = (b"---", b"\xef\xbb\xbf---")
_SOME = 200  # commits that are searched at a time: a command line must stay short enough for Windows


class Stored(NamedTuple):
    """A record and the document that it is in, whose path from the top is `document.path`.

    Where many are read, the document ends with its front matter, and the checkpoints below are not read:
    `whole` has them.
    """

    record: Record
    document: Document

    @property
    def path(self) -> str:
        """The path from the top, with `/`."""
        return self.document.path


def places(profiles: Iterable[Profile]) -> tuple[str, ...]:
    """The directories that hold records, each with a `/` at its end."""
    own = (re.split("[{]", profile.record, maxsplit=1)[0] for profile in profiles)
    return tuple(
        dict.fromkeys((*(path.rpartition("/")[0] + "/" for path in own if "/" in path), DIRECTORY))
    )


def path_for(profiles: Sequence[Profile], record: Record, top: str) -> str:
    """The path for a new record: that of the first profile that has one of its own.

    Where another session has that path already, the random part of the id is put behind its name.
    """
    template = next((one.record for one in profiles if one.record != _RECORD), _RECORD)
    path = filled(template, values(record))
    return longer(path, record) if record.suffix or os.path.lexists(os.path.join(top, path)) else path


def longer(path: str, record: Record) -> str:
    """A path of a session's own file with the random part of its id, which no other session has."""
    if record.id in path:
        return path
    stem, ending = os.path.splitext(path)
    return f"{stem}-{record.id[9:]}{ending}"


def values(record: Record) -> dict[str, str]:
    """What the placeholders of a path stand for."""
    title = record.title or record.goal
    return {
        "id": record.id,
        "number": str(record.number),
        "date": record.date,
        "slug": slug(title) or record.id[9:],
    }


def slug(text: str) -> str:
    """A few words of a text as the name of a file has them."""
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return "-".join(words[:6])[:60].strip("-")


def here(top: str, directories: Iterable[str]) -> list[Stored]:
    """The records in a work tree, the one that was started last first."""
    return _sorted(found for directory in directories for found in _in_directory(top, directory))


def at(objects: Objects, commit: str, directories: Iterable[str]) -> list[Stored]:
    """The records in a commit's tree, as `here`. Raises Failure where it cannot be read."""
    try:
        tree = objects.commit(commit).tree
        return _sorted(found for directory in directories for found in _in_tree(objects, tree, directory))
    except Absent as absent:
        raise Failure(f"{absent.name[:10]} cannot be read", "git fetch, or git fsck") from None


def whole(top: str, stored: Stored) -> Stored:
    """A record of the work tree with all of its document."""
    data = _read(os.path.join(top, *stored.path.split("/")))
    document = Document.of(data, stored.path)
    return Stored(record.read(document) or stored.record, document)


def last_of(stored: Iterable[Stored], branch: str) -> Stored | None:
    """The record of a branch that was started last, of records in the order of `here`."""
    return next((one for one in stored if one.record.branch == branch), None)


def with_id(stored: Iterable[Stored], id: str) -> Stored | None:
    """The record of a session."""
    return next((one for one in stored if one.record.id == id), None)


def next_number(top: str, directories: Sequence[str], stored: Iterable[Stored]) -> int:
    """One more than the highest number in the work tree, in its siblings, and on all branches.

    `stored` are the records of the work tree. Two people may come to the same number: it is a label.
    Raises GitError as `git.ask`.
    """
    others = (one for tree in siblings(top) for one in here(tree, directories))
    known = [one.record.number for one in (*stored, *others)]
    return max((*known, *_on_branches(directories)), default=0) + 1


def siblings(top: str) -> list[str]:
    """The tops of the other work trees of the repository."""
    fields = git.fields(git.ask("worktree", "list", "--porcelain", "-z"))
    tops = [os.fsdecode(field[9:]) for field in fields if field.startswith(b"worktree ")]
    return [other for other in tops if os.path.realpath(other) != os.path.realpath(top)]


def _on_branches(directories: Sequence[str]) -> Iterator[int]:
    out = git.ask("for-each-ref", "--format=%(objectname)", "refs/heads", "refs/remotes")
    tips = list(dict.fromkeys(out.decode().split()))
    paths = [f":(top,literal){directory}" for directory in directories]
    for start in range(0, len(tips), _SOME):
        # one answer for all of them: a line a record, whichever branches it is on
        asked = (
            "grep",
            "-h",
            "-I",
            "-E",
            "^number: +[0-9]{1,9} *$",
            *tips[start : start + _SOME],
            "--",
            *paths,
        )
        for line in set(git.ask(*asked, no=(1,)).split(b"\n")):
            number = line.partition(b":")[2].strip()
            if number:
                yield int(number)


def _in_directory(top: str, directory: str) -> Iterator[Stored]:
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(os.path.join(top, directory)) as found:
        for entry in found:
            data = _read(entry.path) if entry.is_file(follow_symlinks=False) else b""
            yield from _stored(data, directory + entry.name)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            if os.fstat(file.fileno()).st_size > _LARGEST:
                return b""
            start = file.read(6)
            return start + file.read() if start.startswith(_MARKS) else b""
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}") from None


def _in_tree(objects: Objects, tree: str, directory: str) -> Iterator[Stored]:
    entry = objects.entry(tree, directory.rstrip("/").encode())
    if entry is None or not stat.S_ISDIR(int(entry.mode, 8)):
        return
    for name, file in objects.tree(entry.oid).items():
        if file.mode in FILES:
            data = objects.read(file.oid)[2]
            path = directory + name.decode("utf-8", "surrogateescape")
            yield from _stored(data if len(data) <= _LARGEST and data.startswith(_MARKS) else b"", path)


def _stored(data: bytes, path: str) -> Iterator[Stored]:
    front = _FRONT.match(data[:_LONGEST])
    document = Document.of(front[0] if front else b"", path)
    found = record.read(document) if front else None
    if found:
        yield Stored(found, document)


def _sorted(found: Iterable[Stored]) -> list[Stored]:
    once = {stored.path: stored for stored in found}
    return sorted(once.values(), key=_age, reverse=True)


def _age(stored: Stored) -> tuple[str, int, str]:
    """When it was started; within a second the numbers tell."""
    return stored.record.started, stored.record.number, stored.record.id
