"""The programs that the other tests call (`loaded.py`) do what the true ones do."""

import sys
from pathlib import Path

import pytest

from helpers import BIN, Repo, Result
from life_repo import plain, with_session
from loaded import PROGRAMS

CALLS = (
    *("--version", "status --format json", "resume", "docs", "lint --message bad", "report"),
    *("nothing", "lint --no-such", "trace 2.3"),
)
FOR_HOOKS = ("", "commit-msg", "commit-msg m", "commit-msg no-such-file", "pre-push origin url")
FROM_SH = (
    'umask 027; "$0" run -- sh -c umask',
    'printf "feat(a): add a\\n" | "$0" lint --file -',
    '"$0" lint --file - </dev/null 2>&1 >/dev/null',
    '"$0" status >&-',
    '"$0" status <&- 2>&-',
    'ulimit -v 4000000; "$0" fixes',
    'cd .git && "$0" status',
    'mkdir gone && cd gone && rmdir ../gone && "$0" status',
    'LC_ALL=C "$0" lint --message "ä"',
    'TZ=Asia/Tokyo "$0" status',
    'PYTHONUTF8=0 "$0" lint --message "ä"',
)

_ABOVE = """
import os
process = os.getpid()
while process > 1:
    print(open(f"/proc/{process}/cmdline").read().replace(chr(0), " "))
    process = int(open(f"/proc/{process}/stat").read().rpartition(") ")[2].split()[1])
"""


@pytest.fixture
def both(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The directories of the programs, in a repository with a session."""
    if PROGRAMS == BIN or (PROGRAMS / "git-sessionlog").is_symlink():
        pytest.skip("the true programs are called")
    with_session(repo)
    repo.write("m", "Fixed a bug.\n")
    return PROGRAMS, BIN


def outcome(repo: Repo, *command: "str | Path") -> tuple[Result, str]:
    """What a call says, and what it leaves."""
    said = repo.run(*command, stdin="refs/heads/main HEAD refs/heads/main HEAD\n")
    return Result(said.code, plain(said.out), plain(said.err)), repo.git("status", "--porcelain") + (
        repo.path / "m"
    ).read_text()


def test_commands(repo: Repo, both: tuple[Path, Path]) -> None:
    for call in CALLS:
        loaded, true = (outcome(repo, home / "git-sessionlog", *call.split()) for home in both)
        assert loaded == true, call


def test_hooks(repo: Repo, both: tuple[Path, Path]) -> None:
    for call in FOR_HOOKS:
        loaded, true = (outcome(repo, home / "git-sessionlog-hook", *call.split()) for home in both)
        assert loaded == true, call


def test_surroundings(repo: Repo, both: tuple[Path, Path]) -> None:
    """Pipes, closed streams, limits, directories that are gone, variables of Python's."""
    for script in FROM_SH:
        loaded, true = (outcome(repo, "sh", "-c", script, home / "git-sessionlog") for home in both)
        assert loaded == true, script


def test_the_commit_above_a_hook(repo: Repo, both: tuple[Path, Path]) -> None:
    """What `git commit` was asked is read of the processes above: the number of an amended commit stays."""
    numbers = []
    for home in both:
        repo.hook("commit-msg", f'#!/bin/sh\nexec "{home}/git-sessionlog-hook" commit-msg "$@"\n')
        repo.git("commit", "-q", "--allow-empty", "-m", "feat(a): add a [Fix 2.3]")
        before = repo.git("log", "-1", "--format=%(trailers:key=Session-Checkpoint)")
        repo.git("commit", "-q", "--allow-empty", "--amend", "-m", "feat(a): add b [Fix 2.3]")
        after = repo.git("log", "-1", "--format=%(trailers:key=Session-Checkpoint)")
        assert before == after
        numbers.append(after)
    assert len(set(numbers)) == 2


def test_the_fork_is_taken(repo: Repo, both: tuple[Path, Path]) -> None:
    """Else nothing here says anything: only the fork has the server above it."""
    seen = repo.run(PROGRAMS / "git-sessionlog", "run", "--", sys.executable, "-c", _ABOVE)
    assert "loaded_server" in seen.out
