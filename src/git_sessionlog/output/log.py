"""Sessions and their checkpoints, for people and for programs."""

import json
import time
from collections.abc import Iterator

from ..sessions import Checkpoint, Log
from .terminal import Paint, one_line
from .text import counted


def as_text(logs: list[Log], without: int, paint: Paint) -> Iterator[str]:
    """A paragraph a session, a line a checkpoint, dates in UTC; then what had no checkpoint."""
    for log in logs:
        first, last = (_day(when) for when in log.span)
        days = first if first == last else f"{first} to {last}"
        fixes = f", fixes {' '.join(log.fixes)}" if log.fixes else ""
        head = f"{days}, {counted(len(log.checkpoints), 'checkpoint')}{fixes}"
        yield f"{paint.bold(log.id)}  {one_line(head)}"
        width = len(str(log.checkpoints[-1].number))
        for point in log.checkpoints:
            yield _line(point, width, paint)
        yield ""
    if not logs:
        yield f"No checkpoints in {counted(without, 'commit')}."
    elif without:
        yield f"{counted(without, 'commit')} without a checkpoint."


def as_json(logs: list[Log], without: int) -> Iterator[str]:
    """`{"sessions": [...], "without": n}`; dates in ISO 8601, UTC."""
    yield json.dumps({"sessions": [_session(log) for log in logs], "without": without}, indent=2)


def _line(point: Checkpoint, width: int, paint: Paint) -> str:
    when = time.strftime("%Y-%m-%d %H:%M", time.gmtime(point.when))
    oid = paint.odd(point.oid[:10])
    return f"  {point.number:>{width}}  {oid}  {paint.faint(when)}  {one_line(point.subject, 100)}"


def _session(log: Log) -> dict[str, object]:
    return {
        "id": log.id,
        "first": _iso(log.span[0]),
        "last": _iso(log.span[1]),
        "fixes": list(log.fixes),
        "checkpoints": [
            {
                "number": point.number,
                "oid": point.oid,
                "date": _iso(point.when),
                "author": point.author,
                "subject": point.subject[:2000],
                "fixes": list(point.fixes),
            }
            for point in log.checkpoints
        ],
    }


def _day(when: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(when))


def _iso(when: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(when))
