"""GitLab's Code Quality report: what it requires of an issue."""

import json

import pytest

from git_sessionlog.core.errors import Failure
from git_sessionlog.gate.formats.gitlab import gitlab
from reports import FILE, HOSTILE, OID, OTHER, REFUSED, WARNED, cut_off, tally


def test_an_issue_a_finding() -> None:
    issues = json.loads("\n".join(gitlab([REFUSED, WARNED], tally(REFUSED, WARNED))))
    prints = [issue.pop("fingerprint") for issue in issues]
    assert issues == [
        {
            "description": 'unknown type "feature", did you mean "feat"?: feature(api): x [Fix 1]',
            "check_name": "type-unknown",
            "severity": "major",
            "location": {"path": f"commit/{OID}", "lines": {"begin": 1}},
        },
        {
            "description": "120/100 characters: feature(api): x [Fix 1]",
            "check_name": "subject-length",
            "severity": "major",
            "location": {"path": f"commit/{OID}", "lines": {"begin": 1}},
        },
        {
            "description": 'fix id "7" is named twice: fix(api): x [Fix 7, 7]',
            "check_name": "fix-duplicate",
            "severity": "minor",
            "location": {"path": f"commit/{OTHER}", "lines": {"begin": 1}},
        },
    ]
    assert len(set(prints)) == 3
    assert all(len(text) == 64 for text in prints)


def test_an_issue_keeps_its_fingerprint_from_run_to_run() -> None:
    """GitLab tells new issues from old ones by it: it names no words that may be put better."""
    (first,) = json.loads("".join(gitlab([WARNED], tally(WARNED))))
    finding = WARNED.verdict.findings[0]._replace(message="other words")
    later = WARNED._replace(verdict=WARNED.verdict._replace(findings=(finding,)))
    assert json.loads("".join(gitlab([later], tally(later))))[0]["fingerprint"] == first["fingerprint"]


def test_hostile_text_is_escaped() -> None:
    first, second = json.loads("".join(gitlab([HOSTILE, FILE], tally(HOSTILE, FILE))))
    assert first["description"].isprintable()
    assert second["location"]["path"] == "a b %ü<FF>.txt"


def test_nothing_found() -> None:
    assert list(gitlab([], tally())) == ["[", "]"]


def test_it_is_an_array_when_not_all_was_seen() -> None:
    lines = []
    with pytest.raises(Failure):
        lines.extend(gitlab(cut_off(WARNED), tally(WARNED)))
    assert len(json.loads("".join(lines))) == 1
