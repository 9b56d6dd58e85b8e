"""What is kept of an agent's sessions in the worktree's git directory: nothing of it is in any commit."""

import json
import os
import time
from typing import Any, NamedTuple

from .. import changes, config, git, profiles, records, worktree
from ..brief.latest import latest
from ..life import active, ending
from ..output.terminal import one_line
from ..trees import WorkTree
from .event import Event

_CHECKPOINT, _LOG = "agent-checkpoint.json", "agent-sessions"
_LINES, _PATHS = 40, 200  # of the log, of a checkpoint


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


def checkpoint(event: Event, place: worktree.Worktree) -> None:
    """Write the checkpoint of a compaction. Raises Failure or OSError where that cannot be."""
    state = place.state
    status, log = changes.ask(), _last()
    now = changes.seen(status)
    oid, _, subject = log.answer(no=(128,)).decode("utf-8", "replace").rstrip("\n").partition("\0")
    session = active.read(state)
    lines = [f"{one.code} {one.path}" for one in now.paths]
    point = Checkpoint(
        stamp(),
        now.branch,
        oid,
        subject,
        tuple(lines[:_PATHS]),
        max(len(lines) - _PATHS, 0),
        session.id if session else "",
        event.agent.name,
        event.trigger,
        ending.is_asked(state),
        _fixes(place.top, session.id if session and not session.auto else ""),
    )
    os.makedirs(state, exist_ok=True)
    text = json.dumps(point._asdict(), indent=2) + "\n"
    worktree.write(os.path.join(state, _CHECKPOINT), text.encode())


def last_checkpoint(state: str) -> Checkpoint | None:
    """The checkpoint of the last compaction, None where there is none that can be read."""
    try:
        with open(os.path.join(state, _CHECKPOINT), encoding="utf-8") as file:
            told: Any = json.load(file)
        return Checkpoint(**{**told, **{key: tuple(map(str, told[key])) for key in ("changed", "fixes")}})
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def ended(event: Event, state: str) -> None:
    """Add an agent's session that has ended to the log: when, which agent, its own id, the reason."""
    words = (stamp(), event.agent.name, event.session or "-", event.reason or "-")
    line = "\t".join(one_line(word, 80) for word in words)
    path = os.path.join(state, _LOG)
    with worktree.Lock(state, "agent.lock"):
        lines = worktree.read(path).splitlines()[1 - _LINES :]
        worktree.write(path, os.fsencode("\n".join([*lines, line]) + "\n"))


def last_end(state: str) -> tuple[str, ...]:
    """The last line of that log, in its fields; () for none."""
    lines = worktree.read(os.path.join(state, _LOG)).splitlines()
    return tuple(lines[-1].split("\t")) if lines else ()


def stamp() -> str:
    """Now, as documents write it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _fixes(top: str, id: str) -> tuple[str, ...]:
    """The fixes in the record of a session."""
    if not id:
        return ()
    places = records.places(profiles.active(config.load(top).settings, top))
    found = records.with_id(latest(WorkTree(top), places), id)
    return tuple(fix.id for fix in found.record.fixes) if found else ()


def _last() -> git.Question:
    how = ("--no-show-signature", "--encoding=UTF-8", "--format=%h%x00%s")
    return git.Question("log", "-1", *how, "HEAD", "--")
