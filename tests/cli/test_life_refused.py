"""Where no session can go on: one clear error, and nothing lost."""

import os
from pathlib import Path

import pytest

from helpers import Repo
from life_repo import adopted, plain, prepared, with_session, work
from program import called

CAPSYS = pytest.CaptureFixture[str]
COMMANDS = [("start", "Fix 7"), ("checkpoint",), ("end",)]
command = pytest.mark.parametrize("args", COMMANDS, ids=lambda args: args[0])


@pytest.fixture
def started(repo: Repo) -> Repo:
    """A repository with a session and a commit in it."""
    prepared(repo, with_session)
    return repo


def dirty(repo: Repo) -> str:
    return repo.git("status", "--porcelain")


@command
def test_no_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS, args: tuple[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    done = called(capsys, *args)

    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("hint: run it inside a repository, or `git init` one\n")


@command
def test_no_commit_yet(repo: Repo, capsys: CAPSYS, args: tuple[str]) -> None:
    assert called(capsys, *args) == (2, "", "error: there is no commit yet\nhint: make one: git commit\n")


@command
def test_no_branch(started: Repo, capsys: CAPSYS, args: tuple[str]) -> None:
    started.git("switch", "-q", "--detach")

    hint = "git switch <branch>, or git switch -c <new branch>"
    assert called(capsys, *args) == (2, "", f"error: HEAD is on no branch\nhint: {hint}\n")


@pytest.mark.parametrize(
    ("args", "under_way"),
    [(("end",), "merge"), (("checkpoint",), "rebase"), (("start", "Fix 7"), "cherry-pick")],
)
def test_git_is_in_the_middle_of_something(
    started: Repo, capsys: CAPSYS, args: tuple[str], under_way: str
) -> None:
    started.git("switch", "-qc", "side", "HEAD~")
    work(started, "fix(auth): another way [Fix 2.3]", src__auth="2\n")
    assert started.run("git", under_way, "main").code
    before = dirty(started)

    done = called(capsys, *args)

    hint = f"git {under_way} --continue, or git {under_way} --abort"
    assert done == (2, "", f"error: a {under_way} is under way\nhint: {hint}\n")
    assert dirty(started) == before


@command
def test_between_two_commits_of_a_cherry_pick(started: Repo, capsys: CAPSYS, args: tuple[str]) -> None:
    started.git("switch", "-qc", "side", "HEAD~")
    for number in (2, 3):
        work(started, f"fix(auth): take way {number} [Fix 2.3]", src__auth=f"{number}\n")
    started.git("switch", "-q", "main")
    assert started.run("git", "cherry-pick", "side~", "side").code
    started.write("src/auth", "2\n")
    started.git("add", "-A")
    started.git("commit", "-q", "--no-verify", "--no-edit")

    done = called(capsys, *args)

    what = "a cherry-pick or revert of several commits is under way"
    hint = "git cherry-pick --continue, or git cherry-pick --abort"
    assert done == (2, "", f"error: {what}\nhint: {hint}\n")


@command
def test_in_a_bisect(started: Repo, capsys: CAPSYS, args: tuple[str]) -> None:
    started.git("bisect", "start", "--no-checkout", "HEAD", "HEAD~")

    assert called(capsys, *args) == (
        2,
        "",
        "error: a bisect is under way\nhint: git bisect reset\n",
    )


@command
def test_a_bare_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS, args: tuple[str]
) -> None:
    monkeypatch.chdir(Repo.init(tmp_path / "bare.git", "--bare").path)

    done = called(capsys, *args)

    assert done.code == 2
    assert done.err.endswith("hint: run it in a work tree, not in a bare repository\n")


@pytest.mark.parametrize("args", [("checkpoint", "--next", "deploy"), ("end", "--next", "deploy")])
@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("read-only", "error: STATUS.md is read-only\nhint: chmod u+w STATUS.md\n"),
        (
            "link",
            "error: STATUS.md is a symbolic link, not a file\n"
            "hint: put a file there, or name another: the setting documents of git sessionlog config\n",
        ),
        (
            "directory",
            "error: STATUS.md is a directory, not a file\n"
            "hint: put a file there, or name another: the setting documents of git sessionlog config\n",
        ),
    ],
)
def test_a_document_that_cannot_be_written(
    started: Repo, capsys: CAPSYS, args: tuple[str], how: str, error: str
) -> None:
    document = started.path / "STATUS.md"
    if how == "read-only":
        document.chmod(0o444)
    else:
        document.rename(started.path / "elsewhere.md")
        document.mkdir() if how == "directory" else document.symlink_to("elsewhere.md")
        started.git("add", "-A")
        started.commit("docs: move it")
    before = dirty(started), started.git("rev-parse", "HEAD")

    assert called(capsys, *args) == (2, "", error)
    assert (dirty(started), started.git("rev-parse", "HEAD")) == before


def test_records_do_not_go_through_a_link(repo: Repo, tmp_path: Path, capsys: CAPSYS) -> None:
    adopted(repo, None)
    (tmp_path / "elsewhere").mkdir()
    (repo.path / "docs").symlink_to(tmp_path / "elsewhere")
    repo.git("add", "-A")
    repo.commit("docs: a link")

    done = called(capsys, "start", "Fix 7")

    assert done == (2, "", "error: docs is a symbolic link, and what is written there could go anywhere\n")
    assert os.listdir(tmp_path / "elsewhere") == []


def test_records_are_not_ignored(repo: Repo, capsys: CAPSYS) -> None:
    adopted(repo, None, **{".gitignore": "docs/\n"})

    done = called(capsys, "start", "Fix 7")

    path = "docs/sessions/ID.md"
    error = f"error: {path} is ignored by git, so it would be lost\nhint: git check-ignore -v {path}\n"
    assert (done.code, plain(done.err)) == (2, error)
    assert dirty(repo) == ""
    assert called(capsys, "checkpoint").err.startswith("error: there is no session\n")


def test_a_hook_that_refuses_the_commit_says_why(started: Repo, capsys: CAPSYS) -> None:
    started.hook("pre-commit", "#!/bin/sh\necho 'STATUS.md: \x1b[31mbad'\nexit 1\n")

    refused = called(capsys, "end")
    (started.path / ".git/hooks/pre-commit").unlink()
    done = called(capsys, "end")

    assert refused == (
        2,
        "",
        "STATUS.md: <U+001B>[31mbad\n"
        "error: git commit failed; what was written is still there\n"
        "hint: mend that, and run it again\n",
    )
    assert done.code == 0


def test_a_lock_that_is_held(started: Repo, capsys: CAPSYS) -> None:
    lock = started.write(".git/index.lock", "")

    refused = called(capsys, "end")
    lock.unlink()

    assert refused.code == 2
    assert refused.err.splitlines()[-1] == f"hint: when no other git is at work here: rm {lock}"
    assert called(capsys, "end").code == 0


def test_several_remotes_and_no_upstream(started: Repo, capsys: CAPSYS) -> None:
    started.git("remote", "add", "other", "../other.git")
    started.git("branch", "--unset-upstream")

    done = called(capsys, "end")

    assert done.code == 1
    assert (
        "  fail     pushed: main follows no branch, and there are 2 remotes\n"
        "           git push -u REMOTE main\n"
    ) in done.out


def test_a_shallow_or_lost_base(started: Repo, capsys: CAPSYS) -> None:
    called(capsys, "checkpoint")
    record = next(started.path.glob("docs/sessions/*.md"))
    text = record.read_text()
    record.write_text(text.replace(text.partition("base: ")[2][:40], "0" * 39 + "1"))

    done = called(capsys, "end")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: git ")
