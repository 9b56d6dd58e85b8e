"""What a plan contradicts itself in: ids that nobody described, sums that do not add up, circles."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from ..core import fix_ids, goals
from ..core.findings import Finding
from ..core.suggest import nearest
from . import estimates
from .model import Batch, Fix, Order, Place, Register, Total

RULES: Mapping[str, str] = {
    "plan-unknown": "error",
    "plan-twice": "error",
    "plan-differs": "error",
    "plan-order": "error",
    "plan-cycle": "error",
    "plan-total": "warn",
    "plan-budget": "warn",
    "plan-vague": "warn",
    "plan-without": "warn",
    "plan-clash": "warn",
}
"""What is looked for, and what a finding is: an `error` fails the check, a `warn` is shown."""

WHOLE = 50
"""What a session holds: five small fixes, two medium ones, or a large one."""

_WEIGHTS = {"small": 10, "medium": 25, "large": 50}
_SHOWN = 12
_CYCLES = 20
_TOLERANCE = 0.1  # of what is said to be about so much


class Found(NamedTuple):
    """A finding and the document that it is in."""

    path: str
    finding: Finding


def findings(register: Register) -> list[Found]:
    """Everything that is wrong with a plan, by document and line."""
    plan = _Plan(register)
    every = (found for check in _CHECKS for found in check(plan))
    return sorted(every, key=lambda found: (found.path, found.finding.line, found.finding.rule))


def weight(fix: Fix) -> int:
    """How much of a session a fix takes, of `WHOLE`; its time tells where its size does not."""
    return _WEIGHTS[_size(fix) or "small"]


def _size(fix: Fix) -> str:
    most = fix.minutes[1]
    told = "small" if most <= 20 else "medium" if most <= 45 else "large"
    return fix.size or (told if most else "")


named = fix_ids.spelled


class _Plan:
    """A register with what several checks ask of it."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.listed = {batch.id: batch for batch in register.batches}
        self.at = {batch.id: number for number, batch in enumerate(register.batches)}
        self.of_fix: dict[str, list[Batch]] = {}
        for batch in register.batches:
            for id in (*batch.fixes, *batch.maybe):
                self.of_fix.setdefault(id, []).append(batch)
        self.known = [id for fix in register.fixes for id in (fix.id, *fix.aliases)]


def _finding(rule: str, message: str, place: Place, hint: str = "") -> Found:
    return Found(place.path, Finding(rule, message, place.line, severity=RULES[rule], hint=hint))


def _unknown(plan: _Plan) -> Iterator[Found]:
    """A batch, or a fix, that names a fix which no document describes."""
    if not plan.register.fixes:
        return
    for batch in plan.register.batches:
        for id in (*batch.fixes, *batch.maybe):
            if not plan.register.find(id):
                text = f"batch {batch.id} names {named([id])}, which no document describes"
                yield _finding("plan-unknown", text, batch.places[0], _near(plan, id))
    for fix in plan.register.fixes:
        for id in fix.needs:
            if not plan.register.find(id):
                text = f"{named([fix.id])} waits for {named([id])}, which no document describes"
                yield _finding("plan-unknown", text, fix.places[0], _near(plan, id))


def _near(plan: _Plan, id: str) -> str:
    near = nearest(id, plan.known[:2000])
    return f"did you mean {named([near])}?" if near else ""


def _twice(plan: _Plan) -> Iterator[Found]:
    """A fix in two batches; one may have it for when there is time."""
    for id, batches in plan.of_fix.items():
        if len(batches) > 1:
            where = " and ".join(batch.id for batch in batches)
            yield _finding("plan-twice", f"{named([id])} is in the batches {where}", batches[1].places[0])


def _differs(plan: _Plan) -> Iterator[Found]:
    """A batch whose list and whose row in the table are not the same."""
    for order in plan.register.orders:
        batch = plan.listed[order.batch]
        if batch.places[0] == order.place:
            continue
        lacking = [id for id in order.fixes if id not in (*batch.fixes, *batch.maybe)]
        more = [id for id in batch.fixes if id not in order.fixes]
        if order.fixes and (lacking or more):
            text = (
                f"batch {batch.id} is {named(batch.fixes)} in its list, {named(order.fixes)} in this table"
            )
            elsewhere = [(id, other.id) for id in lacking for other in plan.of_fix.get(id, ())]
            text += "".join(f"; {named([id])} is listed in batch {other}" for id, other in elsewhere[:3])
            yield _finding("plan-differs", text, order.place)
        if any(batch.minutes) and any(order.minutes) and batch.minutes != order.minutes:
            one, two = estimates.said(batch.minutes), estimates.said(order.minutes)
            text = f"batch {batch.id} takes {one} by its list and {two} by this table"
            yield _finding("plan-differs", text, order.place)


def _order(plan: _Plan) -> Iterator[Found]:
    """The numbers of the table have no gap, each batch is in it once, and none waits for a later one."""
    orders = plan.register.orders
    for expected, order in enumerate(orders, orders[0].number if orders else 0):
        if order.number != expected:
            text = f"batch {order.batch} is number {order.number}, and would be {expected}"
            yield _finding("plan-order", text, order.place)
            break
    for id, count in Counter(order.batch for order in orders).items():
        if count > 1:
            last = next(order for order in reversed(orders) if order.batch == id)
            yield _finding("plan-order", f"batch {id} is {count} times in the table", last.place)
    listed = {order.batch for order in orders}
    for batch in plan.register.batches if orders else ():
        if batch.id not in listed:
            yield _finding("plan-order", f"batch {batch.id} is not in the table", batch.places[0])
    for batch in plan.register.batches:
        yield from _late(plan, batch)


