"""Tables, lists and fields as people write them: tests/cases/tables and fields.txt, and laws."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.documents.document import Document
from git_sessionlog.documents.lines import Row, field, items, tables
from strategies_documents import documents

CASES = Path(__file__).parents[1] / "cases"
TABLES = sorted((CASES / "tables").glob("*.md"))
FIELDS = (CASES / "fields.txt").read_text(encoding="utf-8")
NAMES = (
    *("Last Updated", "Updated", "Date", "Session", "Status", "Branch", "Progress", "Goal"),
    *("Atualizado em", "最終更新", "날짜"),
)


def of(text: str) -> Document:
    return Document.of(text.encode())


def table_lines(document: Document) -> str:
    """Each table: its header behind `#`, its rows behind `-`, each cell in brackets."""
    found = []
    for table in tables(document, 0, len(document.text)):
        head = [_row("#", table.header)] if table.header else []
        found.append("\n".join([*head, *(_row("-", row) for row in table.rows)]))
    return "\n\n".join(found)


def _row(mark: str, row: Row) -> str:
    return " ".join([mark, *(f"[{text}]" for text in row.texts)])


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.stem)
def test_tables(file: Path) -> None:
    text, _, expected = file.read_text(encoding="utf-8").partition("=>\n")
    for ends in ("\n", "\r\n"):
        assert table_lines(of(text.replace("\n", ends))) == expected.strip("\n")
    assert table_lines(of(text.removesuffix("\n"))) == expected.strip("\n")


def test_a_table_ends_with_its_last_row() -> None:
    text = "a\n\n| a |\n|---|\n| 1 |\n\n| 2 |\n\nb\n"
    table = tables(of(text), 0, len(text))[0]
    assert text[: table.end].endswith("| 2 |")
    assert [text[row.start : row.end] for row in table.rows] == ["| 1 |", "| 2 |"]
    assert tables(of(text), 0, text.index("| 1"))[0].rows == ()


@given(documents())
def test_cells_stand_where_they_say(data: bytes) -> None:
    document = Document.of(data)
    for table in tables(document, 0, len(document.text)):
        rows = [*([table.header] if table.header else []), *table.rows]
        assert rows
        assert table.end >= max(row.end for row in rows)
        for row in rows:
            assert "\n" not in document.text[row.start : row.end]
            at = row.start
            for cell in row.cells:
                assert at <= cell.start <= cell.end <= row.end
                assert document.text[cell.start : cell.end].replace("\\|", "|") == cell.text
                assert cell.text == cell.text.strip()
                at = cell.end


def outline(text: str) -> list[str]:
    """Each item: `-` or its number, its mark, its text; indented as it is nested; and how it ends."""
    document, found, ends = of(text), [], []
    for item in items(document, 0, len(document.text)):
        ends = [end for end in ends if item.start < end]
        number = "-" if item.number is None else f"{item.number}."
        mark = f" [{item.mark}]" if item.mark else ""
        rest = document.text[item.start : item.end].count("\n")
        found.append(f"{'  ' * len(ends)}{number}{mark} {item.text} /{rest}")
        ends.append(item.end)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n* b\n+ c\n1. d\n2) e\n", ["- a /1", "- b /1", "- c /1", "1. d /1", "2. e /1"]),
        ("- a", ["- a /0"]),
        ("1. a\n2. b\n1. c\n10. d\n", ["1. a /1", "2. b /1", "1. c /1", "10. d /1"]),
        ("- [ ] a\n- [x] b\n- [X] c\n", ["- [ ] a /1", "- [x] b /1", "- [x] c /1"]),
        ("1. [x] a\n", ["1. [x] a /1"]),
        ("- [x]no\n- [y] no\n- [ ]\n- [] no\n", ["- [x]no /1", "- [y] no /1", "- [ ]  /1", "- [] no /1"]),
        ("-\n- \n*\n", ["-  /1", "-  /1", "-  /1"]),
        ("**bold**\n-no\n1.no\n-- no\n1234567890. no\n", []),
        ("> - no\n# - no\n", []),
        ("- a\n  - b\n    - c\n  - d\n- e\n", ["- a /4", "  - b /2", "    - c /1", "  - d /1", "- e /1"]),
        ("1. a\n   - b\n   - c\n2. d\n", ["1. a /3", "  - b /1", "  - c /1", "2. d /1"]),
        ("1. a\n  - b\n", ["1. a /2", "  - b /1"]),
        ("- a\n - b\n  - c\n", ["- a /1", "- b /1", "- c /1"]),
        ("- a\n\t- b\n\t\t- c\n", ["- a /3", "  - b /2", "    - c /1"]),
        ("    - a\n    - b\n  - c\n", ["- a /1", "- b /1", "- c /1"]),
        ("- a\n  goes on\nlazy\n- b\n", ["- a /3", "- b /1"]),
        ("- a\n\n- b\n\n\n- c\n", ["- a /1", "- b /1", "- c /1"]),
        ("- a\n\n  of a\n\nnot of a\n", ["- a /3"]),
        ("- a\n  - b\n\n  of a\n\n- c\n", ["- a /4", "  - b /1", "- c /1"]),
        ("- a\n\n of no item\n", ["- a /1"]),
        ("- a\n# Heading\n  - b\n", ["- a /1", "- b /1"]),
        ("- a\n\n---\n\n  - b\n", ["- a /1", "- b /1"]),
        ("- a\n  <!-- c -->\n  - b\n", ["- a /3", "  - b /1"]),
        ("- a\n<!-- c -->\n- b\n", ["- a /1", "- b /1"]),
        ("- a\n```\n- no\n```\n  - b\n", ["- a /1", "- b /1"]),
        ("- a\n  ```\n  - no\n  ```\n- b\n", ["- a /4", "- b /1"]),
        ("- a\n\n  ```\n  - no\n  ```\n\n  of a\n- b\n", ["- a /7", "- b /1"]),
        ("- ```sh\n  - no\n  ```\n- b\n", ["- ```sh /3", "- b /1"]),
        ("- a\n  - b\n\n    ```\n    - no\n    ```\n  - c\n", ["- a /7", "  - b /5", "  - c /1"]),
        ("1. a\n\n    ```\n    1. no\n    ```\n2. b\n", ["1. a /5", "2. b /1"]),
        ("- a\n\n    ```\n    - not closed\n- b\n", ["- a /4", "- b /1"]),
        ("text\n- a | b\n| c |\n", ["- a | b /2"]),
        ("- 次の作業\n- \u00a0\n", ["- 次の作業 /1", "-  /1"]),
    ],
)
def test_items(text: str, expected: list[str]) -> None:
    assert outline(text) == expected
    assert outline(text.replace("\n", "\r\n")) == expected


def test_where_an_item_stands() -> None:
    text = "text\n  - [x]  done \n\n    more\n"
    item = items(of(text), 0, len(text))[0]
    assert (item.indent, text[item.start :][:5], text[item.text_start : item.end]) == (
        2,
        "  - [",
        "done \n\n    more\n",
    )
    assert items(of(text), 0, text.index("\n\n"))[0].end == text.index("\n\n")


@given(documents())
def test_items_nest(data: bytes) -> None:
    document = Document.of(data)
    for section in document.sections:
        found = items(document, section.body, section.own)
        ends: list[int] = []
        for item in found:
            assert section.body <= item.start < item.text_start <= item.end <= section.own
            line = document.text[
                item.start : document.text.find("\n", item.start) % (len(document.text) + 1)
            ]
            assert document.text[item.text_start :].startswith(item.text)
            assert item.text in line
            ends = [end for end in ends if end > item.start]
            assert all(item.end <= end for end in ends)
            ends.append(item.end)


@pytest.mark.parametrize(
    ("text", "expected"), re.findall(r"((?:^(?!=>|#).+\n)+)=> ?(.*)$", FIELDS, re.MULTILINE)
)
def test_field(text: str, expected: str) -> None:
    for ends in ("\n", "\r\n"):
        document = of(text.replace("␣", " ").replace("\n", ends))
        found = field(document, 0, len(document.text), NAMES)
        assert (f"{found.name} | {found.value}" if found else "none").strip() == expected.strip()
        assert not found or document.text[found.start : found.end] == found.value


def test_there_are_many_cases() -> None:
    assert len(TABLES) > 10
    assert len(re.findall("^=>", FIELDS, re.MULTILINE)) > 50


def test_a_field_between_two_offsets_only() -> None:
    text = "Status: a\n\nStatus: b\n"
    assert (found := field(of(text), 5, len(text), NAMES))
    assert found.value == "b"
    assert field(of(text), 0, len(text), ()) is None


PIECES = st.sampled_from(
    [
        *(
            "Status",
            "Last Updated",
            ": ",
            ":",
            "：",
            "**",
            "*",
            "_",
            "__",
            " ",
            " · ",
            " | ",
            "|",
            "> ",
            "- ",
            "a",
            "é",
        )
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_a_value_is_one_of_its_line(text: str) -> None:
    document = of(f"# Title\n{text}\n")
    found = field(document, 0, len(document.text), NAMES)
    if found:
        assert document.text[found.start : found.end] == found.value == found.value.strip(" \t")
        assert document.text[8 : found.start].casefold().rstrip("*_ \t:：").endswith(found.name.casefold())
