"""Judge what goes to a branch: the messages of its new commits, the state documents of its tip.

The push gate, the server's gate and `git sessionlog ci` are this with other words around it.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import NamedTuple

from ..core import fix_ids, fix_tag
from ..core.errors import Failure, GitError
from ..core.findings import Report, Source, Tally, Verdict
from ..git import log, ranges
from ..git import run as git
from ..git.cleanup import decoded, first_line
from ..git.log import Commit
from ..git.objects import Absent, Objects
from ..git.ranges import Range
from ..messages.lint import judge
from ..settings.model import MODES, Settings
from ..state import ref_updates, state_documents
from ..state.freshness import Freshness
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


class Fixes:
    """The fixes in the tags of a range's commits, each with the first that has it, noted as they go by."""

    def __init__(self, settings: Settings, span: Range | None) -> None:
        self.found: dict[str, Commit] = {}
        self.span = span
        self._wanted = settings.checks_fixes(fix_ids.RULE)

    def noted(self, commits: Iterable[Commit]) -> Iterator[Commit]:
        """The commits; a merge carries no fix."""
        for commit in commits:
            if self._wanted and b"[Fix " in commit.message and not commit.is_merge:
                for id in _fixes(first_line(commit.message)):
                    self.found.setdefault(id, commit)
            yield commit


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

    It is enough that a document did once in the range: what is long done may go. Where one is not fresh,
    that is said and not this; where records describe commits, they name their fixes. Commits that a
    document may be behind, that need no description, or that were there before any document do not count.
    """
    if any(one.verdict.state != "fresh" or asked.on(one.tip.branch).by_records for one in judged):
        return None
    late = {commit.oid for one in judged for commit in one.verdict.commits}
    missing, known = [id for id, commit in fixes.found.items() if commit.oid not in late], set[str]()
    for tip, verdict in judged if missing else ():
        entry = objects.entry(objects.commit(tip.oid).tree, os.fsencode(verdict.path))
        if missing and entry and entry.oid not in known:
            known.add(entry.oid)
            missing = fix_ids.unnamed(missing, objects.read(entry.oid)[2].decode("utf-8", "replace"))
    paths = dict.fromkeys(one.verdict.path for one in judged)
    missing = [id for id in missing if _could_be_named(objects, fixes.found[id].oid, paths, asked)]
    if missing and fixes.span:
        missing = fix_ids.unnamed(missing, _once(fixes.span, paths))
    if not missing:
        return None
    return Unrecorded(judged[0].tip, judged[0].verdict.path, {id: fixes.found[id] for id in missing})


def _could_be_named(
    objects: Objects, oid: str, paths: Iterable[str], asked: state_documents.Demand
) -> bool:
    """Whether a commit needs words, and there was a document for them; one that cannot be read counts."""
    try:
        tree = objects.commit(oid).tree
        there = any(objects.entry(tree, os.fsencode(path)) for path in paths)
    except Absent:
        there = True
    return there and state_documents.needs_words(objects, oid, asked)


def _fixes(subject: str) -> Iterator[str]:
    """The fixes in the tags of a subject; what git quotes there was another commit's."""
    if not subject.startswith(("Revert ", "Revert^", 'Reapply "')):
        yield from fix_tag.found_in(subject[:2000])


def _once(span: Range, paths: Iterable[str]) -> str:
    """What was added to documents in a range."""
    places = [f":(top,literal){path}" for path in paths]
    with log.patches(*span.options, paths=places, given=span.revisions) as pipe:
        return "\n".join(line[1:].decode("utf-8", "replace") for line in pipe if line.startswith(b"+"))


def _readable(found: Iterator[Commit | str], unreadable: list[str]) -> Iterator[Commit]:
    for commit in found:
        if isinstance(commit, str):
            unreadable.append(commit)
        else:
            yield commit


def _wants_words(report: Report) -> bool:
    """Whether other words would mend it; a `fixup!` has to be squashed, as its hint says."""
    return any(f.severity == "error" and f.rule != "autosquash" for f in report.verdict.findings)
