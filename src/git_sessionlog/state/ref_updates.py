"""What a push asks for: which ref goes from which object to which."""

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from ..core import wildcards
from ..core.errors import Failure
from ..settings.model import MODES, Settings

BRANCHES = "refs/heads/"
"""What the full name of a branch begins with; tags and notes are no state of anybody's work."""

BY_GIT = "this hook is called by git, with its own input"
"""The hint where something else called a hook."""

_OLD, _NEW = (f"(?P<{name}>[0-9a-f]{{40}}|[0-9a-f]{{64}})" for name in ("old", "new"))
_NAME = r"(?P<name>[^\0-\x20\x7f]+)"
_PUSHED = f".* {_NEW} {_NAME} {_OLD}"
_RECEIVED = f"{_OLD} {_NEW} {_NAME}"


class Update(NamedTuple):
    """One ref of a push: its full `name` on the remote, its `old` and its `new` object there.

    They are ids, of 40 or 64 digits; "" where there was none, is none any more, or none is known.
    """

    name: str
    old: str
    new: str

    @property
    def branch(self) -> str:
        """The short name of the branch, "" where the ref is none."""
        return self.name.removeprefix(BRANCHES) if self.name.startswith(BRANCHES) else ""


def from_pre_push(text: str) -> list[Update]:
    """The lines that pre-push reads: `<local ref> <local oid> <remote ref> <remote oid>` (githooks(5)).

    The local ref is as the user typed it, blanks too (`HEAD^{/some text}`), so it is not looked at.
    """
    return [_update(_PUSHED, line) for line in text.split("\n")[:-1]]


def from_pre_receive(text: str) -> list[Update]:
    """The lines that pre-receive reads, one at least, each as `from_line` takes it (githooks(5)).

    Raises Failure for any line that is none: what is not understood is not let in.
    """
    *whole, rest = text.split("\n")
    if rest or not whole:
        raise Failure("the list of refs is empty, or cut off", BY_GIT)
    return [from_line(line) for line in whole]


def from_line(text: str) -> Update:
    """The ref of `<old id> <new id> <name>`. Raises Failure where the text is not that."""
    return _update(_RECEIVED, text)


def from_framework(environment: Mapping[str, str]) -> tuple[str, str]:
    """What pre-commit and prek tell of a push: a revision, and the full name of the ref on the remote.

    Both show their hooks the first ref with something new and no other. "" where nothing is told:
    on the first push of a whole history pre-commit names the branch only.
    """
    tip = environment.get("PRE_COMMIT_TO_REF") or environment.get("PRE_COMMIT_LOCAL_BRANCH", "")
    return tip, environment.get("PRE_COMMIT_REMOTE_BRANCH") or environment.get(
        "PRE_COMMIT_LOCAL_BRANCH", ""
    )


def resolved(update: Update, branches: Collection[str], default: str, settings: Settings) -> Update:
    """The update, of a branch where the ref only asks for a review of what is to go there.

    `refs/for/<branch>`, with options after a `%` (Gerrit), or with a topic after a `/` (AGit: the branch is
    the one of `branches` that there is). Where none is known here, it is the strictest of what it may be.
    """
    found = re.fullmatch(r"refs/(?:for|for-review|drafts|publish)/([^%]+)(?:%.*)?", update.name)
    to = found[1].removeprefix(BRANCHES) if found else ""
    if not to or to.startswith("refs/"):
        return update
    ways = [to[: at.start()] for at in re.finditer("/", to)]
    known = next((name for name in (to, *ways) if name in branches), "")
    maybe = [to, *ways, *([default] if default else [])]
    named = known or min(maybe, key=lambda name: (*MODES, "").index(mode(name, settings)))
    return Update(BRANCHES + named, "", update.new)


def mode(branch: str, settings: Settings) -> str:
    """What findings do to a push of the branch: `block` it, `warn`, or "" where it is not judged."""
    judged, skipped = (wildcards.pattern(globs) for globs in (settings.branches, settings.skip_branches))
    if not branch or skipped.match(branch) or not judged.match(branch):
        return ""
    if isinstance(settings.mode, str):
        return settings.mode
    found = (kind for glob, kind in settings.mode.items() if wildcards.pattern((glob,)).match(branch))
    return next(found, "block")


def is_as_strict(branch: str, wanted: str, settings: Settings) -> bool:
    """Whether a branch is checked as strictly as one of a mode: what it has is not new there."""
    return mode(branch, settings) in ("block", wanted)


def mode_for_secrets(update: Update, settings: Settings) -> str:
    """What a secret does to a push of any ref, a tag or notes too: published is published."""
    judged = mode(update.branch, settings)
    return judged or (settings.mode if isinstance(settings.mode, str) else "block")


def _update(pattern: str, line: str) -> Update:
    found = re.fullmatch(pattern, line)
    if not found:
        raise Failure(f'"{line}" is no line of a push', BY_GIT)
    name, old, new = found.group("name", "old", "new")
    return Update(name, _id(old), _id(new))


def _id(oid: str) -> str:
    """The id, "" for one of nothing but zeros, 40 or 64 of them."""
    return oid if oid.strip("0") else ""
