"""The fixes that a document names, and the commits that carry them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...core.findings import Finding
from .. import about
from .rule import HERE, Page, rule

_DONE = "completed"
_OPEN = ("in-progress", "next")
_SAMPLE = "## Completed Fixes\n\n| Fix | Description | Commit | Date |\n| --- | --- | --- | --- |\n"


class Mention(NamedTuple):
    """A fix that an entry is about: its id without `#`, where it stands, the commit beside it or ""."""

    id: str
    start: int
    end: int
    commit: str = ""


@rule(
    "fix-without-commit",
    bad=f"{_SAMPLE}| 9.9 | login | — | 2026-02-13 |",
    good=f"{_SAMPLE}| 2.3 | login | — | 2026-02-13 |",
)
def fix_without_commit(page: Page) -> Iterator[Finding]:
    """A fix that is done has a commit with its tag, or names one that is there."""
    fixed = page.facts.fixes
    if fixed is None:
        return
    for mention in done(page):
        if mention.id not in fixed and page.facts.commits.get(mention.commit.lower()) != HERE:
            yield page.at(mention.start, mention.end)._replace(
                message=f"fix {mention.id} is done, but no commit has [Fix {mention.id}]"
            )


@rule(
    "fix-both",
    bad=f"{_SAMPLE}| 2.3 | login | 1a2b3c4 | 2026-02-13 |\n\n## Next Up\n\n1. Fix 2.3: login",
    good=f"{_SAMPLE}| 2.3 | login | 1a2b3c4 | 2026-02-13 |\n\n## Next Up\n\n1. Fix 2.4: limit",
)
def fix_both(page: Page) -> Iterator[Finding]:
    """A fix is done, or it is still to do."""
    finished = {mention.id for mention in done(page)}
    for concept in _OPEN:
        for mention in named(page, concept):
            if mention.id in finished:
                yield page.at(mention.start, mention.end)._replace(
                    message=f"fix {mention.id} is done, by the section for that"
                )


def done(page: Page) -> list[Mention]:
    """The fixes that the document says are done."""
    return named(page, _DONE)


def named(page: Page, concept: str) -> list[Mention]:
    """The fixes that the entries under a concept are about; what is ticked there is done, not next."""
    return [*_of_rows(page, concept), *_of_entries(page, concept)]


def _of_rows(page: Page, concept: str) -> Iterator[Mention]:
    for entered in page.rows(concept):
        cell = entered.cells.get("fix")
        ids = (about.of_cell(cell.text) or about.of_text(cell.text)) if cell else ()
        if cell and ids:
            commit = re.search("[0-9a-fA-F]{7,64}", entered.text("commit"))
            beside = commit.group() if commit else ""
            yield from (Mention(id, cell.start, cell.end, beside) for id in ids)


def _of_entries(page: Page, concept: str) -> Iterator[Mention]:
    text = page.document.text
    for entry in page.entries(concept):
        start = text.find(entry.text, entry.start, entry.end)
        elsewhere = entry.mark == (" " if concept == _DONE else "x")
        if entry.cells or elsewhere or start < 0 or not entry.text:
            continue
        end = start + (about.listed(entry.text).end or len(entry.text))
        yield from (Mention(id, start, end) for id in about.of_text(entry.text))
