"""The fixes of the backlog, for people and for programs."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ...core.finding_lines import counted
from ...core.terminal import escaped, one_line
from ...core.to_json import json_line, json_text, picked
from ...gate.formats import json as arrays
from ...state.fixes.collect import Look
from ...state.fixes.status import STATUSES, Traced
from ..trace.render import Page, fields, heading
from ..trace.render import batches as batches_of

LINES = 200
"""Lines of an entry that are shown."""


class Filter(NamedTuple):
    """Which fixes are wanted: of these statuses, of this batch; all where there is none."""

    statuses: tuple[str, ...] = ()
    batch: str = ""

    def rows(self, look: Look) -> list[Traced]:
        """Those of the backlog that are wanted, in its order, or in that of the batch."""
        rows = [row for row in look.rows if row.known]
        batch = look.register.batch(self.batch) if self.batch else None
        if batch:
            by_id = {row.fix.id: row for row in rows}
            ids = map(look.register.key, (*batch.fixes, *batch.maybe))
            rows = [by_id[id] for id in dict.fromkeys(ids) if id in by_id]
        return [row for row in rows if not self.statuses or row.status in self.statuses]


def as_text(look: Look, only: Filter, page: Page) -> Iterator[str]:
    """How many there are of each status, then a line a fix."""
    rows = only.rows(look)
    counts = Counter(row.status for row in rows)
    said = ", ".join(f"{counts[status]:,} {status}" for status in STATUSES if counts[status])
    yield f"{counted(len(rows), 'fix', 'fixes')}{f': {said}' if said else ''}."
    batches = batches_of(look.register)
    width = min(max((len(row.fix.id) for row in rows), default=0), 12)
    wide = max((len(", ".join(batches.get(row.fix.id, ()))) for row in rows), default=0)
    for at, row in enumerate(rows):
        if not at:
            yield ""
        batch = ", ".join(batches.get(row.fix.id, ()))
        start = f"{one_line(row.fix.id, 40):>{width}}  "
        rest = f"  {row.fix.size:6}  {one_line(batch, 12):{min(wide, 12)}}  "
        title = page.cut(row.fix.title, len(start) + len(rest) + 11)
        yield f"{start}{page.status(row.status, 11)}{rest}{title}".rstrip()


def as_json(look: Look, only: Filter) -> Iterator[str]:
    """`{"unseen": [...], "fixes": [...]}`, a line a fix."""
    batches = batches_of(look.register)
    yield f'{{"unseen": {json_line(look.unseen)}, "fixes": ['
    yield from arrays.items(_json(row, batches) for row in only.rows(look))
    yield "]}"


def entry(look: Look, page: Page) -> Iterator[str]:
    """The entry of the one fix that was looked at."""
    batches = batches_of(look.register)
    for row in look.rows:
        fix = row.fix
        yield heading(row, page)
        yield f"  status   {page.status(row.status)}"
        yield from fields(
            (
                ("batch", ", ".join(batches.get(fix.id, ()))),
                ("size", fix.size),
                ("files", ", ".join(fix.files)),
                ("needs", ", ".join(fix.needs)),
                ("verify", fix.verify),
                ("said", ", ".join(f"{said} in {at.path}:{at.line}" for said, at in fix.said)),
                ("places", ", ".join(f"{place.path}:{place.line}" for place in fix.places)),
            )
        )
        yield ""
        lines = fix.text.rstrip().split("\n")
        yield from (escaped(line.expandtabs()) for line in lines[:LINES])
        if len(lines) > LINES:
            yield f"… {len(lines) - LINES:,} more lines"


def entry_json(look: Look) -> Iterator[str]:
    """The entry as one object, with its whole text."""
    batches = batches_of(look.register)
    for row in look.rows:
        yield json_text(_json(row, batches) | {"text": row.fix.text, "unseen": look.unseen})


def _json(row: Traced, batches: dict[str, list[str]]) -> dict[str, object]:
    fix = row.fix
    return {
        **picked(fix, "id aliases title?"),
        "status": row.status,
        "size": fix.size or None,
        "batches": batches.get(fix.id, []),
        **picked(fix, "files needs verify?"),
        "said": [{"status": said, **place._asdict()} for said, place in fix.said],
        "places": fix.places,
    }
