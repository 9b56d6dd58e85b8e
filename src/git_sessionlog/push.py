"""What a push asks for: which ref goes from which object to which."""

from collections.abc import Mapping
from typing import NamedTuple

from . import wildcards
from .errors import Failure
from .settings import Settings

BRANCHES = "refs/heads/"
"""What the full name of a branch begins with; tags and notes are no state of anybody's work."""

_TOLD = ("TO_REF", "LOCAL_BRANCH", "REMOTE_BRANCH")


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
    fields = (_fields(line, 4) for line in text.split("\n")[:-1])
    return [from_update(old, new, name) for _, new, name, old in fields]


def from_pre_receive(text: str) -> list[Update]:
    """The lines that pre-receive reads: `<old oid> <new oid> <ref>` (githooks(5))."""
    return [from_update(*_fields(line, 3)) for line in text.split("\n")[:-1]]


def from_update(old: str, new: str, name: str) -> Update:
    """The three fields of a ref as the server's hooks have them."""
    return Update(name, _id(old), _id(new))


def from_framework(environment: Mapping[str, str]) -> tuple[str, str]:
    """What pre-commit and prek tell of a push: a revision, and the full name of the ref on the remote.

    Both show their hooks the first ref with something new and no other. "" where nothing is told:
    on the first push of a whole history pre-commit names the branch only.
    """
    tip = environment.get("PRE_COMMIT_TO_REF") or environment.get("PRE_COMMIT_LOCAL_BRANCH", "")
    return tip, environment.get("PRE_COMMIT_REMOTE_BRANCH") or environment.get(
        "PRE_COMMIT_LOCAL_BRANCH", ""
    )


def mode(branch: str, settings: Settings) -> str:
    """What findings do to a push of the branch: `block` it, `warn`, or "" where it is not judged."""
    judged, skipped = (wildcards.pattern(globs) for globs in (settings.branches, settings.skip_branches))
    if not branch or skipped.match(branch) or not judged.match(branch):
        return ""
    if isinstance(settings.mode, str):
        return settings.mode
    found = (kind for glob, kind in settings.mode.items() if wildcards.pattern((glob,)).match(branch))
    return next(found, "block")


def _fields(line: str, count: int) -> list[str]:
    fields = line.rsplit(" ", count - 1)
    if len(fields) != count:
        raise Failure(f'"{line}" is no line of a push', "this hook is called by git, with its own input")
    return fields


def _id(oid: str) -> str:
    """The id, "" for one of nothing but zeros, 40 or 64 of them."""
    return oid if oid.strip("0") else ""
