"""What git's history says of checkpoints. The only module that knows GitPython, as git's runner.

GitPython's object model is not used: it reads neither SHA-256 repositories nor the reftable format.
"""

import os
from collections.abc import Iterator
from typing import NamedTuple

import git as gitpython

from .errors import GitError
from .git import environment, failure
from .trailers import KEY

# %B, never %s: that one folds a subject of several lines into one.
_FORMAT = f"--format=%H%x00%P%x00%at%x00%an%x00%(trailers:key={KEY},valueonly,unfold)%x00%B"
_FIELDS = 6


class Entry(NamedTuple):
    """A commit with what its last trailer block says: `values` of our key, the last one in force.

    `when` is the author date in seconds since 1970, UTC.
    """

    oid: str
    parents: int
    when: int
    author: str
    values: tuple[str, ...]
    subject: str


def entries(revisions: tuple[str, ...], cwd: str = ".") -> Iterator[Entry]:
    """The commits that `revisions` name, as git log orders them, streamed.

    Raises GitError, with git's own words, when git fails.
    """
    runner = gitpython.Git(os.path.abspath(cwd))
    runner.update_environment(**environment())
    options = ("-z", "--no-show-signature", "--no-color", "--encoding=UTF-8", _FORMAT)
    colon = ("-c", "trailer.separators=:")  # the user's own would hide our trailer
    args = (*colon, "log", *options, "--end-of-options", *revisions, "--")
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
    fields: list[bytes] = []
    rest = b""
    assert process.stdout is not None
    while chunk := process.stdout.read(1 << 16):
        *whole, rest = (rest + chunk).split(b"\0")
        fields += whole
        end = len(fields) - len(fields) % _FIELDS
        for at in range(0, end, _FIELDS):
            yield _entry(fields[at : at + _FIELDS])
        del fields[:end]


def _entry(fields: list[bytes]) -> Entry:
    oid, parents, when, author, values, message = (f.decode("utf-8", "replace") for f in fields)
    subject = message.partition("\n")[0]
    return Entry(oid, len(parents.split()), int(when or 0), author, tuple(values.split("\n")[:-1]), subject)
