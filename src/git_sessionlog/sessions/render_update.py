"""An update of the state documents, for people and for programs."""

from collections.abc import Iterator

from ..core.stamps import stamp_or_none
from ..core.terminal import Paint, one_line
from ..core.to_json import json_text, picked
from ..state.reverted_sessions import Taken
from .render import diff, removed
from .update import Draft


def as_text(one: Draft, subject: str, paint: Paint, *, shown: bool) -> Iterator[str]:
    """The sessions and commits that are taken up, what went out of documents, and what was committed."""
    if not one.paths:
        yield "the state documents have taken up all sessions and commits"
        yield from _notes(one, paint)
        return
    if shown:
        yield from diff(one.papers.diff(), paint)
    for record in one.sessions:
        title = paint.bold(f"session {one_line(record.label)}")
        yield f"{title}: {one_line(record.goal or record.title, 100)}"
    for taken in one.taken:
        yield f"{paint.bold(f'session {one_line(taken.record.label)}')}: {_state(taken)}"
    yield from (f"brought back: {one_line(path)}" for path in one.restored)
    for commit in one.commits:
        yield f"{paint.bold(commit.oid[:10])}: {one_line(commit.subject, 100)}"
    yield from removed(one.removed)
    yield from (f"  {paint.odd('renewed')}  {one_line(words, 200)}" for words in one.renewed)
    yield from _notes(one, paint)
    if shown:
        yield "nothing was written"
        return
    yield f"written: {', '.join(map(one_line, one.paths))}"
    yield f"committed: {one_line(subject)}" if subject else "nothing was committed"


def _notes(one: Draft, paint: Paint) -> Iterator[str]:
    return (f"{paint.odd('note:')} {one_line(note, 300)}" for note in one.notes)


def as_json(one: Draft, subject: str) -> Iterator[str]:
    """The same as JSON; `committed` is the subject of the commit, null where there is none."""
    yield json_text(
        {
            "sessions": [picked(record, "id number goal status branch") for record in one.sessions],
            "reverted": [
                {**picked(each.record, "id number goal"), **picked(each, "is_reverted by author")}
                | {"when": stamp_or_none(each.when), "why": each.why}
                for each in one.taken
            ],
            "restored": one.restored,
            "commits": [{"commit": commit.oid, "subject": commit.subject} for commit in one.commits],
            "documents": one.paths,
            "removed": [*one.removed],
            "renewed": [*one.renewed],
            "notes": [*one.notes],
            "committed": subject or None,
        }
    )


def _state(taken: Taken) -> str:
    """By whom a session was taken back, when and why; or that it is in effect again."""
    return one_line(taken.words, 300) if taken.is_reverted else "in effect again"
