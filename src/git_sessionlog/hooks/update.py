"""update: no ref of a push onto a server while it breaks the server's rules, each by itself."""

from ..state import ref_updates
from . import server


def run(args: list[str]) -> int:
    """Judge the one ref of the arguments `<ref> <old> <new>` (githooks(5)); others may have moved.

    Returns 0, 1 when the ref is refused, 2 when it cannot be checked. Raises Failure for wrong input.
    """
    given = server.options("update", args, ("ref", "old", "new"))
    name, old, new = given.rest
    return server.judged([ref_updates.from_line(f"{old} {new} {name}")], given)
