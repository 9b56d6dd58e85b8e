"""Run a command for its user, and hear what it writes. Owns pseudo terminals, and starts the process."""

import errno
import os
import queue
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from threading import Thread
from types import FrameType
from typing import IO, Any, NamedTuple

if sys.platform != "win32":
    import fcntl
    import pty
    import termios
    import tty

Heard = Callable[[int, bytes], None]
"""Takes a piece of standard output (1) or standard error (2); (0, b"") when nothing comes for a while."""

NOT_FOUND, NOT_EXECUTABLE = 127, 126
"""What a shell returns for a command that cannot be started."""

_Process = subprocess.Popen[bytes]
_Pieces = queue.Queue[tuple[int, bytes]]
_PIECE = 65536
_QUIET = 0.2


class NotStarted(Exception):
    """The command cannot be started: the exit code that a shell has for it, and why."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


class _Terminal(NamedTuple):
    """A pseudo terminal: what is typed goes into `ours`, and what the command writes comes out of it."""

    ours: int
    theirs: int
    typed: bool
    """Whether the user's keyboard belongs to the command."""
    both: bool
    """Whether standard error goes to it as well."""


def run(command: Sequence[str], heard: Heard) -> int:
    """Run the command with the user's streams, and return its exit code, 128 + n for a signal.

    Where standard output is a terminal the command gets one too, so that it draws and colours as ever;
    else the two streams are pipes, each to its own. Ctrl-C is the command's: the recorder goes on until it
    has ended. What a process writes that it leaves behind is heard until there is a pause.

    Raises NotStarted.
    """
    with ExitStack() as cleanup:
        terminal = cleanup.enter_context(_terminal())
        alone = terminal is not None or not _in_foreground()
        passed_on = cleanup.enter_context(_signals(terminal, alone=alone))
        try:
            process = _started(command, terminal, alone=alone)
        finally:
            if terminal:
                os.close(terminal.theirs)  # when the command has ended, nobody has it open
        passed_on(process)
        if terminal and terminal.typed:
            cleanup.enter_context(_raw())
            Thread(target=_type, args=(terminal.ours,), daemon=True).start()
        _listen(process, terminal, heard)
        code = process.wait()
    return code if code >= 0 else 128 - code


def _listen(process: _Process, terminal: _Terminal | None, heard: Heard) -> None:
    """Pass on what the command writes, and let it be heard, until it has ended."""
    pieces: _Pieces = queue.Queue(8)
    deaf: set[int] = set()
    ours = open(terminal.ours, "rb", buffering=0, closefd=False) if terminal else process.stdout  # noqa: SIM115
    sources = {number: source for number, source in ((1, ours), (2, process.stderr)) if source}
    for number, source in sources.items():
        Thread(target=_read, args=(number, source, pieces, deaf), daemon=True).start()
    sinks = {1: _raw_bytes(sys.stdout), 2: _raw_bytes(sys.stderr)}
    left, pauses = len(sources), 0
    while left and pauses < 2:
        try:
            number, data = pieces.get(timeout=_QUIET)
        except queue.Empty:
            pauses = pauses + 1 if process.poll() is not None else 0
            heard(0, b"")
            continue
        if not data:
            left -= 1
            continue
        heard(number, data)  # first, so that what the user has seen is recorded
        if number not in deaf and not _passed(sinks[number], data):
            deaf.add(number)


def _read(number: int, source: IO[bytes], pieces: queue.Queue[tuple[int, bytes]], deaf: set[int]) -> None:
    """Read until the end; where nobody reads on, close: the command is to know it, as in a pipe."""
    with suppress(OSError), source:  # EIO: the last one that had the pseudo terminal open has closed it
        while number not in deaf and (data := source.read(_PIECE)):
            pieces.put((number, data))
    pieces.put((number, b""))


def _type(ours: int) -> None:
    """Give the command what is typed."""
    with suppress(OSError):
        while data := os.read(0, 1024):
            while data:
                data = data[os.write(ours, data) :]


def _passed(sink: IO[bytes], data: bytes) -> bool:
    """Whether the user's stream has taken it."""
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[sink.write(rest) or 0 :]
    except (OSError, ValueError):
        return False
    return True


