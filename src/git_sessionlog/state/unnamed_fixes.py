"""The fixes that new commits carry and that no state document names."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..core import fix_ids, fix_tag
from ..git import log
from ..git.cleanup import first_line
from ..git.log import Commit
from ..git.objects import Absent, Objects
from ..git.ranges import Range
from ..settings.model import Settings
from . import state_documents
from .freshness import Freshness


class Fixes:
    """The fixes in the tags of a range's commits, each with the first that has it, noted as they go by."""

    def __init__(self, settings: Settings, span: Range | None) -> None:
        self.found: dict[str, Commit] = {}
        self.span = span
        self._wanted = settings.checks_fixes(fix_ids.RULE)

    def noted(self, commits: Iterable[Commit]) -> Iterator[Commit]:
        """The commits; a merge carries no fix."""
        for commit in commits:
            if self._wanted and b"[Fix " in commit.message and not commit.is_merge:
                for id in _fixes(first_line(commit.message)):
                    self.found.setdefault(id, commit)
            yield commit


def unnamed(
    objects: Objects, fixes: Fixes, verdicts: Sequence[tuple[str, Freshness]], asked: state_documents.Demand
) -> Mapping[str, Commit]:
    """The fixes that no document names, each with its commit; `verdicts` are those on documents of tips.

    It is enough that a document did once in the range: what is long done may go. Commits that are not
    described, that need no description, or that were there before any document do not count.
    """
    late = {commit.oid for _, one in verdicts for commit in one.commits}
    missing, known = [id for id, commit in fixes.found.items() if commit.oid not in late], set[str]()
    for tip, verdict in verdicts if missing else ():
        entry = objects.entry(objects.commit(tip).tree, os.fsencode(verdict.path))
        if missing and entry and entry.oid not in known:
            known.add(entry.oid)
            missing = fix_ids.unnamed(missing, objects.read(entry.oid)[2].decode("utf-8", "replace"))
    paths = dict.fromkeys(verdict.path for _, verdict in verdicts)
    missing = [id for id in missing if _could_be_named(objects, fixes.found[id].oid, paths, asked)]
    if missing and fixes.span:
        missing = fix_ids.unnamed(missing, _once(fixes.span, paths))
    return {id: fixes.found[id] for id in missing}


def _could_be_named(
    objects: Objects, oid: str, paths: Iterable[str], asked: state_documents.Demand
) -> bool:
    """Whether a commit needs words, and there was a document for them; one that cannot be read counts."""
    try:
        tree = objects.commit(oid).tree
        there = any(objects.entry(tree, os.fsencode(path)) for path in paths)
    except Absent:
        there = True
    return there and state_documents.needs_words(objects, oid, asked)


def _fixes(subject: str) -> Iterator[str]:
    """The fixes in the tags of a subject; what git quotes there was another commit's."""
    if not subject.startswith(("Revert ", "Revert^", 'Reapply "')):
        yield from fix_tag.found_in(subject[:2000])


def _once(span: Range, paths: Iterable[str]) -> str:
    """What was added to documents in a range."""
    places = [f":(top,literal){path}" for path in paths]
    with log.patches(*span.options, paths=places, given=span.revisions) as pipe:
        return "\n".join(line[1:].decode("utf-8", "replace") for line in pipe if line.startswith(b"+"))
