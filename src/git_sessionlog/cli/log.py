"""`git sessionlog log`: what was done, session by session."""

from collections.abc import Iterator

import click

from .. import header, history, sessions
from ..errors import CLEAN
from ..output.log import as_json, as_text
from ..output.terminal import Paint
from ..settings import Settings
from .options import color_option, format_option, write


@click.command("log", short_help="List the checkpoints, session by session")
@click.argument("revision", default="HEAD")
@format_option("text", "json")
@color_option()
def command(revision: str, form: str, paint: Paint) -> int:
    """List the checkpoints of REVISION, a commit with all its history or a range `A..B`, by session.

    They are read from the `Session-Checkpoint` trailers. Dates are in UTC.
    """
    without = 0

    def points() -> Iterator[tuple[str, sessions.Checkpoint]]:
        nonlocal without
        for entry in history.entries((revision,)):
            found = sessions.parts(entry.values[-1]) if entry.values else None
            if found:
                yield found[0], _checkpoint(entry, found[1])
            elif entry.parents < 2:
                without += 1

    logs = sessions.grouped(points())
    write(as_json(logs, without) if form == "json" else as_text(logs, without, paint))
    return CLEAN


def _checkpoint(entry: history.Entry, number: int) -> sessions.Checkpoint:
    read = header.parse(entry.subject[:2000], Settings().types)
    return sessions.Checkpoint(number, entry.oid, entry.when, entry.author, entry.subject, read.fix_ids)
