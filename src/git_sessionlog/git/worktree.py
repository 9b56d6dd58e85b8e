"""What the git directory of this worktree says: what git is in the middle of, and our own state."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from . import run as git

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

STATE = "sessionlog"
"""Our directory in the git directory of each worktree."""

_HALF = ".sessionlog-"
"""What stands in the name of a file that is half written, before the number of the process."""

_HEADS = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")
_REBASES = ("rebase-merge", "rebase-apply")
_SEQUENCES = ("sequencer", "BISECT_LOG")
_BRANCHES = "refs/heads/"


class Situation(NamedTuple):
    """What git is in the middle of, known by its files, never by the text of a message.

    REBASE_HEAD stays behind after a finished rebase, so a rebase is known by its directory. A cherry-pick
    or a revert of several commits is under way between two of them as well, known by `sequencer`.
    """

    merging: bool = False
    picking: bool = False
    reverting: bool = False
    rebasing: bool = False
    sequencing: bool = False
    bisecting: bool = False


class Worktree(NamedTuple):
    """The top of the work tree, our state directory in its git directory, and the situation.

    `shallow` is whether the clone has only the last part of its history.
    """

    top: str
    state: str
    situation: Situation
    shallow: bool = False


def ask() -> git.Question:
    """The question that `seen` takes the answer of."""
    return git.where(STATE, *_HEADS, *_REBASES, *_SEQUENCES, also=("--is-shallow-repository",))


def seen(question: git.Question) -> Worktree:
    """The current worktree. Raises GitError where there is none."""
    count = 1 + len(_HEADS) + len(_REBASES) + len(_SEQUENCES) + 1
    top, (state, *paths, shallow) = git.top_and_paths(question, count)
    found = [os.path.lexists(path) for path in paths]
    merging, picking, reverting, merges, applies, sequencing, bisecting = found
    between = sequencing and not (picking or reverting)
    situation = Situation(merging, picking, reverting, merges or applies, between, bisecting)
    return Worktree(top, state, situation, shallow == "true")


def branch(state: str) -> str:
    """The short name of the branch that HEAD is on; in a rebase the one that is rebased, "" for none.

    HEAD is read and not asked for: commit-msg waits for this. Where references are in no files
    (`extensions.refStorage`), HEAD names a branch that none can be called, and git is asked.
    """
    own = os.path.dirname(state)
    for name in _REBASES:
        if ref := read(os.path.join(own, name, "head-name")).rstrip("\n"):
            return _short(ref)
    head = os.path.join(own, "HEAD")
    ref = os.readlink(head) if os.path.islink(head) else read(head).removeprefix("ref:").strip()
    if ref == _BRANCHES + ".invalid":
        ref = os.fsdecode(git.ask("symbolic-ref", "-q", "HEAD", no=(1,))).rstrip("\n")
    return _short(ref)


def _short(ref: str) -> str:
    return ref.removeprefix(_BRANCHES) if ref.startswith(_BRANCHES) else ""


def common(state: str) -> str:
    """The state directory that all work trees of the repository share, by that of one of them.

    A linked work tree says in `commondir` where the git directory of all is (gitrepository-layout(5)).
    """
    own = os.path.dirname(state)
    shared = read(os.path.join(own, "commondir")).strip()
    return os.path.normpath(os.path.join(own, shared, STATE)) if shared else state


class Lock:
    """A lock in a worktree's state directory, held from `with` on, or from `taken`.

    The system lets go of it when the process ends, however it ends.
    """

    def __init__(self, state: str, name: str = "lock") -> None:
        os.makedirs(state, exist_ok=True)
        self._file = open(os.path.join(state, name), "ab")  # noqa: SIM115 - __exit__ closes it

    def __enter__(self) -> None:
        self._take(wait=True)

    def __exit__(self, *_: object) -> None:
        if sys.platform == "win32":
            self._file.seek(0)
            msvcrt.locking(self._file.fileno(), msvcrt.LK_UNLCK, 1)
        self._file.close()

    def waited(self, told: Callable[[], None]) -> None:
        """Take the lock; `told` is called where somebody else has it, and has to be waited for."""
        try:
            self._take(wait=False)
        except OSError:
            told()
            self._take(wait=True)

    def taken(self) -> bool:
        """Take the lock where nobody has it; False where somebody has, and this one is of no more use."""
        try:
            self._take(wait=False)
        except OSError:
            self._file.close()
            return False
        return True

    def _take(self, *, wait: bool) -> None:
        if sys.platform == "win32":
            self._file.seek(0)
            msvcrt.locking(self._file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(self._file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


def read(path: str) -> str:
    """A small text file of ours, "" where there is none."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read(10_000)
    except (FileNotFoundError, NotADirectoryError):
        return ""


def sweep(directory: str, start: str, end: str = "") -> None:
    """Remove what processes that are no more have left: files named by their number, between two words.

    With only the start "" any words may stand before our own mark of a file that is half written.
    """
    if sys.platform == "win32":  # where no process can be asked for without ending it
        return
    with suppress(OSError):
        for name in os.listdir(directory or "."):
            before, mark, rest = name.rpartition(_HALF) if not start else ("", start, name[len(start) :])
            number = rest.removesuffix(end)
            if name == before + mark + number + end and number.isdecimal() and _is_gone(int(number)):
                os.unlink(os.path.join(directory, name))


def _is_gone(process: int) -> bool:
    """Whether there is no such process, or one that has ended and nobody has asked how."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    with suppress(OSError):
        return read(f"/proc/{process}/stat").rpartition(")")[2][1:2] == "Z"
    return False


def write(path: str, data: bytes, by: str = "") -> None:
    """Put a whole file in the place of another at once; killed at any point, one of them is there.

    It is made beside the other one, or as `by` has it, a path on the same file system, with a suffix.
    """
    new = f"{by or path}{_HALF}{os.getpid()}"
    sweep(os.path.dirname(new), os.path.basename(by or path) + _HALF)
    try:
        with suppress(FileNotFoundError):
            os.unlink(new)  # a process that had our number may have left one
        with open(new, "xb") as file:  # it follows no link that is put there
            file.write(data)
        if os.path.exists(path):
            os.chmod(new, os.stat(path).st_mode & 0o7777)
        os.replace(new, path)
    except BaseException:
        if os.path.exists(new):
            os.unlink(new)
        raise
