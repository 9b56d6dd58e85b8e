"""Judge the commits of a range: which are exempt, and what the rules say of the others."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ..core import wildcards
from ..core.errors import Failure
from ..core.findings import Report, Source, Tally, Verdict
from ..git import merges, ranges, subtrees
from ..git.cleanup import decoded
from ..git.log import Commit
from ..git.merges import Look, Merge, Own
from ..git.ranges import Range
from ..messages import merge_messages
from ..messages.lint import judge
from ..messages.rules import fast_path
from ..settings.model import Settings

Also = Callable[[Commit, Verdict], Verdict]
"""What is to be said of a commit besides, by more than its message."""

_TOGETHER = 1000  # commits that wait until git has looked at the merges among them


class Asked(NamedTuple):
    """What git is asked about the commits of a range: what merges changed, what `git subtree` made.

    `merges` is what `merges.of` gives for the range, `is_subtree` what `subtrees.of` does.
    """

    merges: Look
    is_subtree: Callable[[Commit], bool] = lambda _commit: False

    @classmethod
    def of(cls, span: Range) -> "Asked":
        """That of a range."""
        return cls(merges.of(span), subtrees.of(span))


class Unseen(Failure):
    """Merges of the range could not be looked at; all else was."""


def lint(
    commits: Iterable[Commit],
    settings: Settings,
    tally: Tally,
    also: Also | None = None,
    *,
    asked: Asked,
) -> Iterator[Report]:
    """The commits that have findings, in their order.

    The tally counts all that were judged: no bots (by their author), none of `ignore-revs`, and of merges
    (known by their parents) only those that changed something by themselves, in words of their own. What
    `git subtree` makes has no other words, and passes as a merge does. Raises Unseen at the end, where it
    cannot be told what a merge changed.
    """
    good = fast_path.pattern(settings)
    bots = wildcards.authors(settings.bots)
    ignored = frozenset(settings.ignore_revs)
    known: dict[tuple[str, str], bool] = {}

    def is_good(commit: Commit) -> bool:
        return good is not None and fast_path.is_good(commit.message, good, settings)

    def is_exempt(commit: Commit) -> bool:
        if commit.oid in ignored:
            return True
        who = (commit.author, commit.email)
        skip = known.get(who)
        if skip is None:
            if len(known) > 10_000:
                known.clear()  # flat memory, however many authors
            skip = known[who] = bool(bots.match(f"{commit.author} <{commit.email}>"))
        return skip

    passed = Passed(tally, asked.merges, lambda commit: is_exempt(commit) or is_good(commit))
    for commit in passed.without_merges(commits):
        if is_exempt(commit):
            continue
        tally.checked += 1
        has_more = also is not None and b"[Fix " in commit.message
        is_well = is_good(commit)
        if is_well and not has_more:
            continue
        message = decoded(commit.message)
        verdict = (
            Verdict(message.subject) if is_well else judge(message, settings, in_range=True, tip=commit.oid)
        )
        if also and has_more and not verdict.skipped:
            verdict = also(commit, verdict)
        if verdict.refused and asked.is_subtree(commit):
            continue
        if verdict.findings:
            tally.count(verdict)
            if verdict.refused:
                tally.from_root = tally.from_root if tally.oldest else not commit.parents
                tally.oldest = tally.oldest or commit.oid
                tally.newest = commit.oid
            yield Report(Source("commit", commit.oid, commit.author), verdict)
    passed.must_know()


class Passed:
    """Lets the merges pass that need no look at their message, or none at all (`is_clear`)."""

    def __init__(self, tally: Tally, look: Look, is_clear: Callable[[Commit], bool]) -> None:
        self._tally, self._look, self._is_clear = tally, look, is_clear
        self._unseen: list[str] = []

    def without_merges(self, commits: Iterable[Commit]) -> Iterator[Commit]:
        """The commits, in their order, but for merges that pass; git is asked about many at a time."""
        waiting: list[Commit] = []
        is_waiting = False
        try:
            for commit in commits:
                if commit.is_merge:
                    self._tally.merges = True
                    if self._is_clear(commit):
                        continue
                    is_waiting = True
                waiting.append(commit)
                if not is_waiting or len(waiting) >= _TOGETHER:
                    yield from self._decided(waiting)
                    waiting, is_waiting = [], False
        except Failure:  # what was read is judged all the same
            yield from self._decided(waiting)
            raise
        yield from self._decided(waiting)

    def must_know(self) -> None:
        """Raises Unseen where git could not look at a merge whose message does not pass by itself."""
        if not self._unseen:
            return
        named = ", ".join(oid[:10] for oid in self._unseen[:5])
        raise Unseen(f"what these merges changed by themselves cannot be told: {named}", ranges.whole())

    def _decided(self, waiting: list[Commit]) -> Iterator[Commit]:
        asked = [Merge(one.oid, one.parents) for one in waiting if one.is_merge]
        found = self._look(asked) if asked else {}
        for commit in waiting:
            if not commit.is_merge or self._needs_rules(commit, found.get(commit.oid)):
                yield commit

    def _needs_rules(self, commit: Commit, own: Own | None) -> bool:
        """Whether the message of a merge is checked as any other.

        Not that of one which changed nothing by itself, or resolved conflicts only; nor words that git or a
        forge writes, but where neither makes a merge: of a commit with its own ancestors.
        """
        is_usual = merge_messages.is_usual(decoded(commit.message).subject)
        if own is None:
            if not is_usual:
                self._unseen.append(commit.oid)
            return False
        if own.is_made:
            return bool(own.paths) and not is_usual
        return bool(own.paths) or not is_usual
