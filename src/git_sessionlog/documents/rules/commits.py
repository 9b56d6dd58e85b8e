"""The commits that a document names in the places for them; a hex word elsewhere is left alone."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...core.findings import Finding
from .. import lines
from . import fixes
from .rule import AMBIGUOUS, FOREIGN, UNKNOWN, Page, rule

_WORD = re.compile(r"(?:[\s,;`\[\]()*]|\.{2,3})*([\w@#/:+-]+)")
_HEX = re.compile(r"(?=\D*\d)[0-9a-fA-F]{7,64}|[0-9a-fA-F]{12,64}")
_SHORT = re.compile(r"(?=[a-f]*\d)[0-9a-f]{4,6}")  # git takes four digits, but so do years
_DIGITS = frozenset("0123456789abcdefABCDEF")
_LIKE = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{7,40}")
# `- [x] text — `f4e5d6c` (2025-07-01)` and `- text (commit f4e5d6c)`
_TAIL = re.compile(r"[—–-] {0,3}(`[^`\n]{1,80}`)(?: {0,3}\([^()\n]{0,60}\))?[ \t.]*$")
_SAID = re.compile(r"\((?:merge )?commits? ([^()\n]{1,120})\)")


class Named(NamedTuple):
    """A word that stands for a commit; `is_hash` is whether it can be the id of one."""

    text: str
    start: int
    is_hash: bool


_SAMPLE = "## Completed Fixes\n\n| Fix | Description | Commit | Date |\n| --- | --- | --- | --- |\n"


@rule(
    "hash-form",
    bad=f"{_SAMPLE}| 2.3 | login | d5e6f7g | 2026-02-13 |",
    good=f"{_SAMPLE}| 2.3 | login | 1a2b3c4 | 2026-02-13 |",
)
def hash_form(page: Page) -> Iterator[Finding]:
    """What stands in the place of a commit can be one: the digits are 0 to 9 and a to f."""
    for one in page.once(named):
        if not one.is_hash:
            odd = next(char for char in one.text if char not in _DIGITS)
            yield _under(page, one)._replace(
                message=f'"{one.text}" is no commit: "{odd}" is no digit of one'
            )


@rule(
    "hash-unknown",
    bad=f"{_SAMPLE}| 9.9 | login | 9999999 | 2026-02-13 |",
    good=f"{_SAMPLE}| 2.3 | login | 1a2b3c4 | 2026-02-13 |",
)
def hash_unknown(page: Page) -> Iterator[Finding]:
    """A commit that a document names is in the repository. One of another repository is `name@hash`.

    Where the line is about a fix that has a commit, that is the one: a squash or a rebase has replaced the
    other.
    """
    has_commit = page.once(_with_commit)
    for one, what in _looked_up(page):
        if what == UNKNOWN and _line(page, one.start) in has_commit:
            continue
        if what == UNKNOWN:
            yield _under(page, one)._replace(
                message=f"{one.text[:12]} is no commit of this repository", hint="git log --oneline"
            )
        elif what == AMBIGUOUS:
            yield _under(page, one)._replace(
                message=f"{one.text} is the start of several ids",
                hint=f"git rev-parse --disambiguate={one.text}",
            )


@rule(
    "hash-foreign",
    bad=f"{_SAMPLE}| 2.3 | login | 2222222 | 2026-02-13 |",
    good=f"{_SAMPLE}| 2.3 | login | 1a2b3c4 | 2026-02-13 |",
)
def hash_foreign(page: Page) -> Iterator[Finding]:
    """A commit that a document names led here: it is none of another branch, or from before a rebase."""
    for one, what in _looked_up(page):
        if what == FOREIGN:
            yield _under(page, one)._replace(
                message=f"{one.text[:12]} is not in the history of what is judged"
            )


def named(page: Page) -> list[Named]:
    """The commits that a document names: in fields and columns for them, behind what was done."""
    return sorted({*_of_fields(page), *_of_rows(page), *_of_items(page)}, key=lambda one: one.start)


def _with_commit(page: Page) -> frozenset[int]:
    """Where the lines begin that are about a fix which a commit names."""
    fixed = page.facts.fixes or frozenset()
    return frozenset(_line(page, one.start) for one in fixes.done(page) if one.id in fixed)


def _line(page: Page, at: int) -> int:
    return page.document.text.rfind("\n", 0, at)


def _looked_up(page: Page) -> Iterator[tuple[Named, str]]:
    for one in page.once(named):
        what = page.facts.commits.get(one.text.lower(), "")
        if one.is_hash and what:
            yield one, what


def _under(page: Page, one: Named) -> Finding:
    return page.at(one.start, one.start + len(one.text))


def _of_rows(page: Page) -> Iterator[Named]:
    for declared, _ in page.declared:
        for entered in page.rows(declared.concept):
            cell = entered.cells.get("commit")
            if cell:
                yield from _in(page.document.text[cell.start : cell.end], cell.start)


def _of_fields(page: Page) -> Iterator[Named]:
    for field, _, value in page.fields:
        if field.form == "commit" and value and value.start >= 0:
            yield from _in(value.text, value.start, only=True)


def _of_items(page: Page) -> Iterator[Named]:
    for declared, where in page.declared:
        if any("{commit}" in template for template in declared.entry) and declared.shape != "table":
            for item in lines.items(page.document, where.body, where.end):
                for found in (_TAIL.search(item.text), _SAID.search(item.text)):
                    if found:
                        yield from _in(found[1], item.text_start + found.start(1))


def _in(text: str, start: int, *, only: bool = False) -> Iterator[Named]:
    """The commits with which a text begins; the first word that is none ends them, its subject say."""
    at = 0
    while True:
        word = _WORD.match(text, at)
        if not word:
            return
        one, at = word[1], word.start(1)
        if _HEX.fullmatch(one) or (at <= 1 and len(text.strip("` ")) == len(one) and _SHORT.fullmatch(one)):
            yield Named(one, start + at, True)
        elif _LIKE.fullmatch(one) and sum(char not in _DIGITS for char in one) < 3:
            yield Named(one, start + at, False)
        else:
            return
        if only:
            return
        at = word.end()
