"""What can be said where no document says it: from the last commits, the work tree and the record."""

from collections.abc import Sequence

from ...git.changes import Change
from ...git.log import Commit
from ...git.recent_commits import Recent
from ...messages import header
from ...records.record import Record
from ...settings.model import Settings
from .model import Item, Part

LOG = "git log"
"""Where such a part comes from."""


def completed(recent: Recent) -> Part:
    """The fixes of the last commits, the last first, each with its last commit; else the last commit."""
    last: dict[str, Commit] = {}
    times: dict[str, int] = {}
    for commit in recent.commits:
        for fix in _fixes(commit):
            last.setdefault(fix, commit)
            times[fix] = times.get(fix, 0) + 1
    items = tuple(_done(fix, commit, times[fix]) for fix, commit in last.items())
    return Part(LOG, items or (Item(recent.commits[0].subject),))


def progress(paths: Sequence[Change], record: Record | None) -> Part:
    """What is changed and not committed, and a session that has not ended."""
    count = len(paths)
    items = [Item(f"uncommitted changes in {count:,} {'path' if count == 1 else 'paths'}")] if count else []
    if record and (record.is_open or record.status in ("incomplete", "blocked")):
        goal = f": {record.goal}" if record.goal else ""
        items.append(Item(f"session {record.label} is {record.status.replace('_', ' ')}{goal}"))
    return Part("git status", tuple(items))


def left(recent: Recent, record: Record | None) -> Part:
    """The fixes that the last session wanted and no commit has."""
    done = {fix for commit in recent.commits for fix in _fixes(commit)}
    wanted = [fix for fix in record.fixes if fix.id not in done] if record else []
    items = (
        Item(f"Fix {fix.id}{f': {fix.text}' if fix.text else ''}{f' in {fix.file}' if fix.file else ''}")
        for fix in wanted
    )
    return Part("the session's record", tuple(items))


def _done(fix: str, commit: Commit, times: int) -> Item:
    more = f", {times:,} commits" if times > 1 else ""
    return Item(f"Fix {fix}: {commit.oid[:10]} {commit.subject}{more}")


def _fixes(commit: Commit) -> tuple[str, ...]:
    return header.fixes_of(commit.subject, Settings().types)
