"""Secrets that commits add to documents: what a push of them would publish."""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import NamedTuple

from ..core.errors import ConfigError, Failure
from ..core.secrets.allowed import ALLOWED_FILE, Allowed, how_to_allow
from ..core.secrets.decoding import decoded, is_binary
from ..git import run as git
from ..git.objects import Absent, Objects
from ..git.ranges import Range
from ..git.trees import CommitTree, Tree
from ..settings.model import Settings
from .added_lines import LARGEST, Added, of_range

RULE = "secret"
"""The rule that no document has a secret in it."""

_SHOWN = 50
_LARGEST_FILE, _MOST_OF_FILES = 2_000_000, 8_000_000  # characters that are searched of files, and of all


class Leak(NamedTuple):
    """A secret in a document, by its path and line; `commit` has put it there, "" where none has yet."""

    path: str
    line: int
    kind: str
    commit: str = ""

    @property
    def place(self) -> str:
        """`STATUS.md:12`."""
        return f"{self.path}:{self.line}"


class Found(NamedTuple):
    """The secrets that a range adds to documents, and the documents that could not be searched whole."""

    leaks: tuple[Leak, ...] = ()
    unsearched: tuple[str, ...] = ()


def found(objects: Objects, span: Range, settings: Settings) -> Found:
    """The secrets that the commits of a range add to documents of ours; those that were there are none.

    What the list allows, the pinned one or else the tip's, is no secret. Raises Failure for a list or a
    profile that cannot be used.
    """
    if settings.severity(RULE) == "off":
        return Found()
    suspects, cut = [], dict[str, None]()
    for added in of_range(span, settings):
        if not added.complete:
            cut[added.path] = None
        secrets = _secrets(added.text)
        if secrets:
            suspects.append((added, secrets))
    if not suspects and not cut:
        return Found()
    return _judged(objects, span.tip, settings, suspects, cut)


def new_in(files: Mapping[str, bytes], before: Tree, settings: Settings) -> Iterator[Leak]:
    """The secrets of some documents, by their paths, that no document in a tree has; errors as `found`."""
    if settings.severity(RULE) == "off":
        return
    changed = {path: data for path, data in files.items() if before.read(path) != data}
    suspects = {path: secrets for path, data in changed.items() if (secrets := _secrets(decoded(data)))}
    if suspects:
        allowed = allowed_by(settings, before)
        known = _known(before, settings)
        for path, secrets in suspects.items():
            for one, value in secrets:
                if value not in known and not allowed.has(value):
                    yield Leak(path, one.line, one.kind)


def new_in_files(files: Iterable[tuple[str, bytes]], before: Tree, settings: Settings) -> Iterator[Leak]:
    """The secrets in the lines that files of any kind have and did not have in a tree; errors as `found`.

    What is no text is left out, and the list itself. A leak without a kind is a file that is too long to be
    searched, and so is all that comes when enough has been searched.
    """
    allowed, left = None, _MOST_OF_FILES
    for path, data in files:
        if is_binary(data) or path == ALLOWED_FILE:
            continue
        numbers, text = _new_lines(decoded(data), decoded(before.read(path) or b""))
        left -= len(text)
        if left < 0 or len(text) > _LARGEST_FILE:
            yield Leak(path, numbers[0], "")
            continue
        for one, value in _secrets(text):
            allowed = allowed or import_module("..git.allowed_secrets", __package__).in_tree(before)
            if not allowed.has(value):
                yield Leak(path, numbers[one.line - 1], one.kind)


def allowed_by(settings: Settings, tree: Tree) -> Allowed:
    """What is no secret: the list pinned to the settings, else that of a tree. Errors as `in_tree`."""
    lists = import_module("..git.allowed_secrets", __package__)
    pinned = settings.pinned or {}
    found: Allowed = lists.in_file(pinned[ALLOWED_FILE]) if ALLOWED_FILE in pinned else lists.in_tree(tree)
    return found


def _new_lines(now: str, before: str) -> tuple[list[int], str]:
    """The numbers of the lines that are new, and those lines."""
    there = frozenset(before.split("\n"))
    new = [(number, line) for number, line in enumerate(now.split("\n"), 1) if line not in there]
    return [number for number, _ in new] or [1], "\n".join(line for _, line in new)


def remedies(leaks: Sequence[Leak]) -> Iterator[str]:
    """What to do about secrets in documents: they must go out of the commits, not only out of the files."""
    oldest = leaks[0].commit
    head = "" if git.is_bare() else _asked("rev-parse", "-q", "--verify", "HEAD")
    path = shlex.quote(leaks[0].path)
    if head == oldest and all(leak.commit == oldest for leak in leaks):
        yield f"take it out of {path}, then: git commit --amend --no-edit -- {path}"
    else:
        onto = f"{oldest[:10]}~" if _asked("rev-parse", "-q", "--verify", f"{oldest}^") else "--root"
        merges = (
            "--rebase-merges " if head and _asked("rev-list", "-1", "--merges", f"{oldest}..{head}") else ""
        )
        yield f'git rebase -i {merges}{onto}  # "edit" for {oldest[:10]}; take it out of {path}, then:'
        yield f"git commit --amend --no-edit -- {path} && git rebase --continue"
    yield how_to_allow(leaks[0].path, leaks[0].line, oldest)


def _asked(*question: str) -> str:
    return git.ask(*question, no=(1,)).decode().strip()


def _judged(
    objects: Objects,
    tip: str,
    settings: Settings,
    suspects: "list[tuple[Added, list[tuple[_Secret, str]]]]",
    cut: Iterable[str],
) -> Found:
    """What of the suspects is in a document of ours, is not allowed, and was not there before."""
    papers = import_module("..documents.document_set", __package__)
    tree = CommitTree(objects, objects.commit(tip).tree)
    try:
        is_ours = papers.is_paper(papers.rules(settings, tree))
        allowed = allowed_by(settings, tree)
    except ConfigError as error:
        raise Failure(f"documents cannot be searched for secrets: {error.message}", error.hint) from None

    @cache
    def known(parent: str) -> frozenset[str]:
        with suppress(Absent):
            return _known(CommitTree(objects, objects.commit(parent).tree), settings)
        return frozenset()

    leaks: dict[Leak, None] = {}
    for added, secrets in suspects:
        for one, value in secrets if is_ours(added.path) and len(leaks) < _SHOWN else ():
            if not allowed.has(value) and not any(value in known(parent) for parent in added.parents):
                leaks[Leak(added.path, added.numbers[one.line - 1], one.kind, added.commit)] = None
    return Found(tuple(leaks), tuple(filter(is_ours, cut)))


class _Secret(NamedTuple):
    line: int
    kind: str


def _secrets(text: str) -> list[tuple[_Secret, str]]:
    """The secrets of a text, each with its value. What finds them is loaded here: few pushes need it."""
    masking = import_module("..core.secrets.masking", __package__)
    lines = text.split("\n")
    return [
        (_Secret(one.line, one.kind), lines[one.line - 1][one.column - 1 : one.column - 1 + one.width])
        for one in masking.found(text)
    ]


def _known(tree: Tree, settings: Settings) -> frozenset[str]:
    """The secrets that the documents of a tree have already."""
    papers = import_module("..documents.document_set", __package__)
    values: set[str] = set()
    for one in papers.papers(tree, papers.rules(settings, tree)):
        data = (tree.read(one.path) or b"")[:LARGEST]
        values.update(value for _, value in _secrets(decoded(data)))
    return frozenset(values)
