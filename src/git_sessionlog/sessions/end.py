"""The end of a session: judged, written, committed, pushed. Killed anywhere and run again, it finishes."""

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..core.stamps import minutes_between, stamp
from ..documents.entries import Entry as DocumentEntry
from ..git.objects import Objects
from ..records import drafts
from ..records.record import Fix, Record, title_of
from ..state import leaks
from ..state.ref_updates import mode as push_mode
from . import (
    active,
    branch_record,
    checkpoint,
    current,
    document_hashes,
    end_documents,
    handoff_checks,
    opening,
    other_sessions,
    planned_fixes,
    save,
    saving,
    secret_checks,
    session_commits,
    trusted_gates,
    undescribed,
)
from . import quality_gates as gates
from .checkpoint import Said
from .clone import Clone
from .handoff_checks import FAIL, PASS, SKIPPED, Line
from .quality_gates import Gate
from .save import Commit
from .session_commits import Work
from .session_documents import Desk, Removed
from .undescribed import Push


class Asked(NamedTuple):
    """How a session is to end."""

    said: Said = Said()
    goal: str = ""
    status: str = ""
    minimal: bool = False
    commit: bool = True
    push: bool = True


class Draft(NamedTuple):
    """An end as it would be: the documents in memory, the work, what it closes, the gates that were run.

    `half` are the fixes that commits name and that are not done, each with the entry that says so; `notes`
    say what had no certain place in the documents, and which hashes in them are put right. `push` is what a
    push would have been refused for before.
    """

    desk: Desk
    done: Work
    push: Push
    closed: tuple[str, ...]
    gates: tuple[Gate, ...] = ()
    half: Mapping[str, DocumentEntry] = {}
    notes: tuple[str, ...] = ()

    @property
    def record(self) -> Record:
        """The record as it is to be."""
        return self.desk.record


class Ended(NamedTuple):
    """What became of an end: the checklist, the commit's subject, where it was pushed ("" for neither).

    `notes` are what the session did beside its plan, `removed` the entries taken out of documents.
    """

    record: Record
    lines: tuple[Line, ...]
    subject: str = ""
    pushed: str = ""
    notes: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = ()


def draft(clone: Clone, asked: Asked, ran: tuple[Gate, ...] = (), before: Draft | None = None) -> Draft:
    """The end in memory. Raises Failure as `current.of`, and for documents that cannot be edited safely.

    `before` is a draft of the same end: the history is not read again.
    """
    record, stored = current.of(clone, asked.goal)
    if stored:
        stored = branch_record.own(clone, stored)
        record = stored.record
    push = before.push if before else undescribed.of_push(clone)
    done = before.done if before else session_commits.of(record, clone, [one.oid for one in push.bare])
    desk = opening.desk(clone, record, stored, done.last)
    goal = asked.goal or record.goal or current.told_by(done)
    points = done.points()
    ended = record.ended if record.ended and points == record.checkpoints else stamp()
    minutes = minutes_between(record.started, ended)
    end = record._replace(
        title=record.title or title_of(goal),
        branch=clone.branch,
        ended=ended,
        goal=goal,
        metrics=done.metrics(minutes),
        checkpoints=points,
        gates=_not_run(clone, ran),
    )
    checkpoint.write_notes(desk, asked.said, done, end.ended)
    half = end_documents.half_done(desk, done, asked.said)
    listed = (*asked.said.done, *end_documents.listed_since(desk)) if desk.before else asked.said.done
    closed = end_documents.closed_fixes(done, asked.said._replace(done=tuple(listed)), half)
    if clone.begins(stored) and clone.has_documents:
        opening.in_progress(desk, {*done.fixes, *asked.said.undone} - {*closed})
    end = end._replace(status=_status(desk, closed, asked))
    end_documents.close(desk, done, asked.said, end, closed)
    branch_record.keep(desk, done, asked.said.told, push.bare)
    mine = [piece.oid for piece in done.pieces]
    hashes = document_hashes.put_right(clone, desk.papers, mine) if clone.has_documents else ((), ())
    return Draft(desk, done, push, tuple(closed), ran, half, (*desk.notes, *hashes[0], *hashes[1]))


