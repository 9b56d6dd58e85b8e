"""Hashes of fixes in documents, put right where a squash, a rebase or an amend has left them behind.

One that is no commit, or none of HEAD's history, becomes that of the commit in effect which made the fix:
by the tag of the fix, else by its patch. Where that is not certain it stays, and is told.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from ..core.errors import Failure
from ..documents import hashes
from ..documents.document import Document
from ..documents.hashes import Beside
from ..documents.rules.rule import AMBIGUOUS, HERE, Page
from ..git import diffs, partial
from ..git import run as git
from . import lookup, state_documents
from .fixes import collect
from .fixes.status import Traced, made_by

UNSEEN = "the clone is not whole: whether the hashes of fixes are still right could not be looked at"
"""What is told of a shallow or partial clone, in which nothing is changed."""


class Outcome(NamedTuple):
    """A document with its hashes put right, in words what was done, and what was left as it is."""

    document: Document
    done: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def put_right(pages: Sequence[Page], tip: str, mine: Collection[str] = ()) -> list[Outcome]:
    """The documents with the hashes of fixes as the history of `tip`, which is HEAD, has them.

    `mine` are ids of commits that are in it. Raises GitError where git cannot read the history.
    """
    found = [hashes.beside_fixes(page) for page in pages]
    known = lookup.commits({one.hash.lower() for each in found for one in each}, tip, mine)
    wrong = [[one for one in each if known.found.get(one.hash.lower()) != HERE] for each in found]
    if not any(wrong):
        return [Outcome(page.document) for page in pages]
    if state_documents.is_shallow() or partial.promisor():
        return [
            Outcome(page.document, left=(UNSEEN,) if each else ())
            for page, each in zip(pages, wrong, strict=True)
        ]
    with collect.opened() as place:
        look = collect.look(place, lambda commits: commits)
    certain = _Certain(look.find, tip, known.found)
    return [_outcome(page, each, certain) for page, each in zip(pages, wrong, strict=True)]


def _outcome(page: Page, wrong: Sequence[Beside], certain: "_Certain") -> Outcome:
    new = {one.start: oid for one in wrong if (oid := certain.of(one))}
    document = page.document
    with suppress(Failure):
        document = hashes.replaced(page, new)
    changed = document is not page.document
    certain_ones = [one for one in wrong if changed and one.start in new]
    done = [f"{_fixes(one)}: {one.hash} is {new[one.start]} now" for one in certain_ones]
    left = [
        f"{document.path}:{document.line(one.start)}: {one.hash} ({_fixes(one)}) is not in the history, "
        "and which commit stands for it is not certain"
        for one in wrong
        if one not in certain_ones
    ]
    return Outcome(document, tuple(done), tuple(left))


def _fixes(one: Beside) -> str:
    return "Fix " + ", ".join(one.fixes)


class _Certain:
    """Finds the one commit that a hash can only stand for."""

    def __init__(self, find: Callable[[str], Traced | None], tip: str, known: Mapping[str, str]) -> None:
        self._find = find
        self._tip = tip
        self._known = known

    def of(self, one: Beside) -> str:
        """The hash as long as that which is there, longer where it must be; "" where nothing is certain."""
        if self._known.get(one.hash.lower()) == AMBIGUOUS:
            return ""
        oid = (self._by_tag(one) if one.alone else "") or self._by_patch(one)
        if not oid:
            return ""
        least = len(git.ask("rev-parse", f"--short={len(one.hash)}", oid).decode().strip())
        digit = re.search("[0-9]", oid)  # a word of letters alone is taken for no hash
        return oid[: max(least, digit.end() if digit else 0)]

    def _by_tag(self, one: Beside) -> str:
        """The commit that made all the fixes of the line."""
        rows = [self._find(fix) for fix in one.fixes]
        made = {commit.oid if row and (commit := made_by(row)) else "" for row in rows}
        return made.pop() if len(made) == 1 else ""

    def _by_patch(self, one: Beside) -> str:
        """The one commit with the patch of that which is here still, on another branch or on none."""
        oid = lookup.spelled([one.hash.lower()]).get(one.hash.lower(), "")
        patch = diffs.patch_ids([oid]).get(oid) if oid else None
        if not patch:
            return ""
        same = diffs.patch_ids([*_equivalent(oid, self._tip)])
        copies = [other for other, its in same.items() if its == patch]
        return copies[0] if len(copies) == 1 else ""


def _equivalent(oid: str, tip: str) -> Iterator[str]:
    """The commits of a history that have the patch of some commit that only another one leads to."""
    asked = ("rev-list", "--no-merges", "--cherry-mark", "--right-only", f"{oid}...{tip}")
    for line in git.ask(*asked).decode().splitlines():
        if line.startswith("="):
            yield line[1:]
