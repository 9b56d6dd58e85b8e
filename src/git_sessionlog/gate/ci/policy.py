"""The settings that a CI run is checked by: what is checked does not bring its own."""

import os
from typing import NamedTuple

from ...core.errors import ConfigError, Failure
from ...documents import document_set, tree_settings
from ...git import run as git
from ...git.objects import Absent, Entry, Objects
from ...git.trees import CommitTree
from ...settings import config
from ...settings.config import Loaded
from ...settings.model import Settings
from ...state import leaks, state_documents
from .job import Job
from .scope import Scope

_OPTION = "git sessionlog ci --config FILE takes others"


class Policy(NamedTuple):
    """The settings that hold, and what is to be said of where they are from, "" for nothing."""

    settings: Settings
    note: str = ""


def policy(objects: Objects, job: Job, scope: Scope, file: str) -> Policy:
    """What holds for the commits of a scope: the settings of `file`, else of where they go, else their own.

    Their own hold where there are none yet, on the default branch neither. Raises Failure for settings that
    cannot be used, also for those that the commits bring: nothing could be checked after them.
    """
    if file:
        _must_be_elsewhere(objects, scope, file)
        return Policy(_pinned(objects, scope.rules, config.load_file(file).settings))
    there = _loaded(objects, scope.rules, f"of {scope.rules[:10]}") if scope.rules else None
    brought = _loaded(objects, scope.tip, whose := f"that the {job.what} brings")
    _must_be_usable(objects, scope.tip, brought.settings, whose)
    if not there:
        return Policy(brought.settings, "its own settings hold" if brought.file else "")
    if not there.file:
        return _without(objects, job, scope, brought)
    how = tree_settings.difference(objects, scope.rules, scope.tip)
    note = f"by the settings of {scope.rules[:10]}; it {how.replace('the settings', 'them')}" if how else ""
    return Policy(_pinned(objects, scope.rules, there.settings), note)


def _without(objects: Objects, job: Job, scope: Scope, brought: Loaded) -> Policy:
    """What holds where the base has no settings: those of the default branch, else what is brought."""
    if scope.trunk:
        trunk = _loaded(objects, scope.trunk, f"of {job.default}")
        if trunk.file:
            note = f"{job.branch or scope.rules[:10]} has no settings, those of {job.default} hold"
            return Policy(_pinned(objects, scope.trunk, trunk.settings), note)
    note = f"{scope.rules[:10]} has no settings yet: its own hold" if brought.file else ""
    return Policy(brought.settings, note)


def default_branch(objects: Objects, commit: str, file: str) -> str:
    """The setting `default-branch` of the file, else of a commit; "" where there is none."""
    if not file and not commit:
        return ""
    loaded = config.load_file(file) if file else _loaded(objects, commit, f"of {commit[:10]}")
    return next(iter(loaded.settings.default_branch), "")


def _loaded(objects: Objects, commit: str, whose: str) -> Loaded:
    try:
        return tree_settings.load(objects, commit)
    except ConfigError as error:
        raise _unusable(error, whose) from None


def _must_be_usable(objects: Objects, commit: str, settings: Settings, whose: str) -> None:
    """Raise Failure where the globs of settings, or the files that go with them, cannot be used."""
    try:
        tree = CommitTree(objects, objects.commit(commit).tree)
        state_documents.demand(settings, shallow=False)
        document_set.rules(settings, tree)
        leaks.allowed_by(settings, tree)
    except Absent:
        pass  # what needs it says so
    except ConfigError as error:
        raise _unusable(error, whose) from None


def _unusable(error: ConfigError, whose: str) -> Failure:
    hint = "; ".join(filter(None, (error.hint, _OPTION)))
    return Failure(f"the settings {whose} cannot be used: {error.message}", hint)


def _pinned(objects: Objects, commit: str, settings: Settings) -> Settings:
    """The settings with the files that go with them in a commit."""
    try:
        tree = CommitTree(objects, objects.commit(commit).tree) if commit else None
    except Absent as absent:
        raise Failure(f"{absent.name[:10]}, with the settings, cannot be read") from None
    return tree_settings.pinned(settings, tree) if tree else settings


def _must_be_elsewhere(objects: Objects, scope: Scope, file: str) -> None:
    """Raise Failure for a file that the commits bring or change: they would choose their own settings."""
    top = os.path.join(os.path.realpath(git.top_if_any() or os.curdir), "")
    for path in (os.path.abspath(file), os.path.realpath(file)):
        name = path.removeprefix(top).replace(os.sep, "/")
        if path.startswith(top) and _entry(objects, scope.tip, name) not in (
            None,
            _entry(objects, scope.rules, name),
        ):
            words = f"{name} is among what is checked, which would choose its own settings"
            raise Failure(words, "give a file from elsewhere: --config FILE")


def _entry(objects: Objects, commit: str, path: str) -> Entry | None:
    try:
        return objects.entry(objects.commit(commit).tree, os.fsencode(path)) if commit else None
    except Absent as absent:
        raise Failure(f"{absent.name[:10]} cannot be read", "git fsck") from None
