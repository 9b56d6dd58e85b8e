"""One register of all documents of a backlog."""

import re
from collections.abc import Iterable

from .. import fixtag
from ..documents.document import Document
from .register import Batch, Fix, Place, Register

_ENTRY = re.compile(
    r"[ \t>]*(?:[-*+][ \t]+)?(?:\[[ xX]\][ \t]+)?[*_`]*(?:(?i:fix)[ \t]+)?"
    r"#([0-9]+)[*_`]*[ \t]*[:.)–—-]?[ \t]*(\S.*)"
)
_BATCH = re.compile(
    r'(?i)[ \t#]*(?:session[ \t]+)?batch[ \t]+([a-z]{1,2}|[0-9]{1,4})[ \t]*[:–—-][ \t]*"?([^"(]*)'
)


def register(documents: Iterable[Document]) -> Register:
    """What the documents say of the backlog. The first one that has a fix or a batch defines it."""
    fixes: dict[str, Fix] = {}
    batches: dict[str, Batch] = {}
    paths = []
    for document in documents:
        paths.append(document.path)
        batch = ""
        for number, line in enumerate(document.text.split("\n"), 1):
            place = Place(document.path, number)
            head, entry = _BATCH.match(line), _ENTRY.fullmatch(line)
            if head:
                batch = head[1].upper()
                batches.setdefault(batch, Batch(batch, head[2].strip(), places=(place,)))
            elif entry:
                id = fixtag.normal(entry[1])
                known = fixes.setdefault(id, Fix(id, entry[2], line))
                fixes[id] = known._replace(places=(*known.places, place))
                if batch and id not in batches[batch].fixes:
                    batches[batch] = batches[batch]._replace(fixes=(*batches[batch].fixes, id))
    return Register(tuple(fixes.values()), tuple(batches.values()), (), tuple(paths))
