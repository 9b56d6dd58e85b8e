"""Where git looks for the hook files of a work tree, and whether they may be written there."""

import os
import re
from typing import NamedTuple

from ..core.errors import Failure
from ..git import run as git
from .program import NAME
from .shim import beginning


class Place(NamedTuple):
    """The directory in which git looks for hook files.

    `kind` is `git` (inside the git directory), `work tree` (its files may be tracked), `husky`
    (generated, written anew by husky) or `outside`. `shared` is the git directory that all
    worktrees share. `hooks_path` is the value of core.hooksPath, None where it is not set, and
    `scope` the configuration that it stands in.
    """

    top: str
    directory: str
    shared: str
    kind: str
    hooks_path: str | None = None
    scope: str = ""

    def shown(self, path: str) -> str:
        """A path as the user knows it: from the top of the work tree where it is inside."""
        return os.path.relpath(path, self.top) if _within(path, self.top) else path

    @property
    def directories(self) -> tuple[str, ...]:
        """The directories that may hold hook files of ours: git's own one too, where it is not used."""
        own = os.path.join(self.shared, "hooks")
        if self.kind in ("outside", "husky"):
            return (own,)
        if os.path.realpath(own) == os.path.realpath(self.directory):
            return (self.directory,)
        return (self.directory, own)


def find() -> Place:
    """The place of the current work tree. Raises GitError where there is none."""
    top = git.top()
    directory = _path(top, "--git-path", "hooks")
    shared = _path(top, "--git-common-dir")
    own = _path(top, "--git-dir")
    scope, hooks_path = _configured(top)
    kind = "outside" if hooks_path == "" else _kind(directory, top, (shared, own))
    return Place(top, directory, shared, kind, hooks_path, scope)


def refuse_foreign(place: Place, hooks: list[str]) -> None:
    """Raise Failure where hook files of ours have no place, with the way that is left."""
    if not hooks:
        return
    if place.kind == "husky":
        lines = (f'to {place.shown(script(place, hook))}: {NAME} {hook} "$@"' for hook in hooks)
        raise Failure(
            f"husky writes the hooks in {place.shown(place.directory)} anew, ours would be lost",
            f"add {', and '.join(lines)}",
        )
    if place.kind == "outside":
        raise Failure(
            f"core.hooksPath ({place.scope}) is {place.hooks_path or 'empty'}: no directory of this "
            "repository for its hooks",
            _own(place),
        )


def unset(place: Place) -> str:
    """What takes core.hooksPath away, from the configuration that it stands in."""
    if place.scope == "command":
        return "take core.hooksPath out of `git -c`, or out of the variables GIT_CONFIG_*"
    option = "" if place.scope == "local" else f"--{place.scope} "
    return f"git config {option}--unset-all core.hooksPath"


def _own(place: Place) -> str:
    """What gives the repository a directory of hooks of its own, in the configuration that git obeys."""
    if place.scope == "command":
        return unset(place)
    option = "--worktree " if place.scope == "worktree" else ""
    directory = '"$(git rev-parse --path-format=absolute --git-common-dir)/hooks"'
    return f"give this one its own, then install: git config {option}core.hooksPath {directory}"


def script(place: Place, hook: str) -> str:
    """The path of the script that the user may write for a hook, there or not: husky runs its own."""
    directory = place.directory if place.kind != "husky" else os.path.dirname(place.directory)
    return os.path.join(directory, hook)


def calls_us(path: str, hook: str) -> bool:
    """Whether a script has a line, no comment, that runs our program for `hook`."""
    lines = (line.strip() for line in beginning(path).splitlines())
    call = re.compile(rf"{NAME}(?:\.exe)?[\"']? +{re.escape(hook)}\b")
    return any(call.search(line) and not line.startswith("#") for line in lines)


def _path(top: str, *question: str) -> str:
    """A path that git names from the top of the work tree: core.hooksPath is resolved there."""
    answer = os.fsdecode(git.ask("rev-parse", *question, cwd=top)).removesuffix("\n")
    return os.path.normpath(os.path.join(top, answer))


def _configured(top: str) -> tuple[str, str | None]:
    out = git.ask("config", "-z", "--show-scope", "--get", "core.hooksPath", cwd=top, no=(1,))
    if not out:
        return "", None
    scope, value = (os.fsdecode(field) for field in git.fields(out))
    return scope, value


def _kind(directory: str, top: str, gits: tuple[str, str]) -> str:
    """Links are followed: what counts is where a file would be written."""
    if os.path.basename(directory) == "_" and os.path.lexists(os.path.join(directory, "h")):
        return "husky"
    shared = gits[0]
    main = [os.path.dirname(shared)] if os.path.basename(shared) == ".git" else []
    roots = [(path, "git") for path in gits] + [(path, "work tree") for path in (top, *main)]
    real = os.path.realpath(directory)
    if real in (os.path.realpath(path) for path, _ in roots):
        return "outside"  # hooks lie in a directory of their own
    inside = [(os.path.realpath(path), kind) for path, kind in roots if _within(real, path)]
    # The innermost counts: a linked worktree may lie inside a bare repository.
    return max(inside, key=lambda found: len(found[0]))[1] if inside else "outside"


def _within(path: str, directory: str) -> bool:
    path, directory = os.path.realpath(os.path.dirname(path)), os.path.realpath(directory)
    try:
        return os.path.commonpath((path, directory)) == directory
    except ValueError:  # another drive
        return False
