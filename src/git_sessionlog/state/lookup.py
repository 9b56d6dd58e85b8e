"""What documents name, looked up in the repository: each kind of question is asked once for all of them."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from ..core import fix_tag
from ..documents.document import Document
from ..documents.rules.links import outline
from ..documents.rules.rule import ABSENT, AMBIGUOUS, FOREIGN, HERE, IGNORED, UNKNOWN, Outline
from ..git import log, streams
from ..git import run as git
from ..git.objects import Objects
from ..git.trees import BEYOND, DIRECTORY, FILE, Tree
from . import state_documents

_BYTES = 30_000  # of paths, that fit into a pipe with all their answers
_LARGEST = 2_000_000  # bytes of a file that a link leads into


class Commits(NamedTuple):
    """What hashes stand for, by the hash; `untold` are those that may be beyond a shallow clone's end."""

    found: Mapping[str, str]
    untold: tuple[str, ...] = ()


def commits(hashes: Iterable[str], tip: str, known: Collection[str] = ()) -> Commits:
    """What each hash is to the history of `tip`, "" for none; the commits of some `known` ids are in it."""
    wanted = sorted(hashes)
    if not wanted:
        return Commits({})
    answers = dict(zip(wanted, _answers([f"{one}^{{commit}}" for one in wanted]), strict=True))
    found, oids = {}, {}
    for one, answer in answers.items():
        if answer[1:2] == [b"commit"]:
            oids[one] = answer[0].decode()
        else:
            found[one] = AMBIGUOUS if answer[-1:] == [b"ambiguous"] else UNKNOWN
    foreign = _beside({*oids.values()} - {*known}, tip)
    found |= {one: FOREIGN if oid in foreign else HERE for one, oid in oids.items()}
    missing = tuple(one for one, what in found.items() if what == UNKNOWN)
    if missing and state_documents.is_shallow():
        return Commits({one: what for one, what in found.items() if what != UNKNOWN}, missing)
    return Commits(found)


def spelled(starts: Iterable[str]) -> dict[str, str]:
    """The whole ids of the commits whose ids begin so; one that is not here, or not alone, is left out."""
    wanted = sorted(starts)
    answers = zip(wanted, _answers([f"{one}^{{commit}}" for one in wanted]), strict=True)
    return {one: answer[0].decode() for one, answer in answers if answer[1:2] == [b"commit"]}


def reached(oids: Iterable[str]) -> set[str]:
    """Those, of some whole ids, that are commits to which HEAD or a branch leads."""
    here = set(spelled(oids).values())
    tips = (*(["HEAD"] if head() else ()), "--branches", "--remotes")
    return here - _beside(here, *tips) if here else set()


def _answers(names: list[str]) -> Iterator[list[bytes]]:
    with Objects() as objects:
        yield from objects.told(names)


def _beside(oids: set[str], *tips: str) -> set[str]:
    """The commits, of some, that do not lead to one of the tips."""
    if not oids or not all(tips):
        return set()
    given = "".join(f"{oid}\n" for oid in sorted(oids)).encode()
    with streams.stream("rev-list", "--stdin", "--not", *tips, given=given) as pipe:
        return {oid for line in pipe if (oid := line.decode().strip()) in oids}


def fixes(wanted: Iterable[str], tip: str) -> frozenset[str] | None:
    """The ids, of some, that commits of a history have in their tags; None where it is cut off.

    It is read from its end, and as far as there are ids to look for.
    """
    missing, found = set(wanted), set[str]()
    if not missing or not tip:
        return frozenset()
    for commit in log.commits(log.Query(("message",), (tip,), ("-F", "--grep=[Fix "))):
        found |= missing.intersection(fix_tag.found_in(commit.message.decode("utf-8", "replace")))
        missing -= found
        if not missing:
            break
    return None if missing and state_documents.is_shallow() else frozenset(found)


def paths(wanted: Iterable[str], tree: Tree, top: str) -> dict[str, str]:
    """What is at each path; `top` is that of a work tree whose ignored files count as such, or ""."""
    found = {path: tree.kind(path) or ABSENT for path in wanted}
    there = [path for path, kind in found.items() if kind in (FILE, DIRECTORY)]
    found |= dict.fromkeys(ignored(there, top) if top else (), IGNORED)
    return {path: kind for path, kind in found.items() if kind != BEYOND}


def ignored(wanted: Iterable[str], top: str) -> frozenset[str]:
    """The paths, of some in a work tree, that git ignores: what is tracked never is."""
    found: set[str] = set()
    for given in _pieces(path for path in wanted if path != "."):
        with streams.stream("-C", top, "check-ignore", "-z", "--stdin", given=given, no=(1,)) as pipe:
            found |= {path.decode("utf-8", "surrogateescape") for path in pipe.read().split(b"\0")}
    return frozenset(found - {""})


def _pieces(wanted: Iterable[str]) -> Iterator[bytes]:
    """The paths as check-ignore reads them, in pieces that it answers without anybody waiting."""
    piece = b""
    for path in wanted:
        one = path.encode("utf-8", "surrogateescape") + b"\0"
        if len(piece) + len(one) > _BYTES:
            yield piece
            piece = b""
        piece += one if len(one) < _BYTES else b""
    if piece:
        yield piece


def outlines(wanted: Iterable[str], tree: Tree) -> dict[str, Outline]:
    """What links into each file can name, for those that are text and can be read."""
    found = {}
    for path in wanted:
        if re.search(r"\.(?:md|txt|rst)$", path) and (tree.size(path) or _LARGEST) < _LARGEST:
            data = tree.read(path)
            if data is not None:
                found[path] = outline(Document.of(data, path))
    return found


def head() -> str:
    """The id of HEAD's commit, "" where there is none yet."""
    return git.ask("rev-parse", "-q", "--verify", "HEAD^{commit}", no=(1, 128)).decode().strip()


def staged() -> frozenset[str]:
    """The paths of what the next commit changes, but for what it takes away."""
    out = git.ask(
        "diff", "--cached", "--name-only", "--no-renames", "--diff-filter=d", "--no-ext-diff", "-z"
    )
    return frozenset(os.fsdecode(path) for path in git.fields(out))
