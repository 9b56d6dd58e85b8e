"""Mend what can be mended in one way only; all else of a document stays, byte by byte."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple

from ..core.errors import Failure
from . import edit, entries, scaffold, update
from .document import Document
from .lines import Row, Table
from .profiles.model import SectionType
from .rules import structure, tasks, text
from .rules.rule import Page
from .source import Edit


class Mended(NamedTuple):
    """A document, and in words what was mended in it."""

    document: Document
    done: tuple[str, ...] = ()


def mended(page: Page, wanted: Callable[[str], bool]) -> Mended:
    """The document with what is certain mended; `wanted` is whether a rule is judged by.

    Sections that are missing come as a new document has them; rows that are too short get empty cells, and
    rows that say nothing go where others say something; metrics become what the tasks say. Nothing is
    touched where git left a conflict, nor where a change cannot be proved.
    """
    if next(text.conflicts(page.document), None):
        return Mended(page.document)
    done: list[str] = []
    for section in structure.missing(page) if wanted("section-missing") else ():
        with suppress(Failure):
            page = _again(page, _with_section(page, section))
            done.append(f'added the section "{section.heading}"')
    edits = [*_of_rows(page)] if wanted("table-form") else []
    with suppress(Failure):
        page = _again(page, edit.applied(page.document, edits, lambda new: _is_even(_again(page, new))))
        done += [_rows(len(edits))] if edits else []
    metrics = list(_of_metrics(page)) if wanted("tasks-metrics") else []
    with suppress(Failure):
        page = _again(
            page, edit.applied(page.document, metrics, lambda new: _is_counted(_again(page, new)))
        )
        done += ["counted the metrics"] if metrics else []
    return Mended(page.document, tuple(done))


def _again(page: Page, document: Document) -> Page:
    return Page(document, page.kind, page.facts)


def _with_section(page: Page, section: SectionType) -> Document:
    """The document with a section as a new document has it, what is below its heading included."""
    before, level = update.neighbour(page.document, page.kind, section)
    heading, *content = scaffold.section_lines(section._replace(level=level), {}, tight=page.kind.tight)
    deeper = "#" * (level - section.level)
    lines = (re.sub("^#+ ", lambda mark: deeper + mark[0], line) for line in content)
    edits = edit.add_section(page.document, heading, "\n".join(lines), before=before)
    return edit.applied(
        page.document, edits, lambda new: _again(page, new).section(section.concept) is not None
    )


def _of_rows(page: Page) -> Iterator[Edit]:
    for declared, where in page.declared:
        for table in page.tables(where) if declared.shape == "table" else ():
            if table.header:
                yield from _of_table(page.document, table, len(table.header.cells))


def _of_table(document: Document, table: Table, width: int) -> Iterator[Edit]:
    says_something = any(not _is_empty(row) for row in table.rows)
    for row in table.rows:
        if says_something and _is_empty(row):
            yield Edit(row.start, min(row.end + 1, len(document.text)), "")
        elif len(row.cells) < width:
            closed = document.text[row.start : row.end].rstrip().endswith("|")
            yield Edit(row.end, row.end, ("" if closed else " |") + "  |" * (width - len(row.cells)))


def _is_empty(row: Row) -> bool:
    return all(entries.says_nothing(one) for one in row.texts)


def _is_even(page: Page) -> bool:
    return not list(_of_rows(page))


def _rows(count: int) -> str:
    return f"made {count} rows of tables even" if count > 1 else "made a row of a table even"


def _is_counted(page: Page) -> bool:
    return not tasks.metrics(page)


def _of_metrics(page: Page) -> Iterator[Edit]:
    for one in tasks.metrics(page):
        yield Edit(*tasks.place(page, ("metrics", one.name)), json.dumps(one.is_so))
