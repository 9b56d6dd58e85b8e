"""JSON for programs: the same findings with the same rule ids, one object, streamed."""

import json as stdlib_json
from collections.abc import Iterable, Iterator

from ...core.errors import Failure
from ...core.findings import Finding, Report, Tally


def json(reports: Iterable[Report], tally: Tally) -> Iterator[str]:
    """`{"messages": [...], "summary": {...}, "error": null}`, a line a message; see docs/output.md."""
    error = None
    yield '{"messages": ['
    try:
        yield from items(map(_message, reports))
    except Failure as failure:
        error = failure
    summary = {
        "checked": tally.checked,
        "refused": tally.refused,
        "errors": tally.errors,
        "warnings": tally.warnings,
    }
    said = {"message": error.message, "hint": error.hint or None} if error else None
    yield f'], "summary": {stdlib_json.dumps(summary)}, "error": {stdlib_json.dumps(said)}}}'
    if error:
        raise error


def items(values: Iterable[object]) -> Iterator[str]:
    """The items of an array, a line each as soon as it is known: the comma stands before the next."""
    comma = " "
    for value in values:
        yield comma + stdlib_json.dumps(value)
        comma = ","


def _message(report: Report) -> dict[str, object]:
    source, verdict = report
    return {
        "source": source.kind,
        "name": source.name,
        "author": source.author,
        "subject": verdict.subject[:2000],
        "refused": verdict.refused,
        "corrected": verdict.corrected or None,
        "findings": [_finding(finding) for finding in verdict.findings],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "line": finding.line,
        "column": finding.column,
        "width": finding.width,
        "allowed": list(finding.allowed),
        "hint": finding.hint or None,
    }
