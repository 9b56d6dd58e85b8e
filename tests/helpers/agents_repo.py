"""A repository in which an agent works, and its events."""

import io
import json
from pathlib import Path

import pytest

from git_sessionlog import hooks
from git_sessionlog.cli import main
from helpers import Repo, Result
from life_repo import GOAL, adopted, prepared, work

CASES = Path(__file__).parent.parent / "cases" / "agents"
ROOT = Path(__file__).parents[2]
CAPSYS = pytest.CaptureFixture[str]


def working(repo: Repo) -> Repo:
    """The repository in a session with a commit that no document describes, and a file that is new."""
    prepared(repo, _work)
    return repo


def _work(repo: Repo) -> None:
    adopted(repo, repo.path.parent / "remote.git")
    assert main(["start", GOAL, "--fix", "7"]) == 0
    work(repo, "feat(api): add a health check [Fix 7]", src__api="x\n")
    repo.write("notes.txt", "to be sorted\n")


def told(
    monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS, *args: str, data: "bytes | str | dict[str, object]"
) -> Result:
    """What `git-sessionlog-hook agent *args` answers to an event."""
    if isinstance(data, dict):
        data = json.dumps(data)
    data = data.encode() if isinstance(data, str) else data
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    capsys.readouterr()
    code = hooks.main(["agent", *args])
    return Result(code, *capsys.readouterr())
