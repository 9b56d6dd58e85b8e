"""`git sessionlog fixes`: the backlog, with how each fix stands."""

import shutil
import sys

import click

from .. import registers
from ..errors import CLEAN, Failure
from ..nearest import nearest
from ..output.fixes import Filter, as_json, as_text, entry, entry_json
from ..output.progress import Progress
from ..output.terminal import Paint
from ..output.trace import Page
from ..trace import asked, look
from ..trace.look import Look, Place
from ..trace.table import STATUSES
from .options import color_option, format_option, write

_WORDS = [status.replace(" ", "-") for status in STATUSES]


@click.group("fixes")
def command() -> None:
    """Show the fixes of the backlog. How one stands is derived from commits and documents, never stored."""


@command.command("list", short_help="List the fixes of the backlog")
@click.option("--status", multiple=True, type=click.Choice(_WORDS), help="Only these; can be repeated.")
@click.option("--batch", metavar="ID", help="Only those of a batch.")
@format_option("text", "json")
@color_option()
def list_command(status: tuple[str, ...], batch: str | None, form: str, paint: Paint) -> int:
    """List the fixes of the backlog in its order: id, status, size, batch, title."""
    progress = Progress(sys.stderr)
    with look.opened() as place:
        registers.there(place.register, whole=False)
        if batch is not None and not place.register.batch(batch):
            raise _no_batch(place, batch)
        found = look.look(place, progress.counted)
    only = Filter(tuple(word.replace("-", " ") for word in status), batch or "")
    lines = as_json(found, only) if form == "json" else as_text(found, only, _page(paint))
    write(progress.between(lines))
    return _seen(found)


@command.command("show", short_help="Show an entry of the backlog")
@click.argument("id", metavar="ID")
@format_option("text", "json")
@color_option()
def show_command(id: str, form: str, paint: Paint) -> int:
    """Show the whole entry of a fix, by its id or one of its other ids, and how it stands."""
    progress = Progress(sys.stderr)
    with look.opened() as place:
        registers.there(place.register, whole=False)
        fix = asked.entry(place, id)
        found = look.look(place, progress.counted, fix.id)
    write(progress.between(entry_json(found) if form == "json" else entry(found, _page(paint))))
    return _seen(found)


def _no_batch(place: Place, batch: str) -> Failure:
    known = [one.id for one in place.register.batches]
    near = nearest(batch, known)
    hint = f"did you mean {near}?" if near else f"batches: {' '.join(known[:40])}" if known else ""
    return Failure(f'the backlog has no batch "{batch}"', hint)


def _page(paint: Paint) -> Page:
    return Page(paint, shutil.get_terminal_size().columns if sys.stdout.isatty() else 0)


def _seen(found: Look) -> int:
    if found.unseen:
        raise Failure("; ".join(found.unseen), found.hint)
    return CLEAN
