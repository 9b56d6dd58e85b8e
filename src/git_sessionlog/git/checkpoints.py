"""A commit by the checkpoints that its message names."""

import re
from typing import NamedTuple

from .trailers import CHECKPOINT, KEY

_ANYWHERE = re.compile(rf"(?im)^[ \t>*-]{{0,8}}{KEY}:[ \t]*({CHECKPOINT})[ \t]*\r?$")


class Entry(NamedTuple):
    """A commit with what its last trailer block says: `values` of our key, the last one in force.

    `when` is the author date in seconds since 1970, UTC. `others` are the checkpoints that its message
    names elsewhere, as that of a squash does: for reading only.
    """

    oid: str
    parents: int
    when: int
    author: str
    values: tuple[str, ...]
    subject: str
    others: tuple[str, ...] = ()


def named_in(message: str, own: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The checkpoints that a message names anywhere, each once, without its own."""
    found = dict.fromkeys(each[0] for each in _ANYWHERE.findall(message))
    return tuple(each for each in found if each not in own)
