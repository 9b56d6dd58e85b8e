"""The settings that the server's gate checks a push by: those from before the push, wherever they are."""

import os
from typing import NamedTuple

from ..core import globs
from ..core.errors import ConfigError, Failure
from ..core.secrets.allowed import ALLOWED_FILE
from ..documents import tree_settings
from ..git import run as git
from ..git.objects import Absent, Objects
from ..git.trees import CommitTree
from ..settings import config
from ..settings.model import Settings
from ..state import ref_updates
from ..state.ref_updates import Update

FILE = "sessionlog.toml"
"""The server-side file in the git directory; its keys are those of `.sessionlog.toml`."""

_OVERRIDE = f"on the server, {FILE} in the git directory or --config FILE overrides them"


class Rules(NamedTuple):
    """The settings that a push is judged by, and in words where they are.

    `branch` is the default branch where they are its own: a push cannot fix them when they are broken.
    `brought` is whether the push brings them: there were none before.
    """

    settings: Settings
    origin: str
    branch: str = ""
    brought: bool = False


class Going(NamedTuple):
    """A ref of the push that is judged, and the commit that its new object leads to."""

    update: Update
    oid: str


class Here(NamedTuple):
    """The repository as it is: its git directory, the ref that HEAD names, the ids of its branches."""

    directory: str
    shallow: bool
    head: str
    branches: dict[str, str]

    @classmethod
    def seen(cls) -> "Here":
        """The current one. In pre-receive no ref of the push has moved yet, in update some have."""
        asked = ("--git-common-dir", "--is-shallow-repository")
        directory, shallow = os.fsdecode(git.ask("rev-parse", *asked)).rsplit("\n", 2)[:2]
        head = os.fsdecode(git.ask("symbolic-ref", "-q", "HEAD", no=(1,))).strip()
        found = os.fsdecode(
            git.ask("for-each-ref", "--format=%(objectname) %(refname)", ref_updates.BRANCHES)
        )
        pairs = (line.partition(" ") for line in found.split("\n")[:-1])
        return cls(directory, shallow == "true", head, {name: oid for oid, _, name in pairs})


def rules_of(objects: Objects, wanted: list[Update], here: Here, file: str) -> tuple[list[Update], Rules]:
    """The refs, each by the branch that it is for, and the settings.

    Which branch a review is for depends on the settings, if it is known by them only: so these come first.
    """
    branches, head = frozenset(map(short, here.branches)), short(here.head)

    def resolved(settings: Settings) -> list[Update]:
        return [ref_updates.resolved(one, branches, head, settings) for one in wanted]

    going = [Going(update, commit(objects, update)) for update in resolved(Settings()) if update.branch]
    rules = _rules(objects, going, here, file)
    return resolved(rules.settings), rules


def _rules(objects: Objects, going: list[Going], here: Here, file: str) -> Rules:
    """The settings: of the server's file, else of the default branch as it is before the push.

    So no push can loosen its own gate. Where that branch has none yet, a push to it brings them along.
    """
    own = os.path.normpath(os.path.join(here.directory, FILE))
    branch, tip = short(here.head), here.branches.get(here.head, "")
    rules = Rules(Settings(), "on the server")
    try:
        if file or os.path.lexists(own):
            settings = _usable(objects, config.load_file(file or own), here)
            return rules._replace(settings=_pinned(objects, settings, tip))
        if here.branches and not tip:
            raise _headless(here)
        if tip:
            rules = Rules(Settings(), f"on {branch}", branch)
            loaded = tree_settings.load(objects, tip)
            if not loaded.file:
                stays_open(objects, going, here)
            else:
                return rules._replace(settings=_pinned(objects, _usable(objects, loaded, here), tip))
        first = next((one for one in going if one.update.name == here.head), None)
        if not first and going and not tip:
            first = going[0]
        if first:
            rules = Rules(Settings(), f"on {first.update.branch}")
            loaded = tree_settings.load(objects, first.oid)
            rules = rules._replace(settings=_usable(objects, loaded, here), brought=bool(loaded.file))
        return rules
    except ConfigError as error:
        raise broken(error, rules) from None


def _pinned(objects: Objects, settings: Settings, tip: str) -> Settings:
    """The settings with the profiles that they name as the default branch has them, where it is there.

    What is no secret is said by the list that is pushed: who wants to publish a secret needs no document
    for it, and who is refused by mistake can add to the list and push again.
    """
    if not tip:
        return settings
    files = tree_settings.pinned(settings, CommitTree(objects, objects.commit(tip).tree)).pinned or {}
    return settings._replace(pinned={path: data for path, data in files.items() if path != ALLOWED_FILE})


def stays_open(objects: Objects, going: list[Going], here: Here) -> None:
    """Settings that cannot be used would lock everybody out from the next push on."""
    for update, oid in going:
        if update.name == here.head:
            try:
                _in(objects, oid, here)
            except ConfigError as error:
                words = f"the push would break the settings on {update.branch}: {error.message}"
                raise Failure(words, error.hint) from None


def _in(objects: Objects, oid: str, here: Here) -> Settings:
    return _usable(objects, tree_settings.load(objects, oid), here)


def _usable(objects: Objects, loaded: config.Loaded, here: Here) -> Settings:
    """The settings, if they can be used here; what `since` names need not be in a shallow repository."""
    settings = loaded.settings
    globs.matcher(settings.ignore)
    if settings.since and not here.shallow:
        try:
            objects.commit(settings.since)
        except Absent:
            words = f"{loaded.file}: since: {settings.since[:10]} is no commit of this repository"
            raise ConfigError(words) from None
    return settings


def broken(error: ConfigError, rules: Rules) -> Failure:
    """What is wrong with the settings; where nobody can push the mended ones, the way out."""
    hint = "; ".join(filter(None, (error.hint, _OVERRIDE if rules.branch else "")))
    return Failure(f"the settings {rules.origin} cannot be used: {error.message}", hint)


def _headless(here: Here) -> Failure:
    words = f"HEAD names {here.head}, which is not there" if here.head else "HEAD names no branch"
    name = next(iter(here.branches)) if len(here.branches) == 1 else f"{ref_updates.BRANCHES}<branch>"
    return Failure(
        f"no default branch has the rules: {words}", f"on the server: git symbolic-ref HEAD {name}"
    )


def commit(objects: Objects, update: Update) -> str:
    """The id of the commit that a ref leads to. Raises Failure where there is none."""
    try:
        return objects.commit(update.new).oid
    except Absent:
        words = f"{update.new[:10]}, pushed to {update.branch}, is no commit, or cannot be read"
        raise Failure(words, "git fsck") from None


def short(name: str) -> str:
    """The short name of a branch."""
    return name.removeprefix(ref_updates.BRANCHES)
