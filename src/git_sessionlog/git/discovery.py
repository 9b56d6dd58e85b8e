"""Which repository git may find by itself: none that came along in a clone.

A directory with HEAD, objects and refs is a repository to git (a bare one), and its configuration may name
programs: core.fsmonitor, filters, diff drivers. Anybody can commit such a directory.
"""

import os

from ..core.errors import GitError

_PARTS = ("HEAD", "objects", "refs")


def settings(cwd: str) -> tuple[tuple[str, str], ...]:
    """The settings with which git is to be asked in a directory.

    A bare repository that is in no other one, as on a server, is found as ever. Raises GitError for one in
    the work tree of another repository; GIT_DIR says that it is meant.
    """
    if os.environ.get("GIT_DIR"):
        return ()
    try:
        bare, place = "", os.path.abspath(cwd)
    except OSError:  # the current directory is gone: git will say so
        return _EXPLICIT
    while True:
        if os.path.basename(place) == ".git":  # no clone brings that name along
            return ()
        if os.path.lexists(os.path.join(place, ".git")):
            break
        if not bare and all(os.path.lexists(os.path.join(place, part)) for part in _PARTS):
            bare = place
        above = os.path.dirname(place)
        if above == place:
            return () if bare else _EXPLICIT
        place = above
    if bare:
        raise GitError(
            f"{bare} is a bare repository in the work tree of another one, and could run anything",
            "if you trust it: export GIT_DIR=.",
        )
    return _EXPLICIT


_EXPLICIT = (("safe.bareRepository", "explicit"),)
