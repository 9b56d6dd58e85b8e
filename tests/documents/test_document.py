"""Sections and lines: they cover a document, each character once."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.documents.document import Document, Line
from git_sessionlog.documents.source import Edit
from strategies_documents import documents, texts

TEXT = """\
before

# Title
**Last Updated**: x
## One
- a
### Two
```
# no
```
b
## Three (Notes)
<!-- c -->
last"""


def test_sections_nest_by_their_level() -> None:
    sections = Document.of(TEXT.encode()).sections
    assert [(each.level, each.title, each.name) for each in sections] == [
        (0, "", ""),
        (1, "Title", "title"),
        (2, "One", "one"),
        (3, "Two", "two"),
        (2, "Three (Notes)", "three"),
    ]
    assert [TEXT[each.body : each.own] for each in sections] == [
        "before\n\n",
        "**Last Updated**: x\n",
        "- a\n",
        "```\n# no\n```\nb\n",
        "<!-- c -->\nlast",
    ]
    assert [TEXT[each.start : each.end].split("\n")[0] for each in sections[1:]] == [
        "# Title",
        "## One",
        "### Two",
        "## Three (Notes)",
    ]
    ends = [TEXT.index("# Title"), len(TEXT), TEXT.index("## Three"), TEXT.index("## Three"), len(TEXT)]
    assert [each.end for each in sections] == ends


@pytest.mark.parametrize(
    ("names", "titles"),
    [
        (("one",), ["One"]),
        (("two", "three"), ["Two", "Three (Notes)"]),
        (("thr",), []),
        (("", "title"), ["Title"]),
        ((), []),
    ],
)
def test_sections_are_called_by_name(names: tuple[str, ...], titles: list[str]) -> None:
    assert [each.title for each in Document.of(TEXT.encode()).called(names)] == titles


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("a\n\n---\n", 0, "a\n\n"),
        ("a\n\n---\n\n\n", 0, "a\n\n"),
        ("a\n\n---\nb\n", 0, "a\n\n---\nb\n"),
        ("***\n***\n\n---\n", 0, "***\n***\n\n"),
        ("***\na\n", 4, "***\na\n"),
        ("***\n\n", 4, "***\n\n"),
        ("```\n```\n", 0, "```\n```\n"),
        ("", 0, ""),
    ],
)
def test_a_rule_at_the_end_is_none_of_a_section(text: str, start: int, expected: str) -> None:
    document = Document.of(text.encode())
    text = document.text
    assert text[: document.before_rule(start, len(text))] == expected
    followed = Document.of(f"{text}# Next\n---\n".encode())
    assert followed.text[: followed.before_rule(start, len(text))] == expected


def test_the_sections_right_below_another() -> None:
    document = Document.of(b"a\n# T\n## A\n### B\n#### C\n### D\n## E\n# U\n#### F\n### G\n")
    below = {each.title: [one.title for one in document.below(each)] for each in document.sections}
    assert {title: names for title, names in below.items() if names} == {
        "T": ["A", "E"],
        "A": ["B", "D"],
        "B": ["C"],
        "U": ["F", "G"],
    }


def test_lines_of_text_only() -> None:
    document = Document.of(b"---\nid: x\n---\n" + TEXT.replace("\n", "\r\n").encode())
    lines = list(document.lines(0, len(document.text)))
    assert [line.text for line in lines] == ["before", "", "**Last Updated**: x", "- a", "b", "last"]
    assert [document.text[line.start : line.end] for line in lines] == [line.text for line in lines]
    assert [document.line(line.start) for line in lines] == [4, 5, 7, 9, 14, 17]
    assert [document.source.line(line.start) for line in lines] == [4, 5, 7, 9, 14, 17]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 3, [Line("bef", 0)]),
        (3, 8, [Line("ore", 3), Line("", 7)]),
        (12, 16, []),
        (len(TEXT) - 2, len(TEXT), [Line("st", len(TEXT) - 2)]),
        (5, 5, []),
    ],
)
def test_lines_between_any_two_offsets(start: int, end: int, expected: list[Line]) -> None:
    assert list(Document.of(TEXT.encode()).lines(start, end)) == expected


@given(documents())
def test_lines_and_blocks_cover_a_document(data: bytes) -> None:
    document = Document.of(data)
    lines = list(document.lines(0, len(document.text)))
    spans = sorted([(line.start, line.text) for line in lines] + [(b.start, "") for b in document.blocks])
    assert [line.start for line in lines] == sorted(line.start for line in lines)
    pieces = {block.start: document.text[block.start : block.end] for block in document.blocks}
    whole = "".join(pieces.get(start, f"{text}\n") for start, text in spans)
    assert whole.removesuffix("\n") == document.text.removesuffix("\n")
    assert not any("\n" in line.text for line in lines)


@given(documents())
def test_sections_cover_a_document(data: bytes) -> None:
    document = Document.of(data)
    first, *others = sections = document.sections
    assert (first.level, first.start, first.body, sections[-1].own) == (0, 0, 0, len(document.text))
    assert all(one.own == other.start for one, other in pairwise(sections))
    for at, each in enumerate(others, 1):
        assert each.start < each.body <= each.own <= each.end
        below = (one.start for one in sections[at + 1 :] if one.level <= each.level)
        assert each.end == next(below, len(document.text))
    assert [each.title for each in others] == [b.title for b in document.blocks if b.kind == "heading"]
    by_section = [line for each in sections for line in document.lines(each.body, each.own)]
    assert by_section == list(document.lines(0, len(document.text)))


@given(texts, st.data())
def test_the_number_of_a_line(text: str, data: st.DataObject) -> None:
    document = Document.of(text.encode("utf-8", "surrogatepass"))
    offset = data.draw(st.integers(0, len(document.text)))
    assert document.line(offset) == document.source.line(offset)


def test_a_change_makes_another_document() -> None:
    document = Document.of(b"# One\n", "STATUS.md")
    changed = document.edited([Edit(2, 5, "Two")])
    assert [each.title for each in changed.sections] == ["", "Two"]
    assert [each.title for each in document.sections] == ["", "One"]
    assert changed.path == "STATUS.md"


def test_a_document_is_read_once() -> None:
    asked: list[tuple[Document, int]] = []

    def read(document: Document, start: int) -> int:
        asked.append((document, start))
        return len(document.text) - start

    one, other = Document.of(b"abc"), Document.of(b"abcd")

    found = [each.once(read, start) for each in (one, other, one, other) for start in (0, 1, 0)]

    assert found == [3, 2, 3, 4, 3, 4] * 2
    assert asked == [(one, 0), (one, 1), (other, 0), (other, 1)]
