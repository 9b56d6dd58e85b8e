"""Judge the tips of a push, on the way out and on the server: the messages, the state documents."""

from collections.abc import Sequence
from typing import NamedTuple

from .. import gate, skips
from ..errors import CLEAN, FINDINGS, Failure
from ..finding import Report, Tally
from ..gate import Judged, Known, Tip
from ..objects import Objects
from ..output.terminal import one_line
from ..settings import MODES, Settings
from ..state import Demand
from . import PARTS, load

SKIP = f'{skips.VARIABLE}="reason" git push'
"""How a developer lets a push pass."""

KEPT_REPORTS = 3
"""Refused messages that are kept to be named."""


class Found(NamedTuple):
    """What was found on the tips of one mode: documents that are not fresh, and refused messages."""

    mode: str
    documents: tuple[Judged, ...]
    reports: tuple[Report, ...]
    tally: Tally


def judged(
    objects: Objects, tips: Sequence[Tip], known: Known, asked: tuple[Settings, Demand], skip: str
) -> int:
    """0, or 1 when one of the tips is refused, after what was found has been said.

    `known` is what the other side has, `skip` the way round, "" where there is none. Raises Failure
    where a document of a tip that blocks cannot be judged.
    """
    settings, demand = asked
    documents = [one for one in gate.documents(objects, tips, demand) if one.verdict.state != "fresh"]
    code = CLEAN
    for mode in MODES:
        found = _found(tips, mode, known, settings, documents)
        if found.documents or found.tally.refused:
            load(PARTS, "stopped").show(found, asked, objects, skip if mode == "block" else "")
            code = FINDINGS if mode == "block" else code
    _must_know(documents)
    return code


def _found(
    tips: Sequence[Tip], mode: str, known: Known, settings: Settings, documents: list[Judged]
) -> Found:
    """What speaks against the tips of a mode."""
    tally = Tally()
    reports: list[Report] = []
    span = gate.span(tips, mode, known, settings.since)
    for report in gate.messages(span, settings, tally) if span else ():
        if report.verdict.refused and len(reports) < KEPT_REPORTS:
            reports.append(report)
    ours = [one for one in documents if one.tip.mode == mode]
    if mode == "block":  # what is not known stops the push with an error of its own
        ours = [one for one in ours if one.verdict.state != "unknown"]
    return Found(mode, tuple(ours), tuple(reports), tally)


def _must_know(documents: list[Judged]) -> None:
    for tip, verdict in documents:
        if verdict.state == "unknown" and tip.mode == "block":
            what = f"whether {one_line(verdict.path)} describes {one_line(tip.branch)} cannot be told"
            raise Failure(f"{what}: {verdict.why}", "git fetch --unshallow")
