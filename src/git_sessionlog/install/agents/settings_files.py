"""The settings files of agents in a work tree: our calls put in, and taken out again.

What was there before is kept in the worktree's git directory, with the hash of what we wrote: a file that
nobody has changed since is put back byte for byte, from another one our calls alone are taken.
"""

import base64
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from ...core import regular_files
from ...core.errors import Failure
from ...git import missing_files, worktree
from ...git.worktree import Worktree
from ..action import Step, same
from . import wiring
from .agents import Agent

_KEPT = "agent-settings"
_AGAIN = "mend it, and run this again"


class _Kept(NamedTuple):
    """What an installation has left: the hash of what it wrote, what was there before, None for nothing."""

    wrote: str = ""
    original: bytes | None = None


class _Plan(NamedTuple):
    """A file as it is, and as it is to be; None for none."""

    agent: Agent
    path: str
    before: bytes | None
    after: bytes | None
    kept: _Kept | None


def install(place: Worktree, agents: Sequence[Agent]) -> Iterator[Step]:
    """Put our calls into the settings of some agents; a second time changes nothing.

    Raises Failure where one of the files cannot be read or changed, or is tracked and not in the work
    tree, before any is written.
    """
    plans = [_installed(place, agent) for agent in agents]
    missing_files.must_be_there(place.top, makes=[plan.agent.file for plan in plans if plan.before is None])
    for plan in plans:
        if plan.before == plan.after:
            yield same("already installed", plan.agent.file)
            continue
        assert plan.after is not None
        _keep(place.state, plan.agent, _Kept(_hash(plan.after), _original(plan)))
        _write(plan, plan.after)
        verb = "wrote" if plan.before is None else "edited"
        yield Step(
            verb, plan.agent.file, f"{plan.agent.title} calls us at {len(plan.agent.moments)} events"
        )


def uninstall(place: Worktree, agents: Sequence[Agent]) -> Iterator[Step]:
    """Take our calls out again. Raises Failure as `install`."""
    plans = [_uninstalled(place, agent) for agent in agents]
    for plan in plans:
        if plan.before == plan.after:
            continue
        if plan.after is None:
            _delete(place.top, plan)
            yield Step("removed", plan.agent.file)
        else:
            _write(plan, plan.after)
            back = plan.kept is not None and plan.after == plan.kept.original
            yield Step(
                "restored" if back else "edited", plan.agent.file, "" if back else "our calls are out"
            )
        with suppress(OSError):
            os.unlink(_kept_path(place.state, plan.agent))
            os.rmdir(os.path.join(place.state, _KEPT))


def _installed(place: Worktree, agent: Agent) -> _Plan:
    path = _path(place.top, agent)
    before = _read(path, agent)
    after = _changed(agent, before or b"", lambda text: wiring.with_calls(text, agent))
    return _Plan(agent, path, before, after, _kept(place.state, agent))


def _uninstalled(place: Worktree, agent: Agent) -> _Plan:
    path = _path(place.top, agent)
    before, kept = _read(path, agent), _kept(place.state, agent)
    plan = _Plan(agent, path, before, before, kept)
    if before is None or not _calls(agent, before):
        return plan
    if kept and kept.wrote == _hash(before):
        return plan._replace(after=kept.original)
    return plan._replace(after=_without(agent, before, kept.original if kept else None, known=bool(kept)))


def _without(agent: Agent, before: bytes, original: bytes | None, *, known: bool) -> bytes | None:
    """The file without our calls; None where nothing is left of it, and nothing was there before."""
    there = original.decode("utf-8", "replace") if original is not None else "" if known else None
    after = _changed(agent, before, lambda text: wiring.without_calls(text, agent, there))
    if original is None and wiring.is_empty(after.decode("utf-8-sig"), agent):
        return None
    return after


def _original(plan: _Plan) -> bytes | None:
    """What `uninstall` is to put back: the file as it was, or as it would have been without us."""
    if plan.before is None or not _calls(plan.agent, plan.before):
        return plan.before
    if plan.kept and plan.kept.wrote == _hash(plan.before):
        return plan.kept.original
    return _without(plan.agent, plan.before, plan.kept.original if plan.kept else None, known=False)


def _calls(agent: Agent, data: bytes) -> int:
    found: list[int] = []

    def count(text: str) -> str:
        found.append(wiring.calls(text, agent) if text.strip() else 0)
        return text

    _changed(agent, data, count)
    return found[0]


def _changed(agent: Agent, data: bytes, change: Callable[[str], str]) -> bytes:
    """The file after a change of its text. Raises Failure where it is none of JSON."""
    try:
        new = change(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Failure(f"{agent.file}: byte {error.start} is not UTF-8", _AGAIN) from None
    except ValueError as error:
        raise Failure(f"{agent.file} is no settings file: {error}", _AGAIN) from None
    return new.encode("utf-8")


def _path(top: str, agent: Agent) -> str:
    """The path of a settings file. Raises Failure where a link is on the way: it may lead anywhere."""
    parts = agent.file.split("/")
    for count in range(1, len(parts) + 1):
        way = "/".join(parts[:count])
        if os.path.islink(os.path.join(top, *parts[:count])):
            raise Failure(f"{agent.file} is left alone: {way} is a symbolic link")
    return os.path.join(top, *parts)


def _read(path: str, agent: Agent) -> bytes | None:
    """The bytes of a settings file, None where there is none."""
    try:
        return regular_files.read(path, regular_files.SETTINGS)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Failure(f"{agent.file} cannot be read: {error.strerror}") from None


def _write(plan: _Plan, data: bytes) -> None:
    try:
        os.makedirs(os.path.dirname(plan.path), exist_ok=True)
        worktree.write(plan.path, data)
    except OSError as error:
        raise Failure(f"{plan.agent.file} cannot be written: {error.strerror}") from None


def _delete(top: str, plan: _Plan) -> None:
    """Delete a file that we have made, and its directory where nothing else is in it."""
    try:
        os.unlink(plan.path)
    except OSError as error:
        raise Failure(f"{plan.agent.file} cannot be removed: {error.strerror}") from None
    with suppress(OSError):
        os.rmdir(os.path.dirname(plan.path))


def _kept_path(state: str, agent: Agent) -> str:
    return os.path.join(state, _KEPT, f"{agent.name}.json")


def _keep(state: str, agent: Agent, kept: _Kept) -> None:
    original = None if kept.original is None else base64.b64encode(kept.original).decode()
    path = _kept_path(state, agent)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        worktree.write(path, json.dumps({"wrote": kept.wrote, "original": original}).encode())
    except OSError as error:
        raise Failure(f"what was in {agent.file} cannot be kept: {error.strerror}") from None


def _kept(state: str, agent: Agent) -> _Kept | None:
    """What was kept, None for nothing that can be read."""
    try:
        with open(_kept_path(state, agent), encoding="utf-8") as file:
            told = json.load(file)
        original = told["original"]
        return _Kept(str(told["wrote"]), None if original is None else base64.b64decode(original))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
