"""What documents a project keeps, and of what they are made: a profile, declared in TOML."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ...core.errors import Failure

SHAPES = ("text", "fields", "table", "tasks", "numbered", "bullets", "subsections")
"""What a section holds."""

FIELD_FORMS = ("text", "date", "number", "percent", "status", "commit", "branch", "changes")
"""What the value of a field is."""

FORMS = ("markdown", "json")
"""What a document is written in."""

PLACEHOLDERS = (
    *("text", "fix", "commit", "subject", "date", "time", "timestamp", "session", "number", "index"),
    *("status", "why", "path", "impact", "mitigation", "duration", "progress", "goal", "fixes", "branch"),
    *("changes", "project", "phase", "state", "completed", "in-progress", "next"),
)
"""What a template may ask for, beside the concepts of a document's own fields.

`text` is the entry itself, `index` its place among those in the section; `number` and `session` are the
session's.
"""


class Field(NamedTuple):
    """A `**Name**: value` line, in the header of a document or in a section.

    `entry` is the template of its value; where it is "", the value is that named as the concept.
    """

    concept: str
    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    form: str = "text"
    values: tuple[str, ...] = ()
    entry: str = ""


class SectionType(NamedTuple):
    """A section: how it is found, what it holds, and how an entry is written.

    `entry` has one template for each column of a table, else one template. `empty` is the line that stands
    there when there is no entry, `body` the text that a new document gets below the heading in any case.
    A new document has those that are `required` or `scaffold`.
    """

    concept: str
    heading: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    scaffold: bool = False
    shape: str = "text"
    columns: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    empty: str = ""
    fields: tuple[Field, ...] = ()
    kinds: tuple[str, ...] = ()
    level: int = 2
    body: str = ""


class DocumentType(NamedTuple):
    """A document: where it is, what it must say, and when it should be touched.

    A path that ends with "/" is a directory; what is said of it is said of the files in it. `also` has
    other paths: a file there is that document. `tight` is whether its author leaves no blank line below
    a heading. `max_lines` 0 is no limit. Of those that each session has, one that is `at_end` is written
    when it ends; without sections it is a copy of the state document.
    """

    id: str
    path: str
    also: tuple[str, ...] = ()
    state: bool = False
    required: bool = False
    scaffold: bool = True
    at_end: bool = False
    title: str = ""
    body: str = ""
    form: str = "markdown"
    tight: bool = False
    max_lines: int = 0
    triggers: tuple[str, ...] = ()
    renames_only: bool = False
    fields: tuple[Field, ...] = ()
    sections: tuple[SectionType, ...] = ()

    @property
    def per_session(self) -> bool:
        """Whether each session, or day, has its own: there is a placeholder in the path."""
        return "{" in self.path

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of which it can be, beside "", in the order in which they are declared."""
        return tuple(dict.fromkeys(kind for section in self.sections for kind in section.kinds))

    def section(self, concept: str) -> SectionType | None:
        """The first section for a concept."""
        return next((section for section in self.sections if section.concept == concept), None)

    def place_for(self, concept: str) -> SectionType:
        """The first section for a concept. Raises Failure where there is none."""
        found = self.section(concept)
        if found is None:
            raise Failure(
                f"{self.path} has no place for {concept}", "see the setting profiles: git sessionlog config"
            )
        return found

    def of_kind(self, kind: str) -> "DocumentType":
        """The document of a kind, "" for none: what is declared for it stands in for the common section."""
        own = {section.concept: section for section in self.sections if kind in section.kinds}
        common = {section.concept for section in self.sections if not section.kinds}
        sections = [
            section if section.kinds else own.get(section.concept, section)
            for section in self.sections
            if not section.kinds or (kind in section.kinds and section.concept not in common)
        ]
        return self._replace(sections=tuple(sections))


class Profile(NamedTuple):
    """A set of documents, where the record of a session goes, and what is read at a session's start."""

    name: str
    documents: tuple[DocumentType, ...]
    record: str = "docs/sessions/{id}.md"
    reading: tuple[str, ...] = ()
    messages: Mapping[str, str] = {}

    def document(self, id: str) -> DocumentType | None:
        """The document with an id."""
        return next((document for document in self.documents if document.id == id), None)


def documents_of_all(profiles: Iterable[Profile]) -> Iterator[DocumentType]:
    """The documents that some profiles declare, one profile after the other."""
    return (document for profile in profiles for document in profile.documents)


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its placeholders filled.

    `{text}` is a value, or nothing where there is none, `{text|none}` has another word for that,
    `{number:03}` gets leading zeros. What is in double brackets is left out unless all its placeholders
    have a value: `{text}[[ ({date})]]`. Values are put in once, and never read as templates.
    """

    def optional(group: re.Match[str]) -> str:
        return group[1] if all(values.get(name) for name in placeholders(group[1])) else ""

    return re.sub(_HOLE, lambda hole: _value(hole, values), re.sub(_OPTIONAL, optional, template))


def placeholders(template: str) -> tuple[str, ...]:
    """The names of the placeholders in a template."""
    return tuple(hole[1] for hole in re.finditer(_HOLE, template)) if "{" in template else ()


_HOLE = r"\{([a-z][a-z-]*)(?::0([1-9])|\|([^{}]*))?\}"
_OPTIONAL = r"\[\[((?:[^\[\]]|\[(?!\[)|\](?!\]))*)\]\]"


def _value(hole: re.Match[str], values: Mapping[str, str]) -> str:
    name, width, default = hole.groups()
    value = values.get(name, "")
    return value.zfill(int(width)) if width and value else value or default or ""
