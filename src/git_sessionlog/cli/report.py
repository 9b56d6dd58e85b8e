"""`git sessionlog report`: what the sessions came to."""

import sys
from collections.abc import Iterator
from importlib import import_module

import click

from ..core.errors import CLEAN, Failure
from ..core.progress import Progress
from ..core.secrets.shown import cleaned
from ..core.stamps import first_second
from ..core.terminal import Paint
from ..git.allowed_secrets import AtHead
from ..views.report import collect
from ..views.report.tables import NAMES
from .options import color_option, format_option, must_be_seen, save, write

_FORMS = {
    "text": "..views.report.render",
    "json": "..views.report.render_data",
    "csv": "..views.report.render_data",
    "html": "..views.report.page.page",
}
"""The form of a report → the module that has its words. Loaded when asked for."""


@click.command("report")
@click.option(
    "--since", metavar="DATE", default="", help="Only sessions and days from a date on: YYYY-MM-DD."
)
@click.option(
    "--html", "path", metavar="FILE", type=click.Path(), help="Write one page with charts to FILE."
)
@click.option("--table", "name", type=click.Choice(NAMES), default="sessions", help="Which table CSV has.")
@format_option("text", "json", "csv")
@color_option()
def command(since: str, path: str | None, name: str, form: str, paint: Paint) -> int:
    """Show the signs of success, the days, the plan beside what became of it, and the trail of each fix.

    What git and the documents do not say is n/a. Times are in UTC. What could not be looked at is said,
    with exit 2.
    """
    if path == "":
        raise click.UsageError("the FILE of --html is empty: is a variable not set?")
    if path is not None and form != "text":
        raise click.UsageError(f"--html and --format {form} are two forms: take one")
    progress = Progress(sys.stderr)
    report = cleaned(collect.report(progress.counted, _seconds(since)), AtHead())
    words = import_module(_FORMS["html" if path is not None else form], __package__)
    if path is not None:
        lines = _page(words.page(report), path)
    elif form == "json":
        lines = words.as_json(report)
    elif form == "csv":
        lines = words.as_csv(report, name)
    else:
        lines = words.as_text(report, words.Screen(paint, sys.stdout.encoding or "ascii"))
    write(progress.between(lines), "html" if path is not None else "")
    must_be_seen(report.unseen, report.hint)
    return CLEAN


def _seconds(date: str) -> int:
    """The first second of a day, 0 for none."""
    if not date:
        return 0
    try:
        return first_second(date)
    except ValueError:
        raise Failure(f'"{date}" is no date', "a date is YYYY-MM-DD") from None


def _page(text: str, path: str) -> Iterator[str]:
    """Put the page in its place at once; `-` is standard output."""
    if path == "-":
        yield text.rstrip("\n")
        return
    save(path, text)
