"""pre-push: no push while a state document, or a message, does not describe what is pushed."""

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from ..core.errors import CLEAN, Failure, GitError
from ..core.terminal import one_line
from ..gate import skipped_pushes
from ..gate.incoming import Known, Tip
from ..git import run as git
from ..git.objects import Absent, Objects
from ..settings.model import Settings
from ..state import leaks, ref_updates
from ..state import state_documents as state
from ..state.ref_updates import Update
from . import check_refs, settings


def run(args: list[str]) -> int:
    """Judge all refs of the push to the remote `args[0]`, at `args[1]` (githooks(5)).

    The refs are on standard input, else in what pre-commit and prek tell, else HEAD is judged.
    Returns 0, or 1 when the push is refused. Raises Failure when it cannot be checked.
    """
    return judged(_updates(args), args, check_refs.SKIP)


def judged(updates: Sequence[Update], args: Sequence[str], skip: str) -> int:
    """The same for some refs; `skip` is the way round that a refusal names."""
    first = next((update.new for update in updates if update.new), "")
    if not first:
        return CLEAN
    here = _Place.seen()
    chosen = settings.of(here.top) if here.top else settings.of_commit(first)
    modes = {update.name: ref_updates.mode(update.branch, chosen) for update in updates if update.new}
    wanted = [update for update in updates if modes.get(update.name)]
    others = [update for update in updates if update.new and not modes[update.name]]
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
        going = [Tip(one.branch, _commit(objects, one.new), modes[one.name]) for one in wanted]
        known = Known(tuple(_known(objects, updates)), _remotes(args))
        asked = chosen, state.demand(chosen, shallow=here.shallow)
        code = check_refs.judged(objects, going, known, asked, skip) if going else CLEAN
        known = known._replace(oids=(*known.oids, *(tip.oid for tip in going)))
        return code | check_refs.searched(objects, other_tips(objects, others, chosen), known, asked, skip)


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


def _known(objects: Objects, updates: Sequence[Update]) -> list[str]:
    """What the remote has already, where it is here too: a forced push may replace what is not."""
    found = []
    for old in dict.fromkeys(update.old for update in updates if update.old):
        try:
            found.append(objects.commit(old).oid)
        except Absent:
            continue
    return found


def _remotes(args: Sequence[str]) -> str:
    """The remote that is pushed to; all of them when it has no name here but its URL."""
    name = args[0] if args else os.environ.get("PRE_COMMIT_REMOTE_NAME", "")
    url = args[1] if len(args) > 1 else os.environ.get("PRE_COMMIT_REMOTE_URL", "")
    return "*" if not name or name == url else name


def _skip(state_: str, reason: str, branches: list[str]) -> int:
    """Let the push pass, and keep why."""
    try:
        skipped_pushes.record(state_, reason, branches)
        print(f"sessionlog: push not checked: {one_line(reason)}", file=sys.stderr)
    except OSError as error:
        why = one_line(f"{error.strerror}: {error.filename}")
        print(f"sessionlog: push not checked, and the reason not kept: {why}", file=sys.stderr)
    return CLEAN
