"""The plan of a backlog for programs. null is what nobody said; lengths of time are minutes."""

from collections.abc import Iterator

from ...backlog import estimates
from ...backlog.model import Batch, Fix, Phase
from ...backlog.next_batch import is_done
from ...backlog.parallel import Parallel
from ...core.to_json import json_text, picked
from .collect import Plan
from .render import command, loose


def table(plan: Plan) -> Iterator[str]:
    """The plan as JSON."""
    known = plan.register
    yield json_text(
        {
            "unseen": plan.unseen[0],
            "documents": known.paths,
            "batches": [_batch(batch, plan) for batch in known.batches],
            "phases": map(_phase, known.phases),
            "in_no_batch": loose(known) if known.batches else [],
            "fixes": len(known.fixes),
            "done": sum(fix.id in plan.done.fixes for fix in known.fixes),
            "unknown": sum(plan.statuses.get(fix.id) == "unknown" for fix in known.fixes),
            "next": command(plan.next) or None,
        }
    )


def following(plan: Plan) -> Iterator[str]:
    """What is next as JSON."""
    one = plan.next
    yield json_text(
        {
            "unseen": plan.unseen[0],
            "batch": _batch(one.batch, plan) if one.batch else None,
            "phase": _phase(one.phase) if one.phase else None,
            "fixes": map(_fix, one.fixes),
            "another_session": [fix.id for fix in one.rest] if one.fixes else [],
            "waiting": [{"batch": batch or None, "for": needs} for batch, needs in one.waiting],
            "minutes": _minutes(one.minutes),
            "command": command(one) or None,
        }
    )


def parallel(found: Parallel, plan: Plan) -> Iterator[str]:
    """The groups as JSON."""
    find = plan.register.find
    yield json_text(
        {
            "unseen": plan.unseen[0],
            "groups": [[_fix(find(id) or Fix(id)) for id in group] for group in found.groups],
            "apart": [
                {"fixes": [pair.one, pair.other], "why": pair.kind, "what": pair.what}
                for pair in found.apart
            ],
            **picked(found, "more unknown done"),
        }
    )


def _batch(batch: Batch, plan: Plan) -> dict[str, object]:
    place = batch.places[0] if batch.places else None
    return {
        **picked(batch, "id title?"),
        "fixes": [{"id": id, "status": plan.statuses.get(id, "open")} for id in batch.fixes],
        **picked(batch, "maybe items"),
        "minutes": _minutes(batch.minutes),
        "done": is_done(batch, plan.done),
        "path": place.path if place else None,
        "line": place.line if place else None,
    }


def _phase(phase: Phase) -> dict[str, object]:
    tasks = [picked(task, "text done=is_done fixes") for task in phase.tasks]
    return {**picked(phase, "id title? size?"), "tasks": tasks, "done": phase.is_done}


def _fix(fix: Fix) -> dict[str, object]:
    minutes = _minutes(fix.minutes)
    return {**picked(fix, "id title? files needs size?"), "minutes": minutes, "says": fix.says or None}


def _minutes(span: estimates.Span) -> dict[str, int | None]:
    """As a report has it: None where nobody said it."""
    least, most = span if any(span) else (None, None)
    return {"least": least, "most": most}
