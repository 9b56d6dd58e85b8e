"""A profile as it is declared: a TOML file read into values, each key checked."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ...core.errors import ConfigError
from ...core.paths import is_of_git
from ...settings import config, keys
from ..concepts import Concepts, folded, with_names
from .model import (
    FIELD_FORMS,
    FORMS,
    PLACEHOLDERS,
    SHAPES,
    DocumentType,
    Field,
    Profile,
    SectionType,
    placeholders,
)
from .paths import NAMES, unique

_Reader = Callable[[Any], object]


def concepts(data: bytes, file: str) -> Concepts:
    """The names in a file of concepts. Raises ConfigError for a file that is none."""
    read = dict.fromkeys(("sections", "fields", "last-session", "words"), _names)
    table = config.parsed(data, file)
    try:
        return Concepts(**_values(table, read, "", "sections", "fields"))
    except ConfigError as error:
        raise ConfigError(f"{file}: {error.message}", error.hint) from None


def profile(data: bytes, name: str, file: str, known: Concepts) -> Profile:
    """The profile that a file declares, with the known names of its sections and fields.

    Raises ConfigError for TOML that cannot be read, an unknown key, or a value that may not stand
    there; the message names file and key.
    """
    table = config.parsed(data, file)
    try:
        return _profile(table, name, known)
    except ConfigError as error:
        raise ConfigError(f"{file}: {error.message}", error.hint) from None


def _profile(table: object, name: str, known: Concepts) -> Profile:
    given = _values(table, _PROFILE, "", "documents")
    documents = _each(given.pop("documents"), _document, "documents", "id")
    ids = Counter(document.id for document in documents)
    for id, count in ids.items():
        if count > 1:
            raise ConfigError(f'documents: the id "{id}" is there {count} times')
    for id in given.get("reading", ()):
        if id not in ids:
            raise keys.unknown(f'reading: unknown document "{id}"', id, ids)
    if "record" in given:
        given["record"] = unique(given["record"])
    return Profile(name, tuple(with_names(document, known) for document in documents), **given)


def _document(table: object, where: str) -> DocumentType:
    given = _values(table, _DOCUMENT, where, "id", "path")
    given["fields"] = _each(given.pop("fields", []), _field, where + "fields", "concept")
    given["sections"] = _each(given.pop("sections", []), _section, where + "sections", "concept")
    document = _unique(DocumentType(**given))
    known = {*PLACEHOLDERS, *(field.concept for field in document.fields)}
    known |= {field.concept for section in document.sections for field in section.fields}
    for key, template in _templates(document):
        for name in placeholders(template):
            if name not in known:
                wrong = f"{where}{key}: unknown placeholder {{{name}}}"
                raise keys.unknown(wrong, name, dict.fromkeys(sorted(known)))
    return document


def _unique(document: DocumentType) -> DocumentType:
    """The document with a path that no two sessions have; one without the random part is read as before."""
    path = unique(document.path)
    return (
        document
        if path == document.path
        else document._replace(path=path, also=(*document.also, document.path))
    )


def _templates(document: DocumentType) -> Iterator[tuple[str, str]]:
    """The templates of a document, each with the key that it stands at."""
    yield "title", document.title
    yield "body", document.body
    fields = [("", document.fields)]
    for section in document.sections:
        where = f"sections.{section.concept}."
        yield where + "body", section.body
        yield from ((where + "entry", entry) for entry in section.entry)
        fields.append((where, section.fields))
    for where, each in fields:
        yield from ((f"{where}fields.{field.concept}.entry", field.entry) for field in each)


def _section(table: object, where: str) -> SectionType:
    given = _values(table, _SECTION, where, "concept", "heading")
    given["fields"] = _each(given.pop("fields", []), _field, where + "fields", "concept")
    section = SectionType(**given)
    columns = len(section.columns)
    if (section.shape == "table") != bool(columns):
        raise ConfigError(f"{where}columns: a table has some, and nothing else has")
    if section.entry and len(section.entry) != (columns or 1):
        wanted = f"{columns} templates, one a column" if columns else "one template"
        raise ConfigError(f"{where}entry: takes {wanted}, not {len(section.entry)}")
    return section


def _field(table: object, where: str) -> Field:
    return Field(**_values(table, _FIELD, where, "concept", "name"))


def _values(table: object, read: Mapping[str, _Reader], where: str, *wanted: str) -> dict[str, Any]:
    """The values of a table by the names of their attributes; the wanted keys must be there."""
    if not isinstance(table, dict):
        raise ConfigError(f"{where.rstrip('.')}: takes a table, not {keys.shown(table)}")
    values = {}
    for key, value in table.items():
        if key not in read:
            wrong = f"{where.rstrip('.')}: " * bool(where) + f'unknown key "{key}"'
            raise keys.unknown(wrong, key, read)
        try:
            values[key.replace("-", "_")] = read[key](value)
        except ConfigError as error:
            raise ConfigError(f"{where}{key}: {error.message}", error.hint) from None
    for key in wanted:
        if key not in values:
            raise ConfigError(f"{where}{key}: must be given")
    return values


def _each(tables: object, read: Callable[[object, str], Any], where: str, key: str) -> tuple[Any, ...]:
    """Each table of a list, read; it is named by the value of its key, else by its place."""
    if not isinstance(tables, list):
        raise ConfigError(f"{where}: takes a list of tables, not {keys.shown(tables)}")
    found = []
    for at, table in enumerate(tables, 1):
        name = table.get(key) if isinstance(table, dict) else None
        named = isinstance(name, str) and re.fullmatch(_NAME, name)
        found.append(read(table, f"{where}.{name if named else at}."))
    return tuple(found)


def _matching(pattern: str, what: str) -> _Reader:
    """Reads a string that matches a pattern; `what` is the name of one."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            raise ConfigError(f"takes a string, not {keys.shown(value)}")
        if not re.fullmatch(pattern, value):
            raise ConfigError(f"{keys.shown(value)} is no {what}")
        return value

    return read


