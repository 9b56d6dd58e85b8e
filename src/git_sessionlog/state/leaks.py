"""Secrets that commits add to documents: what a push of them would publish."""

import os
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import IO, NamedTuple

from ..core.errors import ConfigError, Failure
from ..git import run as git
from ..git import streams
from ..git.objects import Absent, Objects
from ..git.ranges import Range
from ..git.trees import CommitTree, Tree
from ..settings.model import Settings

RULE = "secret"
"""The rule that no document has a secret in it."""

_LARGEST, _MOST = 1_000_000, 16_000_000  # bytes that are searched: of a document, of a range
_SHOWN = 50
_ENDINGS = ("md", "markdown", "txt", "tmp", "rst", "json", "html")
# The user's configuration must not change what is read; a merge shows what none of its parents has.
_CONFIG = ("-c", "core.quotePath=off", "-c", "log.showRoot=true")
_LOG = ("log", "--format=%x00%H %P", "-p", "-U0", "--cc", "--reverse", "--text", "--no-renames")
_PLAIN = (
    *("--no-color", "--no-ext-diff", "--no-textconv", "--no-show-signature", "--no-relative"),
    *("--inter-hunk-context=0", "--submodule=short", "--src-prefix=a/", "--dst-prefix=b/"),
)


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


class Added(NamedTuple):
    """The lines that a commit adds to a file, with their numbers, one after another in `text`."""

    commit: str
    parents: tuple[str, ...]
    path: str
    numbers: Sequence[int]
    text: str
    complete: bool = True


class Found(NamedTuple):
    """The secrets that a range adds to documents, and the documents that could not be searched whole."""

    leaks: tuple[Leak, ...] = ()
    unsearched: tuple[str, ...] = ()


def found(objects: Objects, span: Range, settings: Settings) -> Found:
    """The secrets that the commits of a range add to documents of ours; those that were there are none.

    What the tip's list allows is no secret. Raises Failure for a list or a profile that cannot be used.
    """
    if settings.severity(RULE) == "off":
        return Found()
    suspects, cut = [], dict[str, None]()
    for added in _added(span, settings):
        if not added.complete:
            cut[added.path] = None
        secrets = _secrets(added.text)
        if secrets:
            suspects.append((added, secrets))
    if not suspects and not cut:
        return Found()
    return _judged(objects, span.tip, settings, suspects, cut)


def new_in(texts: Mapping[str, str], before: Tree, settings: Settings) -> Iterator[Leak]:
    """The secrets of some documents, by their paths, that no document in a tree has; errors as `found`."""
    suspects = {path: secrets for path, text in texts.items() if (secrets := _secrets(text))}
    if suspects and settings.severity(RULE) != "off":
        allowed = import_module("..git.allowed_secrets", __package__).in_tree(before)
        known = _known(before, settings)
        for path, secrets in suspects.items():
            for one, value in secrets:
                if value not in known and not allowed.has(value):
                    yield Leak(path, one.line, one.kind)


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
    yield "if it is none: put it into .sessionlog-allowed-secrets, and commit that"


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
        allowed = import_module("..git.allowed_secrets", __package__).in_tree(tree)
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
        data = (tree.read(one.path) or b"")[:_LARGEST]
        values.update(value for _, value in _secrets(data.decode("utf-8", "replace")))
    return frozenset(values)


def _added(span: Range, settings: Settings) -> Iterator[Added]:
    """What the commits of a range add to texts, the oldest first, up to a size."""
    paths = [f":(top,glob)**/*.{ending}" for ending in _ENDINGS]
    paths += [f":(top,literal){path}" for path in settings.documents]
    left = _MOST
    with streams.stream(
        *_CONFIG, *_LOG, *_PLAIN, *span.options, "--", *paths, given=span.revisions
    ) as pipe:
        for added in _parsed(pipe):
            left -= len(added.text)
            yield added if left > 0 else added._replace(text="", numbers=(), complete=False)


def _parsed(pipe: IO[bytes]) -> Iterator[Added]:
    """The patches of git log, with NUL before each commit; combined ones have a column for each parent."""
    commit, parents, path = "", tuple[str, ...](), ""
    numbers, lines, size = list[int](), list[str](), 0
    width, number = 0, 0  # of the columns before a line; 0 outside of a hunk
    for raw in pipe:
        if raw.startswith((b"\0", b"diff --")):
            if lines:
                yield Added(commit, parents, path, numbers, "\n".join(lines), size <= _LARGEST)
            numbers, lines, size, width = [], [], 0, 0
            if raw.startswith(b"\0"):
                commit, *more = raw[1:].decode().split()
                parents = tuple(more)
        elif raw.startswith(b"@@"):
            width, number = _hunk(raw)
        elif not width and raw.startswith(b"+++ b/"):
            path = os.fsdecode(raw[6:].rstrip(b"\n")).rstrip("\t")
        elif width and b"-" not in raw[:width] and not raw.startswith(b"\\"):
            if raw[:width] == b"+" * width:
                size += len(raw)
                if size <= _LARGEST:
                    numbers.append(number)
                    lines.append(raw[width:].rstrip(b"\r\n").decode("utf-8", "replace"))
            number += 1
    if lines:
        yield Added(commit, parents, path, numbers, "\n".join(lines), size <= _LARGEST)


def _hunk(raw: bytes) -> tuple[int, int]:
    """The columns before each line of a hunk, and the number of its first line: `@@ -1,2 +3,4 @@`."""
    marks, *sides = raw.split(b" ")
    new = next((side for side in sides if side.startswith(b"+")), b"+1")
    return len(marks) - 1, int(new[1:].partition(b",")[0])
