"""`git sessionlog resume`: where was I?"""

from functools import partial

import click

from ..core.errors import CLEAN, FINDINGS, Failure
from ..core.terminal import Paint
from ..git import ranges
from ..views.resume.collect import look
from ..views.resume.model import Brief
from ..views.resume.render import Page, as_json, as_text
from ..views.resume.shorten import FULL, cut, fitted
from .options import color_option, columns, format_option, write

_BRIEF = 9_500  # characters


@click.command("resume")
@click.option("--brief", "is_brief", is_flag=True, help=f"Fit into {_BRIEF:,} characters.")
@format_option("text", "json")
@color_option()
def command(is_brief: bool, form: str, paint: Paint) -> int:
    """Say where the work stands: whether git's state is what the state documents say, what blocks, what is
    in progress and next, what not to retry, what to read.

    Changes nothing, and asks no remote. Exit 0 verified, 1 something does not match, 2 could not look.
    """
    looked = look()
    page = Page(paint, columns())
    rendered = partial(_rendered, form=form, page=page)
    if is_brief:
        write([fitted(looked.brief, _BRIEF, looked.mask, rendered)])
    else:
        write([rendered(cut(looked.brief, FULL, looked.mask))])
    if looked.brief.verified is None or any(check.state == "unknown" for check in looked.brief.checks):
        raise Failure("not everything could be looked at", ranges.whole())
    return CLEAN if looked.brief.verified else FINDINGS


def _rendered(brief: Brief, form: str, page: Page) -> str:
    return as_json(brief) if form == "json" else "\n".join(as_text(brief, page))
