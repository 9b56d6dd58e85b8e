"""The commits of the branch that nothing describes: what a push would be refused for."""

from collections.abc import Sequence

from ..core import fix_ids
from ..git import log, ranges, tracked_branches
from ..git.objects import Object, Objects
from ..git.ranges import Range
from ..records.tree_index import Described
from ..state import ref_updates, state_documents
from ..state.coverage import Coverage
from ..state.freshness import Freshness
from ..state.state_documents import Demand
from ..state.unnamed_fixes import Fixes, unnamed
from . import save
from .clone import Clone


def to_push(clone: Clone) -> tuple[Object, ...]:
    """Those that a push of the branch would be refused for, the oldest first; none that came by a pull.

    Nothing describes them, or no document names the fix in their tag. Raises GitError where git cannot read
    them.
    """
    span = _span(clone)
    asked = _of_push(clone, span)._replace(tolerance=0)
    with Objects() as objects:
        verdicts = list(state_documents.verdicts(objects, "HEAD", asked))
        found = _undescribed(objects, verdicts, asked)
        more = _unnamed(objects, clone, span, (verdicts, asked)) if span and asked.new else []
        if not span or not more:
            return tuple(reversed(found))
        every = {one.oid: one for one in (*found, *more)}
        return tuple(every[oid] for oid in reversed(ranges.listed(span, topological=True)) if oid in every)


def demand_of_push(clone: Clone) -> Demand:
    """What the gate asks of a push of the branch; of all that HEAD has where it is pushed nowhere.

    What other branches of remotes have is no part of it, but on the default branch: main merged into a
    branch brings nobody's work to the session there. Raises GitError where git cannot read the branches.
    """
    return _of_push(clone, _span(clone))


def without_record(clone: Clone, back: Sequence[Described] = ()) -> tuple[Object, ...]:
    """Those of HEAD that no state document and no record describes, the oldest first. Raises GitError.

    `back` are records that are to come back.
    """
    asked = _demand(clone)._replace(tolerance=0)
    with Objects() as objects:
        verdicts = list(state_documents.verdicts(objects, "HEAD", asked))
        found = reversed(_undescribed(objects, verdicts, asked))
        records = Coverage(objects, "HEAD", clone.records.directories, back)
        return tuple(one for one in found if not records.describes(one))


def _span(clone: Clone) -> Range | None:
    """The commits that a push brings, as `incoming.grouped` tells it; None where it is pushed nowhere."""
    to = save.destination(clone.branch)
    if isinstance(to, str):
        return None
    branch, there = to.ref.removeprefix(ref_updates.BRANCHES), tracked_branches.tracked()
    own = [one for one in there if one.remote == to.remote]
    if branch == next(iter(clone.settings.default_branch), tracked_branches.default(own)):
        known = [one for one in own if one.branch == branch]
    else:
        mode = ref_updates.mode(branch, clone.settings)
        known = [one for one in there if ref_updates.is_as_strict(one.branch, mode, clone.settings)]
    return ranges.pushed([clone.head], dict.fromkeys(one.oid for one in known), since=clone.settings.since)


def _of_push(clone: Clone, span: Range | None) -> Demand:
    new = frozenset(ranges.listed(span)) if span else None
    return _demand(clone).on(clone.branch)._replace(new=new)


def _demand(clone: Clone) -> Demand:
    return state_documents.demand(clone.settings, shallow=state_documents.is_shallow())


def _undescribed(objects: Objects, verdicts: Sequence[Freshness], asked: Demand) -> list[Object]:
    """The commits that are not described, the newest first, however many a document may be behind."""
    whole = [state_documents.closer(objects, "HEAD", one, asked) for one in verdicts]
    return list({commit.oid: commit for one in whole for commit in one.commits}.values())


def _unnamed(
    objects: Objects, clone: Clone, span: Range, judged: tuple[Sequence[Freshness], Demand]
) -> list[Object]:
    """The commits whose fix no document names, where that is refused."""
    verdicts, asked = judged
    if asked.by_records or clone.settings.severity(fix_ids.RULE) != "error":
        return []
    fixes = Fixes(clone.settings, span)
    query = log.Query(("parents", "message"), (), ("--reverse", *span.options), span.revisions)
    for _ in fixes.noted(log.commits(query)):
        pass  # each is noted as it goes by
    missing = unnamed(objects, fixes, [(clone.head, one) for one in verdicts], asked)
    return [objects.commit(one.oid) for one in missing.values()]
