"""What a prompt is about: the fixes that are named, else those of the session, else what is next."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...backlog.model import Batch, Fix, Register
from ...backlog.next_batch import is_done
from ...backlog.parallel import Parallel, parallel
from ...backlog.paths import named
from ...core.errors import Failure
from ...records.record import Record
from ...state.fixes import select
from ...state.fixes.collect import Place
from ..plan.collect import Plan, paths


class Asked(NamedTuple):
    """What a user names: fixes by their ids, or a batch; nothing for what goes on here."""

    fixes: tuple[str, ...] = ()
    batch: str = ""


class About(NamedTuple):
    """The fixes of a prompt, the batch that they belong to, and the goal in words."""

    goal: str = ""
    batch: Batch | None = None
    fixes: tuple[Fix, ...] = ()


def about(place: Place, wanted: Asked, record: Record, plan: Plan) -> About:
    """What is meant. Raises Failure for what the backlog does not have, and for a batch that is done."""
    register = place.register
    if wanted.fixes:
        fixes = tuple(select.entry(place, id) for id in wanted.fixes)
        return About(f"Fixes {', '.join(f'#{fix.id}' for fix in fixes)}", None, fixes)
    if wanted.batch:
        batch = _batch(register, wanted.batch)
        if is_done(batch, plan.done):
            raise Failure(f"batch {batch.id} is done", "git sessionlog plan next")
        return About(_goal(batch), batch, _of(plan, batch))
    if record.fixes or record.goal:
        batch_of = register.batch(record.batch) if record.batch else None
        return About(record.goal, batch_of, tuple(_of_session(register, record)))
    batch_next = plan.next.batch
    if batch_next and not plan.next.fixes:
        return About(_goal(batch_next), batch_next, _of(plan, batch_next))
    return About(_goal(batch_next) if batch_next else "", batch_next, plan.next.fixes)


def at_once(
    fixes: Sequence[Fix], plan: Plan
) -> tuple[tuple[tuple[Fix, ...], ...], tuple[tuple[Fix, str], ...]]:
    """The fixes that can be made at the same time, each alone; and the others, each with the reason."""
    found = parallel(plan.register, [fix.id for fix in fixes if fix.id], paths(), plan.done.fixes)
    first = found.groups[0] if found.groups else ()
    own = tuple((fix,) for fix in fixes if fix.id in first)
    return own, tuple((fix, _reason(fix, found)) for fix in fixes if fix.id not in first)


def left(plan: Plan) -> tuple[tuple[int, int], int]:
    """The minutes that are left of the plan, the least and the most, and how many batches."""
    batches = [batch for batch in plan.register.batches if not is_done(batch, plan.done)]
    least, most = (sum(batch.minutes[at] for batch in batches) for at in (0, 1))
    return (least, most), len(batches)


def _batch(register: Register, id: str) -> Batch:
    batch = register.batch(id)
    if batch is None:
        known = " ".join(one.id for one in register.batches[:40])
        hint = f"batches: {known}" if known else "git sessionlog plan"
        raise Failure(f'the backlog has no batch "{id}"', hint)
    return batch


def _goal(batch: Batch) -> str:
    return f"Batch {batch.id}: {batch.title}" if batch.title else f"Complete batch {batch.id}"


def _of(plan: Plan, batch: Batch) -> tuple[Fix, ...]:
    """What is left of a batch; what has no id in the backlog has none here."""
    ids = [id for id in (*batch.fixes, *batch.maybe) if id not in plan.done.fixes]
    own = (plan.register.find(id) or Fix(id) for id in ids)
    return *own, *(Fix("", item, files=named(item)) for item in batch.items)


def _of_session(register: Register, record: Record) -> Iterator[Fix]:
    """The fixes of a session, with what the backlog knows of them."""
    for one in record.fixes:
        fix = register.find(one.id) or Fix(one.id)
        files = (one.file,) if one.file and one.file not in fix.files else ()
        yield fix._replace(title=fix.title or one.text, files=(*files, *fix.files))


def _reason(fix: Fix, found: Parallel) -> str:
    """Why a fix is not made at the same time as the first ones."""
    if not fix.id:
        return "it has no id in the backlog"
    if fix.id in found.done:
        return "it is done"
    if fix.id in found.unknown:
        return "the backlog names no file of it"
    first = found.groups[0] if found.groups else ()
    for pair in found.apart:
        if fix.id in (pair.one, pair.other) and {pair.one, pair.other} & {*first}:
            other = pair.other if pair.one == fix.id else pair.one
            return f"it touches {pair.what}, as #{other} does" if pair.kind == "file" else pair.what
    return (
        "it comes after those"
        if any(fix.id in group for group in found.groups)
        else "it is not in the backlog"
    )
