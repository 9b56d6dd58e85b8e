"""The phases of a plan: headings such as `## Phase 2: Models (Medium)`, with boxes to tick below them."""

import re
from typing import NamedTuple

from . import lines
from .document import Document, Section

_TITLE = re.compile(
    r"(?i)\W*(phase[ \t]+\d{1,4}\b(?:[ \t]*[:.–—-][ \t]*(?:(?!\((?:small|medium|large)\)).){1,200})?)"
    r"(?:\((small|medium|large)\))?"
)
_LABEL = re.compile(r"[ \t]*\*\*([^*\n]{1,60}?):?\*\*[ \t]*:?[ \t]*")
_DONE = re.compile(r"(?i)✅|✓|\b(?:done|completed?)\b\W*$")


class Phase(NamedTuple):
    """A phase: `Phase 2: Models`, its size in lower case ("" for none), and what is left to do in it."""

    title: str
    size: str
    tasks: tuple[str, ...]
    is_done: bool


def phases(document: Document) -> list[Phase]:
    """The phases of a plan, in its order."""
    return [phase for _, phase in placed(document)]


def placed(document: Document) -> list[tuple[Section, Phase]]:
    """The phases of a plan, each with its section."""
    found = ((section, _TITLE.match(section.title)) for section in document.sections)
    return [(section, _phase(document, section, title)) for section, title in found if title]


def _phase(document: Document, section: Section, title: re.Match[str]) -> Phase:
    tasks = boxes(document, section)
    left = tuple(text for text, is_done in tasks if not is_done)
    done = bool(_DONE.search(section.title)) or (bool(tasks) and not left)
    return Phase(title[1].strip(" \t.:–—-✅✓"), (title[2] or "").lower(), left, done)


def boxes(document: Document, section: Section) -> list[tuple[str, bool]]:
    """The boxes of a phase, and whether they are ticked: those below `**Tasks**` where that is there."""
    labels = [
        (line.start, label[1].casefold())
        for line in document.lines(section.body, section.end)
        if (label := _LABEL.fullmatch(line.text))
    ]
    own = [at for at, name in labels if name == "tasks"]
    start = own[0] if own else section.body
    end = next((at for at, _ in labels if own and at > start), section.end)
    items = lines.items(document, start, end)
    return [(" ".join(item.text.split()), item.mark == "x") for item in items if item.mark]
