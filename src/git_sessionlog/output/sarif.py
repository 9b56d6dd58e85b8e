"""SARIF 2.1.0, as code scanning takes it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import json
from collections.abc import Iterable, Iterator

from .. import PROJECT
from ..finding import Finding, Report, Tally
from ..rules.rule import RULES
from .terminal import escaped, one_line

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(reports: Iterable[Report], _tally: Tally) -> Iterator[str]:
    """One run; a result a line. A commit is no file: its place is `commit/<id>`."""
    driver = {"name": "git-sessionlog", "informationUri": PROJECT, "rules": _rules()}
    yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{'
    yield f'"tool": {{"driver": {json.dumps(driver)}}},'
    yield '"columnKind": "unicodeCodePoints", "results": ['
    before = ""
    for report in reports:
        for finding in report.verdict.findings:
            if before:
                yield before + ","
            before = "  " + json.dumps(_result(report, finding))
    if before:
        yield before
    yield "]}]}"


def _rules() -> list[dict[str, object]]:
    return [
        {
            "id": rule.id,
            "shortDescription": {"text": (rule.check.__doc__ or "").partition("\n")[0]},
            "helpUri": f"{PROJECT}/blob/main/docs/rules.md#{rule.id}",
        }
        for rule in RULES.values()
    ]


def _result(report: Report, finding: Finding) -> dict[str, object]:
    source = report.source
    path = f"commit/{source.name}" if source.kind == "commit" else escaped(source.name)
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endColumn": finding.column + finding.width,
    }
    said = f"{one_line(finding.message)}: {one_line(report.verdict.subject, 100)}"
    return {
        "ruleId": finding.rule,
        "level": "error" if finding.severity == "error" else "warning",
        "message": {"text": said},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": path}, "region": region},
                "logicalLocations": [{"name": source.place, "kind": source.kind}],
            }
        ],
    }
