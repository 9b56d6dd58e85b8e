"""The fix tag of a first line, `[Fix 2.3, #7]`, which ties a commit to an entry of the backlog.

    refuse expired tokens [Fix 2.3, #7]
    refuse expired tokens [Fix 2.3] [Fix #7]

Only `[` and `fix` make a candidate: `arr[0]`, `[skip ci]` and `[WIP]` are ordinary text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .findings import Fault, Part
from .fix_ids import ID, WRITTEN, normal

_IDS = rf"\s*(?:#?\d[\d.,# ]*|(?<=\s){WRITTEN}(?:[, ]+{WRITTEN})*\s*)"
_CANDIDATE = rf"\[\s*(?i:fix(?:es)?(?![^\W\d_])|fixed(?={_IDS}))[^\]]*\]?|\(\s*(?i:fix(?:es|ed)?){_IDS}\)"
_SURE = rf"\[\s*(?i:fix(?:es|ed)?){_IDS}\]"
_GOOD = rf"\[Fix {ID}(?:, ?{ID})*\]"
_KEYWORD = r"(?i).\s*fix(?:es|ed)?"


class Tags(NamedTuple):
    """A description, read: its text without tags, the ids in them, and what is wrong with them."""

    description: str
    ids: tuple[Part, ...] = ()
    faults: tuple[Fault, ...] = ()


def read(text: str, *, optional: bool = False) -> Tags:
    """The tags of a description; offsets count from its start.

    Where a tag is `optional`, `(fixes #12)` and `[fixed]` are ordinary text too: they may be meant
    for the forge or for a reader.
    """
    candidate = _SURE if optional else _CANDIDATE
    tags = list(re.finditer(candidate, text)) if "fix" in text.lower() else []
    if not tags:
        return Tags(text)
    ids: list[Part] = []
    faults: list[Fault] = []
    for tag in tags:
        ids += _read_one(tag, faults)
    bounds = [0, *(edge for tag in tags for edge in tag.span()), len(text)]
    pieces = [text[bounds[i] : bounds[i + 1]] for i in range(0, len(bounds), 2)]
    first, behind = pieces[0], "".join(pieces[1:]).strip(" .,;")
    start, end = tags[0].span()
    if behind:
        is_apart = sum(bool(piece.strip()) for piece in pieces) == 1  # else it is part of a sentence
        faults.append(Fault("fix-place", "the fix tag belongs at the end", start, end, is_apart))
        return Tags(" ".join(piece.strip() for piece in pieces if piece.strip()), tuple(ids), tuple(faults))
    if (first and not re.search(r"(?<! ) $", first)) or pieces[1:] != [" "] * (len(tags) - 1) + [""]:
        what = "one space belongs before the fix tag, and nothing after it"
        faults.append(Fault("fix-form", what, start, len(text)))
    return Tags(first.rstrip(), tuple(ids), tuple(faults))


def found_in(body: str) -> tuple[str, ...]:
    """The ids of well-formed tags anywhere in a text, as `fix_ids.normal` has them."""
    return tuple(id for _, _, ids in tags_in(body) for id in ids)


def tags_in(body: str) -> Iterator[tuple[int, int, list[str]]]:
    """The well-formed tags anywhere in a text: where each begins and ends, and its ids."""
    for tag in re.finditer(_GOOD, body):
        yield *tag.span(), [normal(id) for id in re.findall(ID, tag.group()[5:])]


def _read_one(tag: re.Match[str], faults: list[Fault]) -> list[Part]:
    """The ids of one candidate."""
    text, start = tag.group(), tag.start()
    keyword = re.match(_KEYWORD, text)
    at = keyword.end() if keyword else 1
    inner = text[at:].rstrip("])")
    ids: list[Part] = []
    bad: list[Part] = []
    for word in re.finditer(r"[^\s,]+", inner):
        found = word.group().rstrip(".")
        (ids if re.fullmatch(ID, found) else bad).append(Part(found, start + at + word.start()))
    if bad:
        what = f'"{bad[0].text}" is no fix id'
        width = max(len(bad[0].text), 1)
        faults.append(Fault("fix-form", what, bad[0].at, bad[0].at + width, False))
    elif not ids:
        faults.append(Fault("fix-form", "no id in the fix tag", start, tag.end(), False))
    elif not re.fullmatch(_GOOD, text):
        good = ", ".join(part.text for part in ids)
        faults.append(Fault("fix-form", f'the fix tag is written "[Fix {good}]"', start, tag.end()))
    return ids
