"""`git sessionlog install`: put the hooks where git, or pre-commit, finds them."""

import click

from .. import PROJECT
from ..core.errors import CLEAN
from ..install import native, to_precommit
from ..install.action import told
from ..install.hook_entry import Source
from ..install.precommit import NotEdited
from .options import write
from .version import installed
from .writing import Writing


@click.command("install", cls=Writing)
@click.option("--pre-commit", is_flag=True, help="Add them to .pre-commit-config.yaml instead.")
@click.option(
    "--configured", is_flag=True, help="In git's configuration, which git 2.54 and later look at."
)
@click.option("--repo", help="With --pre-commit: where it gets our hooks from.", metavar="URL")
@click.option("--rev", help="With --pre-commit: the tag or commit of them; default v<this version>.")
def command(pre_commit: bool, configured: bool, repo: str | None, rev: str | None) -> int:
    """Install the commit-msg and pre-push hooks in this repository, beside the hooks that are there.

    They are hook files, which every git runs. A hook of others is kept, and runs first. What pre-commit,
    lefthook or husky run already is left to them, but for pre-push beside pre-commit, which shows its
    hooks only the first ref of a push. `git sessionlog uninstall` undoes it all.
    """
    if pre_commit and configured:
        raise click.UsageError("give one of --pre-commit and --configured")
    if (repo is not None or rev is not None) and not pre_commit:
        raise click.UsageError("--repo and --rev go with --pre-commit")
    if not pre_commit:
        write(told(native.install(configured=configured)))
        return CLEAN
    try:
        write(told(to_precommit.with_pre_commit(Source(repo or PROJECT, rev or f"v{installed()}"))))
    except NotEdited as refused:
        write(refused.stanza.splitlines())
        raise
    return CLEAN
