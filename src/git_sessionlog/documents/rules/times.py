"""Dates: are they there, can they be read, can they be true?"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from ...core import dates, done_words
from ...core.dates import Date
from ...core.findings import Finding
from .. import entries
from ..profiles.model import Field
from . import front
from .rule import Entered, Page, Value, rule

_DAY = timedelta(days=1)
_AHEAD = timedelta(hours=14)  # the time zone that is furthest ahead
_LENGTH = {"month": timedelta(days=31), "day": _DAY}
_Place = Callable[[], Finding]
_LOG, _TASKS, _BLOCKERS = "log", "tasks", "blockers"


@rule(
    "date-missing",
    bad="**Session**: 4\n\n## Known Issues",
    good="**Last Updated**: 2026-02-13 18:15 UTC\n**Session**: 4\n\n## Known Issues",
    of="continuity/state",
)
def date_missing(page: Page) -> Iterator[Finding]:
    """A document says when it was updated, a task that is done when that was."""
    if page.is_prose:
        return
    for field, where, value in page.fields:
        if field.required and field.form == "date":
            if value and entries.says_nothing(value.text):
                yield value.place._replace(message=f'"{field.name}" has no date')
            elif not value and (where or not _dated(page)):
                yield (page.heading(where) if where else page.at(0))._replace(
                    message=f'no date: "{field.name}" is missing',
                    hint=f"**{field.name}**: {dates.written(page.facts.now)}",
                )
    yield from _undated_tasks(page)


def _dated(page: Page) -> bool:
    """Whether a heading, or the front matter, has a date."""
    texts = [section.title for section in page.document.sections]
    return any(dates.read(text[:500]) for text in (*front.dates(page.document), *texts))


def _undated_tasks(page: Page) -> Iterator[Finding]:
    undated = [
        entered
        for entered in page.rows(_TASKS)
        if done_words.is_done(entered.text("status")) and not entered.text("date")
        if not dates.read(" | ".join(entered.row.texts)[:2000])
    ]
    if undated:
        row, more = undated[0].row, f", and {len(undated) - 1:,} more" if undated[1:] else ""
        yield page.at(row.start, row.end)._replace(message=f"done, but no date says when{more}")


@rule("date-form", bad="**Last Updated**: last night", good="**Last Updated**: 2026-02-13 18:15 UTC")
def date_form(page: Page) -> Iterator[Finding]:
    """What stands in the place of a date is one."""
    for field, value in _fields(page):
        text = value.text
        if not dates.read(text[:500]) and not entries.says_nothing(text) and "YYYY" not in text:
            yield value.place._replace(
                message=f'"{field.name}" is no date: "{text[:60]}"', hint=dates.written(page.facts.now)
            )


@rule("date-ambiguous", bad="**Last Updated**: 03/04/2026", good="**Last Updated**: 2026-04-03")
def date_ambiguous(page: Page) -> Iterator[Finding]:
    """A date can be read in one way only."""
    for date, place in page.once(_all):
        if date.ambiguous:
            day = date.when
            yield place()._replace(
                message=f"{day:%Y-%m-%d} or {day:%Y}-{day:%d}-{day:%m}? The day or the month may be first",
                hint="write the year first",
            )


@rule("date-future", bad="**Last Updated**: 2027-02-13", good="**Last Updated**: 2026-02-13")
def date_future(page: Page) -> Iterator[Finding]:
    """Nothing was updated, or done, after today."""
    for date, place in page.once(_all):
        slack = timedelta(hours=1) if date.zone and date.precision not in _LENGTH else _AHEAD
        if not date.ambiguous and date.when > page.facts.now + slack:
            yield place()._replace(message=f"{date.when:%Y-%m-%d} is in the future")


@rule(
    "date-old",
    bad="**Last Updated**: 2026-01-02",
    good="**Last Updated**: 2026-02-13",
)
def date_old(page: Page) -> Iterator[Finding]:
    """A state document is no more than a day older, by its date, than the last commit that needs a word."""
    worked = page.facts.worked
    if not (page.kind.state and worked):
        return
    updated = [value for field, value in _fields(page) if field.concept in ("updated", "timestamp")]
    found: list[tuple[Date, _Place]] = [
        (date, partial(value.place._replace)) for value in updated if (date := _date(value.text))
    ]
    found = found or [one for one in _rows(page, _LOG) if not one[0].ambiguous]
    if found:
        date, place = max(found, key=lambda one: one[0].when)
        if not date.ambiguous and date.when + _LENGTH.get(date.precision, timedelta()) + _DAY < worked:
            yield place()._replace(
                message=f"{date.when:%Y-%m-%d}, but the last commit is of {worked:%Y-%m-%d}",
                hint=dates.written(page.facts.now),
            )


@rule(
    "date-order",
    bad="**Created:** 2026-02-13\n**Updated:** 2026-02-10",
    good="**Created:** 2026-02-10\n**Updated:** 2026-02-13",
    of="storage/session",
)
def date_order(page: Page) -> Iterator[Finding]:
    """Nothing was updated before it was created."""
    known = {field.concept: value for field, value in _fields(page)}
    created, updated = (
        _date(known[name].text) if name in known else None for name in ("created", "updated")
    )
    if created and updated and _end(updated) < created.when:
        yield known["updated"].place._replace(
            message=f"before {created.when:%Y-%m-%d}, when it was created"
        )


@rule(
    "date-past",
    bad="## Blockers\n\n- access to the bastion, expected 2026-01-20",
    good="## Blockers\n\n- access to the bastion, expected 2026-03-20",
)
def date_past(page: Page) -> Iterator[Finding]:
    """What blocks the work is not expected to be resolved on a day that has passed."""
    for entered in page.rows(_BLOCKERS):
        cell = entered.cells.get("expected")
        if cell and not done_words.is_done(entered.text("status")):
            yield from _past(page, cell.text, cell.start)
    if not page.rows(_BLOCKERS):
        for entry in page.entries(_BLOCKERS):
            text = page.document.text[entry.start : entry.end][:2000]
            found = done_words.EXPECTED.search(text)
            if found and entry.mark != "x" and not done_words.is_done(entry.text):
                yield from _past(page, text[found.end() :][:60], entry.start + found.end())


def _past(page: Page, text: str, start: int) -> Iterator[Finding]:
    date = dates.read(text)
    if date and not date.ambiguous and _end(date) + _DAY < page.facts.now:
        yield page.at(start + date.start, start + date.end)._replace(
            message=f"expected on {date.when:%Y-%m-%d}, which has passed"
        )


def _end(date: Date) -> datetime:
    return date.when + _LENGTH.get(date.precision, timedelta(minutes=1))


def _date(text: str) -> Date | None:
    return dates.read(text[:500])


def _fields(page: Page) -> Iterator[tuple[Field, Value]]:
    """The fields that are dates, and are there."""
    return ((field, value) for field, _, value in page.fields if field.form == "date" and value)


def _rows(page: Page, concept: str) -> Iterator[tuple[Date, _Place]]:
    """The dates in the column for them, of a section's tables."""
    for entered in page.rows(concept):
        cell = entered.cells.get("date")
        date = _date(cell.text) if cell else None
        if cell and date:
            yield date, partial(page.at, cell.start, cell.end)


def _all(page: Page) -> list[tuple[Date, _Place]]:
    """Every date that stands in the place of one: in fields, and in columns for what was done."""
    pairs = ((_date(value.text), value.place) for _, value in _fields(page))
    found: list[tuple[Date, _Place]] = [(date, partial(place._replace)) for date, place in pairs if date]
    for concept in ("completed", _TASKS, _LOG):
        found += _rows(page, concept)
    return found


def log_dates(page: Page) -> list[tuple[Date, Entered]]:
    """The rows of the log that have a date, in their order."""
    cells = ((entered, entered.cells.get("date")) for entered in page.rows(_LOG))
    pairs = ((_date(cell.text) if cell else None, entered) for entered, cell in cells)
    return [(date, entered) for date, entered in pairs if date]
