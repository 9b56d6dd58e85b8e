"""The sessions of agents that have ended in a worktree, kept in its git directory."""

import os
import time

from ...core.terminal import one_line
from ...git import worktree
from .event import Event

_FILE = "agent-sessions"
_LINES = 40

UNSAID = "-"
"""What stands for an id or a reason that the agent does not tell."""


def ended(event: Event, state: str) -> None:
    """Add a session that has ended: when, which agent, its own id of it, the reason."""
    words = (stamp(), event.agent.name, event.session or UNSAID, event.reason or UNSAID)
    line = "\t".join(one_line(word, 80) for word in words)
    path = os.path.join(state, _FILE)
    with worktree.Lock(state, "agent.lock"):
        lines = worktree.read(path).splitlines()[1 - _LINES :]
        worktree.write(path, os.fsencode("\n".join([*lines, line]) + "\n"))


def last(state: str) -> tuple[str, ...]:
    """The fields of the session that ended last; () for none."""
    lines = worktree.read(os.path.join(state, _FILE)).splitlines()
    return tuple(lines[-1].split("\t")) if lines else ()


def stamp() -> str:
    """Now, as documents write it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
