"""`git sessionlog uninstall`: take the hooks away, and nothing else."""

import click

from ..core.errors import CLEAN
from ..install import native, to_precommit
from ..install.action import told
from .options import write


@click.command("uninstall")
def command() -> int:
    """Take our hooks out of this repository and put back those that were there before.

    Settings, documents and .pre-commit-config.yaml stay.
    """
    steps = [*native.uninstall(), *to_precommit.left()]
    write(told(steps) if steps else ["nothing to remove: no hook of git-sessionlog is installed here"])
    return CLEAN
