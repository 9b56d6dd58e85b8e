"""Our programs for tests, loaded once: a call is a process of its own, but takes a fork and no import.

`PROGRAMS` has `git-sessionlog` and `git-sessionlog-hook`. They are the true ones where there is no C
compiler, where there is no Linux, and with TRUE_PROGRAMS=1 in the environment. `loaded_client.c` runs the
true one wherever a fork would be another process than it: in a session of its own, as tests have it that
send signals, with a limit, a closed stream, a variable of Python's. The true ones are in `BIN`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BIN = Path(sys.executable).parent
NAMES = ("git-sessionlog", "git-sessionlog-hook")
_LONGEST = 100  # path of a socket, in bytes: unix(7)
_COMPILER = shutil.which("cc")
_WANTED = sys.platform == "linux" and _COMPILER and not os.environ.get("TRUE_PROGRAMS")
_HOME = tempfile.TemporaryDirectory(prefix="sessionlog-programs-") if _WANTED else None
PROGRAMS = Path(_HOME.name) if _HOME else BIN


@contextmanager
def serving() -> Iterator[None]:
    """Have `PROGRAMS` there."""
    if _HOME is None:
        yield
        return
    socket = PROGRAMS / "socket"
    if len(os.fsencode(socket)) > _LONGEST or not _compiled(socket):
        for name in NAMES:
            (PROGRAMS / name).symlink_to(BIN / name)
        yield
        return
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LANG", "LC_"))
    }
    command = [sys.executable, Path(__file__).with_name("loaded_server.py"), socket, BIN]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd="/", env={**plain, "LC_ALL": "C.UTF-8"}, **pipes) as server:
        assert server.stdout.readline() == b"ready\n"
        try:
            yield
        finally:
            server.stdin.close()


def _compiled(socket: Path) -> bool:
    first, second = (PROGRAMS / name for name in NAMES)
    values = {"SOCKET": socket, "TRUE_PROGRAMS": BIN}
    texts = [f'-D{name}="{value}"' for name, value in values.items()]
    source = Path(__file__).with_name("loaded_client.c")
    for linked in ("-static", "-O1"):  # not every compiler has a static libc beside it
        command = [_COMPILER, "-O1", linked, *texts, f"-DSESSION={os.getsid(0)}", "-o", first, source]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            shutil.copy2(first, second)
            return True
    return False
