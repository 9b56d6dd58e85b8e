"""`git sessionlog log`: what was done, session by session."""

from collections.abc import Iterator

import click

from ..core.errors import CLEAN
from ..core.terminal import Paint
from ..git import checkpoints, history
from ..git import log as git_log
from ..sessions.render_log import as_json, as_text
from ..state import session_log
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
    folded into one. Goals are those of the sessions' records. Dates are in UTC.
    """
    without = 0

    def points() -> Iterator[tuple[str, Checkpoint]]:
        nonlocal without
        for commit in git_log.commits(checkpoints.query(revision), history.stream):
            found = session_log.of(commit)
            if found:
                yield found
            elif not commit.is_merge:
                without += 1

    logs = book.told(session_log.grouped(points())[:last], revision.rpartition("..")[2] or "HEAD")
    write(as_json(logs, without) if form == "json" else as_text(logs, without, paint))
    return CLEAN
