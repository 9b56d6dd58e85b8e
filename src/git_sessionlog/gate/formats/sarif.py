"""SARIF 2.1.0, as code scanning takes it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import os
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from ... import PROJECT
from ...core.errors import Failure
from ...core.findings import Finding, Report, Tally
from ...core.terminal import one_line
from ...core.to_json import json_line
from ...documents import lint  # noqa: F401 - registers the rules of documents
from ...documents.rules.files import FILE_RULES
from ...documents.rules.rule import RULES as OF_DOCUMENTS
from ...messages.rules.rule import RULES
from .json import items

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(reports: Iterable[Report], _tally: Tally) -> Iterator[str]:
    """One run; a result a line. A commit is no file: its place is `commit/<id>`."""
    driver = {"name": "git-sessionlog", "informationUri": PROJECT, "rules": _rules()}
    error = None
    yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{'
    yield f'"tool": {{"driver": {json_line(driver)}}},'
    yield '"columnKind": "unicodeCodePoints", "results": ['
    try:
        yield from items(
            _result(report, finding) for report in reports for finding in report.verdict.findings
        )
    except Failure as failure:
        error = failure
    yield f'], "invocations": [{json_line(_invocation(error))}]}}]}}'
    if error:
        raise error


def _invocation(error: Failure | None) -> dict[str, object]:
    """Whether all could be checked (SARIF 3.20), and what kept us from it."""
    if error is None:
        return {"executionSuccessful": True}
    said = {"level": "error", "message": {"text": one_line(error.message, 400)}}
    return {"executionSuccessful": False, "toolExecutionNotifications": [said]}


def _rules() -> list[dict[str, object]]:
    """All rules with a sentence each: those of messages, of documents, of files."""
    rules = {rule.id: rule.check.__doc__ or "" for rule in RULES.values()}
    rules |= {rule.id: rule.check.__doc__ or "" for rule in OF_DOCUMENTS.values()}
    rules |= {rule.id: rule.text for rule in FILE_RULES.values()}
    return [
        {
            "id": id,
            "shortDescription": {"text": text.partition("\n")[0]},
            "helpUri": f"{PROJECT}/blob/main/docs/rules.md#{id}",
        }
        for id, text in rules.items()
    ]


def _result(report: Report, finding: Finding) -> dict[str, object]:
    source = report.source
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
                "physicalLocation": {"artifactLocation": {"uri": _uri(report)}, "region": region},
                "logicalLocations": [{"name": source.place, "kind": source.kind}],
            }
        ],
    }


def _uri(report: Report) -> str:
    """The place as a reference by RFC 3986."""
    source = report.source
    path = f"commit/{source.name}" if source.kind == "commit" else source.name.replace(os.sep, "/")
    return quote(path, errors="surrogateescape")
