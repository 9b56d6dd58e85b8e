"""Hooks in git's configuration (git 2.54 and later): in nobody's way, and nobody is in theirs."""

import os
import re
from typing import NamedTuple

from ..core.errors import Failure
from ..git import run as git
from . import shim
from .action import Step, same
from .program import NAME, own
from .shim import Hook, quoted

SINCE = (2, 54)
"""The first git that runs them; older ones do not look at them (githooks(5), git-hook(1))."""

_MARK = re.compile(r": git-sessionlog hook (\d{1,9}): ([a-z-]+); p='((?:[^']|'\\'')*)'; ", re.DOTALL)

# git runs it with sh and adds `"$@"`. The first word does nothing but mark the version.
_COMMAND = (
    ": git-sessionlog hook {version}: {hook}; p={program}; "
    "unset PYTHONPATH PYTHONHOME; "
    '[ -x "$p" ] || p={name}; command -v "$p" >/dev/null || {{ '
    "echo 'sessionlog: error: {hook} cannot run: {name} is not on PATH' >&2; "
    "echo 'hint: install git-sessionlog again, or: git config --remove-section {section}' >&2; "
    'exit 2; }}; exec "$p" {hook}'
)


class Entry(NamedTuple):
    """A hook of ours as the configuration has it; `shim` is None when the command is not of our making."""

    command: str
    events: tuple[str, ...]
    enabled: bool
    shim: shim.Shim | None


def must_run() -> None:
    """Raise Failure where this git runs no hook of its configuration."""
    if git.version() < SINCE:
        oldest = ".".join(map(str, SINCE))
        raise Failure(f"git before {oldest} runs no hooks of its configuration", "git sessionlog install")


def section(hook: str) -> str:
    """The section that holds a hook of ours."""
    return f"hook.sessionlog-{hook}"


def command(hook: Hook) -> str:
    """The command that is configured."""
    return _COMMAND.format(
        version=shim.VERSION, hook=hook.name, program=quoted(own()), name=NAME, section=section(hook.name)
    )


def read(hook: str, top: str, *, local: bool = False) -> Entry | None:
    """Our hook as the configuration has it, or only that of this repository."""
    name = section(hook)
    scope = ("--local",) if local else ()
    pattern = rf"^{re.escape(name)}\."
    asked = git.Question("config", *scope, "-z", "--get-regexp", pattern, cwd=top)
    values = git.configured(asked)
    if not values:
        return None
    said = values.get(f"{name}.command", [""])[-1]
    enabled = values.get(f"{name}.enabled", ["true"])[-1].lower() not in ("false", "no", "off", "0", "")
    mark = _MARK.match(said)
    made = shim.Shim(int(mark[1]), mark[2], mark[3].replace("'\\''", "'")) if mark else None
    return Entry(said, tuple(values.get(f"{name}.event", ())), enabled, made)


def install(hook: Hook, top: str) -> Step:
    """Configure our hook in this repository, or bring it up to date."""
    name = section(hook.name)
    there = read(hook.name, top)
    if there and there.shim and there.shim.version > shim.VERSION:
        return same("left", name, "a newer git-sessionlog wrote it")
    if there and (there.command, there.events) == (command(hook), (hook.name,)):
        off = "" if there.enabled else f"turned off by {name}.enabled"
        return same("already installed", f"{name} in git's configuration", off)
    git.ask("config", "--local", "--replace-all", f"{name}.command", command(hook), cwd=top)
    git.ask("config", "--local", "--replace-all", f"{name}.event", hook.name, cwd=top)
    return Step("updated" if there else "installed", f"{name} in git's configuration")


def uninstall(hook: Hook, top: str) -> list[Step]:
    """Take our hook out of this repository's configuration."""
    name = section(hook.name)
    if not read(hook.name, top, local=True):
        return []
    git.ask("config", "--local", "--remove-section", name, cwd=top)
    return [Step("removed", f"{name} from git's configuration")]


def runs(hook: str, top: str) -> bool:
    """Whether this git runs our configured hook."""
    there = read(hook, top)
    return bool(there and hook in there.events and there.enabled and git.version() >= SINCE)


def others(hook: str, top: str) -> list[str]:
    """The commands that others have configured for the same hook."""
    found = git.config(r"^hook\.", cwd=top)
    names = [
        os.path.splitext(key)[0]
        for key, events in found.items()
        if key.endswith(".event") and hook in events
    ]
    return [found.get(f"{name}.command", [""])[-1] for name in names if name != section(hook)]
