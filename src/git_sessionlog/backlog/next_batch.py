"""The next batch that is not done, cut to what one session holds."""

from collections.abc import Iterable
from typing import NamedTuple

from . import estimates
from .contradictions import WHOLE, weight
from .model import Batch, Fix, Phase, Register


class Done(NamedTuple):
    """What is done: fixes by their ids, and the batches that sessions have completed."""

    fixes: frozenset[str] = frozenset()
    batches: frozenset[str] = frozenset()


class Next(NamedTuple):
    """What to begin with.

    `batch` is None where there are no batches, `phase` the next one of a plan that has nothing else.
    `fixes` fit into one session, `rest` are those of the batch that do not. `waiting` are the batches
    before it that cannot begin: each with the fixes that it waits for. Where none of the fixes in no batch
    can begin, they are the `rest`, and `waiting` has them as batch "".
    """

    batch: Batch | None = None
    fixes: tuple[Fix, ...] = ()
    rest: tuple[Fix, ...] = ()
    waiting: tuple[tuple[str, tuple[str, ...]], ...] = ()
    phase: Phase | None = None

    @property
    def minutes(self) -> tuple[int, int]:
        """How long it takes: the batch's own time where all of it is left, else that of the fixes."""
        own = [fix.minutes for fix in self.fixes]
        is_whole = self.batch is not None and not self.rest and len(own) == len(self.batch.fixes)
        if self.batch is not None and (is_whole or not own):
            return self.batch.minutes
        return estimates.total(own)

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing that can begin: all is done, or waits."""
        return self.batch is None and self.phase is None and not self.fixes


def is_done(batch: Batch, done: Done) -> bool:
    """Whether a batch is: all its fixes are, or a session completed it where it has none with an id."""
    if batch.fixes:
        return all(id in done.fixes for id in batch.fixes)
    return batch.id in done.batches


def next_of(register: Register, done: Done) -> Next:
    """The next batch of the plan; the next fixes where it has no batches, then the next phase."""
    waiting: list[tuple[str, tuple[str, ...]]] = []
    for batch in register.batches:
        if is_done(batch, done):
            continue
        left = [fix for id in batch.fixes if id not in done.fixes and (fix := register.find(id))]
        unknown = [Fix(id) for id in batch.fixes if id not in done.fixes and not register.find(id)]
        fixes, rest = _cut([*left, *unknown], done)
        if fixes or not batch.fixes:
            return Next(batch, fixes, rest, tuple(waiting))
        waiting.append((batch.id, _needs(left, done)))
    planned = {id for batch in register.batches for id in batch.fixes}
    loose = [fix for fix in register.fixes if fix.id not in planned and fix.id not in done.fixes]
    fixes, rest = _cut(loose, done)
    if fixes:
        return Next(None, fixes, rest, tuple(waiting))
    if rest:
        waiting.append(("", _needs(rest, done)))
    phase = next((one for one in register.phases if not one.is_done), None)
    return Next(None, (), rest, tuple(waiting), phase)


def _needs(fixes: Iterable[Fix], done: Done) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for fix in fixes for id in fix.needs if id not in done.fixes))


def _cut(fixes: Iterable[Fix], done: Done) -> tuple[tuple[Fix, ...], tuple[Fix, ...]]:
    """The fixes that can be made now, fit into a session, and do not wait; and the rest."""
    left, size = list(fixes), 0
    taken: list[Fix] = []
    there = set(done.fixes)
    while left:
        ready = next((fix for fix in left if all(need in there for need in fix.needs)), None)
        if ready is None or (taken and size + weight(ready) > WHOLE):
            break
        left.remove(ready)
        taken.append(ready)
        there.add(ready.id)
        size += weight(ready)
    return tuple(taken), tuple(left)