def _raw_bytes(stream: Any) -> IO[bytes]:
    """The stream as bytes, without a buffer of its own where it has a file."""
    stream.flush()
    found: IO[bytes] = getattr(stream.buffer, "raw", stream.buffer)
    return found


def _started(command: Sequence[str], terminal: _Terminal | None, *, alone: bool) -> _Process:
    theirs = terminal.theirs if terminal else subprocess.PIPE
    program = shutil.which(command[0]) if sys.platform == "win32" else None  # finds npm.cmd for npm
    try:
        return subprocess.Popen(
            [program or command[0], *command[1:]],
            stdin=theirs if terminal and terminal.typed else None,
            stdout=theirs,
            stderr=subprocess.PIPE if terminal and not terminal.both else theirs,
            bufsize=0,
            start_new_session=terminal is not None,
            process_group=0 if alone and not terminal and sys.platform != "win32" else None,
            preexec_fn=_own if terminal else None,
        )
    except FileNotFoundError:
        raise NotStarted(NOT_FOUND, f"command not found: {command[0]}") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        if getattr(error, "errno", 0) == errno.ENOEXEC:
            why = "it has no #! line"
        raise NotStarted(NOT_EXECUTABLE, f"{command[0]} cannot be run: {why}") from None


@contextmanager
def _signals(terminal: _Terminal | None, *, alone: bool) -> Iterator[Callable[[_Process], None]]:
    """Give the command the signals that come to us; the function yielded names the process.

    A terminal sends Ctrl-C to all of its foreground; sent once more, it would end a command at once that
    tidies up at the first.
    """
    processes: list[_Process] = []
    early: list[int] = []
    keys = {getattr(signal, "SIGINT", 0): b"\x03", getattr(signal, "SIGQUIT", 0): b"\x1c"}

    def hand_on(number: int, _frame: FrameType | None) -> None:
        if not processes:
            early.append(number)
        elif terminal and number in keys:
            os.write(terminal.ours, keys[number])
        elif alone or number not in keys:
            processes[0].send_signal(number)

    def passed_on(process: _Process) -> None:
        processes.append(process)
        for number in early:
            process.send_signal(number)

    before = {}
    for name in ("SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            with suppress(ValueError):  # not the main thread
                before[number] = signal.signal(number, hand_on)
    if terminal:
        before[signal.SIGWINCH] = signal.signal(signal.SIGWINCH, lambda *_: _resize(terminal.ours))
    try:
        yield passed_on
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


if sys.platform == "win32":

    @contextmanager
    def _terminal() -> Iterator[_Terminal | None]:
        yield None

    def _in_foreground() -> bool:
        return True

    @contextmanager
    def _raw() -> Iterator[None]:
        yield

    _own = None

else:

    @contextmanager
    def _terminal() -> Iterator[_Terminal | None]:
        """A pseudo terminal for the command, None where standard output is no terminal."""
        if not sys.stdout.isatty():
            yield None
            return
        ours, theirs = pty.openpty()
        _resize(ours)
        typed = sys.stdin is not None and sys.stdin.isatty() and _in_foreground()
        try:
            yield _Terminal(ours, theirs, typed, sys.stderr.isatty())
        finally:
            os.close(ours)

    def _own() -> None:
        """In the new process: its standard output is its terminal."""
        fcntl.ioctl(1, termios.TIOCSCTTY, 0)

    def _in_foreground() -> bool:
        """Whether a Ctrl-C at the terminal goes to our process group."""
        try:
            terminal = os.open("/dev/tty", os.O_RDWR)
        except OSError:
            return False
        try:
            return os.tcgetpgrp(terminal) == os.getpgrp()
        except OSError:
            return False
        finally:
            os.close(terminal)

    def _resize(ours: int) -> None:
        with suppress(OSError):
            fcntl.ioctl(ours, termios.TIOCSWINSZ, fcntl.ioctl(1, termios.TIOCGWINSZ, bytes(8)))

    @contextmanager
    def _raw() -> Iterator[None]:
        """Each key goes to the command as it is; its own terminal makes Ctrl-C of it."""
        before = termios.tcgetattr(0)
        try:
            tty.setraw(0, termios.TCSADRAIN)
            yield
        finally:
            termios.tcsetattr(0, termios.TCSADRAIN, before)
