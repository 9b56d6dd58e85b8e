"""The batches of a plan: what each list of one holds, and the table that brings them into an order.

SESSION BATCH A: "Critical Bug Fixes" (~30 min session)      ORDER  SESSION BATCH  FIX IDs      TIME
  - Fix #1: JWT refresh token in auth_service.py               1    Batch A        Fixes #1-3   30 min
  - Fixes #2, #3: alerts (if time permits)
  Files touched: 3.                                          TOP 20: ~12 sessions (~7 hours)
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..core import fix_ids
from ..documents import lines
from ..documents.document import Document
from . import estimates, heads
from .model import Batch, Order, Place, Total
from .rows import Row

_ID = r"(?:[A-Za-z]{1,2}[0-9]{0,2}|[0-9]{1,4}[A-Za-z]?)"
_HEAD = re.compile(
    rf"(?i)[ \t>]*(?:[-*+][ \t]+)?[*_`]{{0,3}}(?:session[ \t]+)?batch[ \t]+#?(?P<id>{_ID})\b"
    r"[*_`]{0,3}[ \t]*(?P<mark>[:(–—]|-(?=[ \t])|$)"
)
_ROW = re.compile(
    r"(?i)[ \t>]*(?P<number>[0-9]{1,4})[.)]?[ \t]+[*_`]{0,3}"
    rf"(?:session[ \t]+)?batch[ \t]+(?P<id>{_ID})\b[*_`]{{0,3}}"
)
_CELL = re.compile(
    rf"(?i)[*_` ]*(?:session[ \t]+)?(?:batch[ \t]+)?(?P<id>{_ID})\b[*_` ]*(?:[:–—(-][ \t]*(?P<title>.*))?"
)
_BULLET = re.compile(
    r"[ \t>]*(?:[-*+•]|[0-9]{1,4}[.)])[ \t]+(?:\[[^\]\w]\][ \t]+|\[[xX]\][ \t]+)?[*_`~]{0,3}"
)
_LABEL = re.compile(
    r"(?i)[ \t>*_+•-]*(?:fixes|fix ids?|ids|items|includes|improvements|optional|if time permits|stretch)"
    r"[*_]{0,2}[ \t]*:[*_]{0,2}[ \t]*"
)
_MAYBE = re.compile(
    r"(?i)\bif (?:there is )?(?:time|possible)\b|\btime permit|\boptional|\bstretch\b|\bnice to have"
)
_MANY = re.compile(r"(?i)\bmulti(?:ple)?\b")
_TOTAL = re.compile(
    r"(?i)[ \t>*_+-]*(?:(?:top|first)[ \t]+(?P<first>[0-9]{1,6})|(?:full|all|total|sum|altogether)\b)"
    r"[^:\n]{0,60}:"
)
_SESSIONS = re.compile(r"(?i)([0-9]{1,6})[ \t]+(?:sessions?|batches)\b")
_COLUMNS = {
    "batch": re.compile(r"(?:session )?batch\b"),
    "number": re.compile(r"(?:order|#|no\.?|nr\.?|priority|rank)$"),
    "fixes": re.compile(r"fix|ids?\b|items?\b"),
    "time": re.compile(r"(?:estimated |est\. )?(?:time|estimate|duration)"),
}
_LONGEST = 1000
_MOST = 5000  # ids that the batches of a document may name: ranges make many of few bytes


class Batches(NamedTuple):
    """What a document says of batches, in its order."""

    batches: tuple[Batch, ...] = ()
    orders: tuple[Order, ...] = ()
    totals: tuple[Total, ...] = ()


def batches(document: Document, rows: Sequence[Row]) -> Batches:
    """The batches of a document. Linear in its size."""
    found, left = [], _MOST
    if "batch" not in document.text.casefold():
        return Batches()
    starts = [at for at, row in enumerate(rows) if _head(row)]
    for at, following in pairwise([*starts, len(rows)]):
        batch = _batch(document, rows, (at, _end(rows, at, following)), left)
        left -= len(batch.fixes) + len(batch.maybe)
        found.append(batch)
    orders = sorted(_orders(document, rows, left), key=lambda order: order.place.line)
    totals = _totals(document, rows) if orders or found else ()
    return Batches(tuple(found), tuple(orders), tuple(totals))


def _head(row: Row) -> re.Match[str] | None:
    if "atch" not in row.text and "ATCH" not in row.text:
        return None
    return _HEAD.match((row.title if row.level else row.text)[:_LONGEST])


def _end(rows: Sequence[Row], at: int, end: int) -> int:
    """Where a batch ends: with the next one, a heading that is not below it, or the table."""
    level = rows[at].level
    for place in range(at + 1, end):
        row = rows[place]
        if (row.level and (not level or row.level <= level)) or _ROW.match(row.text[:_LONGEST]):
            return place
    return end


def _batch(document: Document, rows: Sequence[Row], span: tuple[int, int], left: int) -> Batch:
    row, body = rows[span[0]], rows[span[0] + 1 : span[1]]
    text = (row.title if row.level else row.text)[:_LONGEST]
    match = _head(row)
    assert match is not None  # the span begins with one
    about = text[match.end("mark") - (match["mark"] == "(") :]
    minutes, files = estimates.minutes(about), (0, 0)
    fixes: dict[str, None] = {}
    maybe: dict[str, None] = {}
    items: list[str] = []
    for item in _items(body):
        listed = _ids(item)
        said = estimates.files(item)
        files = files if any(files) or listed.ids else said
        if re.match(r"(?i)[ \t>*_+-]*(?:estimated|estimate|time|duration)\b[^:\n]{0,20}:", item):
            minutes = minutes if any(minutes) else estimates.minutes(item)
        elif listed.ids:
            (maybe if _MAYBE.search(item) else fixes).update(dict.fromkeys(listed.ids[: max(left, 0)]))
        elif _BULLET.match(item) and not any(said):
            items.append(heads.plain(_BULLET.sub("", item, count=1))[:200])
    return Batch(
        match["id"].upper(),
        _title(about),
        tuple(fixes),
        tuple(id for id in maybe if id not in fixes),
        tuple(items),
        minutes,
        files,
        (Place(document.path, row.number),),
    )


def _items(body: Sequence[Row]) -> Iterator[str]:
    """The lines of a batch, each item with the lines and items below it that are part of it."""
    open_, margin = "", -1
    for row in body:
        text = row.text[:_LONGEST]
        is_bullet = bool(_BULLET.match(text))
        margin = row.indent if is_bullet and margin < 0 else margin
        if open_ and row.indent > margin and len(open_) < _LONGEST:
            open_ = f"{open_} {text.strip()}"
            continue
        if open_:
            yield open_
        open_ = text if is_bullet else ""
        if not is_bullet:
            yield text
    if open_:
        yield open_


def _ids(item: str) -> fix_ids.Listed:
    """The fixes that a line of a batch is about."""
    label = _LABEL.match(item)
    if label:
        return fix_ids.listed(item, label.end(), bare=True)
    if item.lstrip().startswith("|"):
        return fix_ids.listed(item.strip().strip("|").lstrip("*_` "), bare=True)
    bullet = _BULLET.match(item)
    start = bullet.end() if bullet else len(item) - len(item.lstrip(" \t*_`"))
    found = fix_ids.listed(item, start)
    return found if found.signed and not heads.is_template(item[found.end :]) else fix_ids.Listed()


def _title(about: str) -> str:
    """The words behind a batch's id, without quotes and what is in brackets."""
    text = re.sub(r"[(\[][^()\[\]]*[)\]]?", " ", about)
    return " ".join(text.split()).strip("\"“”„»«'*_`:–—- \t")[:200]


