"""The server's gate, for pre-receive and update: what pre-push judges, by rules that no push can change."""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from typing import NamedTuple

from ..core import globs, timelimit
from ..core.errors import CLEAN, UNCHECKED, ConfigError, Failure
from ..core.wrap import folded
from ..documents import tree_settings
from ..gate.incoming import Known, Tip
from ..git import run as git
from ..git.objects import Absent, Objects
from ..settings import config
from ..settings.model import MODES, Settings
from ..state import leaks, ref_updates, state_documents
from ..state.ref_updates import Update
from . import check_refs, pre_push, say

FILE = "sessionlog.toml"
"""The server-side file in the git directory; its keys are those of `.sessionlog.toml`."""

SECONDS = 30.0
"""How long the judging of a push may take, where `--timeout` says nothing else."""

COLUMNS = 72
"""What `remote: ` leaves of a terminal's 80 columns."""

_OVERRIDE = f"on the server, {FILE} in the git directory or --config FILE overrides them"


class Options(NamedTuple):
    """What the hook's command line says: the file of settings, "" for none; the limit; the arguments."""

    config: str
    seconds: float
    rest: tuple[str, ...]


class Rules(NamedTuple):
    """The settings that a push is judged by, and in words where they are.

    `branch` is the default branch where they are its own: a push cannot mend them when they are broken.
    """

    settings: Settings
    origin: str
    branch: str = ""


class _Going(NamedTuple):
    """A ref of the push that is judged, and the commit that its new object leads to."""

    update: Update
    oid: str


class _Here(NamedTuple):
    """The repository as it is: its git directory, the ref that HEAD names, the ids of its branches."""

    directory: str
    shallow: bool
    head: str
    branches: dict[str, str]

    @classmethod
    def seen(cls) -> "_Here":
        """The current one. In pre-receive no ref of the push has moved yet, in update some have."""
        asked = ("--git-common-dir", "--is-shallow-repository")
        directory, shallow = os.fsdecode(git.ask("rev-parse", *asked)).rsplit("\n", 2)[:2]
        head = os.fsdecode(git.ask("symbolic-ref", "-q", "HEAD", no=(1,))).strip()
        found = os.fsdecode(
            git.ask("for-each-ref", "--format=%(objectname) %(refname)", ref_updates.BRANCHES)
        )
        pairs = (line.partition(" ") for line in found.split("\n")[:-1])
        return cls(directory, shallow == "true", head, {name: oid for oid, _, name in pairs})


def options(hook: str, args: Sequence[str], names: tuple[str, ...] = ()) -> Options:
    """The command line of a hook that takes the arguments `names`. Raises Failure for any other."""
    file, seconds, given = "", SECONDS, list(args)
    while given and given[0].startswith("--"):
        name, equals, value = given.pop(0).partition("=")
        if not equals:
            value = given.pop(0) if given else ""
        if name == "--config" and value:
            file = value
        elif name == "--timeout" and re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,3})?", value) and float(value):
            seconds = float(value)
        else:
            known = "--config FILE and --timeout SECONDS"
            raise Failure(f'{hook} takes {known}, not "{name}" with "{value}"')
    if len(given) != len(names):
        takes = " ".join(f"<{name}>" for name in names) or "no arguments"
        raise Failure(f"{hook} takes {takes}, not {len(given)} of them", ref_updates.BY_GIT)
    return Options(file, seconds, tuple(given))


def judged(updates: Sequence[Update], given: Options) -> int:
    """0, 1 when one of the refs is refused, 2 when it cannot be told, or not in time; it has been said why.

    Deletions pass. What is no branch is searched for secrets only.
    """
    wanted = [update for update in updates if update.new]
    if not wanted:
        return CLEAN
    over = Failure(
        f"judging the push took longer than {given.seconds:g} s",
        "push in smaller parts; on the server: --timeout SECONDS",
    )
    try:
        with timelimit.limit(given.seconds, over), Objects() as objects:
            return _judged(objects, wanted, _Here.seen(), given.config)
    except Failure as failure:
        with _for_the_pusher():
            say(failure)
        return UNCHECKED


def _judged(objects: Objects, wanted: list[Update], here: _Here, file: str) -> int:
    objects.gather(update.new for update in wanted)
    going = [_Going(update, _commit(objects, update)) for update in wanted if update.branch]
    rules = _rules(objects, going, here, file)
    if rules.branch:
        _stays_open(objects, going, here)
    try:
        code = _by(rules.settings, objects, going, here)
        return code | _others(rules.settings, objects, wanted, here)
    except ConfigError as error:  # a pattern that takes for ever
        raise _broken(error, rules) from None
    except Failure as failure:
        if not here.shallow:
            raise
        raise Failure(failure.message, f"on the server: {failure.hint}") from None


