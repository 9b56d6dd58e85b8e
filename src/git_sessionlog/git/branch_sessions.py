"""The active session of each branch, and of a work tree that is on none.

A session belongs to its branch by a key of the repository's configuration, `branch.<name>.sessionlog`: git
itself takes the key along when a branch is renamed, and away with the branch. What the session has come to
is in a file of its own in the common git directory. On a detached HEAD that file is the work tree's.

The key is read and written here alone. No clone brings one along; what is no id of a session that was
begun here is none.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from . import run as git
from . import session_state, worktree
from .session_state import Session

ASKED = r"branch\..*\.sessionlog"
"""The keys, for a pattern of `git config --get-regexp`."""

_KEY = "branch.{}.sessionlog"
_DIRECTORY = "sessions"
_DETACHED = "session"


class Sessions(NamedTuple):
    """The sessions of a repository, seen from a work tree.

    `state` is our directory in the git directory of the work tree, "" in a bare repository, `branch` the
    branch that it is on, "" for none, `ids` what the keys of branches have. What has come of a session is
    read when it is asked for.
    """

    state: str
    branch: str = ""
    ids: Mapping[str, tuple[str, ...]] = {}

    def here(self) -> Session | None:
        """The session of this branch, or of this work tree where it is on none."""
        if not self.state:
            return None
        if not self.branch:
            return _read(os.path.join(self.state, _DETACHED))
        return self._of(self.branch)

    def others(self) -> list[Session]:
        """Those of the other branches of this repository, each with the name that its branch has now."""
        names = sorted(name for name in self.ids if name != self.branch) if self.state else []
        return [one._replace(branch=name) for name in names if (one := self._of(name))]

    def known(self, id: str) -> Session | None:
        """What a session that was begun in this repository has come to, whatever became of its branch."""
        one = _read(_file(self.state, id)) if self.state else None
        return one if one and one.id == id else None

    def keep(self, session: Session) -> None:
        """Make a session the one of this branch, or of this work tree; raises OSError and GitError."""
        before = self.here()
        session = session._replace(branch=self.branch)
        text = os.fsencode(session_state.to_text(session))
        if not self.branch:
            worktree.write(os.path.join(self.state, _DETACHED), text)
            return
        os.makedirs(os.path.dirname(_file(self.state, "")), exist_ok=True)
        worktree.write(_file(self.state, session.id), text)
        if self.ids.get(self.branch) != (session.id,):
            git.ask("config", "--local", "--replace-all", _KEY.format(self.branch), session.id)
        if before and before.id != session.id:
            self._remove(before.id)

    def forget(self, id: str) -> None:
        """Let a session be no longer active on any branch; raises OSError and GitError.

        Its file goes first: where the key is left alone, `clear` knows that it is of nothing.
        """
        self._remove(id)
        if not self.branch:
            with suppress(FileNotFoundError):
                os.unlink(os.path.join(self.state, _DETACHED))
        for branch, ids in self.ids.items():
            if id in ids:
                value = f"^{re.escape(id)}$"
                git.ask("config", "--local", "--unset-all", _KEY.format(branch), value, no=(5,))

    def without(self, id: str) -> "Sessions":
        """These, after one was forgotten."""
        left = {branch: tuple(one for one in ids if one != id) for branch, ids in self.ids.items()}
        return self._replace(ids={branch: ids for branch, ids in left.items() if ids})

    def tidy(self) -> None:
        """Remove what is kept of sessions that commits opened on branches that are gone.

        And of those whose branch has another one: who put that in their place was killed on the way.
        """
        tied = {id for ids in self.ids.values() for id in ids}
        with suppress(OSError):
            for name in os.listdir(os.path.dirname(_file(self.state, ""))):
                one = self.known(name) if name not in tied else None
                if one and (one.auto or one.branch in self.ids):
                    self._remove(name)

    def clear(self) -> None:
        """Remove what processes that were killed have left; raises OSError and GitError.

        That is what was half written, and keys of sessions that are over.
        """
        common = worktree.common(self.state)
        for directory in {self.state, *(place for place, _, _ in os.walk(common))}:
            worktree.sweep(directory, "")
        worktree.sweep(os.path.dirname(self.state), "next-index-", ".lock")  # of `git commit --only`
        for id in {id for ids in self.ids.values() for id in ids}:
            if not os.path.lexists(_file(self.state, id)):
                with worktree.Lock(common):
                    self.forget(id)

    def _of(self, branch: str) -> Session | None:
        """The session of a branch.

        A branch that took the place of another one (`git branch -M`) has the keys of both: its own is that
        which was written under another name. One that is a copy (`git branch -c`) has none of its own.
        """
        every = (self.known(id) for id in self.ids.get(branch, ()))
        found = [one for one in every if one and not self._is_copied(one, branch)]
        moved = [one for one in found if one.branch != branch]
        return next(reversed(moved or found), None)

    def _is_copied(self, one: Session, branch: str) -> bool:
        return one.branch != branch and one.id in self.ids.get(one.branch, ())

    def _remove(self, id: str) -> None:
        with suppress(FileNotFoundError):
            os.unlink(_file(self.state, id))


def ask() -> git.Question:
    """The question for the keys that `seen` takes the answer of."""
    return git.Question("config", "-z", "--show-scope", "--get-regexp", f"^{ASKED}$")


def seen(state: str, settings: Iterable[git.Setting]) -> Sessions:
    """The sessions, from a work tree's state directory and the settings of the configuration."""
    return Sessions(state, worktree.branch(state), _ids(settings))


def sessions(state: str) -> Sessions:
    """The sessions as they are now."""
    return seen(state, git.scoped(ask()))


def minted(there: Sessions, fresh: Session, *, auto: bool) -> Session | None:
    """The active session with one more checkpoint, kept; None where none is active or to be opened.

    `fresh` is the session to open, as `session_state.minted`. Raises OSError and GitError.
    """
    with worktree.Lock(worktree.common(there.state)):
        session = session_state.minted(there.here(), fresh, auto=auto)
        if session and session.id == fresh.id:  # unless somebody has opened one in the meantime
            there = sessions(there.state)
            session = session_state.minted(there.here(), fresh, auto=auto)
        if session:
            there.keep(session)
    return session


def exist(state: str) -> bool:
    """Whether a session was ever begun here."""
    return any(map(os.path.lexists, (os.path.join(state, _DETACHED), os.path.dirname(_file(state, "")))))


def _ids(settings: Iterable[git.Setting]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for branch, id in _named(settings):
        found[branch] = (*(one for one in found.get(branch, ()) if one != id), id)
    return found


def _named(settings: Iterable[git.Setting]) -> Iterator[tuple[str, str]]:
    start, end = _KEY.split("{}")
    for scope, key, value in settings:
        is_ours = scope == "local" and key.startswith(start) and key.endswith(end)
        if is_ours and re.fullmatch(session_state.ID, value):
            yield key[len(start) : -len(end)], value


def _file(state: str, id: str) -> str:
    return os.path.join(worktree.common(state), _DIRECTORY, id)


def _read(path: str) -> Session | None:
    """A session's state, None where it cannot be read: another one is opened then."""
    with suppress(OSError):
        return session_state.from_text(worktree.read(path))
    return None
