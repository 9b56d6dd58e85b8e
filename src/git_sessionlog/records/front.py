"""Front matter of a record as it is read: a line a key, as other hands may have left it.

It is a subset of YAML: strings quoted as in JSON where they must be, lists as JSON has them or with an item
a line. What is not understood is not there.
"""

import json
import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from ..git.session_state import ID

_COVERS = re.compile(r"([0-9]{1,4})(?:[-–]([0-9]{1,4}))?")
_ALSO = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Coverage(NamedTuple):
    """The commits that a record describes.

    `numbers` are those of checkpoints of its own session, `also` the patch ids of other commits, and the
    ids of merges.
    """

    numbers: frozenset[int] = frozenset()
    also: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether it describes any commit."""
        return bool(self.numbers or self.also)


def day_of(id: str) -> str:
    """The day in the id of a session, `YYYY-MM-DD`."""
    return f"{id[:4]}-{id[4:6]}-{id[6:8]}"


class Front:
    """The front matter of a record, as text with its marks: a key is read when it is asked for."""

    def __init__(self, text: str) -> None:
        self._lines = {key: lines for lines in lines_of(text) if (key := lines.partition(":")[0]) != lines}

    @cached_property
    def id(self) -> str:
        """The id of the session, "" where there is none: then it is no record."""
        found = self.text("id")
        return found if re.fullmatch(ID, found) else ""

    @cached_property
    def age(self) -> tuple[str, int, str]:
        """The one order of records: when it was started; within a second, or a day, the number tells."""
        return self.text("started") or day_of(self.id), self.number("number"), self.id

    @cached_property
    def coverage(self) -> Coverage:
        """What the record describes; what is written otherwise than `covers_text` does covers nothing."""
        spans = (_COVERS.fullmatch(part.strip()) for part in self.text("covers").split(","))
        numbers = (n for one in spans if one for n in range(int(one[1]), int(one[2] or one[1]) + 1))
        return Coverage(frozenset(numbers), frozenset(filter(_ALSO.fullmatch, self.items("also"))))

    def text(self, key: str) -> str:
        """The value of a key as text, "" where there is none."""
        value = self._value(key)
        return value if isinstance(value, str) else " ".join(value)

    def number(self, key: str) -> int:
        """The value of a key as a number, 0 where it is none."""
        text = self.text(key)
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0

    def items(self, key: str) -> tuple[str, ...]:
        """The value of a key as a list, which may be in either form that YAML has."""
        value = self._value(key)
        items = value.split(",") if isinstance(value, str) else value
        return tuple(item.strip() for item in items if item.strip())

    def _value(self, key: str) -> str | list[str]:
        first, *below = self._lines.get(key, "").split("\n")
        value = first.partition(":")[2].strip()
        items = [line.strip()[1:].strip() for line in below if line.strip().startswith("-")]
        if not value and items:
            return [_string(item) for item in items]
        return _array(value) if value.startswith("[") else _string(value)


def lines_of(front: str) -> list[str]:
    """The lines between the marks, each with those that are indented below it."""
    found: list[str] = []
    for line in front.removesuffix("\n").split("\n")[1:-1]:
        if found and (line[:1] in (" ", "\t", "-") or not line):
            found[-1] += "\n" + line
        else:
            found.append(line)
    return found


def _string(value: str) -> str:
    quote = value[:1]
    if quote == '"':
        try:
            read, _ = json.JSONDecoder().raw_decode(value)
        except ValueError:
            return value.strip('"')
        return str(read)
    if quote == "'":
        return value[1:].partition("'")[0] if "''" not in value else value.strip("'").replace("''", "'")
    return re.split(r"\s#(?![0-9])", value, maxsplit=1)[0].strip()


def _array(value: str) -> list[str]:
    try:
        read, _ = json.JSONDecoder(parse_float=str, parse_int=str).raw_decode(value)  # 2.10 is not 2.1
    except (ValueError, RecursionError):
        return [_string(item.strip()) for item in value.strip("[] ").split(",") if item.strip()]
    return [item for item in read if isinstance(item, str)]


def covers_text(numbers: Iterable[int]) -> str:
    """Numbers as a record has them: `1-5, 7`."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
