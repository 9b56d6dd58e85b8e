"""Many commits at once, and hooks that are killed."""

import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from git_sessionlog.git import worktree
from helpers import HOOK, Repo

LOGIN = "feat(api): add login [Fix 2.3]\n"
TRAILER = re.compile(r"^Session-Checkpoint: (\d{8}-[0-9a-z]{6})/(\d+)$", re.M)


def numbers(text: str) -> list[tuple[str, int]]:
    return [(session, int(number)) for session, number in TRAILER.findall(text)]


def test_twenty_commits_in_four_worktrees(repo: Repo, tmp_path: Path) -> None:
    repo.install()
    repo.git("commit", "-q", "-n", "--allow-empty", "-m", "docs: first")
    for name in "abc":
        repo.git("worktree", "add", "-q", "-b", name, tmp_path / name)
    trees = [repo, *(Repo(tmp_path / name) for name in "abc")]

    def work(tree: Repo) -> None:
        for number in range(5):
            tree.git("commit", "-q", "--allow-empty", "-m", f"docs: {number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, trees))

    given = [numbers(tree.git("log", "-5", "--reverse", "--format=%B")) for tree in trees]
    assert [[n for _, n in one] for one in given] == [[1, 2, 3, 4, 5]] * 4
    assert len({session for one in given for session, _ in one}) == 4
    left = sorted(path.name for path in (repo.path / ".git").rglob("*sessionlog*/*"))
    assert left == ["lock", "sessions"]
    assert not [*repo.path.rglob("*.sessionlog-*"), *repo.path.rglob("*.lock")]


def test_twenty_hooks_in_one_worktree(repo: Repo) -> None:
    """As many numbers as hooks, whoever comes first."""
    files = [repo.write(f".git/m{number}", LOGIN) for number in range(20)]
    environment = {**os.environ, "GIT_EDITOR": ":"}
    hooks = [subprocess.Popen([HOOK, "commit-msg", file], env=environment) for file in files]
    assert [hook.wait(60) for hook in hooks] == [0] * 20
    given = [numbers(file.read_text()) for file in files]
    assert sorted(n for one in given for _, n in one) == list(range(1, 21))
    assert len({session for one in given for session, _ in one}) == 1
    assert sorted(os.listdir(".git/sessionlog")) == ["lock", "sessions"]


KILLED = """
import os, signal, sys
from git_sessionlog import hooks
left = int(sys.argv[1])

def kill(event, args):
    global left
    if event == "open" and "/.git/" not in os.path.abspath(os.fsdecode(args[0])):
        return
    if event in ("open", "os.mkdir", "os.chmod", "os.rename", "os.remove", "fcntl.flock"):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

hooks.load(hooks.HOOKS, "commit-msg")
sys.addaudithook(kill)
sys.exit(hooks.main(["commit-msg", sys.argv[2]]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL")
def test_a_killed_hook_leaves_a_whole_message(repo: Repo) -> None:
    """Killed before each thing it does to a file: the message is whole, and the next hook works."""
    file = repo.write(".git/COMMIT_EDITMSG", LOGIN)
    last = 0
    for step in range(1, 40):
        file.write_text(LOGIN)
        killed = repo.run(sys.executable, "-c", KILLED, str(step), file, GIT_EDITOR=":")
        text = file.read_text()
        if killed.code == 0:
            break
        assert (killed.code, text) == (-signal.SIGKILL, LOGIN)
        assert repo.run(HOOK, "commit-msg", file, GIT_EDITOR=":").code == 0
        (given,) = numbers(file.read_text())
        assert given[1] > last
        last = given[1]
    assert 8 < step < 40
    assert numbers(text)[0][1] == last + 1


def test_what_a_killed_hook_left_is_in_nobodys_way(tmp_path: Path) -> None:
    """A process of the same number may have left its half-written file."""
    tmp_path.joinpath(f"file.sessionlog-{os.getpid()}").write_text("half")
    worktree.write(str(tmp_path / "file"), b"whole")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"file": "whole"}


BROKEN = {
    "empty": "",
    "half": "session: 2026",
    "binary": "\0" * 100,
    "full": "session: 20260213-7k3f9q\ncheckpoints: 9999\n",
}


@pytest.mark.parametrize("state", BROKEN.values(), ids=BROKEN)
def test_a_state_that_is_not_whole_costs_nothing(state: str, repo: Repo) -> None:
    repo.write(".git/sessionlog/sessions/20260213-7k3f9q", state)
    repo.git("config", "branch.main.sessionlog", "20260213-7k3f9q")
    repo.install()
    repo.git("commit", "-q", "--allow-empty", "-m", LOGIN)
    assert [n for _, n in numbers(repo.git("log", "-1", "--format=%B"))] == [1]
    repo.git("commit", "-q", "--allow-empty", "-m", LOGIN)
    assert [n for _, n in numbers(repo.git("log", "-1", "--format=%B"))] == [2]


@pytest.mark.skipif(os.access("/etc/passwd", os.W_OK), reason="root may write anywhere")
def test_a_state_that_cannot_be_written_is_a_note(repo: Repo) -> None:
    repo.install()
    state = repo.path / ".git/sessionlog"
    state.mkdir(mode=0o500)
    done = repo.run("git", "commit", "--allow-empty", "-m", LOGIN)
    state.chmod(0o700)
    assert done.code == 0
    assert done.err == f"sessionlog: note: no checkpoint in this commit: Permission denied: {state}/lock\n"


def test_a_state_that_is_a_file_is_a_note(repo: Repo) -> None:
    repo.install()
    repo.write(".git/sessionlog", "a file")
    done = repo.run("git", "commit", "-q", "--allow-empty", "-m", LOGIN)
    assert done.code == 0
    assert done.err == "sessionlog: note: no checkpoint in this commit: File exists: .git/sessionlog\n"
    assert repo.recorded() == LOGIN.encode()
