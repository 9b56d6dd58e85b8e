"""Were the state documents up to date? Looked at where sessions and days ended, so often and no more."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ...core.stamps import day
from ...git.objects import Objects
from ...settings.model import STATE_DOCUMENTS, Settings, is_record
from ...state import state_documents
from ...state.freshness import SHOWN, Freshness
from ...state.session_log import Checkpoint, Log
from .model import Fresh

MOST = 500
"""Commits that are looked at, the last ones: the cost must not grow with the history."""

_TOGETHER = 50  # commits that are read at a time
_WORST = ("missing", "stale", "unknown", "fresh")


class Looks(NamedTuple):
    """What was seen at the last commit of each session, by id, and of each day, by date.

    `undescribed` are the commits that a state document did not describe at the end of a session; there is
    none for a session that was not looked at, or where it cannot be told. `is_work` is whether a path
    needs a description.
    """

    sessions: Mapping[str, Fresh] = {}
    days: Mapping[str, Fresh] = {}
    undescribed: Mapping[str, frozenset[str]] = {}
    is_work: Callable[[str], bool] = bool


def looked(objects: Objects, logs: Sequence[Log], settings: Settings) -> Looks:
    """What is seen, of the last `MOST` commits that end a session or a day."""
    known = {point.oid: point.sizes for log in logs for point in log.checkpoints if point.sizes}
    asked = state_documents.demand(settings, shallow=state_documents.is_shallow())._replace(changes=known)
    documents = {*asked.documents, *STATE_DOCUMENTS}
    ends = {log.id: _last(log.checkpoints) for log in logs}
    days = _days(point for log in logs for point in log.checkpoints)
    sizes = {ends[log.id].oid: len(log.checkpoints) for log in logs}
    every = {point.oid: point for point in (*ends.values(), *days.values())}
    wanted = sorted(every.values(), key=lambda point: point.when)[-MOST:]
    # where a commit changes a document it is the last update, and two objects tell: they are read together
    quick = [point for point in wanted if documents & point.sizes.keys()]
    slow = [point for point in wanted if not documents & point.sizes.keys()]
    found = {}
    pasts = state_documents.together((), asked)
    for number, point in enumerate((*quick, *slow)):
        if number < len(quick) and number % _TOGETHER == 0:
            objects.gather(one.oid for one in quick[number : number + _TOGETHER])
        # so far that all commits of the session are met: it looks for some more than it tolerates
        far = asked._replace(tolerance=max(asked.tolerance, sizes.get(point.oid, 0) - SHOWN))
        found[point.oid] = list(state_documents.verdicts(objects, point.oid, far, pasts))
    return Looks(
        {id: _fresh(found[end.oid], asked) for id, end in ends.items() if end.oid in found},
        {date: _fresh(found[end.oid], asked) for date, end in days.items() if end.oid in found},
        dict(_undescribed(ends, found, logs)),
        lambda path: path not in documents and not is_record(path) and not asked.ignored(path),
    )


def _last(points: Sequence[Checkpoint]) -> Checkpoint:
    return max(points, key=lambda point: (point.when, point.number))


def _days(points: Iterable[Checkpoint]) -> dict[str, Checkpoint]:
    found: dict[str, list[Checkpoint]] = {}
    for point in points:
        found.setdefault(day(point.when), []).append(point)
    return {date: _last(some) for date, some in found.items()}


def _fresh(verdicts: Iterable[Freshness], asked: state_documents.Demand) -> Fresh:
    """The worst of the documents."""
    every = []
    for verdict in verdicts:
        known = verdict.state if verdict.state in ("missing", "unknown") else "fresh"
        is_stale = len(verdict.commits) > asked.tolerance  # it was asked how far, not whether
        every.append(Fresh("stale" if is_stale else known, len(verdict.commits)))
    return min(every, key=lambda one: (_WORST.index(one.state), -one.behind))


def _undescribed(
    ends: Mapping[str, Checkpoint], found: Mapping[str, Sequence[Freshness]], logs: Sequence[Log]
) -> Iterator[tuple[str, frozenset[str]]]:
    for log in logs:
        verdicts = found.get(ends[log.id].oid, ())
        if any(verdict.state == "missing" for verdict in verdicts):
            yield log.id, frozenset(point.oid for point in log.checkpoints)
        elif verdicts and all(verdict.state != "unknown" for verdict in verdicts):
            yield log.id, frozenset(commit.oid for verdict in verdicts for commit in verdict.commits)
