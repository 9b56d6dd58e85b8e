"""The file of a runbook while a command's output is written to it.

At any time it is readable Markdown: killed, it ends within the fence of an output, which runs to the end
of a document (CommonMark); the next writer closes it.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from glob import escape, glob
from typing import IO

from ...core.errors import Failure
from ...core.paths import place_of
from ...git import missing_files, worktree
from . import markdown

_PIECE = 1 << 20


class Book:
    """A runbook that nobody else writes to until it is closed.

    Each worktree has one for a session. Where a command is running that is recorded in it, the next one
    gets another beside it: nobody waits, and no two outputs are mixed.
    """

    def __init__(self, tree: worktree.Worktree, heading: markdown.Heading) -> None:
        slot, self._lock = _free(tree.state)
        self.name = f"{markdown.FOLDER}/{heading.name}{f'-{slot}' if slot > 1 else ''}.md"
        """Its path from the top of the work tree."""
        try:
            self._path = _checked(tree.top, self.name)
            self._file = _opened(self._path)
            self._seen = markdown.seen(_pieces(self._file))
        except OSError as error:
            self.close()
            raise Failure(f"{self.name} cannot be written: {error.strerror}") from None
        except Failure:
            self.close()
            raise
        self.number = self._seen.number + 1
        """The number of its next command."""
        self._end = self._start = self._file.seek(0, os.SEEK_END)
        self._beginning = self._mended()
        if self._seen.empty:
            main = f"{heading.name}.md" if slot > 1 else ""
            self._beginning = markdown.title(heading, main)
        self._fence = markdown.FENCE
        self._fence_at = self._tildes = self._tail = 0

    def begin(self, call: markdown.Call) -> None:
        """Write the beginning of an entry. Raises Failure where the file takes nothing."""
        text = self._beginning + markdown.opening(self.number, call)
        try:
            self._put(text, "")
        except OSError as error:
            raise Failure(f"{self.name} cannot be written: {error.strerror}") from None
        self._fence_at = self._end - len(f"{self._fence}text\n")
        self._beginning, self._seen = "", self._seen._replace(section="Output")

    def write(self, text: str, partial: str = "") -> None:
        """Write more of the output; `partial` is a line that is written again when there is more of it.

        Raises OSError where the disk is full, say.
        """
        needed = max(self._longest(text), markdown.longest(partial, "~"))
        if needed >= len(self._fence):
            self._grow(needed)
        self._put(text, partial)

    def finish(self, words: str) -> None:
        """End the entry. Raises OSError."""
        self._put(markdown.closing(self._fence, words), "")
        if not _same(self._file, self._path):
            self._rescue()

    def note(self, text: str, host: str, when: datetime) -> None:
        """Write a line under `## Verification`. Raises Failure where the file takes nothing."""
        try:
            self._put(self._beginning + markdown.note(self._seen, text, host, when), "")
        except OSError as error:
            raise Failure(f"{self.name} cannot be written: {error.strerror}") from None

    def close(self) -> None:
        """Let others write to it."""
        if hasattr(self, "_file"):
            self._file.close()
        self._lock.__exit__()

    def _mended(self) -> str:
        """What has to stand before a new entry: the end of one whose recorder was killed."""
        ending = "" if self._seen.ended else "\n"
        return ending + (markdown.closing(self._seen.fence, markdown.CUT_OFF) if self._seen.fence else "")

    def _put(self, text: str, partial: str) -> None:
        """Write `text` for good and `partial` for now, in one go."""
        there = os.fstat(self._file.fileno()).st_size
        if there != self._end + self._tail:  # somebody else has written to it, or cut it
            self._end = there
        data, more = text.encode("utf-8", "backslashreplace"), partial.encode("utf-8", "backslashreplace")
        self._file.seek(self._end)
        rest = memoryview(data + more)
        while rest:
            rest = rest[self._file.write(rest) or 0 :]
        self._end, self._tail = self._end + len(data), len(more)
        if there > self._end + self._tail:
            self._file.truncate(self._end + self._tail)

    def _longest(self, text: str) -> int:
        """The longest fence in the text, which may go on with a line that has not ended."""
        if not text or ("~" not in text and not self._tildes):
            return 0
        first, *more = text.split("\n")
        run = self._tildes + len(first) - len(first.lstrip("~")) if self._tildes else 0
        last = more[-1] if more else first
        before = 0 if more else self._tildes
        self._tildes = 0 if last.strip(" \t~") else before + last.count("~")
        return max(run, markdown.longest(text, "~"))

    def _grow(self, needed: int) -> None:
        """Make the fence longer than what is in it, in a new file: killed, the old one is there.

        Twice as long at least, so that an output with ever longer fences is not copied too often.
        """
        fence = "~" * max(needed + 1, 2 * len(self._fence))
        new = f"{self._path}.sessionlog-{os.getpid()}"
        with open(new, "wb") as copy:
            self._copy(0, self._fence_at, copy)
            copy.write(fence.encode())
            self._copy(self._fence_at + len(self._fence), self._end, copy)
        shutil.copymode(self._path, new)
        self._file.close()
        os.replace(new, self._path)
        self._file = _opened(self._path)
        self._end += len(fence) - len(self._fence)
        self._fence = fence

    def _copy(self, start: int, end: int, to: IO[bytes]) -> None:
        self._file.seek(start)
        while start < end:
            piece = self._file.read(min(_PIECE, end - start))
            if not piece:
                return
            to.write(piece)
            start += len(piece)

    def _rescue(self) -> None:
        """git, or an editor, has put another file in the place of ours: the entry goes there as well."""
        with _opened(self._path) as other:
            other.seek(0, os.SEEK_END)
            self._copy(self._start, self._end, other)


def _free(state: str) -> tuple[int, worktree.Lock]:
    """The first lock that nobody has, with its number."""
    slot = 1
    while not (lock := worktree.Lock(state, f"run-{slot}.lock")).taken():
        slot += 1
    return slot, lock


def _checked(top: str, name: str) -> str:
    """The path of the file, with its directory made. Raises Failure where a link leads away."""
    top = os.path.realpath(top)
    path = place_of(top, name)
    folder = os.path.realpath(os.path.dirname(path))
    if os.path.commonpath([top, folder]) != top:
        raise Failure(f"{markdown.FOLDER} leads out of the work tree")
    if os.path.lexists(path) and (os.path.islink(path) or not os.path.isfile(path)):
        raise Failure(f"{name} is no regular file")
    if not os.path.lexists(path):
        missing_files.refuse(top, missing_files.missing(top, (name,)))
    os.makedirs(folder, exist_ok=True)
    for left in glob(f"{escape(path)}.sessionlog-*"):  # by one that was killed while the fence grew
        os.unlink(left)
    return path


def _opened(path: str) -> IO[bytes]:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o666), "r+b", buffering=0)


def _same(file: IO[bytes], path: str) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), os.stat(path))
    except FileNotFoundError:
        return False


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The file in pieces that end with a line; of a line that is longer than a piece, the beginning."""
    rest = b""
    while piece := file.read(_PIECE):
        piece = rest + piece
        end = piece.rfind(b"\n") + 1
        if end:
            yield piece[:end]
        rest = piece[end:][:_PIECE]
    if rest:
        yield rest
