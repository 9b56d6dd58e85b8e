"""What became of commits: the copies of one are one, and some were reverted. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ...messages.reverts import without_number
from .commit_message import Target

FULL = 40
"""Letters of a whole id, or more."""


class Commit(NamedTuple):
    """A commit that names fixes; `when` is its author date in seconds since 1970, UTC.

    `merged` is whether HEAD has it; where it has not, `branches` are some that do. `ids` are in the tag of
    the subject, `below` in tags further down, as a squash has them. `copies` are the same change once more,
    by a cherry-pick or a rebase; `reverted_by` the commits that took it back, none when a copy is still in
    force. `at` counts from the newest one.
    """

    oid: str
    when: int
    author: str
    subject: str
    merged: bool = True
    branches: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    merge: bool = False
    sessions: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    reverted_by: tuple[str, ...] = ()
    at: int = 0

    @property
    def is_live(self) -> bool:
        """Whether it was not taken back."""
        return not self.reverted_by


class Named(NamedTuple):
    """The commits of a fix, those of HEAD first and the newest first; `more` are counted only.

    `first` is the earliest author date of them all, `sessions` are those of all of them.
    """

    commits: tuple[Commit, ...] = ()
    more: int = 0
    first: int = 0
    sessions: tuple[str, ...] = ()


class Revert(NamedTuple):
    """A commit that takes back others, and the subject that git's own words for that quote."""

    oid: str
    subject: str
    merged: bool
    at: int
    targets: tuple[Target, ...]
    quoted: str = ""


class Asked(NamedTuple):
    """What git can be asked.

    The whole ids of commits by how they start; patch ids, of which a commit that changes nothing has none;
    what a merge brought that was not there before; those, of some ids, to which HEAD or a branch leads; the
    last merge before a commit that has a title.
    """

    spelled: Callable[[Iterable[str]], Mapping[str, str]]
    patches: Callable[[Sequence[str]], Mapping[str, str]]
    brought: Callable[[str, str], Iterable[str]]
    reached: Callable[[Iterable[str]], Collection[str]]
    titled: Callable[[str, str], Target | None]


