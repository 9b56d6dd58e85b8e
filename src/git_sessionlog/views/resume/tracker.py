"""A list of all tasks, as a tracker has it: it is counted, and only what is in progress is told."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from ...core import done_words
from ...documents import entries, headings, lines
from ...documents.document import Document
from ...documents.entries import Entry
from .model import Item, Tracker
from .sections import MOST, holds, item, plain

Words = Mapping[str, Sequence[str]]
"""Names of concepts, as `headings.name` gives them, for sections that nobody declares."""

_WORKING = ("in progress", "wip", "doing", "started", "active", "ongoing", "current", "running")
_Tasks = Iterator[tuple[str, Callable[[], Item]]]


def tracker(document: Document, words: Words) -> Tracker:
    """The tasks of a tracker, in any of its sections, in tables with a status or as boxes to tick."""
    is_json = document.path.endswith(".json")
    counts: Counter[str] = Counter()
    progress = []
    for state, told in _in_json(document.text) if is_json else _tasks(document, words):
        counts[state] += 1
        if _is_working(state):
            progress.append(told)
    shown = tuple(told() for told in progress[:MOST])
    return Tracker(document.path, dict(counts.most_common()), shown, len(progress) - len(shown))


def _tasks(document: Document, words: Words) -> _Tasks:
    """Each task with its status: that of its row, of its box, or of the section that it stands in."""
    for section in document.sections:
        for table in lines.tables(document, section.body, section.own):
            header = table.header.texts if table.header else ()
            yield from _rows(document, header, table.rows)
        concept = next((name for name in words if headings.means(section.name, words[name])), "")
        for each in lines.items(document, section.body, section.own):
            if each.mark:
                here = concept.replace("-", " ") or "open"
                yield "done" if each.mark == "x" else here, partial(_boxed, each.text)


def _rows(document: Document, header: Sequence[str], rows: Sequence[lines.Row]) -> _Tasks:
    at = next((at for at, name in enumerate(header) if holds(name) == "status"), -1)
    for row in rows if at >= 0 else ():
        texts = row.texts
        if not all(map(entries.says_nothing, texts)):
            yield _state(texts[at] if at < len(texts) else ""), partial(_of_row, document, header, row)


def _of_row(document: Document, header: Sequence[str], row: lines.Row) -> Item:
    text = " — ".join(cell for cell in row.texts if not entries.says_nothing(cell))
    return item(document, Entry(text, row.start, row.end, cells=dict(zip(header, row.texts, strict=False))))


def _boxed(text: str) -> Item:
    return Item(plain(text))


@lru_cache(1000)
def _state(text: str) -> str:
    """A status without what is said of it in brackets or behind a dash."""
    return done_words.plain(re.split(r"[(（—:;,]", text, maxsplit=1)[0])[:30] or "no status"


@lru_cache(1000)
def _is_working(state: str) -> bool:
    return done_words.is_one_of(state, _WORKING)


def _in_json(text: str) -> _Tasks:
    """The tasks of a file as `session-XXX-tasks.json`; none where it is no such file."""
    try:
        read: Any = json.loads(text)
    except (ValueError, RecursionError):
        return
    tasks = read.get("tasks") if isinstance(read, dict) else None
    for task in tasks if isinstance(tasks, list) else ():
        if isinstance(task, dict):
            title = str(task.get("title") or task.get("id") or "")
            yield _state(str(task.get("status") or "")), partial(_boxed, title)
