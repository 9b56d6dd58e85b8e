"""A brief, for people, agents and programs."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...core.finding_lines import counted
from ...core.quoted import quoted
from ...core.stamps import day, stamp_or_none
from ...core.terminal import Paint, escaped
from ...core.to_json import json_line, picked
from ...git.log import Commit
from .model import Brief, Check, Item, Part, Reading, Session, Skipped, Tracker

COMMITS = 10
"""Commits that are shown."""


_PARTS = ("blockers", "completed", "progress", "next", "failed", "landed", "reverted")
_OTHER = "branch id number? goal? by? started? fixes"
_INDENT = 30  # columns that the lines after the first are indented at most


class Page(NamedTuple):
    """How lines are written: in which colour, and how wide; 0 leaves them as long as they are."""

    paint: Paint
    columns: int = 0

    def line(self, head: str, text: str, painted: str = "") -> Iterator[str]:
        """A line that begins with `head`, shown as `painted`, and goes on below its text."""
        shown = escaped(" ".join(text.split()))
        room = max(20, self.columns - len(head))
        first, *rest = _wrapped(shown, room) if self.columns else [shown]
        yield ((painted or head) + first).rstrip()
        yield from (" " * min(len(head), _INDENT) + piece for piece in rest)


def as_text(brief: Brief, page: Page) -> Iterator[str]:
    """The verdict, whose words follow; what blocks, is in progress, is next; what to read, to confirm."""
    yield from page.line("", _verdict(brief))
    yield from page.line("", _quoted(brief))
    yield from _checks(brief, page)
    yield from _session(brief, page)
    yield from _parts("Blockers", brief.blockers, page)
    yield from _parts("Completed", brief.completed, page)
    yield from _parts("In progress", brief.progress, page)
    yield from _parts("Next", brief.next, page, numbered=True)
    yield from _parts("Not to retry", brief.failed, page)
    yield from _parts("Landed, not in the state documents yet", brief.landed, page)
    yield from _parts("Reverted", brief.reverted, page)
    yield from _elsewhere(brief, page)
    for tracker in brief.trackers:
        yield from _tracker(tracker, page)
    yield from _commits(brief.commits[:COMMITS], page)
    yield from _reading(brief, page)
    yield from _skipped(brief.skipped, page)
    yield ""
    yield from page.line("", brief.confirm)


def as_json(brief: Brief) -> str:
    """One object; see docs/resume.md."""
    return json_line(
        {
            **picked(brief, "verified documents rebuilt"),
            "quoted": _quoted(brief),
            "checks": [check._asdict() | {"expected": check.expected or None} for check in brief.checks],
            **picked(brief, "session phase? logged?"),
            **{name: map(_part_json, getattr(brief, name)) for name in _PARTS},
            "elsewhere": [picked(one, _OTHER) for one in brief.elsewhere],
            "trackers": [
                _part_json(Part(one.path, one.progress, one.more)) | {"counts": one.counts}
                for one in brief.trackers
            ],
            "commits": map(_commit_json, brief.commits[:COMMITS]),
            "reading": [
                {"path": one.path, "size": one.size, "changed": stamp_or_none(one.when), "older": one.older}
                for one in brief.reading
            ],
            **picked(brief, "skipped confirm"),
        }
    )


def _flat(text: str) -> str:
    """The text escaped, on one line; it is no longer than `cut` left it."""
    return escaped(text.replace("\n", " ").replace("\t", " "))


def _wrapped(text: str, columns: int) -> list[str]:
    return textwrap.wrap(text, columns, break_long_words=False, break_on_hyphens=False) or [""]


def _verdict(brief: Brief) -> str:
    if brief.rebuilt:
        count = counted(brief.depth, "commit")
        return f"Nothing to verify: there is no state document; this is what the last {count} say"
    names = ", ".join(brief.documents)
    if brief.verified:
        return f"Checkpoint verified: {names} {'agrees' if len(brief.documents) == 1 else 'agree'} with git"
    bad = sum(check.state == "bad" for check in brief.checks)
    if bad:
        return f"Checkpoint not verified: {counted(bad, 'thing does', 'things do')} not match {names}"
    unknown = sum(check.state == "unknown" for check in brief.checks)
    return f"Checkpoint not verified: {counted(unknown, 'thing')} could not be looked at"


def _quoted(brief: Brief) -> str:
    sources = [*brief.documents, "records and commits"]
    return quoted(", ".join(sources))


def _checks(brief: Brief, page: Page) -> Iterator[str]:
    paint = page.paint
    colours = {"ok": paint.good, "note": paint.odd, "unknown": paint.odd, "bad": paint.bad}
    for check in brief.checks:
        state, name = f"{check.state:7}", f"{check.name:9}"
        yield from page.line(
            f"  {state}  {name}  ", _said(check), f"  {colours[check.state](state)}  {name}  "
        )
    if brief.unlisted:
        yield f"  … {brief.unlisted:,} more"


def _said(check: Check) -> str:
    wanted = check.expected if check.state != "ok" else ""
    return f"{check.actual}; expected {wanted}" if wanted else check.actual


def _session(brief: Brief, page: Page) -> Iterator[str]:
    session = brief.session
    rows = list(_about(session)) if session else []
    rows += [(name, text) for name, text in (("phase", brief.phase), ("log", brief.logged)) if text]
    if not session and not rows:
        return
    yield ""
    yield page.paint.bold(_flat(_name(session)) if session else "Session")
    for name, text in rows:
        yield from page.line(f"  {name:7}  ", text)


def _name(session: Session) -> str:
    number = f"{session.number}, " if session.number else ""
    status = f", {session.status.replace('_', ' ')}" if session.status else ""
    return f"Session {number}{session.id}{status}{', active here' if session.active else ''}"


def _about(session: Session) -> Iterator[tuple[str, str]]:
    times = [
        session.started and f"from {_utc(session.started)}",
        session.ended and f"to {_utc(session.ended)}",
    ]
    yield from (("goal", session.goal),) if session.goal else ()
    yield from (("fixes", "; ".join(session.fixes)),) if session.fixes else ()
    yield from (("time", " ".join(filter(None, times))),) if any(times) else ()
    yield from (("record", session.path),) if session.path else ()


def _parts(title: str, parts: Sequence[Part], page: Page, *, numbered: bool = False) -> Iterator[str]:
    number = 0
    for part in parts:
        if part.items:
            yield ""
            yield f"{page.paint.bold(title)} {page.paint.faint(_flat(f'({part.path})'))}"
        for item in part.items:
            number += 1
            yield from _item(item, f"  {number}. " if numbered else "  - ", page)
        if part.more and part.items:
            yield f"  … {part.more:,} more in {_flat(part.path)}"


def _elsewhere(brief: Brief, page: Page) -> Iterator[str]:
    if brief.elsewhere:
        yield ""
        yield page.paint.bold("Sessions on other branches")
    for one in brief.elsewhere:
        by = f", by {one.by}" if one.by else ""
        fixes = f" (fixes {', '.join(one.fixes)})" if one.fixes else ""
        yield from page.line("  - ", f"{one.branch}: session {one.number or one.id}{by}: {one.goal}{fixes}")
    if brief.unshown:
        yield f"  … {brief.unshown:,} more"


def _item(item: Item, head: str, page: Page) -> Iterator[str]:
    """An item; what stands below it is shown as it is, so that commands can be copied."""
    yield from page.line(head, item.text)
    indent = " " * len(head)
    for name, note in item.notes.items():
        yield from page.line(f"{indent}{_flat(name)}: ", note)
    for line in item.detail.split("\n") if item.detail else ():
        yield f"{indent}{_flat(line)}"


def _tracker(tracker: Tracker, page: Page) -> Iterator[str]:
    counts = ", ".join(f"{number:,} {status}" for status, number in tracker.counts.items())
    yield ""
    head = f"Tasks ({_flat(tracker.path)})  "
    painted = f"{page.paint.bold('Tasks')} {page.paint.faint(_flat(f'({tracker.path})'))}  "
    yield from page.line(head, counts, painted)
    for item in tracker.progress:
        yield from page.line("  - ", item.text)
    if tracker.more:
        yield f"  … {tracker.more:,} more in {_flat(tracker.path)}"


def _commits(commits: Sequence[Commit], page: Page) -> Iterator[str]:
    yield ""
    yield page.paint.bold("Last commits")
    for commit in commits:
        point = f" ({commit.checkpoint})" if commit.checkpoint else ""
        oid, date = commit.oid[:10], day(commit.committed)
        painted = f"  {page.paint.odd(oid)}  {page.paint.faint(date)}  "
        yield from page.line(f"  {oid}  {date}  ", commit.subject + point, painted)


def _reading(brief: Brief, page: Page) -> Iterator[str]:
    if not brief.reading:
        return
    yield ""
    yield page.paint.bold("To read")
    names = [_flat(one.path) for one in brief.reading]
    width = min(40, max(map(len, names)))
    for one, name in zip(brief.reading, names, strict=True):
        yield f"  {name:{width}}  {_size(one):>8}  {_changed(one)}".rstrip()
    if brief.unread:
        yield f"  … {brief.unread:,} more"


def _skipped(skipped: Sequence[Skipped], page: Page) -> Iterator[str]:
    if skipped:
        yield ""
        yield page.paint.bold("Pushes that were let pass")
    for one in skipped:
        yield from page.line(f"  {_utc(one.when)}  ", f"{one.branches}: {one.reason}")


def _size(one: Reading) -> str:
    if one.size is None:
        return "missing"
    for unit, step in (("B", 1), ("kB", 1000), ("MB", 1_000_000)):
        if one.size < step * 1000 or unit == "MB":
            break
    figure = one.size / step
    return f"{figure:.1f} {unit}" if step > 1 and figure < 10 else f"{figure:,.0f} {unit}"


def _changed(one: Reading) -> str:
    if one.older:
        return f"{day(one.when)} or before"
    return day(one.when) if one.when else "" if one.size is None else "not committed"


def _utc(stamp: str) -> str:
    return f"{_flat(stamp[:16].replace('T', ' '))} UTC"


def _part_json(part: Part) -> dict[str, object]:
    items = [picked(one, "text notes detail?") for one in part.items]
    return {"path": part.path, "items": items, "more": part.more}


def _commit_json(commit: Commit) -> dict[str, object]:
    rest = picked(commit, "author subject checkpoint?")
    return {"oid": commit.oid, "date": stamp_or_none(commit.committed), **rest}
