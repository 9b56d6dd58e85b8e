"""The commits of the branch that nothing describes: what a push would be refused for."""

from collections.abc import Sequence
from typing import NamedTuple

from ..core import fix_ids
from ..git import log, ranges, tracked_branches
from ..git.objects import Object, Objects
from ..git.past import Pasts
from ..git.ranges import Range
from ..records.tree_index import Described
from ..state import ref_updates, state_documents
from ..state.coverage import Coverage
from ..state.freshness import Freshness
from ..state.state_documents import Demand
from ..state.unnamed_fixes import Fixes, unnamed
from . import save
from .clone import Clone


class Push(NamedTuple):
    """What a push of the branch would be refused for, the oldest first: none that came by a pull.

    Nothing describes them, or no document names the fix in their tag. `asked` is what the gate asks
    of the push; `pasts` what git has told of the documents.
    """

    bare: tuple[Object, ...]
    asked: Demand
    pasts: Pasts

    def verdicts(self) -> list[Freshness]:
        """Whether the state documents describe what HEAD is now, after commits that were made since."""
        with Objects() as objects:
            head = objects.commit("HEAD")
            self.pasts.grow(objects, head)
            new = None if self.asked.new is None else {*self.asked.new, head.oid}
            asked = self.asked._replace(new=new)
            return list(state_documents.verdicts(objects, "HEAD", asked, self.pasts))


def of_push(clone: Clone) -> Push:
    """What a push of the branch would bring. Raises GitError where git cannot read the commits."""
    span = _span(clone)
    asked = _of_push(clone, span)
    pasts = state_documents.together((clone.head,), asked)
    with Objects() as objects:
        every = asked._replace(tolerance=0)
        verdicts = list(state_documents.verdicts(objects, "HEAD", every, pasts))
        found = _undescribed(objects, verdicts, every, pasts)
        more = _unnamed(objects, clone, span, (verdicts, every)) if span and asked.new else []
    if span and more:
        known = {one.oid: one for one in (*found, *more)}
        found = [known[oid] for oid in ranges.listed(span, topological=True) if oid in known]
    return Push(tuple(reversed(found)), asked, pasts)


def to_push(clone: Clone) -> tuple[Object, ...]:
    """Those that a push of the branch would be refused for, as `of_push` tells them."""
    return of_push(clone).bare


def without_record(clone: Clone, back: Sequence[Described] = ()) -> tuple[Object, ...]:
    """Those of HEAD that no state document and no record describes, the oldest first. Raises GitError.

    `back` are records that are to come back.
    """
    asked = _demand(clone)._replace(tolerance=0)
    with Objects() as objects:
        pasts = state_documents.together((), asked)
        verdicts = list(state_documents.verdicts(objects, "HEAD", asked, pasts))
        found = reversed(_undescribed(objects, verdicts, asked, pasts))
        records = Coverage(objects, "HEAD", clone.records.directories, back)
        return tuple(one for one in found if not records.describes(one))


def _span(clone: Clone) -> Range | None:
    """The commits that a push brings, as `incoming.grouped` tells it; None where it is pushed nowhere.

    What other branches of remotes have is no part of it, but on the default branch: main merged into a
    branch brings nobody's work to the session there. Raises GitError where git cannot read the branches.
    """
    to = save.destination(clone.remotes)
    if isinstance(to, str):
        return None
    branch, there = to.ref.removeprefix(ref_updates.BRANCHES), clone.remotes.tracked
    own = [one for one in there if one.remote == to.remote]
    if branch == next(iter(clone.settings.default_branch), tracked_branches.default(own)):
        known = [one for one in own if one.branch == branch]
    else:
        mode = ref_updates.mode(branch, clone.settings)
        known = [one for one in there if ref_updates.is_as_strict(one.branch, mode, clone.settings)]
    return ranges.pushed([clone.head], dict.fromkeys(one.oid for one in known), since=clone.settings.since)


def _of_push(clone: Clone, span: Range | None) -> Demand:
    """What the gate asks of a push of the branch; of all that HEAD has where it is pushed nowhere."""
    new = frozenset(ranges.listed(span)) if span else None
    return _demand(clone).on(clone.branch)._replace(new=new)


def _demand(clone: Clone) -> Demand:
    return state_documents.demand(clone.settings, shallow=clone.shallow)


def _undescribed(
    objects: Objects, verdicts: Sequence[Freshness], asked: Demand, pasts: Pasts
) -> list[Object]:
    """The commits that are not described, the newest first, however many a document may be behind."""
    whole = [state_documents.closer(objects, "HEAD", one, asked, pasts) for one in verdicts]
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
