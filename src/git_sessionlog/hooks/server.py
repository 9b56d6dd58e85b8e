"""The server's gate, for pre-receive and update: what pre-push judges, by rules that no push can change."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from typing import NamedTuple

from ..core import timelimit
from ..core.errors import CLEAN, UNCHECKED, ConfigError, Failure
from ..core.terminal import complain, one_line
from ..core.wrap import folded
from ..gate import incoming
from ..gate.incoming import There, Tip
from ..git.objects import Objects
from ..settings.model import Settings
from ..state import leaks, ref_updates, state_documents
from ..state.ref_updates import Update
from . import check_refs, pre_push, say, settings_line
from .server_rules import Going, Here, Rules, broken, commit, rules_of, short, stays_open

SECONDS = 30.0
"""How long the judging of a push may take, where `--timeout` says nothing else."""

COLUMNS = 72
"""What `remote: ` leaves of a terminal's 80 columns."""


class Options(NamedTuple):
    """What the hook's command line says: the file of settings, "" for none; the limit; the arguments."""

    config: str
    seconds: float
    rest: tuple[str, ...]


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
            return _judged(objects, wanted, Here.seen(), given.config)
    except Failure as failure:
        with _for_the_pusher():
            say(failure)
        return UNCHECKED


def _judged(objects: Objects, wanted: list[Update], here: Here, file: str) -> int:
    objects.gather(update.new for update in wanted)
    wanted, rules = rules_of(objects, wanted, here, file)
    going = [Going(update, commit(objects, update)) for update in wanted if update.branch]
    if rules.branch:
        stays_open(objects, going, here)
    _say_whose(objects, going, rules, here)
    try:
        code = _by(rules.settings, objects, going, here)
        return code | _others(rules.settings, objects, wanted, here)
    except ConfigError as error:  # a pattern that takes for ever
        raise broken(error, rules) from None
    except Failure as failure:
        if not here.shallow:
            raise
        raise Failure(failure.message, f"on the server: {failure.hint}") from None


def _by(settings: Settings, objects: Objects, going: list[Going], here: Here) -> int:
    """The judging itself, the branches that block first.

    New is what no branch of the server reaches that is judged as strictly. `--not --all` would let a
    bad commit in by a ref that is not judged, a branch of `skip-branches` or refs/wip/x, and go from
    there to any branch. The old ids of the push need no mention: they are the tips of such branches.
    """
    asked = state_documents.demand(settings, shallow=here.shallow, told=short(here.head))
    there = [There(short(name), oid) for name, oid in here.branches.items()]
    tips = [
        Tip(one.branch, oid, mode, here.branches.get(one.name, ""))
        for one, oid in going
        if (mode := ref_updates.mode(one.branch, settings))
    ]
    code = CLEAN
    for group in incoming.grouped(tips, there, short(here.head), settings):
        with _for_the_pusher():
            code |= check_refs.judged(objects, [group], (settings, asked), skip="")
    return code


def _say_whose(objects: Objects, going: list[Going], rules: Rules, here: Here) -> None:
    """Say whose settings hold, where the push brings or changes some."""
    with _for_the_pusher():
        if rules.brought:
            words = f"there are no settings yet: those that the push brings {rules.origin} hold"
            complain(f"sessionlog: note: {one_line(words, 200)}")
            return
        tips = [Tip(one.branch, oid, "", here.branches.get(one.name, "")) for one, oid in going]
        held = f"; it is checked by those {rules.origin}" + (" before it" if rules.branch else "")
        default = here.branches.get(here.head, "")
        settings_line.print_changes(objects, tips, default, rules.settings, held)


def _others(settings: Settings, objects: Objects, wanted: list[Update], here: Here) -> int:
    """Search what is not judged as a branch for secrets: what no branch of the server has, new or old."""
    others = [one for one in wanted if not ref_updates.mode(one.branch, settings)]
    if settings.severity(leaks.RULE) == "off" or not others:
        return CLEAN
    asked = settings, state_documents.demand(settings, shallow=here.shallow, told=short(here.head))
    there = [*here.branches.values(), *(one.new for one in wanted if one not in others)]
    known = tuple(dict.fromkeys([*there, *(one.old for one in others if one.old and one.branch)]))
    tips = pre_push.other_tips(objects, others, settings)
    with _for_the_pusher():
        return check_refs.searched(objects, pre_push.searched_groups(tips, known), asked, skip="")


@contextmanager
def _for_the_pusher() -> Iterator[None]:
    """Fold what is said: git puts `remote: ` before each line on its way to the pusher's terminal."""
    said = StringIO()
    try:
        with redirect_stderr(said):
            yield
    finally:
        complain(folded(said.getvalue(), COLUMNS), end="")
