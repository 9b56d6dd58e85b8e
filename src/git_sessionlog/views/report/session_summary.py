"""A session as its commits, its record and its documents tell it. Pure."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from ...backlog.model import Register
from ...core.fix_ids import normal
from ...core.stamps import seconds
from ...messages import header
from ...records.record import Record
from ...settings.model import Settings
from ...state.fixes import commit_message
from ...state.session_log import Log
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
    own = [point.when for point in log.checkpoints if not point.brought]
    fixes = _fixes(log)
    started, ended = _seconds(record.started), _seconds(record.ended)
    start = started or min(own or times, default=_seconds(f"{record.date}T00:00:00Z"))
    minutes = _minutes(log.records)
    return Session(
        id=log.id,
        number=record.number,
        goal=record.goal or record.title,
        status=record.status if log.record else "",
        batch=record.batch,
        start=start,
        end=max(ended or start, *(own if ended else (*own, *times)), start),
        minutes=minutes,
        times=times,
        commits=log.commits,
        people=log.authors,
        planned=tuple(fix.id for fix in record.fixes if fix.id),
        fixes=fixes,
        done=_performance(log, {*map(key, fixes)}, written, key)._replace(time_spent=minutes),
        changes=_changes(log, seen),
        fresh=seen.sessions.get(log.id, Fresh()),
    )


def _minutes(records: Sequence[Record]) -> int | None:
    """What a session took, in all its files; None where that is known of none."""
    known = []
    for one in records:
        started, ended = _seconds(one.started), _seconds(one.ended)
        if started and ended:
            known.append(max(ended - started, 0) // 60)
        elif one.metrics.minutes:
            known.append(one.metrics.minutes)
    return sum(known) if known else None


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


def _performance(
    log: Log, fixes: AbstractSet[str], written: Written, key: Callable[[str], str]
) -> Performance:
    record = log.record or Record(log.id)
    planned = {key(fix.id) for fix in record.fixes if fix.id}
    tasks, completed = written.tasks_planned, written.tasks_completed
    if tasks is None and planned:
        unfinished = set(map(key, record.told.unfinished))
        tasks, completed = len(planned), len((planned & fixes) - unfinished)
    added, removed = None, None
    if log.checkpoints:
        added, removed = log.lines
    elif record.ended:
        added, removed = record.metrics.added, record.metrics.removed
    return Performance(
        tasks_planned=tasks,
        tasks_completed=completed,
        tests_written=written.tests_written,
        tests_passed=written.tests_passed,
        bugs_fixed=_of_type(log, "fix"),
        bugs_introduced=written.bugs_introduced,
        lines_added=added,
        lines_removed=removed,
        time_estimated=written.time_estimated,
    )


def _changes(log: Log, seen: Looks) -> Changes:
    """A commit needs a description where it touches more than documents."""
    need = [one for one in log.checkpoints if any(map(seen.is_work, one.sizes))]
    undescribed = seen.undescribed.get(log.id)
    documented = None
    if undescribed is not None:
        documented = sum(one.commits for one in need if one.oid not in undescribed)
    total = sum(one.commits for one in need)
    return Changes(_of_type(log, "feat"), total, documented)


def _of_type(log: Log, kind: str) -> int | None:
    """How many commits have a type; None where nobody knows their subjects."""
    if not any(one.brought is None or one.tagged for one in log.checkpoints):
        return None
    types = Settings().types
    subjects = (subject for one in log.checkpoints for subject in one.subjects)
    return sum(header.type_of(subject, types) == kind for subject in subjects)


def _fixes(log: Log) -> tuple[str, ...]:
    """The ids that subjects name, as a trace reads them: that takes a fraction of the whole grammar."""
    subjects = (subject for one in log.checkpoints for subject in one.tagged)
    named = (id for one in subjects for id in commit_message.read(one.encode(), Settings()).ids)
    told = log.record.told.done if log.record else ()
    return tuple(dict.fromkeys((*named, *told)))


def _seconds(text: str) -> int:
    """A time of a record in seconds since 1970, 0 where it is none."""
    return max(seconds(text) or 0, 0)
