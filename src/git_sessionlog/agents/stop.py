"""Whether an agent may stop while the end of the session is wanted: not before the checklist holds.

It is refused once, and then let go: who cannot mend it has to say so, and not to turn in circles.
"""

from ..errors import Failure
from ..life import checklist, clone, end, ending
from ..life.checklist import Line
from ..output import life as words
from ..output.terminal import Paint
from ..worktree import Worktree
from .event import Event


def reason(event: Event, place: Worktree) -> str:
    """Why the agent may not stop yet, "" where it may."""
    text = "" if event.is_again or event.is_busy or event.is_broken else _open()
    if text and ending.refuse(place.state):
        return text
    ending.let_go(place.state)
    return ""


def handoff(place: Worktree) -> str:
    """Note that the session is to end, and tell what its checklist says. Raises Failure where it cannot."""
    if not ending.ask(place.state):
        return 'No session is active in this work tree; `git sessionlog start "GOAL"` begins one.'
    lines = _judged()
    return "\n".join(("The handoff checklist of this session:", *words.checklist(lines, Paint())))


def _open() -> str:
    try:
        bad = checklist.failed(_judged())
    except Failure:
        return ""  # in the middle of a merge, say: `end` will tell
    if not bad:
        return ""
    head = "sessionlog: the end of this session was begun, and its handoff checklist has open points:"
    tail = "`git sessionlog end` finishes it when they are mended; what cannot be is for the user to know."
    return "\n".join((head, *words.checklist(bad, Paint()), tail))


def _judged() -> list[Line]:
    """The checklist as `end` would see it, its gates not run."""
    return end.judged(end.draft(clone.seen(), end.Asked()))
