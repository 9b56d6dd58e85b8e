"""The end of a session that leaves no next step: what is next in the plan of the backlog is the step."""

import re

from ...records.record import Fix
from ...sessions import end, handoff_checks
from ...sessions.clone import Clone
from ...sessions.end import Asked, Draft
from ...sessions.notes import Note
from ...sessions.quality_gates import Gate
from ...sessions.secret_checks import masked
from ...sessions.session_documents import planned
from ...state.fixes.collect import opened
from . import collect

_UNFILLED = r"\[[^\]]*\]"
"""The title of a phase in a plan that nobody has filled in yet."""


def drafted(clone: Clone, asked: Asked, ran: tuple[Gate, ...] = ()) -> tuple[Draft, Asked]:
    """The end in memory as `end.draft`, and what was asked, with the next steps that it needs."""
    draft = end.draft(clone, asked, ran)
    if handoff_checks.next_steps(draft.desk).verdict != handoff_checks.FAIL:
        return draft, asked
    texts = _next(draft)
    if not texts:
        return draft, asked
    date = draft.record.ended[:10]
    notes = (Note("next", {"text": text, "date": date}) for text in texts)
    asked = asked._replace(said=asked.said._replace(notes=(*asked.said.notes, *notes)))
    return end.draft(clone, asked, ran, draft), asked


def _next(draft: Draft) -> list[str]:
    """The fixes that the plan has next; its next batch, or phase, where that has none."""
    with opened() as place:
        if not place.register.paths:
            return []
        found = collect.plan(place, lambda commits: commits, draft.closed).next
    if found.fixes:
        return [planned(Fix(fix.id, masked(fix.title), ", ".join(fix.files[:3]))) for fix in found.fixes]
    what, kind = (found.batch, "Batch") if found.batch else (found.phase, "Phase")
    if what is None or re.fullmatch(_UNFILLED, what.title):
        return []
    return [masked(f"{kind} {what.id}: {what.title}".rstrip(": "))]
