"""The coding agents that we have hooks for, and what each calls the moments we hear of.

Claude Code: https://code.claude.com/docs/en/hooks. Codex: https://developers.openai.com/codex/hooks.
Gemini CLI: docs/hooks/reference.md of google-gemini/gemini-cli. Cursor: https://cursor.com/docs/hooks.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ...core.errors import Failure

START, COMMAND, STOP = "session-start", "pre-tool-use", "stop"
COMPACT, END = "pre-compact", "session-end"
"""The moments, by the names that Claude Code has for them; `COMMAND` is before a shell command."""

HANDOFF = "handoff"
"""The user wants the session ended: no agent has such an event, a skill calls us for it."""


class Moment(NamedTuple):
    """A moment as an agent knows it: the name of its event, and the matcher that its settings take."""

    event: str
    matcher: str = ""


class Agent(NamedTuple):
    """A coding agent: its settings file in a repository, and its moments.

    `second` is what a second is in its timeouts, 0 where it has none; `is_flat` whether an event has the
    commands themselves and no groups of them. `top` are the keys that its file must have beside ours.
    """

    name: str
    title: str
    file: str
    moments: Mapping[str, Moment]
    second: int = 1
    is_flat: bool = False
    top: Mapping[str, object] = {}


AGENTS: Mapping[str, Agent] = {
    "claude": Agent(
        "claude",
        "Claude Code",
        ".claude/settings.json",
        {
            START: Moment("SessionStart", "startup|resume|clear|compact|fork"),
            COMMAND: Moment("PreToolUse", "Bash"),
            STOP: Moment("Stop"),
            COMPACT: Moment("PreCompact", "manual|auto"),
            END: Moment("SessionEnd"),
        },
    ),
    "codex": Agent(
        "codex",
        "Codex",
        ".codex/hooks.json",
        {
            START: Moment("SessionStart", "startup|resume|clear|compact"),
            COMMAND: Moment("PreToolUse", "Bash"),
            STOP: Moment("Stop"),
            COMPACT: Moment("PreCompact", "manual|auto"),
        },
    ),
    "gemini": Agent(
        "gemini",
        "Gemini CLI",
        ".gemini/settings.json",
        {
            START: Moment("SessionStart"),
            COMMAND: Moment("BeforeTool", "run_shell_command"),
            STOP: Moment("AfterAgent"),
            COMPACT: Moment("PreCompress"),
            END: Moment("SessionEnd"),
        },
        second=1000,
    ),
    "cursor": Agent(
        "cursor",
        "Cursor",
        ".cursor/hooks.json",
        {
            START: Moment("sessionStart"),
            COMMAND: Moment("beforeShellExecution"),
            STOP: Moment("stop"),
            COMPACT: Moment("preCompact"),
            END: Moment("sessionEnd"),
        },
        second=0,
        is_flat=True,
        top={"version": 1},
    ),
}
"""Every agent, by the name that our commands take."""


def named(name: str) -> Agent:
    """The agent of that name. Raises Failure where there is none."""
    if name not in AGENTS:
        raise Failure(f'no agent "{name}"', f"known: {' '.join(AGENTS)}")
    return AGENTS[name]


def moment_of(agent: Agent, event: str) -> str:
    """The moment that an event is: by the agent's own name for it, in any spelling, or by ours.

    `BeforeTool`, `before-tool` and `pre-tool-use` are the same to Gemini CLI. Raises Failure for others.
    """
    wanted = _plain(event)
    for moment, (own, _) in agent.moments.items():
        if wanted in (_plain(own), _plain(moment)):
            return moment
    if wanted == HANDOFF:
        return HANDOFF
    known = " ".join(dashed(own) for own, _ in agent.moments.values())
    raise Failure(f'{agent.title} has no event "{event}" for us', f"known: {known}")


def dashed(event: str) -> str:
    """An event's name as a word of a command line: `pre-tool-use`."""
    return "".join(f"-{one.lower()}" if one.isupper() else one for one in event).strip("-")


def _plain(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()
