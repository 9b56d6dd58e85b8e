"""`git sessionlog trust`: let `end` run the gates of the settings."""

import sys

import click

from ..core.errors import CLEAN, FINDINGS, Failure
from ..core.terminal import complain, one_line
from ..documents import tree_settings
from ..git import run as git
from ..sessions import trusted_gates
from .options import write


@click.command("trust")
@click.option("--revoke", is_flag=True, help="Trust no commands any more.")
def command(revoke: bool) -> int:
    """Show the commands of the setting `gates`, and ask whether `end` may run them here.

    They come with the repository, so none is run before. The answer holds for the commands as they are, in
    this repository with all its work trees: each change asks anew. What they run in turn, the files of the
    repository among it, is trusted with them. Only somebody at a terminal can answer.
    """
    top = git.top()
    if revoke:
        write(["nothing is trusted any more" if trusted_gates.revoke() else "nothing was trusted"])
        return CLEAN
    loaded = tree_settings.here(top)
    gates = loaded.settings.gates
    if not gates:
        write(["the settings have no gates"])
        return CLEAN
    if trusted_gates.is_trusted(gates):
        write(["these gates are trusted; git sessionlog trust --revoke takes that back"])
        return CLEAN
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Failure("whether to trust the gates is asked at a terminal only", trusted_gates.HINT)
    complain(f"{loaded.file} has `git sessionlog end` run:")
    for name, line in gates.items():  # as they are: what is hidden would be trusted unseen
        complain(f"  {one_line(name)}: {one_line(line, len(line))}")
    if not click.confirm("Run them in this repository from now on?", err=True):
        write(["not trusted, none is run"])
        return FINDINGS
    trusted_gates.trust(gates)
    write(["trusted"])
    return CLEAN
