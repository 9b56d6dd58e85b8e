"""What a command shows, without secrets: its lines as text or as JSON, and values of any shape."""

import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from .allowed import Allows
from .masking import Masker, mask

T = TypeVar("T")

_TOGETHER, _SOON = 20_000, 0.05  # characters, and seconds
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_COLOUR = re.compile("(\x1b\\[[0-9;]*m)")


def masked(lines: Iterable[str], allowed: Allows, *, is_json: bool = False) -> Iterator[str]:
    """Each line without its secrets; of JSON the strings are masked, each by itself.

    Lines that come at once are masked together, which takes a hundredth of the time; none waits for long.
    """
    if is_json:
        for line in lines:
            yield _STRING.sub(lambda found: _string(found[0], allowed), line)
        return
    masker, held, since = Masker(allowed), "", time.monotonic()
    try:
        for line in lines:
            if "\x1b" not in line:
                held += line + "\n"
                if len(held) < _TOGETHER and time.monotonic() - since < _SOON:
                    continue
            yield from _whole(masker, held)
            held, since = "", time.monotonic()
            if "\x1b" in line:
                parts = _COLOUR.split(line)
                yield "".join(one if one[:1] == "\x1b" else mask(one, allowed) for one in parts)
    except Exception:
        yield from _whole(masker, held)
        raise
    yield from _whole(masker, held)


def _whole(masker: Masker, text: str) -> Iterator[str]:
    """The lines of a text, masked."""
    if text:
        yield from masker.masked(text)[:-1].split("\n")


def cleaned(value: T, allowed: Allows) -> T:
    """A value with all texts in it masked: those of tuples, lists and mappings too, however deep."""
    made: Any = value
    if isinstance(value, str):
        made = mask(value, allowed)
    elif isinstance(value, tuple) and hasattr(value, "_make"):
        made = value._make(cleaned(one, allowed) for one in value)
    elif isinstance(value, tuple | list | frozenset):
        made = type(value)(cleaned(one, allowed) for one in value)
    elif isinstance(value, Mapping):
        made = {cleaned(key, allowed): cleaned(one, allowed) for key, one in value.items()}
    return made  # type: ignore[no-any-return]


def _string(quoted: str, allowed: Allows) -> str:
    """A JSON string, masked; the same text where nothing is."""
    try:
        text = json.loads(quoted)
    except ValueError:
        return quoted
    clean = mask(text, allowed)
    return quoted if clean == text else json.dumps(clean)
