"""The entries of all documents put together: what has an id in common is one fix."""

import re
from collections.abc import Iterable

from ..core import fix_ids
from .entries import Entry
from .model import Clash, Fix

_WORD = re.compile(r"[^\W_]{3,}")
_STEM = 4  # letters: `logs` and `logging` are about one thing
_LAST = 10**9
_MOST = 200  # places that are kept of one fix


class Union:
    """The fixes so far, and what of them cannot be so at once; `sections` are the numbers of sections."""

    def __init__(self, sections: frozenset[str]) -> None:
        self.clashes: list[Clash] = []
        self._sections = sections
        self._fixes: dict[int, Fix] = {}
        self._at: dict[str, int] = {}
        self._whole: dict[str, Fix] = {}
        self._words: dict[int, frozenset[str]] = {}
        self._next = 0

    def fixes(self) -> tuple[Fix, ...]:
        """All of them, by the rank that is their id; those without one as the documents have them."""
        ranked = map(_by_rank, self._fixes.values())
        return tuple(sorted(ranked, key=lambda fix: int(fix.id) if fix.id.isdigit() else _LAST))

    def take(self, entry: Entry, *, is_whole: bool) -> None:
        """Add what one entry says; `is_whole` is one that describes its fix, and not only names it."""
        fix = entry.fix
        beside = tuple(id for id in entry.doubtful if id in self._sections)
        own = tuple(dict.fromkeys((fix.id, *fix.aliases, *beside)))
        if is_whole:
            self._note_twice(fix)
        known = list(dict.fromkeys(self._at[id] for id in own if id in self._at))
        fitting = [at for at in known if _fit(self._ids(known[0]), self._ids(at))]
        if any(at not in fitting for at in known) or (known and not _fit(self._ids(known[0]), own)):
            self._note_mixed(fix, own)
            own = (fix.id,)
            fitting = [self._at[fix.id]] if fix.id in self._at else []
        if not fitting:
            self._put(self._next, fix._replace(aliases=own[1:]))
            self._next += 1
            return
        at, *others = fitting
        for other in others:
            self._put(at, _with(self._fixes[at], self._fixes.pop(other)))
        self._note_other(at, fix)
        self._put(at, _with(self._fixes[at], fix._replace(aliases=own)))

    def _ids(self, at: int) -> tuple[str, ...]:
        return (self._fixes[at].id, *self._fixes[at].aliases)

    def _put(self, at: int, fix: Fix) -> None:
        self._fixes[at] = fix
        for id in (fix.id, *fix.aliases):
            self._at[id] = at

    def _note_twice(self, fix: Fix) -> None:
        first = self._whole.setdefault(fix.id, fix)
        if first is not fix:
            self.clashes.append(
                Clash("fix-twice", f"{_named(fix.id)} is described twice", (*first.places[:1], *fix.places))
            )

    def _note_mixed(self, fix: Fix, own: Iterable[str]) -> None:
        """One id that would be two fixes."""
        found = [self._fixes[at] for at in dict.fromkeys(self._at[id] for id in own if id in self._at)]
        for first in found[:1]:
            ids = ", ".join(_named(id) for id in (first.id, *first.aliases))
            other = " and ".join(map(_named, own))
            text = f"{other} are one fix here, and {ids} there"
            self.clashes.append(Clash("fix-mixed", text, (*first.places[:1], *fix.places)))

    def _note_other(self, at: int, fix: Fix) -> None:
        """A title that has no word in common with the entry that it should be of."""
        first = self._fixes[at]
        words = _words(fix.title)
        if not words or words & _words(first.title):
            return
        if at not in self._words:
            self._words[at] = _words(f"{first.title} {first.text}")
        if self._words[at] and not words & self._words[at]:
            text = f'{_named(first.id)} is "{first.title}" and "{fix.title}"'
            self.clashes.append(Clash("fix-other", text, (*first.places[:1], *fix.places)))


def _with(first: Fix, other: Fix) -> Fix:
    """The first fix with what the other one knows besides."""
    aliases = dict.fromkeys(id for id in (*first.aliases, other.id, *other.aliases) if id != first.id)
    return Fix(
        first.id,
        first.title or other.title,
        first.text or other.text,
        tuple(aliases),
        first.files or other.files,
        first.size or other.size,
        first.needs or other.needs,
        first.verify or other.verify,
        first.says or other.says,
        (*first.places, *other.places)[:_MOST],
        first.change or other.change,
        first.minutes if any(first.minutes) else other.minutes,
        (*first.said, *other.said)[:_MOST],
    )


def _fit(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether ids can be those of one fix: one rank at most, and one section."""
    every = {*one, *other}
    ranks = sum(not fix_ids.is_section(id) for id in every)
    return ranks < 2 and len(every) - ranks < 2


def _by_rank(fix: Fix) -> Fix:
    every = (fix.id, *fix.aliases)
    id = next((id for id in every if not fix_ids.is_section(id)), fix.id)
    return fix._replace(id=id, aliases=tuple(other for other in every if other != id))


def _words(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM].casefold() for word in _WORD.findall(text[:5000]))


def _named(id: str) -> str:
    return fix_ids.spelled((id,))
