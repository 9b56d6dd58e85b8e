"""pre-push: no push while a state document, or a message, does not describe what is pushed."""

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from ..core.errors import CLEAN, Failure, GitError, system_words
from ..core.terminal import complain, one_line
from ..gate import incoming, skipped_pushes
from ..gate.incoming import Group, There, Tip
from ..git import run as git
from ..git import tracked_branches
from ..git.objects import Absent, Objects
from ..settings.model import MODES, Settings
from ..state import leaks, ref_updates
from ..state import state_documents as state
from ..state.ref_updates import Update
from . import check_refs, settings, settings_line


def run(args: list[str]) -> int:
    """Judge all refs of the push to the remote `args[0]`, at `args[1]` (githooks(5)).

    The refs are on standard input, else in what pre-commit and prek tell, else HEAD is judged.
    Returns 0, or 1 when the push is refused. Raises Failure when it cannot be checked.
    """
    return judged(_updates(args), args, check_refs.SKIP)


def judged(updates: Sequence[Update], args: Sequence[str], skip: str) -> int:
    """The same for some refs; `skip` is the way round that a refusal names."""
    updates = [update for update in updates if update.new and update.new != update.old]
    if not updates:
        return CLEAN
    here = _Place.seen()
    chosen = settings.of(here.top) if here.top else settings.of_commit(updates[0].new)
    remote = _Remote.seen(args, chosen)
    updates = [ref_updates.resolved(one, remote.branches, remote.default, chosen) for one in updates]
    modes = {update.name: ref_updates.mode(update.branch, chosen) for update in updates}
    wanted = [update for update in updates if modes[update.name]]
    others = [update for update in updates if not modes[update.name]]
    if chosen.severity(leaks.RULE) == "off":
        others = []
    if not wanted and not others:
        return CLEAN
    reason = os.environ.get(skipped_pushes.VARIABLE, "").strip()
    if reason:
        return _skip(here.state, reason, [one.branch or one.name for one in (*wanted, *others)])
    with Objects() as objects:
        if len(wanted) > 1:
            objects.gather(one.new for one in wanted)
        before = {one.name: _known(objects, one.old) or remote.tip(one.branch) for one in updates}
        going = [
            Tip(one.branch, _commit(objects, one.new), modes[one.name], before[one.name]) for one in wanted
        ]
        settings_line.print_changes(objects, going, remote.tip(remote.default), chosen)
        olds = (There(one.branch, before[one.name]) for one in updates if one.branch and before[one.name])
        there = [*remote.there, *olds]
        asked = chosen, state.demand(chosen, shallow=here.shallow, told=remote.default)
        groups = list(incoming.grouped(going, there, remote.default, chosen))
        code = check_refs.judged(objects, groups, asked, skip)
        known = (*(one.oid for one in there if one.own), *filter(None, before.values()))
        others_ = searched_groups(
            other_tips(objects, others, chosen), (*known, *(tip.oid for tip in going))
        )
        return code | check_refs.searched(objects, others_, asked, skip)


def searched_groups(tips: Sequence[Tip], known: tuple[str, ...]) -> list[Group]:
    """The tips of refs that are searched for secrets only, by their modes."""
    groups = (Group(mode, tuple(tip for tip in tips if tip.mode == mode), known) for mode in MODES)
    return [group for group in groups if group.tips]


def other_tips(objects: Objects, updates: Sequence[Update], settings: Settings) -> list[Tip]:
    """The commits that refs lead to which are not judged as branches; a tag of a file leads to none.

    Raises Failure for an object that cannot be read.
    """
    found = []
    for one in updates:
        try:
            oid = objects.commit(one.new).oid
        except Absent:
            kind = git.ask("cat-file", "-t", f"{one.new}^{{}}", no=(128,)).strip()
            if kind in (b"blob", b"tree"):
                continue
            raise Failure(f"{one.new[:10]}, pushed to {one.name}, cannot be read", "git fsck") from None
        found.append(Tip(one.branch or one.name, oid, ref_updates.mode_for_secrets(one, settings)))
    return found


class _Place(NamedTuple):
    """The top of the work tree ("" in a bare repository), our directory in the shared git directory."""

    top: str
    state: str
    shallow: bool

    @classmethod
    def seen(cls) -> "_Place":
        """The current one. Raises GitError where there is none."""
        asked = ("--git-common-dir", "--is-shallow-repository")
        try:
            out = git.ask("rev-parse", *asked, "--show-toplevel")
        except GitError:
            if not git.is_bare():
                raise
            out = git.ask("rev-parse", *asked) + b"\n"
        common, shallow, top = os.fsdecode(out).split("\n", 2)
        return cls(top[:-1], os.path.join(common, "sessionlog"), shallow == "true")


def _updates(args: list[str]) -> list[Update]:
    """The refs of the push, from who tells of them."""
    given = "" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.buffer.read()
    if given:
        return ref_updates.from_pre_push(os.fsdecode(given))
    tip, name = ref_updates.from_framework(os.environ)
    if not tip and args:
        return []  # by git itself, with nothing to push
    oid = os.fsdecode(git.ask("rev-parse", "--verify", "--end-of-options", f"{tip or 'HEAD'}^{{commit}}"))
    if not name:
        name = (
            os.fsdecode(git.ask("symbolic-ref", "-q", "HEAD", no=(1,))).strip()
            or ref_updates.BRANCHES + "HEAD"
        )
    return [Update(name if name.startswith("refs/") else ref_updates.BRANCHES + name, "", oid.strip())]


def _commit(objects: Objects, oid: str) -> str:
    try:
        return objects.commit(oid).oid
    except Absent:
        raise Failure(f"{oid[:10]} cannot be read, or is no commit", "git fsck") from None


def _known(objects: Objects, old: str) -> str:
    """The commit that a ref of the remote leads to, "" where it is not here: a push may be forced."""
    try:
        return objects.commit(old).oid if old else ""
    except Absent:
        return ""


class _Remote(NamedTuple):
    """What is known here of the branches of all remotes, and the default branch of the one pushed to."""

    there: tuple[There, ...]
    default: str

    @property
    def branches(self) -> frozenset[str]:
        """The names of the branches of the remote that is pushed to."""
        return frozenset(one.branch for one in self.there if one.own)

    def tip(self, branch: str) -> str:
        """The tip of a branch of the remote, "" where it is not known."""
        return next((one.oid for one in self.there if one.own and one.branch == branch), "")

    @classmethod
    def seen(cls, args: Sequence[str], chosen: Settings) -> "_Remote":
        """That of a push; all remotes are it when it has no name here but its URL."""
        name = args[0] if args else os.environ.get("PRE_COMMIT_REMOTE_NAME", "")
        url = args[1] if len(args) > 1 else os.environ.get("PRE_COMMIT_REMOTE_URL", "")
        found = tracked_branches.here().tracked
        every = not name or name == url
        there = tuple(There(one.branch, one.oid, every or one.remote == name) for one in found)
        default = tracked_branches.default([one for one in found if every or one.remote == name])
        return cls(there, next(iter(chosen.default_branch), default))


def _skip(state_: str, reason: str, branches: list[str]) -> int:
    """Let the push pass, and keep why."""
    try:
        skipped_pushes.record(state_, reason, branches)
        complain(f"sessionlog: push not checked: {one_line(reason)}")
    except OSError as error:
        why = one_line(system_words(error))
        complain(f"sessionlog: push not checked, and the reason not kept: {why}")
    return CLEAN
