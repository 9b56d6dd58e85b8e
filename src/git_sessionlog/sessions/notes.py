"""What a user says while a session goes on: next steps, blockers, what failed, what was decided."""

import re
from typing import NamedTuple

from ..documents.profiles.model import DocumentType


class Note(NamedTuple):
    """An entry for the documents: the concept under which it belongs, and its values."""

    concept: str
    values: dict[str, str]

    @property
    def text(self) -> str:
        """What it says, without its reasons."""
        return self.values["text"]


def note(concept: str, given: str, date: str) -> Note:
    """The note that `text | value | value` makes; a bar in a text is written `\\|`.

    What the values are depends on the concept: of a blocker its impact and its mitigation, of what failed
    and of a decision the reason, of an issue the workaround.
    """
    parts = [" ".join(part.replace("\\|", "|").split()) for part in re.split(r"(?<!\\)\|", given)]
    names = _VALUES.get(concept, ("text",))
    *first, last = parts[: len(names)]
    rest = parts[len(names) - 1 :]
    values = dict(zip(names, [*first, last if len(rest) < 2 else " | ".join(rest)], strict=False))
    return Note(concept, {"date": date, **_ALWAYS.get(concept, {}), **values})


def fitting(values: dict[str, str], kind: DocumentType, concept: str) -> dict[str, str]:
    """The values for a document; where an entry has no place for a fix, it goes into the text."""
    section = kind.section(concept)
    fix, text = values.get("fix", ""), values.get("text", "")
    if fix and section and not any("{fix" in template for template in section.entry):
        return {**values, "text": f"Fix {fix}: {text}" if text else f"Fix {fix}"}
    return values


_VALUES = {
    "blockers": ("text", "impact", "mitigation"),
    "failed": ("text", "why"),
    "decisions": ("text", "why"),
    "issues": ("text", "mitigation"),
}
_ALWAYS = {"blockers": {"status": "Open"}}
