"""`git sessionlog checkpoint`: write down where the work stands."""

import click

from ..core.errors import CLEAN
from ..core.terminal import Paint
from ..sessions import checkpoint, clone
from ..sessions.render import checkpointed, checkpointed_json
from .notes import git_words, note_options, said
from .options import color_option, format_option, write
from .writing import Alone


@click.command("checkpoint", cls=Alone)
@click.option(
    "-m", "--message", "remark", default="", metavar="NOTE", help="A remark for the session's record."
)
@note_options
@click.option("--no-commit", is_flag=True, help="Write the documents, and do not commit them.")
@format_option("text", "json")
@color_option()
def command(remark: str, no_commit: bool, form: str, paint: Paint, **notes: tuple[str, ...]) -> int:
    """Write where the work stands into the documents of the session, with what is to be remembered.

    Only the documents are committed. What else has changed, staged or not, stays as it is.
    """
    here = clone.seen()
    with git_words():
        made = checkpoint.make(here, said(remark, notes), commit=not no_commit)
    write(checkpointed_json(made) if form == "json" else checkpointed(made, paint))
    return CLEAN
