"""Git processes that go on for a while: a stream of answers, or a conversation."""

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import IO

from .errors import GitError
from .git import environment, failure


@contextmanager
def stream(*args: str, given: bytes = b"") -> Iterator[IO[bytes]]:
    """The standard output of `git *args` while it runs; raises GitError when git fails in the end.

    `given` is its standard input, which it has to read to the end before it writes. Leaving early
    ends git without complaint.
    """
    with _started(args, stdin=subprocess.PIPE if given else subprocess.DEVNULL) as process:
        out, err = process.stdout, process.stderr
        assert out is not None
        assert err is not None
        said: list[bytes] = []
        listener = Thread(target=_listen, args=(err, said))  # a full pipe would stop git
        listener.start()
        try:
            if process.stdin:
                with suppress(BrokenPipeError), process.stdin as pipe:
                    pipe.write(given)
            yield out
            early = bool(out.read(1))
        except BaseException:
            early = True
            raise
        finally:
            if early:
                process.kill()
            listener.join()
    if process.returncode and not early:
        raise failure(args, b"".join(said))


class Conversation:
    """A git process that is asked line by line, as `cat-file --batch` is."""

    def __init__(self, *args: str) -> None:
        self._process = _started(args, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def tell(self, lines: Iterable[str]) -> None:
        """Ask several lines at once: few enough for a pipe, since nobody reads the answers yet."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write("".join(f"{line}\n" for line in lines).encode())
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


def _listen(pipe: IO[bytes], said: list[bytes]) -> None:
    with suppress(ValueError):  # Ctrl-C has closed it before the first look
        said.append(pipe.read())


def _started(
    args: tuple[str, ...], *, stdin: int, stderr: int = subprocess.PIPE
) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            ("git", *args), env=environment(), stdin=stdin, stdout=subprocess.PIPE, stderr=stderr
        )
    except FileNotFoundError as error:
        raise GitError("git is not on PATH", "install git, or mend PATH") from error
    except OSError as error:
        raise GitError(f"git does not start: {error.strerror}") from error
