"""A start or a checkpoint that was killed or refused is run again, and all is as if undisturbed."""

import re
import shlex
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from git_sessionlog.git import streams, worktree
from git_sessionlog.sessions import checkpoint
from helpers import Repo
from life_repo import adopted, plain, the_record
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
    repo: Repo, capsys: CAPSYS, patch: PATCH, command: tuple[str, ...]
) -> tuple[dict[str, str], list[dict[str, str]]]:
    """What a command leaves when nothing happens to it, and when it was killed at each of its steps."""
    base = repo.git("rev-parse", "HEAD").strip()
    directory = repo.path / ".git"
    kept = {
        file: file.read_bytes()
        for name in ("config", "sessionlog/starting", "sessionlog/sessions/*")
        for file in directory.glob(name)
    }
    outcomes = []
    for at in range(-1, 40):
        repo.git("reset", "-q", "--hard", base)
        repo.git("clean", "-q", "-fd")
        for name in ("starting", "sessions/*"):
            for file in (directory / "sessionlog").glob(name):
                file.unlink()
        for file, data in kept.items():
            file.write_bytes(data)
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

    expected, outcomes = undisturbed_and_killed(repo, capsys, monkeypatch, START)

    assert len(outcomes) >= 5
    assert [one for one in outcomes if one != expected] == []


def test_start_that_leaves_a_session_killed(repo: Repo, capsys: CAPSYS, monkeypatch: PATCH) -> None:
    adopted(repo, None)
    assert called(capsys, "start", "Add a page in src/web").code == 0

    expected, outcomes = undisturbed_and_killed(repo, capsys, monkeypatch, (*START, "--force"))

    assert "incomplete" in str(expected)
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


def refusing(repo: Repo, capsys: CAPSYS, *options: str) -> str:
    """A start that a hook refuses; gives the id of its session."""
    adopted(repo, None)
    hook = repo.hook("pre-commit", "#!/bin/sh\nexit 1\n")
    assert called(capsys, *START, *options).code == 2
    hook.unlink()
    return the_record(repo).id


@pytest.mark.parametrize("options", [(), ("--force",)])
def test_start_refused_by_a_hook(repo: Repo, capsys: CAPSYS, options: tuple[str, ...]) -> None:
    id_ = refusing(repo, capsys, *options)

    done = called(capsys, *START, *options)

    assert done.code == 0, done.out
    assert the_record(repo).id == id_
    assert len(list((repo.path / "docs/sessions").iterdir())) == 1
    assert repo.git("log", "--format=%s").count("start session 1") == 1


@pytest.mark.parametrize("way", ["go on: ", "or take it back: "])
def test_another_goal_after_a_start_that_was_refused(repo: Repo, capsys: CAPSYS, way: str) -> None:
    refusing(repo, capsys)
    other = ("start", "Add a page in src/web")

    refused = called(capsys, *other)
    assert (refused.code, "git stash -u" in refused.out) == (1, False)
    command = re.search(f"{way}(.*?)(?:; or|$)", refused.out, re.MULTILINE)
    assert command
    words = shlex.split(command[1])
    if words[1] == "sessionlog":
        assert called(capsys, *words[2:]).code == 0
        assert repo.git("log", "--format=%s").count("start session 1") == 1
    else:
        repo.git(*words[1:])
        assert called(capsys, *other).code == 0
    assert repo.git("status", "--porcelain") == ""


@pytest.mark.parametrize("command", [("checkpoint",), ("end", "--next", "Fix 9", "--unfinished", "2.3")])
def test_what_a_start_could_not_write_comes_later(
    repo: Repo, capsys: CAPSYS, monkeypatch: PATCH, command: tuple[str, ...]
) -> None:
    adopted(repo, None)
    with monkeypatch.context() as inner:
        killing(inner, 3)  # the mark, the session and the record are written, STATUS.md is not
        with pytest.raises(Killed):
            called(capsys, *START)
    assert "refuse expired" not in (repo.path / "STATUS.md").read_text()
    repo.write("src/auth", "1\n")
    repo.git("add", "src")
    repo.git("commit", "-q", "-m", "fix(auth): refuse expired tokens [Fix 2.3]")

    assert called(capsys, *command).code == 0

    progress = tree(repo)["STATUS.md"].partition("## In Progress")[2].partition("## Next Up")[0]
    assert "refuse expired tokens" in progress
