"""Git processes that go on for a while: a stream of answers, or a conversation."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from .errors import GitError
from .git import environment, failure


@contextmanager
def stream(*args: str) -> Iterator[IO[bytes]]:
    """The standard output of `git *args` while it runs; raises GitError when git fails in the end.

    Leaving early ends git without complaint.
    """
    with _started(args, stdin=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            yield process.stdout
            early = bool(process.stdout.read(1))
        except BaseException:
            process.kill()
            raise
        if early:
            process.kill()
        err = process.stderr.read()
    if process.returncode and not early:
        raise failure(args, err)


@contextmanager
def conversation(*args: str) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """A git process one can ask and hear: its input and output, as for `cat-file --batch`."""
    with _started(args, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield process.stdin, process.stdout
        finally:
            process.kill()


def _started(
    args: tuple[str, ...], *, stdin: int, stderr: int = subprocess.PIPE
) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            ("git", *args), env=environment(), stdin=stdin, stdout=subprocess.PIPE, stderr=stderr
        )
    except FileNotFoundError as error:
        raise GitError("git is not on PATH", "install git, or mend PATH") from error