class Settler:
    """Folds copies, and finds what was reverted and is still so."""

    def __init__(self, commits: Mapping[str, Commit], reverts: Mapping[str, Revert]) -> None:
        self._commits, self._reverts = commits, reverts
        self._patches: Mapping[str, str] = {}
        self._undone: dict[str, list[str]] = {}
        self._own: dict[str, set[str]] = {}
        self._same: dict[str, list[Commit]] = {}

    def find(self, git: Asked) -> None:
        """Ask what must be asked, each kind of question once."""
        self._ask_patches(git.patches)
        if not self._reverts:
            return
        targets = [(one, target) for one in self._reverts.values() for target in one.targets if target.name]
        short = {target.name for _, target in targets if len(target.name) < FULL}
        whole = git.spelled(short) if short else {}
        subjects = self._by_subject()
        every = self._copies(self._commits.values())
        self._same = {one.oid: same for same in every if len(same) > 1 for one in same}
        # A commit that is there and names no fix matters to nobody: nothing stands in for it.
        strange = {
            whole.get(target.name, target.name)
            for one, target in targets
            if any(self._before(one, _quoted(subjects, one.quoted)))
        }
        others = git.reached(strange - self._commits.keys() - self._reverts.keys()) if strange else ()
        # The newest first: what takes back a revert has been seen before it.
        for revert in sorted(self._reverts.values(), key=lambda one: one.at):
            takes = not any(self._counts(by, revert.merged) for by in self._undone.get(revert.oid, ()))
            stood = list(self._before(revert, _quoted(subjects, revert.quoted)))
            for target in revert.targets:
                name = whole.get(target.name, target.name)
                for oid in self._taken(name, target, revert, stood if name not in others else (), git):
                    self._own.setdefault(revert.oid, set()).update(self._ids(oid))
                    if takes:
                        self._undone.setdefault(oid, []).append(revert.oid)

    def commits(self, oids: Sequence[str], id: str) -> tuple[Commit, ...]:
        """The commits of a fix, each change once: those of HEAD first, the newest first.

        A merge that names what others have done is left out, and so is a commit that only takes it back.
        """
        there = [self._commits[oid] for oid in oids if id not in self._own.get(oid, ())]
        real = [one for one in there if not one.merge] or there
        once = [self._one(same) for same in self._copies(real)]
        return tuple(sorted(once, key=lambda one: (not one.merged, one.at)))

    def _one(self, same: list[Commit]) -> Commit:
        """The commit that stands for its copies: one of HEAD, one that is in force, the newest."""
        first = min(same, key=lambda one: (not one.merged, bool(self._undoing(one)), one.at))
        counted = [one for one in same if one.merged == first.merged]
        undoing = [self._undoing(one) for one in counted]
        by = tuple(dict.fromkeys(oid for some in undoing for oid in some)) if all(undoing) else ()
        sessions = tuple(dict.fromkeys(id for one in same for id in one.sessions))
        copies = tuple(one.oid for one in same if one is not first)
        return first._replace(copies=copies, reverted_by=by, sessions=sessions)

    def _undoing(self, one: Commit) -> list[str]:
        return [by for by in self._undone.get(one.oid, ()) if self._counts(by, one.merged)]

    def _counts(self, by: str, merged: bool) -> bool:
        """Whether a revert is where the commit is: on HEAD counts only what HEAD has."""
        return self._reverts[by].merged or not merged

    def _ids(self, oid: str) -> tuple[str, ...]:
        one = self._commits.get(oid)
        return (*one.ids, *one.below) if one else ()

    def _ask_patches(self, patches: Callable[[Sequence[str]], Mapping[str, str]]) -> None:
        """What commits change, of those that may be copies: with the same author and date, or subject."""
        alike: dict[object, list[str]] = {}
        for one in self._commits.values():
            if not one.merge:
                alike.setdefault((one.author, one.when), []).append(one.oid)
                alike.setdefault(one.subject, []).append(one.oid)
        asked = dict.fromkeys(oid for some in alike.values() if len(some) > 1 for oid in some)
        self._patches = patches(list(asked)) if asked else {}

    def _copies(self, commits: Collection[Commit]) -> list[list[Commit]]:
        """The commits, each with its copies, in their order."""
        above = {one.oid: one.oid for one in commits}
        first: dict[object, str] = {}

        def top(oid: str) -> str:
            while above[oid] != oid:
                above[oid] = oid = above[above[oid]]
            return oid

        for one in commits:
            for key in self._keys(one):
                above[top(one.oid)] = top(first.setdefault(key, one.oid))
        found: dict[str, list[Commit]] = {}
        for one in commits:
            found.setdefault(top(one.oid), []).append(one)
        return list(found.values())

    def _keys(self, one: Commit) -> Iterator[object]:
        """What a commit has in common with a copy; one that changes nothing is known by all it says."""
        patch = self._patches.get(one.oid)
        if one.merge:
            yield one.oid
        elif patch is None:
            yield one.author, one.when, one.subject
        else:
            yield patch, one.author, one.when
            yield patch, one.subject

    def _by_subject(self) -> dict[str, list[Commit | Revert]]:
        """The commits by their subjects, and by these without the numbers of requests."""
        found: dict[str, list[Commit | Revert]] = {}
        every: list[Commit | Revert] = [*self._commits.values(), *self._reverts.values()]
        for one in every:
            for subject in {one.subject, without_number(one.subject)}:
                found.setdefault(subject, []).append(one)
        return found

    def _taken(
        self, name: str, target: Target, revert: Revert, stood: Sequence[Commit | Revert], git: Asked
    ) -> Iterable[str]:
        """What one target of a revert stands for: a commit, or all that a merge brought."""
        if name:
            brought = set(git.brought(name, target.since)) if target.since else set[str]()
            return self._commits.keys() & brought or self._hit(name, revert, stood)
        merge = git.titled(revert.oid, revert.quoted)
        known = self._commits.keys() & set(git.brought(*merge)) if merge else set[str]()
        last = list(self._hit(name, revert, stood))
        return known if not last or last[0] in known else last

    def _hit(self, name: str, revert: Revert, quoted: Sequence[Commit | Revert]) -> Iterator[str]:
        """What a revert takes back where it is.

        A rebase keeps the id of the commit that was there before it: then it is the copy that HEAD has, or
        the last one before with the subject that is quoted.
        """
        there = self._commits.get(name) or self._reverts.get(name)
        if there and (there.merged or not revert.merged):
            yield name
            return
        for some in (self._same.get(name, ()), quoted):
            older = list(self._before(revert, some))
            if older:
                yield min(older, key=lambda one: one.at).oid
                return

    def _before(self, revert: Revert, some: Iterable[Commit | Revert]) -> Iterator[Commit | Revert]:
        """Those that come before a revert, on its side."""
        return (one for one in some if one.merged == revert.merged and one.at > revert.at)


def _quoted(subjects: Mapping[str, list[Commit | Revert]], subject: str) -> Sequence[Commit | Revert]:
    """The commits with a subject; where there is none, those that have it with the number of a request."""
    return subjects.get(subject, ()) or subjects.get(without_number(subject), ())
