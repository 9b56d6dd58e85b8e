"""The line of the state documents that says which session was last."""

from functools import partial

from ..documents import session_line
from ..documents.profiles import registry
from . import session_rows
from .session_documents import Desk


def sign(desk: Desk, day: str, who: str = "") -> None:
    """Say in the states which session was last, where they have a line for it, or no place for the rest.

    The fixes that have no certain place are named there, too. `who` is the session, unless it is given.
    """
    known = registry.concepts()
    for place in (one for one in desk.states if not one.kind.per_session):
        spot = session_line.find(desk.papers[place.path], known)
        has_no_row = not place.kind.section(session_rows.concept(place))
        if (spot and spot.of_session) or has_no_row or place.path in desk.unplaced:
            fixes = tuple(filter(None, desk.unlisted.get(place.path, [])))
            said = session_line.Said(day, who or desk.record.id, fixes)
            desk.change(place, "the last session", partial(session_line.written, known=known, said=said))
