"""The values that the backlog is read into."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from ..core import fix_ids


class Place(NamedTuple):
    """A line of a document, from 1."""

    path: str
    line: int


class Fix(NamedTuple):
    """An entry of the backlog.

    `id` is normal (`fix_ids.normal`), `aliases` are other ids of the same, as its section 7.4 beside its
    rank 7. `text` is the whole entry as its document has it, `files` the paths and globs that it names,
    `needs` the ids that it waits for, `says` the status that its document gives it, as written. `size` is
    `small`, `medium`, `large` or "". `places` are where it stands, the one that defines it first.
    `change` is what to change, `minutes` the least and the most that it is thought to take. `said` is each
    status that a document gives it, with its place; `[ ]` for a box that is not ticked.
    """

    id: str
    title: str = ""
    text: str = ""
    aliases: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    size: str = ""
    needs: tuple[str, ...] = ()
    verify: str = ""
    says: str = ""
    places: tuple[Place, ...] = ()
    change: str = ""
    minutes: tuple[int, int] = (0, 0)
    said: tuple[tuple[str, Place], ...] = ()


class Batch(NamedTuple):
    """Fixes that are done in one session.

    `fixes` are ids in their order, `maybe` those for which there may be no time, `items` what has no id.
    `minutes` are the least and the most that it is thought to take, `files` how many files it says that
    it touches; (0, 0) for what it does not say.
    """

    id: str
    title: str = ""
    fixes: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    minutes: tuple[int, int] = (0, 0)
    files: tuple[int, int] = (0, 0)
    places: tuple[Place, ...] = ()


class Order(NamedTuple):
    """A row of the table of batches: its number there, the batch, and what it says of that.

    `is_open` is where there is a time that nobody can count: `(multi)`, `multiple sessions`.
    """

    number: int
    batch: str
    title: str = ""
    fixes: tuple[str, ...] = ()
    minutes: tuple[int, int] = (0, 0)
    is_open: bool = False
    place: Place = Place("", 0)


class Total(NamedTuple):
    """A sum below the table of batches: over the first so many fixes, over all where that is 0.

    `about` is where it says so itself: `~12 sessions`.
    """

    text: str
    first: int = 0
    sessions: int = 0
    minutes: tuple[int, int] = (0, 0)
    about: bool = False
    place: Place = Place("", 0)


class Clash(NamedTuple):
    """Two things that documents say and that cannot both be so: what, in words, and where."""

    kind: str
    text: str
    places: tuple[Place, ...]


class Task(NamedTuple):
    """A box of a phase, and the fixes that it names."""

    text: str
    is_done: bool = False
    fixes: tuple[str, ...] = ()


class Phase(NamedTuple):
    """A phase of a plan: its number, its title without that, and its boxes."""

    id: str
    title: str = ""
    size: str = ""
    tasks: tuple[Task, ...] = ()
    files: tuple[str, ...] = ()
    minutes: tuple[int, int] = (0, 0)
    is_done: bool = False
    places: tuple[Place, ...] = ()


class _Register(NamedTuple):
    fixes: tuple[Fix, ...] = ()
    batches: tuple[Batch, ...] = ()
    phases: tuple[Phase, ...] = ()
    paths: tuple[str, ...] = ()
    orders: tuple[Order, ...] = ()
    totals: tuple[Total, ...] = ()
    clashes: tuple[Clash, ...] = ()
    unread: tuple[str, ...] = ()


class Register(_Register):
    """What the documents of a backlog say: fixes, batches in their order, phases; and what was read.

    `orders` and `totals` are the table of batches as it stands there, `clashes` what cannot be so at once,
    `unread` the documents that should be there and could not be read.
    """

    def find(self, id: str) -> Fix | None:
        """The fix with an id or alias, with or without `#`."""
        return self._index.get(fix_ids.normal(id))

    def key(self, id: str) -> str:
        """The id that stands for an id or alias; `normal(id)` where it is unknown."""
        found = self.find(id)
        return found.id if found else fix_ids.normal(id)

    def batch(self, id: str) -> Batch | None:
        """The batch with an id, whatever its case."""
        wanted = id.casefold()
        return next((batch for batch in self.batches if batch.id.casefold() == wanted), None)

    @cached_property
    def _index(self) -> dict[str, Fix]:
        return dict(self._pairs())

    def _pairs(self) -> Iterator[tuple[str, Fix]]:
        """Ids and aliases with their fixes, the ids last: one that is both is itself; `07` is 7, too."""
        yield from ((fix.id.lstrip("0"), fix) for fix in reversed(self.fixes) if fix.id.startswith("0"))
        for fix in reversed(self.fixes):
            yield from ((alias, fix) for alias in fix.aliases)
        yield from ((fix.id, fix) for fix in reversed(self.fixes))
