"""Recorded events of each agent, with the answer beside each: `<event>.<what>.json` and `.answer`."""

import json
import re
from pathlib import Path

import pytest

from agents_repo import CAPSYS, CASES, told, working
from git_sessionlog.install.agents.agents import AGENTS
from git_sessionlog.sessions import active, end_marker
from helpers import Repo
from life_repo import plain

EVENTS = sorted(file for name in AGENTS for file in (CASES / name).glob("*.json"))
STATE = ".git/sessionlog"


def answer_of(file: Path) -> str:
    return file.with_suffix(".answer").read_text(encoding="utf-8")


def shown(out: str) -> str:
    """An answer as the files have it: its text in lines, without what is another one in each run."""
    if not out:
        return ""
    text = json.dumps(json.loads(out), indent=2, ensure_ascii=False).replace("\\n", "\n") + "\n"
    return plain(re.sub(r"\b[0-9a-f]{10}\b", "OID", text))


@pytest.mark.parametrize("file", EVENTS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_recorded_event(file: Path, repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS) -> None:
    working(repo)
    end_marker.ask(str(repo.path / STATE), active.read(str(repo.path / STATE)))
    data = file.read_text(encoding="utf-8").replace("{repo}", str(repo.path))
    event = file.stem.partition(".")[0]

    done = told(monkeypatch, capsys, file.parent.name, event, data=data)

    assert (done.code, done.err) == (0, "")
    assert shown(done.out) == answer_of(file)
    assert done.out.isascii()