def _late(plan: _Plan, batch: Batch) -> Iterator[Found]:
    for id in batch.fixes:
        fix = plan.register.find(id)
        for need in fix.needs if fix else ():
            later = plan.of_fix.get(need, [])
            if later and all(plan.at[other.id] > plan.at[batch.id] for other in later):
                text = f"{named([id])} in batch {batch.id} waits for {named([need])} in batch {later[0].id}"
                yield _finding("plan-order", f"{text}, which comes later", batch.places[0])


def _cycles(plan: _Plan) -> Iterator[Found]:
    """Fixes that wait for each other."""
    needs = {fix.id: set(fix.needs) for fix in plan.register.fixes}
    for _ in range(_CYCLES):
        try:
            TopologicalSorter(needs).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1][::-1]
            needs[circle[0]].discard(circle[1])
            fix = plan.register.find(circle[0])
            assert fix is not None  # it waits for something
            text = " -> ".join(named([id]) for id in circle[:_SHOWN])
            yield _finding("plan-cycle", f"these wait for each other: {text}", fix.places[0])
        else:
            return


def _totals(plan: _Plan) -> Iterator[Found]:
    """Sums that do not add up: the sessions and the time of the table, the files of a batch."""
    for total in plan.register.totals:
        orders = [order for order in plan.register.orders if _counts(order, total)]
        least, most = (sum(order.minutes[side] for order in orders) for side in (0, 1))
        is_open = any(order.is_open for order in orders)
        if (
            total.sessions
            and orders
            and not _fits((len(orders), len(orders)), total.sessions, total, is_open)
        ):
            text = f'"{total.text}": the table has {len(orders)} sessions'
            yield _finding("plan-total", text, total.place)
        unknown = is_open and not all(any(order.minutes) for order in orders if order.is_open)
        if any(total.minutes) and most and not _fits((least, most), total.minutes[1], total, unknown):
            text = f'"{total.text}": the times of the table make {estimates.said((least, most))}'
            yield _finding("plan-total", text, total.place)
    for batch in plan.register.batches:
        files = {path for id in batch.fixes if (fix := plan.register.find(id)) for path in fix.files}
        is_plain = not any("*" in path or path.endswith("/") for path in files)
        if batch.files[1] and is_plain and len(files) > batch.files[1]:
            text = f"batch {batch.id} is said to touch {batch.files[1]} files; its fixes name {len(files)}"
            yield _finding("plan-total", text, batch.places[0])


def _counts(order: Order, total: Total) -> bool:
    """Whether a row is part of a sum; of the first so many fixes it is where it has no other."""
    if not total.first:
        return True
    if not order.fixes:
        return not order.is_open
    return all(id.isdigit() and int(id) <= total.first for id in order.fixes)


def _fits(counted: tuple[int, int], said: int, total: Total, is_open: bool) -> bool:
    slack = max(1, said * _TOLERANCE) if total.about else 0
    return counted[0] - slack <= said and (is_open or said <= counted[1] + slack)


def _budget(plan: _Plan) -> Iterator[Found]:
    """A batch that is more than a session holds."""
    for batch in plan.register.batches:
        fixes = [fix for id in batch.fixes if (fix := plan.register.find(id))]
        if sum(map(weight, fixes)) > WHOLE:
            sizes = Counter(map(_size, fixes))
            told = [f"{sizes[size]} {size}" for size in _WEIGHTS if sizes[size]]
            told += [f"{sizes['']} without a size" if told else f"{len(fixes)} fixes"] if sizes[""] else []
            text = f"batch {batch.id} is more than one session: {', '.join(told)}"
            hint = "3 to 5 small, 1 or 2 medium, or 1 large: plan next splits it"
            yield _finding("plan-budget", text, batch.places[0], hint)


def _vague(plan: _Plan) -> Iterator[Found]:
    """An entry that says neither where nor what; documents with no entry at all."""
    if not (plan.register.fixes or plan.register.batches or plan.register.phases):
        for path in plan.register.paths:
            yield _finding("plan-vague", "nothing here is a fix, a batch or a phase", Place(path, 1))
    for fix in plan.register.fixes:
        if not fix.files and not fix.change and goals.is_vague(fix.title):
            text = f'{named([fix.id])} names no file and no change: "{fix.title}"'
            yield _finding("plan-vague", text, fix.places[0])
    for batch in plan.register.batches:
        if not (batch.fixes or batch.maybe or batch.items):
            yield _finding("plan-vague", f"batch {batch.id} holds nothing", batch.places[0])


def _without(plan: _Plan) -> Iterator[Found]:
    """Fixes in no batch, where there are batches."""
    left = [fix for fix in plan.register.fixes if fix.id not in plan.of_fix]
    if plan.register.batches and left:
        text = "1 fix is in no batch" if len(left) == 1 else f"{len(left)} fixes are in no batch"
        yield _finding("plan-without", f"{text}: {named(fix.id for fix in left)}", left[0].places[0])


def _clashes(plan: _Plan) -> Iterator[Found]:
    """What the reader could not bring together."""
    for clash in plan.register.clashes:
        other = f" ({clash.places[0].path}:{clash.places[0].line})"
        yield _finding("plan-clash", f"{clash.text}{other}", clash.places[-1])


_CHECKS: tuple[Callable[[_Plan], Iterator[Found]], ...] = (
    *(_unknown, _twice, _differs, _order, _cycles),
    *(_totals, _budget, _vague, _without, _clashes),
)
