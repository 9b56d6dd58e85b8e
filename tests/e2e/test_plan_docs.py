"""docs/plan.md: its console block, command by command, on the sample of thirty fixes."""

import re
from pathlib import Path

import pytest

from git_sessionlog.backlog.contradictions import RULES
from git_sessionlog.core.fix_ids import WIDEST
from helpers import Repo
from life_repo import adopted
from program import called

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/plan.md").read_text(encoding="utf-8")
CASES = ROOT / "tests/cases/backlog"


def test_each_command(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (CASES / "datamind-files.txt").read_text(encoding="utf-8").split():
        repo.write(path, "")
    adopted(
        repo,
        None,
        **{path.name: path.read_text(encoding="utf-8") for path in (CASES / "datamind").iterdir()},
    )
    block = re.search(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert block

    for step in re.split(r"^\$ git sessionlog ", block[1], flags=re.MULTILINE)[1:]:
        command, _, shown = step.partition("\n")
        done = called(capsys, *command.split())
        assert (done.out, done.err) == (shown, "")


def test_every_rule_of_a_plan_is_explained() -> None:
    told = dict(re.findall(r"^\| `(plan-\w+)` \| (\w+) \|", PAGE, re.MULTILINE))

    assert told == RULES
    assert f"more than {WIDEST} ids" in PAGE
