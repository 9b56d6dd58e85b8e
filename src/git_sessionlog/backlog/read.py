"""One register of all documents of a backlog."""

import posixpath
import re
from collections.abc import Iterable
from typing import NamedTuple

from ..core import fix_ids
from ..documents.document import Document
from . import batches, entries, phases, rows, tables
from .batches import Batches
from .entries import ANALYSIS, PHASES, PLAN, TRACKER, Entry
from .model import Batch, Clash, Order, Phase, Register
from .union import Union

_ROLES = (
    (PHASES, re.compile(r"phases?\b|implementation[-_ ]?plan|milestones?")),
    (TRACKER, re.compile(r"tracker|tracking|todo|tasks?\b")),
    (ANALYSIS, re.compile(r"analysis|improvement|backlog|audit|review|findings|issues")),
    (PLAN, re.compile(r"strategy|prompt|batch|roadmap|plan\b|sessions?\b")),
)
"""What a document is for, by its name; one with batches is a plan where its name says nothing."""


_MOST = 200  # places that are kept of one batch


class _Read(NamedTuple):
    """What one document says."""

    role: str
    entries: tuple[Entry, ...]
    batches: Batches
    phases: tuple[Phase, ...]


def register(documents: Iterable[Document]) -> Register:
    """What documents say of the backlog, read in their order.

    The first one that has a fix or a batch defines it, the others are places of it and fill in what it
    leaves open. Linear in their size; never fails.
    """
    each = [(document.path, _read(document)) for document in documents]
    union = Union(sections=_sections(found for _, found in each))
    for _, found in each:
        for entry in found.entries:
            union.take(entry, is_whole=found.role == ANALYSIS and not entry.weak)
    fixes = union.fixes()
    known = Register(fixes)
    planned, clashes = _batches(each, known)
    return Register(
        tuple(fix._replace(needs=_keys(known, fix.needs)) for fix in fixes),
        planned,
        _phases(each, known),
        tuple(path for path, _ in each),
        tuple(_keyed(order, known) for _, found in each for order in found.batches.orders),
        tuple(total for _, found in each for total in found.batches.totals),
        (*union.clashes, *clashes),
    )


def _read(document: Document) -> _Read:
    lines = rows.rows(document)
    planned = batches.batches(document, lines)
    role = _role(document.path, is_plan=bool(planned.batches or planned.orders))
    found = entries.entries(document, lines, role)
    in_tables = [] if role == PHASES else list(tables.entries_of(document, spans=role != PLAN))
    every = sorted((*found, *in_tables), key=lambda entry: entry.fix.places[0].line)
    return _Read(role, tuple(every), planned, tuple(phases.of(document, lines)))


def _role(path: str, *, is_plan: bool) -> str:
    stem = posixpath.splitext(posixpath.basename(path))[0].casefold()
    named = next((role for role, pattern in _ROLES if pattern.search(stem)), "")
    return named or (PLAN if is_plan else ANALYSIS)


def _sections(found: Iterable[_Read]) -> frozenset[str]:
    """The numbers of the sections that are entries: an id beside a rank may be one of them."""
    every = (id for one in found for entry in one.entries for id in (entry.fix.id, *entry.fix.aliases))
    return frozenset(filter(fix_ids.is_section, every))


def _keys(known: Register, given: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(known.key, given)))


def _keyed(order: Order, known: Register) -> Order:
    return order._replace(fixes=_keys(known, order.fixes))


def _phases(each: list[tuple[str, _Read]], known: Register) -> tuple[Phase, ...]:
    every = (phase for _, found in each for phase in found.phases)
    return tuple(
        phase._replace(tasks=tuple(task._replace(fixes=_keys(known, task.fixes)) for task in phase.tasks))
        for phase in every
    )


def _batches(each: list[tuple[str, _Read]], known: Register) -> tuple[tuple[Batch, ...], list[Clash]]:
    """The batches in the order of the table; those that no list has are as the table has them."""
    found: dict[str, Batch] = {}
    clashes = []
    for batch in (batch for _, read in each for batch in read.batches.batches):
        own = batch._replace(fixes=_keys(known, batch.fixes), maybe=_keys(known, batch.maybe))
        first = found.setdefault(own.id, own)
        if first is not own:
            found[own.id] = first._replace(places=(*first.places, *own.places)[:_MOST])
            if set(own.fixes) != set(first.fixes):
                clashes.append(_twice(first, own))
    orders = [order for _, read in each for order in read.batches.orders]
    for order in orders:
        fixes = _keys(known, order.fixes)
        made = Batch(order.batch, order.title, fixes, minutes=order.minutes, places=(order.place,))
        own = found.setdefault(order.batch, made)
        if not any(own.minutes):
            found[own.id] = own._replace(minutes=order.minutes)
    at = {order.batch: number for number, order in reversed(list(enumerate(orders)))}
    return tuple(sorted(found.values(), key=lambda batch: at.get(batch.id, len(orders)))), clashes


def _twice(first: Batch, other: Batch) -> Clash:
    one, two = (fix_ids.spelled(batch.fixes) or "no fixes" for batch in (first, other))
    return Clash(
        "batch-twice",
        f"batch {first.id} is {one} in one place and {two} in another",
        (first.places[0], *other.places),
    )
