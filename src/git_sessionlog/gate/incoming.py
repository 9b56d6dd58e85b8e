"""Judge what goes to a branch: the messages of its new commits, the state documents of its tip.

The push gate, the server's gate and `git sessionlog ci` are this with other words around it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import NamedTuple

from ..core.errors import Failure, GitError
from ..core.findings import Report, Source, Tally, Verdict
from ..git import ranges
from ..git import run as git
from ..git.cleanup import decoded
from ..git.log import Commit
from ..git.objects import Objects
from ..git.ranges import Range
from ..messages.lint import judge
from ..settings.model import MODES, Settings
from ..state import ref_updates, state_documents
from ..state.freshness import Freshness
from ..state.unnamed_fixes import Fixes, unnamed
from . import fix_commands, lint_commits


class Tip(NamedTuple):
    """A commit that becomes the tip of a branch, and what findings do: `block` it, or `warn`.

    `before` is the commit that was the tip, "" where there was none, or it is not here.
    """

    branch: str
    oid: str
    mode: str
    before: str = ""


class Judged(NamedTuple):
    """The verdict on one document of a tip."""

    tip: Tip
    verdict: Freshness


class Group(NamedTuple):
    """Tips of one mode, and the ids of commits here that the other side has: what they lack is new."""

    mode: str
    tips: tuple[Tip, ...]
    known: tuple[str, ...] = ()

    def span(self, since: str) -> Range:
        """The commits that are new."""
        return ranges.pushed(list(dict.fromkeys(tip.oid for tip in self.tips)), self.known, since=since)


class Unrecorded(NamedTuple):
    """Fixes that new commits carry and no state document of their tips names: each with its commit.

    `path` is the document that should.
    """

    tip: Tip
    path: str
    fixes: Mapping[str, Commit]


class There(NamedTuple):
    """A branch of the other side as far as it is here; `own` is whether it is where the push goes."""

    branch: str
    oid: str
    own: bool = True


def grouped(
    tips: Sequence[Tip], there: Sequence[There], default: str, settings: Settings
) -> Iterator[Group]:
    """The tips by what is new with them, the strictest mode first.

    To the default branch that is all that this branch lacks; to another, or to a remote of which nothing
    is here, what no branch has that is checked as strictly: a branch that is not checked, or less, has
    nothing that was looked at. What is new with one group is not new with the next.
    """
    before: tuple[str, ...] = ()
    for mode in MODES:
        firm = [one.oid for one in there if one.own and one.branch == default]
        is_known = any(one.own for one in there)  # of a fork that was never fetched nothing is
        all_of = [one.oid for one in there if ref_updates.is_as_strict(one.branch, mode, settings)]
        ours = [tip for tip in tips if tip.mode == mode]
        chosen = [tip for tip in ours if is_known and tip.branch == default and set(firm) != set(all_of)]
        others = [tip for tip in ours if tip not in chosen]
        for group, known in ((chosen, firm), (others, all_of)):
            if group:
                yield Group(mode, tuple(group), tuple(dict.fromkeys((*known, *before))))
                before += tuple(tip.oid for tip in group)


def messages(
    span: Range,
    settings: Settings,
    tally: Tally,
    watched: Callable[[Iterator[Commit]], Iterable[Commit]] = iter,
) -> Iterator[Report]:
    """The reports on a range, the oldest first; one unreadable commit does not stop the others.

    `watched` passes the commits on, and may show that. Raises Failure at the end, where a commit
    could not be looked at, or the backlog where the rules ask for it.
    """
    if not settings.checks_fixes("fix-unknown"):
        yield from _messages(span, settings, tally, watched)
        return
    with import_module(".fix_unknown", __package__).opened(span, settings) as backlog:
        yield from _messages(span, settings, tally, watched, backlog.judged)
        backlog.must_know()


def of_title(title: str, settings: Settings, tally: Tally) -> Iterator[Report]:
    """The report on the title of a request, as the commit that it will be. Raises as `by_backlog`."""
    message = decoded(title.encode("utf-8", "surrogateescape"))
    verdict = by_backlog(judge(message, settings, in_range=True), settings)
    tally.checked += 1
    if verdict.findings:
        tally.count(verdict)
        yield Report(Source("title", "title"), verdict)


def by_backlog(verdict: Verdict, settings: Settings) -> Verdict:
    """The verdict on a message that is no commit yet, with what the backlog in the work tree says to it.

    Raises Failure where the rules ask for that, and it cannot be read, or there is no work tree.
    """
    if not settings.checks_fixes("fix-unknown"):
        return verdict
    judged: Verdict = import_module(".fix_unknown", __package__).of_message(verdict, settings, git.top())
    return judged


def _messages(
    span: Range,
    settings: Settings,
    tally: Tally,
    watched: Callable[[Iterator[Commit]], Iterable[Commit]],
    also: lint_commits.Also | None = None,
) -> Iterator[Report]:
    wants_words, asked = False, lint_commits.Asked.of(span)
    try:
        for report in lint_commits.lint(watched(ranges.read(span)), settings, tally, also, asked=asked):
            wants_words = wants_words or _wants_words(report)
            yield report
    except GitError as error:
        if tally.checked:
            raise  # git gave up in the middle: to start again would say everything twice
        unreadable: list[str] = []
        commits = _readable(ranges.salvage(span), unreadable)
        with suppress(lint_commits.Unseen):  # the commits that cannot be read are why
            yield from lint_commits.lint(watched(commits), settings, tally, also, asked=asked)
        named = ", ".join(oid[:10] for oid in unreadable[:5])
        words = f"{len(unreadable)} of the commits cannot be read ({named}): " if unreadable else ""
        raise Failure(words + error.message, error.hint or "git fsck") from None
    if wants_words:
        tally.mend = fix_commands.reword(span, tally)


def documents(objects: Objects, tips: Iterable[Tip], asked: state_documents.Demand) -> Iterator[Judged]:
    """The verdict on each document of each tip, by the commits that are asked about.

    What a branch of the other side has already, a push does not bring: a tip that is not new is left out.
    """
    every = [tip for tip in tips if asked.new is None or tip.oid in asked.new]
    pasts = state_documents.together((tip.oid for tip in every), asked)
    known: dict[tuple[str, bool], list[Freshness]] = {}
    for tip in every:
        here = asked.on(tip.branch)
        if (tip.oid, here.by_records) not in known:
            known[tip.oid, here.by_records] = list(state_documents.verdicts(objects, tip.oid, here, pasts))
        yield from (Judged(tip, verdict) for verdict in known[tip.oid, here.by_records])


def new_in(span: Range | None) -> frozenset[str] | None:
    """The commits of a range; None where git cannot list them: the messages say what is wrong."""
    try:
        return frozenset(ranges.listed(span)) if span else None
    except GitError:
        return None


def unrecorded(
    objects: Objects, fixes: Fixes, judged: Sequence[Judged], asked: state_documents.Demand
) -> Unrecorded | None:
    """The fixes that none of the judged documents names, None where there are none.

    Where one is not fresh, that is said and not this; records that describe commits name their fixes.
    """
    if any(one.verdict.state != "fresh" or asked.on(one.tip.branch).by_records for one in judged):
        return None
    missing = unnamed(objects, fixes, [(one.tip.oid, one.verdict) for one in judged], asked)
    return Unrecorded(judged[0].tip, judged[0].verdict.path, missing) if missing else None


def _readable(found: Iterator[Commit | str], unreadable: list[str]) -> Iterator[Commit]:
    for commit in found:
        if isinstance(commit, str):
            unreadable.append(commit)
        else:
            yield commit


def _wants_words(report: Report) -> bool:
    """Whether other words would mend it; a `fixup!` has to be squashed, as its hint says."""
    return any(f.severity == "error" and f.rule != "autosquash" for f in report.verdict.findings)
