"""`git sessionlog update`: bring the state documents up to what records and commits say."""

import click

from ..core.errors import CLEAN, Failure
from ..core.terminal import Paint
from ..git import tracked_branches
from ..sessions import clone, save, update
from ..sessions.render_update import as_json, as_text
from ..state import default_branch
from .notes import git_words
from .options import color_option, format_option, write
from .writing import Alone


@click.command("update", cls=Alone)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and change nothing.")
@click.option("--commit", is_flag=True, help="Commit the documents.")
@click.option("--push", is_flag=True, help="Commit the documents, and push the branch.")
@click.option("--branch", default="", metavar="NAME", help="Commit on a new branch, for a protected one.")
@format_option("text", "json")
@color_option()
def command(dry_run: bool, commit: bool, push: bool, branch: str, form: str, paint: Paint) -> int:
    """Write into the state documents what the records of landed sessions say, and commits without one.

    For the default branch, after a merge: by hand, or by a CI job. Run again, it changes nothing. What is
    taken out of a document is printed.
    """
    here = clone.seen()
    if not here.has_documents:
        first = default_branch.first(here.settings, here.branch)
        raise Failure(
            f"the state documents are written on {first} only, by the setting state-on",
            f"git switch {first}",
        )
    drafted = update.draft(here)
    subject = ""
    with git_words():
        if drafted.paths and not dry_run:
            if branch:
                save.switch_to_new(branch)
            subject = update.write(drafted, commit=commit or push or bool(branch))
        elif (commit or push) and not dry_run:
            subject = update.finish(here)
        if push and not dry_run:
            pushed(branch or here.branch)
    write(as_json(drafted, subject) if form == "json" else as_text(drafted, subject, paint, shown=dry_run))
    return CLEAN


def pushed(branch: str) -> None:
    """Push a branch. Raises Failure where nothing tells where to, Refused where the other side refuses."""
    to = save.destination(tracked_branches.here(branch))
    if isinstance(to, str):
        raise Failure(f"nothing was pushed: {to}", f"git push -u REMOTE {branch}")
    if to.is_new or save.ahead(to):
        save.push(branch, to)
