"""No secret that somebody typed into a file is committed by checkpoint and end, whichever file it is."""

import os
from pathlib import Path

import pytest

from helpers import Repo
from life_repo import GOAL, prepared, with_session
from program import called

CAPSYS = pytest.CaptureFixture[str]
TOKEN = "ghp_" + "a1B2" * 9
NEXT = ("--next", "api/v1.py: go on")


@pytest.fixture
def started(repo: Repo) -> Repo:
    prepared(repo, with_session)
    return repo


def _typed(repo: Repo, path: str = "STATUS.md") -> None:
    with open(repo.path / path, "a") as file:
        file.write(f"\n- use {TOKEN}\n")


def _is_committed(repo: Repo) -> bool:
    return repo.run("git", "grep", "-q", "ghp_", "HEAD").code == 0


def _documents(repo: Repo) -> list[str]:
    """Those that the session has written so far."""
    names = repo.git("log", "-1", "--format=", "--name-only").split()
    assert len(names) > 1
    return names


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("command", [("checkpoint", "-m", "x"), ("end", *NEXT)], ids=["checkpoint", "end"])
def test_what_somebody_typed_is_not_committed(
    started: Repo, capsys: CAPSYS, command: tuple[str, ...], encoding: str
) -> None:
    assert called(capsys, "checkpoint", *NEXT, "-m", "x").code == 0
    for path in _documents(started):
        before = (started.path / path).read_bytes()
        (started.path / path).write_bytes(before + f"\n- use {TOKEN}\n".encode(encoding))
        done = called(capsys, *command)
        assert done.code in (1, 2)
        assert f"{path}:" in done.out + done.err
        assert TOKEN not in done.out + done.err
        assert not _is_committed(started)
        (started.path / path).write_bytes(before)


def test_what_was_typed_between_two_ends_is_not_committed(started: Repo, capsys: CAPSYS) -> None:
    assert called(capsys, "end", "--no-commit", *NEXT).code == 0
    _typed(started)
    assert called(capsys, "end").code == 1
    assert not _is_committed(started)


def test_what_the_editor_brought_is_not_committed(
    started: Repo, capsys: CAPSYS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text(f'#!/bin/sh\nfor one; do echo "- use {TOKEN}" >> "$one"; done\n')
    editor.chmod(0o755)
    monkeypatch.setenv("GIT_EDITOR", str(editor))
    assert called(capsys, "end", "--edit", *NEXT).code == 1
    assert not _is_committed(started)


FILES = (".env", "docs/notes.md", "src/auth", "a b/it's.txt", "-x.txt", "ümlaut.txt")


@pytest.mark.parametrize("path", FILES)
def test_minimal_saves_no_secret(started: Repo, capsys: CAPSYS, path: str) -> None:
    """What is said mends it."""
    started.write(path, "one\n")
    _typed(started, path)
    head = started.git("rev-parse", "HEAD")

    done = called(capsys, "end", "--minimal")

    assert done.code == 2
    assert f"{path}:3 holds a secret" in done.err
    assert TOKEN not in done.out + done.err
    assert started.git("rev-parse", "HEAD") == head
    command = done.err.partition("leave it out: ")[2].partition("; if it is none")[0]
    assert started.run("sh", "-c", command).code == 0
    assert called(capsys, "end", "--minimal").code == 0
    assert not _is_committed(started)


def test_minimal_takes_what_is_listed(started: Repo, capsys: CAPSYS) -> None:
    started.write("notes.md", f"# use {TOKEN}\n")
    done = called(capsys, "end", "--minimal")
    command = done.err.partition("if it is none: ")[2].partition(", and commit")[0]
    assert started.run("sh", "-c", command).code == 0
    started.git("add", ".sessionlog-allowed-secrets")
    started.git("commit", "-qm", "docs: list what is none")
    assert called(capsys, "end", "--minimal").code == 0


def test_minimal_looks_at_what_is_new(started: Repo, capsys: CAPSYS) -> None:
    """Not at the lines that were there, nor at binary files; what is too long is said to be."""
    started.write("notes.md", f"use {TOKEN}\n")
    started.git("add", "-A")
    started.git("commit", "-q", "--no-verify", "-m", "docs: x")
    started.write("notes.md", f"one\nuse {TOKEN}\n")
    (started.path / "x.bin").write_bytes(os.urandom(5000) + TOKEN.encode() + b"\0\1\2")
    assert called(capsys, "end", "--minimal", "--no-push").code == 0
    started.write("long.csv", "1,2,3\n" * 400_000)
    assert called(capsys, "start", GOAL, "--force", "--fix", "2.4:x").code == 0
    done = called(capsys, "end", "--minimal", "--no-push")
    assert done.code == 2
    assert "long.csv is too long" in done.err
