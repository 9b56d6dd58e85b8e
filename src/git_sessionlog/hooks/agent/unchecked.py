"""What an agent is told, once, where its commands cannot be checked: the extra `agents` is missing."""

import os

from ...documents import tree_settings
from ...git import worktree
from ...git.worktree import Worktree
from ...install.agents import extra
from .event import Event

_FILE = "agent-unchecked"
_LINES = 40


def notice(event: Event, place: Worktree) -> str:
    """The words, "" where this session of the agent has heard them, or nothing is to be checked."""
    path = os.path.join(place.state, _FILE)
    told = worktree.read(path).splitlines()
    session = ascii(event.session)
    if session in told or tree_settings.here(place.top).settings.guard == "off":
        return ""
    os.makedirs(place.state, exist_ok=True)
    worktree.write(path, "\n".join([*told[1 - _LINES :], session, ""]).encode())
    return (
        "sessionlog: shell commands are not checked before they are run: tree-sitter is not installed\n"
        f"install it: {extra.install_command()}\n"
    )
