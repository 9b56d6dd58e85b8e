"""Has a document the sections, the fields and the tables that it should have?"""

from collections import Counter
from collections.abc import Iterator

from ...core.findings import Finding
from .. import entries
from ..document import Section
from ..lines import Table
from ..profiles.model import SectionType
from .rule import METADATA, Page, rule

_TABLE = "| Fix | Description | Commit | Date |\n| --- | --- | --- | --- |\n"


@rule(
    "section-missing",
    bad="## Completed Fixes\n## In Progress\n## Next Up",
    good="## Completed Fixes\n## In Progress\n## Next Up\n## Session Log",
)
def section_missing(page: Page) -> Iterator[Finding]:
    """The sections that the profile requires are there, in any order, under any of their names."""
    wanted = missing(page)
    if page.is_prose and wanted:
        names = ", ".join(f'"{section.heading}"' for section in wanted[:3])
        more = f" and {len(wanted) - 3} more" if wanted[3:] else ""
        yield page.at(0)._replace(
            message=f"no sections; the profile wants {names}{more}",
            hint="git sessionlog docs --fix adds them",
        )
        return
    for section in wanted:
        yield page.at(0)._replace(
            message=f'no section "{section.heading}"', hint="git sessionlog docs --fix adds it"
        )


def missing(page: Page) -> list[SectionType]:
    """The sections that the profile requires, and that are not there; metadata may stand at the top."""
    at_top = any(filled.value and not filled.where for filled in page.fields)
    return [
        section
        for section in page.kind.sections
        if section.required and page.section(section.concept) is None
        if not (at_top and section.concept == METADATA)
    ]


@rule("section-empty", bad="## Next Up", good="## Next Up\n\n1. Fix 2.4: `src/limit.py`")
def section_empty(page: Page) -> Iterator[Finding]:
    """A required section says something; "None" is something."""
    wanted = [(declared, where) for declared, where in page.declared if declared.required]
    empty = [
        (declared, where)
        for declared, where in wanted
        if is_unfilled(page, declared, where) or not _says_something(page, where)
    ]
    if len(empty) == len(wanted) > 1:  # nobody has begun with it: to say so once is enough
        words = "nothing is written in it yet"
        yield page.heading(empty[0][1])._replace(message=words, hint="write what is next, or None")
        return
    for declared, where in empty:
        yield page.heading(where)._replace(
            message=f'"{declared.heading}" has no entries', hint="write one, or None"
        )


def is_unfilled(page: Page, declared: SectionType, where: Section) -> bool:
    """Whether a section holds just what a new document has there to be overwritten."""
    template = declared.empty.split()
    text = page.document.text[where.body : where.end].replace("---", " ")
    return bool(template) and not entries.says_nothing(declared.empty) and text.split() == template


def _says_something(page: Page, where: Section) -> bool:
    """Whether there is a line of text that is no table's head, a fence, or a section below."""
    if where.end > where.own:
        return True
    inside = (block for block in page.document.blocks if where.body <= block.start < where.own)
    if any(block.kind == "code" for block in inside):
        return True
    tables = page.tables(where)  # there are no sections below
    if tables:
        return any(table.rows or not table.header for table in tables)
    return any(line.text.strip() for line in page.document.lines(where.body, where.own))


@rule(
    "section-duplicate",
    bad="## Next Up\n\n1. `make`\n\n## Next Up (latest)\n\n1. `make test`",
    good="## Next Up\n\n1. `make test`",
)
def section_duplicate(page: Page) -> Iterator[Finding]:
    """A section of the profile is there once: nobody can tell which of two is the newer one."""
    claimed = {where.start: one.heading for one, where in page.declared}
    names = {where.name: one.heading for one, where in page.declared}
    once: Counter[tuple[str, int]] = Counter()
    for section in page.document.sections:
        if section.name in names and claimed.get(section.start, names[section.name]) == names[section.name]:
            once[section.name, section.level] += 1
            if once[section.name, section.level] == 2:
                yield page.heading(section)._replace(
                    message=f'"{names[section.name]}" is there twice', hint="keep one of them"
                )


