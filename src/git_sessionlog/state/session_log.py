"""The sessions as the history tells them: their commits, each once, with what they came to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ..git import session_state
from ..git.checkpoints import named_elsewhere
from ..git.diffs import Sizes
from ..git.log import Commit
from ..messages import header
from ..records.record import Record
from ..settings.model import Settings


class Checkpoint(NamedTuple):
    """A commit that belongs to a session; `when` is its author date in seconds since 1970, UTC.

    `number` is 0 for a commit whose message names checkpoints, but not in its last block: a squash that a
    server made. `includes` are the numbers that it names beside its own, `copies` the ids of other commits
    with the same number and the same change, `sizes` what it changes.
    """

    number: int
    oid: str
    when: int
    author: str
    subject: str
    includes: tuple[int, ...] = ()
    copies: tuple[str, ...] = ()
    sizes: Mapping[str, tuple[int, int]] = {}

    @property
    def fixes(self) -> tuple[str, ...]:
        """The ids in the fix tag of the subject."""
        return header.fixes_of(self.subject, Settings().types)


class Log(NamedTuple):
    """A session as the history tells it, its checkpoints by number; its record, where there is one."""

    id: str
    checkpoints: tuple[Checkpoint, ...]
    record: Record | None = None

    @property
    def fixes(self) -> tuple[str, ...]:
        """The ids of all its fix tags, each once, in the order of the commits."""
        return tuple(dict.fromkeys(fix for point in self.checkpoints for fix in point.fixes))

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last author date."""
        dates = [point.when for point in self.checkpoints]
        return min(dates), max(dates)

    @property
    def files(self) -> int:
        """How many files it changed."""
        return len({path for point in self.checkpoints for path in point.sizes})

    @property
    def lines(self) -> tuple[int, int]:
        """The lines that it added, and those that it removed."""
        counts = [lines for point in self.checkpoints for lines in point.sizes.values()]
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


def with_sizes(logs: Iterable[Log], sizes: Mapping[str, Sizes]) -> list[Log]:
    """The sessions with what each of their commits changes."""
    return [
        log._replace(
            checkpoints=tuple(one._replace(sizes=sizes.get(one.oid, {})) for one in log.checkpoints)
        )
        for log in logs
    ]


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
