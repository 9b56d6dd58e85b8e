"""GitPython as git's runner, for the long stream of `git sessionlog log`: the only module that knows it.

Its object model is not used: it reads neither SHA-256 repositories nor the reftable format.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import git as gitpython

from ..core.errors import GitError
from .run import environment, failure, program


@contextmanager
def stream(*args: str, given: bytes = b"") -> Iterator[IO[bytes]]:
    """As `streams.stream`, but that git is `given` nothing."""
    assert not given
    runner = gitpython.Git(os.getcwd())
    runner.update_environment(**environment())
    try:
        process = runner.execute([program(), *args], as_process=True)
        assert process.stdout is not None
        assert process.stderr is not None
        with process.stdout as pipe, process.stderr:
            yield pipe
            process.wait()
    except gitpython.GitCommandNotFound:
        raise GitError("git is not on PATH", "install git, or mend PATH") from None
    except gitpython.GitCommandError as error:
        words = str(error.stderr).strip().removeprefix("stderr: '").removesuffix("'")
        raise failure(args, words.encode("utf-8", "replace")) from None
