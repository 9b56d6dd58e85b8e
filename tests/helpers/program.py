"""The program called in process, with what it wrote."""

import pytest

from git_sessionlog.cli import main
from helpers import Result


def called(capsys: pytest.CaptureFixture[str], *args: str) -> Result:
    """What `git sessionlog *args` says in the current directory."""
    capsys.readouterr()
    code = main(list(args))
    return Result(code, *capsys.readouterr())
