"""What a document says where there is nothing, and what is written in its place."""

import pytest

from git_sessionlog.documents import fields, removal, scaffold, update
from git_sessionlog.documents.document import Document
from git_sessionlog.documents.entries import entries, says_nothing
from git_sessionlog.documents.profiles import registry as profiles

STATES = [
    (name, concept)
    for name in ("status", "session-md", "continuity", "storage")
    for concept in ("completed", "in-progress", "next", "blockers", "failed", "decisions", "issues")
]


@pytest.mark.parametrize(
    "text",
    [
        *("", "—", "None", "none yet", "N/A", "_(None identified)_", "_(No items completed yet)_"),
        *("No known issues", "no open blockers right now", "Nothing to report", "None at this time"),
    ],
)
def test_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "no access to staging",
        "None of the tests pass",
        "nothing works",
        "No connection to DB",
        "no tests run",
    ],
)
def test_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(("name", "concept"), STATES)
def test_an_entry_goes_in_and_out_of_a_new_document(name: str, concept: str) -> None:
    kind = next(each for each in profiles.packaged(name).documents if each.state)
    new = Document.of(scaffold.text(kind, {"date": "2026-02-13"}).encode(), "x.md")
    values = {"text": "no access to staging", "mitigation": "ask", "date": "2026-02-13"}

    added = update.add(new, kind, concept, values)
    removed = removal.remove(added, kind, concept, lambda _: True)

    assert entries(new, kind, concept) == entries(removed, kind, concept) == []
    assert ["no access to staging" in entry.text for entry in entries(added, kind, concept)] == [True]
    assert update.add(added, kind, concept, values).text == added.text
    assert "\n\n\n" not in removed.text


def test_a_field_without_a_blank_gets_one() -> None:
    kind = next(each for each in profiles.packaged("session-md").documents if each.state)
    document = Document.of(b"# S\n\n## Git Checkpoint\n- **Branch**:\n- **Timestamp**: \n")

    changed = fields.set_fields(document, kind, {"branch": "main", "timestamp": "now"}, "checkpoint")

    assert "- **Branch**: main\n- **Timestamp**: now\n" in changed.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1. a\n2. b\n3. c\n", "1. a\n2. c\n"),
        ("1) a\n2) b\n   more\n3) c\n", "1) a\n2) c\n"),
        ("1. a\n1. b\n1. c\n", "1. a\n1. c\n"),
        ("2. a\n3. b\n4. c\n", "2. a\n4. c\n"),
        ("- a\n- b\n- c\n", "- a\n- c\n"),
        ("### 1. a\nx\n### 2. b\n### 3. c (open)\n", "### 1. a\nx\n### 2. c (open)\n"),
    ],
)
def test_what_is_left_is_numbered_on(before: str, after: str) -> None:
    kind = next(each for each in profiles.packaged("status").documents if each.state)
    document = Document.of(f"# S\n\n## Next Up\n\n{before}\n## Session Log\n".encode())

    changed = removal.remove(document, kind, "next", lambda entry: entry.text.endswith("b"))

    assert changed.text == f"# S\n\n## Next Up\n\n{after}\n## Session Log\n"
