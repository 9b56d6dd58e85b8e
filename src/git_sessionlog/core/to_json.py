"""What a command has found as JSON: values become data, under the keys that programs read."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def picked(value: object, keys: str) -> dict[str, Any]:
    """Attributes of a value, in the order of `keys`: `picked(mention, "path line section=heading? text")`.

    `key=attribute` where the two differ. A `?` behind it: null where it is empty, which is what our values
    have where nothing is known.
    """
    found = {}
    for each in keys.split():
        key, _, attribute = each.removesuffix("?").partition("=")
        got = getattr(value, attribute or key)
        found[key] = got or None if each.endswith("?") else got
    return found


def to_json(value: object) -> Any:
    """The value as `json` can write it: a NamedTuple as an object, what iterates as an array."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {key: to_json(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        value = sorted(value)
    return [to_json(one) for one in value] if isinstance(value, tuple | list | Iterator) else value


def json_text(value: object) -> str:
    """The value as JSON, indented; ASCII only."""
    return json.dumps(to_json(value), indent=2)


def json_line(value: object) -> str:
    """The value as JSON on one line; ASCII only."""
    return json.dumps(to_json(value))
