"""The sessions as the history tells them: their commits, each once, with what they came to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ..git import session_state
from ..git.checkpoints import named_elsewhere
from ..git.diffs import Sizes
from ..git.log import Commit
from ..messages import header
from ..records import parts
from ..records.record import Metrics, Record
from ..settings.model import Settings


class Checkpoint(NamedTuple):
    """A commit that belongs to a session; `when` is its author date in seconds since 1970, UTC.

    `number` is 0 for a commit whose message names checkpoints, but not in its last block: a squash that a
    server made. `includes` are the numbers that it names beside its own, `copies` the ids of other commits
    with the same number and the same change, `sizes` what it changes, `work` the same without our own
    files. `commits` is how many commits of work it is: a squash is as many as it took together. `brought`
    is the record that came with a squash, `told` what that says of lines and files where the commit itself
    does not tell.
    """

    number: int
    oid: str
    when: int
    author: str
    subject: str
    includes: tuple[int, ...] = ()
    copies: tuple[str, ...] = ()
    sizes: Mapping[str, tuple[int, int]] = {}
    work: Mapping[str, tuple[int, int]] = {}
    commits: int = 1
    brought: Record | None = None
    told: Metrics | None = None

    @property
    def subjects(self) -> tuple[str, ...]:
        """Its subject; of a squash those of the commits that it took together, as the record lists them.

        Where the record lists none, there is none for what brought several sessions.
        """
        listed = self.brought.checkpoints if self.brought else ()
        return tuple(one.subject for one in listed) or (() if self.told else (self.subject,))

    @property
    def tagged(self) -> tuple[str, ...]:
        """The subjects that may name its fixes: its own is not of one session where it brought several."""
        return self.subjects if self.told else tuple(dict.fromkeys((self.subject, *self.subjects)))

    @property
    def fixes(self) -> tuple[str, ...]:
        """The ids in the fix tags of its subjects."""
        types = Settings().types
        return tuple(dict.fromkeys(fix for one in self.tagged for fix in header.fixes_of(one, types)))

    @property
    def lines(self) -> tuple[int, int]:
        """The lines of work that it added, and those that it removed."""
        if self.told:
            return self.told.added, self.told.removed
        return sum(added for added, _ in self.work.values()), sum(less for _, less in self.work.values())


class Log(NamedTuple):
    """A session as the history tells it, its checkpoints by number.

    `records` are those of its files, the one that was started last first.
    """

    id: str
    checkpoints: tuple[Checkpoint, ...]
    records: tuple[Record, ...] = ()

    @property
    def record(self) -> Record | None:
        """Its record, whatever the number of its files."""
        return parts.joined(self.records)

    @property
    def fixes(self) -> tuple[str, ...]:
        """The ids of its fix tags, in the order of the commits, and those that were said to be done."""
        told = self.record.told.done if self.record else ()
        return tuple(dict.fromkeys((*(fix for one in self.checkpoints for fix in one.fixes), *told)))

    @property
    def commits(self) -> int:
        """How many commits of work it has: what changes our own files only is none."""
        return sum(point.commits for point in self.checkpoints)

    @property
    def authors(self) -> tuple[str, ...]:
        """Who made its commits; of a squash its author."""
        return tuple(dict.fromkeys(point.author for point in self.checkpoints if point.commits))

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last author date."""
        dates = [point.when for point in self.checkpoints]
        return min(dates), max(dates)

    @property
    def files(self) -> int:
        """How many files of work it changed."""
        told = sum(point.told.files for point in self.checkpoints if point.told)
        return len({path for point in self.checkpoints if not point.told for path in point.work}) + told

    @property
    def lines(self) -> tuple[int, int]:
        """The lines of work that it added, and those that it removed."""
        counts = [point.lines for point in self.checkpoints]
        return sum(added for added, _ in counts), sum(removed for _, removed in counts)


def of(commit: Commit) -> tuple[str, Checkpoint] | None:
    """The session that a commit belongs to, and the commit in it; None where it belongs to none.

    What a message names outside of its last block has no authority: it tells where the commit came from.
    """
    own = session_state.parts(commit.checkpoint)
    others = [found for value in named_elsewhere(commit) if (found := session_state.parts(value))]
    if not own and not others:
        return None
    id = own[0] if own else others[-1][0]
    includes = tuple(sorted(n for session, n in others if session == id))
    return id, alone(commit)._replace(number=own[1] if own else 0, includes=includes)


def alone(commit: Commit) -> Checkpoint:
    """A commit without what it is in a session."""
    return Checkpoint(0, commit.oid, commit.authored, commit.author, commit.subject)


def grouped(points: Iterable[tuple[str, Checkpoint]]) -> list[Log]:
    """The sessions of (session id, checkpoint) pairs, the one that was worked on last first."""
    found: dict[str, list[Checkpoint]] = {}
    for session, point in points:
        found.setdefault(session, []).append(point)
    logs = [
        Log(session, tuple(sorted(points, key=lambda point: (point.number, point.when))))
        for session, points in found.items()
    ]
    return sorted(logs, key=lambda log: (log.span[1], log.id), reverse=True)


def folded(logs: Sequence[Log], patches: Callable[[Sequence[str]], Mapping[str, str]]) -> list[Log]:
    """The sessions with the copies of a commit, as a rebase or a cherry-pick makes them, folded into one.

    `patches` is asked once, and only for commits that share a number: two of them with different changes
    stay two.
    """
    twins = [point.oid for log in logs for some in _by_number(log) if len(some) > 1 for point in some]
    ids = patches(twins) if twins else {}
    return [log._replace(checkpoints=tuple(_once(log, ids))) for log in logs] if twins else list(logs)


def with_sizes(
    logs: Iterable[Log], sizes: Mapping[str, Sizes], is_ours: Callable[[str], bool]
) -> list[Log]:
    """The sessions with what each of their commits changes; `is_ours` tells our own files by path."""
    return [
        log._replace(
            checkpoints=tuple(_sized(one, log, sizes.get(one.oid, {}), is_ours) for one in log.checkpoints)
        )
        for log in logs
    ]


def _sized(point: Checkpoint, log: Log, sizes: Sizes, is_ours: Callable[[str], bool]) -> Checkpoint:
    work = {path: lines for path, lines in sizes.items() if not is_ours(path)}
    if point.brought:
        return point._replace(sizes=sizes, work=work)
    others = {one.number for one in log.checkpoints if one.oid != point.oid}
    commits = bool(point.number) + len(set(point.includes) - others)
    if sizes and not work:
        commits = 0
    return point._replace(sizes=sizes, work=work if commits else {}, commits=commits)


def _by_number(log: Log) -> list[list[Checkpoint]]:
    """The commits that share a number; those without one stand alone."""
    found: dict[object, list[Checkpoint]] = {}
    for point in log.checkpoints:
        found.setdefault(point.number or point.oid, []).append(point)
    return list(found.values())


def _once(log: Log, ids: Mapping[str, str]) -> Iterable[Checkpoint]:
    for same in _by_number(log):
        kept: dict[str, Checkpoint] = {}
        for point in reversed(same):  # the last one first
            patch = ids.get(point.oid, point.subject)  # what changes nothing is known by its subject
            first = kept.get(patch, point)
            kept[patch] = first._replace(copies=(*first.copies, point.oid)) if patch in kept else point
        yield from reversed(kept.values())
