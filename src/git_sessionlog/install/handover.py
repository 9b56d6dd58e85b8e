"""Leave the hooks to pre-commit, and say what others run still."""

from collections.abc import Iterator

from ..errors import Failure
from . import driver, native, precommit, wired
from .place import Place, calls_us, find, script
from .program import NAME
from .shim import HOOKS, Hook
from .stanza import FILE, Source
from .step import Step, same
from .ways import sees_all, ways


def with_pre_commit(source: Source) -> Iterator[Step]:
    """Add our hooks to the configuration of pre-commit, and take away those that git runs itself.

    The one that git runs itself at a push stays: pre-commit shows its hooks the first ref only.
    """
    place = find()
    yield precommit.add(place.top, source)
    for hook in HOOKS:
        if not hook.has_stdin:
            yield from native.uninstall_one(place, hook, "pre-commit is to run it")
    if not all(wired.runs_framework(place, hook.name) for hook in HOOKS):
        yield same("next:", "pre-commit install (or prek install)")
    yield from driver.install(place.top)
    pushing = [hook for hook in HOOKS if hook.has_stdin]
    if not all(_sees_all(place, hook) for hook in pushing):
        why = "its hook sees every ref of a push, those of pre-commit see the first only"
        yield same("next:", "git sessionlog install", why)


def left() -> Iterator[Step]:
    """What runs our hooks still, because its file is the user's own."""
    place = find()
    try:
        found = wired.pre_commit(place.top)
    except Failure:
        found = None
    if found and found.ids:
        yield same("left", FILE, f"take {', '.join(found.ids)} out of it by hand")
    for hook in HOOKS:
        path = script(place, hook.name)
        if calls_us(path, hook.name):
            yield same("left", place.shown(path), f"take the line with {NAME} out of it by hand")
    try:
        lefthook = wired.lefthook(place.top)
    except Failure:
        return
    if lefthook.jobs:
        yield same("left", lefthook.file, f"take the job that runs {NAME} out of it by hand")


def _sees_all(place: Place, hook: Hook) -> bool:
    return any(sees_all(way, hook) and not way.trouble for way in ways(place, hook.name))
