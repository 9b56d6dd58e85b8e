"""No secret gets through the commands: not into a document, not into a commit, not onto the screen."""

import json
from collections.abc import Iterator

import click
import pytest

from git_sessionlog.cli import COMMANDS, group, main
from git_sessionlog.cli.writing import Writing
from helpers import CLI, Repo
from life_repo import GOAL, adopted, prepared, work
from program import called
from secret_cases import kinds

CAPSYS = pytest.CaptureFixture[str]
SECRET = "Tr0ub4dor9"
TEXT = f"password={SECRET} in app.py"
KEY = "key: -----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA1234567890abcdefghij\n-----END PRIVATE KEY-----"


def _texts() -> Iterator[tuple[str, str]]:
    """Each option and argument of a command that writes, and takes any text."""
    context = click.Context(group)
    for name in COMMANDS:
        command = group.get_command(context, name)
        if isinstance(command, Writing):
            for param in command.params:
                if not isinstance(param.type, click.Choice) and param.type.name == "text":
                    yield name, param.opts[0] if isinstance(param, click.Option) else ""


TEXTS = list(_texts())


def _start(repo: Repo) -> None:
    adopted(repo, repo.path.parent / "remote.git")
    assert main(["start", GOAL, "--fix", "2.3:refuse expired tokens"]) == 0
    work(repo, f"fix(auth): use {TEXT} [Fix 2.3]", src__auth="1\n")


@pytest.fixture
def started(repo: Repo) -> Repo:
    """A repository with a session, and in it a commit with a secret in its subject."""
    prepared(repo, _start)
    return repo


def _state(repo: Repo) -> str:
    return repo.git("log", "--format=%H") + repo.git("status", "--porcelain") + repo.git("diff")


def test_the_commands_that_write_are_known() -> None:
    assert {name for name, _ in TEXTS} == {"init", "install", "start", "checkpoint", "end", "update"}
    assert len(TEXTS) > 25


@pytest.mark.parametrize(
    "text", [TEXT, f"2.3:rotate {TEXT}", f"AKIA{'A7B2C3D4' * 2}|x|y", KEY, f"x|**password**: {SECRET}"]
)
@pytest.mark.parametrize(("command", "option"), TEXTS)
def test_a_text_with_a_secret_is_refused(
    started: Repo, capsys: CAPSYS, command: str, option: str, text: str
) -> None:
    before = _state(started)

    done = called(capsys, command, *([option] if option else []), text)

    assert done.code == 2
    assert (option or "GOAL") in done.err
    assert SECRET not in done.out + done.err
    assert "hint: " in done.err
    assert _state(started) == before


@pytest.mark.parametrize(("name", "text", "secrets"), kinds(), ids=[name for name, _, _ in kinds()])
def test_no_kind_of_secret_is_written(
    started: Repo, capsys: CAPSYS, name: str, text: str, secrets: tuple[str, ...]
) -> None:
    done = called(capsys, "checkpoint", f"--message={text}", f"--next={text}")
    assert done.code == 2
    assert [one for one in secrets if one.strip() in done.err] == []


def test_what_is_none_can_be_written_once_it_is_listed(started: Repo, capsys: CAPSYS) -> None:
    started.write(".sessionlog-allowed-secrets", f"{SECRET}\n")
    assert called(capsys, "checkpoint", "--next", TEXT).code == 2
    started.git("add", "-A")
    started.git("commit", "-q", "--no-verify", "-m", "docs: list what is none")
    assert called(capsys, "checkpoint", "--next", TEXT).code == 0


SHOWS = (
    *(("resume",), ("resume", "--format", "json"), ("prompt", "start"), ("status",), ("fixes",), ("plan",)),
    *(("log",), ("log", "--format", "json"), ("show", "HEAD"), ("show", "HEAD", "--format", "json")),
    *(("trace", "2.3"), ("trace",), ("trace", "--format", "json"), ("report",), ("report", "--html", "-")),
    *(
        ("report", "--format", "json"),
        *(("report", "--format", "csv", "--table", one) for one in ("fixes", "sessions")),
    ),
    *(("lint", "HEAD", "--format", form) for form in ("text", "json", "sarif", "gitlab", "github")),
    *(("docs",), ("check",), ("end", "--dry-run"), ("log", "--color", "always")),
)


@pytest.mark.parametrize("args", SHOWS, ids=" ".join)
def test_a_secret_of_the_history_is_not_shown(started: Repo, capsys: CAPSYS, args: tuple[str, ...]) -> None:
    done = called(capsys, *args)
    assert SECRET not in done.out + done.err
    if "json" in args:
        assert json.loads(done.out)


def test_a_secret_of_the_history_is_not_written_and_not_pushed(started: Repo, capsys: CAPSYS) -> None:
    assert called(capsys, "checkpoint", "--next", "api/v1.py: go on").code == 0
    assert called(capsys, "end", "--next", "api/v1.py: go on").code == 0
    assert started.run("git", "grep", "-l", SECRET, "HEAD").code == 1
    assert started.run("git", "grep", "-l", SECRET, "origin/main").code == 1


def test_a_document_with_a_secret_is_not_committed(started: Repo, capsys: CAPSYS) -> None:
    with open(started.path / "STATUS.md", "a") as file:
        file.write(f"\n{TEXT}\n")
    before = _state(started)
    for command in ("checkpoint", "end"):
        done = called(capsys, command, "--next", "api/v1.py: go on")
        assert done.code in (1, 2)
        assert "STATUS.md:" in done.out + done.err
        assert SECRET not in done.out + done.err
        assert _state(started) == before


def test_a_document_with_a_secret_that_is_committed_is_not_pushed(started: Repo, capsys: CAPSYS) -> None:
    with open(started.path / "STATUS.md", "a") as file:
        file.write(f"\n{TEXT}\n")
    started.git("commit", "-qam", "docs: update STATUS.md", "--no-verify")
    done = called(capsys, "end", "--next", "api/v1.py: go on")
    assert done.code == 1
    assert "STATUS.md:" in done.out
    assert started.run("git", "grep", "-l", SECRET, "origin/main", "--", "STATUS.md").code == 1


def test_a_refusal_of_git_does_not_say_it(started: Repo) -> None:
    started.hook("pre-commit", f"#!/bin/sh\necho {TEXT} >&2\nexit 1\n")
    done = started.run(CLI, "checkpoint", "--next", "api/v1.py: go on")
    assert done.code == 2
    assert SECRET not in done.err
