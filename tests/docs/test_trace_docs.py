"""docs/trace.md: every example in it is what the program prints, and every word of its tables is there."""

import json
import re
from pathlib import Path

import pytest

from git_sessionlog.cli import main
from git_sessionlog.state.fixes.status import KINDS, STATUSES
from helpers import Repo
from traced_repo import made

PAGE = (Path(__file__).parents[2] / "docs/trace.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```console\n\$ git sessionlog (.*)\n((?:(?!```).*\n)*)```$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_example(command: str, shown: str, repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    made(repo)

    assert main(command.split()) == 0

    assert capsys.readouterr() == (shown, "")


def _firsts(title: str) -> list[str]:
    """What the table of a section explains."""
    part = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return [
        name
        for row in re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)
        for name in re.findall("`(.+?)`", row)
    ]


def test_all_words_are_explained() -> None:
    assert _firsts("How a fix stands") == list(STATUSES)
    assert _firsts("What can disagree") == list(KINDS)


def test_the_keys_of_the_json(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    made(repo)
    assert main(["trace", "--format", "json", "1"]) == 0
    told = json.loads(capsys.readouterr().out)
    fix = told["fixes"][0]

    assert _firsts("`--format json`") == [*told, *fix]
    for name in ("commits", "sessions", "mentions"):
        assert all(f"`{key}`" in PAGE for key in fix[name][0])
    assert main(["fixes", "show", "--format", "json", "1"]) == 0
    assert all(f"`{key}`" in PAGE for key in json.loads(capsys.readouterr().out))
