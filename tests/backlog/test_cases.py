"""Documents of a backlog as people write them, and what is read: cases that a writer can edit.

`NAME.json` beside `NAME.txt` or `NAME.md` is what the register of it says; what is empty is left out.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from git_sessionlog.backlog.model import Register
from git_sessionlog.backlog.read import register
from git_sessionlog.documents.document import Document

CASES = Path(__file__).parent.parent / "cases" / "backlog"
DOCUMENTS = sorted(
    path for path in CASES.iterdir() if path.suffix in (".md", ".txt") and "-files" not in path.name
)


def read(*paths: Path) -> Register:
    return register(Document.of(path.read_bytes(), path.name) for path in paths)


def told(known: Register) -> dict[str, object]:
    """A register as its case has it: places are `path:line`, the text of an entry is left out."""
    parts = {
        name: [_told(value) for value in getattr(known, name)]
        for name in known._fields[:7]
        if name != "paths"
    }
    return {name: values for name, values in parts.items() if values}


def _told(value: object) -> object:
    fields = value._asdict()  # type: ignore[attr-defined]
    fields.pop("text", None) if hasattr(value, "aliases") else None
    fields.pop("said", None)
    shown = {}
    for name, each in fields.items():
        if name in ("place", "places"):
            places = each if name == "places" else [each]
            each = " ".join(f"{place.path}:{place.line}" for place in places)
        elif name == "tasks":
            each = [_told(task) for task in each]
        if each and each != (0, 0):
            shown[name] = list(each) if isinstance(each, tuple) else each
    return shown


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_case(path: Path) -> None:
    assert told(read(path)) == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def write(paths: Iterable[Path] = DOCUMENTS) -> None:
    """Write what is read now beside each case: to be looked at before it is kept."""
    for path in paths:
        text = json.dumps(told(read(path)), indent=1, ensure_ascii=False)
        path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
