"""The active session: which one it is, its start, its end, and its way to another branch."""

import os
from contextlib import suppress
from typing import NamedTuple

from ..core.errors import Failure, GitError, system_words
from ..git import branch_sessions, worktree
from ..git.branch_sessions import Sessions
from ..git.session_state import Session

_STARTING = "starting"


class Starting(NamedTuple):
    """A start that is under way, or was killed: its session, and the one that it leaves without an end.

    `is_written` is whether all of its documents are.
    """

    id: str
    left: str = ""
    is_written: bool = False


def read(state: str) -> Session | None:
    """The session that is active here, None where there is none."""
    return branch_sessions.sessions(state).here()


def begin(sessions: Sessions, id: str, left: str = "") -> None:
    """Make a session the active one, its start being under way; raises Failure as `carry_on`."""
    try:
        os.makedirs(sessions.state, exist_ok=True)
        _mark(sessions.state, Starting(id, left))
    except OSError as error:
        raise _not_kept(system_words(error)) from None
    carry_on(sessions, id)


def carry_on(sessions: Sessions, id: str, checkpoints: int = 0) -> None:
    """Make a session the active one of the branch, and of no other.

    It has at least so many checkpoints; what is known of it here counts. Raises Failure when that cannot be
    written.
    """
    common = worktree.common(sessions.state)
    fresh = Session(id, checkpoints, False, os.path.realpath(common))
    try:
        with worktree.Lock(common):
            there = branch_sessions.sessions(sessions.state)
            known = there.known(id) or fresh
            if any(one.id == id for one in there.others()):
                there.forget(id)
            there.keep(fresh._replace(checkpoints=max(known.checkpoints, checkpoints)))
            there.tidy()
    except OSError as error:
        raise _not_kept(system_words(error)) from None
    except GitError as error:
        raise _not_kept(error.message) from None


def _not_kept(why: str) -> Failure:
    return Failure(f"the session cannot be kept: {why}")


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
    """Make a session no longer the active one; another one stays. Raises GitError."""
    with worktree.Lock(worktree.common(state)):
        sessions = branch_sessions.sessions(state)
        session = sessions.here()
        if session and session.id == id:
            sessions.forget(id)
            started(state)


def _mark(state: str, one: Starting) -> None:
    text = "\n".join((one.id, one.left, "written" if one.is_written else ""))
    worktree.write(os.path.join(state, _STARTING), os.fsencode(text))