def _orders(document: Document, rows: Sequence[Row], left: int) -> Iterator[Order]:
    for row in rows:
        match = None if row.level else _ROW.match(row.text[:_LONGEST])
        if match:
            rest = row.text[match.end() : _LONGEST]
            place = Place(document.path, row.number)
            yield _order(int(match["number"]), match["id"], (rest, rest, rest), place, left)
    for table in lines.tables(document, 0, len(document.text)) if "|" in document.text else ():
        columns = _columns(table.header.texts) if table.header else {}
        for number, line in enumerate(table.rows if "batch" in columns else (), 1):
            cells = {what: line.texts[at] for what, at in columns.items() if at < len(line.texts)}
            match = _CELL.fullmatch(cells.get("batch", "")[:_LONGEST])
            if match:
                own = cells.get("number", "").strip("#. ")
                given = (cells.get("fixes", ""), match["title"] or "", cells.get("time", ""))
                place = Place(document.path, document.line(line.start))
                is_number = re.fullmatch("[0-9]{1,6}", own)
                yield _order(int(own) if is_number else number, match["id"], given, place, left)


def _columns(names: Sequence[str]) -> dict[str, int]:
    """The columns of a table of batches by what they hold, the first of each kind."""
    found: dict[str, int] = {}
    for at, name in enumerate(names):
        text = name.strip("*_` ").casefold()
        for what, pattern in _COLUMNS.items():
            if pattern.match(text):
                found.setdefault(what, at)
    return found


def _order(number: int, batch: str, given: tuple[str, str, str], place: Place, left: int) -> Order:
    """A row of the table; `given` is what it says of fixes, its title, and the time."""
    fixes, title, time = given
    is_cell = title != fixes
    found = fix_ids.named(fixes, bare=is_cell)[: max(left, 0)]
    words = title if is_cell else heads.plain(re.split(r"[ \t]{2,}", title.strip(" \t:–—-"))[0])
    return Order(
        number,
        batch.upper(),
        "" if found and not is_cell else words.strip('"')[:200],
        found,
        estimates.minutes(time),
        bool(_MANY.search(" ".join(given))),
        place,
    )


def _totals(document: Document, rows: Sequence[Row]) -> Iterator[Total]:
    for row in rows:
        match = None if row.level else _TOTAL.match(row.text[:_LONGEST])
        rest = row.text[match.end() : _LONGEST] if match else ""
        sessions = _SESSIONS.search(rest)
        minutes = estimates.minutes(rest)
        if match and (sessions or any(minutes)):
            yield Total(
                " ".join(row.text.split())[:200],
                int(match["first"] or 0),
                int(sessions[1]) if sessions else 0,
                minutes,
                bool(re.search(r"[~≈]|(?i:\babout\b|\bapprox)", rest)),
                Place(document.path, row.number),
            )
