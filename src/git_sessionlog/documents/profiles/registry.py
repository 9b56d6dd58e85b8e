"""The profiles in force: those in the package, and those of a repository's own."""

import os
import re
from collections.abc import Mapping
from functools import cache

from ...core.errors import ConfigError
from ...git.trees import BEYOND, DIRECTORY, FILE, Tree
from ...settings.model import PROFILES, Settings
from ..concepts import Concepts
from . import declaration
from .model import Profile, documents_of_all

_HERE = os.path.dirname(os.path.dirname(__file__))
_CONCEPTS = "concepts.toml"
STATES = {
    "status": "STATUS.md",
    "sessions": ".claude/sessions/session-{number:03}-{random}-context.md",
    "session-md": "SESSION.md",
    "continuity": "CURRENT-STATE.md",
    "storage": ".claude/sessions/{date}-{slug}-{random}.tmp",
}
"""The state document of each profile in the package: only those that are in force are read whole."""


_UNREAD = {
    "": "there is no such file",
    DIRECTORY: "it is a directory",
    BEYOND: "it is a link or behind one, and links are not followed",
}


def load(name: str, tree: Tree, pinned: Mapping[str, bytes | None] | None = None) -> Profile:
    """A profile of the package by its name, or one in a TOML file by its path in the tree.

    With `pinned` files, as the settings have them, it is read from these.

    Raises ConfigError, which names the file, for one that is not there or cannot be used.
    """
    if name in PROFILES:
        return packaged(name)
    if not name.endswith(".toml") or ".." in name.split("/"):
        raise ConfigError(
            f'"{name}" is neither a profile nor a TOML file of the repository',
            f"profiles: {' '.join(PROFILES)}",
        )
    data = tree.read(name) if pinned is None else pinned.get(name)
    if data is None:
        kind = tree.kind(name) if pinned is None else ""
        why = _UNREAD.get(kind, "it cannot be opened")
        raise ConfigError(f"{name} cannot be read: {why}")
    return declaration.profile(data, name, name, concepts())


@cache
def packaged(name: str) -> Profile:
    """A profile of the package."""
    return declaration.profile(_read("profiles", f"{name}.toml"), name, f"{name}.toml", concepts())


def active(settings: Settings, tree: Tree) -> tuple[Profile, ...]:
    """The profiles of the settings; where they name none, those whose state document is in the tree.

    Where there is none either, it is `status`, and so it is beside profiles of the settings that have no
    state document for all sessions: a push is held to one. Errors as `load`.
    """
    if settings.profiles:
        return _with_state(settings, tuple(load(name, tree, settings.pinned) for name in settings.profiles))
    there = tuple(packaged(name) for name in PROFILES if _is_there(STATES[name], tree))
    return there or (packaged(PROFILES[0]),)


def _with_state(settings: Settings, chosen: tuple[Profile, ...]) -> tuple[Profile, ...]:
    every = documents_of_all(chosen)
    if settings.documents or any(document.state and not document.per_session for document in every):
        return chosen
    return (*chosen, packaged(PROFILES[0]))


@cache
def concepts() -> Concepts:
    """What sections and fields are called, in several languages."""
    return declaration.concepts(_read(_CONCEPTS), _CONCEPTS)


def _read(*path: str) -> bytes:
    with open(os.path.join(_HERE, *path), "rb") as file:
        return file.read()


def _is_there(path: str, tree: Tree) -> bool:
    """Whether a state document is in the tree; a link to one is, though nothing reads what it leads to."""
    directory, _, name = path.rpartition("/")
    if "{" not in path:
        return tree.kind(path) in (FILE, BEYOND)
    return any(re.fullmatch(_pattern(name), each) for each in tree.names(directory))


def _pattern(name: str) -> str:
    """The names that a name with placeholders can become; older ones are without the random part."""
    return re.sub(r"\\\{[^}]*\}", "[a-z0-9-]+", re.escape(name.replace("-{random}", "")))
