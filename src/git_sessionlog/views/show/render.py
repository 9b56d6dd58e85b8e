"""One session, or one commit of it, for people and for programs."""

from collections.abc import Iterable, Iterator

from ...core.finding_lines import counted
from ...core.stamps import minute
from ...core.terminal import Paint, one_line
from ...core.to_json import json_text
from ...records.record import Fix, Point, Record
from ...sessions import render_log as words
from ...state.session_log import Checkpoint, Log
from .resolve import Found

FILES = 50
"""Paths that are listed before the rest is a count."""


def as_text(found: Found, paint: Paint) -> Iterator[str]:
    """The commit with what it changes, or the session with its commits; dates in UTC."""
    if found.point:
        yield from _point(found, found.point, paint)
        return
    record = found.record
    id = record.id if record else found.log.id if found.log else ""
    yield paint.bold(f"Session {_named(record, id)}")
    if record:
        yield from _rows(_about(record, found))
    if found.log:
        yield from _rows([("size", words.size(found.log))])
        for point in found.log.checkpoints:
            yield ""
            yield words.line(point, len(str(found.log.checkpoints[-1].number)), paint)
            yield from _files(point, paint)
    elif record and record.checkpoints:
        yield ""
        yield from (f"  {one.number or '-'}  {one_line(one.subject, 100)}" for one in record.checkpoints)


def as_json(found: Found) -> Iterator[str]:
    """`{"session": ..., "record": ..., "commit": ...}`, each null where there is none."""
    record, log = found.record, found.log
    session = words.session(log) | {"checkpoints": map(_commit, log.checkpoints)} if log else None
    yield json_text(
        {
            "session": session,
            "record": _record(record) | {"path": found.stored[0].path} if record else None,
            "commit": _commit(found.point) if found.point else None,
        }
    )


def _point(found: Found, point: Checkpoint, paint: Paint) -> Iterator[str]:
    yield f"{paint.odd(point.oid[:10])}  {paint.bold(one_line(point.subject, 400))}"
    when = f"{minute(point.when)} UTC"
    rows = [("author", f"{point.author}, {when}")]
    if found.log:
        record = found.record
        rows.append(("session", _named(record, found.log.id) + _goal(record)))
        rows += (("session", _named(one, one.id) + _goal(one)) for one in found.others)
        rows.append(("number", str(point.number) if point.number else "none of its own"))
    rows += [
        ("includes", " ".join(map(str, point.includes))),
        ("copies", " ".join(oid[:10] for oid in point.copies)),
        ("fixes", " ".join(point.fixes)),
    ]
    yield from _rows(rows)
    if point.sizes:
        yield ""
    yield from _files(point, paint)


def _named(record: Record | None, id: str) -> str:
    number = f"{record.number}, " if record and record.number else ""
    return f"{number}{id}" + (f", {one_line(record.status.replace('_', ' '))}" if record else "")


def _goal(record: Record | None) -> str:
    goal = (record.goal or record.title) if record else ""
    return f": {goal}" if goal else ""


def _about(record: Record, found: Found) -> Iterator[tuple[str, str]]:
    metrics = record.metrics
    until = f" to {_time(record.ended)}" if record.ended else ""
    yield "goal", record.goal or record.title
    yield "branch", f"{record.branch}{f' from {record.base[:10]}' if record.base else ''}"
    yield "time", f"{_time(record.started)}{until}" if record.started else ""
    yield "minutes", f"{metrics.minutes:,}" if metrics.minutes else ""
    yield "continues", record.continues
    yield "batch", record.batch
    for fix in record.fixes:
        yield "fix", f"{_fix(fix)}: {_done(fix, record, found.log)}"
    for forced in record.forced:
        yield "forced", forced
    paths = ", ".join(one.path for one in found.stored)
    yield "record", f"{paths}, as of {found.gone[:10]}" if found.gone else paths


def _done(fix: Fix, record: Record, log: Log | None) -> str:
    """How many commits name it; those of a session without checkpoints are known by its record."""
    points = log.checkpoints if log else record.checkpoints
    count = sum(_naming(fix.id, point) for point in points)
    return counted(count, "commit") if count else "no commit"


def _naming(id: str, point: Checkpoint | Point) -> int:
    """How many commits name a fix of one, which may be the squash of several."""
    brought = point.brought if isinstance(point, Checkpoint) else None
    listed = brought.checkpoints if brought else ()
    return sum(id in one.fixes for one in listed) or int(id in point.fixes)


def _fix(fix: Fix) -> str:
    return fix.id + (f" {fix.text}" if fix.text else "") + (f" in {fix.file}" if fix.file else "")


def _rows(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in rows:
        if text.strip():
            yield f"  {name:9}  {one_line(text, 400)}"


def _files(point: Checkpoint, paint: Paint) -> Iterator[str]:
    some = list(point.sizes.items())[:FILES]
    for path, (added, removed) in some:
        size = f"+{added} -{removed}"
        yield f"    {paint.faint(f'{size:>9}')}  {one_line(path, 400)}"
    if len(point.sizes) > len(some):
        yield f"    … {len(point.sizes) - len(some):,} more"


def _time(stamp: str) -> str:
    return f"{stamp[:16].replace('T', ' ')} UTC"


def _commit(point: Checkpoint) -> dict[str, object]:
    files = [
        {"path": path, "added": added, "removed": removed} for path, (added, removed) in point.sizes.items()
    ]
    return words.checkpoint(point) | {"files": files}


def _record(record: Record) -> dict[str, object]:
    return {name: value for name, value in record._asdict().items() if name != "checkpoints"}
