"""The commits of the branch that a push would be refused for."""

from ..git.objects import Object, Objects
from ..state import state_documents
from ..state.coverage import Coverage
from . import save
from .clone import Clone


def to_push(clone: Clone) -> tuple[Object, ...]:
    """Those of `at_head` that the other side has not got: they came by no pull."""
    found = at_head(clone)
    to = save.destination(clone.branch)
    if not found or isinstance(to, str):
        return found
    new = frozenset(save.unpushed(to))
    return tuple(one for one in found if one.oid in new)


def at_head(clone: Clone) -> tuple[Object, ...]:
    """The commits of HEAD that neither a state document nor a record describes, the oldest first.

    Raises GitError where git cannot read them.
    """
    asked = state_documents.demand(clone.settings, shallow=state_documents.is_shallow())
    with Objects() as objects:
        verdicts = list(state_documents.verdicts(objects, "HEAD", asked))
        whole = [state_documents.closer(objects, "HEAD", one, asked) for one in verdicts]
        found = {commit.oid: commit for one in whole for commit in one.commits}
        records = Coverage(objects, "HEAD", clone.records.directories)
        return tuple(one for one in reversed(found.values()) if not records.describes(one))
