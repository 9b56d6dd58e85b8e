"""Install the hooks the way this git and this repository have them: a file, or configuration."""

from .. import git
from . import configured, files
from .place import Place, calls_us, find, script
from .shim import HOOKS, Hook
from .step import Step, same


def install(*, as_files: bool = False) -> list[Step]:
    """Install all hooks in the current repository, each in one way only.

    Raises Failure where that is not possible; the hint says what is.
    """
    place = find()
    return [step for hook in HOOKS for step in _install(place, hook, as_files=as_files)]


def uninstall() -> list[Step]:
    """Take all hooks of ours away, files and configuration; what others wrote stays."""
    place = find()
    steps: list[Step] = []
    for hook in HOOKS:
        steps += files.uninstall(place, hook)
        steps += configured.uninstall(hook, place.top)
    return steps


def _install(place: Place, hook: Hook, *, as_files: bool) -> list[Step]:
    own_script = script(place, hook.name)
    if calls_us(own_script, hook.name):
        return [same("already installed", place.shown(own_script), "it calls git-sessionlog-hook")]
    file_runs = place.kind in ("git", "work tree") and files.found(place.directory, hook.name)
    in_config = configured.read(hook.name, place.top, local=True)
    if as_files or git.version() < configured.SINCE or (file_runs and not in_config):
        steps = [files.install(place, hook)]
        return steps + configured.uninstall(hook, place.top)
    steps = [configured.install(hook, place.top)]
    return steps + (files.uninstall(place, hook) if file_runs else [])
