"""What a command shows, without secrets: its lines as text or as JSON, and values of any shape."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from .allowed import Allows
from .masking import Masker, mask

T = TypeVar("T")

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_COLOUR = re.compile("(\x1b\\[[0-9;]*m)")


def masked(lines: Iterable[str], allowed: Allows, *, is_json: bool = False) -> Iterator[str]:
    """Each line without its secrets as it comes; of JSON the strings are masked, each by itself."""
    if is_json:
        for line in lines:
            yield _STRING.sub(lambda found: _string(found[0], allowed), line)
        return
    masker = Masker(allowed)
    for line in lines:
        if "\x1b" in line:
            yield "".join(one if one[:1] == "\x1b" else mask(one, allowed) for one in _COLOUR.split(line))
        else:
            yield masker.masked(line + "\n")[:-1]


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
