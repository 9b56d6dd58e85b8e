"""A brief as long as its reader wants it: items left out are counted, texts end with a word."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from .model import Brief, Check, Item, Other, Part, Session, Skipped, Tracker

_Text = Callable[[str], str]


class Limits(NamedTuple):
    """How many items of a part, how many characters of a text, how many lines below an item."""

    items: int
    length: int
    lines: int


FULL = Limits(50, 1000, 40)
"""What somebody can read; nobody reads a document of 300 kB here."""

STEPS = (
    *(Limits(10, 300, 8), Limits(8, 240, 6), Limits(6, 200, 4), Limits(5, 160, 3), Limits(4, 120, 2)),
    *(Limits(3, 100, 1), Limits(2, 80, 0), Limits(1, 60, 0), Limits(1, 20, 0)),
)
"""Shorter and shorter, until a brief fits."""

_NOTES = 3  # columns of a row that are said beside its text
_STAMP = 20  # characters of a time
_WEIGHT = {"bad": 0, "unknown": 1, "note": 2, "ok": 3}


def cut(brief: Brief, limits: Limits, mask: _Text) -> Brief:
    """The brief within some limits; `mask` is applied to whole texts, before they are cut."""
    kept = _Kept(limits, mask)
    checks = kept.checks(brief.checks)
    reading = brief.reading[: 2 * limits.items]
    return brief._replace(
        checks=checks,
        documents=tuple(map(kept.path, brief.documents[: limits.items])),
        session=brief.session and kept.session(brief.session),
        phase=kept.text(brief.phase),
        logged=kept.text(brief.logged),
        blockers=kept.parts(brief.blockers),
        completed=kept.parts(brief.completed),
        progress=kept.parts(brief.progress),
        next=kept.parts(brief.next),
        failed=kept.parts(brief.failed),
        landed=kept.parts(brief.landed),
        reverted=kept.parts(brief.reverted),
        elsewhere=tuple(map(kept.other, brief.elsewhere[: limits.items])),
        trackers=tuple(map(kept.tracker, brief.trackers[: limits.items])),
        commits=tuple(
            one._replace(subject=kept.text(one.subject)) for one in brief.commits[: limits.items]
        ),
        reading=tuple(one._replace(path=kept.path(one.path)) for one in reading),
        skipped=tuple(map(kept.skipped, brief.skipped[: limits.items])),
        confirm=kept.text(brief.confirm),
        unlisted=brief.unlisted + len(brief.checks) - len(checks),
        unshown=brief.unshown + len(brief.elsewhere[limits.items :]),
        unread=brief.unread + len(brief.reading) - len(reading),
    )


def fitted(brief: Brief, size: int, mask: _Text, rendered: Callable[[Brief], str]) -> str:
    """What `rendered` makes of the brief, cut until it has no more than `size` characters."""
    known = lru_cache(None)(mask)
    for limits in STEPS:
        said = rendered(cut(brief, limits, known))
        if len(said) <= size:
            break
    return said


def shortened(text: str, length: int) -> str:
    """The text, no longer than that; it ends with a word, or within one that is longer than half of it."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    end = head.rfind(" ")
    return (head[:end] if end > length // 2 else head).rstrip() + "…"


_BEYOND = 10_000  # characters that may tell that those before them are a secret


class _Kept(NamedTuple):
    """What is kept of each value."""

    limits: Limits
    mask: _Text

    def text(self, text: str) -> str:
        some = text[: self.limits.length + _BEYOND]  # a subject may have megabytes
        return shortened(self.mask(some), self.limits.length)

    def path(self, path: str) -> str:
        return shortened(path, self.limits.length)

    def checks(self, checks: tuple[Check, ...]) -> tuple[Check, ...]:
        """The ones that matter most, in their order."""
        most = 2 * self.limits.items + 6
        first = sorted(checks, key=lambda check: _WEIGHT[check.state])[:most]
        return tuple(
            check._replace(actual=self.text(check.actual), expected=self.text(check.expected))
            for check in checks
            if check in first
        )

    def session(self, session: Session) -> Session:
        return session._replace(
            status=self.path(session.status),
            goal=self.text(session.goal),
            path=self.path(session.path),
            branch=self.path(session.branch),
            started=session.started[:_STAMP],
            ended=session.ended[:_STAMP],
            fixes=tuple(map(self.text, session.fixes[: self.limits.items])),
        )

    def other(self, other: Other) -> Other:
        return other._replace(
            branch=self.path(other.branch),
            goal=self.text(other.goal),
            by=self.text(other.by),
            started=other.started[:_STAMP],
            fixes=tuple(map(self.text, other.fixes[: self.limits.items])),
        )

    def item(self, item: Item) -> Item:
        notes = dict(self.note(*pair) for pair in list(item.notes.items())[:_NOTES])
        below = self.mask(item.detail).split("\n") if item.detail else []
        some = [shortened(line, self.limits.length) for line in below[: self.limits.lines]]
        return Item(
            self.text(item.text), notes, "\n".join([*some, *(["…"] if len(below) > len(some) else [])])
        )

    def note(self, name: str, note: str) -> tuple[str, str]:
        """A note is masked with its name: what is called a password is one."""
        whole = self.mask(f"{name}: {note}")
        start = f"{name}: "
        said = whole[len(start) :] if whole.startswith(start) else self.mask(note)
        return self.text(name), shortened(said, self.limits.length)

    def parts(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        return tuple(self._part(part) for part in parts[: self.limits.items])

    def _part(self, part: Part) -> Part:
        items = part.items[: self.limits.items]
        return Part(
            self.path(part.path), tuple(map(self.item, items)), part.more + len(part.items) - len(items)
        )

    def tracker(self, tracker: Tracker) -> Tracker:
        progress = self._part(Part(tracker.path, tracker.progress, tracker.more))
        counts = {self.text(name): n for name, n in list(tracker.counts.items())[: self.limits.items + 2]}
        return Tracker(progress.path, counts, progress.items, progress.more)

    def skipped(self, skipped: Skipped) -> Skipped:
        return Skipped(skipped.when[:_STAMP], self.path(skipped.branches), self.text(skipped.reason))
