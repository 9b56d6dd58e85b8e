"""Whether the end of the active session was begun, or asked for: kept in the worktree's git directory."""

import os
from contextlib import suppress

from .. import worktree
from . import active

_FILE = "ending"
_REFUSED = "refused"


def ask(state: str) -> bool:
    """Note that the active session is to end; False where there is none."""
    session = active.read(state)
    if session and _read(state)[0] != session.id:
        _write(state, session.id, "")
    return bool(session)


def is_asked(state: str) -> bool:
    """Whether the active session is to end: another one's end is no longer of interest."""
    session = active.read(state)
    return session is not None and _read(state)[0] == session.id


def refuse(state: str) -> bool:
    """Note that an agent is not let stop; False where it was not the last time, and must be now."""
    id, last = _read(state)
    if last:
        return False
    _write(state, id, _REFUSED)
    return True


def let_go(state: str) -> None:
    """Note that an agent was let stop. After it was not, it hears no more until the end is begun again."""
    if _read(state)[1]:
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(state, _FILE))


def _read(state: str) -> tuple[str, str]:
    id, _, last = worktree.read(os.path.join(state, _FILE)).partition("\n")
    return id, last.strip()


def _write(state: str, id: str, last: str) -> None:
    os.makedirs(state, exist_ok=True)
    worktree.write(os.path.join(state, _FILE), os.fsencode(f"{id}\n{last}\n"))
