"""The sessions that go on elsewhere, as who is here should know of them."""

from collections.abc import Iterable, Iterator

from ..core.secrets import masking
from ..core.to_json import picked
from ..git import run as git
from ..git.allowed_secrets import AtHead
from ..records.record import Fix, Record
from ..records.store import Stored
from ..state import open_sessions
from ..state.open_sessions import Elsewhere, OpenSession
from . import opening
from .clone import Clone

SHOWN = 3
"""Sessions that are named before the rest is a count."""


def elsewhere(clone: Clone) -> Elsewhere:
    """The sessions that go on on other branches."""
    return open_sessions.elsewhere(clone.records, clone.sessions, clone.remotes)


def short(one: OpenSession) -> str:
    """One of them in a line."""
    ids = ", ".join(f"#{fix.id}" for fix in one.record.fixes)
    fixes = f" (fixes {ids})" if ids else ""
    return f"{_named(one.record)} on {one.branch}{_by(one, ',')}{fixes}"


def data(one: OpenSession) -> dict[str, object]:
    """One of them for programs."""
    own = {"branch": one.branch, "by": one.by or None, "fixes": [fix.id for fix in one.record.fixes]}
    return {**picked(one.record, "id number? goal? started?"), **own}


def to_take(clone: Clone) -> list[Stored]:
    """The sessions that can go on here: nobody has ended them, and nothing of them is on a branch alone.

    None where a session was started here already.
    """
    here = clone.sessions.here()
    if here and not here.auto:
        return []
    branches = {one.id: one.branch for one in clone.sessions.others() if not one.auto}
    found = filter(None, map(clone.records.find, branches))
    mine = [one for one in found if one.record.is_open and is_here(f"refs/heads/{branches[one.front.id]}")]
    return [*clone.left_behind(), *mine]


def offers(clone: Clone, when: str = "here") -> Iterator[str]:
    """What is said of them, with the command that goes on with each."""
    yield from _offered(clone, to_take(clone), when)


def _offered(clone: Clone, free: Iterable[Stored], when: str) -> Iterator[str]:
    branches = {one.id: one.branch for one in clone.sessions.others()}
    for one in free:
        id, record = one.front.id, one.record
        where = f"on {branches[id]}" if id in branches else f"and its branch {record.branch} is gone"
        yield f"{_named(record)} has not ended, {where}; to go on with it {when}: {take(id)}"


def take(id: str) -> str:
    """The command that goes on with a session on the branch at hand."""
    return f"git sessionlog start --take {id}"


def begun(clone: Clone, asked: Record) -> str:
    """The id of the session that was started with the same goal and plan before the branch was made."""
    if not asked.goal:
        return ""
    return next((one.front.id for one in to_take(clone) if opening.is_of(one.record, asked)), "")


def said(clone: Clone, fixes: Iterable[Fix], when: str = "here") -> Iterator[str]:
    """Which sessions go on elsewhere: those that are to make one of the fixes come first."""
    there, wanted = elsewhere(clone), {fix.id for fix in fixes}
    free = to_take(clone)
    known = {one.front.id for one in free}
    for one in there.sessions:
        for id in (fix.id for fix in one.record.fixes if fix.id in wanted):
            known.add(one.record.id)
            yield f"#{id} is being worked on{_by(one)} on {one.branch}, session {one.record.label}"
    yield from _offered(clone, free, when)
    others = [one for one in there.sessions if one.record.id not in known]
    for one in others[:SHOWN]:
        yield f"{_named(one.record)} has not ended on {one.branch}{_by(one, ',')}"
    if len(others) > SHOWN:
        yield f"{len(others) - SHOWN} more sessions have not ended on other branches"
    if there.unread:
        yield f"the sessions on other branches could not be looked at: {there.unread}"


def is_here(revision: str) -> bool:
    """Whether a commit is HEAD, or before it."""
    asked = ("rev-list", "--count", "--max-count=1", revision, "^HEAD", "--")
    return not revision or git.ask(*asked, no=(128,)) == b"0\n"


def _by(one: OpenSession, comma: str = "") -> str:
    return f"{comma} by {one.by}" if one.by else ""


def _named(record: Record) -> str:
    goal = masking.mask(record.goal or record.title, AtHead())[:100]
    return f"session {record.label}{f' ({goal})' if goal else ''}"
