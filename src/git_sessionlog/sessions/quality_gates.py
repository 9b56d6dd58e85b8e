"""The quality gates of the settings: commands that must succeed before a session ends."""

import shlex
import subprocess
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from ..core.errors import ConfigError, system_words


class Gate(NamedTuple):
    """A gate: its exit code, None where the command could not be started, and its output.

    `ran` is False for one that was not run, since nobody here has trusted it.
    """

    name: str
    command: str
    code: int | None
    output: str = ""
    ran: bool = True

    @property
    def is_bad(self) -> bool:
        """Whether it was run, and did not succeed."""
        return self.ran and self.code != 0


def run(gates: Mapping[str, str], top: str, told: Callable[[str], None]) -> Iterator[Gate]:
    """Run each gate in the top of the work tree, without a shell and without input; all are run.

    `told` gets the name of each before it starts. Ctrl-C ends the one that runs. Raises ConfigError,
    before the first is started, for a command whose quotes are not closed.
    """
    words = {name: _words(name, command) for name, command in gates.items()}
    for name, command in gates.items():
        told(name)
        try:
            process = subprocess.Popen(
                words[name],
                cwd=top,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        except OSError as error:
            yield Gate(name, command, None, f"{system_words(error)}\n")
            continue
        try:
            out = process.communicate()[0]
        except BaseException:
            process.terminate()
            process.wait()
            raise
        yield Gate(name, command, process.returncode, out.decode("utf-8", "replace"))


def _words(name: str, command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError as error:
        raise ConfigError(f"gates: {name}: {error}: {command}") from None
