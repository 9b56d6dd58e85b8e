"""What a rule of documents is: a small generator under a stable id, with a bad and a good example.

A new rule: a generator here beside its subject with `@rule(...)`, its default severity in
`settings.DOCUMENT_RULES`. The first line of its docstring is its description in docs/rules.md; its
examples are tests. No rule asks git, the file system or the clock: what it must know is in `Facts`.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import NamedTuple, TypeVar, cast

from ...core.findings import Finding
from ...core.secrets.allowed import Allowed
from .. import columns, entries, lines
from ..document import Document, Line, Section
from ..entries import Entry
from ..lines import Cell, Row, Table
from ..profiles.model import DocumentType, Field, SectionType
from . import front

T = TypeVar("T")

HERE, FOREIGN, UNKNOWN, AMBIGUOUS = "here", "foreign", "unknown", "ambiguous"
"""What a commit is that a document names: in the history, in another one, nowhere; several."""

FILE, DIRECTORY, IGNORED, ABSENT = "file", "directory", "ignored", "absent"
"""What is at a path that a document names; ignored is what git does not keep."""


METADATA = "header"
"""The concept of a section that only has fields, and may do without its heading."""


class Outline(NamedTuple):
    """What a link into a file can name: the anchors of its headings, the numbers of its sections."""

    anchors: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()


class Facts(NamedTuple):
    """What is known around a document. What was not looked up, or could not be, is in no table.

    `commits` tells of the hashes that it names, `paths` of the paths, `outlines` of the files that it leads
    into. `fixes` are the ids that commits have in their tags, None where that is not known. `before` is the
    document as it was committed last, `worked` when the last commit was made that needs a description,
    `branch` the one that is checked out, "" where that does not count. `allowed` are secrets that are none.
    """

    now: datetime
    commits: Mapping[str, str] = {}
    paths: Mapping[str, str] = {}
    outlines: Mapping[str, Outline] = {}
    fixes: frozenset[str] | None = None
    before: Document | None = None
    worked: datetime | None = None
    branch: str = ""
    allowed: Allowed = Allowed()


class Value(NamedTuple):
    """A field's value, where it starts, and an empty finding under it; -1 is in the front matter."""

    text: str
    start: int
    place: Finding


class Filled(NamedTuple):
    """A field of the profile, the section that it belongs to, its value where it is there."""

    field: Field
    where: Section | None
    value: Value | None


class Entered(NamedTuple):
    """A row of a table, with its cells by what they hold: "fix", "text", "date", ..."""

    row: Row
    cells: Mapping[str, Cell]

    def text(self, what: str) -> str:
        """What a cell says, "" where it says nothing or is not there."""
        cell = self.cells.get(what)
        return "" if cell is None or entries.says_nothing(cell.text) else cell.text


