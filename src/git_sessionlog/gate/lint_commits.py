"""Judge the commits of a range: which are exempt, and what the rules say of the others."""

from collections.abc import Callable, Iterable, Iterator

from ..core import wildcards
from ..core.findings import Report, Source, Tally, Verdict
from ..git.cleanup import decoded
from ..git.log import Commit
from ..messages.lint import judge
from ..messages.rules import fast_path
from ..settings.model import Settings

Also = Callable[[Commit, Verdict], Verdict]
"""What is to be said of a commit besides, by more than its message."""


def lint(
    commits: Iterable[Commit], settings: Settings, tally: Tally, also: Also | None = None
) -> Iterator[Report]:
    """The commits that have findings, in their order; the tally counts all but merges (known by their
    parents), bots (by their author) and `ignore-revs`, which are not judged.
    """
    good = fast_path.pattern(settings)
    bots = wildcards.authors(settings.bots)
    ignored = frozenset(settings.ignore_revs)
    known: dict[tuple[str, str], bool] = {}
    for commit in commits:
        if commit.is_merge:
            tally.merges = True
            continue
        if commit.oid in ignored:
            continue
        who = (commit.author, commit.email)
        skip = known.get(who)
        if skip is None:
            if len(known) > 10_000:
                known.clear()  # flat memory, however many authors
            skip = known[who] = bool(bots.match(f"{commit.author} <{commit.email}>"))
        if skip:
            continue
        tally.checked += 1
        has_more = also is not None and b"[Fix " in commit.message
        is_good = good is not None and fast_path.is_good(commit.message, good, settings)
        if is_good and not has_more:
            continue
        message = decoded(commit.message)
        verdict = Verdict(message.subject) if is_good else judge(message, settings, in_range=True)
        if also and has_more and not verdict.skipped:
            verdict = also(commit, verdict)
        if verdict.findings:
            tally.count(verdict)
            if verdict.refused:
                tally.from_root = tally.from_root if tally.oldest else not commit.parents
                tally.oldest = tally.oldest or commit.oid
                tally.newest = commit.oid
            yield Report(Source("commit", commit.oid, commit.author), verdict)
