"""Which branches are default branches: those on which work is brought together.

The setting tells; else what the CI or the server says; else `origin/HEAD`; else it is that of main, master,
trunk and develop which the remote has; else the branch at hand.
"""

from typing import NamedTuple

from ..core import wildcards
from ..git import run as git
from ..settings.model import Settings

USUAL = ("main", "master", "trunk", "develop")
"""The names that are looked for at the remote, in this order."""

_ORIGIN = "refs/remotes/origin/"


class Defaults(NamedTuple):
    """The default branches: the name of the `first`, and globs of further ones."""

    first: str
    others: tuple[str, ...] = ()

    def has(self, branch: str) -> bool:
        """Whether a branch is a default branch."""
        return branch == self.first or bool(wildcards.pattern(self.others).match(branch))


def of(settings: Settings, here: str, told: str = "") -> Defaults:
    """The default branches. `here` is the branch at hand, `told` what the CI or the server says.

    Raises GitError where git cannot list the branches of the remote.
    """
    if settings.default_branch:
        first, *others = settings.default_branch
        return Defaults(first, tuple(others))
    return Defaults(told or _of_remote() or here)


def writes_documents(settings: Settings, branch: str, told: str = "") -> bool:
    """Whether the state documents are written on a branch, and only they describe its commits."""
    return settings.state_on == "every" or bool(branch and branch == of(settings, branch, told).first)


def _of_remote() -> str:
    """What `origin/HEAD` names, else the usual name that the remote has, "" where nothing tells."""
    names = [f"{_ORIGIN}{name}" for name in ("HEAD", *USUAL)]
    form = "--format=%(refname)%00%(symref)"
    lines = git.ask("for-each-ref", form, *names).decode("utf-8", "surrogateescape").split("\n")
    found = dict(line.split("\0") for line in lines if line)
    head = found.get(names[0], "").removeprefix(_ORIGIN)
    return head or next((name for name in USUAL if f"{_ORIGIN}{name}" in found), "")
