"""docs/sessions.md: its session, command by command, on a real repository."""

import os
import re
from pathlib import Path

from git_sessionlog.records.record import STATUSES, Metrics, Record, Told
from helpers import BIN, Repo
from life_repo import adopted, plain

PAGE = (Path(__file__).parent.parent.parent / "docs/sessions.md").read_text(encoding="utf-8")
RECORD = "---\nid: 20260101-00000a\nnumber: 3\nstatus: completed\n---\n"


def _steps() -> list[tuple[str, str]]:
    """Each `$ command` of the console block, and the output that stands below it."""
    block = re.search(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert block
    steps = re.split(r"^\$ ", block[1], flags=re.MULTILINE)[1:]
    return [(command, output) for command, _, output in (step.partition("\n") for step in steps)]


def test_the_session(repo: Repo, tmp_path: Path) -> None:
    adopted(repo, tmp_path / "remote.git", **{"src/auth.py": "1\n", "docs/sessions/3.md": RECORD})
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}

    for command, shown in _steps():
        if command.startswith("git commit"):
            repo.write("src/auth.py", "1\n2\n")
        done = repo.run("sh", "-c", command, **path)
        assert (done.code, plain(done.out), done.err) == (0, plain(shown), "")


def test_every_key_of_a_record_is_explained() -> None:
    keys = {
        key
        for row in re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)
        for key in re.findall(r"`(\w+)`", row)
    }
    fields = set(Record._fields) - {"metrics", "checkpoints", "told", "coverage"} | {"covers", "also"}
    fields |= {*Metrics._fields, *Told._fields}

    assert keys == fields
    assert all(f"`{status}`" in PAGE for status in STATUSES)
