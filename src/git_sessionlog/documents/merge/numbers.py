"""The numbers of a list: what an item says whatever its number, and those of a united list."""

import re
from collections.abc import Iterable

Entry = tuple[str, ...]
"""The lines of a row, or of an item with what is nested in it; line ends included."""

_NUMBER = re.compile(r"(?P<lead>[ \t]*)(?P<number>[0-9]{1,9})(?P<rest>[.)][ \t]+\S)")


def without(line: str) -> str:
    """A line without the number of an item, and as it is where it has none."""
    return _NUMBER.sub(r"\g<lead>\g<rest>", line, count=1) if _NUMBER.match(line) else line


def running(united: list[Entry], sides: Iterable[list[Entry]], above: str, below: str) -> list[Entry]:
    """The entries with running numbers, where each side had them so from the same number on.

    Else they keep what they have, as they do where the items around, `above` and `below`, do not go with
    them, or where a number of another width would move a text away from what is nested in it.
    """
    known = [side for side in sides if side]
    starts = set(map(_start, known))
    start = starts.pop() if len(starts) == 1 else None
    before, after = _NUMBER.match(above), _NUMBER.match(below)
    if start is None or (after and int(after["number"]) != start + len(united)):
        return united
    if int(before["number"]) != start - 1 if before else max(map(len, known)) < 2:  # each may be a 1
        return united
    numbered = [_with_number(entry, number) for number, entry in enumerate(united, start)]
    moved = (len(new[0]) != len(old[0]) for new, old in zip(numbered, united, strict=True) if len(old) > 1)
    return united if any(moved) else numbered


def _start(entries: list[Entry]) -> int | None:
    """The first number, None where there is none or the others do not follow on."""
    found = [_NUMBER.match(entry[0]) for entry in entries]
    numbers = [item["number"] for item in found if item]
    first = int(numbers[0]) if numbers else 0
    wanted = list(map(str, range(first, first + len(entries))))
    return first if numbers == wanted else None


def _with_number(entry: Entry, number: int) -> Entry:
    head, *nested = entry
    return (_NUMBER.sub(rf"\g<lead>{number}\g<rest>", head, count=1), *nested)
