"""What an agent is told when its session starts: the brief, and what happened to its last one.

Facts and no orders: text that speaks like a system prompt is taken for an attack.
"""

from collections.abc import Iterator

from ...core.errors import Failure
from ...core.quoted import quoted
from ...core.terminal import Paint, escaped, one_line
from ...git import worktree
from ...sessions import end_marker
from ...views.resume.collect import Looked, look
from ...views.resume.render import Page, as_text
from ...views.resume.shorten import fitted
from . import compaction, ended_sessions
from .compaction import Checkpoint
from .event import Event

MOST = 9_500
"""Characters of the whole: Claude Code puts what has more than 10,000 into a file."""

_HEAD = "Where the work in this repository stands, as `git sessionlog resume` has it:"
_SHOWN = 10  # paths of a checkpoint


def context(event: Event, place: worktree.Worktree) -> str:
    """The text, at most `MOST` characters."""
    try:
        looked = look()
    except Failure as failure:
        why = failure.message + (f" ({failure.hint})" if failure.hint else "")
        said = f"`git sessionlog resume` cannot say where the work stands: {one_line(why, 800)}"
        return f"{quoted('this repository')}\n\n{said}"
    below = "\n".join(_below(event, place, looked))[: MOST // 3]  # what is hostile is long when escaped
    room = MOST - len(_HEAD) - len(below) - 4
    page = Page(Paint())
    text = fitted(looked.brief, room, looked.mask, lambda brief: "\n".join(as_text(brief, page)))
    return "\n\n".join(part for part in (_HEAD, text[:room].rstrip("\n"), below) if part)


def _below(event: Event, place: worktree.Worktree, looked: Looked) -> Iterator[str]:
    """What the brief does not know: it is about the repository, not about an agent's session."""
    if event.source == "compact":
        yield from _compacted(compaction.last(place.state), looked)
    if end_marker.is_asked(place.state):
        yield "The end of this session was begun: `git sessionlog end` has not finished."
    elif not (looked.brief.session and looked.brief.session.active):
        yield 'No session is active in this work tree; `git sessionlog start "GOAL"` begins one.'
    last = ended_sessions.last(place.state)
    if event.source in ("startup", "clear") and len(last) == 4:
        when, name, _, reason = map(escaped, last)
        why = "" if reason == ended_sessions.UNSAID else f": {reason}"
        yield f"The last session of an agent here ({name}) ended at {when}{why}."


def _compacted(point: Checkpoint | None, looked: Looked) -> Iterator[str]:
    if point is None:
        return
    subject = one_line(looked.mask(point.subject))
    where = f"on {one_line(point.branch)}" if point.branch else "on no branch"
    when, oid = escaped(point.when), one_line(point.commit)
    yield f"When the context was compacted at {when}: {where}, {oid} {subject}"
    if point.fixes:
        yield f"  fixes of the session: {one_line(' '.join(point.fixes), 400)}"
    for line in point.changed[:_SHOWN]:
        yield f"  {one_line(line)}"
    left = len(point.changed) + point.more - _SHOWN
    if left > 0:
        yield f"  … {left:,} more"
