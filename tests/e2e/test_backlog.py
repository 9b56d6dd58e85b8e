"""Thirty fixes in twelve batches, as their author keeps them: from the backlog to the report."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from helpers import BIN, Repo

BACKLOG = Path(__file__).parents[1] / "cases" / "backlog" / "datamind"
WORK = (
    ("backend/app/services/auth_service.py", "fix(backend): decode refresh tokens [Fix 2.3]"),
    ("backend/app/tasks/alert_checker.py", "fix(backend): pass org_id to get_connector() [Fix #2]"),
    ("backend/app/api/v1/chat.py", "feat(backend): wire the engine to the chat [Fix 3]"),
)


@pytest.fixture
def planned(repo: Repo, tmp_path: Path) -> Repo:
    """The author's repository with our hooks, pushed to a remote."""
    remote = Repo.init(tmp_path / "remote.git", "--bare")
    repo.git("remote", "add", "origin", str(remote.path))
    shutil.copytree(BACKLOG, repo.path, dirs_exist_ok=True)
    repo.git("add", "-A")
    repo.commit("docs: the backlog")
    sessionlog(repo, "init", "--hooks", "native")
    repo.git("add", "-A")
    by_git(repo, "commit", "-qm", "docs: adopt git-sessionlog")
    by_git(repo, "push", "-qu", "origin", "main")
    return repo


def by_git(repo: Repo, *args: str) -> str:
    """What git wrote, with our programs on its PATH."""
    return repo.git(*args, PATH=f"{BIN}{os.pathsep}{os.environ['PATH']}")


def sessionlog(repo: Repo, *args: str, code: int = 0) -> str:
    done = repo.run("git", "sessionlog", *args, PATH=f"{BIN}{os.pathsep}{os.environ['PATH']}")
    assert (done.code, done.err) == (code, ""), done.out
    return done.out


def test_from_backlog_to_report(planned: Repo, tmp_path: Path) -> None:
    assert (
        "error: batch F is #16, #17 in its list, #15, #16, #17 in this table; #15 is listed in batch G "
        "[plan-differs]\n"
    ) in sessionlog(planned, "plan", "check", code=1)
    begin = sessionlog(planned, "plan", "next").splitlines()[-1]
    assert begin == "begin: git sessionlog start --batch A"

    said = sessionlog(planned, *begin.split()[3:])
    assert "\nCritical Bug Fixes\n" in said or "Batch A: Critical Bug Fixes" in said
    for path, subject in WORK:
        planned.write(path, "done\n")
        planned.git("add", "-A")
        by_git(planned, "commit", "-qm", subject)
    assert "nothing that is seen here keeps it from ending" in sessionlog(planned, "status")
    ended = sessionlog(planned, "end")
    assert "pass     completed fixes listed: " in ended
    assert re.search(r"(?m)^completed: 3 commits, \+3 -0 in 3 files", ended)

    trail = sessionlog(planned, "trace", "7.4")
    assert trail.startswith("Fix 7 (7.4): Hot queries run without an index\n  status   open\n")
    rows = {row["id"]: row for row in json.loads(sessionlog(planned, "trace", "--format", "json"))["fixes"]}
    assert [rows[id]["status"] for id in ("1", "2", "3", "4")] == ["done", "done", "done", "open"]
    assert sessionlog(planned, "trace").startswith("3 of 30 fixes have commits; nothing disagrees.\n")
    assert sessionlog(planned, "plan", "next").endswith("begin: git sessionlog start --batch B\n")

    rates = json.loads(sessionlog(planned, "report", "--format", "json"))["total"]["rates"]
    assert (rates["completionRate"]["part"], rates["completionRate"]["whole"]) == (3, 3)  # 2.3 is 1
    page = tmp_path / "report.html"
    sessionlog(planned, "report", "--html", str(page))
    assert "Critical Bug Fixes" in page.read_text(encoding="utf-8")


def test_a_fresh_clone_knows_all_of_it(planned: Repo, tmp_path: Path) -> None:
    sessionlog(planned, "start", "--batch", "A")
    path, subject = WORK[0]
    planned.write(path, "done\n")
    planned.git("add", "-A")
    by_git(planned, "commit", "-qm", subject)
    sessionlog(planned, "end")

    planned.git("clone", "-q", str(tmp_path / "remote.git"), str(tmp_path / "laptop"))
    laptop = Repo(tmp_path / "laptop")
    assert "Batch A" in sessionlog(laptop, "resume")
    plan = json.loads(sessionlog(laptop, "plan", "next", "--format", "json"))
    assert (plan["batch"]["id"], [fix["id"] for fix in plan["fixes"]]) == ("A", ["2", "3"])
    assert sessionlog(laptop, "prompt", "continue").count("\n- Fix #") == 2
