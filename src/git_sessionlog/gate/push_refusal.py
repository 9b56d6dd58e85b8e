"""The refusal of a push, as a developer sees it.

sessionlog: push refused: STATUS.md does not describe main

  last updated on 2026-02-13 in 1a2b3c4d5e
  6f7a8b9c0d  2026-02-14  feat(api): add login [Fix 2.3]
  fixes in them: 2.3

mend  git sessionlog end
skip  SESSIONLOG_SKIP="reason" git push
"""

from collections.abc import Iterator
from typing import NamedTuple

from ..core import fix_ids
from ..core.finding_lines import counted, said
from ..core.findings import Report, Tally
from ..core.terminal import Paint, one_line
from ..git.cleanup import first_line
from ..state.leaks import RULE, Leak
from ..state.render_stale import FIXES, behind, undescribed
from .incoming import Judged, Unrecorded

LINES = 3
"""Refused messages, and further documents, that are named before the rest is a count."""


class Words(NamedTuple):
    """What a refusal is made of: documents that are not fresh, refused messages, fixes nobody named.

    `reports` are the first ones, `tally` counts all; `mend` are the commands, in their order;
    `skip` is how to go on all the same, "" where there is no such thing.
    """

    documents: tuple[Judged, ...]
    reports: tuple[Report, ...]
    tally: Tally
    refused: bool
    mend: tuple[str, ...] = ()
    skip: str = ""
    unrecorded: Unrecorded | None = None
    leaks: tuple[Leak, ...] = ()


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
    if words.unrecorded:
        lines += (
            [f"  {_nowhere(words.unrecorded)}"] if words.reports else _carriers(words.unrecorded, paint)
        )
        lines.append("")
    if words.leaks:
        lines += _leaks(words.leaks, paint)
        lines.append("")
    mark = "mend  "
    for command in words.mend:
        lines.append(f"{mark}{one_line(command, 400)}")
        mark = "      "
    if words.skip:
        lines.append(f"skip  {words.skip}")
    return "\n".join(lines).rstrip("\n") + "\n"


def _headline(words: Words) -> str:
    if words.leaks:
        return f"{one_line(words.leaks[0].path)} has a secret in it"
    if not words.documents:
        if not words.reports and words.unrecorded:
            return _nowhere(words.unrecorded)
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


def _leaks(found: tuple[Leak, ...], paint: Paint) -> Iterator[str]:
    """The places of the secrets, and the commits that put them there; never a secret itself."""
    for one in found[:LINES]:
        what = f"a secret: {one.kind}  {paint.faint(f'[{RULE}]')}"
        yield f"  {paint.odd(one.commit[:10])}  {one_line(one.place, 100)}: {what}"
    if len(found) > LINES:
        yield f"  and {counted(len(found) - LINES, 'more secret')}"


def _carriers(found: Unrecorded, paint: Paint) -> Iterator[str]:
    """The commits that carry the fixes."""
    once = {commit.oid: commit for commit in found.fixes.values()}
    for commit in list(once.values())[:LINES]:
        subject = first_line(commit.message)
        yield f"  {paint.odd(commit.short)}  {one_line(subject, 100)}  {paint.faint(f'[{fix_ids.RULE}]')}"
    if len(once) > LINES:
        yield f"  and {counted(len(once) - LINES, 'more commit')}"


def _nowhere(found: Unrecorded) -> str:
    """`no state document of main names fix 2.3`."""
    ids = list(found.fixes)
    more = f" and {len(ids) - FIXES:,} more" if len(ids) > FIXES else ""
    what = "fixes" if ids[1:] else "fix"
    return (
        f"no state document of {one_line(found.tip.branch, 80)} names {what} {' '.join(ids[:FIXES])}{more}"
    )


def _count(tally: Tally) -> str:
    breaks = "breaks" if tally.refused == 1 else "break"
    return f"{tally.refused:,} of {counted(tally.checked, 'commit message')} {breaks} the rules"
