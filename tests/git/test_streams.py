"""git processes that go on for a while, with a real git and with programs in its place."""

import sys
from pathlib import Path

import pytest

from git_sessionlog.core.errors import GitError
from git_sessionlog.git import streams
from helpers import Repo

posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for git")


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that is started as git: no real one dies or floods on demand."""
    file = tmp_path / "bin/git"
    file.parent.mkdir()
    monkeypatch.setenv("PATH", str(file.parent), prepend=":")
    return file


def _script(file: Path, body: str) -> None:
    file.write_text(f"#!/bin/sh\n{body}")
    file.chmod(0o755)


def _long(repo: Repo) -> None:
    """A commit whose message is longer than what a pipe holds."""
    repo.git("commit", "-q", "--allow-empty", "-F", str(repo.write("message", "x" * 1_000_000)))


def test_the_whole_answer(repo: Repo) -> None:
    repo.commit("one")
    with streams.stream("log", "--format=%s") as pipe:
        assert pipe.read() == b"one\n"


def test_git_says_why_it_failed(repo: Repo) -> None:
    with pytest.raises(GitError) as caught, streams.stream("log", "no-such-name", "--") as pipe:
        assert pipe.read() == b""
    assert caught.value.message == "git log failed: bad revision 'no-such-name'"


def test_an_exit_code_can_be_an_answer(repo: Repo) -> None:
    """check-ignore says "none of them" with 1."""
    with streams.stream("check-ignore", "--stdin", given=b"a\n", no=(1,)) as pipe:
        assert pipe.read() == b""


def test_leaving_early_is_no_failure(repo: Repo) -> None:
    _long(repo)
    with streams.stream("log", "--format=%B") as pipe:
        assert pipe.read(10) == b"x" * 10


def test_an_error_of_the_reader_goes_through(repo: Repo) -> None:
    _long(repo)
    with pytest.raises(KeyError), streams.stream("log", "--format=%B"):
        raise KeyError


@posix
def test_git_is_read_while_it_complains(fake: Path) -> None:
    """More on standard error than a pipe holds, before the answer."""
    _script(fake, 'yes "warning: something" | head -c 1000000 >&2\necho answer\n')
    with streams.stream("log") as pipe:
        assert pipe.read() == b"answer\n"


@posix
def test_git_ends_in_the_middle(fake: Path) -> None:
    _script(fake, "echo half\necho 'fatal: out of memory' >&2\nexit 128\n")
    with pytest.raises(GitError) as caught, streams.stream("log") as pipe:
        assert pipe.read() == b"half\n"
    assert caught.value.message == "git log failed: out of memory"


@posix
def test_git_is_killed(fake: Path) -> None:
    _script(fake, "echo half\nkill -9 $$\n")
    with pytest.raises(GitError) as caught, streams.stream("log") as pipe:
        assert pipe.read() == b"half\n"
    assert caught.value.message == "git log failed: it said nothing"


def test_no_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError) as caught, streams.stream("log"):
        pass
    assert (caught.value.message, caught.value.hint) == (
        "git is not on PATH",
        "install git, or mend PATH",
    )


@posix
def test_a_git_that_cannot_be_started(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(fake.parent))
    fake.write_bytes(b"\0")
    fake.chmod(0o755)
    with pytest.raises(GitError) as caught:
        streams.Conversation("cat-file", "--batch")
    assert caught.value.message == "git does not start: Exec format error"


def test_a_conversation(repo: Repo) -> None:
    oid = repo.commit("one")
    size = repo.git("cat-file", "-s", oid).strip()
    talk = streams.Conversation("cat-file", "--batch-check")
    talk.tell([oid, "HEAD"])
    talk.tell(["0" * 40])
    assert talk.answer() == talk.answer() == f"{oid} commit {size}\n".encode()
    assert talk.answer() == f"{'0' * 40} missing\n".encode()
    talk.close()


@posix
def test_a_conversation_with_somebody_who_leaves(fake: Path) -> None:
    _script(fake, "read line\necho half\n")
    talk = streams.Conversation("cat-file", "--batch")
    talk.tell(["one"])
    assert talk.answer() == b"half\n"
    assert talk.read(10) == b""
    talk.tell(["two"])
    assert talk.answer() == b""
    talk.close()


@pytest.mark.parametrize("code", [0, 3])
def test_what_a_command_that_changes_something_said(repo: Repo, code: int) -> None:
    repo.hook("pre-commit", f"#!/bin/sh\necho out\necho err >&2\nexit {code}\n")

    done = streams.done("commit", "-q", "--allow-empty", "-m", "x")

    assert done == (1 if code else 0, "out\nerr\n")


@posix
def test_the_editor_is_started_as_git_does(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    file = repo.write("a b.md", "old\n")
    monkeypatch.setenv("GIT_EDITOR", "sed -i s/old/new/")

    assert streams.edited([str(file)]) == 0
    assert file.read_text() == "new\n"

    monkeypatch.setenv("GIT_EDITOR", 'f() { echo "$1" >"$1"; exit 3; }; f')
    assert streams.edited([str(file)]) == 3
    assert file.read_text() == f"{file}\n"


def test_one_command_reads_another(repo: Repo) -> None:
    repo.write("a", "1\n")
    repo.git("add", "a")
    oid = repo.commit("one")
    diff = ("diff-tree", "--stdin", "--root", "-p")

    answer = streams.piped(diff, ("patch-id", "--stable"), f"{oid}\n".encode())

    assert answer.split()[1].decode() == oid
    with pytest.raises(GitError, match="git patch-id failed"):
        streams.piped(diff, ("patch-id", "--no-such"), f"{oid}\n".encode())
    with pytest.raises(GitError, match="git diff-tree failed"):
        streams.piped((*diff, "--no-such"), ("patch-id", "--stable"), f"{oid}\n".encode())
