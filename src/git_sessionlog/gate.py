"""Judge what goes to a branch: the messages of its new commits, the state documents of its tip.

The push gate, the server's gate and `git sessionlog ci` are this with other words around it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from . import lint, ranges, remedy, state
from .commit import Commit
from .errors import Failure, GitError
from .finding import Report, Tally
from .freshness import Freshness
from .objects import Objects
from .ranges import Range
from .settings import MODES, Settings


class Tip(NamedTuple):
    """A commit that becomes the tip of a branch, and what findings do: `block` it, or `warn`."""

    branch: str
    oid: str
    mode: str


class Judged(NamedTuple):
    """The verdict on one document of a tip."""

    tip: Tip
    verdict: Freshness


class Known(NamedTuple):
    """What the other side has: the ids of commits that are here, and a remote as in `Range`."""

    oids: tuple[str, ...] = ()
    remotes: str = ""


def span(tips: Sequence[Tip], mode: str, known: Known, since: str) -> Range | None:
    """The commits that are new with the tips of a mode; what is new with those that block is theirs."""
    block, warn = (list(dict.fromkeys(tip.oid for tip in tips if tip.mode == each)) for each in MODES)
    wanted, left_out = (block, known.oids) if mode == "block" else (warn, (*known.oids, *block))
    return ranges.pushed(wanted, left_out, since=since, remotes=known.remotes) if wanted else None


def messages(
    span: Range,
    settings: Settings,
    tally: Tally,
    watched: Callable[[Iterator[Commit]], Iterable[Commit]] = iter,
) -> Iterator[Report]:
    """The reports on a range, the oldest first; one unreadable commit does not stop the others.

    `watched` passes the commits on, and may show that. Raises Failure at the end, where a commit
    could not be looked at.
    """
    wants_words = False
    try:
        for report in lint.lint(watched(ranges.read(span)), settings, tally):
            wants_words = wants_words or _wants_words(report)
            yield report
    except GitError as error:
        if tally.checked:
            raise  # git gave up in the middle: to start again would say everything twice
        unreadable: list[str] = []
        commits = _readable(ranges.salvage(span), unreadable)
        yield from lint.lint(watched(commits), settings, tally)
        named = ", ".join(oid[:10] for oid in unreadable[:5])
        words = f"{len(unreadable)} of the commits cannot be read ({named}): " if unreadable else ""
        raise Failure(words + error.message, error.hint or "git fsck") from None
    if wants_words:
        tally.mend = remedy.reword(span, tally)


def documents(objects: Objects, tips: Iterable[Tip], asked: state.Demand) -> Iterator[Judged]:
    """The verdict on each document of each tip; a commit is judged once, whatever goes to it."""
    known: dict[str, list[Freshness]] = {}
    for tip in tips:
        if tip.oid not in known:
            known[tip.oid] = list(state.verdicts(objects, tip.oid, asked))
        yield from (Judged(tip, verdict) for verdict in known[tip.oid])


def _readable(found: Iterator[Commit | str], unreadable: list[str]) -> Iterator[Commit]:
    for commit in found:
        if isinstance(commit, str):
            unreadable.append(commit)
        else:
            yield commit


def _wants_words(report: Report) -> bool:
    """Whether other words would mend it; a `fixup!` has to be squashed, as its hint says."""
    return any(f.severity == "error" and f.rule != "autosquash" for f in report.verdict.findings)
