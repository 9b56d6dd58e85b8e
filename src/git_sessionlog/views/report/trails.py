"""The trail of each fix, as a report has it."""

from collections.abc import Iterable

from ...state.fixes.collect import Look
from ...state.fixes.status import Traced
from .model import Commit, Session, Trail


def of(found: Look, sessions: Iterable[Session]) -> list[Trail]:
    """The fixes of the backlog in its order, then those that only others name."""
    labels = {one.id: one.label for one in sessions}
    batches = {
        found.register.key(fix): batch.id
        for batch in reversed(found.register.batches)
        for fix in (*batch.maybe, *batch.fixes)
    }
    return [_trail(row, labels)._replace(batch=batches.get(row.fix.id, "")) for row in found.rows]


def _trail(row: Traced, labels: dict[str, str]) -> Trail:
    commits = (
        Commit(
            one.oid,
            one.when,
            one.author,
            one.subject,
            one.merged,
            next(iter(one.reverted_by), ""),
        )
        for one in row.commits
    )
    return Trail(
        id=row.fix.id,
        title=row.fix.title,
        status=row.status,
        commits=tuple(commits),
        more=row.more,
        sessions=tuple(labels.get(one.id, one.id) for one in row.sessions),
        mentions=tuple(f"{one.path}:{one.line}" for one in row.mentions),
        disagreements=tuple(one.text for one in row.disagreements),
        listed=row.known,
    )
