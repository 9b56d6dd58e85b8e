"""A session as its commits, its record and its documents tell it. Pure."""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet

from ...backlog.model import Register
from ...core.fix_ids import normal
from ...core.stamps import seconds
from ...messages import header
from ...records.record import Record
from ...settings.model import Settings
from ...state.fixes import commit_message
from ...state.session_log import Checkpoint, Log
from .figures import Changes, Performance
from .freshness_history import Looks
from .model import Fresh, Session
from .notes import Written
from .timeline import batch_of


def session(log: Log, written: Written, seen: Looks, key: Callable[[str], str] = normal) -> Session:
    """The session of a log, with or without commits, with or without a record.

    `key` gives the id that stands for an id or alias.
    """
    record = log.record or Record(log.id)
    times = tuple(sorted(point.when for point in log.checkpoints))
    fixes = tuple(dict.fromkeys(fix for point in log.checkpoints for fix in _fixes(point)))
    started, ended = _seconds(record.started), _seconds(record.ended)
    start = started or min(times, default=_seconds(f"{record.date}T00:00:00Z"))
    minutes = max(ended - started, 0) // 60 if started and ended else record.metrics.minutes or None
    return Session(
        id=log.id,
        number=record.number,
        goal=record.goal or record.title,
        status=record.status if log.record else "",
        batch=record.batch,
        start=start,
        end=max(ended or start, *times, start),
        minutes=minutes,
        times=times,
        planned=tuple(fix.id for fix in record.fixes if fix.id),
        fixes=fixes,
        done=_performance(log, {*map(key, fixes)}, written, key)._replace(time_spent=minutes),
        changes=_changes(log, seen),
        fresh=seen.sessions.get(log.id, Fresh()),
    )


def estimated(sessions: Sequence[Session], register: Register) -> list[Session]:
    """The sessions with the estimate of their batch, where they have none and are all that it took.

    An estimate from 3 to 6 hours is one of 4 1/2.
    """
    batches = [batch_of(one, register) for one in sessions]
    found = []
    for one, batch in zip(sessions, batches, strict=True):
        plan = register.batch(batch) if batch and batches.count(batch) == 1 else None
        if plan and any(plan.minutes) and one.done.time_estimated is None:
            one = one._replace(done=one.done._replace(time_estimated=sum(plan.minutes) // 2))
        found.append(one._replace(batch=batch or one.batch))
    return found


def lines(points: Iterable[Checkpoint]) -> tuple[int, int]:
    """The lines that commits added, and those that they removed."""
    counts = [count for point in points for count in point.sizes.values()]
    return sum(added for added, _ in counts), sum(removed for _, removed in counts)


def _performance(
    log: Log, fixes: AbstractSet[str], written: Written, key: Callable[[str], str]
) -> Performance:
    record = log.record or Record(log.id)
    planned = {key(fix.id) for fix in record.fixes if fix.id}
    tasks, completed = written.tasks_planned, written.tasks_completed
    if tasks is None and planned:
        tasks, completed = len(planned), len(planned & fixes)
    added, removed, bugs = None, None, None
    if log.checkpoints:
        (added, removed), bugs = lines(log.checkpoints), _of_type(log, "fix")
    elif record.ended:
        added, removed = record.metrics.added, record.metrics.removed
    return Performance(
        tasks_planned=tasks,
        tasks_completed=completed,
        tests_written=written.tests_written,
        tests_passed=written.tests_passed,
        bugs_fixed=bugs,
        bugs_introduced=written.bugs_introduced,
        lines_added=added,
        lines_removed=removed,
        time_estimated=written.time_estimated,
    )


def _changes(log: Log, seen: Looks) -> Changes:
    """A commit needs a description where it touches more than documents."""
    need = {one.oid for one in log.checkpoints if any(map(seen.is_work, one.sizes))}
    undescribed = seen.undescribed.get(log.id)
    documented = None if undescribed is None else len(need - undescribed)
    return Changes(_of_type(log, "feat") if log.checkpoints else None, len(need), documented)


def _of_type(log: Log, kind: str) -> int:
    types = Settings().types
    return sum(header.type_of(one.subject, types) == kind for one in log.checkpoints)


def _fixes(point: Checkpoint) -> tuple[str, ...]:
    """The ids that the subject names, as a trace reads them: that takes a fraction of the whole grammar."""
    return commit_message.read(point.subject.encode(), Settings()).ids


def _seconds(text: str) -> int:
    """A time of a record in seconds since 1970, 0 where it is none."""
    return max(seconds(text) or 0, 0)
