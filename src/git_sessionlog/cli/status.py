"""`git sessionlog status`: how the session is standing."""

import time

import click

from ..core.errors import CLEAN
from ..core.terminal import Paint
from ..views.plan.next_step import drafted
from ..views.status.collect import standing
from ..views.status.render import as_json, as_text
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
