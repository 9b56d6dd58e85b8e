"""What the front matter of a document says: a subset of YAML, a line a key."""

import re
from collections.abc import Iterable

from ...core.findings import Finding
from ..document import Document

_PAIR = re.compile(r"([\w -]{1,60}):[ \t]+(.*)")


def value(document: Document, names: Iterable[str]) -> tuple[str, Finding] | None:
    """The value of the first key with one of some names, `last_updated` for `Last Updated`."""
    wanted = {_plain(name) for name in names}
    for number, line in enumerate(document.source.front.split("\n"), 1):
        found = _PAIR.fullmatch(line)
        if found and _plain(found[1]) in wanted:
            text = found[2].strip().strip("'\"")
            return text, Finding("", "", number, found.start(2) + 1, max(len(found[2]), 1))
    return None


def dates(document: Document) -> Iterable[str]:
    """The values of the keys that are about a date."""
    for line in document.source.front.split("\n"):
        found = _PAIR.fullmatch(line)
        if found and re.search(r"(?i)date|created|started|ended", found[1]):
            yield found[2]


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()
