"""docs/output.md: every example in it is what the program prints, and every form is in it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from git_sessionlog.cli import main
from git_sessionlog.gate.formats.registry import NAMES
from helpers import Repo

PAGE = (Path(__file__).parents[2] / "docs/output.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```(\w+)\n\$ git sessionlog (lint .*)\n((?:(?!```).*\n)*)```$", PAGE, re.MULTILINE)
PARTS: dict[str, Callable[[Any], Any]] = {
    "json": lambda found: found,
    "gitlab": lambda found: found,
    "sarif": lambda found: found["runs"][0]["results"],
}
"""What of a form's JSON the page shows, spread over lines."""


@pytest.fixture
def example(repo: Repo) -> Repo:
    """The history that the page is about; its dates make its ids."""
    messages = ("chore(all): start [Fix 1]", "feature(api): add login [Fix 2.3]", "fix(api): x [Fix 7, #7]")
    for number, message in enumerate(messages):
        date = f"2026-02-13T18:0{number}:00Z"
        repo.commit(message, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)
    return repo


def test_every_form_has_a_heading() -> None:
    assert re.findall(r"^## `(\w+)`$", PAGE, re.MULTILINE) == list(NAMES)


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(
    ("kind", "command", "shown"), EXAMPLES, ids=[command for _, command, _ in EXAMPLES]
)
def test_example(kind: str, command: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(command.split())
    out, err = capsys.readouterr()
    if kind == "json":
        form = command.split("--format ")[1].split()[0]
        assert json.loads(shown) == PARTS[form](json.loads(out))
    else:
        assert shown == out + err


def test_there_is_an_example_of_each_form() -> None:
    commands = [command for _, command, _ in EXAMPLES]
    assert "lint main~2..main" in commands
    for name in NAMES:
        assert name == "text" or any(f"--format {name} " in command for command in commands)
