"""The plan of a backlog: its batches, what can be done at the same time, what is next."""

import shlex
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from ...backlog import estimates
from ...backlog.contradictions import named
from ...backlog.model import Batch, Fix, Phase, Register
from ...backlog.next_batch import Next, is_done
from ...backlog.parallel import Parallel
from ...core import done_words, fix_ids
from ...core.columns import cut, padded, width
from ...core.finding_lines import counted
from ...core.terminal import Paint, one_line
from .collect import Plan

START = "git sessionlog start"
"""The command that begins a session."""


class Page(NamedTuple):
    """How it is shown: its colours, and how many columns there are, 0 where that does not count."""

    paint: Paint
    width: int = 0

    def cut(self, text: str) -> str:
        """A text, cut where the line ends."""
        return cut(text, self.width) if self.width else text


def table(plan: Plan, page: Page) -> Iterator[str]:
    """The batches in their order, then the phases, then what is next."""
    rows = [_row(batch, plan) for batch in plan.register.batches]
    widths = [max((width(row[at]) for row in rows), default=0) for at in range(4)]
    for row, batch in zip(rows, plan.register.batches, strict=True):
        cells = (
            *(padded(row[at], widths[at]) for at in (0, 1)),
            *(row[at].rjust(widths[at]) for at in (2, 3)),
        )
        colour = page.paint.faint if is_done(batch, plan.done) else str
        if plan.next.batch == batch:
            colour = page.paint.bold
        line = f"{'  '.join(cells)}  {row[4]}".rstrip()
        yield colour(page.cut(line))
    for phase in plan.register.phases:
        yield page.cut(_phase(phase))
    rest = loose(plan.register)
    if plan.register.batches and rest:
        yield page.cut(f"in no batch: {named(rest)}")
    yield _sum(plan)
    if command(plan.next):
        yield f"next: {command(plan.next)}"


def following(plan: Plan, page: Page) -> Iterator[str]:
    """The next batch with its fixes, and the line that begins it."""
    one, paint = plan.next, page.paint
    waiting = [_waiting(batch, needs, one.rest) for batch, needs in one.waiting]
    if one.is_nothing:
        yield (
            "; ".join(["nothing is left that can begin", *waiting]) if waiting else _nothing(plan.register)
        )
        return
    yield from map(paint.odd, waiting)
    yield paint.bold(one_line(_heading(plan)))
    for fix in one.fixes:
        yield page.cut(f"  {named([fix.id])}  {one_line(fix.title or 'not described')}")
        if fix.says and (fix.says.casefold() == "x" or done_words.is_done(fix.says)):
            said = f'{fix.places[0].path} says "{fix.says}", and no commit does'
            yield paint.odd(page.cut(f"      {one_line(said)}"))
        yield from _files(fix, "      ", page)
    left = [task.text for task in one.phase.tasks if not task.is_done] if one.phase else []
    items = one.batch.items if one.batch and not one.rest else tuple(left)
    yield from (page.cut(f"  -  {one_line(item)}") for item in items)
    if one.batch and one.batch.maybe and not one.rest:
        yield f"  if there is time: {named(one.batch.maybe)}"
    if one.fixes and one.rest:
        yield f"  another session: {named(fix.id for fix in one.rest)}"
    yield f"begin: {command(one)}"


def parallel(found: Parallel, register: Register, page: Page) -> Iterator[str]:
    """The groups, one after the other, and why two fixes are not in the same one."""
    paint = page.paint
    for number, group in enumerate(found.groups, 1):
        alone = group[0] in found.unknown
        said = "alone" if len(group) == 1 else "at the same time"
        yield paint.bold(f"{number}. {said}:") + (" nobody knows which files it touches" if alone else "")
        for id in group:
            fix = register.find(id) or Fix(id)
            yield page.cut(f"   {named([id])}  {one_line(fix.title)}")
            yield from _files(fix, "       ", page)
    if found.apart:
        yield paint.bold("apart:")
    for pair in found.apart:
        one, other = named([pair.one]), named([pair.other])
        why = f"both touch {pair.what}" if pair.kind == "file" else _waits(pair.what)
        yield page.cut(f"   {one} and {other}: {one_line(why)}")
    if found.more:
        yield f"   and {counted(found.more, 'pair')} more"
    if found.done:
        yield f"done: {named(found.done)}"
    if not found.groups:
        yield "nothing is left to do" if register.fixes else "the backlog has no fix with an id"


