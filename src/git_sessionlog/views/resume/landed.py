"""The sessions that have landed: those that state documents have not taken up, those that are reverted."""

from collections.abc import Iterator, Sequence

from ...core.errors import Failure
from ...records.record import Record
from ...sessions import reverted, taken_up
from ...state.fixes import collect
from ...state.reverted_sessions import Taken
from .model import Check, Item, Part
from .repository import Repository


def parts(repository: Repository, gone: Sequence[Taken]) -> Iterator[Part]:
    """The sessions that have landed, and that the state documents have not taken up."""
    clone = repository.clone
    if repository.bare or clone.settings.state_on == "every":
        return
    here, reverts = clone.sessions.here(), {one.path for one in gone}
    for stored in taken_up.pending(clone):
        record = stored.record
        own = record.branch == clone.branch or (here and here.id == record.id)
        if own and not clone.has_documents:
            continue
        if stored.path not in reverts:
            yield Part(stored.path, (Item(_line(record)),))


def taken(repository: Repository) -> tuple[list[Taken], list[Check]]:
    """The sessions that have landed, and are reverted; what is said where that cannot be told."""
    if repository.bare:
        return [], []
    try:
        return [one for one in reverted.look(repository.clone) if one.is_reverted], []
    except Failure as failure:
        return [], [Check("session", "unknown", failure.message)]


def behind(repository: Repository, gone: Sequence[Taken]) -> list[Taken]:
    """Those that are reverted, and of which the state documents do not know it yet."""
    return [one for one in gone if not reverted.is_told(repository.clone, one)]


def reverted_parts(
    repository: Repository, gone: Sequence[Taken], untold: Sequence[Taken]
) -> Iterator[Part]:
    """Those that are reverted, as a brief has them: by a commit of the last ones, or not told by documents.

    A record that is not there is named as it was before its revert.
    """
    last = {one.oid for one in repository.recent.commits}
    for one in gone:
        if one.by not in last and one not in untold:
            continue
        path = one.path if repository.tree.size(one.path) is not None else f"{one.by[:10]}^:{one.path}"
        yield Part(path, (Item(_line(one.record), {}, one.words),))


def undone(untold: Sequence[Taken]) -> frozenset[str]:
    """The fixes of which the state documents do not know yet that they are taken back."""
    if not untold:
        return frozenset()
    with collect.opened() as place:
        rows = {row.fix.id: row for row in collect.look(place, lambda commits: commits).rows}
    return frozenset(fix for one in untold for fix in reverted.undone(one, rows))


def _line(record: Record) -> str:
    fixes = ", ".join(fix.id for fix in record.fixes)
    named = f" (fixes {fixes})" if fixes else ""
    return f"session {record.label}, {record.date}: {record.goal or record.title}{named}"
