"""The verdicts on state documents, for people and for programs."""

from collections.abc import Iterator

from ..core.findings import Finding, Report, Source, Tally, Verdict
from ..core.terminal import Paint, one_line
from ..core.to_json import json_text, picked
from .freshness import Freshness
from .render_stale import fixes, said, undescribed


def as_text(verdicts: list[Freshness], mend: str, paint: Paint) -> Iterator[str]:
    """A line a document; below a stale one the commits that it does not describe, and what mends it."""
    for verdict in verdicts:
        colour = paint.good if verdict.state == "fresh" else paint.bad if verdict.is_owed else paint.odd
        yield f"{one_line(verdict.path)}: {colour(verdict.state)}, {said(verdict)}"
        if verdict.state == "stale":
            yield from undescribed(verdict, paint)
    if mend:
        yield f"mend: {mend}"


def as_json(verdicts: list[Freshness], tip: str) -> Iterator[str]:
    """`{"tip": ..., "documents": [...]}`; `behind` is a lower bound where `complete` is false."""
    yield json_text({"tip": tip, "documents": map(_document, verdicts)})


def reports(verdicts: list[Freshness], tally: Tally, severity: str = "error") -> Iterator[Report]:
    """The verdicts as findings `document-<state>` in the document's first line, for the other forms."""
    for verdict in verdicts:
        tally.checked += 1
        if verdict.state != "fresh":
            words = f"{verdict.state}, {said(verdict)}"
            how = severity if verdict.is_owed or verdict.state != "stale" else "warn"
            finding = Finding(f"document-{verdict.state}", words, severity=how)
            judged = Verdict(verdict.path, (finding,))
            tally.count(judged)
            yield Report(Source("file", verdict.path), judged)


def _document(verdict: Freshness) -> dict[str, object]:
    return {
        **picked(verdict, "path state"),
        "behind": len(verdict.commits),
        "complete": verdict.complete,
        "updated_in": verdict.updated.oid if verdict.updated else None,
        "commits": [
            {"oid": commit.oid, "subject": commit.subject[:2000], "fixes": fixes(commit)}
            for commit in verdict.commits
        ],
        "why": verdict.why or None,
    }
