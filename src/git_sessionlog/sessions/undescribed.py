"""The commits of the branch that nothing describes: what a push would be refused for."""

from collections.abc import Sequence

from ..git.objects import Object, Objects
from ..records.tree_index import Described
from ..state import state_documents
from ..state.coverage import Coverage
from ..state.state_documents import Demand
from . import save
from .clone import Clone


def to_push(clone: Clone) -> tuple[Object, ...]:
    """Those that a push of the branch would be refused for, the oldest first; none that came by a pull.

    Raises GitError where git cannot read them.
    """
    to = save.destination(clone.branch)
    new = frozenset(save.unpushed(to)) if isinstance(to, save.Destination) else None
    asked = _demand(clone).on(clone.branch)._replace(new=new)
    with Objects() as objects:
        return tuple(reversed(_found(objects, asked)))


def without_record(clone: Clone, back: Sequence[Described] = ()) -> tuple[Object, ...]:
    """Those of HEAD that no state document and no record describes, the oldest first. Raises GitError.

    `back` are records that are to come back.
    """
    with Objects() as objects:
        found = reversed(_found(objects, _demand(clone)))
        records = Coverage(objects, "HEAD", clone.records.directories, back)
        return tuple(one for one in found if not records.describes(one))


def _demand(clone: Clone) -> Demand:
    return state_documents.demand(clone.settings, shallow=state_documents.is_shallow())


def _found(objects: Objects, asked: Demand) -> list[Object]:
    """The commits that are not described, the newest first, however many a document may be behind."""
    asked = asked._replace(tolerance=0)
    verdicts = list(state_documents.verdicts(objects, "HEAD", asked))
    whole = [state_documents.closer(objects, "HEAD", one, asked) for one in verdicts]
    return list({commit.oid: commit for one in whole for commit in one.commits}.values())
