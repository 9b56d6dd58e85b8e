"""What people wrote down of a session: in its list of tasks, in its record, in its file of results."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ...documents import lines
from ...documents.document import Document
from ...documents.profiles.model import DocumentType
from ...documents.scaffold import metrics

_NAMES = {
    "tests_written": "tests-written",
    "tests_passed": "tests-passed",
    "bugs_introduced": "bugs-introduced",
    "time_estimated": "time-estimated",
}
"""The figures that only a person knows, and the concept of the field that has them."""

_MOST = 10_000_000  # what is more is no figure


class Written(NamedTuple):
    """Figures that stand in documents, None where they do not; `time_estimated` in minutes."""

    tasks_planned: int | None = None
    tasks_completed: int | None = None
    tests_written: int | None = None
    tests_passed: int | None = None
    bugs_introduced: int | None = None
    time_estimated: int | None = None


def written(tasks: bytes, tests: bytes, fields: Iterable[tuple[bytes, DocumentType | None]]) -> Written:
    """The figures of a session: of its tasks in JSON, its list of tests, and documents with fields.

    A field wins over what is counted. Where no box of the tests is ticked nobody has kept the list.
    """
    found = {**_counted(tasks), **_boxes(tests)}
    for data, kind in fields:
        found |= _fields(data, kind)
    return Written(**found)


def minutes(text: str) -> int | None:
    """The minutes that a text names: `180`, `3 h`, `2.5 hours`, `1 h 30 min`, `~30 min`."""
    plain = re.fullmatch(r"\D{0,3}(\d{1,7})\s*(?:m|min|mins|minutes?)?\.?", text.strip())
    if plain:
        return int(plain[1])
    parts = re.match(
        r"\D{0,3}(\d{1,5}(?:\.\d{1,3})?)\s*(?:h|hrs?|hours?)\b\.?(?:\s*(\d{1,2})\s*m)?", text.strip()
    )
    return round(float(parts[1]) * 60) + int(parts[2] or 0) if parts else None


def _counted(data: bytes) -> dict[str, int | None]:
    """What the tasks come to; nothing where it is no list of tasks, or an empty one."""
    try:
        tasks = json.loads(data or b"{}")["tasks"]
        sums = metrics(task for task in tasks if isinstance(task, dict))
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
    if not sums["totalTasks"]:
        return {}
    estimated = {"time_estimated": _number(sums["timeEstimated"])} if sums["timeEstimated"] else {}
    return {"tasks_planned": sums["totalTasks"], "tasks_completed": sums["completed"], **estimated}


def _number(value: Any) -> int | None:
    is_one = isinstance(value, (int, float)) and 0 <= value <= _MOST
    return round(value) if is_one else None


def _boxes(data: bytes) -> dict[str, int | None]:
    """The boxes of a list of tests, and those that are ticked."""
    if b"[x]" not in data.lower():
        return {}
    document = Document.of(data)
    marks = [item.mark for item in lines.items(document, 0, len(document.text)) if item.mark]
    ticked = sum(mark == "x" for mark in marks)
    return {"tests_written": len(marks), "tests_passed": ticked} if ticked else {}


def _fields(data: bytes, kind: DocumentType | None) -> dict[str, int | None]:
    """The fields of a document that are there and have a number."""
    found: dict[str, int | None] = {}
    text = data.decode("utf-8", "replace").casefold()
    document = Document.of(data)
    for figure, concept in _NAMES.items():
        names = tuple(_called(concept, kind))
        if not any(name.casefold() in text for name in names):  # most records have none: do not look closer
            continue
        field = lines.field(document, 0, len(document.text), names)
        value = _read(field.value, is_time=concept.startswith("time")) if field else None
        if value is not None:
            found[figure] = value
    return found


def _called(concept: str, kind: DocumentType | None) -> Iterator[str]:
    yield concept.replace("-", " ").title()
    for section in kind.sections if kind else ():
        for field in section.fields:
            if field.concept == concept:
                yield from (field.name, *field.aliases)


def _read(text: str, *, is_time: bool) -> int | None:
    if is_time:
        return minutes(text)
    number = re.match(r"\s*(\d{1,7})(?![\d.,%])", text)
    return int(number[1]) if number else None
