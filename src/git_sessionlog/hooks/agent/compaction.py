"""Where the work stood before an agent's context was compacted, kept in the worktree's git directory."""

import json
import os
from typing import Any, NamedTuple

from ...documents import tree_settings
from ...documents.profiles import registry as profiles
from ...git import changes, log, worktree
from ...git.trees import WorkTree
from ...records import drafts, store
from ...sessions import active
from ...sessions import end_marker as ending
from . import ended_sessions
from .event import Event

_FILE = "agent-checkpoint.json"
_PATHS = 200
_HEAD = log.Query(log.HEADLINE, ("HEAD",), ("--no-walk",))


class Checkpoint(NamedTuple):
    """Where the work stood before an agent's context was compacted.

    `changed` are the paths that were not committed, as documents write them; `more` counts those left out.
    `fixes` are those that the session is for.
    """

    when: str
    branch: str
    commit: str
    subject: str
    changed: tuple[str, ...]
    more: int = 0
    session: str = ""
    agent: str = ""
    trigger: str = ""
    ending: bool = False
    fixes: tuple[str, ...] = ()


def keep(event: Event, place: worktree.Worktree) -> None:
    """Write the checkpoint of a compaction. Raises Failure or OSError where that cannot be."""
    state = place.state
    status, asked = changes.ask(), log.ask(_HEAD)
    now = changes.seen(status)
    head = (*log.answered(_HEAD, asked, no=(128,)), log.Commit(""))[0]
    session = active.read(state)
    lines = [f"{one.code} {one.path}" for one in now.paths]
    point = Checkpoint(
        ended_sessions.stamp(),
        now.branch,
        head.abbrev,
        head.title,
        tuple(lines[:_PATHS]),
        max(len(lines) - _PATHS, 0),
        session.id if session else "",
        event.agent.name,
        event.trigger,
        ending.is_asked(state),
        _fixes(place.top, state, session.id if session and not session.auto else ""),
    )
    os.makedirs(state, exist_ok=True)
    text = json.dumps(point._asdict(), indent=2) + "\n"
    worktree.write(os.path.join(state, _FILE), text.encode())


def last(state: str) -> Checkpoint | None:
    """The checkpoint of the last compaction, None where there is none that can be read."""
    try:
        with open(os.path.join(state, _FILE), encoding="utf-8") as file:
            told: Any = json.load(file)
        return Checkpoint(**{**told, **{key: tuple(map(str, told[key])) for key in ("changed", "fixes")}})
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _fixes(top: str, state: str, id: str) -> tuple[str, ...]:
    """The fixes in the record of a session."""
    if not id:
        return ()
    active = profiles.active(tree_settings.here(top).settings, WorkTree(top))
    found = store.of(drafts.tree(top, state), active).find(id)
    return tuple(fix.id for fix in found.record.fixes) if found else ()
