"""What the end of a session writes: all of it follows from the record and the history."""

import shlex
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial

from ..core.errors import Failure
from ..core.stamps import duration, stamp
from ..documents import about, removal, update
from ..documents.document import Document
from ..documents.entries import Entry, entries, section
from ..documents.entries import said as said_of
from ..documents.fields import set_fields
from ..git.objects import Absent, Objects
from ..git.trees import CommitTree, WorkTree
from ..records.record import Record
from . import checkpoint, document_locations, last_session, session_rows, task_file, tracker
from .checkpoint import Said
from .document_locations import Place
from .entry_texts import UNKNOWN
from .handoff_checks import is_open
from .session_commits import Work
from .session_documents import Desk, copied


def close(desk: Desk, done: Work, said: Said, end: Record, closed: Sequence[str]) -> None:
    """Write the end of a session into its documents: `end` is its record then, `closed` the fixes done."""
    desk.figures = {**figures(end, done), "blockers-resolved": str(len(said.resolved) or "")}
    checkpoint.finish(desk, closed, done, end.ended[:10])
    put_back(desk, (*closed, *said.undone, *done.fixes))
    tick_off(desk, done, closed)
    _none_left(desk)
    desk.keep(end)
    desk.head(end.ended, end.status)
    checkpoint.write_block(desk, done, end.ended, clean=True)
    desk.fields(desk.figures, "metrics")
    _log(desk, end)
    _tasks(desk, closed)
    _own_files(desk, done, closed)
    last_session.sign(desk, end.ended[:10])


def closed_fixes(done: Work, said: Said, half: Container[str]) -> list[str]:
    """The fixes that the session has done: those its commits name, but for `half` ones, and those told."""
    named = (fix for fix in done.fixes if fix not in half)
    return [fix for fix in dict.fromkeys((*named, *said.done)) if fix not in said.undone]


def listed_since(desk: Desk) -> list[str]:
    """The fixes of the plan that were listed as completed since the session began."""
    before = {said_of(entry) for entry in _said_before(desk, ("completed",))}
    new = [entry for entry in desk.held("completed") if said_of(entry) not in before]
    return [fix.id for fix in desk.record.fixes if any(about.is_about(entry, fix.id) for entry in new)]


def half_done(desk: Desk, done: Work, said: Said) -> dict[str, Entry]:
    """The fixes that commits name and that are not done: a next step or an open blocker is about each.

    Only what the session itself wrote down counts, not what was next before it began.
    """
    named = [fix for fix in done.fixes if fix not in said.done]
    there = [entry for concept in ("next", "blockers") for entry in desk.held(concept) if is_open(entry)]
    found = {fix: entry for fix in named for entry in there if about.is_about(entry, fix)}
    before = {said_of(entry) for entry in _said_before(desk, ("next", "blockers"))} if found else set()
    planned = {fix.id: fix.text for fix in desk.record.fixes if fix.text}
    return {
        fix: entry
        for fix, entry in found.items()
        if said_of(entry) not in before and not entry.text.endswith(planned.get(fix, "\0"))
    }


def _said_before(desk: Desk, concepts: Iterable[str]) -> Iterator[Entry]:
    """The entries under some concepts when the session began."""
    for place in desk.states:
        document = Document.of(_before(desk.record.base, place.path), place.path)
        for concept in concepts:
            if place.kind.section(concept):
                yield from entries(document, place.kind, concept)


def _before(base: str, path: str) -> bytes:
    """What a file said at a commit; nothing where it was not there, or nothing is known of that."""
    with Objects() as objects, suppress(Absent):
        tree = CommitTree(objects, objects.commit(base).tree) if base else None
        return (tree.read(path) if tree else None) or b""
    return b""


def figures(end: Record, done: Work) -> dict[str, str]:
    """What a session came to, by the names that profiles have for it."""
    metrics = end.metrics
    planned = [fix.id for fix in end.fixes]
    kept = [fix for fix in planned if fix in done.fixes]
    found = {
        "time-spent": duration(metrics.minutes),
        "duration": duration(metrics.minutes),
        "changes": f"+{metrics.added} -{metrics.removed} lines, files: {metrics.files}",
        "lines-added": str(metrics.added),
        "lines-removed": str(metrics.removed),
        "tasks-planned": str(len(planned)),
        "tasks-completed": str(len(kept)),
        "bugs-fixed": str(sum(piece.type == "fix" for piece in done.pieces)),
    }
    if planned:
        found["completion-rate"] = f"{100 * len(kept) // len(planned)}%"
    return found


def _log(desk: Desk, end: Record) -> None:
    """The row of the session in the logs; a state that has no log says it where it says what was done."""
    known = session_rows.known(end, desk.home.path, desk.clone.records)
    old, new = desk.before, session_rows.values(end, known.label)
    before = session_rows.values(old, known.label) if old and old.ended else new
    for place in desk.states:
        concept = session_rows.concept(place)
        if not place.kind.section(concept) or place.kind.per_session:
            continue
        if before != new:
            says = session_rows.says(before)
            desk.change(
                place, concept, partial(removal.remove, kind=place.kind, concept=concept, matches=says)
            )
        if not any(map(known.is_in, entries(desk.papers[place.path], place.kind, concept))):
            given = {**desk.values, **new}
            desk.change(place, concept, partial(session_rows.added, place=place, given=given))


