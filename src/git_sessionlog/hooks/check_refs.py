"""Judge the tips of a push, on the way out and on the server: the messages, the state documents."""

from collections.abc import Sequence
from typing import NamedTuple

from ..core import fix_ids
from ..core.errors import CLEAN, FINDINGS, Failure
from ..core.findings import Report, Tally
from ..core.terminal import one_line
from ..gate import incoming, skipped_pushes
from ..gate.incoming import Group, Judged, Unrecorded
from ..git import ranges
from ..git.objects import Objects
from ..settings.model import Settings
from ..state import leaks
from ..state.state_documents import Demand
from ..state.unnamed_fixes import Fixes
from . import PARTS, load

SKIP = f'{skipped_pushes.VARIABLE}="reason" git push'
"""How a developer lets a push pass."""

KEPT_REPORTS = 3
"""Refused messages that are kept to be named."""


class Found(NamedTuple):
    """What was found on the tips of one mode: documents that are not fresh, refused messages, fixes.

    `unrecorded` are the fixes that no document names, None where there are none; `exposed` are the secrets
    that are new in documents.
    """

    mode: str
    documents: tuple[Judged, ...]
    reports: tuple[Report, ...]
    tally: Tally
    unrecorded: Unrecorded | None = None
    exposed: leaks.Found = leaks.Found()

    def refuses(self, settings: Settings) -> bool:
        """Whether the tips may not go to a branch that blocks."""
        recorded = self.unrecorded is None or settings.severity(fix_ids.RULE) != "error"
        exposed = self.exposed.leaks and settings.severity(leaks.RULE) == "error"
        return bool(self.documents or self.tally.refused or not recorded or exposed)


def judged(objects: Objects, groups: Sequence[Group], asked: tuple[Settings, Demand], skip: str) -> int:
    """0, or 1 when one of the tips is refused, after what was found has been said.

    `skip` is the way round, "" where there is none. Raises Failure where a document of a tip that blocks
    cannot be judged.
    """
    settings, demand = asked
    every = []
    code = CLEAN
    for group in groups:
        span = group.span(settings.since)
        fixes = Fixes(settings, span)
        here = demand._replace(new=incoming.new_in(span))
        documents = list(incoming.documents(objects, group.tips, here))
        found = _found(settings, documents, fixes)
        exposed = leaks.found(objects, span, settings)
        unrecorded = incoming.unrecorded(objects, fixes, documents, here)
        found = found._replace(mode=group.mode, unrecorded=unrecorded, exposed=exposed)
        code |= _told(found, (settings, here), objects, skip)
        every += documents
    _must_know(every)
    return code


def searched(objects: Objects, groups: Sequence[Group], asked: tuple[Settings, Demand], skip: str) -> int:
    """As `judged`, of what publishes documents as a branch does and is not judged as one: tags, notes.

    Nothing but secrets is looked for.
    """
    settings, code = asked[0], CLEAN
    for group in groups:
        exposed = leaks.found(objects, group.span(settings.since), settings)
        code |= _told(Found(group.mode, (), (), Tally(), exposed=exposed), asked, objects, skip)
    return code


def _told(found: Found, asked: tuple[Settings, Demand], objects: Objects, skip: str) -> int:
    """Say what was found on the tips of a mode; 1 where that refuses them."""
    refuses = found.refuses(asked[0])
    refused = found.mode == "block" and refuses
    if refuses or found.unrecorded or any(found.exposed):
        load(PARTS, "stopped").show(found, asked, objects, skip if refused else "")
    return FINDINGS if refused else CLEAN


def _found(settings: Settings, documents: list[Judged], fixes: Fixes) -> Found:
    """What speaks against the tips of a mode, by their new commits and their documents."""
    tally = Tally()
    reports: list[Report] = []
    for report in incoming.messages(fixes.span, settings, tally, fixes.noted) if fixes.span else ():
        if report.verdict.refused and len(reports) < KEPT_REPORTS:
            reports.append(report)
    # what is not known stops the push with an error of its own, where it is stopped at all
    ours = (one for one in documents if one.tip.mode != "block" or one.verdict.state != "unknown")
    stale = tuple(one for one in ours if one.verdict.state != "fresh")
    return Found("", stale, tuple(reports), tally)


def _must_know(documents: list[Judged]) -> None:
    for tip, verdict in documents:
        if verdict.state == "unknown" and tip.mode == "block":
            what = f"whether {one_line(verdict.path)} describes {one_line(tip.branch)} cannot be told"
            raise Failure(f"{what}: {verdict.why}", ranges.whole(in_ci=False))
