"""The log of sessions is only added to, and in order."""

from collections.abc import Iterator
from itertools import pairwise

from ...core.findings import Finding
from .rule import Entered, Page, rule
from .times import log_dates

_LOG = "log"
_TABLE = "## Session Log\n\n| Date | Session | Summary |\n| --- | --- | --- |\n"


@rule(
    "history-rewritten",
    bad=f"{_TABLE}| 2026-02-12 | 1 | something else |",
    good=f"{_TABLE}| 2026-02-12 | 1 | tables |\n| 2026-02-13 | 2 | login |",
)
def history_rewritten(page: Page) -> Iterator[Finding]:
    """The rows that the last commit had are still there as they were; said once for a document."""
    before = page.facts.before
    where = page.section(_LOG)
    if before is None or where is None:
        return
    here = page.rows(_LOG)
    now = {_said(entered) for entered in here}
    gone = [one for one in Page(before, page.kind, page.facts).rows(_LOG) if _said(one) not in now]
    if not gone:
        return
    more = f", and {len(gone) - 1:,} more" if gone[1:] else ""
    other = next((one for one in here if _said(one)[:1] == _said(gone[0])[:1] and _said(one)[0]), None)
    place = page.at(other.row.start, other.row.end) if other else page.heading(where)
    how = "was changed" if other else "is gone"
    yield place._replace(
        message=f'the row of "{_said(gone[0])[0][:60]}" {how}{more}',
        hint="add a row, and leave the old ones",
    )


@rule(
    "history-order",
    bad=f"{_TABLE}| 2026-02-12 | 1 | tables |\n| 2026-02-10 | 2 | login |\n| 2026-02-13 | 3 | logout |",
    good=f"{_TABLE}| 2026-02-12 | 1 | tables |\n| 2026-02-12 | 2 | login |\n| 2026-02-13 | 3 | logout |",
)
def history_order(page: Page) -> Iterator[Finding]:
    """The rows of a log are in the order of their dates, the oldest or the newest first; said once."""
    rows = [(date, entered) for date, entered in log_dates(page) if not date.ambiguous]
    if len(rows) < 3:
        return  # two are in one order or the other
    steps = [(one[0].when, other[0].when, other[1]) for one, other in pairwise(rows)]
    rising = sum(was < now for was, now, _ in steps)
    falling = sum(was > now for was, now, _ in steps)
    newest_first = falling > rising
    for was, now, entered in steps:
        if (was < now) if newest_first else (was > now):
            which = "after" if newest_first else "before"
            yield page.at(entered.row.start, entered.row.end)._replace(
                message=f"{now:%Y-%m-%d} is {which} {was:%Y-%m-%d} in the row above"
            )
            return


def _said(entered: Entered) -> tuple[str, ...]:
    """What a row says, however wide its cells are."""
    return tuple(" ".join(text.split()) for text in entered.row.texts) or ("",)
