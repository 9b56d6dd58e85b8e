"""Where documents mention fixes."""

import pytest

from git_sessionlog.documents.document import Document
from git_sessionlog.documents.profiles import registry as profiles
from git_sessionlog.documents.profiles.model import DocumentType
from git_sessionlog.state.fixes import document_mentions

KNOWN = {"1", "2", "3", "4", "7", "2.3", "2.4", "12", "22"}
STATUS = """\
---
fixes: ["7"]
---
# Status of fix 1

See #2, v2.3 and 12.3, but 2.3 and fix 2.4.

## ✅ Completed Fixes

| Fix | Description | Commit | Date |
| --- | --- | --- | --- |
| #7, 2.3 | The limiter of #4 | `ABCDEF1` | 2026-02-13 |
| 12 | twelve | — | 2026-02-13 |

### Older

- Fix 22: the oldest

## In Progress

- [ ] Fix 3: half of it, after #4
- [x] Fix 4: done

## Next Up

1. **Fix #1**: the first
2. Test what fixes 2-4 did

```text
[Fix 7] in an example
```

## Session Log

| Date | Session | Summary |
| --- | --- | --- |
| 2026-02-13 | 7 | Fixes #1-3, 12 and 22 |
"""


def _kind() -> DocumentType:
    kind = profiles.packaged("status").document("state")
    assert kind
    return kind


def test_what_a_state_document_claims() -> None:
    found = document_mentions.claimed(Document.of(STATUS.encode(), "STATUS.md"), _kind())

    assert [(id, one.line, one.concept, one.heading, one.commit) for id, one in found] == [
        ("7", 12, "completed", "✅ Completed Fixes", "abcdef1"),
        ("2.3", 12, "completed", "✅ Completed Fixes", "abcdef1"),
        ("12", 13, "completed", "✅ Completed Fixes", ""),
        ("3", 21, "in-progress", "In Progress", ""),
        ("1", 26, "next", "Next Up", ""),
    ]


def test_what_a_document_names() -> None:
    found = document_mentions.named(Document.of(STATUS.encode(), "STATUS.md"), _kind(), KNOWN)

    assert [f"{one.line} {id} {one.concept or '-'}: {one.text}" for id, one in found] == [
        "4 1 -: # Status of fix 1",
        "6 2 -: See #2, v2.3 and 12.3, but 2.3 and fix 2.4.",
        "6 2.3 -: See #2, v2.3 and 12.3, but 2.3 and fix 2.4.",
        "6 2.4 -: See #2, v2.3 and 12.3, but 2.3 and fix 2.4.",
        "12 7 completed: | #7, 2.3 | The limiter of #4 | `ABCDEF1` | 2026-02-13 |",
        "12 2.3 completed: | #7, 2.3 | The limiter of #4 | `ABCDEF1` | 2026-02-13 |",
        "12 4 completed: | #7, 2.3 | The limiter of #4 | `ABCDEF1` | 2026-02-13 |",
        "17 22 completed: - Fix 22: the oldest",
        "21 3 in-progress: - [ ] Fix 3: half of it, after #4",
        "21 4 in-progress: - [ ] Fix 3: half of it, after #4",
        "22 4 in-progress: - [x] Fix 4: done",
        "26 1 next: 1. **Fix #1**: the first",
        "27 2 next: 2. Test what fixes 2-4 did",
        "27 3 next: 2. Test what fixes 2-4 did",
        "27 4 next: 2. Test what fixes 2-4 did",
        "30 7 next: [Fix 7] in an example",
        "37 1 log: | 2026-02-13 | 7 | Fixes #1-3, 12 and 22 |",
        "37 2 log: | 2026-02-13 | 7 | Fixes #1-3, 12 and 22 |",
        "37 3 log: | 2026-02-13 | 7 | Fixes #1-3, 12 and 22 |",
        "37 12 log: | 2026-02-13 | 7 | Fixes #1-3, 12 and 22 |",
        "37 22 log: | 2026-02-13 | 7 | Fixes #1-3, 12 and 22 |",
    ]


def test_the_commits_in_a_record_are_no_mentions() -> None:
    text = (
        "# Session\n\n## Next Steps\n\n1. Fix 7\n\n## Checkpoints\n\n| Checkpoint | Subject | Patch |\n"
        "| --- | --- | --- |\n| 1 | fix(x): a [Fix 7] | `abc` |\n\n## Notes\n\nOn #7.\n"
    )

    found = document_mentions.named(
        Document.of(text.encode(), "a.md"), DocumentType("record", "a.md"), KNOWN
    )

    assert [(one.line, one.heading) for _, one in found] == [(5, "Next Steps"), (15, "Notes")]


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_a_document_without_sections(form: str) -> None:
    document = Document.of(b'{"a": "[Fix 7]",\n "b": "#2"}\n', "tasks.json")

    found = document_mentions.named(document, DocumentType("tasks", "tasks.json", form=form), KNOWN)

    assert [(id, one.line, one.heading) for id, one in found] == [("7", 1, ""), ("2", 2, "")]
    assert list(document_mentions.claimed(document, DocumentType("tasks", "tasks.json", form=form))) == []


@pytest.mark.parametrize(
    "piece", ["Fix 1-1000 ", "#1 ", "1.1.", "fix 1, ", "| 1 ", "## Next Up\n\n1. Fix 1\n\n"]
)
def test_hostile_documents_take_no_longer(piece: str) -> None:
    """A test that hangs is a scan that is not linear."""
    document = Document.of((piece * 20_000).encode(), "STATUS.md")
    known = {str(number) for number in range(1000)}

    assert len(list(document_mentions.named(document, _kind(), known))) <= 50_000
