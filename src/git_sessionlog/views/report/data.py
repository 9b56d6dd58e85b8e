"""A report as one object of JSON; docs/report.md describes it."""

from typing import Any

from ...core.stamps import stamp_or_none
from ...core.to_json import picked
from .figures import Performance, Rates
from .model import Batch, Commit, Fresh, Report, Session, Trail

_KEYS = ("completionRate", "qualityScore", "timeEfficiency", "bugRate", "documentationCoverage")


def data(report: Report) -> dict[str, Any]:
    """The whole report: null is n/a, times are ISO 8601 in UTC, lengths of time minutes."""
    return {
        "repository": report.name,
        "made": stamp_or_none(report.made),
        **picked(report, "commit=tip? since? unseen"),
        "total": {
            "sessions": len(report.sessions),
            "minutes": report.minutes,
            **performance(report.performance),
            "score": report.score,
            "rates": _rates(report.rates),
        },
        "sessions": [_session(one) for one in report.sessions],
        "days": [{**one._asdict(), "fresh": _fresh(one.fresh)} for one in report.days],
        "backlog": picked(report, "documents=backlog fixes=listed done"),
        "batches": [_batch(one) for one in report.batches],
        "totals": [_batch(one) for one in report.totals],
        "fixes": [_trail(one) for one in report.trails],
    }


def performance(done: Performance) -> dict[str, Any]:
    """`{"metrics": {"tasksPlanned": 10, ...}}`."""
    return {"metrics": {_camel(name): value for name, value in done._asdict().items()}}


def _session(one: Session) -> dict[str, Any]:
    return {
        **picked(one, "id number? goal? status? batch?"),
        "start": stamp_or_none(one.start),
        "end": stamp_or_none(one.end),
        "checkpoints": [stamp_or_none(when) for when in one.times],
        **picked(one, "commits people planned fixes"),
        "fresh": _fresh(one.fresh),
        "rates": _rates(one.rates),
        "performance": {"session": one.label, **performance(one.done), "score": one.score},
    }


def _rates(every: Rates) -> dict[str, Any]:
    rates = zip(_KEYS, every, strict=True)
    return {key: picked(rate, "value part whole unknown=why?") for key, rate in rates}


def _fresh(one: Fresh) -> dict[str, Any] | None:
    if not one.state:
        return None
    return {"state": one.state, "behind": one.behind if one.state in ("fresh", "stale") else None}


def _batch(one: Batch) -> dict[str, Any]:
    least, most = one.estimated or (None, None)
    return {
        **picked(one, "id title? fixes done"),
        "planned": {"sessions": one.planned, "least": least, "most": most},
        "actual": picked(one, "sessions minutes"),
    }


def _trail(one: Trail) -> dict[str, Any]:
    return {
        **picked(one, "id title? in_backlog=listed batch? status"),
        "last": stamp_or_none(one.when),
        "commits": [_commit(commit) for commit in one.commits],
        **picked(one, "more_commits=more sessions mentions disagreements"),
    }


def _commit(one: Commit) -> dict[str, Any]:
    rest = picked(one, "author subject merged reverted_by?")
    return {"oid": one.oid, "date": stamp_or_none(one.when), **rest}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
