"""The refusal of a push, as a developer sees it.

sessionlog: push refused: STATUS.md does not describe main

  last updated on 2026-02-13 in 1a2b3c4d5e
  6f7a8b9c0d  2026-02-14  feat(api): add login [Fix 2.3]
  fixes in them: 2.3

mend  describe them in STATUS.md, then: git commit -m "docs: update STATUS.md" -- STATUS.md
skip  SESSIONLOG_SKIP="reason" git push
"""

from collections.abc import Iterator
from typing import NamedTuple

from ..finding import Report, Tally
from ..gate import Judged
from .stale import behind, undescribed
from .terminal import Paint, one_line
from .text import counted, said

LINES = 3
"""Refused messages, and further documents, that are named before the rest is a count."""


class Words(NamedTuple):
    """What a refusal is made of: the documents that are not fresh, and the refused messages.

    `reports` are the first ones, `tally` counts all; `mend` are the commands, in their order;
    `skip` is how to go on all the same, "" where there is no such thing.
    """

    documents: tuple[Judged, ...]
    reports: tuple[Report, ...]
    tally: Tally
    refused: bool
    mend: tuple[str, ...] = ()
    skip: str = ""


def refusal(words: Words, paint: Paint) -> str:
    """The whole text, some fifteen lines at most."""
    verb = "refused:" if words.refused else "accepted, but"
    lines = [paint.bold(f"sessionlog: push {verb} {_headline(words)}"), ""]
    if words.documents:
        first = words.documents[0].verdict
        lines += undescribed(first, paint) if first.state == "stale" else [f"  {one_line(first.why)}"]
        lines += _others(_further(words.documents))
        lines.append("")
    if words.reports:
        lines += _messages(words, paint, named=bool(words.documents))
        lines.append("")
    mark = "mend  "
    for command in words.mend:
        lines.append(f"{mark}{one_line(command, 400)}")
        mark = "      "
    if words.skip:
        lines.append(f"skip  {words.skip}")
    return "\n".join(lines).rstrip("\n") + "\n"


def _headline(words: Words) -> str:
    if not words.documents:
        return _count(words.tally)
    tip, verdict = words.documents[0]
    path, branch = one_line(verdict.path), one_line(tip.branch, 80)
    same = sum(_what(one) == _what(words.documents[0]) for one in words.documents) - 1
    if same:
        branch += f" and {counted(same, 'more branch', 'more branches')}"
    if verdict.state == "missing":
        return f"{branch} has no {path}"
    does = "does not describe" if verdict.state == "stale" else "may not describe"
    return f"{path} {does} {branch}"


def _what(one: Judged) -> tuple[str, str]:
    return one.tip.oid, one.verdict.path


def _further(documents: tuple[Judged, ...]) -> tuple[Judged, ...]:
    """What is not the first, and not the same document of the same commit as one before it."""
    once = {_what(one): one for one in reversed(documents)}
    return tuple(one for one in documents[1:] if one is once[_what(one)])


def _others(rest: tuple[Judged, ...]) -> Iterator[str]:
    for tip, verdict in rest[:LINES]:
        how = f"{behind(verdict)} behind" if verdict.state == "stale" else one_line(verdict.why)
        yield f"  {one_line(tip.branch, 60)}: {one_line(verdict.path, 60)}: {verdict.state}, {how}"
    if len(rest) > LINES:
        yield f"  and {counted(len(rest) - LINES, 'more document')}"


def _messages(words: Words, paint: Paint, *, named: bool) -> Iterator[str]:
    if named:
        yield f"  {_count(words.tally)}:"
    for source, verdict in words.reports[:LINES]:
        yield f"  {paint.odd(source.place)}  {one_line(verdict.subject, 100)}"
        finding = verdict.findings[0]
        yield f"              {said(finding)}  {paint.faint(f'[{finding.rule}]')}"
    if words.tally.refused > LINES:
        yield f"  and {words.tally.refused - LINES:,} more"


def _count(tally: Tally) -> str:
    breaks = "breaks" if tally.refused == 1 else "break"
    return f"{tally.refused:,} of {counted(tally.checked, 'commit message')} {breaks} the rules"
