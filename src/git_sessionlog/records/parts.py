"""One session in several files: it goes on in another one after its branch has landed."""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import TypeVar

from .front import Coverage
from .record import Metrics, Record, Told

T = TypeVar("T")


def joined(records: Sequence[Record]) -> Record | None:
    """The session that some records tell together, the one that was started last first; None for none.

    What it is now the last one says, when it began the first one, and what it came to all of them.
    """
    if len(records) < 2:
        return next(iter(records), None)
    last, first, oldest = records[0], records[-1], records[::-1]
    return last._replace(
        number=last.number or first.number,
        base=first.base,
        started=first.started,
        continues=first.continues,
        fixes=_once(fix for one in oldest for fix in one.fixes),
        forced=_once(text for one in oldest for text in one.forced),
        metrics=Metrics(*map(sum, zip(*(one.metrics for one in records), strict=True))),
        checkpoints=tuple(point for one in oldest for point in one.checkpoints),
        coverage=Coverage(
            frozenset[int]().union(*(one.coverage.numbers for one in records)),
            frozenset[str]().union(*(one.coverage.also for one in records)),
        ),
        told=reduce(told, (one.told for one in oldest)),
    )


def told(old: Told, new: Told) -> Told:
    """What was said, with what was said after it: the last word on a fix counts."""
    return Told(
        _once((*(one for one in old.done if one not in new.unfinished), *new.done)),
        _once((*(one for one in old.unfinished if one not in new.done), *new.unfinished)),
        _once((*old.did, *new.did)),
        _once((*old.resolved, *new.resolved)),
    )


def _once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
