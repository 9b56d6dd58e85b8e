"""The sessions that have landed: those that state documents have not taken up, those that are reverted."""

from collections.abc import Iterator, Sequence

from ...core.errors import Failure
from ...git.session_state import Session
from ...records.record import Record
from ...sessions import reverted, taken_up
from ...sessions.document_buffer import Papers
from ...state.fixes import collect
from ...state.reverted_sessions import Taken
from .model import Check, Item, Part
from .repository import Repository


def parts(repository: Repository, gone: Sequence[Taken], here: Session | None) -> Iterator[Part]:
    """The sessions that have landed, and that the state documents have not taken up; `here` is active."""
    if repository.bare or repository.clone.settings.state_on == "every":
        return
    for stored in taken_up.pending(repository.clone):
        record = stored.record
        own = record.branch == repository.clone.branch or (here and here.id == record.id)
        if own and not repository.clone.has_documents:
            continue
        if stored.path not in [one.path for one in gone]:
            yield Part(stored.path, (Item(_line(record)),))


def taken(repository: Repository) -> tuple[list[Taken], list[Check]]:
    """The sessions that have landed, and are reverted; what is said where that cannot be told."""
    if repository.bare:
        return [], []
    try:
        return [one for one in reverted.look(repository.clone) if one.is_reverted], []
    except Failure as failure:
        return [], [Check("session", "unknown", failure.message)]


def reverted_parts(repository: Repository, gone: Sequence[Taken]) -> Iterator[Part]:
    """The same as a brief has them, those of the last commits and those that the documents do not tell.

    A record that is not there is named as it was before its revert.
    """
    papers, last = Papers(repository.clone.top), {one.oid for one in repository.recent.commits}
    for one in gone:
        if one.by not in last and reverted.is_told(repository.clone, papers, one):
            continue
        path = one.path if repository.tree.size(one.path) is not None else f"{one.by[:10]}^:{one.path}"
        yield Part(path, (Item(_line(one.record), {}, one.words),))


def undone(repository: Repository, gone: Sequence[Taken]) -> frozenset[str]:
    """The fixes of which the state documents do not know yet that they are taken back."""
    papers = Papers(repository.clone.top)
    behind = [one for one in gone if not reverted.is_told(repository.clone, papers, one)]
    if not behind:
        return frozenset()
    with collect.opened() as place:
        rows = {row.fix.id: row for row in collect.look(place, lambda commits: commits).rows}
    return frozenset(fix for one in behind for fix in reverted.undone(one, rows))


def _line(record: Record) -> str:
    fixes = ", ".join(fix.id for fix in record.fixes)
    named = f" (fixes {fixes})" if fixes else ""
    return f"session {record.label}, {record.date}: {record.goal or record.title}{named}"
