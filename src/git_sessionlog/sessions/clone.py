"""The repository in which a session goes on, and what git is in the middle of there."""

import os
import posixpath
import re
from collections.abc import Callable
from typing import NamedTuple

from ..core.errors import Failure
from ..core.secrets import masking
from ..documents import tree_settings
from ..documents.profiles import registry as profiles
from ..documents.profiles.model import Profile, documents_of_all
from ..git import branch_sessions, changes, log, missing_files, tracked_branches, worktree
from ..git import run as git
from ..git.allowed_secrets import AtHead
from ..git.branch_sessions import Sessions
from ..git.changes import Change, Changes
from ..git.log import Commit
from ..git.tracked_branches import Remotes
from ..git.trees import WorkTree
from ..git.worktree import Worktree
from ..records import drafts, places, store
from ..records.store import Records, Stored
from ..settings.model import FILES, RECORDS, Settings
from ..state import default_branch, own_files
from . import saving

_ASKED = rf"^({branch_sessions.ASKED}|{tracked_branches.ASKED})$"
_LEFTOVER = r".*\.sessionlog-\d+"


class Clone(NamedTuple):
    """A work tree on a branch with a commit, and nothing under way.

    `state` is our directory in its git directory, `changes` what `git status` said. `has_documents` is
    whether sessions write the state documents on this branch; else they write nothing but their records.
    `sessions` are those of the branches of this repository, `remotes` what is known here of other ones.
    `shallow` is whether the clone has only the last part of its history.
    """

    top: str
    state: str
    settings: Settings
    profiles: tuple[Profile, ...]
    changes: Changes
    records: Records
    has_documents: bool = True
    sessions: Sessions = Sessions("")
    remotes: Remotes = Remotes("", {})
    shallow: bool = False

    @property
    def branch(self) -> str:
        """The short name of the branch."""
        return self.changes.branch

    @property
    def head(self) -> str:
        """The id of its last commit."""
        return self.changes.oid

    def last(self) -> Stored | None:
        """The record of the session of this branch that was started last; none that is another branch's."""
        here, foreign = self.sessions.here(), {one.id for one in self.sessions.others()}
        own = (one for one in self.records if one.front.id not in foreign)
        return next(
            (
                one
                for one in own
                if (here and one.front.id == here.id)
                or (one.front.text("branch") == self.branch and not self.is_draft(one))
            ),
            None,
        )

    def left_behind(self) -> list[Stored]:
        """The sessions of branches that are gone, which nobody has ended: their records are drafts."""
        active = (self.sessions.here(), *self.sessions.others())
        tied = {one.id for one in active if one}
        tree = drafts.alone(self.records.tree)
        kept = Records(tree, self.records.directories) if tree else ()
        free = (one for one in kept if one.front.id not in tied and self.is_draft(one))
        return [one for one in free if one.record.is_open]

    def is_draft(self, stored: Stored) -> bool:
        """Whether a record is in no commit yet."""
        return drafts.holds(self.records.tree, stored.path)

    def begins(self, stored: Stored | None) -> bool:
        """Whether what documents say of a session that begins is still to be written."""
        return stored is not None and drafts.begins(self.records.tree, self.state, stored.path)

    def again(self) -> "Clone":
        """The same, with what `git status` says now, and read anew."""
        now = changes.seen(changes.ask())
        return self._replace(changes=now._replace(paths=_paths(now, self.top, self.profiles))).reread()

    def reread(self, sessions: Sessions | None = None) -> "Clone":
        """The same, with the records and the sessions that there are now."""
        records = Records(drafts.tree(self.top, self.state), self.records.directories)
        now = sessions or branch_sessions.sessions(self.state)
        return self._replace(records=records, sessions=now)


def of(place: Worktree, settings: Settings, active: tuple[Profile, ...], now: Changes) -> Clone:
    """The clone of a work tree, with what its settings and profiles are and what `git status` says.

    Raises Failure as `records.store.of`, GitError where git cannot list the branches of the remote.
    """
    records = store.of(drafts.tree(place.top, place.state), active)
    has_documents = default_branch.writes_documents(settings, now.branch)
    configured = git.scoped(git.Question("config", "-z", "--show-scope", "--get-regexp", _ASKED))
    sessions = branch_sessions.seen(place.state, configured)
    remotes = Remotes(now.branch, git.by_key(configured))
    return Clone(
        place.top,
        place.state,
        settings,
        active,
        now,
        records,
        has_documents,
        sessions,
        remotes,
        place.shallow,
    )


