"""The JSON form: one object whatever happens."""

import json
from collections.abc import Iterable

from git_sessionlog.core.errors import Failure
from git_sessionlog.core.findings import Report, Tally
from git_sessionlog.gate.formats.json import json as form
from reports import FILE, HOSTILE, OID, OTHER, REFUSED, WARNED, cut_off, tally


def lines_of(reports: Iterable[Report], counted: Tally) -> tuple[list[str], Failure | None]:
    lines = []
    try:
        lines.extend(form(reports, counted))
    except Failure as failure:
        return lines, failure
    return lines, None


def test_all_fields() -> None:
    lines, _ = lines_of([REFUSED, WARNED], tally(REFUSED, WARNED))
    assert json.loads("\n".join(lines)) == {
        "messages": [
            {
                "source": "commit",
                "name": OID,
                "author": "Ann Author",
                "subject": "feature(api): x [Fix 1]",
                "refused": True,
                "corrected": "feat(api): x [Fix 1]",
                "findings": [
                    {
                        "rule": "type-unknown",
                        "severity": "error",
                        "message": 'unknown type "feature", did you mean "feat"?',
                        "line": 1,
                        "column": 1,
                        "width": 7,
                        "allowed": ["feat", "chore"],
                        "hint": None,
                    },
                    {
                        "rule": "subject-length",
                        "severity": "error",
                        "message": "120/100 characters",
                        "line": 1,
                        "column": 101,
                        "width": 20,
                        "allowed": [],
                        "hint": None,
                    },
                ],
            },
            {
                "source": "commit",
                "name": OTHER,
                "author": "Bob",
                "subject": "fix(api): x [Fix 7, 7]",
                "refused": False,
                "corrected": None,
                "findings": [
                    {
                        "rule": "fix-duplicate",
                        "severity": "warn",
                        "message": 'fix id "7" is named twice',
                        "line": 1,
                        "column": 30,
                        "width": 1,
                        "allowed": [],
                        "hint": "say it once",
                    }
                ],
            },
        ],
        "summary": {"checked": 4, "refused": 1, "errors": 2, "warnings": 1},
        "error": None,
    }


def test_a_message_is_a_line() -> None:
    lines, _ = lines_of([REFUSED, WARNED], tally(REFUSED, WARNED))
    assert [line[:12] for line in lines] == ['{"messages":', ' {"source": ', ',{"source": ', '], "summary"']


def test_nothing_found() -> None:
    assert lines_of([], tally())[0] == [
        '{"messages": [',
        '], "summary": {"checked": 0, "refused": 0, "errors": 0, "warnings": 0}, "error": null}',
    ]


def test_it_is_an_object_when_not_all_was_seen() -> None:
    lines, failure = lines_of(cut_off(WARNED), tally(WARNED))
    assert failure
    found = json.loads("".join(lines))
    assert [message["name"] for message in found["messages"]] == [OTHER]
    assert found["error"] == {"message": "the history is cut off", "hint": "fetch it"}


def test_text_is_as_it_was_but_for_the_terminal() -> None:
    """A program gets what was written; in ASCII, so that no terminal and no pipe minds."""
    lines, _ = lines_of([HOSTILE, FILE], tally(HOSTILE, FILE))
    assert "".join(lines).isprintable()
    assert "".join(lines).isascii()
    first, second = json.loads("".join(lines))["messages"]
    assert first["subject"] == HOSTILE.verdict.subject
    assert first["author"] == HOSTILE.source.author
    assert first["corrected"] == HOSTILE.verdict.corrected
    assert second["name"] == FILE.source.name


def test_a_subject_without_end_is_cut() -> None:
    endless = REFUSED._replace(verdict=REFUSED.verdict._replace(subject="x" * 2_000_000))
    assert sum(len(line) for line in lines_of([endless], tally(endless))[0]) < 4000
