"""Leave the hooks to pre-commit, and say what others run still."""

from collections.abc import Iterator

from ..core.errors import Failure
from . import frameworks, merge_driver, native, precommit
from .action import Step, same
from .hook_entry import FILE, Source
from .hooks_dir import Place, calls_us, find, script
from .program import NAME
from .runners import sees_all, ways
from .shim import HOOKS, Hook


def with_pre_commit(source: Source) -> Iterator[Step]:
    """Add our hooks to the configuration of pre-commit, and take away those that git runs itself.

    The one that git runs itself at a push stays: pre-commit shows its hooks the first ref only.
    """
    place = find()
    yield precommit.add(place.top, source)
    for hook in HOOKS:
        if not hook.has_stdin:
            yield from native.uninstall_one(place, hook, "pre-commit is to run it")
    if not all(frameworks.runs_framework(place, hook.name) for hook in HOOKS):
        yield same("next:", "pre-commit install (or prek install)")
    yield from merge_driver.install(place.top)
    pushing = [hook for hook in HOOKS if hook.has_stdin]
    if not all(_sees_all(place, hook) for hook in pushing):
        why = "its hook sees every ref of a push, those of pre-commit see the first only"
        yield same("next:", "git sessionlog install", why)


def left() -> Iterator[Step]:
    """What runs our hooks still, because its file is the user's own."""
    place = find()
    try:
        found = frameworks.pre_commit(place.top)
    except Failure:
        found = None
    if found and found.ids:
        yield same("left", FILE, f"take {', '.join(found.ids)} out of it by hand")
    for hook in HOOKS:
        path = script(place, hook.name)
        if calls_us(path, hook.name):
            yield same("left", place.shown(path), f"take the line with {NAME} out of it by hand")
    try:
        lefthook = frameworks.lefthook(place.top)
    except Failure:
        return
    if lefthook.jobs:
        yield same("left", lefthook.file, f"take the job that runs {NAME} out of it by hand")


def _sees_all(place: Place, hook: Hook) -> bool:
    return any(sees_all(way, hook) and not way.trouble for way in ways(place, hook.name))