def put_back(desk: Desk, said: Collection[str]) -> None:
    """Make those fixes of the plan next again that nothing else is said of."""
    for fix in desk.record.fixes:
        if fix.id in said:
            continue
        alone = frozenset((fix.id,))
        if any(about.is_about(entry, fix.id) for entry in desk.held("completed")):
            desk.close("in-progress", alone, kept_in="completed")
        desk.move(fix.id, "in-progress", "next")
        if not any(
            about.is_about(entry, fix.id) for entry in (*desk.held("next"), *desk.held("completed"))
        ):
            text = desk.text_of(fix.id) or UNKNOWN
            desk.add("next", {"fix": fix.id, "text": text, "path": fix.file}, to_record=False)
        desk.close("in-progress", alone, kept_in="next")


def _none_left(desk: Desk) -> None:
    """Say that nothing is in progress: of an empty section nobody can tell whether it was forgotten."""
    for place in desk.states:
        declared, document = place.kind.section("in-progress"), desk.papers[place.path]
        where = section(document, place.kind, "in-progress")
        text = document.text[where.body : where.end].strip() if where else ""
        if declared and declared.required and text in ("", declared.empty.strip()):
            none = partial(update.write, kind=place.kind, concept="in-progress", text="None")
            desk.change(place, "in-progress", none)


def tick_off(desk: Desk, done: Work, closed: Iterable[str]) -> None:
    """Tick fixes off in the trackers that are there."""
    for place in document_locations.standing(desk.clone, "tasks"):
        if closed and document_locations.is_there(desk.clone, place.path):
            desk.lay_out(place)
            for values in _completed(desk, done, closed):
                desk.change(place, "tasks", partial(tracker.done, kind=place.kind, values=values))


def _completed(desk: Desk, done: Work, closed: Iterable[str]) -> Iterator[dict[str, str]]:
    for fix in closed:
        piece = done.fixes.get(fix)
        text = desk.text_of(fix) or (piece.text if piece else f"Fix {fix}")
        oid = piece.abbrev if piece else "—"
        when = stamp(piece.when) if piece else stamp()
        yield {"fix": fix, "text": text, "commit": oid, "date": when[:10]}


def _tasks(desk: Desk, closed: Iterable[str]) -> None:
    """Complete the tasks of what is done, where the session has a list of them."""
    for place in document_locations.own_files(desk.clone, desk.record, at_end=False):
        begun = place.path in desk.papers.paths or document_locations.is_there(desk.clone, place.path)
        if place.kind.form == "json" and begun:
            desk.lay_out(place)
            document = desk.papers[place.path]
            text = task_file.done(document.text, closed)
            if text != document.text:
                desk.papers[place.path] = Document.of(text.encode("utf-8", "surrogateescape"), place.path)


def _own_files(desk: Desk, done: Work, closed: Iterable[str]) -> None:
    """The files of the session that tell its outcome; one without sections is a copy of the state."""
    for place in document_locations.own_files(desk.clone, desk.record, at_end=True):
        if not place.kind.sections:
            _copy_state(desk, place)
            continue
        desk.lay_out(place)
        document = desk.papers[place.path]
        if place.kind.section("metrics"):
            document = set_fields(document, place.kind, desk.figures, "metrics")
        if place.kind.section("completed"):
            for values in _completed(desk, done, closed):
                document = update.add(document, place.kind, "completed", values)
        for concept in ("blockers", "failed", "next"):
            if place.kind.section(concept):
                for entry in desk.held(concept):
                    document = update.add(document, place.kind, concept, copied(entry))
        for fix in desk.record.fixes if place.kind.section("pending") else ():
            if fix.id not in closed:
                given = {"fix": fix.id, "text": fix.text or UNKNOWN}
                document = update.add(document, place.kind, "pending", given)
        if place.kind.section("summary") and not entries(document, place.kind, "summary"):
            document = update.write(document, place.kind, "summary", session_rows.summary(desk.record))
        desk.papers[place.path] = document


def _copy_state(desk: Desk, place: Place) -> None:
    """Make a copy of the state document; what somebody else wrote at its place stays. Raises Failure."""
    if not desk.states:
        return
    tree, state = WorkTree(desk.clone.top), desk.states[0].path
    if tree.read(place.path) not in (None, tree.read(state), _committed(place.path)):
        raise Failure(
            f"{place.path} is there, and is no copy of {state}", f"git add {shlex.quote(place.path)}"
        )
    desk.lay_out(place)
    desk.papers[place.path] = Document(desk.papers[state].source, place.path)


def _committed(path: str) -> bytes | None:
    found = document_locations.committed(path)
    return found.source.data if found else None
