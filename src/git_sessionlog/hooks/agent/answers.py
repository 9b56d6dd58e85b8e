"""What each agent is answered, in the words that it takes: a JSON object, or None for silence.

Codex refuses an answer with a field too many; Gemini CLI wants nothing but JSON. A refusal is never an exit
code: 2 would block an agent also where we fail.
"""

from ...install.agents.agents import START, Agent

Answer = dict[str, object]


def context(agent: Agent, text: str) -> Answer | None:
    """What is told at the start of a session."""
    if not text:
        return None
    if agent.name == "cursor":
        return {"additional_context": text}
    event = agent.moments[START].event
    return {"hookSpecificOutput": {"hookEventName": event, "additionalContext": text}}


def refused_command(agent: Agent, text: str) -> Answer:
    """A shell command may not be run; the agent is told why."""
    if agent.name == "gemini":
        return {"decision": "deny", "reason": text}
    if agent.name == "cursor":
        return {"permission": "deny", "user_message": text.partition("\n")[0], "agent_message": text}
    own = {
        "hookEventName": "PreToolUse",
        "permissionDecision": "deny",
        "permissionDecisionReason": text,
    }
    return {"hookSpecificOutput": own}


def warned_command(agent: Agent, text: str) -> Answer | None:
    """A shell command may be run as the user has it; what is wrong with it is told.

    Claude Code tells the agent. Codex and Gemini CLI have words for the user only. Cursor has none that do
    not decide about the command as well.
    """
    if agent.name == "claude":
        return {"hookSpecificOutput": {"hookEventName": "PreToolUse", "additionalContext": text}}
    return None if agent.name == "cursor" else {"systemMessage": text}


def refused_stop(agent: Agent, text: str) -> Answer:
    """The agent may not stop yet; it goes on with the text."""
    if agent.name == "cursor":
        return {"followup_message": text}
    return {"decision": "deny" if agent.name == "gemini" else "block", "reason": text}
