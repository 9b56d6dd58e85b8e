"""`git sessionlog agent`: have coding agents call us, or no longer."""

from collections.abc import Sequence

import click

from ..core.errors import CLEAN
from ..git import worktree
from ..install.action import told
from ..install.agents import extra, settings_files
from ..install.agents.agents import AGENTS, Agent
from .options import write

_NAMES = click.argument("names", nargs=-1, required=True, type=click.Choice([*AGENTS, "all"]))


@click.group("agent")
def command() -> None:
    """Have coding agents told where the work stands, and stopped before a commit or a push fails.

    Their settings in this repository call `git-sessionlog-hook agent` at their events. What else is in
    those files stays, in its order, with its comments.
    """


@command.command("install", short_help="Add our calls to the agents' settings")
@_NAMES
def install(names: Sequence[str]) -> int:
    """Add our calls to .claude/settings.json, .codex/hooks.json, .gemini/settings.json, .cursor/hooks.json.

    A second time changes nothing.
    """
    for step in settings_files.install(worktree.seen(worktree.ask()), _agents(names)):
        write(told([step]))
    if extra.is_missing():
        write(["shell commands are not checked before they are run: tree-sitter is not installed"])
        write([f"hint: {extra.install_command()}"])
    return CLEAN


@command.command("uninstall", short_help="Take them out again")
@_NAMES
def uninstall(names: Sequence[str]) -> int:
    """Take our calls out of the agents' settings; a file that nobody has changed since is as it was."""
    steps = list(settings_files.uninstall(worktree.seen(worktree.ask()), _agents(names)))
    write(told(steps) if steps else ["nothing to remove: no agent's settings here call git-sessionlog"])
    return CLEAN


def _agents(names: Sequence[str]) -> list[Agent]:
    """Each agent once."""
    wanted = AGENTS if "all" in names else dict.fromkeys(names)
    return [AGENTS[name] for name in wanted]
