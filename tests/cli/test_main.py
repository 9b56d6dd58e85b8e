"""What every command has in common: help, errors in words, and the five exit codes."""

import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from git_sessionlog import PROJECT
from git_sessionlog.cli import COMMANDS, main
from helpers import CLI, Repo, Result

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and signals as POSIX has them")
GOOD = "feat(api): add login [Fix 2.3]"


def run(capsys: pytest.CaptureFixture[str], *args: str) -> Result:
    code = main(list(args))
    return Result(code, *capsys.readouterr())


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_every_command(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    result = run(capsys, option)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Usage: git sessionlog [OPTIONS] COMMAND [ARGS]...\n")
    assert "Exit codes: 0 clean, 1 findings, 2 could not check, 3 a bug, 130 interrupted." in result.out
    listed = re.findall(r"^  (\w+) {2,}[A-Z].*[^.]$", result.out.partition("Commands:\n")[2], re.MULTILINE)
    assert listed == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    short, long = run(capsys, name, "-h"), run(capsys, name, "--help")
    assert short == long
    assert (short.code, short.err) == (0, "")
    assert short.out.startswith(f"Usage: git sessionlog {name}")


def test_help_needs_no_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(capsys, "lint", "-h").code == 0


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    result = run(capsys, "--version")
    assert (result.code, result.err) == (0, "")
    assert re.fullmatch(r"git-sessionlog \d+\.\d+\.\d+\S*\n", result.out)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["nonsense"], 'error: no command "nonsense"\nhint: git sessionlog -h\n'),
        (["nonsense", "-h"], 'error: no command "nonsense"\nhint: git sessionlog -h\n'),
        (["lnt"], 'error: no command "lnt"\nhint: did you mean `git sessionlog lint`?\n'),
        (["--nonsense"], "error: No such option '--nonsense'\nhint: git sessionlog -h\n"),
        (["-x", "lint"], "error: No such option '-x'\nhint: git sessionlog -h\n"),
    ],
)
def test_what_is_no_command(args: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, *args) == (2, "", words)


def test_no_command_at_all_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    shown = run(capsys, "-h").out

    assert run(capsys) == (2, "", shown)


def test_clean_findings_and_unchecked(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit(GOOD)
    assert run(capsys, "lint").code == 0
    repo.commit("bad")
    assert run(capsys, "lint").code == 1
    assert run(capsys, "lint", "gone").code == 2


def test_an_error_is_two_lines_of_bounded_length(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    result = run(capsys, "lint", "\x1b]0;x\x07\n" + "long" * 1000)
    assert (result.code, result.out) == (2, "")
    error, hint = result.err.splitlines()
    assert error.startswith('error: "<U+001B>]0;x<U+0007> longlong')
    assert len(error) < 500
    assert hint == "hint: git fetch, or mend the name"


def test_an_error_in_the_configuration_names_file_and_key(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.write(".sessionlog.toml", 'tipes = ["x"]\n')
    assert run(capsys, "lint") == Result(
        2, "", 'error: .sessionlog.toml: unknown key "tipes"\nhint: did you mean "types"?\n'
    )


def test_no_git(repo: Repo, tmp_path: Path) -> None:
    assert repo.run(CLI, "lint", PATH=str(tmp_path)) == Result(
        2, "", "error: git is not on PATH\nhint: install git, or mend PATH\n"
    )


def test_a_bug_is_a_traceback_and_a_request(repo: Repo, tmp_path: Path) -> None:
    """A library that fails in a way that nobody has thought of."""
    (tmp_path / "tomllib.py").write_text(
        "class TOMLDecodeError(ValueError): pass\ndef loads(text): raise ZeroDivisionError(text)\n"
    )
    repo.write(".sessionlog.toml", "key = 1")
    result = repo.run(CLI, "lint", PYTHONPATH=str(tmp_path))
    assert (result.code, result.out) == (3, "")
    lines = result.err.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-2:] == [
        "ZeroDivisionError: key = 1",
        f"this is a bug in git-sessionlog, please report it: {PROJECT}/issues",
    ]


@posix
@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_nobody_reads_the_output(repo: Repo, form: str) -> None:
    """As with `| head -1`: no traceback, and not the exit code of a clean run."""
    for _ in range(3):
        repo.commit("bad")
    reader, writer = os.pipe()
    os.close(reader)
    with subprocess.Popen(
        [CLI, "lint", "--root", "--format", form], stdout=writer, stderr=subprocess.PIPE
    ) as process:
        os.close(writer)
        _, err = process.communicate()
    assert err == b""
    assert process.returncode == 2


@posix
@pytest.mark.parametrize(
    ("redirected", "code", "words"),
    [
        (">/dev/full", 2, "error: No space left on device\n"),
        (">&-", 2, ""),
        ("2>&-", 0, ""),
        ("2>/dev/full", 0, ""),
    ],
)
def test_output_that_goes_nowhere(repo: Repo, redirected: str, code: int, words: str) -> None:
    """A full disk and a closed stream are no bugs of ours, and not clean either."""
    done = repo.run("sh", "-c", f'"{CLI}" config {redirected}')

    assert (done.code, done.err) == (code, words)


@posix
def test_ctrl_c(repo: Repo, tmp_path: Path) -> None:
    """While it waits for a message: the pipe can be opened as soon as the program has opened it."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    process = _started(["lint", "--file", str(fifo)])
    with open(fifo, "wb"):
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err.strip()) == (130, b"", b"")


@posix
def test_ctrl_c_while_git_works(repo: Repo, tmp_path: Path) -> None:
    """git is stopped, too: nothing goes on behind the user's back."""
    repo.commit(GOOD)
    fifo, real = tmp_path / "fifo", repo.run("sh", "-c", "command -v git").out.strip()
    os.mkfifo(fifo)
    script = f'#!/bin/sh\ncase "$*" in *" log "*) exec cat "{fifo}";; esac\nexec "{real}" "$@"\n'
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").write_text(script)
    (tmp_path / "bin/git").chmod(0o755)
    process = _started(["lint"], PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    pipe = os.open(fifo, os.O_WRONLY)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()
    gone = select.poll()
    gone.register(pipe, 0)  # git gets the signal too, and may end a little later
    assert gone.poll(60_000) == [(pipe, select.POLLERR)]
    os.close(pipe)
    assert (process.returncode, out, err.strip()) == (130, b"", b"")


def _started(args: list[str], **env: str) -> "subprocess.Popen[bytes]":
    """The program in a process group of its own, as a shell starts it: Ctrl-C goes to all of it."""
    return subprocess.Popen(
        [CLI, *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **env},
        start_new_session=True,
    )
