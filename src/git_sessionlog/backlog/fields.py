"""The fields of an entry: `File: a.py`, `- **How to verify**: ...`, `Effort: small | Depends on: #3`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from .rows import Row

_NAMES: Mapping[str, str] = {
    "files": (
        "file, files, path, paths, location, locations, where, module, modules, files touched, "
        "files to change, files to modify, files to create, affected files, touches, key files"
    ),
    "verify": (
        "verify, how to verify, verification, test, tests, how to test, acceptance, acceptance criteria, "
        "verification criteria, done when, check"
    ),
    "change": (
        "what to change, change, changes, fix, solution, action, recommendation, improvement, what to do"
    ),
    "needs": (
        "depends on, dependencies, dependency, depends, requires, needs, after, blocked by, waits for, "
        "prerequisite, prerequisites"
    ),
    "effort": (
        "size, effort, complexity, estimate, estimated, estimated time, estimated effort, time, duration"
    ),
    "status": "status, state",
    "rank": "rank, ranking, id, fix id",
    "section": "section, sec, see section",
}
_KINDS: Mapping[str, str] = {
    name: kind for kind, names in reversed(list(_NAMES.items())) for name in names.split(", ")
}
_LABEL = re.compile(
    r"[ \t>]*(?:[-*+•][ \t]+)?[*_]{0,2}([A-Za-z][A-Za-z ]{1,24}?)[*_]{0,2}[ \t]?[:：][*_]{0,2}"
    r"(?=[ \t]|$)[ \t]*"
)
_BESIDE = re.compile(r"[ \t]+[|·][ \t]+")
_LONGEST = 2000
_MOST = 40  # lines of one value

Fields = Mapping[str, str]
"""What each kind of field says; several lines are kept as lines."""


def fields(rows: Sequence[Row]) -> Fields:
    """The fields in some lines, the first of each kind; the files of several are put together."""
    found: dict[str, str] = {}
    for kind, value in _fields(rows):
        if kind == "files" and kind in found and value:
            found[kind] = f"{found[kind]}\n{value}"
        else:
            found.setdefault(kind, value)
    return found


def kind(row: Row) -> str:
    """The kind of the field that a line begins with, "" for none that is known."""
    label = _LABEL.match(row.text)
    return _kind(label[1]) if label else ""


def is_open(row: Row) -> bool:
    """Whether a line is a field that says nothing itself: its value is in the lines below."""
    label = _LABEL.match(row.text) if row.text.rstrip(" \t*_").endswith((":", "：")) else None
    return label is not None and label.end() == len(row.text.rstrip()) and bool(_kind(label[1]))


def _fields(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    for at, row in enumerate(rows):
        label = None if row.level else _LABEL.match(row.text)
        if label is None or not _kind(label[1]):
            continue
        first, *beside = _parts(row.text[label.end() : _LONGEST])
        yield _kind(label[1]), "\n".join([first.strip(), *([] if beside else _below(rows, at))])
        for part in beside:
            if other := _LABEL.match(part):
                yield _kind(other[1]), part[other.end() :].strip()


def _parts(text: str) -> list[str]:
    """A value, and the further fields in the same line."""
    cuts = [0]
    for bar in _BESIDE.finditer(text):
        label = _LABEL.match(text, bar.end())
        if label and _kind(label[1]):
            cuts += [bar.start(), bar.end()]
    return [text[start:end] for start, end in zip(cuts[::2], [*cuts[1::2], len(text)], strict=True)]


def _below(rows: Sequence[Row], at: int) -> Iterator[str]:
    """The lines that go on with a field: deeper ones, and the items below one that says nothing itself."""
    first = rows[at]
    open_ = is_open(first)
    for row in rows[at + 1 : at + 1 + _MOST]:
        is_item = bool(re.match(r"[ \t]*[-*+•][ \t]", row.text))
        deeper = row.indent > first.indent
        if row.level or not (deeper or (open_ and is_item and row.indent >= first.indent)) or kind(row):
            return
        yield row.text.strip()[:_LONGEST]


@lru_cache(512)
def _kind(label: str) -> str:
    return _KINDS.get(" ".join(label.lower().split()), "")
