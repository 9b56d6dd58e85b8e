"""pre-receive: no push onto a server while one of its refs breaks the server's rules."""

import os
import sys

from ..core.errors import Failure
from ..state import ref_updates
from . import server


def run(args: list[str]) -> int:
    """Judge all refs of a push, which are on standard input (githooks(5)); all go, or none.

    Returns 0, 1 when the push is refused, 2 when it cannot be checked. Raises Failure for wrong input.
    """
    given = server.options("pre-receive", args)
    if sys.stdin is None or sys.stdin.isatty():
        raise Failure("there is no list of refs on standard input", ref_updates.BY_GIT)
    return server.judged(ref_updates.from_pre_receive(os.fsdecode(sys.stdin.buffer.read())), given)
