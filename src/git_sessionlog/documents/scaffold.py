"""A new document, written from its declaration, and its path."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..core.errors import Failure
from .profiles.model import DocumentType, Field, SectionType, filled

STATUSES = ("pending", "in_progress", "completed", "failed", "blocked")
"""What a task of `tasks.schema.json` may be."""


def path(document: DocumentType, values: Mapping[str, str]) -> str:
    """The path of a document, from the top, with its placeholders filled.

    Raises Failure where a value is missing, or is none that a path may have.
    """
    for name, pattern in _IN_PATHS.items():
        if re.search(rf"\{{{name}\b", document.path) and not re.fullmatch(pattern, values.get(name, "")):
            wrong = json.dumps(values.get(name, ""), ensure_ascii=False)
            raise Failure(f"{document.path}: {wrong} is no {name}", _HINTS[name])
    return filled(document.path, values)


def text(document: DocumentType, values: Mapping[str, str], kind: str = "") -> str:
    """A new document: title, header, and the sections of a kind.

    Where a section has a template for its entries, a value with the name of its concept has one in each
    line; all other values are one line.
    """
    if document.form == "json":
        return _tasks(values)
    lines = [f"# {_line(document.title, values)}"] if document.title else []
    header = list(_fields(document.fields, values, "", ""))
    lines += [*([] if document.tight else [""]), *header] if header else []
    lines += ["", *_block(document.body, values)] if document.body else []
    for section in document.of_kind(kind).sections:
        if section.required or section.scaffold:
            lines += ["", *section_lines(section, values, tight=document.tight)]
    return "\n".join(lines).strip("\n") + "\n"


def table_head(columns: Iterable[str], *, tight: bool = False) -> list[str]:
    """The two lines above the rows of a table."""
    names = list(columns)
    if tight:
        return [f"| {' | '.join(names)} |", f"|{'|'.join('-' * (len(name) + 2) for name in names)}|"]
    return [f"| {' | '.join(names)} |", f"| {' | '.join('-' * max(3, len(name)) for name in names)} |"]


def metrics(tasks: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The metrics of tasks as `tasks.schema.json` has them: how many there are, and how long they took."""
    every = list(tasks)
    count = {status: sum(task.get("status") == status for task in every) for status in STATUSES}
    return {
        "totalTasks": len(every),
        **{status: count[status] for status in ("completed", "failed", "blocked")},
        "timeSpent": sum(task.get("actualMinutes") or 0 for task in every),
        "timeEstimated": sum(task.get("estimatedMinutes") or 0 for task in every),
    }


def section_lines(section: SectionType, values: Mapping[str, str], *, tight: bool) -> Iterator[str]:
    """The lines of a section as a new document has it, its heading first."""
    yield f"{'#' * section.level} {section.heading}"
    content = list(_content(section, values, tight=tight))
    yield from ["", *content] if content and not tight and content[0] else content


def _content(section: SectionType, values: Mapping[str, str], *, tight: bool) -> Iterator[str]:
    given = values.get(section.concept, "") if section.entry else ""
    entries = [line for line in given.split("\n") if line.strip()]
    body = list(_block(section.body, values))
    fields = list(_fields(section.fields, values, "- ", section.body)) if section.shape == "fields" else []
    yield from body
    if body and not tight and (fields or section.columns or entries or section.empty):
        yield ""
    yield from fields
    if section.shape == "table":
        yield from table_head(section.columns, tight=tight)
    for index, entry in enumerate(entries, 1):
        yield from _entry(section, {**values, "text": entry, "index": str(index)})
    if not entries and section.empty:
        yield from section.empty.rstrip("\n").split("\n")


def _entry(section: SectionType, values: Mapping[str, str]) -> Iterator[str]:
    if section.shape == "table":
        cells = [_line(cell, values).replace("|", "\\|") for cell in section.entry]
        yield f"| {' | '.join(cells)} |"
        return
    if section.shape == "subsections":
        yield ""
    yield from _block(section.entry[0], values)


def _fields(fields: Iterable[Field], values: Mapping[str, str], mark: str, written: str) -> Iterator[str]:
    """A line for each required field, but for those that are written already."""
    for field in fields:
        if field.required and f"{field.name}:" not in written:
            value = _line(field.entry or f"{{{field.concept}}}", values)
            yield f"{mark}**{field.name}**: {value}".rstrip()


def _block(template: str, values: Mapping[str, str]) -> list[str]:
    """The lines of a template, each value in one line."""
    flat = {name: " ".join(value.split()) for name, value in values.items()}
    text = filled(template.strip("\n"), flat)
    return [line.rstrip() for line in text.split("\n")] if text else []


def _line(template: str, values: Mapping[str, str]) -> str:
    return " ".join(_block(template, values)).strip()


def _tasks(values: Mapping[str, str]) -> str:
    """The tasks of a session, one for each line of `tasks`, else of `objectives`."""
    titles = (values.get("tasks") or values.get("objectives", "")).split("\n")
    tasks = [_task(at, title.strip()) for at, title in enumerate(filter(str.strip, titles), 1)]
    found = {"sessionId": filled("{number:03}", values), "tasks": tasks, "metrics": metrics(tasks)}
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _task(number: int, title: str) -> dict[str, Any]:
    return {
        "id": f"task-{number}",
        "title": title,
        "agent": "",
        "status": "pending",
        "estimatedMinutes": None,
        "actualMinutes": None,
        "files": [],
        "tests": [],
        "blockers": [],
        "output": None,
    }


_IN_PATHS = {
    "number": r"[0-9]{1,9}",
    "date": r"\d{4}-[01]\d-[0-3]\d",
    "slug": r"[a-z0-9]+(?:-[a-z0-9]+)*",
    "id": r"\d{8}-[0-9a-hjkmnp-tv-z]{6}",
}
_HINTS = {
    "number": "a number has digits only",
    "date": "a date is YYYY-MM-DD",
    "slug": "lower-case letters, digits and single hyphens: fix-login",
    "id": "the id of a session is YYYYMMDD and six characters",
}
