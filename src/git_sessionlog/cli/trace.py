"""`git sessionlog trace`: the way of a fix from the backlog to its commits, sessions and documents."""

import sys
from collections.abc import Iterator

import click

from ..core.errors import CLEAN, FINDINGS
from ..core.progress import Progress
from ..core.terminal import Paint
from ..state.fixes import collect, select
from ..state.fixes.collect import Look
from ..views.trace.render import Page, as_json, batches, table, trail
from .options import color_option, columns, format_option, must_be_seen, write


@click.command("trace")
@click.argument("what", metavar="[ID|COMMIT|RANGE]", required=False)
@click.option("--strict", is_flag=True, help="Exit 1 where something disagrees.")
@format_option("text", "json")
@color_option()
def command(what: str | None, strict: bool, form: str, paint: Paint) -> int:
    """Show where a fix is: backlog entry, commits, sessions, documents, and what of it disagrees.

    Without an argument, how many fixes have commits, and a line for each. `7`, `#7` and `2.3` are fixes;
    where there is none of that name, and for all else, the argument is a commit or a range `A..B`, and
    stands for the fixes that it names. What could not be looked at is said, with exit 2.
    """
    if what == "":
        raise click.UsageError("the argument is empty: is a variable not set?")
    progress = Progress(sys.stderr)
    with collect.opened() as place:
        found = (
            select.asked(place, progress.counted, what) if what else collect.look(place, progress.counted)
        )
    page = Page(paint, columns())
    lines = as_json(found) if form == "json" else _trails(found, page) if what else table(found, page)
    write(progress.between(lines))
    must_be_seen(found.unseen, found.hint)
    return FINDINGS if strict and any(row.disagreements for row in found.rows) else CLEAN


def _trails(found: Look, page: Page) -> Iterator[str]:
    known = batches(found.register)
    for at, row in enumerate(found.rows):
        if at:
            yield ""
        yield from trail(row, known.get(row.fix.id, ()), page)
    if not found.rows:
        yield "It names no fix."
