"""Git processes that go on for a while: a stream of answers, a conversation, a change of the repository."""

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import IO, NamedTuple

from ..core.errors import GitError
from .run import ask, environment, failure, program


@contextmanager
def stream(*args: str, given: bytes = b"", no: tuple[int, ...] = ()) -> Iterator[IO[bytes]]:
    """The standard output of `git *args` while it runs; raises GitError when git fails in the end.

    `given` is its standard input, however long; exit codes in `no` are no failure. Leaving early ends git
    without complaint.
    """
    with _started(args, stdin=subprocess.PIPE if given else subprocess.DEVNULL) as process:
        out, err = process.stdout, process.stderr
        assert out is not None
        assert err is not None
        said: list[bytes] = []
        helpers = [Thread(target=_listen, args=(err, said))]  # a full pipe would stop git
        helpers += [Thread(target=_tell, args=(process.stdin, given))] if process.stdin else []
        for helper in helpers:
            helper.start()
        try:
            yield out
            early = bool(out.read(1))
        except BaseException:
            early = True
            raise
        finally:
            if early:
                process.kill()
            for helper in helpers:
                helper.join()
    if process.returncode not in (0, *no) and not early:
        raise failure(args, b"".join(said))


class Conversation:
    """A git process that is asked line by line, as `cat-file --batch` is."""

    def __init__(self, *args: str) -> None:
        self._process = _started(args, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def tell(self, lines: Iterable[str]) -> None:
        """Ask several lines at once: few enough for a pipe, since nobody reads the answers yet."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(os.fsencode("".join(f"{line}\n" for line in lines)))
            self._process.stdin.flush()

    def answer(self) -> bytes:
        """The first line of the next answer, b"" when git has ended."""
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def read(self, size: int) -> bytes:
        """The next bytes of the answer, fewer when git has ended."""
        assert self._process.stdout is not None
        return self._process.stdout.read(size)

    def close(self) -> None:
        """End git."""
        self._process.kill()
        self._process.communicate()


class Done(NamedTuple):
    """What became of a command that changes something: its exit code, and all that git said."""

    code: int
    words: str


def done(*args: str, edits: bool = False) -> Done:
    """Run a git command that changes something, and its hooks, in the user's own environment.

    With `edits` it has the terminal, since it brings up an editor. Ctrl-C ends git by a signal on which
    it takes its locks away. Raises GitError when git does not start.
    """
    stdin, out, err = (
        (None, None, None) if edits else (subprocess.DEVNULL, subprocess.PIPE, subprocess.STDOUT)
    )
    try:
        process = subprocess.Popen((program(), *args), stdin=stdin, stdout=out, stderr=err)
    except OSError as error:
        raise _unstarted(error) from error
    try:
        words = process.communicate()[0] or b""
    except BaseException:
        process.terminate()
        process.wait()
        raise
    return Done(process.returncode, words.decode("utf-8", "replace"))


def edited(paths: Iterable[str]) -> int:
    """Bring up the user's editor on files, by absolute paths; returns its exit code.

    git starts it, as it would for a message: what shell that takes, and where it is, is git's business.
    """
    editor = os.fsdecode(ask("var", "GIT_EDITOR")).rstrip("\n")
    return done("-c", f"alias.sessionlog-editor=!{editor}", "sessionlog-editor", *paths, edits=True).code


def piped(first: tuple[str, ...], second: tuple[str, ...], given: bytes) -> bytes:
    """What a git command writes that reads what another one writes, which reads `given`.

    That, and the answer, must be short enough for a pipe: 64 KB. Raises GitError when one fails.
    """
    with (
        _started(first, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as writer,
        _started(second, stdin=writer.stdout) as reader,
    ):
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdout.close()  # so that the writer ends when the reader does
        with suppress(BrokenPipeError), writer.stdin:
            writer.stdin.write(given)
        out, err = reader.communicate()
    # when the reader fails, the writer does too, for nobody reads it
    for args, process, words in ((second, reader, err), (first, writer, b"")):
        if process.returncode:
            raise failure(args, words)
    return out


def _tell(pipe: IO[bytes], given: bytes) -> None:
    with suppress(BrokenPipeError, ValueError), pipe:
        pipe.write(given)


def _listen(pipe: IO[bytes], said: list[bytes]) -> None:
    with suppress(ValueError):  # Ctrl-C has closed it before the first look
        said.append(pipe.read())


def _started(
    args: tuple[str, ...], *, stdin: int | IO[bytes] | None, stderr: int = subprocess.PIPE
) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            (program(), *args), env=environment(), stdin=stdin, stdout=subprocess.PIPE, stderr=stderr
        )
    except OSError as error:
        raise _unstarted(error) from error


def _unstarted(error: OSError) -> GitError:
    if isinstance(error, FileNotFoundError):
        return GitError("git is not on PATH", "install git, or mend PATH")
    return GitError(f"git does not start: {error.strerror}")
