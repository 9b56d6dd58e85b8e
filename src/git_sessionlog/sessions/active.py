"""The active session: which one it is, how it begins, its end, and its way to another branch."""

import os

from ..core.errors import Failure, GitError, system_words
from ..git import branch_sessions, worktree
from ..git.branch_sessions import Sessions
from ..git.session_state import Session


def read(state: str) -> Session | None:
    """The session that is active here, None where there is none."""
    return branch_sessions.sessions(state).here()


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
            branch_sessions.sessions(sessions.state).tidy()
    except OSError as error:
        raise _not_kept(system_words(error)) from None
    except GitError as error:
        raise _not_kept(error.message, error.hint) from None


def _not_kept(why: str, hint: str = "") -> Failure:
    return Failure(f"the session cannot be kept: {why}", hint)


def over(sessions: Sessions, id: str) -> Sessions:
    """Make a session no longer the active one; another one stays. Returns what is left; raises GitError."""
    with worktree.Lock(worktree.common(sessions.state)):
        session = sessions.here()
        if session and session.id == id:
            sessions.forget(id)
            sessions = sessions.without(id)
        return sessions
