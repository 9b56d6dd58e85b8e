"""A report as one object of JSON; docs/report.md describes it."""

from typing import Any

from ...core.stamps import stamp_or_none
from .figures import Performance, Rate, Rates
from .model import Batch, Commit, Fresh, Report, Session, Trail

_KEYS = ("completionRate", "qualityScore", "timeEfficiency", "bugRate", "documentationCoverage")


def data(report: Report) -> dict[str, Any]:
    """The whole report: null is n/a, times are ISO 8601 in UTC, lengths of time minutes."""
    return {
        "repository": report.name,
        "made": stamp_or_none(report.made),
        "commit": report.tip or None,
        "since": report.since or None,
        "unseen": list(report.unseen),
        "total": {
            "sessions": len(report.sessions),
            "minutes": report.minutes,
            **performance(report.performance),
            "score": report.score,
            "rates": _rates(report.rates),
        },
        "sessions": [_session(one) for one in report.sessions],
        "days": [{**one._asdict(), "fresh": _fresh(one.fresh)} for one in report.days],
        "backlog": {"documents": list(report.backlog), "fixes": report.listed, "done": report.done},
        "batches": [_batch(one) for one in report.batches],
        "totals": [_batch(one) for one in report.totals],
        "fixes": [_trail(one) for one in report.trails],
    }


def performance(done: Performance) -> dict[str, Any]:
    """`{"metrics": {"tasksPlanned": 10, ...}}`."""
    return {"metrics": {_camel(name): value for name, value in done._asdict().items()}}


def _session(one: Session) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number or None,
        "goal": one.goal or None,
        "status": one.status or None,
        "batch": one.batch or None,
        "start": stamp_or_none(one.start),
        "end": stamp_or_none(one.end),
        "checkpoints": [stamp_or_none(when) for when in one.times],
        "planned": list(one.planned),
        "fixes": list(one.fixes),
        "fresh": _fresh(one.fresh),
        "rates": _rates(one.rates),
        "performance": {"session": one.label, **performance(one.done), "score": one.score},
    }


def _rates(every: Rates) -> dict[str, Any]:
    return {key: _rate(rate) for key, rate in zip(_KEYS, every, strict=True)}


def _rate(one: Rate) -> dict[str, Any]:
    return {"value": one.value, "part": one.part, "whole": one.whole, "unknown": one.why or None}


def _fresh(one: Fresh) -> dict[str, Any] | None:
    if not one.state:
        return None
    return {"state": one.state, "behind": one.behind if one.state in ("fresh", "stale") else None}


def _batch(one: Batch) -> dict[str, Any]:
    least, most = one.estimated or (None, None)
    return {
        "id": one.id,
        "title": one.title or None,
        "fixes": list(one.fixes),
        "done": one.done,
        "planned": {"sessions": one.planned, "least": least, "most": most},
        "actual": {"sessions": list(one.sessions), "minutes": one.minutes},
    }


def _trail(one: Trail) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title or None,
        "in_backlog": one.listed,
        "batch": one.batch or None,
        "status": one.status,
        "last": stamp_or_none(one.when),
        "commits": [_commit(commit) for commit in one.commits],
        "more_commits": one.more,
        "sessions": list(one.sessions),
        "mentions": list(one.mentions),
        "disagreements": list(one.disagreements),
    }


def _commit(one: Commit) -> dict[str, Any]:
    return {
        "oid": one.oid,
        "date": stamp_or_none(one.when),
        "author": one.author,
        "subject": one.subject,
        "merged": one.merged,
        "reverted_by": one.reverted_by or None,
    }


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
