"""Sessions with real remotes: from start to end, killed on the way, two at a time."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import CLI, HOOK, Repo, Result
from life_repo import GOAL, adopted, document, plain, prepared, the_record, trusted, work

posix = pytest.mark.skipif(sys.platform == "win32", reason="process groups")
FIX = ("--fix", "2.3:refuse expired tokens:src/auth")
END = ("end", "--next", "Fix 9: retry in `api/client.py`")


def started(repo: Repo, remote: Path, profile: str = "status") -> Repo:
    """A repository with the hooks, a session, and a commit in it; gives the remote."""
    settings = "" if profile == "status" else f'profiles = ["{profile}"]\n'
    made = adopted(repo, remote, settings=settings)
    repo.hook("pre-push", f'#!/bin/sh\nexec "{HOOK}" pre-push "$@"\n')
    assert repo.run(CLI, "start", GOAL, *FIX).code == 0
    work(repo, "fix(auth): refuse expired tokens [Fix 2.3]", **{"src/auth": "1\n2\n"})
    return made


def _start(repo: Repo) -> None:
    started(repo, repo.path.parent / "remote.git")


def has_ended_once(repo: Repo, remote: Repo) -> None:
    """All is written, committed and pushed, and nothing of it twice."""
    assert remote.git("rev-parse", "main") == repo.git("rev-parse", "HEAD")
    assert repo.git("status", "--porcelain") == ""
    assert list((repo.path / ".git/sessionlog/sessions").iterdir()) == []
    assert not list(repo.path.rglob("*.sessionlog-*"))
    subjects = repo.git("log", "--format=%s").splitlines()
    assert subjects.count("docs: update STATUS.md with session progress") == 1
    status = document(repo, "STATUS.md", "HEAD")
    assert status.count(f"| DAY | 1 | {GOAL} (fix 2.3; 1 commit) |") == 1
    assert status.count("| 2.3 | refuse expired tokens | HASH | DAY |") == 1
    assert status.count("Fix 9: retry") == 1
    record = the_record(repo)
    assert (record.status, len(record.checkpoints)) == ("completed", 1)
    assert document(repo, f"docs/sessions/{record.id}.md", "HEAD").count("\nended: ") == 1


@pytest.mark.parametrize(
    ("profile", "path", "expected"),
    [
        ("status", "STATUS.md", f"| DAY | 1 | {GOAL} (fix 2.3; 1 commit) |\n"),
        ("session-md", "SESSION.md", f"| 1 | DAY | 0 min | {GOAL} (fix 2.3; 1 commit) |\n"),
        ("continuity", "CURRENT-STATE.md", "- Fix 2.3: refuse expired tokens (commit HASH)\n"),
    ],
    ids=["status", "session-md", "continuity"],
)
def test_from_start_to_end(repo: Repo, tmp_path: Path, profile: str, path: str, expected: str) -> None:
    remote = started(repo, tmp_path / "remote.git", profile)

    done = repo.run(CLI, *END)

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-2] == f"committed: docs: update {path} with session progress"
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", remote.path, clone], check=True)
    assert expected in document(Repo(clone), path)
    assert the_record(Repo(clone)).status == "completed"
    assert Repo(clone).run(CLI, "check").code == 0
    assert "Fix 9: retry in `api/client.py`" in document(Repo(clone), path)


@posix
@pytest.mark.parametrize(
    "where",
    ["pre-push", *(pytest.param(name, marks=pytest.mark.stress) for name in ("pre-commit", "editor"))],
)
def test_killed_at_a_step_the_next_end_finishes(repo: Repo, tmp_path: Path, where: str) -> None:
    remote = prepared(repo, _start)
    kill = "#!/bin/sh\nkill -9 0\n"
    file = repo.path / f".git/hooks/{where}"
    before = file.read_text() if file.exists() else "#!/bin/sh\n"
    repo.hook(where, kill)
    options, env = ((), {}) if where != "editor" else (("--edit",), {"GIT_EDITOR": str(file)})

    killed = _in_a_group(repo, *END, *options, **env)
    assert killed == -signal.SIGKILL
    repo.hook(where, before)
    done = _unlocked(repo, *END)

    assert done.code == 0, done.err
    has_ended_once(repo, remote)


@posix
@pytest.mark.stress
@pytest.mark.parametrize("delay", [step / 25 for step in range(1, 40)])
def test_killed_at_any_time_the_next_end_finishes(repo: Repo, tmp_path: Path, delay: float) -> None:
    remote = prepared(repo, _start)

    _in_a_group(repo, *END, limit=delay)
    done = _unlocked(repo, *END)

    assert done.code == 0 or "the last one, 1, has ended" in done.err
    has_ended_once(repo, remote)


@posix
def test_work_after_a_killed_end_is_in_its_row(repo: Repo, tmp_path: Path) -> None:
    remote = prepared(repo, _start)
    repo.hook("pre-push", "#!/bin/sh\nkill -9 0\n")
    _in_a_group(repo, *END)
    (repo.path / ".git/hooks/pre-push").unlink()
    work(repo, "fix(api): add a health check [Fix 7]", **{"src/api": "1\n"})

    assert repo.run(CLI, *END).code == 0

    status = document(repo, "STATUS.md", "HEAD")
    assert status.count("| DAY | 1 |") == 1
    assert f"| DAY | 1 | {GOAL} (fixes 2.3, 7; 2 commits) |\n" in status
    assert remote.git("rev-parse", "main") == repo.git("rev-parse", "HEAD")


def test_a_push_that_is_refused(repo: Repo, tmp_path: Path) -> None:
    remote = prepared(repo, _start)
    hook = remote.write("hooks/pre-receive", "#!/bin/sh\necho 'not today'\nexit 1\n")
    hook.chmod(0o755)

    refused = repo.run(CLI, *END)
    hook.unlink()
    done = repo.run(CLI, "end")

    assert (refused.code, refused.out) == (2, "")
    said = [line.strip() for line in refused.err.splitlines()]
    assert "remote: not today" in said
    assert said[-2:] == [
        "error: the push to origin/main was refused; all is committed",
        "hint: fix that, and run it again",
    ]
    assert done.code == 0
    has_ended_once(repo, remote)


def test_somebody_else_has_pushed(repo: Repo, tmp_path: Path) -> None:
    remote = prepared(repo, _start)
    other = tmp_path / "other"
    subprocess.run(["git", "clone", "-q", remote.path, other], check=True)
    Repo(other).commit("docs: by somebody else")
    Repo(other).git("push", "-q")

    refused = repo.run(CLI, *END)
    repo.git("pull", "-q", "--rebase", GIT_EDITOR=":")
    done = repo.run(CLI, "end")

    assert refused.err.splitlines()[-1].startswith("hint: git pull --rebase && git sessionlog end ")
    assert done.code == 0, done.err
    assert remote.git("rev-parse", "main") == repo.git("rev-parse", "HEAD")
    assert document(repo, "STATUS.md").count("| DAY | 1 |") == 1


def test_two_worktrees_have_a_session_each(repo: Repo, tmp_path: Path) -> None:
    remote = adopted(repo, tmp_path / "remote.git")
    repo.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    side = Repo(tmp_path / "side")
    for one, fix in ((repo, "2.3"), (side, "7")):
        assert one.run(CLI, "start", "--fix", fix).code == 0
    for one, fix in ((side, "7"), (repo, "2.3")):
        work(one, f"fix(api): mend it [Fix {fix}]", **{f"src/{fix}": "1\n"})

    outcomes = [one.run(CLI, *END) for one in (repo, side)]

    assert [done.code for done in outcomes] == [0, 0]
    ours, theirs = the_record(repo), the_record(side)
    assert (ours.number, theirs.number, ours.id != theirs.id) == (1, 2, True)
    assert [point.fixes for record in (ours, theirs) for point in record.checkpoints] == [("2.3",), ("7",)]
    assert remote.git("rev-parse", "main", "side") == repo.git("rev-parse", "main", "side")
    assert re.search("(?m)^  pass     pushed: origin/side$", outcomes[1].out)


@posix
def test_a_full_disk(repo: Repo, tmp_path: Path) -> None:
    prepared(repo, _start)
    before = document(repo, "STATUS.md")

    done = repo.run("sh", "-c", f'ulimit -f 0; exec "{CLI}" end --no-commit')

    assert done.code == 2
    assert plain(done.err) == (
        "error: docs/sessions/ID.md cannot be written: File too large\nhint: mend that, and run it again\n"
    )
    assert document(repo, "STATUS.md") == before
    assert repo.git("status", "--porcelain") == ""


@posix
def test_ctrl_c_ends_a_gate_and_leaves_all_as_it_was(repo: Repo) -> None:
    gates = """gates = { slow = "sh -c 'kill -INT $PPID; exec sleep 60'" }\n"""
    adopted(repo, None, settings=gates)
    trusted(repo)
    assert repo.run(CLI, "start", GOAL, *FIX).code == 0

    done = repo.run(CLI, *END)

    assert (done.code, done.out) == (130, "")
    assert done.err.startswith("interrupted: nothing was written; the rest is not done\nhint: run it again")
    assert repo.git("status", "--porcelain") == ""
    assert the_record(repo).is_open


def _in_a_group(repo: Repo, *args: str, limit: float = 60, **env: str) -> int:
    """Run the program in a process group of its own, and kill that after a time; gives the exit code."""
    process = subprocess.Popen(
        [CLI, *args],
        cwd=repo.path,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


def _unlocked(repo: Repo, *args: str) -> Result:
    """Run the program; a git that was killed has left its lock, which is removed as the hint says."""
    for _ in range(3):
        done = repo.run(CLI, *args)
        lock = re.search("(?m)^hint: when no other git is at work here: rm (.*)$", done.err)
        if not lock:
            break
        Path(repo.path / lock[1]).unlink()
    return done
