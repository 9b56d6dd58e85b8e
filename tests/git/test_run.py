"""Questions to git, and what comes back."""

# ruff: noqa: E501 - a row is a line

from pathlib import Path

import pytest

from git_sessionlog.core.errors import GitError
from git_sessionlog.git import run as git
from helpers import Repo


def test_answer(repo: Repo) -> None:
    assert git.ask("rev-parse", "--is-inside-work-tree") == b"true\n"
    assert git.ask("rev-parse", "--git-dir", cwd=str(repo.path / ".git")) == b".\n"


def test_several_at_a_time(repo: Repo) -> None:
    questions = [git.Question("rev-parse", "--show-prefix") for _ in range(20)]
    assert [question.answer() for question in reversed(questions)] == [b"\n"] * 20


def test_an_answer_longer_than_a_pipe(repo: Repo) -> None:
    text = "x" * 1_000_000 + "\n"
    repo.write("file", text)
    oid = repo.git("hash-object", "-w", "file").strip()
    assert git.ask("cat-file", "blob", oid) == text.encode()


@pytest.mark.parametrize(
    ("args", "message", "hint"),
    [
        (("rev-parse", "HEAD"), "git rev-parse failed: ambiguous argument 'HEAD': unknown revision or path not in the working tree.", "there is no commit yet: make one"),
        (("cat-file", "-t", "HEAD"), "git cat-file failed: Not a valid object name HEAD", ""),
        (("no-such-command",), "git no-such-command failed: 'no-such-command' is not a git command. See 'git --help'.", ""),
        (("config", "--get", "no.such"), "git config failed: it said nothing", ""),
        (("a\0b",), "git cannot be asked that: embedded null byte", ""),
    ],
)  # fmt: skip
def test_failure(args: tuple[str, ...], message: str, hint: str, repo: Repo) -> None:
    with pytest.raises(GitError) as error:
        git.ask(*args)
    assert (error.value.message.replace("git: ", ""), error.value.hint) == (message, hint)


def test_a_code_that_is_an_answer(repo: Repo) -> None:
    assert git.ask("config", "--get", "no.such", no=(1,)) == b""


def test_without_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(GitError) as error:
        git.ask("version")
    assert (error.value.message, error.value.hint) == (
        "git is not on PATH",
        "install git, or mend PATH",
    )


def test_a_git_that_is_no_program(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").write_text("not a program")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(GitError) as error:
        git.ask("version")
    assert error.value.message.startswith("git does not start: ")


def test_config(repo: Repo) -> None:
    repo.write(
        ".git/config",
        '[core]\n\trepositoryformatversion = 0\n[Commit]\n\tCleanUp = strip\n\tcleanup = "a\\nb"\n'
        "\tverbose\n[commit]\n\tgpgsign=\n[x]\n\ty = caf\xe9\n".encode("latin-1"),
    )
    assert git.config(r"^(commit|x)\.") == {
        "commit.cleanup": ["strip", "a\nb"],
        "commit.verbose": ["true"],
        "commit.gpgsign": [""],
        "x.y": ["caf\udce9"],
    }
    assert git.config("^nothing$") == {}


def test_where(repo: Repo) -> None:
    assert git.top_and_paths(git.where("x", "y/z"), 2) == (str(repo.path), [".git/x", ".git/y/z"])
    assert git.top() == str(repo.path)


def test_a_question_changes_nothing_and_follows_no_replacement(repo: Repo) -> None:
    one, two = repo.commit("docs: one"), repo.commit("docs: two")
    repo.git("replace", two, one)
    assert git.ask("log", "-1", "--format=%s", two) == b"docs: two\n"


def test_version() -> None:
    assert git.version() >= (2, 22)


@pytest.mark.parametrize("place", ["/home/ann/r", "'/home/ann/a b'", "'%(prefix)///host/share'"])
def test_the_directory_to_trust_is_the_one_that_git_names(place: str) -> None:
    """Not the one where we are: git is asked from below, too."""
    said = (
        f"fatal: detected dubious ownership in repository at {place}\n"
        "To add an exception for this directory, call:\n\n"
        f"\tgit config --global --add safe.directory {place}\n"
    )
    found = git.failure(("rev-parse", "--show-toplevel"), said.encode())
    assert found.hint == f"git config --global --add safe.directory {place}"
    assert found.message.startswith("git rev-parse failed: detected dubious ownership")
