"""One line a finding, `place: message [rule]`, for people and for grep."""

from collections.abc import Iterable, Iterator

from .findings import Finding, Report, Tally
from .terminal import Paint, escaped, one_line


def text(reports: Iterable[Report], tally: Tally, paint: Paint) -> Iterator[str]:
    """The findings, then the total and the command that lets the user mend them."""
    last = None
    for report in reports:
        source, verdict = report
        last = source
        if source.kind == "commit":
            subject = paint.bold(one_line(verdict.subject, 100))
            yield f"{paint.odd(source.place)} {one_line(source.author, 40)}: {subject}"
        place = one_line(source.place)
        for finding in verdict.findings:
            yield _line(place, finding, paint, names_errors=source.kind == "document")
        if verdict.corrected:
            yield f"{place}: corrected: {paint.good(escaped(verdict.corrected))}"
    if tally.errors or tally.warnings:
        if last and last.kind == "commit":
            yield ""
        yield total(tally)
    else:
        yield f"{counted(tally.checked, tally.what)} checked, nothing to mend."
    if tally.refused and tally.mend:
        yield f"mend: {tally.mend}"


def total(tally: Tally) -> str:
    """How many were refused, in a sentence."""
    counts = f"{counted(tally.errors, 'error')}, {counted(tally.warnings, 'warning')}"
    return f"{tally.refused:,} of {counted(tally.checked, tally.what)} refused: {counts}."


def counted(number: int, what: str, many: str = "") -> str:
    """A number and its noun; `many` is its plural where that has not just an s more."""
    return f"{number:,} {what if number == 1 else many or what + 's'}"


def said(finding: Finding) -> str:
    """What a finding says, in a line: its sentence, what is allowed, what to do."""
    allowed = f"; allowed: {one_line(' '.join(sorted(finding.allowed)))}" if finding.allowed else ""
    hint = f"; hint: {one_line(finding.hint)}" if finding.hint else ""
    return one_line(finding.message) + allowed + hint


def _line(place: str, finding: Finding, paint: Paint, *, names_errors: bool) -> str:
    """One line; of a document, where warnings are many, what refuses it is named too."""
    level = f" {paint.odd('warning:')}"
    if finding.severity == "error":
        level = f" {paint.bad('error:')}" if names_errors else ""
    where = f"{place}:{finding.line}:{finding.column}:"
    return f"{where}{level} {said(finding)} {paint.faint(f'[{finding.rule}]')}"