def _entry(value: object) -> object:
    """One template, or a list of them; it may have several lines."""
    return keys.words(_TEXT, "text")([value] if isinstance(value, str) else value)


def _path(value: object) -> object:
    """A path from the top, of a file or, with a slash at its end, of a directory; never in `.git`.

    Nor may it be another name for something there: Windows and macOS ignore case, some characters,
    and dots and blanks at an end, and Windows gives short names as `GIT~1`.
    """
    path = _matching(r"[^\0\r\n]+", "path")(value)
    assert isinstance(path, str)
    for hole in placeholders(path):
        if hole not in _OF_PATHS:
            raise keys.unknown(f"unknown placeholder {{{hole}}}", hole, dict.fromkeys(_OF_PATHS))
    for part in re.sub(_HOLE_OF_PATHS, "0", path).strip("/").split("/"):
        odd = re.search(r"[\\:*?\"<>|{}]|[. ]$", part) or not part.isprintable()
        if (odd and part not in (".", "..")) or is_of_git(part):
            raise ConfigError(f"{keys.shown(path)} is no path of a document")
    whole = keys.document_paths((path.removesuffix("/"),))[0]
    return whole + "/" * path.endswith("/")


def _names(value: object) -> object:
    """A table of concepts, with a list of names each."""
    if not isinstance(value, dict):
        raise ConfigError(f"takes a table, not {keys.shown(value)}")
    return {concept: folded(keys.words(_LINE, "name")(names)) for concept, names in value.items()}


def _messages(value: object) -> object:
    given = _values(value, dict.fromkeys(_MESSAGES, _matching(_TEXT, "text")), "")
    for name, message in given.items():
        for hole in placeholders(message):
            if hole not in PLACEHOLDERS:
                wrong = f"{name}: unknown placeholder {{{hole}}}"
                raise keys.unknown(wrong, hole, dict.fromkeys(PLACEHOLDERS))
    return given


_MESSAGES = ("start", "handoff", "confirm")
_OF_PATHS = tuple(NAMES)
_HOLE_OF_PATHS = rf"\{{(?:number(?::0[1-9])?|{'|'.join(_OF_PATHS)})\}}"
_NAME = r"[a-z][a-z0-9-]*"
# No control characters, nor those that turn the direction of text round: names are printed.
_LINE = r"[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+"
_TEXT = r"(?:[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]|[\n\t])*"
_name, _line, _text = _matching(_NAME, "name"), _matching(_LINE, "line of text"), _matching(_TEXT, "text")


def _as_is(value: object) -> object:
    return value


def _level(value: object) -> object:
    if type(value) is int and 2 <= value <= 6:
        return value
    raise ConfigError(f"takes a level of headings from 2 to 6, not {keys.shown(value)}")


_FIELD: Mapping[str, _Reader] = {
    "concept": _name,
    "name": _line,
    "aliases": keys.words(_LINE, "name"),
    "required": keys.boolean,
    "form": keys.one_of(*FIELD_FORMS),
    "values": keys.words(_LINE, "value"),
    "entry": _line,
}
_SECTION: Mapping[str, _Reader] = {
    "concept": _name,
    "heading": _line,
    "aliases": keys.words(_LINE, "name"),
    "required": keys.boolean,
    "scaffold": keys.boolean,
    "shape": keys.one_of(*SHAPES),
    "columns": keys.words(_LINE, "name"),
    "entry": _entry,
    "empty": _text,
    "fields": _as_is,
    "kinds": keys.words(_NAME, "kind"),
    "level": _level,
    "body": _text,
}
_DOCUMENT: Mapping[str, _Reader] = {
    "id": _name,
    "path": _path,
    "also": lambda value: tuple(map(_path, keys.words(_LINE, "path")(value))),
    "state": keys.boolean,
    "required": keys.boolean,
    "scaffold": keys.boolean,
    "at-end": keys.boolean,
    "title": _line,
    "body": _text,
    "form": keys.one_of(*FORMS),
    "tight": keys.boolean,
    "max-lines": keys.count,
    "triggers": keys.words(r"[^\r\n]+", "glob"),
    "renames-only": keys.boolean,
    "fields": _as_is,
    "sections": _as_is,
}
_PROFILE: Mapping[str, _Reader] = {
    "documents": _as_is,
    "record": _path,
    "reading": keys.words(_NAME, "id of a document"),
    "messages": _messages,
}
"""The keys of each table, and how their values are read."""