def _by(settings: Settings, objects: Objects, going: list[_Going], here: _Here) -> int:
    """The judging itself, the branches that block first.

    New is what no branch of the server reaches that is judged as strictly. `--not --all` would let a
    bad commit in by a ref that is not judged, a branch of `skip-branches` or refs/wip/x, and go from
    there to any branch. The old ids of the push need no mention: they are the tips of such branches.
    """
    asked = state_documents.demand(settings, shallow=here.shallow)
    modes = {
        name: ref_updates.mode(name.removeprefix(ref_updates.BRANCHES), settings) for name in here.branches
    }
    known: dict[str, None] = {}
    code = CLEAN
    for mode in MODES:
        known |= dict.fromkeys(oid for name, oid in here.branches.items() if modes[name] == mode)
        new = [
            Tip(one.branch, oid, mode)
            for one, oid in going
            if ref_updates.mode(one.branch, settings) == mode
        ]
        if new:
            with _for_the_pusher():
                code |= check_refs.judged(objects, new, Known(tuple(known)), (settings, asked), skip="")
            known |= dict.fromkeys(tip.oid for tip in new)
    return code


def _others(settings: Settings, objects: Objects, wanted: list[Update], here: _Here) -> int:
    """Search what is not judged as a branch for secrets: what no branch of the server has, new or old."""
    others = [one for one in wanted if not ref_updates.mode(one.branch, settings)]
    if settings.severity(leaks.RULE) == "off" or not others:
        return CLEAN
    asked = settings, state_documents.demand(settings, shallow=here.shallow)
    there = [*here.branches.values(), *(one.new for one in wanted if one not in others)]
    known = Known(tuple(dict.fromkeys([*there, *(one.old for one in others if one.old and one.branch)])))
    with _for_the_pusher():
        return check_refs.searched(
            objects, pre_push.other_tips(objects, others, settings), known, asked, skip=""
        )


@contextmanager
def _for_the_pusher() -> Iterator[None]:
    """Fold what is said: git puts `remote: ` before each line on its way to the pusher's terminal."""
    said = StringIO()
    try:
        with redirect_stderr(said):
            yield
    finally:
        print(folded(said.getvalue(), COLUMNS), end="", file=sys.stderr)


def _rules(objects: Objects, going: list[_Going], here: _Here, file: str) -> Rules:
    """The settings: of the server's file, else of the default branch as it is before the push.

    So no push can loosen its own gate. The first push of a repository brings the settings along.
    """
    own = os.path.normpath(os.path.join(here.directory, FILE))
    branch = here.head.removeprefix(ref_updates.BRANCHES)
    rules = Rules(Settings(), "on the server")
    try:
        if file or os.path.lexists(own):
            return rules._replace(settings=_usable(objects, config.load_file(file or own), here))
        if here.head in here.branches:
            rules = Rules(Settings(), f"on {branch}", branch)
            return rules._replace(settings=_in(objects, here.branches[here.head], here))
        if here.branches:
            raise _headless(here)
        if not going:  # a tag comes first
            return rules
        first = next((one for one in going if one.update.name == here.head), going[0])
        rules = Rules(Settings(), f"on {first.update.branch}")
        return rules._replace(settings=_in(objects, first.oid, here))
    except ConfigError as error:
        raise _broken(error, rules) from None


def _stays_open(objects: Objects, going: list[_Going], here: _Here) -> None:
    """Settings that cannot be used would lock everybody out from the next push on."""
    for update, oid in going:
        if update.name == here.head:
            try:
                _in(objects, oid, here)
            except ConfigError as error:
                words = f"the push would break the settings on {update.branch}: {error.message}"
                raise Failure(words, error.hint) from None


def _in(objects: Objects, oid: str, here: _Here) -> Settings:
    return _usable(objects, tree_settings.load(objects, oid), here)


def _usable(objects: Objects, loaded: config.Loaded, here: _Here) -> Settings:
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


def _broken(error: ConfigError, rules: Rules) -> Failure:
    """What is wrong with the settings; where nobody can push the mended ones, the way out."""
    hint = "; ".join(filter(None, (error.hint, _OVERRIDE if rules.branch else "")))
    return Failure(f"the settings {rules.origin} cannot be used: {error.message}", hint)


def _headless(here: _Here) -> Failure:
    words = f"HEAD names {here.head}, which is not there" if here.head else "HEAD names no branch"
    name = next(iter(here.branches)) if len(here.branches) == 1 else f"{ref_updates.BRANCHES}<branch>"
    return Failure(
        f"no default branch has the rules: {words}", f"on the server: git symbolic-ref HEAD {name}"
    )


def _commit(objects: Objects, update: Update) -> str:
    try:
        return objects.commit(update.new).oid
    except Absent:
        words = f"{update.new[:10]}, pushed to {update.branch}, is no commit, or cannot be read"
        raise Failure(words, "git fsck") from None
