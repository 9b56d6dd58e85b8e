"""The commands that mend what was found, as a shell takes them."""

import shlex
from collections.abc import Iterable

from ..core.findings import Tally
from ..git import ranges, tracked_branches
from ..git import run as git
from ..settings.model import Settings
from ..state.freshness import Freshness

END = "git sessionlog end"
"""What describes all commits of a push, started or not, and names their fixes."""


def document(verdict: Freshness, settings: Settings, *, landed: bool = False) -> str:
    """What to do about a stale or a missing document.

    The end of a session describes all commits, started or not. Of those that have `landed` with the records
    of their sessions, an update of the documents does.
    """
    if verdict.state == "missing":
        named = f"write {shlex.quote(verdict.path)}, and commit it"
        return named if settings.documents else "git sessionlog init"
    return "git sessionlog update --push" if landed else END


def documents(verdicts: Iterable[Freshness], settings: Settings, *, landed: bool = False) -> str:
    """What to do about the first document that is stale or missing; "" where none is."""
    bad = (verdict for verdict in verdicts if verdict.state in ("stale", "missing"))
    first = next(bad, None)
    return document(first, settings, landed=landed) if first else ""


def reword(span: ranges.Range, tally: Tally) -> str:
    """What lets all that was refused pass: other words, but for what a remote has. "" for nothing."""
    if tally.oldest in span.shallow or span.more:
        return ""  # git would cut the commit off from the parents that are not there
    theirs = _published(span, tally)
    if theirs:
        return f"{theirs}: that is not rewritten"
    head = "" if git.is_bare() else _oid("rev-parse", "-q", "--verify", "HEAD")
    here = head == span.tip or bool(head and _oid("merge-base", span.tip, head) == span.tip)
    notes = [] if here else [f"on the branch that ends with {span.tip[:10]}"]
    if tally.oldest == tally.newest == (head if here else span.tip):
        command = "git commit --amend"
    else:
        merges = tally.merges or (here and bool(_oid("rev-list", "-1", "--merges", f"{span.tip}..{head}")))
        onto = "--root" if tally.from_root else f"{tally.oldest[:10]}~"
        command = f"git rebase -i {'--rebase-merges ' if merges else ''}{onto}"
        notes.append('write "reword" instead of "pick"')
    return command + (f"  # {', '.join(notes)}" if notes else "")


def queued(settings: Settings) -> str:
    """What to do about a message in a merge queue, where nobody can amend the commit."""
    stays = settings.merge in ("merge", "rebase")
    what = "reword the commit on the branch" if stays else "change the title"
    return f"{what} of the request, then put it in the queue again"


def _published(span: ranges.Range, tally: Tally) -> str:
    """What is left where a branch of a remote has what would be rewritten, and which that is; "" for none.

    From the root on that is all; else what comes before the oldest one stays, and with merges not all of
    the others come after it. What is on no default branch yet may be squashed on its way there.
    """
    known = {one.oid: one for one in tracked_branches.here().tracked}
    about = f"--merged={span.tip}" if tally.from_root else f"--contains={tally.oldest}"
    having = git.ask("for-each-ref", "--format=%(objectname)", about, "refs/remotes/").decode().split()
    found = [known[oid] for oid in having if oid in known]
    first = next((one for one in found if one.may_be_default), (*found, None)[0])
    if first:
        is_on_its_way = not (tally.from_root or first.may_be_default)
        squash = "squash what was refused as it is merged, or " if is_on_its_way else ""
        what = "some of this history" if tally.from_root else tally.oldest[:10]
        add = f"add {'it' if squash else 'what was refused'} to ignore-revs"
        return f"{squash}{add}  # {first.remote}/{first.branch} has {what}"
    if tally.merges and not span.single and known:
        unpublished = span._replace(without=(*span.without, *known))
        if len(ranges.listed(unpublished)) < len(ranges.listed(span)):
            return "add what was refused to ignore-revs  # branches of a remote have some of these commits"
    return ""


def _oid(*question: str) -> str:
    return git.ask(*question, no=(1,)).decode().strip()