def _not_run(clone: Clone, ran: Sequence[Gate]) -> str:
    """What the record says of gates that nobody has run; nothing of those that were, they did succeed."""
    left = set(clone.settings.gates) - {gate.name for gate in ran if gate.ran}
    return f"not run ({', '.join(sorted(left))})" if left else ""


def judged(draft: Draft, *, asks: bool = False) -> list[Line]:
    """The points that must hold before anything is written; the two that come last are left out.

    A next step is wanted where somebody can be asked for it only.
    """
    desk, done = draft.desk, draft.done
    left = [change.path for change in desk.clone.changes.paths]
    lines = [
        handoff_checks.committed(desk, left),
        handoff_checks.tracked(desk, draft.closed, draft.half),
        handoff_checks.pending(desk, done),
        handoff_checks.living(desk, done),
        handoff_checks.runbook(desk, done),
        handoff_checks.blockers(desk),
        handoff_checks.next_steps(desk, asks=asks),
    ]
    if found := secret_checks.new_in(desk):
        lines.append(handoff_checks.secret(found[0], desk.clone.settings))
    if not draft.record.goal:
        lines.append(Line(handoff_checks.GOAL, FAIL, "no fix tells it", '--goal "TEXT"'))
    return [*lines, *(handoff_checks.gate(one) for one in draft.gates)]


def run_gates(clone: Clone, told: Callable[[str], None]) -> tuple[Gate, ...]:
    """Run the gates of the settings, where they are trusted; else none is run, and each says so."""
    wanted = clone.settings.gates
    if trusted_gates.is_trusted(wanted):
        return tuple(gates.run(wanted, clone.top, told))
    return tuple(Gate(name, command, None, ran=False) for name, command in wanted.items())


def save_work(draft: Draft) -> tuple[str, ...] | None:
    """Commit all that is in the work tree, but for what the end commits; None where there is nothing.

    Gives the fixes that no other commit of the session names: they are not done. Raises Refused.
    `secret_checks.must_be_safe_to_save` is to be asked before.
    """
    pieces, planned = draft.done.pieces, tuple(fix.id for fix in draft.record.fixes)
    last = pieces[-1] if pieces else None
    fixes = last.fixes if last else planned
    subject = save.subject_of_work(draft.desk.clone.settings, last.subject if last else "", fixes)
    saved = save.everything(subject, draft.desk.paths)
    return (() if last else fixes) if saved else None


def write(draft: Draft) -> list[str]:
    """Write the documents; returns the paths of those that have changed."""
    desk = draft.desk
    changed = desk.papers.changed()
    save.must_be_kept(desk.clone.top, changed)
    desk.papers.write()
    drafts.written(desk.clone.state, desk.home.path)
    return changed


def finish(draft: Draft, asked: Asked, lines: list[Line]) -> Ended:
    """Commit the documents, push, and let the session be over. Raises Refused, with all of it kept."""
    desk, clone = draft.desk, draft.desk.clone
    if not asked.commit:
        waits = Line("pushed", SKIPPED, "nothing was committed", "git sessionlog end")
        written = _ordered(lines, Line("state documents updated", PASS), waits)
        return Ended(draft.record, written, notes=compared(draft), removed=tuple(desk.removed))
    saved, subject = _saved(draft)
    fresh = _fresh(draft)
    pushed = _pushed(desk, push=asked.push)
    drafts.drop(clone.state, desk.home.path)
    saving.over(clone.state)
    left = active.over(clone.sessions, draft.record.id)
    name = pushed.why if pushed.verdict == PASS else ""
    every = _ordered(lines, fresh, pushed)
    what = subject if saved else ""
    notes = (*compared(draft), *_others(draft, clone.reread(left)))
    return Ended(draft.record, every, what, name, notes, tuple(desk.removed))


def _saved(draft: Draft) -> tuple[bool, str]:
    """Commit the documents; whether there was anything to commit, and the subject."""
    desk, clone = draft.desk, draft.desk.clone
    named = (
        posixpath.basename(desk.states[0].path) if desk.states else f"record of session {desk.record.label}"
    )
    what = f"update {named} with session progress" if desk.states else f"add the {named}"
    subject = save.subject(what, clone.settings, list(draft.done.fixes))
    amend = save.is_ours(clone, desk.record.id)
    return save.documents(clone.state, desk.paths, Commit(subject, amend=amend)), subject


