"""Which fixes a text names, in the ways that people write their ids: pure text, and fast.

`[Fix 2.3]`, `#2.3`, `Fix 2.3`, `Fixes #21-30`, a cell of a table `| 2.3 |`, and 2.3 alone; never in 12.3,
2.31 or v2.3. A number without a dot is a fix only behind one of these words or signs, or in a cell.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from .fixtag import normal

RULE = "fix-unrecorded"
"""The rule that a fix of a new commit is named in a state document."""

_DOTTED = r"(?<![\w.])[0-9]+(?:\.[0-9]+)+(?!\w|\.[0-9])"
_SIGNED = r"(?<!\w)#([0-9]+)(?!\w|\.[0-9])"
_CELL = r"\|[ \t*`]*#?([0-9]+)[ \t*`]*(?=\|)"
_LISTED = (
    r"(?i)\bfix(?:es|ed)?[ \t:]*(#?[0-9]+(?:\.[0-9]+)*"
    r"(?:[ \t]*(?:,|&|and\b|to\b|-|–)[ \t]*#?[0-9]+(?:\.[0-9]+)*)*)(?!\w)"
)
_RANGE = r"#?([0-9]{1,6})[ \t]*(?:-|–|to\b)[ \t]*#?([0-9]{1,6})(?!\.[0-9])"
_WIDEST = 1000


def unnamed(ids: Iterable[str], text: str) -> list[str]:
    """The ids, of some, that a text does not name. Linear in its length, however many there are."""
    named = _named(text)
    return [id for id in dict.fromkeys(map(normal, ids)) if id not in named]


def places(text: str, known: Collection[str]) -> Iterator[tuple[int, str]]:
    """Where a text names some ids, by offsets, in no order; a cell with a bare number is left out."""
    for pattern in (_DOTTED, _SIGNED):
        for found in re.finditer(pattern, text):
            id = found[found.re.groups]
            if id in known:
                yield found.start(), id
    ranges: dict[tuple[str, str], list[str]] = {}
    for found in re.finditer(_LISTED, text):
        alone = (id for id in re.findall(r"[0-9]+(?:\.[0-9]+)*", found[1]) if id in known)
        yield from ((found.start(), id) for id in alone)
        for span in re.findall(_RANGE, found[1]):
            if span not in ranges:
                ranges[span] = [id for id in _between(*span) if id in known]
            yield from ((found.start(), id) for id in ranges[span])


def _between(first: str, last: str) -> list[str]:
    return [str(number) for number in range(int(first), min(int(last), int(first) + _WIDEST) + 1)]


def _named(text: str) -> set[str]:
    named = {*re.findall(_DOTTED, text), *re.findall(_SIGNED, text), *re.findall(_CELL, text)}
    for words in re.findall(_LISTED, text):
        named.update(re.findall(r"[0-9]+(?:\.[0-9]+)*", words))
        for first, last in re.findall(_RANGE, words):
            named.update(_between(first, last))
    return named
