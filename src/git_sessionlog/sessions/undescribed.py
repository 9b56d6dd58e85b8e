"""The commits of the branch that nothing describes: what a push would be refused for."""

from collections.abc import Sequence

from ..git import streams, tracked_branches
from ..git.objects import Object, Objects
from ..records.tree_index import Described
from ..state import ref_updates, state_documents
from ..state.coverage import Coverage
from ..state.state_documents import Demand
from . import save
from .clone import Clone


def to_push(clone: Clone) -> tuple[Object, ...]:
    """Those that a push of the branch would be refused for, the oldest first; none that came by a pull.

    Raises GitError where git cannot read them.
    """
    with Objects() as objects:
        return tuple(reversed(_found(objects, demand_of_push(clone))))


def demand_of_push(clone: Clone) -> Demand:
    """What the gate asks of a push of the branch; of all that HEAD has where it is pushed nowhere.

    What other branches of remotes have is no part of it, but on the default branch: main merged into a
    branch brings nobody's work to the session there. Raises GitError where git cannot read the branches.
    """
    to = save.destination(clone.branch)
    new = _new(clone, to) if isinstance(to, save.Destination) else None
    return _demand(clone).on(clone.branch)._replace(new=new)


def without_record(clone: Clone, back: Sequence[Described] = ()) -> tuple[Object, ...]:
    """Those of HEAD that no state document and no record describes, the oldest first. Raises GitError.

    `back` are records that are to come back.
    """
    with Objects() as objects:
        found = reversed(_found(objects, _demand(clone)))
        records = Coverage(objects, "HEAD", clone.records.directories, back)
        return tuple(one for one in found if not records.describes(one))


def _new(clone: Clone, to: save.Destination) -> frozenset[str]:
    """The ids of the commits that a push brings, as `incoming.grouped` tells it."""
    branch, there = to.ref.removeprefix(ref_updates.BRANCHES), tracked_branches.tracked()
    own = [one for one in there if one.remote == to.remote]
    if branch == next(iter(clone.settings.default_branch), tracked_branches.default(own)):
        known = [one for one in own if one.branch == branch]
    else:
        mode = ref_updates.mode(branch, clone.settings)
        known = [one for one in there if ref_updates.is_as_strict(one.branch, mode, clone.settings)]
    given = "".join(f"^{one.oid}\n" for one in known).encode()
    with streams.stream("rev-list", "--stdin", "HEAD", given=given) as pipe:
        return frozenset(pipe.read().decode().split())


def _demand(clone: Clone) -> Demand:
    return state_documents.demand(clone.settings, shallow=state_documents.is_shallow())


def _found(objects: Objects, asked: Demand) -> list[Object]:
    """The commits that are not described, the newest first, however many a document may be behind."""
    asked = asked._replace(tolerance=0)
    verdicts = list(state_documents.verdicts(objects, "HEAD", asked))
    whole = [state_documents.closer(objects, "HEAD", one, asked) for one in verdicts]
    return list({commit.oid: commit for one in whole for commit in one.commits}.values())
