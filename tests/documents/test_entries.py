"""What a document holds under a concept, in whatever form people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.documents.document import Document
from git_sessionlog.documents.entries import Entry, entries, held, is_nothing, section
from git_sessionlog.documents.profiles import registry as profiles
from git_sessionlog.documents.profiles.model import DocumentType, SectionType
from strategies_documents import documents

KIND = DocumentType(
    "state",
    "STATUS.md",
    sections=(
        SectionType("completed", "Completed Fixes", ("Done", "Erledigt", "完了"), shape="table"),
        SectionType("failed", "Tried (Failed)"),
        SectionType("good", "Tried (Successful)"),
        SectionType("next", "What's Next (Priority Order)", ("Next", "Próximos"), empty="[What to do]"),
    ),
)


def of(text: str) -> Document:
    return Document.of(text.encode())


@pytest.mark.parametrize(
    ("text", "concept", "title"),
    [
        ("## Completed Fixes\n", "completed", "Completed Fixes"),
        ("# T\n### ✅ 2. **completed fixes** (12)\n", "completed", "✅ 2. **completed fixes** (12)"),
        ("## Erledigt\n", "completed", "Erledigt"),
        ("## 完了したこと\n", "completed", "完了したこと"),
        ("## Next Steps\n", "next", "Next Steps"),
        ("## What’s Next:\n", "next", "What’s Next:"),
        ("## Nextcloud\n", "next", None),
        ("## In Progress\n", "completed", None),
        ("", "next", None),
        pytest.param("# Next\n\n## Done\n", "next", None, id="the title is no section"),
        pytest.param("# T\n\n# Next\n", "next", "Next", id="but another one of its level is"),
        pytest.param("## Next Steps\n## Next\n", "next", "Next", id="the whole name comes first"),
        pytest.param("## Next up\n## Next steps\n", "next", "Next up", id="else the first one"),
        pytest.param("## Tried (Successful)\n", "good", "Tried (Successful)", id="notes"),
        pytest.param(
            "## Tried (Successful)\n## Tried (failed)\n", "failed", "Tried (failed)",
            id="tell apart",
        ),
        pytest.param("## Tried\n", "failed", "Tried", id="but need not be there"),
        pytest.param("```\n## Next\n```\n", "next", None, id="no heading"),
        pytest.param("## Next\n", "other", None, id="no such concept"),
    ],
)  # fmt: skip
def test_the_section_of_a_concept(text: str, concept: str, title: str | None) -> None:
    found = section(of(text), KIND, concept)
    assert (found.title if found else None) == title


def shown(entry: Entry) -> str:
    """Its mark, its text or its cells by their columns, and behind `/` what is below it."""
    text = " ".join(f"{name}={cell}" for name, cell in entry.cells.items()) or entry.text
    mark = f"[{entry.mark}] " if entry.mark else ""
    return mark + text + (f" / {entry.detail}" if entry.detail else "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n- [x] b\n1. c\n", ["a", "[x] b", "c"]),
        ("- a\n  - b\n\n  of a\n- c\n", ["a / - b\n\n  of a", "c"]),
        ("| Fix | What |\n|---|---|\n| 2.3 | a |\n| 7 |\n", ["Fix=2.3 What=a", "Fix=7"]),
        ("| 2.3 | a |\n\n| 7 | b | c |\n", ["1=2.3 2=a", "1=7 2=b 3=c"]),
        ("| Fix | What |\n|---|---|\n", []),
        ("| a | a | |\n|---|---|---|\n| 1 | 2 | 3 |\n", ["a=1 2=2 3=3"]),
        ("| 2 | |\n|---|---|\n| a | b |\n", ["2=a 2. =b"]),
        ("one\ntwo\n\nthree\n", ["one two", "three"]),
        ("intro:\n\n- a\n\nmore\n", ["a"]),
        ("intro\n| a |\n|---|\n| 1 |\n\n- note\n", ["a=1"]),
        (
            "### 1. One\n**Action**: x\n#### Deep\n- y\n### 2. Two\n",
            ["1. One / **Action**: x\n#### Deep\n- y", "2. Two"],
        ),
        ("- a\n\n### One\n", ["a", "One"]),
        ("- a\n  ```\n  - no\n  ```\n", ["a / ```\n  - no\n  ```"]),
        ("<!-- a\n- no\n-->\n```\n- no\n```\n", []),
        ("- \n- None\n- n/a\n- _(none yet)_\n- TBD\n", []),
        ("- None\n  but this\n", ["None / but this"]),
        ("_(None identified)_\n", []),
        ("[What to do]\n", []),
        ("- What to do\n", ["What to do"]),
        ("| Fix | What |\n|---|---|\n| — | _(None)_ |\n", []),
        ("> quoted\n> text\n", ["> quoted > text"]),
        ("---\n", []),
        ("", []),
    ],
)
def test_entries(text: str, expected: list[str]) -> None:
    for text_ in (
        f"## Next\n{text}",
        f"# T\n## Next\n\n{text}\n---\n\n## Done\n- d\n",
        f"## Next\r\n{text}",
    ):
        document = of(text_)
        assert list(map(shown, entries(document, KIND, "next"))) == expected
    assert entries(document, KIND, "failed") == []


def test_where_entries_stand() -> None:
    text = "## Next\n- a\n  - b\n\n- c\n\n### D\nd\n\n## Done\n| 1 |\n| 2 |"
    document = of(text)
    found = [text[entry.start : entry.end] for entry in entries(document, KIND, "next")]
    assert found == ["- a\n  - b\n", "- c\n", "### D\nd\n\n"]
    assert [text[one.start : one.end] for one in entries(document, KIND, "completed")] == [
        "| 1 |\n",
        "| 2 |",
    ]
    paragraphs = of("## Next\na\nb\n\nc")
    assert [one.end for one in entries(paragraphs, KIND, "next")] == [12, 14]


@given(documents(), st.data())
def test_what_is_held_stands_in_its_section_in_its_order(data: bytes, draw: st.DataObject) -> None:
    document = Document.of(data)
    where = draw.draw(st.sampled_from(document.sections))
    at = where.body
    for entry in held(document, where):
        assert at <= entry.start < entry.end <= max(where.own, where.end)
        at = entry.end


def test_a_row_is_nothing_where_all_of_it_is() -> None:
    assert is_nothing(Entry("", 0, 1, cells={"a": "—", "b": "none"}))
    assert not is_nothing(Entry("", 0, 1, cells={"a": "—", "b": "x"}))
    assert not is_nothing(Entry("None", 0, 1, detail="x"))


@pytest.mark.parametrize("name", ["status", "session-md", "continuity"])
def test_no_line_of_a_profile_is_an_entry(name: str) -> None:
    """What stands for nothing is read as nothing, whatever its form."""
    kind = profiles.packaged(name).document("state")
    assert kind
    for one in kind.sections:
        head = "| a |\n|---|\n" if one.empty.startswith("|") else ""
        assert entries(of(f"## {one.heading}\n\n{head}{one.empty}\n"), kind, one.concept) == []
