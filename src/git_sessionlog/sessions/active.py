"""The active session of a worktree, kept in its git directory."""

import os
from contextlib import suppress
from typing import NamedTuple

from ..core.errors import Failure, system_words
from ..git import session_state, worktree
from ..git.session_state import Session

_FILE = "session"
_STARTING = "starting"


class Starting(NamedTuple):
    """A start that is under way, or was killed: its session, and the one that it leaves without an end.

    `is_written` is whether all of its documents are.
    """

    id: str
    left: str = ""
    is_written: bool = False


def read(state: str) -> Session | None:
    """The session that is active, None where there is none."""
    return session_state.from_text(worktree.read(os.path.join(state, _FILE)))


def begin(state: str, id: str, left: str = "") -> None:
    """Make a session the active one, its start being under way; one that is so already keeps its count.

    Raises Failure when that cannot be written.
    """
    session = Session(id, 0, False, os.path.realpath(state))
    try:
        with worktree.Lock(state):
            _mark(state, Starting(id, left))
            there = read(state)
            if there is None or there.id != id:
                worktree.write(os.path.join(state, _FILE), os.fsencode(session_state.to_text(session)))
    except OSError as error:
        raise Failure(f"the session cannot be started: {system_words(error)}") from None


def starting(state: str) -> Starting | None:
    """The start that was begun here and has not come to its end, None where there is none."""
    words = worktree.read(os.path.join(state, _STARTING)).split("\n")
    return Starting(words[0], words[1], words[2] == "written") if len(words) > 2 and words[0] else None


def has_written(state: str) -> None:
    """Remember of the start that is under way that its documents are written."""
    there = starting(state)
    if there:
        with suppress(OSError):  # then they are written once more, as they are
            _mark(state, there._replace(is_written=True))


def started(state: str) -> None:
    """The start has come to its end."""
    with suppress(OSError):
        os.unlink(os.path.join(state, _STARTING))


def over(state: str, id: str) -> None:
    """Make a session no longer the active one; another one stays."""
    with worktree.Lock(state):
        session = read(state)
        if session and session.id == id:
            with suppress(FileNotFoundError):
                os.unlink(os.path.join(state, _FILE))
            started(state)


def _mark(state: str, one: Starting) -> None:
    text = "\n".join((one.id, one.left, "written" if one.is_written else ""))
    worktree.write(os.path.join(state, _STARTING), os.fsencode(text))
