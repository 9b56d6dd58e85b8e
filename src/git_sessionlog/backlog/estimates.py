"""How long, how large, how many: the estimates of a backlog, as people write them."""

import re
from collections.abc import Iterable

from ..core.stamps import duration

Span = tuple[int, int]
"""The least and the most of an amount; (0, 0) for none."""

_HOURS = 60
_DAY = 8 * _HOURS
_UNITS = {"m": 1, "h": _HOURS, "d": _DAY, "w": 5 * _DAY}
_NUMBER = r"[0-9]{1,4}(?:[.,][0-9]{1,2})?"
_UNIT = r"minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w"
_TIME = re.compile(
    rf"(?i)(?<![\w.#-])(?:({_NUMBER})(?:[ \t]?(?:-|–|—|to)[ \t]?({_NUMBER}))?[ \t-]?({_UNIT})(?![a-z])"
    rf"|half an? (hour|day))"
)
_MORE = re.compile(rf"(?i)[ \t]?({_NUMBER})[ \t]?(m|min|mins|minutes)(?![a-z])")
_FILES = re.compile(
    r"(?i)\bfiles?(?:[ \t]+(?:touched|changed|affected))?[*_]{0,2}[ \t]*:[*_]{0,2}[ \t]*[~≈]?"
    r"([0-9]{1,6})(?:[ \t]?[-–][ \t]?([0-9]{1,6})|(\+))?"
)
_SIZES = {
    **dict.fromkeys(("small", "s", "xs", "tiny", "trivial", "minor", "low", "easy", "quick"), "small"),
    **dict.fromkeys(("medium", "m", "moderate", "mid"), "medium"),
    **dict.fromkeys(("large", "l", "xl", "big", "major", "high", "hard", "huge"), "large"),
}
_SIZE = re.compile(r"(?i)[~*_`\[( \t]*([a-z]+)")
_SIZE_IN = re.compile(r"(?i)[(\[,][ \t]*(small|medium|large)\b")


def minutes(text: str) -> Span:
    """The first time in a text, in minutes: `~30 min`, `1 hr`, `3-6 hrs`, `1h 30m`, `half a day`."""
    found = _TIME.search(text)
    if not found:
        return 0, 0
    if found[4]:
        half = 30 if found[4].lower() == "hour" else _DAY // 2
        return half, half
    unit = _UNITS[found[3][0].lower()]
    least, most = (round(_number(digits) * unit) for digits in (found[1], found[2] or found[1]))
    more = _MORE.match(text, found.end()) if unit == _HOURS else None
    rest = round(_number(more[1])) if more else 0
    return (least + rest, most + rest) if least <= most else (most + rest, least + rest)


def files(text: str) -> Span:
    """How many files a text says that something touches: `Files touched: 2-3`; (8, 0) for `8+`."""
    found = _FILES.search(text)
    if not found:
        return 0, 0
    least = int(found[1])
    return (least, 0) if found[3] else (least, max(int(found[2] or least), least))


def size(text: str) -> str:
    """`small`, `medium` or `large` where a text begins with a word for it, else ""."""
    found = _SIZE.match(text)
    return _SIZES.get(found[1].lower(), "") if found else ""


def size_in(text: str) -> str:
    """The size that a text gives in brackets: `(medium)`, `(~1 hr session, LARGE)`."""
    found = _SIZE_IN.search(text)
    return found[1].lower() if found else ""


def said(span: Span) -> str:
    """Minutes in words: `30 min`, `1 h 30 min`, `3-6 h`; "" for none."""
    least, most = span
    if not most:
        return ""
    if least == most:
        return duration(least)
    if not (least % _HOURS or most % _HOURS):
        return f"{least // _HOURS}-{most // _HOURS} h"
    return f"{least}-{most} min" if most < _HOURS else f"{duration(least)} to {duration(most)}"


def total(spans: Iterable[Span]) -> Span:
    """The sum of amounts; (0, 0) where one of them is unknown."""
    each = list(spans)
    return (sum(one[0] for one in each), sum(one[1] for one in each)) if all(map(any, each)) else (0, 0)


def _number(digits: str) -> float:
    return float(digits.replace(",", "."))
