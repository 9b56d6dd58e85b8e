"""The commits whose messages name checkpoints."""

import re

from .log import Commit, Query
from .trailers import CHECKPOINT, KEY

_ANYWHERE = re.compile(rf"(?im)^[ \t>*-]{{0,8}}{KEY}:[ \t]*({CHECKPOINT})[ \t]*\r?$")


def query(revision: str, named: str = "") -> Query:
    """The question for the commits of a revision, with all that tells the session of each.

    With `named`, only for those whose message names a checkpoint that begins so.
    """
    wanted = ("--basic-regexp", "-i", f"--grep={KEY}: *{named}") if named else ()
    return Query(("parents", "author", "authored", "checkpoint", "subject", "message"), (revision,), wanted)


def named_elsewhere(commit: Commit) -> tuple[str, ...]:
    """The checkpoints that a message names beside its own, each once, as that of a squash does.

    They are for reading only.
    """
    if commit.message.count(KEY.encode()) == (1 if commit.checkpoint else 0):
        return ()  # quickly: few name any
    return tuple(each for each in anywhere(commit.message) if each != commit.checkpoint)


def anywhere(message: bytes) -> tuple[str, ...]:
    """The checkpoints that a message names in any paragraph, each once, as a forge's squash does."""
    found = _ANYWHERE.findall(message.decode("utf-8", "replace"))
    return tuple(dict.fromkeys(one[0] for one in found))
