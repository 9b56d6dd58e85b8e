"""The recorded command has its user's terminal, streams and signals; whoever is killed leaves a record."""

import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from git_sessionlog.sessions.runbook.markdown import CUT_OFF, seen
from helpers import CLI, Repo

if sys.platform == "win32":
    pytest.skip("terminals and signals as POSIX has them", allow_module_level=True)

import fcntl
import pty
import struct
import termios


def outputs(repo: Repo, name: str = "*-session") -> list[str]:
    """What stands between the fences, of each entry that has ended."""
    (file,) = repo.path.glob(f"docs/RUNBOOKS/{name}.md")
    return re.findall(r"^(~{4,})text\n(.*?)\1\n", file.read_text(), re.MULTILINE | re.DOTALL)


def ends(repo: Repo) -> list[str]:
    (file,) = repo.path.glob("docs/RUNBOOKS/*-session.md")
    return re.findall(r"^(Exit code \d+) after|^(No exit code.*)", file.read_text(), re.MULTILINE)


def started(repo: Repo, *command: str, **streams: int) -> "subprocess.Popen[bytes]":
    """The recorder in a group of its own, without a terminal."""
    pipes = {name: streams.get(name, subprocess.PIPE) for name in ("stdin", "stdout", "stderr")}
    return subprocess.Popen([CLI, "run", "--", *command], cwd=repo.path, start_new_session=True, **pipes)


class Terminal:
    """A terminal of 80 columns with the recorder in its foreground."""

    def __init__(self, repo: Repo, *command: str, **streams: int) -> None:
        self.ours, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self.theirs)
        self.process = subprocess.Popen(
            [CLI, "run", "--", *command],
            cwd=repo.path,
            env={**os.environ, "TERM": "xterm"},
            stdin=streams.get("stdin", self.theirs),
            stdout=streams.get("stdout", self.theirs),
            stderr=streams.get("stderr", self.theirs),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(self.theirs, termios.TIOCSCTTY, 0),
        )
        self.seen = b""

    def until(self, text: bytes) -> None:
        """Read until the text is there."""
        while text not in self.seen:
            ready, _, _ = select.select([self.ours], [], [], 20)
            assert ready, self.seen
            self.seen += os.read(self.ours, 4096)

    def type(self, keys: bytes) -> None:
        os.write(self.ours, keys)

    def end(self) -> int:
        """Read all, and wait; the terminal is as it was before."""
        while self.process.poll() is None or select.select([self.ours], [], [], 0)[0]:
            if select.select([self.ours], [], [], 0.05)[0]:
                self.seen += os.read(self.ours, 4096)
        assert termios.tcgetattr(self.theirs) == self.before
        os.close(self.ours)
        os.close(self.theirs)
        return self.process.returncode


def test_streams_stay_what_they_are(repo: Repo) -> None:
    done = repo.run(CLI, "run", "--", "sh", "-c", "cat; test -t 1 || echo pipe >&2", stdin="typed\n")
    assert done == (0, "typed\n", "pipe\n")
    ((_, output),) = outputs(repo)
    assert sorted(output.splitlines()) == ["pipe", "typed"]


def test_on_a_terminal_the_command_has_one(repo: Repo) -> None:
    script = "test -t 0 && test -t 1 && test -t 2 && stty size"
    terminal = Terminal(
        repo, "sh", "-c", f"{script}; printf '\\033[31mred\\033[m\\n1%%\\r100%%\\n'; exit 4"
    )
    assert terminal.end() == 4
    (file,) = repo.path.glob("docs/RUNBOOKS/*.md")
    assert terminal.seen.decode() == (
        f"24 80\r\n\x1b[31mred\x1b[m\r\n1%\r100%\r\nrecorded as Command 1 in docs/RUNBOOKS/{file.name}\r\n"
    )
    assert outputs(repo) == [("~~~~", "24 80\nred\n100%\n")]


def test_what_is_typed_goes_to_the_command(repo: Repo) -> None:
    terminal = Terminal(repo, "sh", "-c", "echo who?; read name; echo hello $name")
    terminal.until(b"who?\r\n")
    terminal.type(b"Ann\n")
    assert terminal.end() == 0
    assert outputs(repo) == [("~~~~", "who?\nAnn\nhello Ann\n")]


def test_ctrl_c_is_the_command_s(repo: Repo) -> None:
    script = "trap 'echo tidied up; exit 7' INT; echo ready; while :; do read line; done"
    terminal = Terminal(repo, "sh", "-c", script)
    terminal.until(b"ready\r\n")
    terminal.type(b"\x03")
    assert terminal.end() == 7
    ((_, output),) = outputs(repo)
    assert output.splitlines()[0] == "ready"
    assert output.splitlines()[-1].endswith("tidied up")
    assert output.count("tidied up") == 1
    assert ends(repo) == [("Exit code 7", "")]


def test_ctrl_c_where_only_the_output_is_a_pipe(repo: Repo) -> None:
    """The terminal sends it to the command as well: it must not come twice."""
    reader, writer = os.pipe()
    script = "trap 'echo tidied up' INT; echo ready; read line; read line; exit 7"
    terminal = Terminal(repo, "sh", "-c", script, stdout=writer)
    os.close(writer)
    with open(reader, "rb") as pipe:
        assert pipe.readline() == b"ready\n"
        terminal.type(b"\x03")
        assert pipe.readline() == b"tidied up\n"
        terminal.type(b"one\ntwo\n")
        assert pipe.read() == b""
    assert terminal.end() == 7
    assert outputs(repo) == [("~~~~", "ready\ntidied up\n")]


