"""What a brief asks of git and of the files, as values: nothing is changed."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from ...core import globs
from ...core.errors import GitError
from ...documents import tree_settings
from ...documents.profiles import registry as profiles
from ...git import changes, tracked_branches, worktree
from ...git import recent_commits as recent
from ...git import run as git
from ...git.changes import Changes
from ...git.objects import Absent, Objects
from ...git.recent_commits import Recent
from ...git.trees import CommitTree, Tree, WorkTree
from ...records import store
from ...sessions.clone import Clone, documents_of
from ...sessions.clone import of as clone_of
from ...settings.model import STATE_DOCUMENTS
from ...state import state_documents
from ...state.freshness import Freshness
from .checks import SHOWN

_MOST = 200  # files below a directory that is not tracked


class Asked(NamedTuple):
    """Questions that git is at work on."""

    where: git.Question
    status: git.Question
    log: git.Question
    shallow: git.Question

    @classmethod
    def now(cls) -> "Asked":
        """All of them at once."""
        return cls(worktree.ask(), changes.ask(), recent.ask(), state_documents.ask_shallow())


class Repository(NamedTuple):
    """A repository as it is at HEAD, and in the work tree where there is one.

    `tree` are the files that are read: those of the work tree, in a bare repository those of HEAD.
    `clone.changes` knows nothing but the branch there. `described` is whether a file needs no description:
    a document, a record, or what the settings leave out.
    """

    objects: Objects
    clone: Clone
    tree: Tree
    recent: Recent
    described: Callable[[str], bool]
    shallow: bool
    bare: bool = False
    situation: worktree.Situation = worktree.Situation()

    def is_document(self, path: str) -> bool:
        """Whether a path needs no description.

        A directory is named alone where nothing in it is tracked: it needs none when no file in it does.
        """
        if path.endswith("/"):
            return all(map(self.described, islice(_below(self.tree, path), _MOST)))
        return self.described(path)

    def since(self, oid: str) -> list[str]:
        """The first paths that differ at HEAD from a commit and need a description; raises Absent."""
        before, after = (self.objects.commit(name).tree for name in (oid, "HEAD"))
        paths = map(os.fsdecode, self.objects.changes(before, after))
        return list(islice((path for path in paths if not self.described(path)), SHOWN + 1))

    def there(self, start: str) -> str:
        """The commit whose id begins so, "" where this clone has none, or several."""
        with suppress(Absent):
            return self.objects.commit(start).oid
        return ""

    def verdicts(self, documents: Sequence[str]) -> list[Freshness]:
        """Whether the state documents describe HEAD, as `check` judges it.

        Where HEAD has none that `check` looks for, `documents` are judged.
        """
        asked = state_documents.demand(self.clone.settings, shallow=self.shallow).on(self.clone.branch)
        with suppress(Absent):
            tree = self.objects.commit("HEAD").tree
            if not any(self.objects.entry(tree, name.encode()) for name in STATE_DOCUMENTS):
                asked = asked._replace(documents=asked.documents or tuple(documents))
        return list(state_documents.verdicts(self.objects, "HEAD", asked))


def opened(objects: Objects, asked: Asked) -> Repository:
    """The repository here. Raises Failure before the first commit, for its settings, or when git fails."""
    try:
        place = worktree.seen(asked.where)
    except GitError:
        if not git.is_bare():
            raise
        return _bare(objects, asked)
    settings = tree_settings.here(place.top).settings
    active = profiles.active(settings, WorkTree(place.top))  # git goes on while they are read
    shallow = state_documents.is_shallow(asked.shallow)
    known = recent.seen(asked.log, shallow=shallow)
    clone = clone_of(place, settings, active, changes.seen(asked.status))
    described = _described(clone)
    tree = WorkTree(place.top)
    return Repository(objects, clone, tree, known, described, shallow, situation=place.situation)


def _bare(objects: Objects, asked: Asked) -> Repository:
    shallow = state_documents.is_shallow(asked.shallow)
    known = recent.seen(asked.log, shallow=shallow)
    head = known.commits[0].oid
    settings = tree_settings.load(objects, head).settings
    tree = CommitTree(objects, objects.commit(head).tree)
    branch = git.ask("symbolic-ref", "-q", "--short", "HEAD", no=(1,))
    seen = Changes(head, branch.decode("utf-8", "surrogateescape").rstrip("\n"))
    active = profiles.active(settings, tree)
    remotes = tracked_branches.here(seen.branch)
    clone = Clone("", "", settings, active, seen, store.of(tree, active), remotes=remotes)
    return Repository(objects, clone, tree, known, _described(clone), shallow, bare=True)


def _described(clone: Clone) -> Callable[[str], bool]:
    is_document, ignored = documents_of(clone), globs.matcher(clone.settings.ignore)
    return lambda path: is_document(path) or ignored(path)


def _below(tree: Tree, directory: str) -> Iterator[str]:
    """The files below a directory."""
    waiting = [directory]
    while waiting:
        above = waiting.pop()
        for path in (above + name for name in tree.names(above)):
            if tree.size(path) is None:
                waiting.append(path + "/")
            else:
                yield path
