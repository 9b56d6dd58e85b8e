"""What an agent tells of an event: JSON in, a value out. A field of another type counts as not there."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from ...core.errors import Failure
from ...install.agents.agents import HANDOFF, Agent

LARGEST = 8_000_000
"""Bytes of an event; a tool may be told to write a whole file, what is longer is not looked at."""


class Event(NamedTuple):
    """An event of an agent.

    `session` is the agent's id for its own session, `directory` where it works. `source` says how a session
    started, `trigger` who wanted a compaction, `reason` why a session ended. `is_sub` is whether it is a
    sub-agent's, `is_again` whether the agent goes on because a hook did not let it stop, `is_busy` whether
    something goes on in the background, `is_broken` whether its user or an error stopped it.
    """

    agent: Agent
    moment: str
    session: str = ""
    directory: str = ""
    source: str = ""
    trigger: str = ""
    reason: str = ""
    command: str = ""
    is_sub: bool = False
    is_again: bool = False
    is_busy: bool = False
    is_broken: bool = False


def read(agent: Agent, moment: str, data: bytes) -> Event:
    """The event that the data tell. Raises Failure where they are no JSON object."""
    if moment == HANDOFF and not data.strip():
        return Event(agent, moment)
    if len(data) > LARGEST:
        raise Failure(f"the event is longer than {LARGEST:,} bytes")
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Failure("the event is no JSON") from None
    if not isinstance(told, dict):
        raise Failure("the event is no JSON object")
    tool = told.get("tool_input")
    return Event(
        agent,
        moment,
        session=_text(told, "session_id") or _text(told, "conversation_id"),
        directory=_text(told, "cwd") or _text(_first(told.get("workspace_roots")), "0"),
        source=_text(told, "source"),
        trigger=_text(told, "trigger"),
        reason=_text(told, "reason"),
        command=_text(tool if isinstance(tool, dict) else told, "command"),
        is_sub=bool(_text(told, "agent_id") or told.get("is_background_agent") is True),
        is_again=told.get("stop_hook_active") is True or _number(told, "loop_count") > 0,
        is_busy=bool(told.get("background_tasks")),
        is_broken=_text(told, "status") in ("aborted", "error"),
    )


def _text(told: Mapping[str, Any], key: str) -> str:
    """A text, "" for none; one with a NUL byte is none that a system takes, half a character is no more."""
    value = told.get(key)
    if not isinstance(value, str) or "\0" in value:
        return ""
    return value.encode("utf-8", "replace").decode()


def _number(told: Mapping[str, Any], key: str) -> float:
    value = told.get(key)
    return value if isinstance(value, int | float) else 0


def _first(value: object) -> Mapping[str, Any]:
    return {"0": value[0]} if isinstance(value, list) and value else {}
