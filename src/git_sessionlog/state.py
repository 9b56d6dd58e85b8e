"""The state documents of a commit, and the commits that need a description in them."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from . import authors, git, gitstream, globs, trailers
from .freshness import Freshness, Question, freshness
from .objects import Absent, Object, Objects
from .settings import STATE_DOCUMENTS, Settings

SKIP = "Session-Skip"
"""The trailer of a commit that needs no description; its value is the reason."""


class Gate(NamedTuple):
    """What the settings ask of a commit: its documents ("" for those it has), and how far behind."""

    documents: tuple[str, ...]
    tolerance: int
    ignored: Callable[[str], bool]
    bots: re.Pattern[str]


def gate(settings: Settings) -> Gate:
    """The gate that the settings describe. Raises ConfigError for a glob that is none."""
    return Gate(
        settings.documents,
        settings.tolerance,
        globs.matcher(settings.ignore),
        authors.pattern(settings.bots),
    )


def verdicts(objects: Objects, tip: str, asked: Gate) -> Iterator[Freshness]:
    """The verdict on each document of a commit; one that is missing where it has none at all."""
    documents = asked.documents or _present(objects, tip)
    if not documents:
        names = ", ".join(STATE_DOCUMENTS)
        yield Freshness(STATE_DOCUMENTS[0], "missing", why=f"there is none of {names}")
        return
    state = frozenset((*documents, *STATE_DOCUMENTS))
    shallow = git.ask("rev-parse", "--is-shallow-repository") == b"true\n"

    def significant(objects: Objects, commit: Object) -> bool:
        return _is_significant(objects, commit, asked, state)

    for path in documents:
        sides = _sides_of_shallow if shallow else _sides
        yield freshness(objects, Question(tip, path, asked.tolerance, sides, significant))


def _present(objects: Objects, tip: str) -> tuple[str, ...]:
    try:
        tree = objects.commit(tip).tree
        return tuple(name for name in STATE_DOCUMENTS if objects.entry(tree, name.encode()))
    except Absent:
        return STATE_DOCUMENTS[:1]  # its verdict will be unknown


def _is_significant(objects: Objects, commit: Object, asked: Gate, state: frozenset[str]) -> bool:
    """Not by a bot, not excused by its trailer, and it touches something that is not left out."""
    if asked.bots.match(f"{commit.author} <{commit.email}>"):
        return False
    if any(reason for reason in trailers.values(commit.message, SKIP)):
        return False
    before = objects.commit(commit.parents[0]).tree if commit.parents else ""
    for path in objects.changes(before, commit.tree):
        name = path.decode("utf-8", "surrogateescape")
        if name not in state and not asked.ignored(name):
            return True
    return False


def _sides(others: tuple[str, ...], trunk: str) -> Iterator[str]:
    with gitstream.stream("rev-list", "--no-merges", *others, f"^{trunk}", "--") as pipe:
        for line in pipe:
            yield line.decode().strip()


def _sides_of_shallow(others: tuple[str, ...], trunk: str) -> Iterator[str]:
    """In a shallow clone no one can tell what the other side has that the trunk has not."""
    for oid in _sides(others, trunk):
        raise Absent(oid)
    return iter(())
