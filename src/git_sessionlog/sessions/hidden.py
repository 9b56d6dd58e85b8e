"""No secret goes into what a session writes, nor with its end to the remote."""

from collections.abc import Iterator

from ..core.errors import Failure
from ..core.secrets import masking
from ..core.secrets.allowed import ALLOWED_FILE
from ..git import ranges
from ..git.allowed_secrets import AtHead
from ..git.objects import Objects
from ..git.trees import CommitTree
from ..state import leaks
from ..state.leaks import Leak
from .save import Destination
from .session_documents import Desk

HINT = f"say where it is kept, as in vault:path; if it is none, put it into {ALLOWED_FILE}, and commit that"


def masked(text: str) -> str:
    """A text that comes from a commit or from the backlog, without the secrets in it."""
    return masking.mask(text, AtHead())


def new_in(desk: Desk) -> list[Leak]:
    """The secrets that the documents are to have, and that those of HEAD have not.

    Raises Failure for a list of what is none that cannot be used.
    """
    clone = desk.clone
    with Objects() as objects:
        before = CommitTree(objects, objects.commit(clone.head).tree)
        return list(leaks.new_in(desk.papers.texts(), before, clone.settings))


def must_hold_none(desk: Desk) -> None:
    """Raises Failure, before anything is written, where a document is to have a new secret."""
    found = new_in(desk)
    if found and desk.clone.settings.severity(leaks.RULE) == "error":
        raise Failure(f"{found[0].place} would hold a secret ({found[0].kind}); nothing was written", HINT)


def pushed(desk: Desk, to: Destination) -> Iterator[Leak]:
    """The secrets in documents that a push to a place would publish. Errors as `new_in`."""
    settings = desk.clone.settings
    with Objects() as objects:
        head = objects.commit("HEAD").oid
        known = [objects.commit(to.tracked).oid] if to.tracked else []
        span = ranges.pushed([head], known, since=settings.since, remotes="" if known else to.remote)
        yield from leaks.found(objects, span, settings).leaks
