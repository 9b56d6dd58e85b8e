"""Values as JSON."""

import json
from typing import NamedTuple

import pytest

from git_sessionlog.core.to_json import json_line, json_text, picked, to_json


class Place(NamedTuple):
    """A place."""

    path: str
    line: int = 0


class Fix(NamedTuple):
    """A fix in places."""

    id: str
    title: str = ""
    places: tuple[Place, ...] = ()

    @property
    def count(self) -> int:
        """How many places."""
        return len(self.places)


FIX = Fix("2.3", "", (Place("a.md", 1), Place("ü.md")))
DATA = {"id": "2.3", "title": "", "places": [{"path": "a.md", "line": 1}, {"path": "ü.md", "line": 0}]}


def test_a_value_is_an_object_of_all_its_fields() -> None:
    assert to_json(FIX) == DATA
    assert list(to_json(FIX)) == ["id", "title", "places"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (map(str, (1, 2)), ["1", "2"]),
        ({"fix": [FIX]}, {"fix": [DATA]}),
        ((), []),
        ("ab", "ab"),
        (None, None),
        (True, True),
    ],
)
def test_other_values(value: object, expected: object) -> None:
    assert to_json(value) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("id count", {"id": "2.3", "count": 2}),
        ("count id", {"count": 2, "id": "2.3"}),
        ("title", {"title": ""}),
        ("title?", {"title": None}),
        ("id?", {"id": "2.3"}),
        ("fix=id what=title?", {"fix": "2.3", "what": None}),
    ],
)
def test_picked(keys: str, expected: dict[str, object]) -> None:
    assert list(picked(FIX, keys).items()) == list(expected.items())


def test_a_key_that_is_none() -> None:
    with pytest.raises(AttributeError):
        picked(FIX, "id name")


def test_text() -> None:
    assert json.loads(json_text(FIX)) == json.loads(json_line(FIX)) == DATA
    assert json_text(Place("ü")) == '{\n  "path": "\\u00fc",\n  "line": 0\n}'
    assert json_line(Place("ü")) == '{"path": "\\u00fc", "line": 0}'
