"""Ids of fixes in a text: `#7`, `2.3`, `Fix #7`, `Section 2.3`, `#4, #5 and #6`, `Fixes #21-30`."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

ID = r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,5}"
"""One id without its sign; what has more digits or parts is in no backlog that a person keeps."""

WIDEST = 200
"""How many ids a range can stand for; of a wider one only the ends are read."""

_WORD = r"(?i:(?:(?:fix(?:es)?|improvements?|items?|sections?|sec\.)[ \t:]{1,3}){1,2}|§[ \t]?)"
_END = r"(?![.]?\w)"
_TO = r"(?:[ \t]*(?:-|–|—|\.\.)[ \t]*(?=#)|[-–—]|\.\.|[ \t]+(?:to|through)[ \t]+)"
_TOKEN = re.compile(rf"(?P<word>{_WORD})?(?P<sign>#?)(?P<one>{ID}){_END}(?:{_TO}#?(?P<to>{ID}){_END})?")
_ANYWHERE = re.compile(rf"(?<![\w.#])(?:{_WORD})?#?(?=[0-9])")
_BETWEEN = re.compile(r"[ \t]*(?:,[ \t]*(?:and\b)?|[&+/]|\band\b)[ \t]*")
_ALONE = re.compile(r"[ \t]*(?:$|[,;:.)\]|&+/(–—*_~`-]|and\b)", re.MULTILINE)


class Listed(NamedTuple):
    """The ids of a list in their order, where it ends in its text, and whether a word or `#` leads it."""

    ids: tuple[str, ...] = ()
    end: int = 0
    signed: bool = False


def listed(text: str, at: int = 0, *, bare: bool = False) -> Listed:
    """The list of ids that begins at a place; without ids where there is none.

    The first one needs a `#` or a word such as `Fix`, unless `bare`; a later one may go without where no
    other word belongs to it: `#4, 5, 6` are three, `#4, 5 files` is one.
    """
    found: dict[str, None] = {}
    end, signed = at, False
    while token := _TOKEN.match(text, at):
        is_signed = bool(token["word"] or token["sign"])
        if not is_signed and not ((bare or found) and _ALONE.match(text, token.end())):
            break
        signed = signed or (is_signed and not found)
        found.update(dict.fromkeys(between(token["one"], token["to"] or "")))
        end = token.end()
        comma = _BETWEEN.match(text, end)
        if not comma or len(found) > WIDEST:
            break
        at = comma.end()
    return Listed(tuple(found), end, signed)


def named(text: str, *, bare: bool = False) -> tuple[str, ...]:
    """The ids of all lists anywhere in a text, each once."""
    found: dict[str, None] = {}
    at = 0
    while len(found) <= WIDEST and (token := _ANYWHERE.search(text, at)):
        here = listed(text, token.start(), bare=bare)
        found.update(dict.fromkeys(here.ids))
        at = max(here.end, token.end() + 1)
    return tuple(found)


def spelled(given: Iterable[str], most: int = 12) -> str:
    """Ids as people write them: `#1, #2, 2.3`; the rest is a count."""
    every = [id if "." in id else f"#{id}" for id in given]
    rest = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + rest


def spans(given: Iterable[str]) -> str:
    """Ids as people write them, runs as ranges: `#1-3, #7, 2.3`."""
    runs: list[list[str]] = []
    for id in given:
        last = runs[-1][-1] if runs else ""
        if last.isdigit() and id.isdigit() and int(id) == int(last) + 1:
            runs[-1].append(id)
        else:
            runs.append([id])
    told = [f"{spelled(run[:1])}-{run[-1]}" if len(run) > 2 else spelled(run) for run in runs]
    return ", ".join(told)


@lru_cache(256)
def between(first: str, last: str) -> tuple[str, ...]:
    """The ids of a range: `21` to `30`, `2.1` to `2.4`; its ends where it is too wide or is none."""
    above, _, start = first.rpartition(".")
    same, _, end = last.rpartition(".")
    if not last:
        return (first,)
    if above != same or not 0 <= int(end) - int(start) < WIDEST:
        return (first, last)
    prefix = f"{above}." if above else ""
    return tuple(f"{prefix}{number}" for number in range(int(start), int(end) + 1))
