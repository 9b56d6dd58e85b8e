"""docs/resume.md: every example in it is what the program prints, and every key of its JSON is in it."""

import json
import re
from pathlib import Path

import pytest

from git_sessionlog.cli import main
from helpers import Repo

PAGE = (Path(__file__).parents[2] / "docs/resume.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```console\n\$ git sessionlog (.*)\n((?:(?!```).*\n)*)```$", PAGE, re.MULTILINE)
ID = "20260213-7k3f9q"
STATUS = """\
# Status

## Completed Fixes

| Fix | Description | Commit | Date |
| --- | --- | --- | --- |
| 2.3 | Refuse expired tokens | 54cd7b2 | 2026-02-13 |

## In Progress

- Fix 7: rate limiter in `app/limit.py`

## Next Up

1. Fix 7: count in Redis, then `make test`
2. Fix 9: retry in `app/client.py`

## Blockers

| Blocker | Impact | Mitigation | Status |
| --- | --- | --- | --- |
| No Redis in CI | Fix 7 cannot be tested | `docker compose up redis` | Open |

## Failed Approaches

- Patching the decoder — it checks no expiry
"""
RECORD = f"""\
---
id: {ID}
number: 4
status: completed
branch: main
started: 2026-02-13T17:00:00Z
ended: 2026-02-13T18:40:00Z
goal: "Batch A: critical fixes"
fixes: ["2.3:refuse expired tokens:app/auth.py", "7"]
minutes: 100
---

# Session
"""


@pytest.fixture
def example(repo: Repo) -> Repo:
    """The history that the page is about; its dates make its ids."""
    steps = (
        ("chore(app): start", {"app/auth.py": "1\n", "CLAUDE.md": "# Context\n"}),
        (
            f"fix(auth): refuse expired tokens [Fix 2.3]\n\nSession-Checkpoint: {ID}/1",
            {"app/auth.py": "2\n3\n"},
        ),
        (
            f"feat(limit): begin the rate limiter [Fix 7]\n\nSession-Checkpoint: {ID}/2",
            {"app/limit.py": "1\n"},
        ),
        ("docs: update STATUS.md", {"STATUS.md": STATUS, f"docs/sessions/{ID}.md": RECORD}),
    )
    for number, (message, files) in enumerate(steps):
        for name, text in files.items():
            repo.write(name, text)
        repo.git("add", "-A")
        date = f"2026-02-13T18:{number}0:00Z"
        repo.commit(message, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)
    return repo


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_example(command: str, shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command.split()) == 0

    assert capsys.readouterr() == (shown, "")


def test_what_does_not_match(example: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    example.write("app/limit.py", "2\n")

    assert main(["resume"]) == 1

    shown = re.search(r"^```text\n((?:(?!```).*\n)*)```$", PAGE, re.MULTILINE)
    assert shown
    assert capsys.readouterr().out.startswith(shown[1] + "\n")


def test_the_keys_of_the_json(example: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resume", "--format", "json"]) == 0

    table = PAGE.partition("## `--format json`")[2].partition("\n## ")[0]
    said = json.loads(capsys.readouterr().out)
    assert list(said) == re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
