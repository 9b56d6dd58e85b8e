"""GitHub Actions workflow commands: an annotation a finding.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterable, Iterator

from ...core.finding_lines import said, total
from ...core.findings import Finding, Report, Tally
from ...core.terminal import escaped, one_line

_FILES = ("file", "document")


def github(reports: Iterable[Report], tally: Tally) -> Iterator[str]:
    """`::error title=rule::place subject: message`, then the total as plain text.

    Where it is from a file, GitHub shows it there.
    """
    for report in reports:
        for finding in report.verdict.findings:
            yield _command(report, finding)
    yield total(tally)


def _command(report: Report, finding: Finding) -> str:
    level = "error" if finding.severity == "error" else "warning"
    place, subject = one_line(report.source.place), one_line(report.verdict.subject, 100)
    text = f"{place}{'' if subject == place else f' {subject}'}\n{said(finding)}"
    if report.verdict.corrected:
        text += f"\ncorrected: {escaped(report.verdict.corrected)}"
    file = f"file={_property(place)},line={finding.line}," if report.source.kind in _FILES else ""
    return f"::{level} {file}title={_property(finding.rule)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
