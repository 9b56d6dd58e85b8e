"""JSON for programs: the same findings with the same rule ids, one object, streamed."""

import json as stdlib_json
from collections.abc import Iterable, Iterator

from ..finding import Report, Tally


def json(reports: Iterable[Report], tally: Tally) -> Iterator[str]:
    """`{"messages": [...], "summary": {...}}`, a line a message; see docs/output.md."""
    yield '{"messages": ['
    before = ""
    for report in reports:
        if before:
            yield before + ","
        before = "  " + stdlib_json.dumps(_message(report))
    if before:
        yield before
    summary = {
        "checked": tally.checked,
        "refused": tally.refused,
        "errors": tally.errors,
        "warnings": tally.warnings,
    }
    yield f'], "summary": {stdlib_json.dumps(summary)}}}'


def _message(report: Report) -> dict[str, object]:
    source, verdict = report
    return {
        "source": source.kind,
        "name": source.name,
        "author": source.author,
        "subject": verdict.subject[:2000],
        "refused": verdict.refused,
        "corrected": verdict.corrected or None,
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "message": finding.message,
                "line": finding.line,
                "column": finding.column,
                "width": finding.width,
                "allowed": list(finding.allowed),
                "hint": finding.hint or None,
            }
            for finding in verdict.findings
        ],
    }
