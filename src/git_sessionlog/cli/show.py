"""`git sessionlog show`: one session, one checkpoint, or one commit."""

import click

from ..core.errors import CLEAN
from ..core.terminal import Paint
from ..views.show.render import as_json, as_text
from ..views.show.resolve import found
from .options import color_option, format_option, write


@click.command("show")
@click.argument("what", metavar="ID|COMMIT", default="HEAD")
@format_option("text", "json")
@color_option()
def command(what: str, form: str, paint: Paint) -> int:
    """Show a session with its commits, or a commit with its session.

    A session by its id, the start of it, or its number; a checkpoint as `ID/3`; a commit by its
    name (HEAD when left out).
    """
    shown = found(what)
    write(as_json(shown) if form == "json" else as_text(shown, paint))
    return CLEAN
