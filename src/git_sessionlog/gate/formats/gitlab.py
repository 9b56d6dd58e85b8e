"""GitLab's Code Quality report.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

import hashlib
from collections.abc import Iterable, Iterator

from ...core.errors import Failure
from ...core.findings import Finding, Report, Tally
from ...core.terminal import one_line
from .json import items


def gitlab(reports: Iterable[Report], _tally: Tally) -> Iterator[str]:
    """A JSON array, an object a line. A commit is no file: its place is `commit/<id>`."""
    yield "["
    try:
        yield from items(
            _issue(report, finding) for report in reports for finding in report.verdict.findings
        )
    except Failure:
        yield "]"
        raise
    yield "]"


def _issue(report: Report, finding: Finding) -> dict[str, object]:
    source = report.source
    path = f"commit/{source.name}" if source.kind == "commit" else one_line(source.name, 4096)
    identity = f"{source.name}\0{finding.rule}\0{finding.line}\0{finding.column}"
    said = f"{one_line(finding.message)}: {one_line(report.verdict.subject, 100)}"
    return {
        "description": said,
        "check_name": finding.rule,
        "fingerprint": hashlib.sha256(identity.encode("utf-8", "surrogateescape")).hexdigest(),
        "severity": "major" if finding.severity == "error" else "minor",
        "location": {"path": path, "lines": {"begin": finding.line}},
    }