def compared(draft: Draft) -> tuple[str, ...]:
    """What the session did beside its plan, and how far the phases are; nothing where there is no plan."""
    known = planned_fixes.register(draft.desk.clone)
    beside = planned_fixes.compared(known, draft.record, draft.done.files, draft.done.fixes)
    return (*beside, *draft.notes)


def _others(draft: Draft, clone: Clone) -> Iterator[str]:
    """What is said of sessions that go on elsewhere, now that this one has ended."""
    fixes = [Fix(fix) for fix in (*draft.closed, *draft.done.fixes)]
    yield from other_sessions.said(clone, fixes)


def unfinished(lines: list[Line], record: Record) -> Ended:
    """The outcome of an end that may not be: nothing was written."""
    later = Line("state documents updated", SKIPPED, "not yet"), Line("pushed", SKIPPED, "not yet")
    return Ended(record, _ordered(lines, *later))


def _ordered(lines: list[Line], updated: Line, pushed: Line) -> tuple[Line, ...]:
    """The points in the order of the checklist: the documents second, the push ninth, then the gates."""
    return (lines[0], updated, *lines[1:7], pushed, *lines[7:])


def _fresh(draft: Draft) -> Line:
    """Whether the state documents describe the commit at HEAD now; a session's own ones were written."""
    desk, name = draft.desk, "state documents updated"
    own = [place.kind.per_session for place in desk.states]
    if own and all(own) and not desk.clone.settings.documents:
        return Line(name, PASS, ", ".join(place.path for place in desk.states))
    verdicts = draft.push.verdicts()
    bad = next((verdict for verdict in verdicts if verdict.state != "fresh"), None)
    if bad:
        verdict = SKIPPED if bad.state == "unknown" else FAIL
        return Line(name, verdict, f"{bad.path} is {bad.state}", "git sessionlog check")
    described = ", ".join(verdict.path for verdict in verdicts)
    return Line(name, PASS, described if draft.desk.clone.has_documents else handoff_checks.AFTER_MERGE)


def _pushed(desk: Desk, *, push: bool) -> Line:
    name, clone = "pushed", desk.clone
    to = save.destination(clone.remotes)
    if isinstance(to, str):
        remedy = f"git push -u REMOTE {clone.branch}" if "remotes" in to else ""
        return Line(name, FAIL if remedy else SKIPPED, to, remedy)
    if not push:
        return Line(name, SKIPPED, "by --no-push", "git push")
    found = next(secret_checks.pushed(desk, to), None)
    refuses = clone.settings.severity(leaks.RULE) == "error"
    if found and refuses and push_mode(clone.branch, clone.settings) != "warn":
        why = f"{found.place}, of {found.commit[:10]}, holds a secret ({found.kind})"
        return Line(name, FAIL, why, " ".join([*leaks.remedies([found])][:-1]))
    if save.brings(to, clone.remotes, _at_head()):
        try:
            save.push(clone.branch, to)
        except save.Behind:
            if _at_head() != clone.head:
                save.take_back(clone.head)  # run again, it says what there is then
            raise
    return Line(name, PASS, to.name)


def _at_head() -> str:
    with Objects() as objects:
        return objects.commit("HEAD").oid


def made_current(clone: Clone) -> Clone:
    """The clone, after a fetch of what the branch is pushed to.

    Raises Behind where the other side has commits that are not here: nothing is written before. Where it
    cannot be reached, what is known of it counts.
    """
    to = save.destination(clone.remotes)
    if isinstance(to, str) or not to.tracked:
        return clone
    save.fetched(to)
    clone = clone._replace(remotes=clone.remotes.anew())
    count = save.behind(to, clone.remotes)
    if count:
        commits = "1 commit" if count == 1 else f"{count} commits"
        raise save.Behind(f"{to.name} has {commits} that are not here", "git pull --rebase", "")
    return clone


def _status(desk: Desk, closed: Sequence[str], asked: Asked) -> str:
    """Blocked, where a blocker keeps a fix of the plan from being done."""
    if asked.minimal:
        return "incomplete"
    if asked.status:
        return asked.status
    waits = any(fix.id not in closed for fix in desk.record.fixes)
    said = any(note.concept == "blockers" for note in asked.said.notes)
    blocked = said or handoff_checks.open_blockers(desk)
    return "blocked" if waits and blocked else "completed"
