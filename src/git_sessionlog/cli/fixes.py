"""`git sessionlog fixes`: the backlog, with how each fix stands, and one more entry of it."""

import sys

import click

from ..backlog import loader
from ..core.errors import CLEAN
from ..core.progress import Progress
from ..core.terminal import Paint, complain, one_line
from ..sessions import new_entries
from ..state.fixes import collect, select
from ..state.fixes.collect import Look
from ..state.fixes.status import STATUSES
from ..views.plan.render_fixes import Filter, as_json, as_text, entry, entry_json
from ..views.trace.render import Page
from .options import color_option, columns, format_option, must_be_seen, write
from .writing import Writing

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
    with collect.opened() as place:
        loader.there(place.register, whole=False)
        if batch is not None and not place.register.batch(batch):
            raise loader.no_batch(place.register, batch)
        found = collect.look(place, progress.counted)
    only = Filter(tuple(word.replace("-", " ") for word in status), batch or "")
    lines = as_json(found, only) if form == "json" else as_text(found, only, Page(paint, columns()))
    write(progress.between(lines))
    return _seen(found)


@command.command("show", short_help="Show an entry of the backlog")
@click.argument("id", metavar="ID")
@format_option("text", "json")
@color_option()
def show_command(id: str, form: str, paint: Paint) -> int:
    """Show the whole entry of a fix, by its id or one of its other ids, and how it stands."""
    progress = Progress(sys.stderr)
    with collect.opened() as place:
        loader.there(place.register, whole=False)
        fix = select.entry(place, id)
        found = collect.look(place, progress.counted, fix.id)
    write(progress.between(entry_json(found) if form == "json" else entry(found, Page(paint, columns()))))
    return _seen(found)


@command.command("add", cls=Writing, short_help="Add an entry to the backlog")
@click.argument("text", metavar="TEXT")
@click.option("--file", metavar="FILE", help="The document, from the top of the work tree.")
def add_command(text: str, file: str | None) -> int:
    """Add an entry to the backlog, which is opened where there is none, and print the tag for commits.

    It is written as the entries of the document are, with the next id. Nothing is committed.
    """
    title = " ".join(text.split())
    if not any(map(str.isalnum, title)) or not title.isprintable():
        raise click.BadParameter("it is to say in a line what is to be done", param_hint="TEXT")
    with collect.opened() as place:
        path, id = new_entries.added(place, title, file or "", Progress(sys.stderr).counted)
    complain(f"added to {one_line(path)}: {one_line(title)}")
    write([f"[Fix {id}]"])
    return CLEAN


def _seen(found: Look) -> int:
    must_be_seen(found.unseen, found.hint)
    return CLEAN
