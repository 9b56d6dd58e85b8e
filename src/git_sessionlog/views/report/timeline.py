"""What became of the plan, and the days one by one. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ...backlog.model import Batch as Plan
from ...backlog.model import Register
from ...core.stamps import day
from .model import Batch, Day, Fresh, Session, Trail

DONE = "done"


def batch_of(session: Session, register: Register) -> str:
    """The batch that a session worked on: that of its record, else that of most of its fixes.

    Where two have as many it is the one that comes first in the plan; "" where none has any.
    """
    named = register.batch(session.batch) if session.batch else None
    if named:
        return named.id
    keys = {register.key(fix) for fix in (*session.planned, *session.fixes)}
    count = Counter({plan.id: len(keys & _keys(plan, register)) for plan in register.batches})
    best = max(count.values(), default=0)
    return next((id for id, shared in count.items() if shared == best), "") if best else ""


def batches(register: Register, sessions: Sequence[Session], trails: Iterable[Trail]) -> list[Batch]:
    """The plan beside what became of it, in the order of the plan.

    * planned sessions = 1 for each batch: a batch is what is done in one session; n/a where the plan says
      that it takes more, and not how many
    * sessions = those of which it is `batch_of`
    * planned hours = the least and the most of the batch's estimate
    * hours = the sum of start to end of those sessions; n/a where it is known of none
    * done = its fixes whose status is "done"
    """
    done = {trail.id for trail in trails if trail.status == DONE}
    by_batch: dict[str, list[Session]] = {}
    for session in sessions:
        by_batch.setdefault(batch_of(session, register), []).append(session)
    return [_batch(plan, register, by_batch.get(plan.id, []), done) for plan in register.batches]


def totals(register: Register, sessions: Sequence[Session], trails: Iterable[Trail]) -> list[Batch]:
    """The sums that the plan names, beside what became of them; none where it names none.

    Over the first fixes of the backlog, `1-20`, or over all. Their sessions are those that worked on
    one of them, or on a batch of theirs.
    """
    done = {trail.id for trail in trails if trail.status == DONE}
    found = []
    for total in register.totals:
        fixes = tuple(fix.id for fix in register.fixes[: total.first or None])
        own = [one for one in sessions if (one.batch and not total.first) or _on(one, fixes, register)]
        planned = Plan(
            f"1-{total.first}" if total.first else "all", total.text, fixes, minutes=total.minutes
        )
        found.append(_batch(planned, register, own, done)._replace(planned=total.sessions or None))
    return found


def days(
    work: Iterable[tuple[int, int, int, int]], trails: Sequence[Trail], fresh: Mapping[str, Fresh]
) -> list[Day]:
    """The days on which something happened, the first one first.

    `work` are the commits of sessions: when, how many it is, lines added, lines removed. A fix of the
    backlog that is done counts from the day of its last commit that stands; one that only a document calls
    done has no day.
    """
    commits, added, removed = Counter[str](), Counter[str](), Counter[str]()
    for when, count, more, less in work:
        commits[day(when)] += count
        added[day(when)] += more
        removed[day(when)] += less
    ended = Counter(day(one.when) for one in trails if one.listed and one.status == DONE and one.when)
    found, sofar = [], 0
    for date in sorted({*commits, *ended}):
        sofar += ended[date]
        at = fresh.get(date, Fresh())
        found.append(Day(date, commits[date], added[date], removed[date], ended[date], sofar, at))
    return found


def _on(session: Session, fixes: Sequence[str], register: Register) -> bool:
    return any(register.key(fix) in fixes for fix in (*session.planned, *session.fixes))


def _keys(plan: Plan, register: Register) -> set[str]:
    return {register.key(fix) for fix in (*plan.fixes, *plan.maybe)}


def _batch(plan: Plan, register: Register, sessions: Sequence[Session], done: set[str]) -> Batch:
    known = [one.minutes for one in sessions if one.minutes is not None]
    fixes = tuple(dict.fromkeys(register.key(fix) for fix in plan.fixes))
    is_open = any(order.is_open for order in register.orders if order.batch == plan.id)
    return Batch(
        plan.id,
        plan.title,
        fixes,
        sum(fix in done for fix in fixes),
        None if is_open else 1,
        tuple(one.label for one in sessions),
        plan.minutes if any(plan.minutes) else None,
        sum(known) if known else None,
    )
