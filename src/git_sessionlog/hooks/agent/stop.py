"""Whether an agent may stop while the end of the session is wanted: not before the checklist holds.

It is refused once, and then let go: who cannot mend it has to say so, and not to turn in circles.
"""

from collections.abc import Callable, Sequence

from ...core.quoted import CHECKLIST, quoted
from ...git.worktree import Worktree
from ...sessions import end_marker
from .event import Event


def reason(event: Event, place: Worktree, judged: Callable[[], Sequence[str]]) -> str:
    """Why the agent may not stop yet, "" where it may; `judged` goes through the checklist anew."""
    if not (event.is_again or event.is_busy or event.is_broken):
        lines = end_marker.kept(place.state, place.top) or judged()
        if lines and end_marker.refuse(place.state):
            return _told(lines)
    end_marker.let_go(place.state)
    return ""


def _told(lines: Sequence[str]) -> str:
    head = "sessionlog: the end of this session was begun, and its handoff checklist has open points:"
    tail = "`git sessionlog end` finishes it when they are mended; what cannot be is for the user to know."
    return "\n".join((head, quoted(CHECKLIST), *lines, tail))
