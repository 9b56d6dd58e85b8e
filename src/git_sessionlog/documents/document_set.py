"""Which documents there are: those that the profiles and the settings declare, in a tree."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ..git.trees import DIRECTORY, FILE, Tree
from ..settings.model import RECORDS, STATE_DOCUMENTS, Settings
from .profiles import registry as profiles
from .profiles.model import DocumentType, Profile, documents_of_all
from .profiles.paths import pattern

RECORD = "record"
"""The id of a session's record, which every profile has."""

_TEXTS = (".md", ".markdown", ".txt", ".tmp", ".rst")
_DEPTH = 4  # directories below a profile's directory that are looked into


class Paper(NamedTuple):
    """A document by its path from the top, and what the profile says that it is."""

    path: str
    kind: DocumentType

    @property
    def is_alone(self) -> bool:
        """Whether it is the one document at its place, and not one of many: a record, a runbook."""
        return self.path in (self.kind.path, *self.kind.also)


class Rules(NamedTuple):
    """What is judged by: the settings, and the profiles that they name or that are there."""

    settings: Settings
    profiles: tuple[Profile, ...]


def papers(tree: Tree, by: Rules) -> list[Paper]:
    """The documents of the profiles, and those of the settings, that are in a tree; each once."""
    found: dict[str, Paper] = {}
    for kind in _kinds(by):
        there = [path for declared in (kind.path, *kind.also) for path in _paths(tree, declared)]
        for path in sorted(there) if kind.per_session else there:
            found.setdefault(path, Paper(path, kind))
    return list(found.values())


def paper(path: str, by: Rules, known: Iterable[Paper]) -> Paper:
    """A document by its path: one of the profiles', of their names, else one that only is a text."""
    own = next((each for each in known if each.path == path), None)
    same = (kind for kind in _kinds(by) if _name(kind.path) == _name(path) and not kind.per_session)
    return own or Paper(path, next(same, DocumentType("document", path))._replace(path=path))


def is_paper(by: Rules) -> Callable[[str], bool]:
    """Tells of a path whether a document of the profiles or of the settings, or a record, has it."""
    paths = set(STATE_DOCUMENTS)
    below, patterns = list(RECORDS), list[str]()
    for kind in _kinds(by):
        for path in (kind.path, *kind.also):
            if path.endswith("/"):
                below.append(path)
            elif "{" in path:
                patterns.append(pattern(path))
            else:
                paths.add(path)
    named, directories = re.compile("|".join(patterns) or "(?!)"), tuple(below)
    return lambda path: (
        path in paths
        or named.fullmatch(path) is not None
        or (path.startswith(directories) and path.endswith(_TEXTS))
    )


def rules(settings: Settings, tree: Tree) -> Rules:
    """What the documents of a tree are judged by. Raises ConfigError for a profile that cannot be used."""
    return Rules(settings, profiles.active(settings, tree))


def _kinds(by: Rules) -> Iterator[DocumentType]:
    """The documents that are declared, those of the settings first; a record is but a text."""
    declared = [kind.of_kind("") for kind in documents_of_all(by.profiles)]
    for path in by.settings.documents:
        same = (
            kind
            for kind in declared
            if kind.path == path or (kind.state and _name(kind.path) == _name(path))
        )
        yield next(same, DocumentType("state", path, state=True))._replace(path=path)
    yield from (kind for kind in declared if not kind.path.endswith("/"))
    yield from (DocumentType(RECORD, profile.record) for profile in by.profiles)
    yield from (kind for kind in declared if kind.path.endswith("/"))


def _name(path: str) -> str:
    return posixpath.basename(path)


def _paths(tree: Tree, path: str) -> list[str]:
    """The files that a declared path stands for."""
    if path.endswith("/"):
        return list(_below(tree, path, _DEPTH))
    if "{" not in path:
        return [path] if tree.kind(path) == FILE else []
    found = [""]
    for part in path.split("/"):
        found = [f"{above}{name}" for above in found for name in _parts(tree, above, part)]
        found = [f"{one}/" for one in found]
    return [one[:-1] for one in found if tree.kind(one[:-1]) == FILE]


def _parts(tree: Tree, above: str, part: str) -> list[str]:
    """The names in a directory that a part of a path stands for."""
    if "{" not in part:
        return [part]
    return [name for name in tree.names(above or ".") if re.fullmatch(pattern(part), name)]


def _below(tree: Tree, directory: str, depth: int) -> Iterator[str]:
    for name in tree.names(directory):
        path = f"{directory}{name}"
        kind = tree.kind(path)
        if kind == FILE and name.endswith(_TEXTS):
            yield path
        elif kind == DIRECTORY and depth > 1:
            yield from _below(tree, f"{path}/", depth - 1)
