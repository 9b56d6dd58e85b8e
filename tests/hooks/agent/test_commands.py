"""The table of shell commands: each is refused as a way past the hooks, or let be run."""

import json
import re

import pytest

from agents_repo import CAPSYS, CASES, told
from helpers import Repo
from life_repo import adopted, prepared

TABLE = (CASES / "commands.txt").read_text(encoding="utf-8")
ROWS = [
    (found[1], re.sub(r"\n    ", "\n", found[2]))
    for found in re.finditer(
        r"(?m)^(refused|passes): (.*(?:\n(?:    .*)?(?=\n(?:    |\n    ))|\n    .*)*)", TABLE
    )
]
ALIASES = {
    "ci": "commit",
    "nv": "commit --no-verify",
    "sneak": "!git commit -n",
    "deep": "nv",
    "lg": "log --graph -n 5",
    "pushit": "push",
}


@pytest.fixture
def guarded(repo: Repo) -> Repo:
    prepared(repo, _made)
    return repo


def _made(repo: Repo) -> None:
    adopted(repo, repo.path.parent / "remote.git")
    repo.install()
    for name in ("commit-msg", "pre-push"):
        repo.write(f".husky/{name}", f'git-sessionlog-hook {name} "$@"\n')
    for name, value in ALIASES.items():
        repo.git("config", f"alias.{name}", value)


@pytest.mark.parametrize(("verdict", "command"), ROWS)
def test_row(
    verdict: str, command: str, guarded: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    data = {"cwd": str(guarded.path), "tool_input": {"command": command}}

    done = told(monkeypatch, capsys, "gemini", "before-tool", data=data)

    reason = json.loads(done.out)["reason"] if done.out else ""
    assert (done.code, done.err) == (0, "")
    assert ("not to be run" in reason) == (verdict == "refused"), reason
    assert verdict == "refused" or not reason, reason
