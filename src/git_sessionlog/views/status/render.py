"""A session that goes on, for people and for programs."""

from collections.abc import Iterator

from ...core.finding_lines import counted
from ...core.stamps import duration
from ...core.terminal import Paint, one_line
from ...core.to_json import json_text, picked
from ...sessions import other_sessions, render
from .collect import Standing


def as_text(one: Standing, paint: Paint) -> Iterator[str]:
    """The session in a few lines, warnings, and what its end would still want."""
    goal = f": {one_line(one.record.goal, 100)}" if one.record.goal else ""
    name = f"session {one_line(one.record.label)}" if one.opened_by else "no session was started"
    yield f"{paint.bold(name)}{goal}"
    for name, text in _rows(one):
        yield f"  {name:11}  {one_line(text)}"
    for warning in one.warnings:
        yield f"{paint.odd('warning:')} {one_line(warning)}"
    for offer in one.offers:
        yield f"{paint.odd('note:')} {one_line(offer, 300)}"
    for other in one.others:
        yield f"  elsewhere    {one_line(other_sessions.short(other), 120)}"
    if one.wanted:
        yield f"{counted(len(one.wanted), 'point')} before it can end:"
        yield from render.checklist(one.wanted, paint)
    else:
        yield "nothing that is seen here keeps it from ending: git sessionlog end"


def as_json(one: Standing) -> Iterator[str]:
    """One object; times in minutes."""
    yield json_text(
        {
            **picked(one.record, "id number? goal? branch started?"),
            **picked(one, "minutes since_checkpoint=since"),
            "checkpoints": len(one.pieces),
            **picked(one, "lines files"),
            "uncommitted": picked(one, "lines=new_lines files=new_files"),
            "budget": picked(one.settings, "lines=session_lines files=session_files"),
            "layers": one.layers,
            "fixes": {fix.id: _is_done(one, fix.id) for fix in one.record.fixes},
            **picked(one, "warnings wanted opened_by? offers"),
            "elsewhere": map(other_sessions.data, one.others),
        }
    )


def _rows(one: Standing) -> Iterator[tuple[str, str]]:
    since = f"{one.record.started[:16].replace('T', ' ')} UTC, {duration(one.minutes)} ago"
    yield "started", since if one.record.started else ""
    last = f", the last {duration(one.since)} ago: {one.pieces[-1].subject}" if one.pieces else ""
    yield "checkpoints", f"{len(one.pieces):,}{last}"
    most = one.settings
    yield (
        "size",
        (
            f"{one.lines:,} of {counted(most.session_lines, 'line')}, "
            f"{one.files:,} of {counted(most.session_files, 'file')}"
        ),
    )
    if one.new_files:
        yield "uncommitted", f"{counted(one.new_lines, 'line')} in {counted(one.new_files, 'file')}"
    if one.record.fixes:
        done = (f"{fix.id} {'done' if _is_done(one, fix.id) else 'open'}" for fix in one.record.fixes)
        yield "fixes", ", ".join(done)


def _is_done(one: Standing, fix: str) -> bool:
    return any(fix in piece.fixes for piece in one.pieces)
