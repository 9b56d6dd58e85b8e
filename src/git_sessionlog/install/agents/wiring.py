"""The calls of our program in an agent's settings: put in, and taken out again. Text in, text out."""

import json
import re
from collections.abc import Iterator
from typing import Any

from . import json_text
from .agents import COMMAND, COMPACT, END, START, STOP, Agent, Moment, dashed
from .json_text import Path

_PROGRAM = "git-sessionlog-hook"
_SECONDS = {START: 30, COMMAND: 30, STOP: 60, COMPACT: 30, END: 10}


def wanted(agent: Agent) -> dict[str, dict[str, object]]:
    """The entry of each event of an agent, by the event's name."""
    return {moment.event: _entry(agent, name, moment) for name, moment in agent.moments.items()}


def with_calls(text: str, agent: Agent) -> str:
    """The settings with a call at each moment; what calls us already stays as it is.

    Raises ValueError where the text is no JSON, or none that an agent could have for its settings.
    """
    mark, text = _split(text)
    if not text.strip():
        text = "{}\n"
    data = _checked(text)
    for key, value in agent.top.items():
        if key not in data:
            text = json_text.inserted(text, (), key, value)
            data[key] = value
    ours = {path[1] for path in _calls(data, agent)}
    for event, entry in wanted(agent).items():
        if event not in ours:
            text = json_text.appended(text, ("hooks", event), entry)
            data.setdefault("hooks", {}).setdefault(event, []).append(entry)
    _prove(text, data)
    return mark + text


def without_calls(text: str, agent: Agent, original: str | None) -> str:
    """The settings without our calls.

    What is empty afterwards goes, unless the `original`, the text before ours, had it. Raises ValueError
    as `with_calls`.
    """
    mark, text = _split(text)
    data = _checked(text)
    there = _before(original)
    for path in reversed(list(_calls(data, agent))):
        text = _taken(text, data, path)
    hooks = data.get("hooks", {})
    for event in [event for event in hooks if hooks[event] == [] and event in wanted(agent)]:
        if event not in there.get("hooks", {}):
            text = _taken(text, data, ("hooks", event))
    if data.get("hooks") == {} and "hooks" not in there:
        text = _taken(text, data, ("hooks",))
    for key, value in agent.top.items():
        if original is not None and key not in there and data.get(key) == value:
            text = _taken(text, data, (key,))
    _prove(text, data)
    return mark + text


def calls(text: str, agent: Agent) -> int:
    """How many calls of ours are in some settings. Raises ValueError as `with_calls`."""
    return sum(1 for _ in _calls(_checked(_split(text)[1]), agent))


def is_empty(text: str, agent: Agent) -> bool:
    """Whether nothing is left in the settings but what an agent must have there, and no comment."""
    left = json.loads(text) if re.sub(r"\s", "", text).startswith("{") and "/" not in text else None
    return left == {} or left == dict(agent.top)


def _entry(agent: Agent, name: str, moment: Moment) -> dict[str, object]:
    command = f"{_PROGRAM} agent {agent.name} {dashed(moment.event)}"
    if agent.is_flat:
        return {"command": command}
    call: dict[str, object] = {"type": "command", "command": command}
    if agent.second:
        call["timeout"] = _SECONDS[name] * agent.second
    matcher = {"matcher": moment.matcher} if moment.matcher else {}
    return {**matcher, "hooks": [call]}


def _calls(data: dict[str, Any], agent: Agent) -> Iterator[Path]:
    """The paths of our calls: `("hooks", "Stop", 0, "hooks", 1)`, or `("hooks", "stop", 0)`."""
    pattern = re.compile(rf"{_PROGRAM}(?:\.exe)?[\"']? +agent +{agent.name}\b")
    for event, entries in data.get("hooks", {}).items():
        for number, entry in enumerate(entries if isinstance(entries, list) else ()):
            inner = entry.get("hooks") if isinstance(entry, dict) else None
            if _is_ours(entry, pattern):
                yield ("hooks", event, number)
            for below, call in enumerate(inner if isinstance(inner, list) else ()):
                if _is_ours(call, pattern):
                    yield ("hooks", event, number, "hooks", below)


def _is_ours(call: object, pattern: re.Pattern[str]) -> bool:
    command = call.get("command") if isinstance(call, dict) else None
    return isinstance(command, str) and bool(pattern.search(command))


def _taken(text: str, data: Any, path: Path) -> str:
    """Take a value out of the text and of the data, and the group that it leaves empty."""
    if len(path) == 5 and len(_at(data, path[:-1])) == 1:
        path = path[:3]
    del _at(data, path[:-1])[path[-1]]
    return json_text.removed(text, path)


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def _checked(text: str) -> dict[str, Any]:
    data = json_text.value(text)
    if not isinstance(data, dict):
        raise ValueError("it holds no object")
    hooks = data.get("hooks", {})
    if not isinstance(hooks, dict):
        raise ValueError('"hooks" is no object')
    for event, entries in hooks.items():
        if not isinstance(entries, list):
            raise ValueError(f'"hooks.{event}" is no array')
    return data


def _before(original: str | None) -> dict[str, Any]:
    try:
        return _checked(_split(original)[1]) if original and original.strip() else {}
    except ValueError:
        return {}


def _prove(text: str, data: dict[str, Any]) -> None:
    """What was written must be read as what was meant, else nobody gets it."""
    if json_text.value(text) != data:
        raise ValueError("it cannot be changed without changing something else")


def _split(text: str) -> tuple[str, str]:
    """A byte order mark, and the rest."""
    return ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
