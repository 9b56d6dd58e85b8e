"""JSON for programs: the same findings with the same rule ids, one object, streamed."""

from collections.abc import Iterable, Iterator

from ...core.errors import Failure
from ...core.findings import Report, Tally
from ...core.to_json import json_line, picked

_FINDING = "rule severity message line column width allowed hint?"


def json(reports: Iterable[Report], tally: Tally) -> Iterator[str]:
    """`{"messages": [...], "summary": {...}, "error": null}`, a line a message; see docs/output.md."""
    error = None
    yield '{"messages": ['
    try:
        yield from items(map(_message, reports))
    except Failure as failure:
        error = failure
    summary = picked(tally, "checked refused errors warnings")
    said = picked(error, "message hint?") if error else None
    yield f'], "summary": {json_line(summary)}, "error": {json_line(said)}}}'
    if error:
        raise error


def items(values: Iterable[object]) -> Iterator[str]:
    """The items of an array, a line each as soon as it is known: the comma stands before the next."""
    comma = " "
    for value in values:
        yield comma + json_line(value)
        comma = ","


def _message(report: Report) -> dict[str, object]:
    source, verdict = report
    return {
        "source": source.kind,
        **picked(source, "name author"),
        "subject": verdict.subject[:2000],
        **picked(verdict, "refused corrected?"),
        "findings": [picked(finding, _FINDING) for finding in verdict.findings],
    }
