"""Which fixes a text names, in the ways that people write their ids: pure text, and fast.

`[Fix 2.3]`, `#2.3`, `Fix 2.3`, `Fixes #21-30`, a cell of a table `| 2.3 |`, and 2.3 alone; never in 12.3,
2.31 or v2.3. A number without a dot is a fix only behind one of these words or signs, or in a cell.
"""

import re
from collections.abc import Iterable

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


def _named(text: str) -> set[str]:
    named = {*re.findall(_DOTTED, text), *re.findall(_SIGNED, text), *re.findall(_CELL, text)}
    for words in re.findall(_LISTED, text):
        named.update(re.findall(r"[0-9]+(?:\.[0-9]+)*", words))
        for first, last in re.findall(_RANGE, words):
            end = min(int(last), int(first) + _WIDEST)
            named.update(str(number) for number in range(int(first), end + 1))
    return named
