"""Which branch is the default branch: the one on which work is brought together.

The setting tells, by its first name; else what the CI or the server says; else `origin/HEAD`; else it is
that of main, master, trunk and develop which the remote has; else the branch at hand.
"""

from ..git import run as git
from ..git.tracked_branches import USUAL
from ..settings.model import Settings

_ORIGIN = "refs/remotes/origin/"


def first(settings: Settings, here: str, told: str = "") -> str:
    """The name of the default branch. `here` is the branch at hand, `told` what the CI or the server says.

    Raises GitError where git cannot list the branches of the remote.
    """
    if settings.default_branch:
        return settings.default_branch[0]
    return told or _of_remote() or here


def writes_documents(settings: Settings, branch: str, told: str = "") -> bool:
    """Whether the state documents are written on a branch, and only they describe its commits."""
    return settings.state_on == "every" or bool(branch and branch == first(settings, branch, told))


def _of_remote() -> str:
    """What `origin/HEAD` names, else the usual name that the remote has, "" where nothing tells."""
    names = [f"{_ORIGIN}{name}" for name in ("HEAD", *USUAL)]
    form = "--format=%(refname)%00%(symref)"
    lines = git.ask("for-each-ref", form, *names).decode("utf-8", "surrogateescape").split("\n")
    found = dict(line.split("\0") for line in lines if line)
    head = found.get(names[0], "").removeprefix(_ORIGIN)
    return head or next((name for name in USUAL if f"{_ORIGIN}{name}" in found), "")
