"""`git sessionlog log`: what was done, session by session."""

from collections.abc import Iterator

import click

from ..core.errors import CLEAN
from ..core.terminal import Paint
from ..git import checkpoints, history
from ..git import log as git_log
from ..sessions.render_log import as_json, as_text
from ..state import session_log, squashes
from ..state.session_log import Checkpoint
from ..views.show import history as book
from .options import color_option, format_option, write


@click.command("log")
@click.argument("revision", default="HEAD")
@click.option("-n", "--last", type=click.IntRange(1), metavar="N", help="Only the last N sessions.")
@format_option("text", "json")
@color_option()
def command(revision: str, last: int | None, form: str, paint: Paint) -> int:
    """List the checkpoints of REVISION, a commit with all its history or a range `A..B`, by session.

    They are read from the `Session-Checkpoint` trailers; copies that a rebase or a cherry-pick made are
    folded into one. A squash without them is known by the record that it brought. Goals are those of the
    sessions' records; files and lines leave our own files out. Dates are in UTC.
    """
    bare: list[str] = []

    def points() -> Iterator[tuple[str, Checkpoint]]:
        for commit in git_log.commits(checkpoints.query(revision), history.stream):
            found = session_log.of(commit)
            if found:
                yield found
            elif not commit.is_merge:
                bare.append(commit.oid)

    with book.at(revision.rpartition("..")[2] or "HEAD") as place:
        if not last:
            place.bring(revision)
        landed = place.landings(revision)
        every = session_log.grouped(squashes.among(points(), landed))
        logs = place.told(every[:last], lambda: landed)
    known = {point.oid for log in every for point in log.checkpoints}
    without = sum(oid not in known for oid in bare)
    write(as_json(logs, without) if form == "json" else as_text(logs, without, paint))
    return CLEAN
