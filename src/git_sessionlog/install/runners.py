"""The ways in which a hook of ours may be run in a work tree, and what keeps one from running."""

import os
import shlex
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from ..core.errors import Failure
from ..git import run as git
from . import config_hooks, frameworks, hook_files, shim
from .hook_entry import FILE
from .hooks_dir import Place, calls_us, script
from .shim import KEPT, Hook


class Way(NamedTuple):
    """One way in which the hook is run, or would be but for its `trouble`; `mend` ends that.

    `shim` is what our own file or configuration says of itself.
    """

    kind: str
    where: str
    trouble: str = ""
    mend: str = ""
    shim: "shim.Shim | None" = None


def ways(place: Place, hook: str) -> list[Way]:
    """All ways that are prepared here for a hook."""
    found = [_file(place, hook), _script(place, hook), _configured(place, hook), _pre_commit(place, hook)]
    return [way for way in found if way] + list(_lefthook(place, hook))


def sees_all(way: Way, hook: Hook) -> bool:
    """Whether the hook gets all that git tells it: pre-commit and prek show the first ref of a push."""
    return way.kind != "pre-commit" or not hook.has_stdin


def _file(place: Place, hook: str) -> Way | None:
    path = hook_files.found(place.directory, hook)
    if not path:
        return None
    return _hook_file(place, path, "file")


def _configured(place: Place, hook: str) -> Way | None:
    entry = config_hooks.read(hook, place.top)
    if not entry:
        return None
    name = config_hooks.section(hook)
    again = "git sessionlog install"
    trouble, mend = "", ""
    if git.version() < config_hooks.SINCE:
        trouble, mend = f"{name} is configured, which this git does not look at", again
    elif not entry.enabled:
        trouble, mend = f"{name} is turned off", f"git config {name}.enabled true"
    elif hook not in entry.events or not entry.command:
        trouble, mend = f"{name} has no {'command' if hook in entry.events else 'event'}", again
    return Way("configuration", f"{name} in git's configuration", trouble, mend, entry.shim)


def _pre_commit(place: Place, hook: str) -> Way | None:
    wiring = None
    with suppress(Failure):  # a check of its own
        wiring = frameworks.pre_commit(place.top)
    if not wiring or f"sessionlog-{hook}" not in wiring.ids:
        return None
    if frameworks.runs_framework(place, hook):
        return Way("pre-commit", FILE)
    mend = f"pre-commit install --hook-type {hook}"
    return Way("pre-commit", FILE, f"pre-commit is not installed for {hook}", mend)


def _script(place: Place, hook: str) -> Way | None:
    """A script of the user's, or husky's, that calls us; it need not be one that git runs itself."""
    path = script(place, hook)
    if not calls_us(path, hook):
        return None
    return Way("script", place.shown(path)) if place.kind == "husky" else _hook_file(place, path, "script")


def _hook_file(place: Place, path: str, kind: str) -> Way:
    shown, made = place.shown(path), shim.read(path)
    if os.access(path, os.X_OK):
        return Way(kind, shown, shim=made)
    mend = f"chmod +x {shlex.quote(shown)}"
    return Way(kind, shown, f"{shown} is not executable, git ignores it", mend, made)


def _lefthook(place: Place, hook: str) -> Iterator[Way]:
    try:
        config = frameworks.lefthook(place.top)
    except Failure:  # a check of its own
        return
    path = os.path.join(place.directory, hook)
    installed = "lefthook" in (hook_files.framework(path), hook_files.framework(path + KEPT))
    for job in config.jobs:
        if job.hook == hook:
            trouble = "" if installed else f"lefthook is not installed for {hook}"
            yield Way("lefthook", config.file, trouble, "" if installed else "lefthook install")
