"""The active session of a worktree, kept in its git directory."""

import os
from contextlib import suppress

from .. import sessions, worktree
from ..errors import Failure
from ..sessions import Session

_FILE = "session"


def read(state: str) -> Session | None:
    """The session that is active, None where there is none."""
    return sessions.from_text(worktree.read(os.path.join(state, _FILE)))


def begin(state: str, id: str) -> None:
    """Make a session the active one. Raises Failure when that cannot be written."""
    session = Session(id, 0, False, os.path.realpath(state))
    try:
        with worktree.Lock(state):
            worktree.write(os.path.join(state, _FILE), os.fsencode(sessions.to_text(session)))
    except OSError as error:
        raise Failure(f"the session cannot be started: {error.strerror}: {error.filename}") from None


def over(state: str, id: str) -> None:
    """Make a session no longer the active one; another one stays."""
    with worktree.Lock(state):
        session = read(state)
        if session and session.id == id:
            with suppress(FileNotFoundError):
                os.unlink(os.path.join(state, _FILE))
