"""A new entry of a backlog, written as the entries of its document are. Pure."""

import re
from collections.abc import Iterable, Iterator

from ..core import fix_ids
from ..documents.document import Document
from ..documents.source import Edit
from . import heads, read
from .model import Fix, Register

NEW = "BACKLOG.md"
"""The backlog of a repository that has none; its name is one of `loader.NAMES`."""

_LAST_NUMBER = re.compile(r"(?P<head>.*?)(?P<number>[0-9]+)[a-z]?$")


def next_id(known: Iterable[str], last: str) -> str:
    """The id after all that are known: of the form of `last`, `T-002` after `T-001`, `2.4` after `2.3`."""
    form = _LAST_NUMBER.match(last)
    head, width = (form["head"], len(form["number"])) if form else ("", 1)
    width = width if form and form["number"].startswith("0") else 1
    found = (_LAST_NUMBER.match(fix_ids.normal(id)) for id in known)
    numbers = [int(one["number"]) for one in found if one and one["head"] == head]
    return f"{head}{max(numbers, default=0) + 1:0{width}}"


def last_of(known: Register, path: str) -> Fix | None:
    """The last entry of a document, None where it has none."""
    own = [fix for fix in known.fixes if fix.places and fix.places[0].path == path]
    return max(own, key=lambda fix: fix.places[0].line, default=None)


def added(document: Document, id: str, title: str) -> Document | None:
    """The document with one more entry behind its last one, None where no place is certain.

    Certain is what is read back: the new entry, open, with this title, and all others as they were.
    """
    before = read.register([document])
    for text, at in _candidates(document, last_of(before, document.path), id, title):
        after = document.edited([Edit(at, at, text)])
        now = read.register([after])
        if _known(now) == [*_known(before), (id, heads.plain(title), "")]:
            return after
    return None


def _known(register: Register) -> list[tuple[str, str, str]]:
    return [(fix.id, fix.title, fix.says) for fix in register.fixes]


def _candidates(document: Document, last: Fix | None, id: str, title: str) -> Iterator[tuple[str, int]]:
    """What could be written, and where: in the form of the last entry, else in one of our own."""
    text = document.text
    sign = f"Fix #{id}" if id.isdigit() else f"Fix {id}" if fix_ids.is_section(id) else id
    own = f"- [ ] **{sign}**: {title}\n"
    if last:
        lines = text.split("\n")
        first = last.places[0].line - 1 - document.source.front.count("\n")
        count = len(last.text.rstrip("\n").split("\n"))
        at = min(sum(len(line) + 1 for line in lines[: first + count]), len(text))
        end = "" if text[:at].endswith("\n") else "\n"
        apart = "\n" * (count > 1 or lines[first].startswith("#"))
        alike = _alike(lines[first], last, id, title)
        yield from ((f"{end}{apart}{one}\n", at) for one in ([alike] if alike else []))
        yield from ((f"{end}{gap}{own}", at) for gap in ("", "\n"))
    end = "" if text.endswith("\n\n") or not text else "\n" if text.endswith("\n") else "\n\n"
    yield f"{end}{own}", len(text)


def _alike(line: str, last: Fix, id: str, title: str) -> str:
    """The first line of an entry with another id and title, "" where it cannot be told apart."""
    if line.lstrip().startswith("|"):
        cells = line.strip().strip("|").split("|")
        known = {_plain(last.id): id, _plain(last.title): title.replace("|", "\\|")}
        made = [known.get(_plain(cell), "") for cell in cells]
        signed = [
            f"#{id}" if new == id and "#" in old else new for old, new in zip(cells, made, strict=True)
        ]
        return (
            "| " + " | ".join(signed) + " |"
            if id in made and len(set(made) & set(known.values())) == 2
            else ""
        )
    begin, found, rest = line.partition(last.id)
    at = rest.find(last.title[:20])
    if not found or at < 0:
        return ""
    unticked = re.sub(r"\[[xX]\]", "[ ]", begin)
    return f"{unticked}{id}{rest[:at]}{title}"


def _plain(cell: str) -> str:
    return heads.plain(cell).lstrip("#").casefold()