def as_it_is() -> Clone:
    """The current clone, on a branch or none, and whatever git is in the middle of there.

    In a rebase the branch is the one that is rebased. Raises Failure outside of a work tree, and for
    settings that cannot be used.
    """
    here, status = worktree.ask(), changes.ask()
    found = worktree.seen(here)
    settings = tree_settings.here(found.top).settings
    active = profiles.active(settings, WorkTree(found.top))
    now = changes.seen(status)
    branch = worktree.branch(found.state) if found.situation.rebasing else now.branch
    return of(found, settings, active, now._replace(branch=branch))


def seen() -> Clone:
    """The current clone.

    Raises Failure where no session can go on: outside of a work tree, on no branch, before the first
    commit, in a merge, a rebase, a cherry-pick or a revert; for settings that cannot be used; and where the
    settings or a state document are tracked, and not in the work tree.
    """
    here, status = worktree.ask(), changes.ask()
    found = worktree.seen(here)
    now = changes.seen(status)
    _must_be_still(found.situation)
    if not now.branch:
        raise Failure("HEAD is on no branch", "git switch <branch>, or git switch -c <new branch>")
    if not now.oid:
        raise Failure("there is no commit yet", "make one: git commit")
    settings = tree_settings.here(found.top).settings
    active = profiles.active(settings, WorkTree(found.top))
    _must_be_checked_out(found.top, settings, active)
    if saving.finish(found.state):
        now = changes.seen(changes.ask())
    made = of(found, settings, active, now._replace(paths=_paths(now, found.top, active)))
    made.sessions.clear()
    return made


def last_commit(head: str | Commit) -> Commit:
    """The headline of a commit, or of that with an id, as documents name it: no secret is in its title."""
    found = log.headline(head) if isinstance(head, str) else head
    return found._replace(title=masking.mask(found.title, AtHead()))


def documents_of(clone: Clone) -> Callable[[str], bool]:
    """Tells whether a path is that of a document of sessions, which is no work."""
    return own_files.matcher(clone.settings, clone.profiles)


def _must_be_still(now: worktree.Situation) -> None:
    under_way = (
        (now.rebasing, "a rebase", "rebase"),
        (now.merging, "a merge", "merge"),
        (now.picking, "a cherry-pick", "cherry-pick"),
        (now.reverting, "a revert", "revert"),
        (now.sequencing, "a cherry-pick or revert of several commits", "cherry-pick"),
    )
    for is_so, what, command in under_way:
        if is_so:
            raise Failure(f"{what} is under way", f"git {command} --continue, or git {command} --abort")
    if now.bisecting:
        raise Failure("a bisect is under way", "git bisect reset")


def _must_be_checked_out(top: str, settings: Settings, active: tuple[Profile, ...]) -> None:
    """What tells of sessions may not be left out of the checkout, and a state document not be deleted."""
    shared = [one for one in documents_of_all(active) if one.sections and not one.per_session]
    states = {*settings.documents, *(one.path for one in shared if one.state)}
    read = {one.path for one in shared if one.scaffold and not one.path.endswith("/")}
    told = {path if "{" not in path else posixpath.dirname(path) + "/" for path in profiles.STATES.values()}
    directories = {*places.directories(active), *(told if not settings.profiles else ())}
    asked = sorted({*states, *read, FILES[0], *directories})
    lost = missing_files.missing(
        top, [path for path in asked if not os.path.isfile(os.path.join(top, path))]
    )
    missing_files.refuse(top, [one for one in lost if one.skipped or one.path in states])


def _paths(now: Changes, top: str, active: tuple[Profile, ...]) -> tuple[Change, ...]:
    """What has changed, each document by its own path: git names a new directory, not what is in it.

    Half a document, which a killed process was about to put in the place of another, is removed.
    """
    directories = (*RECORDS, *places.directories(active))
    found: list[Change] = []
    for change in now.paths:
        path = change.path
        if path.endswith("/") and any(one.startswith(path) or path.startswith(one) for one in directories):
            asked = ("ls-files", "-z", "--others", "--exclude-standard", "--", f":(top,literal){path}")
            found += (Change("??", os.fsdecode(name)) for name in git.fields(git.ask(*asked, cwd=top)))
        else:
            found.append(change)
    for change in found:
        if change.code == "??" and re.fullmatch(_LEFTOVER, change.path):
            os.unlink(os.path.join(top, change.path))
    return tuple(change for change in found if not re.fullmatch(_LEFTOVER, change.path))
