"""`git sessionlog status`: how the session is standing."""

import time

import click

from ..brief.standing import standing
from ..errors import CLEAN
from ..output.status import as_json, as_text
from ..output.terminal import Paint
from ..trace.upcoming import drafted
from .options import color_option, format_option, write


@click.command("status")
@format_option("text", "json")
@color_option()
def command(form: str, paint: Paint) -> int:
    """Say how the session is standing: how long and how large it is, and what its end would still want.

    Changes nothing, and runs no gate. Exit 0, or 2 where there is no session.
    """
    one = standing(int(time.time()), lambda clone, asked: drafted(clone, asked)[0])
    write(as_json(one) if form == "json" else as_text(one, paint))
    return CLEAN
