"""Install the hooks as files, which every git runs, or on request in git's configuration."""

from collections.abc import Iterator

from . import config_hooks, hook_files, merge_driver
from .action import Step, same
from .hooks_dir import Place, find, refuse_foreign
from .runners import Way, sees_all, ways
from .shim import HOOKS, Hook


def install(*, configured: bool = False) -> Iterator[Step]:
    """Install all hooks in the current repository, each in one way only, and the merge driver.

    What a script, lefthook or pre-commit runs already is left to that; but pre-commit shows a hook
    only the first ref of a push, so pre-push is installed beside it. `configured` puts them into git's
    configuration. Raises Failure where that is not possible; the hint says what is.
    """
    place = find()
    if configured:
        config_hooks.must_run()
    others = {hook.name: _others(place, hook) for hook in HOOKS}
    if not configured:
        refuse_foreign(place, [name for name in others if not others[name]])
    for hook in HOOKS:
        other = others[hook.name]
        if other:
            yield same("already installed", other.where, _runs(other, hook))
            why = "it would run twice" if other.kind != "pre-commit" else "pre-commit runs it"
            yield from uninstall_one(place, hook, why)
        elif not configured:
            yield hook_files.install(place, hook)
            yield from config_hooks.uninstall(hook, place.top)
        else:
            yield config_hooks.install(hook, place.top)
            if _own_file(place, hook):
                yield from hook_files.uninstall(place, hook)
    yield from merge_driver.install(place.top)


def uninstall() -> list[Step]:
    """Take all hooks of ours and the merge driver away; what others wrote stays."""
    place = find()
    hooks = [step for hook in HOOKS for step in uninstall_one(place, hook)]
    return [*hooks, *merge_driver.uninstall(place.top)]


def uninstall_one(place: Place, hook: Hook, why: str = "") -> list[Step]:
    """Take one hook of ours away; `why` is said where nothing else is."""
    steps = [*hook_files.uninstall(place, hook), *config_hooks.uninstall(hook, place.top)]
    return [step._replace(why=step.why or why) for step in steps]


def _others(place: Place, hook: Hook) -> Way | None:
    """What of others runs our hook already, and shows it all there is to see."""
    found = [way for way in ways(place, hook.name) if way.kind not in ("file", "configuration")]
    # A script that is not executable is its owner's to mend, as `doctor` says.
    there = (way for way in found if not way.trouble or way.kind == "script")
    return next((way for way in there if sees_all(way, hook)), None)


def _runs(way: Way, hook: Hook) -> str:
    return "it calls git-sessionlog-hook" if way.kind == "script" else f"{way.kind} runs {hook.name}"


def _own_file(place: Place, hook: Hook) -> bool:
    """Whether a hook file of ours is run here."""
    return place.kind in ("git", "work tree") and bool(hook_files.found(place.directory, hook.name))
