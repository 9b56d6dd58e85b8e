"""Sessions and their checkpoints, for people and for programs."""

from collections.abc import Iterator

from ..core.finding_lines import counted
from ..core.stamps import day, minute, stamp
from ..core.terminal import Paint, one_line
from ..core.to_json import json_text, picked
from ..state.session_log import Checkpoint, Log


def as_text(logs: list[Log], without: int, paint: Paint) -> Iterator[str]:
    """A paragraph a session, a line a checkpoint, dates in UTC; then what had no checkpoint."""
    for log in logs:
        yield f"{paint.bold(log.id)}  {one_line(_head(log))}"
        about = _about(log)
        if about:
            yield f"  {one_line(about)}"
        width = len(str(log.checkpoints[-1].number))
        for point in log.checkpoints:
            yield line(point, width, paint)
        yield ""
    if not logs:
        yield f"No checkpoints in {counted(without, 'commit')}."
    elif without:
        yield f"{counted(without, 'commit')} without a checkpoint."


def as_json(logs: list[Log], without: int) -> Iterator[str]:
    """`{"sessions": [...], "without": n}`; dates in ISO 8601, UTC."""
    yield json_text({"sessions": map(session, logs), "without": without})


def line(point: Checkpoint, width: int, paint: Paint) -> str:
    """A checkpoint: its number, commit, date and subject, and what is folded into it."""
    when = minute(point.when)
    oid = paint.odd(point.oid[:10])
    number = str(point.number or "-")
    start = f"  {number:>{width}}  {oid}  {paint.faint(when)}  {one_line(point.subject, 100)}"
    return start + paint.faint("".join(f" ({text})" for text in _folded(point)))


def size(log: Log) -> str:
    """What a session came to, "" where that is nothing."""
    added, removed = log.lines
    return f"{counted(log.files, 'file')}, +{added:,} -{removed:,}" if log.files else ""


def session(log: Log) -> dict[str, object]:
    """The session as JSON has it."""
    record = log.record
    added, removed = log.lines
    return {
        "id": log.id,
        "number": record.number or None if record else None,
        "goal": (record.goal or record.title) or None if record else None,
        "status": record.status if record else None,
        "first": stamp(log.span[0]),
        "last": stamp(log.span[1]),
        **picked(log, "fixes commits files"),
        "added": added,
        "removed": removed,
        "checkpoints": [checkpoint(point) for point in log.checkpoints],
    }


def checkpoint(point: Checkpoint) -> dict[str, object]:
    """The checkpoint as JSON has it."""
    return {
        **picked(point, "number? oid"),
        "date": stamp(point.when),
        "author": point.author,
        "subject": point.subject[:2000],
        **picked(point, "fixes includes copies"),
    }


def _head(log: Log) -> str:
    first, last = (day(when) for when in log.span)
    days = first if first == last else f"{first} to {last}"
    parts = [days, counted(log.commits, "commit"), size(log)]
    return ", ".join(filter(None, parts)) + (f", fixes {' '.join(log.fixes)}" if log.fixes else "")


def _about(log: Log) -> str:
    """What its record says of it: number, status, goal."""
    if not log.record:
        return ""
    number = [f"session {log.record.number}"] if log.record.number else []
    head = ", ".join([*number, log.record.status.replace("_", " ")])
    goal = log.record.goal or log.record.title
    return f"{head}: {goal}" if goal else head


def _folded(point: Checkpoint) -> Iterator[str]:
    if point.includes:
        yield f"includes {' '.join(map(str, point.includes))}"
    if point.copies:
        yield f"also {' '.join(oid[:10] for oid in point.copies)}"
