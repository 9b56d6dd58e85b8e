"""The profiles in force: those in the package, and those of a repository's own."""

import os
import re
from functools import cache

from ...core.errors import ConfigError
from ...git.trees import Tree
from ...settings.model import PROFILES, Settings
from ..concepts import Concepts
from . import declaration
from .model import Profile

_HERE = os.path.dirname(os.path.dirname(__file__))
_CONCEPTS = "concepts.toml"
STATES = {
    "status": "STATUS.md",
    "sessions": ".claude/sessions/session-{number:03}-context.md",
    "session-md": "SESSION.md",
    "continuity": "CURRENT-STATE.md",
    "storage": ".claude/sessions/{date}-{slug}.tmp",
}
"""The state document of each profile in the package: only those that are in force are read whole."""


def names() -> tuple[str, ...]:
    """The names of the profiles in the package."""
    return PROFILES


def load(name: str, top: str) -> Profile:
    """A profile of the package by its name, or one in a TOML file below `top` by its path from there.

    Raises ConfigError, which names the file, for one that is not there or cannot be used.
    """
    if name in PROFILES:
        return _packaged(name)
    path = os.path.join(top, *name.split("/"))
    if not name.endswith(".toml") or not _is_below(path, top):
        raise ConfigError(
            f'"{name}" is neither a profile nor a TOML file in the work tree',
            f"profiles: {' '.join(PROFILES)}",
        )
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise ConfigError(f"{name} cannot be read: {error.strerror}") from None
    return declaration.profile(data, name, name, _concepts())


def active(settings: Settings, top: str) -> tuple[Profile, ...]:
    """The profiles of the settings; where they name none, those whose state document is in the work tree.

    Where there is none either, it is `status`, and so it is beside profiles of the settings that have no
    state document for all sessions: a push is held to one. Errors as `load`.
    """
    if settings.profiles:
        return _with_state(settings, tuple(load(name, top) for name in settings.profiles))
    there = tuple(_packaged(name) for name in PROFILES if _is_there(STATES[name], top))
    return there or (_packaged(PROFILES[0]),)


def active_in(settings: Settings, tree: Tree) -> tuple[Profile, ...]:
    """As `active`, where there is no work tree: with the files of a commit."""
    if settings.profiles:
        return _with_state(settings, tuple(_in_tree(name, tree) for name in settings.profiles))
    there = tuple(_packaged(name) for name in PROFILES if _is_in(STATES[name], tree))
    return there or (_packaged(PROFILES[0]),)


def _with_state(settings: Settings, chosen: tuple[Profile, ...]) -> tuple[Profile, ...]:
    every = (document for profile in chosen for document in profile.documents)
    if settings.documents or any(document.state and not document.per_session for document in every):
        return chosen
    return (*chosen, _packaged(PROFILES[0]))


@cache
def _packaged(name: str) -> Profile:
    return declaration.profile(_read("profiles", f"{name}.toml"), name, f"{name}.toml", _concepts())


@cache
def _concepts() -> Concepts:
    return declaration.concepts(_read(_CONCEPTS), _CONCEPTS)


def _read(*path: str) -> bytes:
    with open(os.path.join(_HERE, *path), "rb") as file:
        return file.read()


def _is_below(path: str, top: str) -> bool:
    """Whether a path leads below the top, links followed."""
    real = os.path.realpath(top)
    return os.path.realpath(path).startswith(os.path.join(real, ""))


def _in_tree(name: str, tree: Tree) -> Profile:
    if name in PROFILES:
        return _packaged(name)
    data = tree.read(name)
    if data is None:
        raise ConfigError(f"{name} is no profile, nor a TOML file", f"profiles: {' '.join(PROFILES)}")
    return declaration.profile(data, name, name, _concepts())


def _is_in(path: str, tree: Tree) -> bool:
    directory, _, name = path.rpartition("/")
    if "{" not in path:
        return tree.size(path) is not None
    return any(re.fullmatch(_pattern(name), each) for each in tree.names(directory))


def _is_there(path: str, top: str) -> bool:
    directory, _, name = path.rpartition("/")
    if "{" not in path:
        return os.path.lexists(os.path.join(top, path))
    try:
        there = os.listdir(os.path.join(top, directory))
    except OSError:
        return False
    return any(re.fullmatch(_pattern(name), each) for each in there)


def _pattern(name: str) -> str:
    """The names that a name with placeholders can become."""
    return re.sub(r"\\\{[^}]*\}", "[a-z0-9-]+", re.escape(name))
