"""Has our programs loaded, and forks where one of them would begin, for each call of `loaded_client.c`.

Run as `python loaded_server.py SOCKET BIN`; it ends with its standard input. What a call gets is what the
program would: arguments, environment, streams, directory, umask, the processes above it. All modules
are as they were imported, nothing has been called.
"""

import gc
import os
import select
import signal
import socket
import struct
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, NoReturn

from git_sessionlog import cli, hooks

PROGRAMS = {"git-sessionlog": cli.program, "git-sessionlog-hook": hooks.program}
HEAVY = ("mcp", "mcp_server")  # the SDK, for one command
LAZY = ("dateutil.parser", "dateutil.tz", "git", "hashlib", "pathspec", "tomllib", "tree_sitter_bash")


class Call(NamedTuple):
    """A call of one of our programs, and what it is called with."""

    name: str
    parent: int
    umask: int
    args: list[str]
    environment: dict[str, str]
    handed: list[int]
    """Standard input, output and error, and the directory."""


def load() -> None:
    """Import all that a program of ours may, so that no fork has to."""
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"
    package = Path(hooks.__file__).parent.parent
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        if parts[-1] not in ("__init__", "__main__", *HEAVY):
            import_module(".".join(parts))
    for name in LAZY:
        import_module(name)
    del os.environ["GIT_PYTHON_REFRESH"]
    gc.collect()
    gc.freeze()


def received(connection: socket.socket) -> Call | None:
    """The call that a client sends, None where it is gone before."""
    data, handed, _, _ = socket.recv_fds(connection, 65_536, 4)
    while len(data) < 4 or len(data) < struct.unpack_from("=I", data)[0]:
        more = connection.recv(65_536)
        if not more:
            return None
        data += more
    name, parent, mask, many, *words = map(os.fsdecode, data[4:-1].split(b"\0"))
    count = int(many)
    pairs = (word.partition("=") for word in words[count:])
    environment = {key: value for key, _, value in pairs}
    return Call(name, int(parent), int(mask), words[:count], environment, handed)


def begin(call: Call, beside: str) -> NoReturn:
    """Be the program, in a process that was forked for it."""
    try:
        for fd in (0, 1, 2):
            os.dup2(call.handed[fd], fd)
        os.fchdir(call.handed[3])
        os.closerange(3, 1024)
        os.umask(call.umask)
        os.environ.clear()
        os.environ.update(call.environment)
        time.tzset()
        os.getppid = lambda: call.parent
        sys.argv = [os.path.join(beside, call.name), *call.args]
        sys.path[0] = beside
        for number, name in enumerate(("stdin", "stdout", "stderr")):
            setattr(sys, name, _stream(number, name))
        PROGRAMS[call.name]()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(1)


def _stream(number: int, name: str) -> object:
    old = getattr(sys, name)
    raw = open(number, "wb" if number else "rb", closefd=False)  # noqa: SIM115 - as long as the process
    lines = number == 2 or raw.isatty()
    made = type(old)(raw, old.encoding, old.errors, newline="\n" if number else None, line_buffering=lines)
    made.mode = old.mode
    return made


class Server:
    """The loop: calls come in, their ends go out. Who is gone before the end has its process killed."""

    def __init__(self, path: str, beside: str) -> None:
        self.beside = beside
        self.running: dict[int, tuple[int, socket.socket]] = {}
        """File descriptor of a process, and of its client → the process and the client."""
        self.poll = select.poll()
        self.poll.register(0, select.POLLHUP)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(64)
        self.poll.register(self.listener, select.POLLIN)
        print("ready", flush=True)

    def run(self) -> None:
        """Serve until the standard input ends."""
        while True:
            for fd, _ in self.poll.poll():
                if fd == 0:
                    return
                if fd == self.listener.fileno():
                    self.accept()
                elif fd in self.running:
                    self.ended(fd)

    def accept(self) -> None:
        """Fork for a call."""
        client, _ = self.listener.accept()
        call = received(client)
        if call is None:
            client.close()
            return
        process = os.fork()
        if process == 0:
            begin(call, self.beside)
        for handed in call.handed:
            os.close(handed)
        for fd in (os.pidfd_open(process), client.fileno()):
            self.running[fd] = process, client
            self.poll.register(fd, select.POLLIN)

    def ended(self, fd: int) -> None:
        """Tell the client how its process ended; kill the process where the client is gone."""
        process, client = self.running[fd]
        if fd == client.fileno():
            os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        if fd != client.fileno():
            client.send(struct.pack("=i", status), socket.MSG_NOSIGNAL)
        for each in [each for each, (one, _) in self.running.items() if one == process]:
            self.poll.unregister(each)
            del self.running[each]
            if each != client.fileno():
                os.close(each)
        client.close()


def main() -> None:
    """Load, then serve."""
    path, beside = sys.argv[1:]
    load()
    Server(path, beside).run()


if __name__ == "__main__":
    main()
