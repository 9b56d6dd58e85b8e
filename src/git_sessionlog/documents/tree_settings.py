"""The settings in the tree of a commit: those of a gate, and of a repository without a work tree."""

from collections.abc import Callable

from ..core import regular_files
from ..core.errors import ConfigError, Failure
from ..core.secrets.allowed import ALLOWED_FILE
from ..git import run as git
from ..git.objects import FILES as KINDS
from ..git.objects import LINK, Absent, Objects
from ..git.trees import CommitTree, Tree
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


def of(commit: Callable[[], str]) -> Settings:
    """The settings of the work tree; in a bare repository those of a commit, which is asked for then.

    The id "" is that of no commit: the defaults. Errors as `load`, and what asking raises.
    """
    top = git.top_if_any()
    if top:
        return config.load(top).settings
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


def _text(objects: Objects, tree: str, name: str) -> bytes | None:
    entry = objects.entry(tree, name.encode())
    if entry is None:
        return None
    if entry.mode not in KINDS:
        what = "a symbolic link, which is not followed in a commit" if entry.mode == LINK else "no file"
        raise ConfigError(f"{name} is {what}")
    data = objects.read(entry.oid)[2]
    if len(data) > regular_files.SETTINGS:
        raise ConfigError(f"{name} cannot be read: it is longer than {regular_files.SETTINGS:,} bytes")
    return data
