"""Which records the state documents have taken up: each has a row in them, or had one once.

A row that somebody has removed since is not written again, so the history of the documents is read for the
records that have none.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from ..documents.document import Document
from ..documents.entries import Entry, entries
from ..git import log
from ..git import run as git
from ..git.trees import WorkTree
from ..records.record import Record
from ..records.store import Stored
from . import document_locations, session_rows
from .clone import Clone
from .document_locations import Place
from .session_rows import Known


def pending(clone: Clone, back: Iterable[str] = ()) -> list[Stored]:
    """The records in HEAD's tree that describe commits, or have ended, and were not taken up, in order.

    Those at the paths `back` count as there. Raises GitError where git cannot read the history of the
    documents.
    """
    there = landed(clone).union(back)
    ended = [
        one for one in clone.records if one.path in there and (one.front.coverage or not one.record.is_open)
    ]
    left = _without_row(ended, [rows for _, rows in logs(clone)])
    known = _was_there(clone, left) if left else set[str]()
    return [one for one in reversed(left) if one.path not in known]


def landed(clone: Clone) -> frozenset[str]:
    """The paths below the directories of records that HEAD has."""
    asked = ("ls-tree", "-r", "-z", "--name-only", "--full-tree", "HEAD", "--", *clone.records.directories)
    return frozenset(map(os.fsdecode, git.fields(git.ask(*asked))))


def logs(
    clone: Clone, document: Callable[[str], Document | None] | None = None
) -> list[tuple[Place, list[Entry]]]:
    """The rows of sessions in each state document: as it is, or as `document` gives it by its path."""
    asked = document or partial(_in_work_tree, clone)
    found = []
    for place in document_locations.shared(clone):
        concept = session_rows.concept(place)
        there = asked(place.path) if place.kind.section(concept) else None
        if there:
            found.append((place, entries(there, place.kind, concept)))
    return found


def _in_work_tree(clone: Clone, path: str) -> Document | None:
    data = WorkTree(clone.top).read(path)
    return None if data is None else Document.of(data, path)


def _without_row(records: Sequence[Stored], logs: Sequence[Sequence[Entry]]) -> list[Stored]:
    """The records that have no row in any log, in their order.

    One by the number alone stands for one of those with that number, day and goal: for that which landed
    first, since a row is written after it has landed.
    """
    every = [entry for log in logs for entry in log]
    twins: dict[Known, list[Stored]] = {}
    for one in records:
        if not any(map(session_rows.by_id(one.record, one.path).is_in, every)):
            twins.setdefault(session_rows.by_number(one.record), []).append(one)
    left = set[str]()
    for known, some in twins.items():
        count = max((sum(map(known.is_in, log)) for log in logs), default=0)
        in_order = sorted(some, key=_landing) if 0 < count < len(some) else some
        left |= {one.path for one in in_order[count:]}
    return [one for one in records if one.path in left]


def _landing(stored: Stored) -> int:
    """How many commits of HEAD's line led to the one that brought a record."""
    path = f":(top,literal){stored.path}"
    oid = git.ask("rev-list", "-1", "--first-parent", "HEAD", "--", path).decode().strip()
    return int(git.ask("rev-list", "--count", "--first-parent", oid)) if oid else 0


def _was_there(clone: Clone, records: Sequence[Stored]) -> set[str]:
    """The paths of those records whose row was added to a document at some time."""
    asked = [(one, session_rows.known(one.record, one.path, clone.records)) for one in records]
    wanted = [(one.path, row.day, _telling(one.record, row)) for one, row in asked]
    found: set[str] = set()
    with log.patches(
        "HEAD", paths=[f":(top,literal){one.path}" for one in document_locations.shared(clone)], given=b""
    ) as pipe:
        for line in pipe:
            if line.startswith(b"+"):
                text = line.decode("utf-8", "replace").replace("\\|", "|")
                found |= {path for path, day, said in wanted if day in text and said in text}
    return found


def _telling(record: Record, row: Known) -> str:
    """What tells the row of a record from those of other ones."""
    return row.label if row.label != record.label else record.goal or record.title
