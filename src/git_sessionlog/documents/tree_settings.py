"""The settings that hold: of a work tree, as far as it has them, and those that only git has."""

import os
from collections.abc import Callable, Iterable

from ..core import regular_files
from ..core.errors import ConfigError, Failure
from ..core.secrets.allowed import ALLOWED_FILE
from ..git import files_elsewhere
from ..git import run as git
from ..git.files_elsewhere import Source
from ..git.objects import FILES as KINDS
from ..git.objects import LINK, Absent, Objects
from ..git.trees import CommitTree, IndexTree, Tree, WorkTree
from ..settings import config
from ..settings.config import Loaded
from ..settings.keys import KEYS
from ..settings.model import FILES, Settings


def load(objects: Objects, commit: str) -> Loaded:
    """The settings in a commit's tree; errors as `config.load`, and Failure where it cannot be read."""
    try:
        tree = objects.commit(commit).tree
        own, project = (_text(objects, tree, name) for name in FILES)
    except Absent as absent:
        raise Failure(f"{absent.name[:10]}, with the settings of {commit[:10]}, cannot be read") from None
    return config.from_texts(own, project)


def here(top: str) -> Loaded:
    """The settings for the work tree at `top`: of its files, else of what git has and did not check out.

    Where its branch has none, those of the default branch hold, which `Settings.note` says. The profiles
    that they name come from the same place. Errors as `load`.
    """
    loaded = config.load(top)
    if loaded.file:
        return loaded._replace(settings=_with_profiles(loaded.settings, top))
    absent = [name for name in FILES if not os.path.lexists(os.path.join(top, name))]
    return elsewhere(top, files_elsewhere.sources(absent) if absent else ()) or loaded


def elsewhere(top: str, sources: Iterable[Source]) -> Loaded | None:
    """The settings for a work tree that has none on disk, from where git has them; errors as `load`."""
    for source in sources:
        found = config.from_texts(*(_of_source(source, name) for name in FILES))
        if found.file and not source.branch:
            return found._replace(settings=_with_profiles(found.settings, top))
        if found.file:
            note = f"this branch has no settings, those of {source.branch} hold"
            with Objects() as objects:
                tree = CommitTree(objects, objects.commit(source.commit).tree)
                return found._replace(settings=pinned(found.settings, tree)._replace(note=note))
    return None


def of(commit: Callable[[], str]) -> Settings:
    """The settings of the work tree; in a bare repository those of a commit, which is asked for then.

    The id "" is that of no commit: the defaults. Errors as `load`, and what asking raises.
    """
    top = git.top_if_any()
    if top:
        return here(top).settings
    oid = commit()
    with Objects() as objects:
        return load(objects, oid).settings if oid else Settings()


def difference(objects: Objects, before: str, after: str) -> str:
    """What a commit changes in the settings of another, in words: "" for nothing. Errors as `load`."""
    old, new = load(objects, before), load(objects, after)
    if not old.file or not new.file:
        return "" if old.file == new.file else "brings settings" if new.file else "deletes the settings"
    keys = [key for key in KEYS if config.value(old.settings, key) != config.value(new.settings, key)]
    files = [
        pinned(old.settings, CommitTree(objects, objects.commit(oid).tree)).pinned
        for oid in (before, after)
    ]
    was, now = (each or {} for each in files)
    changed = [*keys, *(path for path in was if was[path] != now[path])]
    return f"changes the settings: {', '.join(changed)}" if changed else ""


def pinned(settings: Settings, tree: Tree) -> Settings:
    """The settings with the files that go with them, as a tree has them: no other commit brings its own."""
    names = (ALLOWED_FILE, *(name for name in settings.profiles if name.endswith(".toml")))
    return settings._replace(pinned={name: tree.read(name) for name in names})


def _with_profiles(settings: Settings, top: str) -> Settings:
    """The settings with the files that go with them, where a profile is tracked and not checked out."""
    disk = WorkTree(top)
    if all(disk.kind(name) for name in settings.profiles if name.endswith(".toml")):
        return settings
    with Objects() as objects:
        index = IndexTree(objects)
        if not any(index.kind(name) for name in settings.profiles if not disk.kind(name)):
            return settings
        names = (ALLOWED_FILE, *(name for name in settings.profiles if name.endswith(".toml")))
        return settings._replace(
            pinned={name: (disk if disk.kind(name) else index).read(name) for name in names}
        )


def _of_source(source: Source, name: str) -> bytes | None:
    if name not in source.files:
        return None
    mode, oid = source.files[name]
    _must_be_a_file(mode, name)
    return _short_enough(git.ask("cat-file", "blob", oid), name)


def _text(objects: Objects, tree: str, name: str) -> bytes | None:
    entry = objects.entry(tree, name.encode())
    if entry is None:
        return None
    _must_be_a_file(entry.mode, name)
    return _short_enough(objects.read(entry.oid)[2], name)


def _must_be_a_file(mode: bytes, name: str) -> None:
    if mode not in KINDS:
        what = "a symbolic link, which is not followed in a commit" if mode == LINK else "no file"
        raise ConfigError(f"{name} is {what}")


def _short_enough(data: bytes, name: str) -> bytes:
    if len(data) > regular_files.SETTINGS:
        raise ConfigError(f"{name} cannot be read: it is longer than {regular_files.SETTINGS:,} bytes")
    return data
