"""A start or a checkpoint that was killed or refused is run again, and all is as if undisturbed."""

import re
import shutil
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from git_sessionlog.git import streams, worktree
from git_sessionlog.sessions import checkpoint
from helpers import Repo
from life_repo import adopted, plain
from program import called

CAPSYS = pytest.CaptureFixture[str]
PATCH = pytest.MonkeyPatch
START = ("start", "Fix login in src/auth", "--fix", "7", "--fix", "2.3:refuse expired tokens:src/auth")
CHECKPOINT = (
    *("checkpoint", "-m", "half of it", "--next", "Fix 9: retry in src/api", "--blocker", "no key|all|ask"),
    *("--failed", "a cache|too slow", "--decision", "keep it|small", "--issue", "slow|wait"),
    *("--done", "7", "--did", "Fix 8: add pagination in `api/v1.py`"),
)


class Killed(BaseException):
    """The process ended here."""


def killing(patch: PATCH, at: int) -> list[str]:
    """Let the process end before its write, or git command, with that number; gives what was done."""
    steps: list[str] = []

    def stepped(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **options: Any) -> Any:
            if len(steps) == at:
                raise Killed
            steps.append(name)
            return real(*args, **options)

        return step

    patch.setattr(worktree, "write", stepped("write", worktree.write))
    patch.setattr(streams, "done", stepped("git", streams.done))
    return steps


def undisturbed_and_killed(
    repo: Repo, capsys: CAPSYS, patch: PATCH, command: tuple[str, ...], then: str = ""
) -> tuple[dict[str, str], list[dict[str, str]]]:
    """What a command leaves when nothing happens to it, and when it was killed at each of its steps.

    `then` is what writes the documents, where the command does not.
    """
    base = repo.git("rev-parse", "HEAD").strip()
    ours, config = repo.path / ".git/sessionlog", repo.path / ".git/config"
    kept, keys = repo.path.parent / "kept", config.read_bytes()
    ours.mkdir(exist_ok=True)
    shutil.copytree(ours, kept)
    outcomes = []
    for at in range(-1, 40):
        repo.git("reset", "-q", "--hard", base)
        repo.git("clean", "-q", "-fd")
        shutil.rmtree(ours)
        shutil.copytree(kept, ours)
        config.write_bytes(keys)
        with patch.context() as inner:
            steps = killing(inner, at)
            try:
                code = called(capsys, *command).code
            except Killed:
                code = -9
        if at >= 0 and code != -9:
            assert steps
            break
        done = called(capsys, *command) if code == -9 else None
        assert done is None or done.code == 0, (at, done)
        assert not then or called(capsys, then).code == 0
        assert repo.git("status", "--porcelain") == ""
        assert repo.git("rev-list", "--count", f"{base}..HEAD").strip() == "1", at
        outcomes.append(tree(repo))
    return outcomes[0], outcomes[1:]


def tree(repo: Repo) -> dict[str, str]:
    """The files of HEAD, without what is another one in each run."""
    names = repo.git("ls-tree", "-r", "--name-only", "HEAD").splitlines()
    found: dict[str, list[str]] = {}
    for name in names:
        loose = re.sub(r"-[0-9a-z]{6}(?=\.\w+$|-\w+\.\w+$)", "", plain(name))
        found.setdefault(loose, []).append(plain(repo.git("show", f"HEAD:{name}")))
    return {name: "\n".join(sorted(texts)) for name, texts in found.items()}


@pytest.mark.parametrize("profile", ["status", "storage", "sessions"])
def test_start_killed(repo: Repo, capsys: CAPSYS, monkeypatch: PATCH, profile: str) -> None:
    adopted(repo, None, settings=f'profiles = ["{profile}"]\n' if profile != "status" else "")

    expected, outcomes = undisturbed_and_killed(repo, capsys, monkeypatch, START, "checkpoint")

    assert len(outcomes) >= 2
    assert [one for one in outcomes if one != expected] == []


def test_start_that_leaves_a_session_killed(repo: Repo, capsys: CAPSYS, monkeypatch: PATCH) -> None:
    adopted(repo, None)
    assert called(capsys, "start", "Add a page in src/web").code == 0

    forced = (*START, "--force")
    expected, outcomes = undisturbed_and_killed(repo, capsys, monkeypatch, forced, "checkpoint")

    for number, one in enumerate(outcomes):
        for name in expected.keys() | one.keys():
            assert (number, name, one.get(name)) == (number, name, expected.get(name))
    assert [one for one in outcomes if one != expected] == []


@pytest.mark.parametrize("profile", ["status", "storage"])
def test_checkpoint_killed(repo: Repo, capsys: CAPSYS, monkeypatch: PATCH, profile: str) -> None:
    adopted(repo, None, settings=f'profiles = ["{profile}"]\n' if profile != "status" else "")
    assert called(capsys, *START).code == 0
    if profile == "storage":
        assert called(capsys, "checkpoint", "--next", "Fix 8: add pagination in `api/v1.py`").code == 0

    expected, outcomes = undisturbed_and_killed(repo, capsys, monkeypatch, CHECKPOINT)

    assert len(outcomes) >= 3
    assert [one for one in outcomes if one != expected] == []


def test_a_remark_is_said_again_once_it_is_committed(
    repo: Repo, capsys: CAPSYS, monkeypatch: PATCH
) -> None:
    adopted(repo, None)
    seconds = count(10)
    monkeypatch.setattr(checkpoint, "stamp", lambda _=None: f"2026-01-01T00:00:{next(seconds)}Z")
    assert called(capsys, *START).code == 0

    for expected in (1, 2):
        lock = repo.write(".git/index.lock", "")
        assert called(capsys, "checkpoint", "-m", "once more").code == 2
        lock.unlink()
        assert called(capsys, "checkpoint", "-m", "once more").code == 0
        assert str(tree(repo)).count(": once more") == expected
