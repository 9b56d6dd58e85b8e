"""Which fixes can be made at the same time: no file in common, and none waits for another."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..core.globs import Bounded
from .model import Fix, Register


class Apart(NamedTuple):
    """Why two fixes are not made at the same time: a `file` in common, or `needs`; and which."""

    one: str
    other: str
    kind: str
    what: str


class Parallel(NamedTuple):
    """Fixes in groups, each group at the same time, one group after the other.

    `apart` tells why two are not in one group, `more` how many such pairs are not told. Of `unknown` nobody
    knows which files they touch: each is a group alone. `done` are left out.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    apart: tuple[Apart, ...] = ()
    more: int = 0
    unknown: tuple[str, ...] = ()
    done: tuple[str, ...] = ()


MOST = 100
"""Pairs that are told of."""

_STARS = re.compile(r"(\*\*/|\*+)")
_MATCHES = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}
_FEW = 2  # stars of a glob that takes no time to speak of, whatever the path
_ENOUGH = 100_000  # pairs that are looked at


def parallel(
    register: Register, ids: Sequence[str], paths: Iterable[str], done: frozenset[str]
) -> Parallel:
    """The groups for some fixes; `paths` are the files that there are, for `done` fixes nobody waits."""
    given = [fix for id in dict.fromkeys(map(register.key, ids)) if (fix := register.find(id))]
    fixes = [fix for fix in given if fix.id not in done]
    touched = Touched(fixes, paths)
    waits = _waits(register, [fix.id for fix in fixes], done)
    groups: list[_Group] = []
    at: dict[str, int] = {}
    for fix in _in_order(fixes, waits):
        place = max((at[need] + 1 for need in waits[fix.id] if need in at), default=0)
        while place < len(groups) and not groups[place].has_room(fix, touched[fix.id]):
            place += 1
        if place == len(groups):
            groups.append(_Group([], set(), bool(fix.files)))
        groups[place].fixes.append(fix.id)
        groups[place].files.update(touched[fix.id])
        at[fix.id] = place
    pairs = list(_apart([fix.id for fix in fixes], touched, waits))
    return Parallel(
        tuple(tuple(group.fixes) for group in groups),
        tuple(pairs[:MOST]),
        max(len(pairs) - MOST, 0),
        tuple(fix.id for fix in fixes if not fix.files),
        tuple(fix.id for fix in given if fix.id in done),
    )


class _Group(NamedTuple):
    """Fixes at the same time; it is closed where nobody knows which files the one in it touches."""

    fixes: list[str]
    files: set[str]
    is_open: bool

    def has_room(self, fix: Fix, files: frozenset[str]) -> bool:
        return self.is_open and bool(fix.files) and not self.files & files


class Touched:
    """The files that each of some fixes touches, by the tree; a name stands for what is new as well.

    `auth.py` is every file of that name, as `app/auth.py` is every one whose path ends so.
    """

    def __init__(self, fixes: Iterable[Fix], paths: Iterable[str]) -> None:
        self._paths = list(paths)
        self._ending: dict[str, list[str]] = {}
        for path in self._paths:
            self._ending.setdefault(posixpath.basename(path), []).append(path)
        self._known: dict[str, frozenset[str]] = {}
        self._new: dict[str, list[str]] = {}
        for fix in fixes:
            for path in fix.files:
                if path not in self._known and not self.of(path):
                    self._new.setdefault(posixpath.basename(path), []).append(path)
        self._fixes = {fix.id: frozenset().union(*map(self._also_new, fix.files)) for fix in fixes}

    def __getitem__(self, id: str) -> frozenset[str]:
        """The paths of a fix; those of no file are new ones, or globs that match nothing."""
        return self._fixes[id]

    def of(self, path: str) -> frozenset[str]:
        """The files that there are of those that a path or glob stands for."""
        if path not in self._known:
            if "*" in path or path.endswith("/"):
                matches = _matcher(path)
                found = frozenset(one for one in self._paths if matches(one))
            else:
                same = self._ending.get(posixpath.basename(path), ())
                found = frozenset(one for one in same if one == path or one.endswith(f"/{path}"))
            self._known[path] = found
        return self._known[path]

    def _also_new(self, path: str) -> frozenset[str]:
        """The files that a path stands for, and the new ones that other fixes name and that it matches."""
        found = self.of(path)
        if "*" in path or path.endswith("/"):
            matches = _matcher(path)
            return found | {new for same in self._new.values() for new in same if matches(new)} | {path}
        same = self._new.get(posixpath.basename(path), ())
        new = {one for one in same if one.endswith(f"/{path}") or path.endswith(f"/{one}")}
        return found | new | (frozenset() if found else {path})


def _matcher(path: str) -> Callable[[str], object]:
    match = _pattern(path).fullmatch
    return Bounded(match, path[:60]) if path.count("*") > _FEW else match


@lru_cache(4096)
def _pattern(path: str) -> re.Pattern[str]:
    """What a glob matches, as one of .gitignore does, at any depth: `*` and a slash at the end are special.

    Not pathspec: it takes ten times as long for a path, and there are all paths for each glob.
    """
    named = (_MATCHES.get(piece, re.escape(piece)) for piece in _STARS.split(path.rstrip("/")))
    return re.compile(rf"(?:.*/)?{''.join(named)}{'/.*' if path.endswith('/') else '(?:/.*)?'}", re.DOTALL)


def _waits(register: Register, ids: Sequence[str], done: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """Which of some fixes each one waits for, by way of any others."""
    wanted = frozenset(ids)
    found: dict[str, frozenset[str]] = {}
    for id in ids:
        seen: set[str] = set()
        open_ones = [id]
        while open_ones:
            fix = register.find(open_ones.pop())
            for need in fix.needs if fix else ():
                if need not in seen and need not in done:
                    seen.add(need)
                    open_ones.append(need)
        found[id] = frozenset(seen & wanted - {id})
    return found


def _in_order(fixes: Sequence[Fix], waits: Mapping[str, frozenset[str]]) -> Iterator[Fix]:
    """The fixes so that none comes before one that it waits for; in a circle as they come.

    What waits for a circle waits for more of them than those in it do.
    """
    left = {fix.id: fix for fix in fixes}
    while left:
        open_ones = {id: len(waits[id] & left.keys()) for id in left}
        ready = [id for id in left if not open_ones[id]] or [min(left, key=open_ones.__getitem__)]
        for id in ready:
            yield left.pop(id)


def _apart(ids: Sequence[str], touched: Touched, waits: Mapping[str, frozenset[str]]) -> Iterator[Apart]:
    """Each pair that is not to be made at the same time, with one reason."""
    of_file: dict[str, list[str]] = {}
    known = frozenset(ids)
    place = {id: at for at, id in enumerate(ids)}
    pairs: dict[tuple[str, str], Apart] = {}
    for id in ids:
        for need in waits[id] & known:
            one, other = sorted((id, need), key=place.__getitem__)
            pairs[one, other] = Apart(one, other, "needs", f"{id} waits for {need}")
        for path in sorted(touched[id]):
            of_file.setdefault(path, []).append(id)
    for path, sharing in of_file.items():
        for at, one in enumerate(sharing):
            for other in sharing[at + 1 :]:
                pairs.setdefault((one, other), Apart(one, other, "file", path))
                if len(pairs) > _ENOUGH:
                    break
    yield from (pairs[pair] for pair in sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]])))