@rule(
    "table-form",
    bad=f"## Completed Fixes\n\n{_TABLE}| 2.3 | a \\| b | 1a2b3c4 |",
    good=f"## Completed Fixes\n\n{_TABLE}| 2.3 | a \\| b | 1a2b3c4 | 2026-02-13 |",
)
def table_form(page: Page) -> Iterator[Finding]:
    """A table of the profile has a header, and as many cells in each row; said once for a table."""
    for declared, where in page.declared:
        if declared.shape == "table":
            for table in page.tables(where):
                yield from _departures(page, declared, table)


def _departures(page: Page, declared: SectionType, table: Table) -> Iterator[Finding]:
    if table.header is None:
        first = table.rows[0]
        words = f'the table of "{declared.heading}" has no header'
        yield page.at(first.start, first.end)._replace(message=words, hint=_head(declared))
        return
    width = len(table.header.cells)
    idle = [row for row in table.rows if all(entries.says_nothing(text) for text in row.texts)]
    uneven = [row for row in table.rows if len(row.cells) != width]
    if idle and len(idle) < len(table.rows):
        yield page.at(idle[0].start, idle[0].end)._replace(
            message="a row says nothing, where others do", hint="git sessionlog docs --fix"
        )
    if uneven:
        first, more = uneven[0], f", and {len(uneven) - 1:,} more rows are uneven" if uneven[1:] else ""
        words = f"{len(first.cells)} cells where the header has {width}{more}"
        hint = "a bar in a cell is written \\|" if len(first.cells) > width else ""
        yield page.at(first.start, first.end)._replace(message=words, hint=hint)


def _head(declared: SectionType) -> str:
    return "| " + " | ".join(declared.columns) + " |"


@rule(
    "field-missing",
    bad="**Last Updated**: 2026-02-13\n**Session**: 4\n\n## Known Issues",
    good="**Last Updated**: 2026-02-13\n**Session**: 4\n**Status**: Ready\n\n## Known Issues",
    of="continuity/state",
)
def field_missing(page: Page) -> Iterator[Finding]:
    """The fields that the profile requires are there, and say something. (Dates: `date-missing`.)"""
    if page.is_prose:
        return
    below = {where.start for declared, where in page.declared if declared.shape == "subsections"}
    for field, where, value in page.fields:
        if not field.required or field.form == "date" or (where and where.start in below):
            continue
        if value is None:
            place = page.heading(where) if where else page.at(0)
            yield place._replace(message=f'no field "{field.name}"', hint=f"**{field.name}**: ...")
        elif field.form != "changes" and not value.text.strip():
            yield value.place._replace(message=f'"{field.name}" says nothing')


@rule(
    "entry-fields",
    bad="## What's Next\n\n### 1. Deploy the topics\n\nWhen somebody has time.",
    good="## What's Next\n\n### 1. Deploy the topics\n\n**Action**: `kubectl apply -f topic.yaml`",
    of="continuity/state",
)
def entry_fields(page: Page) -> Iterator[Finding]:
    """An entry that is a section of its own has the fields that the profile requires of each."""
    for declared, where in page.declared:
        wanted = [field for field in declared.fields if field.required]
        if declared.shape != "subsections" or not wanted or is_unfilled(page, declared, where):
            continue
        for below in page.document.sections:
            if where.own <= below.start < where.end and below.level == _level(page, where):
                names = [field.name for field in wanted if not page.field(field, below)]
                if names:
                    listed = '", no "'.join(names)
                    yield page.heading(below)._replace(message=f'"{below.title[:60]}" has no "{listed}"')


def _level(page: Page, where: Section) -> int:
    """The level of the first section below another."""
    inside = (section.level for section in page.document.sections if where.own <= section.start < where.end)
    return next(inside, 0)
