"""The handoff checklist as an agent is told of it: that of `end`, whose gates are not run."""

from ...core.errors import Failure
from ...core.quoted import CHECKLIST, quoted
from ...core.terminal import Paint
from ...git.worktree import Worktree
from ...sessions import active, clone, end, end_marker, handoff_checks
from ...sessions import render as words
from ...sessions.handoff_checks import Line


def asked(place: Worktree) -> str:
    """Note that the session is to end, and tell what its checklist says. Raises Failure where it cannot."""
    if not end_marker.ask(place.state, active.read(place.state)):
        return 'No session is active in this work tree; `git sessionlog start "GOAL"` begins one.'
    lines = words.checklist(_judged(), Paint())
    return "\n".join(("The handoff checklist of this session:", quoted(CHECKLIST), *lines))


def failing() -> tuple[str, ...]:
    """What is open in the checklist, in lines; () where nothing is, or nobody can tell."""
    try:
        return tuple(words.checklist(handoff_checks.failed(_judged()), Paint()))
    except Failure:
        return ()  # in the middle of a merge, say: `end` will tell


def _judged() -> list[Line]:
    return end.judged(end.draft(clone.seen(), end.Asked()))
