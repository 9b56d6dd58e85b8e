"""The plan of the backlog, with what of it is done: the backlog alone does not know that."""

import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ...backlog import next_batch
from ...backlog.model import Register
from ...backlog.next_batch import Done, Next
from ...git import run as git
from ...state.fixes.collect import Place, look
from ...state.fixes.commit_scan import Counted


class Plan(NamedTuple):
    """A register, what of it is done, and what is next; `statuses` are those of the fixes, by id.

    `unseen` are, in sentences, what could not be looked at, and what to do about that.
    """

    register: Register
    done: Done
    next: Next
    statuses: Mapping[str, str]
    unseen: tuple[tuple[str, ...], str] = ((), "")


def plan(place: Place, counted: Counted, closed: Iterable[str] = ()) -> Plan:
    """The plan of a place, where `closed` are done as well. Raises GitError as `look`."""
    found = look(place, counted)
    statuses = {row.fix.id: row.status for row in found.rows}
    fixes = frozenset(id for id, status in statuses.items() if status == "done")
    fixes |= frozenset(map(place.register.key, closed))
    batched = (one.record for one in place.records if one.front.text("batch"))
    completed = (record for record in batched if record.status == "completed")
    done = Done(fixes, frozenset(record.batch.upper() for record in completed))
    register = place.register
    return Plan(register, done, next_batch.next_of(register, done), statuses, (found.unseen, found.hint))


def paths() -> list[str]:
    """The files of the repository: those of the index, in a bare one those of HEAD."""
    bare = git.is_bare()
    of_head = ("ls-tree", "-r", "--name-only", "-z", "HEAD")
    asked = of_head if bare else ("ls-files", "-z", "--full-name", "--", ":/")
    return [os.fsdecode(path) for path in git.fields(git.ask(*asked))]
