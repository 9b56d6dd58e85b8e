"""docs/requirements.md: every row is there, and what it names is there."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from git_sessionlog.cli import COMMANDS
from git_sessionlog.hooks import HOOKS
from git_sessionlog.settings.keys import KEYS
from git_sessionlog.settings.model import ALL_RULES
from git_sessionlog.views.prompts.render import templates

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
ROWS = [re.split(r" ?\| ?", line)[1:-1] for line in PAGE.splitlines() if re.match(r"\| [TS]\d", line)]
RANGES = (("T", 1, 17), ("S0-", 1, 43), ("S1-", 1, 25), ("S2-", 1, 21), ("S3-", 1, 39), ("S4-", 1, 21))


def _ids() -> list[str]:
    """All ids in their order: `T1`, and with two digits behind a dash."""
    return [
        f"{name}{number:02}" if name.endswith("-") else f"{name}{number}"
        for name, first, last in RANGES
        for number in range(first, last + 1)
    ]


def test_every_row_is_there_once_in_order() -> None:
    assert [row[0] for row in ROWS] == _ids()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_row(row: list[str]) -> None:
    """What it names is there; where nothing is done, it says why, and there may be no test."""
    _, what, by, test = row
    assert what
    left = by.startswith("left out")
    assert by.strip("`") != by or left
    for named in re.findall(r"`([^`]*)`", by):
        _must_be_there(named)
    if test == "—":
        assert left
        return
    path, _, name = test.strip("`").partition("::")
    assert f"\ndef {name}(" in (ROOT / path).read_text(encoding="utf-8")


def _must_be_there(named: str) -> None:
    """A command with what follows it, a hook, a rule, a key of the settings."""
    first, *words = named.split()
    assert first in {*COMMANDS, *HOOKS, *ALL_RULES, *KEYS}
    if words:
        command = import_module(f"git_sessionlog.cli.{first}").command
        below = getattr(command, "commands", {})
        params = [param for one in (command, *below.values()) for param in one.params]
        options = {option for param in params for option in param.opts}
        assert {*words} <= {*options, *below, *(templates() if first == "prompt" else ())}
