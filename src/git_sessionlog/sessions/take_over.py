"""A session that goes on on another branch than the one on which it was started."""

import shlex

from ..core.errors import Failure
from ..records import drafts
from ..records.store import Stored
from . import active, session_commits, undescribed
from .clone import Clone
from .other_sessions import is_here
from .session_documents import Desk
from .start import Started, message


def take_over(clone: Clone, id: str) -> Started:
    """Make a session the one of this branch: one that goes on on another one, or whose branch is gone.

    The other branch has none then; it must have no commits that are not here. Raises Failure where the
    session cannot go on here.
    """
    here = clone.sessions.here()
    mine = clone.records.find(here.id) if here else None
    if mine and mine.record.is_open:
        label = mine.record.label
        if mine.front.id == id:
            raise Failure(f"session {label} goes on here already", "git sessionlog status")
        raise Failure(f"session {label} of this branch has not ended", "git sessionlog end")
    stored = _taken(clone, id)
    bare = undescribed.to_push(clone)
    record = stored.record._replace(branch=clone.branch)
    if not is_here(record.base):
        record = record._replace(base=next(iter(bare[0].parents), "") if bare else clone.head)
    done = session_commits.of(record, clone, [one.oid for one in bare])
    desk = Desk(clone, record, stored, done.last)
    numbers = [one.number for one in done.pieces] + [one.number for one in record.checkpoints]
    active.carry_on(clone.sessions, id, max(numbers, default=0))
    if clone.is_draft(stored):
        desk.keep(record)
        drafts.keep(clone.state, stored.path, desk.papers[stored.path].source.data)
    return Started(record, stored.path, message(desk), ())


def _taken(clone: Clone, id: str) -> Stored:
    stored = clone.records.find(id)
    owner = next((one for one in clone.sessions.others() if one.id == id), None)
    if owner and not is_here(f"refs/heads/{owner.branch}"):
        raise Failure(
            f"session {id} goes on on {owner.branch}, which has commits that are not here",
            shlex.join(["git", "switch", owner.branch]),
        )
    if not stored or not stored.record.is_open or not (owner or clone.is_draft(stored)):
        raise Failure(
            f"no session {id} that has not ended was started in this clone", "git sessionlog resume"
        )
    return clone.records.whole(stored)
