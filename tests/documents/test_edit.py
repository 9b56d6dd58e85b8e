"""Edits of a document: what they change, that nothing else changes, and that twice is once."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents_spliced import is_spliced
from git_sessionlog.core.errors import Failure
from git_sessionlog.documents import edit
from git_sessionlog.documents.document import Document, Section
from git_sessionlog.documents.lines import field, items, tables
from git_sessionlog.documents.source import Edit
from strategies_documents import WORDS, documents

NAMES = ("Last Updated", "Status", "Branch", "Progress", "最終更新")
TABLE = "| a | b |\n|---|---|\n"


def of(text: str) -> Document:
    return Document.of(text.encode("utf-8", "surrogatepass"), "STATUS.md")


def always(document: Document) -> bool:
    return True


def changed(text: str, edits: list[Edit]) -> str:
    return edit.applied(of(text), edits, always).text


def last(text: str) -> tuple[Document, Section]:
    document = of(text)
    return document, document.sections[-1]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["a", "b c"], "| a | b c |"),
        (["", " \n "], "| — | — |"),
        (["a|b", "a\\|b", "C:\\"], "| a\\|b | a\\|b | C:\\ |"),
        (["a\nb\r\n c\u2028d\x85", "é"], "| a b c d | é |"),
    ],
)
def test_row(texts: list[str], expected: str) -> None:
    assert edit.row(texts) == expected
    document = of(f"{TABLE}{expected}\n")
    assert tables(document, 0, len(document.text))[0].rows[0].texts == tuple(map(edit.shown, texts))


def test_the_head_of_a_table() -> None:
    assert edit.head(["Fix", "Description", "a|b"]) == (
        "| Fix | Description | a\\|b |\n| --- | ----------- | --- |"
    )


@given(
    st.lists(st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=3).map(" ".join), min_size=1)
)
def test_a_row_is_read_as_it_was_given(texts: list[str]) -> None:
    texts = [re.sub("[\ud800-\udfff]", "", text) for text in texts]
    document = of(f"| a |\n|---|\n{edit.row(texts)}\n")
    assert tables(document, 0, len(document.text))[0].rows[0].texts == tuple(map(edit.shown, texts))


@pytest.mark.parametrize(
    ("text", "texts", "expected"),
    [
        (f"{TABLE}| 1 | 2 |\n\ntext\n", ["3", "4"], f"{TABLE}| 1 | 2 |\n| 3 | 4 |\n\ntext\n"),
        (f"{TABLE}| 1 | 2 |", ["3", "4"], f"{TABLE}| 1 | 2 |\n| 3 | 4 |"),
        (f"{TABLE}\ntext\n", ["3", "4"], f"{TABLE}| 3 | 4 |\n\ntext\n"),
        (f"{TABLE}| 1 | 2 |\n\n| 5 |\ntext\n", ["3"], f"{TABLE}| 1 | 2 |\n\n| 5 |\n| 3 |\ntext\n"),
        (f"{TABLE}|  1|2  \n", ["1", "2"], f"{TABLE}|  1|2  \n"),
        (f"{TABLE}| none | — |\n", ["3", "4"], f"{TABLE}| 3 | 4 |\n"),
        (f"{TABLE}| none | — |\n| 1 | 2 |\n", ["3", "4"], f"{TABLE}| none | — |\n| 1 | 2 |\n| 3 | 4 |\n"),
    ],
)
def test_add_row(text: str, texts: list[str], expected: str) -> None:
    table = tables(of(text), 0, len(text))[0]
    assert changed(text, edit.add_row(table, texts, empty=("none", "—"))) == expected


@pytest.mark.parametrize(
    ("line", "texts", "expected"),
    [
        ("| 1 | 2 |", ["1", "4"], "| 1 | 4 |"),
        ("|  1  |2|", ["3", "4"], "|  3  |4|"),
        ("| 1 |", ["1", "2"], "| 1 | 2 |"),
        ("| 1 | 2 | 3 |", ["4", "5"], "| 4 | 5 | 3 |"),
        ("| | |", ["1", "a|b"], "| 1| a\\|b|"),
        ("| 1 | 2 |", ["", "2"], "| — | 2 |"),
        ("| a\\|b | 2 |", ["a|b", "2"], "| a\\|b | 2 |"),
    ],
)
def test_set_row(line: str, texts: list[str], expected: str) -> None:
    text = f"{TABLE}{line}\n"
    row = tables(of(text), 0, len(text))[0].rows[0]
    assert changed(text, edit.set_row(row, texts)) == f"{TABLE}{expected}\n"


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("- [ ] a [ ] b\n", "x", "- [x] a [ ] b\n"),
        ("1.  [ ]  [x](y)\n", "x", "1.  [x]  [x](y)\n"),
        ("- [X] a\n", "x", "- [X] a\n"),
        ("- [x] a\n", " ", "- [ ] a\n"),
        ("- [ ]", "x", "- [x]"),
    ],
)
def test_tick(text: str, mark: str, expected: str) -> None:
    item = items(of(text), 0, len(text))[0]
    assert changed(text, edit.tick(of(text), item, mark)) == expected


def test_only_tasks_are_ticked() -> None:
    with pytest.raises(Failure) as failed:
        edit.tick(of("- [a](b)\n"), items(of("- [a](b)\n"), 0, 9)[0])
    assert failed.value.message == '"[a](b)" is no task'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n- b\n", "- a\n- b\n- new\n"),
        ("- a\n- b", "- a\n- b\n- new"),
        ("- a\n  - b\n\n  of a\n\ntext\n", "- a\n  - b\n\n  of a\n- new\n\ntext\n"),
        ("- a\n  ```\n  x\n  ```\n\n---\n", "- a\n  ```\n  x\n  ```\n- new\n\n---\n"),
        ("- a\n---\n", "- a\n- new\n---\n"),
        ("  - a\n- b\n    - c\n", "  - a\n- b\n    - c\n- new\n"),
        ("- a\n- new \n", "- a\n- new \n"),
        ("_none_\n", "- new\n"),
        ("text\n\n _none_ \n- a\n", "text\n\n- new\n- a\n"),
        ("text", "text\n\n- new\n"),
        ("text  \n", "text  \n\n- new\n"),
        ("\n\n", "\n- new\n\n\n"),
        ("", "\n- new\n"),
        ("\n---\n\n", "\n- new\n\n---\n\n"),
        ("text\n\n---\n***\n", "text\n\n---\n\n- new\n\n***\n"),
        ("<!-- c -->\n", "<!-- c -->\n\n- new\n"),
        ("<div>\n- no item\n\n", "<div>\n- no item\n\n- new\n\n"),
    ],
)
def test_add_item(text: str, expected: str) -> None:
    """Below a heading; as well with another one behind it."""
    document, section = last(f"## A\n{text}")
    assert (
        changed(document.text, edit.add_item(document, section, "- new", empty="_none_"))
        == f"## A\n{expected}"
    )
    if text.endswith("\n"):
        document = of(f"## A\n{text}## B\n")
        found = changed(
            document.text, edit.add_item(document, document.sections[1], "- new", empty="_none_")
        )
        assert found.removesuffix("## B\n").rstrip("\n") == f"## A\n{expected}".rstrip("\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "new\n"),
        ("# T\n", "new\n\n# T\n"),
        ("# T", "new\n\n# T"),
        ("text\n# T\n", "text\n\nnew\n\n# T\n"),
        ("text\n\n# T\n", "text\n\nnew\n\n# T\n"),
    ],
)
def test_add_text_before_all_headings(text: str, expected: str) -> None:
    assert changed(text, edit.add_text(of(text), of(text).sections[0], "new")) == expected


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ("## A\n\nold\n\n## B\n", "new", "## A\n\nnew\n\n## B\n"),
        ("## A\nold\nold\n## B\n", "\nnew\nnew\n\n", "## A\nnew\nnew\n## B\n"),
        ("## A\n\nold", "new", "## A\n\nnew"),
        ("## A\n\nold  \n", "", "## A\n\n\n"),
        ("## A\n\nold\n", "old", "## A\n\nold\n"),
        ("## A\n## B\n", "new", "## A\n\nnew\n\n## B\n"),
        ("## A\n## B\n", "", "## A\n## B\n"),
        ("## A\n\n```\n# x\n```\n\n---\n\n## B\n", "new", "## A\n\nnew\n\n---\n\n## B\n"),
        ("## A\n\nold\n\n## B\n", "one\n\n### C\n\ntwo", "## A\n\none\n\n### C\n\ntwo\n\n## B\n"),
    ],
)
def test_replace_text(text: str, new: str, expected: str) -> None:
    document = of(text)
    assert changed(text, edit.replace_text(document, document.sections[1], new)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "## New\n\nbody\n"),
        ("# T\n", "# T\n\n## New\n\nbody\n"),
        ("# T", "# T\n\n## New\n\nbody\n"),
        ("# T\n\ntext  \n\n\n", "# T\n\ntext  \n\n## New\n\nbody\n\n\n"),
        ("# T\n\ntext\n\n---\n", "# T\n\ntext\n\n## New\n\nbody\n\n---\n"),
        ("# T\n---\n", "# T\n\n## New\n\nbody\n\n---\n"),
        ("a\nb\n---\n", "a\nb\n\n## New\n\nbody\n\n---\n"),
    ],
)
def test_add_section_at_the_end(text: str, expected: str) -> None:
    assert changed(text, edit.add_section(of(text), "## New", "\nbody\n")) == expected


def test_add_section_before_another() -> None:
    document = of("# T\n\n## B\n")
    assert changed(document.text, edit.add_section(document, "## A", "a", before=document.sections[2])) == (
        "# T\n\n## A\n\na\n\n## B\n"
    )
    assert changed(document.text, edit.add_section(document, "## A", "", before=document.sections[1])) == (
        "## A\n\n# T\n\n## B\n"
    )


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("**Status**: old  \n", "new", "**Status**: new  \n"),
        ("*Status: old*\n", "new\nlines", "*Status: new lines*\n"),
        ("x · Status: old · y\n", "new", "x · Status: new · y\n"),
        ("**Status**: \n", "new", "**Status**: new\n"),
        ("**Status**: old\n", " old ", "**Status**: old\n"),
    ],
)
def test_set_field(text: str, value: str, expected: str) -> None:
    found = field(of(text), 0, len(text), NAMES)
    assert found
    assert changed(text, edit.set_field(found, value)) == expected


def test_the_table_of_a_section() -> None:
    document = of("## A\n| 1 |\n\ntext\n\n| a |\n|---|\n| 2 |\n## B\n| 1 |\n## C\n")
    found = [edit.table_of(document, section) for section in document.sections]
    assert [table and table.rows[0].texts for table in found] == [None, ("2",), ("1",), None]


@pytest.mark.parametrize(
    ("text", "one"),
    [
        pytest.param("text\n\n- a\n", Edit(5, 5, "```\n"), id="code swallows a text"),
        pytest.param("text\n# A\n", Edit(5, 5, "<!--\n"), id="a comment swallows a heading"),
        pytest.param("text\n\n---\n# A\n", Edit(5, 6, ""), id="a break becomes a heading"),
        pytest.param("# A", Edit(3, 3, " more"), id="a heading goes on"),
        pytest.param("```\n# A\n```\n", Edit(0, 4, ""), id="a heading is won"),
        pytest.param("text\n```\nx\n```\n", Edit(0, 9, ""), id="code is opened by the end of some"),
        pytest.param("text\n---\na: b\n---\n", Edit(0, 5, ""), id="a text becomes front matter"),
        pytest.param("x\ufeff# A\n", Edit(0, 1, ""), id="a character becomes a byte-order mark"),
        pytest.param("text\n", Edit(0, 0, "\ufeff"), id="a byte-order mark is put in"),
    ],
)
def test_what_cannot_be_changed_safely(text: str, one: Edit) -> None:
    document = of(text)
    with pytest.raises(Failure) as failed:
        edit.applied(document, [one], always)
    assert (failed.value.message, failed.value.hint) == (
        "STATUS.md cannot be changed safely, and was not",
        "mend it by hand",
    )
    assert document.text == text.removeprefix("\ufeff")


def test_an_edit_that_does_not_read_as_meant() -> None:
    with pytest.raises(Failure) as failed:
        edit.applied(Document.of(b"a"), [Edit(0, 1, "b")], lambda new: new.text != "b")
    assert failed.value.message == "the document cannot be changed safely, and was not"


def test_nothing_to_do_is_no_change() -> None:
    document = of("a")
    assert edit.applied(document, [], lambda new: False) is document


def test_a_text_with_other_line_ends_gets_those_of_the_document() -> None:
    document = Document.of(b"a\r\nb\r\n")
    assert (
        edit.applied(document, [Edit(2, 2, "1\r\n2\r3\n")], always).source.data
        == b"a\r\n1\r\n2\r\n3\r\nb\r\n"
    )


def test_many_edits_at_once_in_any_order() -> None:
    text = "# A\n\n- [ ] a\n\n```\nx\n```\n\n## B\n" * 20
    document = of(text)
    ticks = [one for item in items(document, 0, len(text)) for one in edit.tick(document, item)]
    assert edit.applied(document, ticks[::-1], always).text == text.replace("[ ]", "[x]")


class Change(NamedTuple):
    """An edit that is asked for again, in the document that it made."""

    edits: Callable[[Document, Section], list[Edit]]
    meant: Callable[[Document, Section], bool]
    again: bool = True


def _lines(document: Document, section: Section) -> list[str]:
    return [line.text.strip() for line in document.lines(section.body, section.own)]


def _changes(text: str) -> dict[str, Change]:
    def of_table(document: Document, section: Section) -> list[Edit]:
        table = edit.table_of(document, section)
        return edit.add_row(table, [text, text]) if table else []

    def of_field(document: Document, section: Section) -> list[Edit]:
        found = field(document, section.body, section.own, NAMES)
        return edit.set_field(found, text) if found else []

    def of_task(document: Document, section: Section) -> list[Edit]:
        tasks = [item for item in items(document, section.body, section.own) if item.mark]
        return edit.tick(document, tasks[-1]) if tasks else []

    def has_row(document: Document, section: Section) -> bool:
        table = edit.table_of(document, section)
        return table is None or any(row.texts == (edit.shown(text),) * 2 for row in table.rows)

    def has_value(document: Document, section: Section) -> bool:
        found = field(document, section.body, section.own, NAMES)
        return found is None or found.value == text

    return {
        "row": Change(of_table, has_row),
        "item": Change(
            lambda d, s: edit.add_item(d, s, f"- {text}"), lambda d, s: f"- {text}" in _lines(d, s)
        ),
        "text": Change(
            lambda d, s: edit.add_text(d, s, text), lambda d, s: text in _lines(d, s), again=False
        ),
        "replaced": Change(lambda d, s: edit.replace_text(d, s, text), lambda d, s: text in _lines(d, s)),
        "field": Change(of_field, has_value),
        "tick": Change(of_task, lambda d, s: True),
        "last": Change(
            lambda d, s: edit.add_section(d, "## New", text),
            lambda d, s: d.called(["new"]) != [],
            again=False,
        ),
    }


NEW = st.sampled_from(sorted({" ".join(word.split()) for word in WORDS} - {"", "\ud83d"}))


@given(documents(), st.data(), NEW, st.sampled_from(sorted(_changes(""))))
def test_edits_of_any_document(data: bytes, draw: st.DataObject, text: str, name: str) -> None:
    """The bytes around are what they were, a document of CR LF stays one, and twice is once."""
    document = Document.of(data)
    at = draw.draw(st.integers(0, len(document.sections) - 1))
    change = _changes(text)[name]
    edits = change.edits(document, document.sections[at])
    try:
        new = edit.applied(document, edits, lambda new: change.meant(new, new.sections[at]))
    except Failure:
        return
    assert is_spliced(document, edits, new)
    assert len(new.sections) >= len(document.sections)
    if change.again:
        assert change.edits(new, new.sections[at]) == []
