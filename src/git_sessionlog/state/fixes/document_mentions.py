"""Where documents mention fixes: in which section, and what that says of them. One pass for all ids."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import NamedTuple

from ...core import fix_ids
from ...documents.document import Document
from ...documents.profiles.model import DocumentType
from ...documents.rules import fixes
from ...documents.rules.rule import Facts, Page
from ...records.record import CHECKPOINTS

CLAIMS = ("completed", "in-progress", "next")
"""The concepts of sections whose entries say how far a fix is."""

_MOST = 50_000  # mentions in a document
_LONGEST = 200  # characters of a line that are shown
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_TABLE_OF_COMMITS = re.compile(rf"(?m)^##+[ \t]+{CHECKPOINTS}[ \t]*$(?:\n(?!#).*)*")


class Mention(NamedTuple):
    """A line of a document that names a fix.

    `concept` is that of the section (`completed`, `next`, ..., "" for none that is declared), `heading` its
    title. `claims` is whether an entry there is about the fix, in a document that says how it stands now;
    `commit` is the hash that such an entry names, or "".
    """

    path: str
    line: int
    concept: str = ""
    heading: str = ""
    text: str = ""
    claims: bool = False
    commit: str = ""


def claimed(document: Document, kind: DocumentType) -> Iterator[tuple[str, Mention]]:
    """The fixes that entries of a state document are about, each with its id as `fix_ids.normal` has it."""
    page = Page(document, kind, Facts(_NEVER))
    where = _Where(document, kind)
    for concept in CLAIMS if kind.form == "markdown" else ():
        for found in fixes.named(page, concept):
            at = where.mention(found.start)
            yield found.id, at._replace(concept=concept, claims=True, commit=found.commit.lower())


def named(document: Document, kind: DocumentType, known: Collection[str]) -> Iterator[tuple[str, Mention]]:
    """The lines that name known ids, once for each; not those of the commits in a session's record."""
    places = list(islice(fix_ids.places(document.text, known), _MOST))
    if not places:
        return
    where = _Where(document, kind)
    table = _TABLE_OF_COMMITS.search(document.text)
    start, end = table.span() if table else (0, 0)
    seen = set()
    for at, id in sorted(places, key=lambda place: place[0]):
        mention = where.mention(at)
        if not start <= at < end and (id, mention.line) not in seen:
            seen.add((id, mention.line))
            yield id, mention


class _Where:
    """The sections of a document, by offsets."""

    def __init__(self, document: Document, kind: DocumentType) -> None:
        self._document = document
        self._sections = document.sections if kind.form == "markdown" else []
        self._starts = [section.start for section in self._sections]
        page = Page(document, kind, Facts(_NEVER))
        declared = ((one.concept, page.section(one.concept)) for one in kind.sections)
        own = {where.start: (concept, where.end) for concept, where in declared if where}
        self._concepts: list[str] = []
        open_ones: list[tuple[str, int]] = []
        for start in self._starts:
            while open_ones and open_ones[-1][1] <= start:
                open_ones.pop()
            if start in own:
                open_ones.append(own[start])
            self._concepts.append(open_ones[-1][0] if open_ones else "")

    def mention(self, at: int) -> Mention:
        """The line at an offset."""
        text = self._document.text
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        line = text[start : min(end if end >= 0 else len(text), start + _LONGEST)].strip()
        number = bisect_right(self._starts, at) - 1
        concept, title = (self._concepts[number], self._sections[number].title) if number >= 0 else ("", "")
        return Mention(self._document.path, self._document.line(at), concept, title, line)