class Page:
    """A document on its way to a verdict; what is found in it is kept."""

    def __init__(self, document: Document, kind: DocumentType, facts: Facts) -> None:
        self.document, self.kind, self.facts = document, kind, facts
        self._sections: dict[str, Section | None] = {}
        self._entries: dict[str, list[Entry]] = {}
        self._rows: dict[str, list[Entered]] = {}
        self._found: dict[Callable[[Page], object], object] = {}

    def told(self, facts: Facts) -> "Page":
        """The same page with other facts; what was found in the document goes along."""
        page = Page(self.document, self.kind, facts)
        page.__dict__ |= {**self.__dict__, "facts": facts}
        return page

    def at(self, start: int, end: int | None = None) -> Finding:
        """An empty finding at a place of the text, up to the end of the line at most."""
        text = self.document.text
        column = start - text.rfind("\n", 0, start)
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        width = max(min(start + 1 if end is None else end, stop) - start, 1)
        return Finding("", "", self.document.line(start), column, width)

    def heading(self, section: Section) -> Finding:
        """An empty finding under a heading; in the first line for what stands before the first one."""
        return self.at(section.start, section.body) if section.level else self.at(0)

    def section(self, concept: str) -> Section | None:
        """The section for a concept."""
        if concept not in self._sections:
            self._sections[concept] = entries.section(self.document, self.kind, concept)
        return self._sections[concept]

    def entries(self, concept: str) -> list[Entry]:
        """What the section for a concept holds."""
        if concept not in self._entries:
            self._entries[concept] = entries.entries(self.document, self.kind, concept)
        return self._entries[concept]

    def tables(self, where: Section) -> list[Table]:
        """The tables in a section, those in the sections below it too."""
        return lines.tables(self.document, where.body, where.end)

    def rows(self, concept: str) -> list[Entered]:
        """The rows of the tables in the section for a concept, those in the sections below it too."""
        if concept not in self._rows:
            where, declared = self.section(concept), self.kind.section(concept)
            tables = self.tables(where) if where and declared else ()
            self._rows[concept] = [
                row for table in tables if declared for row in _entered(table, declared.columns)
            ]
        return self._rows[concept]

    def field(self, field: Field, where: Section | None = None) -> Value | None:
        """A field of a section; of the header, or the front matter, where none is given.

        A date may be anywhere: some documents have theirs in the last line.
        """
        names = (field.name, *field.aliases)
        start, end = (where.body, where.end) if where else (0, self._header)
        if not where and field.form == "date":
            end = len(self.document.text)
        found = lines.field(self.document, start, end, names)
        if found:
            return Value(found.value, found.start, self.at(found.start, found.end))
        inside = None if where else front.value(self.document, names)
        return Value(inside[0], -1, inside[1]) if inside else None

    def once(self, find: "Callable[[Page], T]") -> T:
        """What a function finds in the document; it is asked once."""
        if find not in self._found:
            self._found[find] = find(self)
        return cast("T", self._found[find])

    @cached_property
    def lines(self) -> list[Line]:
        """All lines of text, as `Document.lines` has them."""
        return list(self.document.lines(0, len(self.document.text)))

    @cached_property
    def declared(self) -> list[tuple[SectionType, Section]]:
        """The sections of the profile that are there, in its order."""
        pairs = ((one, self.section(one.concept)) for one in self.kind.sections)
        return [(one, where) for one, where in pairs if where]

    @cached_property
    def fields(self) -> list[Filled]:
        """The fields of the profile: those of the header, then those of the sections that are there.

        Metadata may stand at the top without a heading.
        """
        pairs: list[tuple[Field, Section | None]] = [(field, None) for field in self.kind.fields]
        for section in self.kind.sections:
            where = self.section(section.concept)
            if where or section.concept == METADATA:
                pairs += ((field, where) for field in section.fields)
        return [Filled(field, where, self.field(field, where)) for field, where in pairs]

    @property
    def is_prose(self) -> bool:
        """Whether there is no section but for the title: then there is nothing to look for in them."""
        named = [section for section in self.document.sections if section.name]
        return len(named) < 2 and not self.declared

    @cached_property
    def _header(self) -> int:
        """Where the header ends: with the first section of the profile, else with the text."""
        return min((where.start for _, where in self.declared), default=len(self.document.text))


def _entered(table: Table, declared: tuple[str, ...]) -> Iterator[Entered]:
    """The rows that say something; what the cells hold the header tells, else the declared columns."""
    names = table.header.texts if table.header else declared
    holds = columns.of_table(tuple(names))
    for row in table.rows:
        if not all(entries.says_nothing(text) for text in row.texts):
            cells = zip(reversed(holds[: len(row.cells)]), reversed(row.cells[: len(holds)]), strict=True)
            yield Entered(row, dict(cells))  # of two columns with one name the first counts


Check = Callable[[Page], Iterator[Finding]]


class Rule(NamedTuple):
    """A rule: its id, its generator, an example of each kind, and the document that they are part of.

    `form` is what the document must be written in, "" for any; `text` is whether the rule looks at
    single lines only, and so goes on where the document as a whole cannot be read.
    """

    id: str
    check: Check
    bad: str
    good: str
    of: str
    form: str
    text: bool


RULES: dict[str, Rule] = {}
"""Every rule by its id, in the order of the chapters of docs/rules.md."""


def rule(
    id: str, *, bad: str, good: str, of: str = "status/state", form: str = "markdown", text: bool = False
) -> Callable[[Check], Check]:
    """Register a generator as the rule `id`; `of` is `profile/document` for its examples."""

    def register(check: Check) -> Check:
        RULES[id] = Rule(id, check, bad, good, of, form, text)
        return check

    return register
