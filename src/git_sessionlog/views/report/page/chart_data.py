"""What the charts are drawn from: data in the page, for report.js."""

import json
from typing import Any

from ....core.stamps import stamp_or_none
from ....core.terminal import one_line
from ..model import Commit, Report, Session, Trail

MOST = 80
"""Trails in a chart."""

_LONGEST = 2000  # characters of a text


def script(report: Report) -> str:
    """The data as JSON that may stand in a script element.

    No end of the element can be written inside, nor a line end of JavaScript.
    """
    text = json.dumps(_data(report), separators=(",", ":"))  # ASCII: U+2028 is escaped
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def safe(text: str) -> str:
    """The text with nothing in it that is invisible, or turns what stands around it."""
    return one_line(text, _LONGEST)


def _data(report: Report) -> dict[str, Any]:
    """As `--format json` has it, as far as it is drawn; of many trails those with the last commits."""
    last = sorted((one for one in report.trails if one.commits), key=lambda one: one.when)[-MOST:]
    kept = {one.id for one in last}
    return {
        "sessions": [_session(one) for one in report.sessions if one.start],
        "days": [
            {name: value for name, value in one._asdict().items() if name != "fresh"} for one in report.days
        ],
        "backlog": {"fixes": report.listed},
        "batches": [
            {
                "id": safe(one.id),
                "title": safe(one.title),
                "planned": dict(zip(("least", "most"), one.estimated or (None, None), strict=True)),
                "actual": {"minutes": one.minutes},
            }
            for one in report.batches
        ],
        "fixes": [_trail(one) for one in report.trails if one.id in kept],
    }


def _session(one: Session) -> dict[str, Any]:
    fresh = {"state": one.fresh.state, "behind": one.fresh.behind} if one.fresh.state else None
    return {
        "label": safe(one.label),
        "goal": safe(one.goal),
        "start": stamp_or_none(one.start),
        "end": stamp_or_none(one.end),
        "checkpoints": [stamp_or_none(when) for when in one.times],
        "fresh": fresh,
    }


def _trail(one: Trail) -> dict[str, Any]:
    commits = [_commit(commit) for commit in one.commits]
    return {"id": safe(one.id), "title": safe(one.title), "status": one.status, "commits": commits}


def _commit(one: Commit) -> dict[str, Any]:
    return {
        "oid": one.oid[:10],
        "when": stamp_or_none(one.when),
        "subject": safe(one.subject),
        "reverted": bool(one.reverted_by),
    }
