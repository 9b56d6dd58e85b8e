"""Dates as people write them in documents, found and read. The owner of python-dateutil."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

_MONTHS = (
    ("Jan", "January", "janeiro", "enero", "janvier", "Januar"),
    ("Feb", "February", "fevereiro", "febrero", "février", "Februar"),
    ("Mar", "March", "março", "marzo", "mars", "März"),
    ("Apr", "April", "abril", "avril"),
    ("May", "maio", "mayo", "mai"),
    ("Jun", "June", "junho", "junio", "juin", "Juni"),
    ("Jul", "July", "julho", "julio", "juillet", "Juli"),
    ("Aug", "August", "agosto", "août"),
    ("Sep", "Sept", "September", "setembro", "septiembre", "septembre"),
    ("Oct", "October", "outubro", "octubre", "octobre", "Oktober"),
    ("Nov", "November", "novembro", "noviembre", "novembre"),
    ("Dec", "December", "dezembro", "diciembre", "décembre", "Dezember"),
)
# As POSIX's TZ variable has them, so that no time zone file is needed. The American names are those of
# RFC 5322, section 4.3; IST and BST are not here: each has three meanings.
_ZONES = {
    **{"EST": "EST5", "EDT": "EDT4", "CST": "CST6", "CDT": "CDT5"},
    **{"MST": "MST7", "MDT": "MDT6", "PST": "PST8", "PDT": "PDT7"},
    **{"ET": "EST5EDT,M3.2.0,M11.1.0", "CT": "CST6CDT,M3.2.0,M11.1.0"},
    **{"MT": "MST7MDT,M3.2.0,M11.1.0", "PT": "PST8PDT,M3.2.0,M11.1.0"},
    **{"WET": "WET0", "WEST": "WEST-1", "CET": "CET-1", "CEST": "CEST-2", "EET": "EET-2", "EEST": "EEST-3"},
    **{"MSK": "MSK-3", "KST": "KST-9", "JST": "JST-9", "BRT": "BRT3", "AEST": "AEST-10", "AEDT": "AEDT-11"},
}
_NAME = "|".join(sorted({name for names in _MONTHS for name in names}, key=len, reverse=True))
_YEAR = "(?:19[7-9][0-9]|2[01][0-9][0-9]|2200)"
_SHAPE = rf"""
    (?<![0-9A-Za-z])(?<![0-9][-/.:,])               # inside no number, no word, no version
    (?:
        (?P<numbers>                                # the year first, so that the order is clear
            {_YEAR}-[0-9]{{1,2}}-[0-9]{{1,2}}
          | {_YEAR}/[0-9]{{1,2}}/[0-9]{{1,2}}
          | {_YEAR}[ ]?[年년][ ]?[0-9]{{1,2}}[ ]?[月월][ ]?[0-9]{{1,2}}[ ]?[日일]
          | (?<![A-Za-z]-){_YEAR}-(?:0[1-9]|1[0-2])(?![-/])
        )
      | (?P<dotted>[0-9]{{1,2}}\.[0-9]{{1,2}}\.{_YEAR})  # always the day first
      | (?P<unsure>[0-9]{{1,2}}(?P<dash>[-/])[0-9]{{1,2}}(?P=dash){_YEAR})
      | (?P<named>(?i:
            (?:[0-9]{{1,2}}(?:st|nd|rd|th|er|[.º])?[ ](?:of[ ]|de[ ])?)?
              (?:{_NAME})\b\.?,?[ ](?:de[ ])?{_YEAR}
          | [0-9]{{1,2}}-(?:{_NAME})-{_YEAR}
          | (?:{_NAME})\b\.?[ ][0-9]{{1,2}}(?:st|nd|rd|th)?,?[ ]{_YEAR}
        ))
    )
    (?![0-9])
    (?:
        (?P<between>T|[ ]?[-–—@·,|]?[ ]{{1,2}}(?:(?i:at|às|à|um)[ ])?[(~≈]{{0,2}})
        (?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])
        (?::(?P<second>[0-5][0-9])(?:[.,](?P<part>[0-9]{{1,9}}))?)?
        (?![0-9]|:[0-9])
        (?:[ ]?(?P<half>[AaPp])\.?[Mm]\b\.?)?
    )?
    (?:
        (?(hour) (?P<zulu>Z\b)|(?!))
      | (?(hour) [ ]?(?P<offset>[-+](?:0[0-9]|1[0-4]):?[0-5][0-9])(?![0-9])|(?!))
      | [ ]?\(?(?P<utc>(?:UTC|GMT)(?:[-+](?:1[0-4]|0?[0-9])(?::?[0-5][0-9])?(?![0-9]))?)(?![A-Za-z0-9])
      | [ ]?\(?(?P<zone>{"|".join(sorted(_ZONES, key=len, reverse=True))})(?![A-Za-z0-9])
    )?
"""


class Date(NamedTuple):
    """A date as it was written; `text[start:end]` is what was read.

    `when` is in UTC, the beginning of what `precision` names: "month", "day", "minute" or "second".
    `zone` is as written, "" where none is given: then it is read as UTC. `ambiguous` is whether the
    day or the month may be first; `when` then has the month first.
    """

    when: datetime
    precision: str
    zone: str
    ambiguous: bool
    start: int
    end: int


def read(text: str) -> Date | None:
    """The first date in the text, of the years 1970 to 2200; None where there is none.

    What is not written as a date is none: "12 of 15 tests", a version, an identifier. Linear in the
    length of the text.
    """
    return next(_dates(text), None)


def written(when: datetime) -> str:
    """The date as our documents have it: `2026-02-13 18:15 UTC`."""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _dates(text: str) -> Iterator[Date]:
    for found in re.finditer(_SHAPE, text, re.VERBOSE):
        try:
            day, precision, ambiguous = _day(found)
        except (ValueError, OverflowError):  # the 31st of February
            continue
        time, clock = _time(found)
        zone, end = _zone(found)
        when = (day + time).replace(tzinfo=_tzinfo(zone)).astimezone(UTC)
        yield Date(when, clock or precision, zone, ambiguous, found.start(), end)


def _day(found: re.Match[str]) -> tuple[datetime, str, bool]:
    """Midnight of the day, its precision, and whether it could be another one."""
    if found["numbers"]:
        year, *rest = [int(number) for number in re.findall("[0-9]+", found["numbers"])]
        return datetime(year, rest[0], (rest[1:] or [1])[0]), "day" if rest[1:] else "month", False
    if found["dotted"]:
        date, month, year = [int(number) for number in found["dotted"].split(".")]
        return datetime(year, month, date), "day", False
    text = found["named"] or found["unsure"]
    day = _reader()(text)
    if found["named"]:
        numbers = re.findall("[0-9]+", text)
        return day, "day" if len(numbers) > 1 else "month", False
    first, second, _ = [int(number) for number in text.split(found["dash"])]
    return day, "day", first != second and max(first, second) <= 12


@cache
def _reader() -> Any:
    """dateutil's parser with our names of the months, loaded for the first date that needs it."""
    dateutil = import_module("dateutil.parser")
    jump = (*dateutil.parserinfo.JUMP, "de", "er", "º")
    names = type("Names", (dateutil.parserinfo,), {"MONTHS": _MONTHS, "JUMP": jump})()
    return lambda text: dateutil.parse(text, names, default=datetime(1970, 1, 1))


def _time(found: re.Match[str]) -> tuple[timedelta, str]:
    """How long after midnight, and the precision; "" where no time is given."""
    if not found["hour"]:
        return timedelta(), ""
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    if found["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found["half"] in "Pp" else 0)
    micro = int((found["part"] or "0")[:6].ljust(6, "0"))
    time = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)
    return time, "second" if found["second"] else "minute"


def _zone(found: re.Match[str]) -> tuple[str, int]:
    """The zone as written, and where the date ends.

    `10:00-12:00` are the two ends of a meeting: a minus is an offset after a `T`, after seconds, or
    where it stands apart.
    """
    offset = found["offset"] or ""
    apart = found["between"] == "T" or found["second"] or found.string[found.start("offset") - 1] == " "
    if offset.startswith("-") and not apart:
        return "", found.start("offset")
    zone = found["zulu"] or offset or found["utc"] or found["zone"] or ""
    return zone, found.end()


def _tzinfo(zone: str) -> tzinfo:
    if zone in _ZONES:
        found: tzinfo = import_module("dateutil.tz").tzstr(_ZONES[zone])
        return found
    offset = re.search("([-+])([0-9]{1,2}):?([0-9]{2})?$", zone)
    if not offset:
        return UTC
    distance = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
    return timezone(-distance if offset[1] == "-" else distance)
