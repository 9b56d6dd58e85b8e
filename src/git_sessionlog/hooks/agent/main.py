"""What coding agents call at their moments: an event on standard input, an answer on standard output.

`git-sessionlog-hook agent <name> <event>`. An agent is never blocked because we fail: whatever is not
understood or goes wrong is a note on standard error, and exit 0.
"""

import json
import os
import sys
from contextlib import suppress

from ...core import timelimit
from ...core.errors import CLEAN, Failure, GitError
from ...core.terminal import complain, inert_json, one_line
from ...git import worktree
from ...git.worktree import Worktree
from ...install.agents import uses
from ...install.agents.agents import COMMAND, COMPACT, END, HANDOFF, START, STOP, moment_of, named
from ...sessions import end_marker
from .. import PARTS, load
from . import answers
from .answers import Answer
from .event import LARGEST, Event, read

SECONDS = 8.0
"""How long an answer may take: an agent waits for it."""

_OVER = Failure(f"it took longer than {SECONDS:g} s to look")


def run(args: list[str]) -> int:
    """Answer the event `args[1]` of the agent `args[0]`. Returns 0 in any case."""
    try:
        with timelimit.limit(SECONDS, _OVER):
            answer = _answer(args)
        if answer:
            print(inert_json(json.dumps(answer)))
    except Failure as failure:
        hint = f" ({failure.hint})" if failure.hint else ""
        _note(failure.message + hint)
    except RecursionError:
        _note("what it is about nests too deep to be looked at")
    except OSError as error:  # the directory is gone, the disk is full, nobody reads the answer
        _note(str(error))
    except Exception as error:  # a bug of ours is no reason to keep anybody from work
        _note(f"a bug in git-sessionlog, please report it: {type(error).__name__}: {error}")
    return CLEAN


def _answer(args: list[str]) -> Answer | None:
    if len(args) != 2:
        raise Failure(
            "an agent's hook takes the agent and the event", "git-sessionlog-hook agent claude stop"
        )
    agent = named(args[0])
    event = read(agent, moment_of(agent, args[1]), _input())
    if event.directory:
        try:
            os.chdir(event.directory)
        except OSError as error:
            raise Failure(f"{event.directory} cannot be looked at: {error.strerror}") from None
    if event.moment == COMMAND:
        return _about_command(event)
    place = _place()
    return _at(event, place) if place else None


def _at(event: Event, place: Worktree) -> Answer | None:
    """The answer in a repository that uses us."""
    if event.moment == START and not event.is_sub:
        return answers.context(event.agent, load(PARTS, "agent-start").context(event, place))
    if event.moment == STOP and not event.is_sub:
        if not end_marker.is_asked(place.state):
            return None
        reason = load(PARTS, "agent-stop").reason(event, place, _failing)
        return answers.refused_stop(event.agent, reason) if reason else None
    if event.moment == COMPACT:
        load(PARTS, "agent-compact").keep(event, place)
    if event.moment == END:
        load(PARTS, "agent-log").ended(event, place.state)
    if event.moment == HANDOFF:
        print(load(PARTS, "agent-checklist").asked(place))
    return None


def _failing() -> tuple[str, ...]:
    """What is open in the checklist; to go through it takes longer than all else."""
    lines: tuple[str, ...] = load(PARTS, "agent-checklist").failing()
    return lines


def _about_command(event: Event) -> Answer | None:
    """A shell command is parsed only where it may be one of git's: quotes may stand anywhere in a word."""
    plain = event.command.translate({ord(mark): None for mark in "'\"\\"})
    if not any(word in plain.lower() for word in ("git", "hook", "husky", "uninstall")):
        return None
    try:
        found = load(PARTS, "agent-command").checked(event.command)
    except ImportError as error:
        if not (error.name or "").startswith("tree_sitter"):
            raise
        return _unchecked(event)
    if not found:
        return None
    how, text = found
    if how == "deny":
        return answers.refused_command(event.agent, text)
    return answers.warned_command(event.agent, text)


def _unchecked(event: Event) -> Answer | None:
    """Without the grammar every command passes; that is said once."""
    place = _place()
    text = load(PARTS, "agent-unchecked").notice(event, place) if place else ""
    if not text:
        return None
    answer = answers.warned_command(event.agent, text)
    if answer is None:
        print(text, end="", file=sys.stderr)
    return answer


def _place() -> Worktree | None:
    """The work tree here, None where there is none that uses us."""
    try:
        place = worktree.seen(worktree.ask())
    except GitError:
        return None
    return place if uses.is_used(place) else None


def _input() -> bytes:
    """What the agent tells; at a terminal nobody does."""
    if sys.stdin is None or sys.stdin.isatty():
        return b""
    return sys.stdin.buffer.read(LARGEST + 1)


def _note(text: str) -> None:
    with suppress(OSError):  # nobody listens
        complain(f"sessionlog: note: {one_line(text, 400)}")
