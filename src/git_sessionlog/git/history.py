"""What git's history says of checkpoints. The only module that knows GitPython, as git's runner.

GitPython's object model is not used: it reads neither SHA-256 repositories nor the reftable format.
"""

import os
from collections.abc import Iterator

import git as gitpython

from ..core.errors import GitError
from .checkpoints import Entry, named_in
from .run import environment, failure
from .trailers import KEY

# %B, never %s: that one folds a subject of several lines into one.
_FORMAT = f"--format=%H%x00%P%x00%at%x00%an%x00%(trailers:key={KEY},valueonly,unfold)%x00%B"
_FIELDS = 6


def entries(revisions: tuple[str, ...], cwd: str = ".", named: str = "") -> Iterator[Entry]:
    """The commits that `revisions` name, as git log orders them, streamed.

    With `named`, those whose message names a checkpoint that begins so. Raises GitError, with git's own
    words, when git fails.
    """
    runner = gitpython.Git(os.path.abspath(cwd))
    runner.update_environment(**environment())
    options = ("-z", "--no-show-signature", "--no-color", "--encoding=UTF-8", _FORMAT)
    wanted = ("--basic-regexp", "-i", f"--grep={KEY}: *{named}") if named else ()
    colon = ("-c", "trailer.separators=:")  # the user's own would hide our trailer
    args = (*colon, "log", *options, *wanted, "--end-of-options", *revisions, "--")
    try:
        process = runner.execute(["git", *args], as_process=True)
        yield from _parsed(process)
        process.wait()
    except gitpython.GitCommandNotFound:
        raise GitError("git is not on PATH", "install git, or mend PATH") from None
    except gitpython.GitCommandError as error:
        words = str(error.stderr).strip().removeprefix("stderr: '").removesuffix("'")
        raise failure(args, words.encode("utf-8", "replace")) from None


def _parsed(process: gitpython.Git.AutoInterrupt) -> Iterator[Entry]:
    parts: list[bytes] = []
    rest = b""
    assert process.stdout is not None
    while chunk := process.stdout.read(1 << 16):
        *whole, rest = (rest + chunk).split(b"\0")
        parts += whole
        end = len(parts) - len(parts) % _FIELDS
        for at in range(0, end, _FIELDS):
            yield _entry(parts[at : at + _FIELDS])
        del parts[:end]


def _entry(parts: list[bytes]) -> Entry:
    oid, parents, when, author, lines, message = (part.decode("utf-8", "replace") for part in parts)
    values = tuple(lines.split("\n")[:-1])
    others = () if message.count(KEY) == (1 if values else 0) else named_in(message, values[-1:])
    subject = message.partition("\n")[0]
    return Entry(oid, len(parents.split()), int(when or 0), author, values, subject, others)
