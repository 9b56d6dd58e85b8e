"""Which branch is the default branch: the one on which work is brought together.

The setting tells, by its first name; else what the CI or the server says; else `origin/HEAD`; else it is
that of main, master, trunk and develop which the remote has; else the branch at hand.
"""

from ..git import default_ref
from ..settings.model import Settings


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
    """The branch that the remote is known to have for it, "" where nothing tells."""
    return default_ref.read(default_ref.ask()).remote.name.removeprefix(default_ref.ORIGIN)
