"""What to read at a session's start, in the order that the profiles give."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ...documents.profiles.model import DocumentType, Profile
from ...documents.profiles.paths import pattern
from ...git.recent_commits import Recent
from ...git.trees import Tree
from ...records.places import natural, own_paths
from ...records.record import Record
from .model import Reading

DAYS = 14
"""How many days before HEAD a runbook or a report is recent."""


class Place(NamedTuple):
    """The tree, its last commits, the last session, and the files that no commit has."""

    tree: Tree
    recent: Recent
    record: Record | None = None
    new: frozenset[str] = frozenset()


def reading(profiles: Iterable[Profile], place: Place) -> tuple[Reading, ...]:
    """The documents, each once; a missing one where it is required."""
    found = [
        one
        for profile in profiles
        for id_ in profile.reading
        if (kind := profile.document(id_))
        for one in _of(kind, place)
    ]
    return tuple({one.path: one for one in reversed(found)}.values())[::-1]


def path_of(kind: DocumentType, place: Place) -> str:
    """Where a document is, "" where a session's own is not there.

    That is the last session's; where it has none, the last one by its number or its date.
    """
    if not kind.per_session:
        return kind.path
    for own in own_paths(kind, place.record) if place.record else ():
        if place.tree.size(own) is not None:
            return own
    directory, slash, _ = kind.path.partition("{")[0].rpartition("/")
    names = [
        name
        for name in place.tree.names(directory)
        if any(re.fullmatch(pattern(one), directory + slash + name) for one in (kind.path, *kind.also))
    ]
    return directory + slash + max(names, key=natural) if names else ""


def _of(kind: DocumentType, place: Place) -> Iterator[Reading]:
    if kind.path.endswith("/"):
        yield from _recent(kind.path, place)
        return
    path = path_of(kind, place)
    if path and (kind.required or place.tree.size(path) is not None):
        yield one(path, place)


def one(path: str, place: Place) -> Reading:
    """A document as the list has it."""
    size = place.tree.size(path)
    commit = place.recent.changed.get(path)
    if commit or size is None:
        return Reading(path, size, commit.committed if commit else 0)
    if place.recent.complete or path in place.new:  # nobody has committed it
        return Reading(path, size)
    return Reading(path, size, place.recent.commits[-1].committed, older=True)


def _recent(directory: str, place: Place) -> Iterator[Reading]:
    """The files below a directory that were committed in the last days before HEAD, the last first."""
    limit = place.recent.commits[0].committed - DAYS * 86400
    found = [
        (commit.committed, path)
        for path, commit in place.recent.changed.items()
        if path.startswith(directory) and commit.committed >= limit and not path.endswith("/.gitkeep")
    ]
    for _, path in sorted(found, reverse=True):
        if place.tree.size(path) is not None:
            yield one(path, place)
