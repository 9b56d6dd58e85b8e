"""What a document does not describe, in lines; the same in a check and in a refusal."""

from collections.abc import Iterator

from ..core.finding_lines import counted
from ..core.stamps import day
from ..core.terminal import Paint, one_line
from ..git.objects import Object
from ..messages import header
from ..settings.model import Settings
from .freshness import SHOWN, Freshness

FIXES = 12
"""Ids of fixes that are named before the rest is a count."""


def said(verdict: Freshness) -> str:
    """The verdict in words, without its first one."""
    if verdict.why:
        return verdict.why
    return f"{behind(verdict)} behind" if verdict.commits else "it describes the commit"


def behind(verdict: Freshness) -> str:
    """How many commits it does not describe, as far as they were counted."""
    return ("" if verdict.complete else "at least ") + counted(len(verdict.commits), "commit")


def undescribed(verdict: Freshness, paint: Paint) -> Iterator[str]:
    """When a document was last updated, the first commits that came since, and the fixes in all of them."""
    if verdict.updated:
        yield f"  last updated on {_day(verdict.updated)} in {verdict.updated.oid[:10]}"
    for commit in verdict.commits[:SHOWN]:
        day = paint.faint(_day(commit))
        yield f"  {paint.odd(commit.oid[:10])}  {day}  {one_line(commit.subject, 100)}"
    more = len(verdict.commits) - SHOWN
    if more > 0 or not verdict.complete:
        yield f"  and {f'{more:,} ' if more > 0 else ''}more" + ("" if verdict.complete else ", at least")
    ids = dict.fromkeys(fix for commit in verdict.commits for fix in fixes(commit))
    if ids:
        rest = f" and {len(ids) - FIXES:,} more" if len(ids) > FIXES else ""
        yield f"  fixes in them: {' '.join(list(ids)[:FIXES])}{rest}"


def fixes(commit: Object) -> tuple[str, ...]:
    """The ids in the fix tag of a commit's subject."""
    return header.fixes_of(commit.subject, Settings().types)


def _day(commit: Object) -> str:
    """The day of a commit's committer date, UTC."""
    return day(commit.when)
