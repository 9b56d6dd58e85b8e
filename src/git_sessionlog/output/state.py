"""The verdicts on state documents, for people and for programs."""

import json
import time
from collections.abc import Iterator

from ..finding import Finding, Report, Source, Tally, Verdict
from ..freshness import Freshness
from ..header import parse
from ..objects import Object
from ..settings import STATE_DOCUMENTS, Settings
from .terminal import Paint, one_line
from .text import counted

_SHOWN = 5


def as_text(verdicts: list[Freshness], paint: Paint) -> Iterator[str]:
    """A line a document; below a stale one the commits that it does not describe, and what mends it."""
    for verdict in verdicts:
        colour = paint.good if verdict.state == "fresh" else paint.bad
        yield f"{one_line(verdict.path)}: {colour(verdict.state)}, {said(verdict)}"
        if verdict.state == "stale":
            yield from _undescribed(verdict, paint)
    worst = next((verdict for verdict in verdicts if verdict.state in ("stale", "missing")), None)
    if worst:
        yield f"mend: {mend(worst)}"


def as_json(verdicts: list[Freshness], tip: str) -> Iterator[str]:
    """`{"tip": ..., "documents": [...]}`; `behind` is a lower bound where `complete` is false."""
    yield json.dumps({"tip": tip, "documents": [_document(verdict) for verdict in verdicts]}, indent=2)


def reports(verdicts: list[Freshness], tally: Tally) -> Iterator[Report]:
    """The verdicts as findings `document-<state>` in the document's first line, for the other forms."""
    for verdict in verdicts:
        tally.checked += 1
        if verdict.state != "fresh":
            finding = Finding(f"document-{verdict.state}", f"{verdict.state}, {said(verdict)}")
            judged = Verdict(verdict.path, (finding,))
            tally.count(judged)
            yield Report(Source("file", verdict.path), judged)


def said(verdict: Freshness) -> str:
    """The verdict in words, without its first one."""
    if verdict.why:
        return verdict.why
    number = f"{'' if verdict.complete else 'at least '}{counted(len(verdict.commits), 'commit')}"
    return f"{number} behind" if verdict.commits else "it describes the commit"


def mend(verdict: Freshness) -> str:
    """What to do about a stale or a missing document."""
    path = one_line(verdict.path)
    if verdict.state == "missing":
        return "git sessionlog init" if verdict.path in STATE_DOCUMENTS else f"write {path}, and commit it"
    return f'describe them in {path}, then: git commit -m "docs: update {path}" -- {path}'


def _undescribed(verdict: Freshness, paint: Paint) -> Iterator[str]:
    if verdict.updated_in:
        yield f"  last updated in {verdict.updated_in[:10]}"
    for commit in verdict.commits[:_SHOWN]:
        day = time.strftime("%Y-%m-%d", time.gmtime(commit.when))
        yield f"  {paint.odd(commit.oid[:10])}  {paint.faint(day)}  {one_line(commit.subject, 100)}"
    more = len(verdict.commits) - _SHOWN
    if more > 0 or not verdict.complete:
        yield f"  and {counted(more, 'commit') if verdict.complete else 'others'}"
    fixes = dict.fromkeys(fix for commit in verdict.commits for fix in _fixes(commit))
    if fixes:
        yield f"  fixes in them: {' '.join(fixes)}"


def _document(verdict: Freshness) -> dict[str, object]:
    return {
        "path": verdict.path,
        "state": verdict.state,
        "behind": len(verdict.commits),
        "complete": verdict.complete,
        "updated_in": verdict.updated_in or None,
        "commits": [
            {"oid": commit.oid, "subject": commit.subject[:2000], "fixes": list(_fixes(commit))}
            for commit in verdict.commits
        ],
        "why": verdict.why or None,
    }


def _fixes(commit: Object) -> tuple[str, ...]:
    return parse(commit.subject[:2000], Settings().types).fix_ids
