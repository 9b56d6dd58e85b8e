"""The phases of a plan with what their fields and boxes say."""

import re

from ..core import fix_ids
from ..documents import phases
from ..documents.document import Document, Section
from . import estimates, fields, paths
from .model import Phase, Place, Task
from .rows import Row

_NAME = re.compile(r"(?i)phase[ \t]+([0-9]{1,4})[ \t]*[:.–—-]?[ \t]*")
_MOST = 2000  # phases of one document


def of(document: Document, rows: list[Row]) -> list[Phase]:
    """The phases of a document, in its order."""
    found = phases.placed(document)[:_MOST] if "phase" in document.text.casefold() else []
    at, each = 0, []
    for section, phase in found:
        while at < len(rows) and rows[at].start < section.body:
            at += 1
        end = at
        while end < len(rows) and rows[end].start < section.own:
            end += 1
        each.append(_phase(document, section, phase, fields.fields(rows[at:end])))
        at = end
    return each


def _phase(document: Document, section: Section, phase: phases.Phase, told: fields.Fields) -> Phase:
    name = _NAME.match(phase.title)
    boxes = phases.boxes(document, section)
    return Phase(
        name[1] if name else phase.title,
        phase.title[name.end() :].strip() if name else phase.title,
        phase.size or estimates.size(told.get("effort", "")),
        tuple(Task(text[:500], is_done, _fixes(text)) for text, is_done in boxes),
        paths.named(told.get("files", ""), directories=True),
        estimates.minutes(told.get("effort", "")),
        phase.is_done,
        (Place(document.path, document.line(section.start)),),
    )


def _fixes(text: str) -> tuple[str, ...]:
    """The fixes that a box names: `[Fix 2.3]`, `Fix #7`, `#7`; a number alone is none."""
    return tuple(
        id
        for id in fix_ids.named(text[:500])
        if re.search(rf"(?i)(?:fix\W{{0,3}}|#|section ){re.escape(id)}(?!\w)", text)
    )
