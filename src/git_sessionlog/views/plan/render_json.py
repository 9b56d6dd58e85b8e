"""The plan of a backlog for programs. null is what nobody said; lengths of time are minutes."""

import json
from collections.abc import Iterator

from ...backlog import estimates
from ...backlog.model import Batch, Fix, Phase
from ...backlog.next_batch import is_done
from ...backlog.parallel import Parallel
from .collect import Plan
from .render import command, loose


def table(plan: Plan) -> Iterator[str]:
    """The plan as JSON."""
    known = plan.register
    yield json.dumps(
        {
            "unseen": list(plan.unseen[0]),
            "documents": list(known.paths),
            "batches": [_batch(batch, plan) for batch in known.batches],
            "phases": [_phase(phase) for phase in known.phases],
            "in_no_batch": loose(known) if known.batches else [],
            "fixes": len(known.fixes),
            "done": sum(fix.id in plan.done.fixes for fix in known.fixes),
            "unknown": sum(plan.statuses.get(fix.id) == "unknown" for fix in known.fixes),
            "next": command(plan.next) or None,
        },
        indent=2,
    )


def following(plan: Plan) -> Iterator[str]:
    """What is next as JSON."""
    one = plan.next
    yield json.dumps(
        {
            "unseen": list(plan.unseen[0]),
            "batch": _batch(one.batch, plan) if one.batch else None,
            "phase": _phase(one.phase) if one.phase else None,
            "fixes": [_fix(fix) for fix in one.fixes],
            "another_session": [fix.id for fix in one.rest] if one.fixes else [],
            "waiting": [{"batch": batch or None, "for": list(needs)} for batch, needs in one.waiting],
            "minutes": _minutes(one.minutes),
            "command": command(one) or None,
        },
        indent=2,
    )


def parallel(found: Parallel, plan: Plan) -> Iterator[str]:
    """The groups as JSON."""
    find = plan.register.find
    groups = [[_fix(find(id) or Fix(id)) for id in group] for group in found.groups]
    yield json.dumps(
        {
            "unseen": list(plan.unseen[0]),
            "groups": groups,
            "apart": [
                {"fixes": [pair.one, pair.other], "why": pair.kind, "what": pair.what}
                for pair in found.apart
            ],
            "more": found.more,
            "unknown": list(found.unknown),
            "done": list(found.done),
        },
        indent=2,
    )


def _batch(batch: Batch, plan: Plan) -> dict[str, object]:
    place = batch.places[0] if batch.places else None
    return {
        "id": batch.id,
        "title": batch.title or None,
        "fixes": [{"id": id, "status": plan.statuses.get(id, "open")} for id in batch.fixes],
        "maybe": list(batch.maybe),
        "items": list(batch.items),
        "minutes": _minutes(batch.minutes),
        "done": is_done(batch, plan.done),
        "path": place.path if place else None,
        "line": place.line if place else None,
    }


def _phase(phase: Phase) -> dict[str, object]:
    return {
        "id": phase.id,
        "title": phase.title or None,
        "size": phase.size or None,
        "tasks": [
            {"text": task.text, "done": task.is_done, "fixes": list(task.fixes)} for task in phase.tasks
        ],
        "done": phase.is_done,
    }


def _fix(fix: Fix) -> dict[str, object]:
    return {
        "id": fix.id,
        "title": fix.title or None,
        "files": list(fix.files),
        "needs": list(fix.needs),
        "size": fix.size or None,
        "minutes": _minutes(fix.minutes),
        "says": fix.says or None,
    }


def _minutes(span: estimates.Span) -> dict[str, int | None]:
    """As a report has it: None where nobody said it."""
    least, most = span if any(span) else (None, None)
    return {"least": least, "most": most}
