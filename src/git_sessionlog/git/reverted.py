"""Is a commit that a revert names the one whose subject it quotes? Loaded for a revert only."""

from collections.abc import Iterable

from ..core.errors import Failure
from . import log, ranges
from . import run as git

_CUT = 40  # characters that GitHub leaves of a subject at least


def is_one_of(names: Iterable[str], subject: str, tip: str) -> bool:
    """Whether one of the ids is that of a commit with this subject.

    It has to be here, and need not be on the branch: a revert that is cherry-picked names the commit of
    another one. For an id that is not here, as a rebase leaves it behind, a commit with this subject before
    `tip` will do. Raises Failure in a shallow clone, where that may lie behind the boundary.
    """
    is_lost = False
    for name in names:
        found = _subjects(name)
        if subject in found or _is_begun(subject, found):
            return True
        is_lost = is_lost or not found
    if is_lost and _is_before(subject, tip):
        return True
    if is_lost and ranges.boundary():
        raise Failure("a commit that is reverted is not in this shallow clone", ranges.whole())
    return False


def _subjects(name: str) -> tuple[str, ...]:
    """The first line of a commit's message, its first paragraph in one line; none where it is not here."""
    query = log.Query(("title", "subject"), (f"{name}^{{commit}}",), ("-1",))
    return tuple(
        subject.rstrip()
        for commit in log.answered(query, log.ask(query), no=(128,))
        for subject in (commit.subject, commit.title)
    )


def _is_begun(subject: str, found: tuple[str, ...]) -> bool:
    """Whether a subject that GitHub has cut off is how one of these begins."""
    start = subject.removesuffix("…")
    return start != subject and len(start) >= _CUT and any(one.startswith(start) for one in found)


def _is_before(subject: str, tip: str) -> bool:
    if not git.ask("rev-parse", "-q", "--verify", f"{tip}^{{commit}}", no=(1,)):
        return False  # no commit yet
    query = log.Query(("subject",), (tip,), ("--fixed-strings", f"--grep={subject}"))
    return any(commit.subject.rstrip() == subject for commit in log.commits(query))
