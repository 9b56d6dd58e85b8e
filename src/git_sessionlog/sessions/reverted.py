"""Sessions that landed and were taken back: their records, and what the state documents say of them."""

from collections.abc import Iterator, Mapping, Sequence

from ..git.trees import Files, WorkTree
from ..records.drafts import Overlaid
from ..records.record import Fix
from ..records.store import Records
from ..records.tree_index import Described
from ..state import reverted_sessions
from ..state.fixes.status import Traced
from ..state.reverted_sessions import Taken
from . import end_documents, row_marks, session_rows, taken_up
from .clone import Clone, documents_of
from .session_documents import Desk


def look(clone: Clone) -> list[Taken]:
    """The sessions of HEAD whose records a revert took along; none where sessions write the documents.

    Raises as `reverted_sessions.look`.
    """
    if clone.settings.state_on == "every":
        return []
    is_document = documents_of(clone)
    return reverted_sessions.look(
        clone.records.directories, clone.settings, lambda path: not is_document(path)
    )


def with_records(clone: Clone, taken: Sequence[Taken]) -> Clone:
    """The clone as if the records of such sessions were there again."""
    files = Files({one.path: one.data for one in taken})
    records = Records(Overlaid(clone.records.tree, files), clone.records.directories)
    return clone._replace(records=records) if taken else clone


def described(taken: Sequence[Taken]) -> list[Described]:
    """What the records describe."""
    return [Described(one.record.id, one.record.coverage) for one in taken]


def is_told(clone: Clone, one: Taken) -> bool:
    """Whether the rows of a session in the state documents say how it is; there may be none."""
    known = session_rows.known(one.record, one.path, clone.records)
    rows = (entry for _, there in taken_up.logs(clone) for entry in there if known.is_in(entry))
    return all(row_marks.has(entry, one.record, row_marks.REVERTED) == one.is_reverted for entry in rows)


def mark(desk: Desk, one: Taken) -> Iterator[str]:
    """Mark the rows of a session reverted, or no more; gives what could not be done, in words."""
    known = session_rows.known(one.record, one.path, desk.clone.records)
    change = row_marks.put if one.is_reverted else row_marks.take_away
    yield from change(desk, one.record, known, row_marks.REVERTED)


def undone(one: Taken, rows: Mapping[str, Traced]) -> list[str]:
    """The fixes that a reverted session had done, and that no other commit has."""
    done = dict.fromkeys((*one.record.named, *one.record.told.done))
    return [fix for fix in done if not (fix in rows and _is_made_elsewhere(rows[fix], one))]


def take_back(desk: Desk, one: Taken, rows: Mapping[str, Traced]) -> None:
    """Take the fixes of a reverted session out of what is completed: they are next again."""
    record, fixes = desk.record, undone(one, rows)
    planned = {fix.id for fix in record.fixes}
    more = [Fix(fix, desk.text_of(fix, ("completed",))) for fix in fixes if fix not in planned]
    desk.record = record._replace(fixes=(*record.fixes, *more))
    desk.close("completed", frozenset(fixes))
    end_documents.put_back(desk, [fix.id for fix in desk.record.fixes if fix.id not in fixes])
    desk.record = record


def gone(clone: Clone, taken: Sequence[Taken]) -> tuple[list[Taken], list[str]]:
    """Those whose record HEAD has not, and what keeps others from coming back, in words."""
    landed = taken_up.landed(clone) if taken else frozenset[str]()
    left = [one for one in taken if one.path not in landed]
    free = [one for one in left if WorkTree(clone.top).read(one.path) in (None, one.data)]
    others = (one for one in left if one not in free)
    return free, [f"session {one.record.label}: {one.path} is another file now" for one in others]


def _is_made_elsewhere(row: Traced, one: Taken) -> bool:
    """Whether a commit that is in effect, and is none of the session's, names a fix."""
    there = (commit for commit in row.commits if commit.merged and commit.is_live)
    return any(not one.works & {commit.oid, *commit.copies} for commit in there)
