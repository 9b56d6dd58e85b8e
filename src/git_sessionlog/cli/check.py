"""`git sessionlog check`: do the state documents describe a commit?"""

import os

import click

from ..core.errors import CLEAN, FINDINGS
from ..core.findings import Tally
from ..core.terminal import Paint, one_line
from ..documents import tree_settings
from ..gate import fix_commands
from ..gate.formats.registry import form as form_named
from ..git import ranges
from ..git import run as git
from ..git.objects import Absent, Objects
from ..settings import keys
from ..state import ref_updates, state_documents
from ..state.render import as_json, as_text, reports
from .options import color_option, format_option, note, write


@click.command("check")
@click.argument("revision", metavar="[REV]", default="HEAD")
@click.option("--tolerance", type=click.IntRange(0), help="Commits a document may be behind.")
@click.option("--document", "documents", multiple=True, help="A state document; can be given again.")
@format_option()
@color_option()
def command(
    revision: str, tolerance: int | None, documents: tuple[str, ...], form: str, paint: Paint
) -> int:
    """Check that the state documents of REV describe it: that no significant commit came after them.

    Judged by ancestry and content of the commit, never of the work tree. Exit 0 fresh, 1 stale or
    missing, 2 unknown.
    """
    shallow = state_documents.ask_shallow()
    with Objects() as objects:  # git starts while the settings are read
        settings = tree_settings.of(lambda: ranges.commit(revision))
        note(settings)
        if tolerance is not None:
            settings = settings._replace(tolerance=tolerance)
        if documents:
            settings = settings._replace(documents=keys.document_paths(documents))
        asked = state_documents.demand(settings, shallow=state_documents.is_shallow(shallow))
        tip = _tip(objects, revision)
        asked = asked.on(_branch(revision))
        verdicts = list(state_documents.verdicts(objects, tip, asked))
    if form == "text":
        write(as_text(verdicts, one_line(fix_commands.documents(verdicts, settings)), paint))
    elif form == "json":
        write(as_json(verdicts, tip))
    else:
        tally = Tally("document")
        write(form_named(form, paint)(reports(verdicts, tally), tally))
    state_documents.must_know(verdicts)
    return FINDINGS if any(verdict.state != "fresh" for verdict in verdicts) else CLEAN


def _branch(revision: str) -> str:
    """The branch that a revision names, "" for none; of HEAD the one that is checked out."""
    named = ("rev-parse", "--symbolic-full-name", "--end-of-options", revision)
    ref = os.fsdecode(git.ask(*named, no=(128,))).strip().rpartition("\n")[2]
    return ref.removeprefix(ref_updates.BRANCHES) if ref.startswith(ref_updates.BRANCHES) else ""


def _tip(objects: Objects, revision: str) -> str:
    """The id of a revision's commit. Raises Failure where there is none."""
    try:
        return objects.commit(revision).oid  # that git is there already
    except Absent:
        return ranges.commit(revision)  # it knows the words for it
