"""Times and their text, UTC: seconds since 1970 as `2026-02-13T18:15:00Z` and back, and lengths of time."""

import calendar
import time

LATEST = 253_402_300_799
"""The last second of the year 9999: a commit may name any time, and later ones have no date."""

_STAMP, _DAY = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"


def stamp(when: float | None = None) -> str:
    """The time in ISO 8601, `2026-02-13T18:15:00Z`; now where none is given."""
    return time.strftime(_STAMP, _utc(when))


def stamp_or_none(when: int) -> str | None:
    """The same; None for 0, where the time is not known."""
    return stamp(when) if when else None


def day(when: int) -> str:
    """The day of a time, `2026-02-13`."""
    return time.strftime(_DAY, _utc(when))


def minute(when: int) -> str:
    """The time for people, `2026-02-13 18:15`."""
    return time.strftime(f"{_DAY} %H:%M", _utc(when))


def seconds(stamp: str) -> int | None:
    """What `stamp` wrote, in seconds since 1970; None where it is no such text."""
    try:
        return calendar.timegm(time.strptime(stamp, _STAMP))
    except ValueError:
        return None


def first_second(day: str) -> int:
    """The beginning of a day, `2026-02-13`, in seconds since 1970. Raises ValueError where it is none."""
    return calendar.timegm(time.strptime(day, _DAY))


def minutes_between(start: str, end: str) -> int:
    """The minutes from one stamp to another; 0 where one is none, or they are the other way round."""
    one, other = seconds(start), seconds(end)
    return 0 if one is None or other is None else max(other - one, 0) // 60


def duration(minutes: int) -> str:
    """A length of time as people say it: `50 min`, `1 h 35 min`, `2 h`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def _utc(when: float | None) -> time.struct_time:
    return time.gmtime(when if when is None else min(when, LATEST))
