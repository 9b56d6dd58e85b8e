"""SARIF 2.1.0: the properties that its schema and GitHub's code scanning require."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import pytest

from git_sessionlog import PROJECT
from git_sessionlog.core.errors import Failure
from git_sessionlog.core.findings import Report
from git_sessionlog.documents.rules.files import FILE_RULES
from git_sessionlog.documents.rules.rule import RULES as OF_DOCUMENTS
from git_sessionlog.gate.formats.sarif import sarif
from git_sessionlog.messages.rules.rule import RULES
from reports import FILE, HOSTILE, OID, OTHER, REFUSED, WARNED, cut_off, tally


def run_of(reports: Iterable[Report]) -> Any:
    log = json.loads("\n".join(sarif(reports, tally())))
    assert log["$schema"] == "https://json.schemastore.org/sarif-2.1.0.json"
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def test_a_result_a_finding() -> None:
    run = run_of([REFUSED, WARNED])
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert run["results"] == [
        {
            "ruleId": "type-unknown",
            "level": "error",
            "message": {"text": 'unknown type "feature", did you mean "feat"?: feature(api): x [Fix 1]'},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": f"commit/{OID}"},
                        "region": {"startLine": 1, "startColumn": 1, "endColumn": 8},
                    },
                    "logicalLocations": [{"name": "0123456789", "kind": "commit"}],
                }
            ],
        },
        {
            "ruleId": "subject-length",
            "level": "error",
            "message": {"text": "120/100 characters: feature(api): x [Fix 1]"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": f"commit/{OID}"},
                        "region": {"startLine": 1, "startColumn": 101, "endColumn": 121},
                    },
                    "logicalLocations": [{"name": "0123456789", "kind": "commit"}],
                }
            ],
        },
        {
            "ruleId": "fix-duplicate",
            "level": "warning",
            "message": {"text": 'fix id "7" is named twice: fix(api): x [Fix 7, 7]'},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": f"commit/{OTHER}"},
                        "region": {"startLine": 1, "startColumn": 30, "endColumn": 31},
                    },
                    "logicalLocations": [{"name": "fedcba9876", "kind": "commit"}],
                }
            ],
        },
    ]


def test_every_rule_is_described() -> None:
    driver = run_of([])["tool"]["driver"]
    assert driver["name"] == "git-sessionlog"
    assert driver["informationUri"] == PROJECT
    assert [rule["id"] for rule in driver["rules"]] == [*RULES, *OF_DOCUMENTS, *FILE_RULES]
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert urlsplit(rule["helpUri"]).fragment == rule["id"]


def test_a_file_is_a_reference_that_leads_back_to_it() -> None:
    (result,) = run_of([FILE])["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "a%20b%0A%25%C3%BC%FF.txt"
    assert unquote_to_bytes(uri) == FILE.source.name.encode("utf-8", "surrogateescape")


def test_hostile_text_is_escaped() -> None:
    (result,) = run_of([HOSTILE])["results"]
    assert result["message"]["text"].isprintable()


def test_it_says_so_when_not_all_was_seen() -> None:
    lines = []
    with pytest.raises(Failure):
        lines.extend(sarif(cut_off(WARNED), tally(WARNED)))
    (run,) = json.loads("".join(lines))["runs"]
    assert len(run["results"]) == 1
    assert run["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [
                {"level": "error", "message": {"text": "the history is cut off"}}
            ],
        }
    ]
