"""Say why a push does not go, and what lets it."""

import os
import sys
from collections.abc import Iterator

from ..core.secrets import masking
from ..core.terminal import complain, one_line, paint_for
from ..gate import fix_commands
from ..gate.incoming import Judged
from ..gate.push_refusal import Words, refusal
from ..git import run as git
from ..git import worktree
from ..git.objects import Objects
from ..sessions import active
from ..settings.model import Settings
from ..state import leaks, state_documents
from .check_refs import Found


def show(found: Found, asked: tuple[Settings, state_documents.Demand], objects: Objects, skip: str) -> None:
    """Print what was found on the tips of a mode to standard error; `skip` is the way round."""
    settings, demand = asked
    documents = sorted(found.documents, key=lambda one: one.verdict.state != "stale")
    mend: list[str] = []
    if documents:
        tip, verdict = documents[0]
        documents[0] = documents[0]._replace(
            verdict=state_documents.closer(objects, tip.oid, verdict, demand.on(tip.branch))
        )
        if verdict.state != "unknown":
            mend += _commands(objects, documents[0], asked)
    if found.tally.mend:
        mend.append(found.tally.mend)
    if found.unrecorded:
        tip = found.unrecorded.tip
        mend.append(_there(tip.oid, tip.branch) + fix_commands.END)
    if found.exposed.leaks:
        mend += leaks.remedies(found.exposed.leaks)
    refused = found.mode == "block" and found.refuses(settings)
    words = Words(
        tuple(documents), found.reports, found.tally, refused, tuple(mend), skip, found.unrecorded,
        found.exposed.leaks,
    )  # fmt: skip
    for path in found.exposed.unsearched:
        complain(f"sessionlog: {one_line(path)} is too long to be searched for secrets")
    if found.documents or found.reports or found.unrecorded or found.exposed.leaks:
        complain(masking.mask(refusal(words, paint_for(sys.stderr))), end="")
        if settings.note:
            complain(f"sessionlog: note: {one_line(settings.note)}")


def _commands(
    objects: Objects, one: Judged, asked: tuple[Settings, state_documents.Demand]
) -> Iterator[str]:
    """What describes the commits; who is in a session and goes on may save it, too.

    That is so where its record describes them: a checkpoint may have nothing to say in a state document.
    """
    tip, verdict = one
    settings, demand = asked
    by_records = demand.on(tip.branch).by_records
    landed = not by_records and state_documents.have_records(objects, tip.oid, verdict.commits, settings)
    where = _there(tip.oid, tip.branch)
    yield where + fix_commands.document(verdict, settings, landed=landed)
    if verdict.state == "stale" and by_records and not where and not git.is_bare():
        session = active.read(worktree.seen(worktree.ask()).state)
        if session and not session.auto:
            yield "git sessionlog checkpoint  # to go on with the session"


def _there(oid: str, branch: str) -> str:
    """Where to do it, when that is not where HEAD is."""
    head = os.fsdecode(git.ask("rev-parse", "-q", "--verify", "HEAD", no=(1, 128))).strip()
    return "" if head == oid or git.is_bare() else f"on {branch}: "
