"""`git sessionlog status`, on real sessions."""

import json
import re
from pathlib import Path

import pytest

from git_sessionlog.cli import main
from git_sessionlog.views.status.collect import standing, touched
from helpers import Repo
from life_repo import GOAL, adopted, plain, work

FIXES = ("--fix", "2.3:refuse expired tokens:backend/auth", "--fix", "9")


@pytest.fixture
def started(repo: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repo:
    """A repository with a remote, in a session of two fixes."""
    adopted(repo, tmp_path / "remote.git", settings="session-lines = 3\nsession-files = 1\n")
    assert main(["start", GOAL, *FIXES]) == 0
    capsys.readouterr()
    return repo


def _said(capsys: pytest.CaptureFixture[str]) -> str:
    return re.sub(r"\d+ min\b", "N min", plain(capsys.readouterr().out))


def test_a_session_that_has_just_begun(started: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status"]) == 0

    assert _said(capsys) == (
        f"session 1: {GOAL}\n"
        "  started      TIME, N min ago\n"
        "  checkpoints  0\n"
        "  size         0 of 3 lines, 0 of 1 file\n"
        "  fixes        2.3 open, 9 open\n"
        "nothing that is seen here keeps it from ending: git sessionlog end\n"
    )


def test_a_session_that_has_grown(started: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    work(started, "fix(auth): refuse\x1b[m expired tokens [Fix 2.3]", backend__auth="1\n2\n3\n")
    started.write("backend/auth", "1\n2\n3\n4\n")
    started.write("frontend/page", "1\n")
    started.git("add", "-A")
    status = (started.path / "STATUS.md").read_text()
    table = "## Blockers\n\n| Blocker | Impact | Mitigation | Status |\n| --- | --- | --- | --- |\n"
    started.write(
        "STATUS.md",
        status.replace("## Session Log", f"{table}| Disk | Full | — | Open |\n\n## Session Log"),
    )
    before = started.git("status", "--porcelain")

    assert main(["status"]) == 0

    assert _said(capsys) == (
        f"session 1: {GOAL}\n"
        "  started      TIME, N min ago\n"
        "  checkpoints  1, the last N min ago: fix(auth): refuse<U+001B>[m expired tokens [Fix 2.3]\n"
        "  size         5 of 3 lines, 2 of 1 file\n"
        "  uncommitted  2 lines in 2 files\n"
        "  fixes        2.3 done, 9 open\n"
        "warning: it is larger than session-lines = 3 and session-files = 1: end it, and go on in another "
        "one\n"
        "warning: it touches backend/ and frontend/: one layer a session, unless a fix needs both\n"
        "2 points before it can end:\n"
        "  fail     all changes committed: backend/auth, frontend/page\n"
        "           git commit them, or end with --minimal\n"
        '  fail     blockers documented: no mitigation of "Disk"\n'
        "           --blocker 'Disk | IMPACT | MITIGATION'\n"
    )
    assert started.git("status", "--porcelain") == before


def test_json(started: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    work(started, "fix(auth): refuse expired tokens [Fix 2.3]", backend__auth="1\n")

    assert main(["status", "--format", "json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert {
        key: said[key] for key in ("number", "goal", "checkpoints", "lines", "files", "fixes", "layers")
    } == {
        "number": 1,
        "goal": GOAL,
        "checkpoints": 1,
        "lines": 1,
        "files": 1,
        "fixes": {"2.3": True, "9": False},
        "layers": ["backend/"],
    }
    assert (said["budget"], said["warnings"]) == ({"lines": 3, "files": 1}, [])


def test_the_time(started: Repo) -> None:
    work(started, "fix(auth): refuse expired tokens [Fix 2.3]", backend__auth="1\n")
    now = standing(0)
    last = now.pieces[-1].when

    later = now._replace(now=last + 7230, record=now.record._replace(started="2026-02-13T18:00:00Z"))
    assert later.since == 120
    assert later._replace(pieces=()).since == later.minutes > 120
    assert now._replace(record=now.record._replace(started="by hand")).minutes == 0


@pytest.mark.parametrize(
    ("paths", "layers"),
    [
        (["backend/a", "x/frontend/b"], ("backend/", "frontend/")),
        (["backend", "docs/a"], ()),
        ([], ()),
    ],
)
def test_layers(paths: list[str], layers: tuple[str, ...]) -> None:
    assert touched(paths, ("backend/", "frontend/", "docker/")) == layers


def test_without_a_session(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit("chore(x): start")

    assert main(["status"]) == 2
    assert capsys.readouterr() == (
        "", 'error: there is no session\nhint: git sessionlog start "GOAL"\n'
    )  # fmt: skip
