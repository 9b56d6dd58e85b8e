"""The hashes that stand beside fixes in a document: one entry names a fix, and the commit that made it."""

from collections.abc import Mapping
from typing import NamedTuple

from . import edit
from .document import Document
from .rules import commits, fixes
from .rules.rule import Page
from .source import Edit


class Beside(NamedTuple):
    """A hash and the ids of the fixes in its line; `alone` is whether it is the only hash there."""

    hash: str
    start: int
    fixes: tuple[str, ...]
    alone: bool


def beside_fixes(page: Page) -> list[Beside]:
    """The hashes in places for them whose line is about fixes, in their order; all others are people's."""
    ids: dict[int, list[str]] = {}
    for concept in dict.fromkeys(one.concept for one, _ in page.declared):
        for mention in fixes.named(page, concept):
            ids.setdefault(_line(page, mention.start), []).append(mention.id)
    named = [one for one in page.once(commits.named) if one.is_hash]
    lines = [_line(page, one.start) for one in named]
    return [
        Beside(one.text, one.start, tuple(dict.fromkeys(ids[line])), lines.count(line) == 1)
        for one, line in zip(named, lines, strict=True)
        if line in ids
    ]


def replaced(page: Page, new: Mapping[int, str]) -> Document:
    """The document with other hashes where some start; all else stays. Raises Failure as `edit.applied`."""
    found = beside_fixes(page)
    wanted = [new.get(one.start, one.hash) for one in found]
    edits = [
        Edit(one.start, one.start + len(one.hash), new[one.start]) for one in found if one.start in new
    ]

    def meant(changed: Document) -> bool:
        return [one.hash for one in beside_fixes(Page(changed, page.kind, page.facts))] == wanted

    return edit.applied(page.document, edits, meant)


def _line(page: Page, at: int) -> int:
    return page.document.text.rfind("\n", 0, at)
