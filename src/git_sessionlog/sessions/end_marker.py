"""Whether the end of the active session was begun, or asked for: kept in the worktree's git directory.

With it is kept what the checklist said, and a mark of how the work tree was then: as long as it is so,
nobody has to go through the checklist again.
"""

import os
import zlib
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from ..git import changes, worktree
from ..git.session_state import Session
from . import active

_FILE = "ending"
_REFUSED = "refused"


class _Kept(NamedTuple):
    """The session that is to end, whether an agent was refused the last time, what was open, and when."""

    id: str = ""
    last: str = ""
    mark: str = ""
    lines: tuple[str, ...] = ()


def ask(state: str, session: Session | None) -> bool:
    """Note that the active session is to end; False where there is none."""
    if session and _read(state).id != session.id:
        _write(state, _Kept(session.id))
    return bool(session)


def is_asked(state: str) -> bool:
    """Whether the active session is to end: another one's end is no longer of interest."""
    asked = _read(state).id
    session = active.read(state) if asked else None
    return session is not None and asked == session.id


def keep(state: str, top: str, lines: Iterable[str]) -> None:
    """Keep what is open in the checklist, in lines, for the work tree as it is now."""
    _write(state, _read(state)._replace(mark=_mark(top), lines=tuple(lines)))


def kept(state: str, top: str) -> tuple[str, ...]:
    """What was open in the checklist, where the work tree is as it was then; () where it is not."""
    found = _read(state)
    return found.lines if found.mark and found.mark == _mark(top) else ()


def refuse(state: str) -> bool:
    """Note that an agent is not let stop; False where it was not the last time, and must be now."""
    found = _read(state)
    if found.last:
        return False
    return _write(state, found._replace(last=_REFUSED))


def let_go(state: str) -> None:
    """Note that an agent was let stop. After it was not, it hears no more until the end is begun again."""
    if _read(state).last:
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(state, _FILE))


def _mark(top: str) -> str:
    """A sum of HEAD and of what is changed in the work tree, by the time and the size of each file."""
    now = changes.seen(changes.ask(top))
    parts = [now.oid, now.branch]
    for change in now.paths:
        with suppress(OSError):
            found = os.lstat(os.path.join(top, change.path))
            parts.append(f"{found.st_mtime_ns} {found.st_size}")
        parts.append(f"{change.code} {change.path}")
    told = os.fsencode("\0".join(parts))  # hashlib takes longer to load than all of this
    return f"{now.oid} {len(told)} {zlib.crc32(told)} {zlib.adler32(told)}"


def _read(state: str) -> _Kept:
    id, last, mark, *lines = f"{worktree.read(os.path.join(state, _FILE))}\n\n\n".split("\n")
    return _Kept(id, last, mark, tuple(line for line in lines if line))


def _write(state: str, found: _Kept) -> bool:
    """Keep it; False where that cannot be written: no session is kept from its end by that."""
    text = "\n".join((found.id, found.last, found.mark, *found.lines))
    try:
        os.makedirs(state, exist_ok=True)
        worktree.write(os.path.join(state, _FILE), os.fsencode(text))
    except OSError:
        return False
    return True
