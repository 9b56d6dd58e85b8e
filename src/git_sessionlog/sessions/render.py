"""The start, the checkpoints and the end of a session, for people and for programs."""

from collections.abc import Iterable, Iterator

from ..core.finding_lines import counted
from ..core.stamps import duration
from ..core.terminal import Paint, escaped, one_line
from ..core.to_json import json_text, picked
from ..records.record import Record
from .checkpoint import Checkpoint
from .end import Ended
from .handoff_checks import FAIL, PASS, Line
from .quality_gates import Gate
from .session_documents import Removed
from .start import Obstacle, Started

TAIL = 30
"""Lines of a gate's output that are shown."""


def refused(obstacles: Iterable[Obstacle], paint: Paint) -> Iterator[str]:
    """What stands in the way of a start, each with what to do about it."""
    yield paint.bold("not started")
    for what, remedy in obstacles:
        yield f"  {paint.bad('-')} {one_line(what)}"
        yield f"    {one_line(remedy, 8000)}"  # a command is pasted as a whole
    yield "all the same: add --force, which is kept in the record"


def started(one: Started, paint: Paint) -> Iterator[str]:
    """The session, its record, and below them the message to begin with, ready to be copied."""
    yield f"{paint.bold(_title(one.record))} started: {one_line(one.path)}"
    yield from (f"{paint.odd('warning:')} {one_line(text, 300)}" for text in one.warnings)
    yield ""
    yield from map(escaped, one.message.split("\n"))


def taken(one: Started, paint: Paint) -> Iterator[str]:
    """The session that goes on on another branch, and the message that it began with."""
    record = one.record
    yield f"{paint.bold(_title(record))} goes on on {one_line(record.branch)}: {one_line(one.path)}"
    yield ""
    yield from map(escaped, one.message.split("\n"))


def checkpointed(one: Checkpoint, paint: Paint) -> Iterator[str]:
    """Where the work stands, and where that is written."""
    paths = ", ".join(map(one_line, one.paths)) or "nothing to write"
    yield f"{paint.bold(f'checkpoint of session {one.label}')}: {paths}"
    commit = f"{one.block['commit']} {one.block['subject']}"
    yield f"  branch   {one_line(one.block['branch'])}"
    yield f"  commit   {one_line(commit, 100)}"
    yield f"  changes  {one_line(one.block['changes'])}"
    yield from removed(one.removed)
    yield _committed(one.subject)
    yield from (f"{paint.odd('warning:')} {text}" for text in one.warnings)


def ended(one: Ended, paint: Paint, *, done: bool) -> Iterator[str]:
    """The checklist; then what the session came to, or how many points keep it from ending."""
    yield f"{paint.bold(_title(one.record))}: {one_line(one.record.goal, 100)}"
    yield from checklist(one.lines, paint)
    failures = sum(line.verdict == FAIL for line in one.lines)
    if not done:
        yield f"not ended: {counted(failures, 'point')} failed, nothing was written"
        return
    yield from removed(one.removed)
    yield _committed(one.subject)
    yield from (f"{paint.odd('note:')} {one_line(note, 300)}" for note in one.notes)
    yield f"{one.record.status.replace('_', ' ')}: {figures(one.record)}"


def removed(entries: Iterable[Removed]) -> Iterator[str]:
    """A line for each entry that was taken out of a document, or lost an id."""
    for path, text, below, becomes, moved in entries:
        rest = f" (and {counted(below, 'line')} below)" if below else ""
        then = f" -> {one_line(becomes or moved, 100)}" if becomes or moved else ""
        what = "moved  " if moved else "changed" if becomes else "removed"
        yield f"  {what}  {one_line(path)}: {one_line(text, 100)}{rest}{then}"


def checklist(lines: Iterable[Line], paint: Paint) -> Iterator[str]:
    """A line a point, with its reason; below one that failed what mends it."""
    colours = {PASS: paint.good, FAIL: paint.bad}
    for line in lines:
        verdict = colours.get(line.verdict, paint.faint)(f"{line.verdict:<7}")
        why = f": {one_line(line.why, 120)}" if line.why else ""
        yield f"  {verdict}  {one_line(line.name)}{why}"
        if line.remedy and line.verdict != PASS:
            yield f"           {one_line(line.remedy)}"


def gates(failed: Iterable[Gate], paint: Paint) -> Iterator[str]:
    """The output of the gates that failed, its last lines."""
    for gate in failed:
        yield paint.bold(f"gate {one_line(gate.name)}: {one_line(gate.command)}")
        lines = gate.output.rstrip("\n").split("\n") if gate.output.strip() else []
        if len(lines) > TAIL:
            yield f"  ({counted(len(lines) - TAIL, 'line')} left out)"
        yield from (f"  {one_line(line, 400)}" for line in lines[-TAIL:])


def diff(lines: Iterable[str], paint: Paint) -> Iterator[str]:
    """What would be written."""
    for line in lines:
        if line.startswith(("+++", "---")):
            yield paint.bold(escaped(line))
        elif line.startswith("+"):
            yield paint.good(escaped(line))
        elif line.startswith("-"):
            yield paint.bad(escaped(line))
        else:
            yield escaped(line)


def figures(record: Record) -> str:
    """What a session came to."""
    metrics = record.metrics
    size = f"{counted(metrics.commits, 'commit')}, +{metrics.added} -{metrics.removed} in "
    fixes = record.named
    named = f", fixes {' '.join(fixes)}" if fixes else ""
    return f"{size}{counted(metrics.files, 'file')}{one_line(named)}, {duration(metrics.minutes)}"


def started_json(one: Started) -> Iterator[str]:
    """The session as JSON."""
    yield json_text(_session(one.record) | picked(one, "record=path warnings message"))


def refused_json(obstacles: Iterable[Obstacle]) -> Iterator[str]:
    """What stands in the way of a start, as JSON."""
    yield json_text({"obstacles": [*obstacles]})


def checkpointed_json(one: Checkpoint) -> Iterator[str]:
    """The checkpoint as JSON."""
    rest = picked(one, "documents=paths removed committed=subject? warnings")
    yield json_text({"session": one.label, **one.block, **rest})


def ended_json(one: Ended, gates: Iterable[Gate], *, done: bool) -> Iterator[str]:
    """The checklist as JSON, and the gates that failed or were not run; `ended` is whether it is over."""
    yield json_text(
        {
            **_session(one.record),
            "ended": done,
            **picked(one, "checklist=lines notes removed"),
            "gates": [gate for gate in gates if gate.is_bad or not gate.ran],
            "metrics": one.record.metrics,
            **picked(one, "committed=subject? pushed?"),
        }
    )


def _session(record: Record) -> dict[str, object]:
    return picked(record, "id number title status branch goal fixes forced continues?")


def _title(record: Record) -> str:
    return f"session {one_line(record.label)}"


def _committed(subject: str) -> str:
    return f"committed: {one_line(subject)}" if subject else "nothing was committed"