def command(one: Next) -> str:
    """The line that begins what is next, "" where there is nothing."""
    fixes = "".join(f" --fix {fix.id}" for fix in one.fixes)
    if one.batch is not None:
        part = bool(one.rest)
        return f"{START} --batch {one.batch.id}{fixes if part else ''}"
    if one.phase is not None:
        return f"{START} {shlex.quote(one_line(f'Phase {one.phase.id}: {one.phase.title}'))}"
    return f"{START}{fixes}" if fixes else ""


def nothing_in(known: Register) -> str:
    """What is said of a backlog in which nothing was found."""
    return one_line(f"no fix, batch or phase is in {', '.join(known.paths)}", 400)


_TITLE = 28  # columns
_LONGEST = 1000  # characters of a list of files


def _row(batch: Batch, plan: Plan) -> tuple[str, str, str, str, str]:
    finished = sum(id in plan.done.fixes for id in batch.fixes)
    done = f"{finished}/{len(batch.fixes)}" if batch.fixes else "done" if is_done(batch, plan.done) else "-"
    maybe = f", perhaps {named(batch.maybe)}" if batch.maybe else ""
    holds = (
        fix_ids.spans(batch.fixes) + maybe if batch.fixes or maybe else counted(len(batch.items), "item")
    )
    return batch.id, cut(one_line(batch.title), _TITLE), done, estimates.said(batch.minutes), holds


def _phase(phase: Phase) -> str:
    done = sum(task.is_done for task in phase.tasks)
    size = f" ({phase.size})" if phase.size else ""
    tasks = f"{done} of {counted(len(phase.tasks), 'task')} done" if phase.tasks else ""
    state = tasks or ("done" if phase.is_done else "open")
    return one_line(f"phase {phase.id}: {phase.title}{size}: {state}")


def _heading(plan: Plan) -> str:
    one = plan.next
    if one.phase:
        return _phase(one.phase)
    time = estimates.said(one.minutes)
    title = "in no batch" if plan.register.batches else "the next fixes"
    title = f"batch {one.batch.id}: {one.batch.title}".removesuffix(": ") if one.batch else title
    return f"{title} ({time})" if time else title


def _waiting(batch: str, needs: Sequence[str], rest: Sequence[Fix]) -> str:
    many = f"{named(fix.id for fix in rest)} {'wait' if len(rest) > 1 else 'waits'}"
    return f"{f'batch {batch} waits' if batch else many} for {named(needs)}"


def _nothing(known: Register) -> str:
    """Why nothing is next, where nothing waits."""
    is_empty = not (known.fixes or known.batches or known.phases)
    return nothing_in(known) if is_empty else "nothing is left: all is done"


def _sum(plan: Plan) -> str:
    known = plan.register
    done = sum(fix.id in plan.done.fixes for fix in known.fixes)
    parts = [f"{done} of {counted(len(known.fixes), 'fix', 'fixes')} done"] if known.fixes else []
    unknown = sum(plan.statuses.get(fix.id) == "unknown" for fix in known.fixes)
    parts += [f"{unknown} unknown"] if unknown else []
    finished = sum(is_done(batch, plan.done) for batch in known.batches)
    if known.batches:
        parts.append(f"{finished} of {counted(len(known.batches), 'batch', 'batches')}")
    left = [batch.minutes for batch in known.batches if not is_done(batch, plan.done)]
    time = estimates.said((sum(one[0] for one in left), sum(one[1] for one in left)))
    untold = sum(not any(one) for one in left)
    if time:
        parts.append(
            f"{time} left"
            + (f", and {counted(untold, 'batch', 'batches')} without a time" if untold else "")
        )
    if known.phases:
        finished = sum(phase.is_done for phase in known.phases)
        parts.append(f"{finished} of {counted(len(known.phases), 'phase')} done")
    return ", ".join(parts) or nothing_in(known)


def loose(known: Register) -> list[str]:
    """The fixes in no batch."""
    planned = {id for batch in known.batches for id in (*batch.fixes, *batch.maybe)}
    return [fix.id for fix in known.fixes if fix.id not in planned]


def _waits(what: str) -> str:
    one, _, other = what.partition(" waits for ")
    return f"{named([one])} waits for {named([other])}"


def _files(fix: Fix, indent: str, page: Page) -> Iterator[str]:
    """The files of a fix, in as many lines as there is width for."""
    text = one_line(", ".join(fix.files), _LONGEST)
    width = max(page.width, 40) if page.width else len(text) + len(indent) + 1
    for line in wrap(text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False):
        yield page.paint.faint(line)