def test_standard_error_of_a_terminal_s_command_can_be_a_file(repo: Repo, tmp_path: Path) -> None:
    with open(tmp_path / "err", "wb") as file:
        terminal = Terminal(repo, "sh", "-c", "echo out; test -t 2 || echo err >&2", stderr=file.fileno())
        assert terminal.end() == 0
    assert (tmp_path / "err").read_text() == "err\n"
    assert terminal.seen == b"out\r\n"
    ((_, output),) = outputs(repo)
    assert sorted(output.splitlines()) == ["err", "out"]


@pytest.mark.parametrize(("number", "name"), [(signal.SIGINT, "INT"), (signal.SIGTERM, "TERM")])
def test_a_signal_is_passed_on_once(repo: Repo, number: int, name: str) -> None:
    script = f"trap 'echo {name}' {name}; echo ready; read line; read line; echo end"
    process = started(repo, "sh", "-c", script)
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    os.killpg(process.pid, number)
    assert process.stdout.readline() == f"{name}\n".encode()
    out, err = process.communicate(b"one\ntwo\n")
    assert (process.returncode, out, err) == (0, b"end\n", b"")
    assert outputs(repo) == [("~~~~", f"ready\n{name}\nend\n")]


def test_a_command_that_a_signal_has_ended(repo: Repo) -> None:
    assert repo.run(CLI, "run", "--", "sh", "-c", "kill -TERM $$").code == 143
    assert ends(repo) == [("Exit code 143", "")]


@pytest.fixture
def killed(repo: Repo) -> Iterator[Repo]:
    """A repository where the recorder was killed amid a line."""
    process = started(repo, "sh", "-c", "printf 'one\\nhalf'; cat")
    assert process.stdout
    assert process.stdout.read(8) == b"one\nhalf"
    process.kill()
    process.wait()
    yield repo
    process.communicate()


def test_who_kills_the_recorder_has_the_output_so_far(killed: Repo) -> None:
    (file,) = killed.path.glob("docs/RUNBOOKS/*.md")
    text = file.read_text()
    assert text.endswith("\n## Output 1\n\n~~~~text\none\nhalf")
    assert seen([text.encode()]).fence == "~~~~"

    assert killed.run(CLI, "run", "echo", "two").code == 0

    assert file.read_text().startswith(f"{text}\n~~~~\n\n{CUT_OFF}\n\n## Command 2\n")
    assert outputs(killed) == [("~~~~", "one\nhalf\n"), ("~~~~", "two\n")]


def test_when_nobody_reads_on_the_command_knows(repo: Repo) -> None:
    process = started(repo, "yes")
    assert process.stdout
    assert process.stdout.readline() == b"y\n"
    process.stdout.close()
    assert process.wait() == 128 + signal.SIGPIPE
    assert process.stderr
    assert process.stderr.read() == b""
    assert process.stdin
    process.stdin.close()
    process.stderr.close()
    assert ends(repo) == [(f"Exit code {128 + signal.SIGPIPE}", "")]


def test_what_a_command_leaves_behind_is_not_waited_for(repo: Repo, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    done = repo.run(CLI, "run", "--", "sh", "-c", f"cat '{tmp_path}/fifo' & echo started")
    assert done == (0, "started\n", "")
    with open(tmp_path / "fifo", "wb"):
        pass  # the one left behind ends
    assert outputs(repo) == [("~~~~", "started\n")]


def test_one_within_another(repo: Repo) -> None:
    done = repo.run(CLI, "run", "--", "sh", "-c", f'echo outer; "{CLI}" run echo inner')
    assert done == (0, "outer\ninner\n", "")
    assert outputs(repo) == [("~~~~", "outer\ninner\n")]
    assert outputs(repo, "*-session-2") == [("~~~~", "inner\n")]


def test_many_at_once(repo: Repo) -> None:
    processes = [started(repo, "sh", "-c", f"for i in 1 2 3; do echo {n}; done") for n in range(5)]
    assert [process.communicate()[0] for process in processes] == [f"{n}\n".encode() * 3 for n in range(5)]
    files = repo.path.glob("docs/RUNBOOKS/*.md")
    found = [output for file in files for _, output in outputs(repo, file.name.removesuffix(".md"))]
    assert sorted(found) == [f"{n}\n" * 3 for n in range(5)]


_MEASURE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def _streamed(repo: Repo, script: str) -> tuple[int, int]:
    """The size of the runbook, and the memory of the recorder in megabytes.

    Asked by a small process: a child's figure begins with its parent's.
    """
    said = repo.run(sys.executable, "-c", _MEASURE, CLI, "run", "--", "sh", "-c", script).out
    code, memory = map(int, said.split())
    assert code == 0
    (file,) = repo.path.glob("docs/RUNBOOKS/*.md")
    return file.stat().st_size, memory // (1024 if sys.platform == "linux" else 1024 * 1024)


def test_memory_stays_flat(repo: Repo) -> None:
    size, memory = _streamed(repo, "yes 'a line of output, as there are many' | head -c 10000000")
    assert size > 10_000_000
    assert memory < 50


@pytest.mark.stress
@pytest.mark.parametrize(
    "script",
    [
        "yes '2026-02-13 INFO node 12 is gone, key=abc https://example.com/x passed' | head -c 200000000",
        "head -c 200000000 /dev/zero | tr '\\0' x",
    ],
    ids=["lines", "one line"],
)
def test_memory_stays_flat_for_long(repo: Repo, script: str) -> None:
    size, memory = _streamed(repo, script)
    assert size > 200_000_000
    assert memory < 50
