"""The row of a session in the logs of the state documents: what it says, and how it is found again.

A row says the number, by which people call a session. Two branches may give out the same one; where another
record has the number, the day and the goal too, the row says the id.
"""

import os
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..core.stamps import duration
from ..documents import update
from ..documents.document import Document
from ..documents.entries import Entry
from ..records.record import Record
from ..records.store import Records
from .document_locations import Place


class Known(NamedTuple):
    """By what a row is known: its day, what it calls the session, and the goal, "" where any will do."""

    day: str
    label: str
    goal: str = ""

    def is_in(self, entry: Entry) -> bool:
        """Whether an entry is the row."""
        cells = list(entry.cells.values())
        begins = entry.text.startswith(f"{self.day}, session {self.label}: ")
        named = self.day in cells and self.label in cells
        return (begins or named) and any(self.goal in text for text in (entry.text, *cells))


def by_number(record: Record) -> Known:
    """By what the row of a session is known that says its number; twins have the same."""
    return Known(record.ended[:10] or record.date, record.label, record.goal or record.title)


def by_id(record: Record, path: str) -> Known:
    """By what the row of a session is known that says its id; a session that goes on has a record more."""
    stem = os.path.splitext(path)[0]
    _, random, behind = stem.rpartition(record.id[9:])
    goes_on = behind if random and behind[1:].isdecimal() else ""
    return Known(record.ended[:10] or record.date, record.id + goes_on)


def known(record: Record, path: str, records: Records) -> Known:
    """By what the row of a record at a path is known among all records: by the id, where it has a twin."""
    mine = by_number(record)
    same_label = records.numbered(record.number) if record.number else records.parts(record.id)
    others = [by_number(one.record) for one in same_label if one.path != path]
    if mine in others:
        return by_id(record, path)
    same = any(one[:2] == mine[:2] for one in others)
    return mine if same else mine._replace(goal="")  # people may have made anything of its text


def values(record: Record, label: str) -> dict[str, str]:
    """What the row of a session says, by the names of placeholders."""
    text = summary(record)
    return {
        "date": record.ended[:10] or record.date,
        "session": label,
        "number": label,
        "duration": duration(record.metrics.minutes),
        "text": text,
        "progress": text,
    }


def summary(record: Record) -> str:
    """A session in a line."""
    fixes = record.named
    named = f"fix {fixes[0]}" if len(fixes) == 1 else f"fixes {', '.join(fixes)}" if fixes else ""
    count = record.metrics.commits
    commits = "no commits" if not count else "1 commit" if count == 1 else f"{count} commits"
    state = "" if record.status == "completed" else f"{record.status.replace('_', ' ')}: "
    return f"{state}{record.goal or record.title} ({'; '.join(filter(None, (named, commits)))})"


def concept(place: Place) -> str:
    """The concept under which a state has the rows of sessions."""
    return "log" if place.kind.section("log") else "completed"


def added(document: Document, place: Place, given: Mapping[str, str]) -> Document:
    """A state with a row, of which `values` has the texts. Raises Failure as `update.add`."""
    name = concept(place)
    return update.add(document, place.kind, name, given if name == "log" else {"text": _told(given)})


def says(given: Mapping[str, str]) -> Callable[[Entry], bool]:
    """Tells whether an entry says just what a row does, of which `values` has the texts."""

    def same(entry: Entry) -> bool:
        cells = list(entry.cells.values())
        return entry.text == _told(given) or all(
            given[name] in cells for name in ("session", "date", "text")
        )

    return same


def _told(given: Mapping[str, str]) -> str:
    return f"{given['date']}, session {given['session']}: {given['text']}"
