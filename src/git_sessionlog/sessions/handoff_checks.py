"""The nine points of a handoff, judged one by one, and the gates of the settings."""

import re
import shlex
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..core import done_words, globs, goals
from ..documents import about, columns
from ..documents.entries import Entry, says_nothing
from ..documents.profiles.model import DocumentType, documents_of_all
from ..settings.model import Settings
from ..state import leaks
from ..state.leaks import Leak
from . import document_locations
from .quality_gates import Gate
from .secret_checks import hint
from .session_commits import Work
from .session_documents import Desk

PASS, FAIL, SKIPPED = "pass", "fail", "skipped"
"""What a point can come to."""

SECRETS = "no secret in the documents"
BLOCKERS, NEXT, GOAL = "blockers documented", "next steps written down", "goal of the session"
WRITTEN = (BLOCKERS, NEXT, GOAL)
"""The points that somebody can mend by writing into the documents."""

AFTER_MERGE = "by the record, and in the state documents after the merge"
"""What is said of a branch whose sessions write no state documents."""

_SHOWN = 3
_NO_PLACE = "the state documents have no place for it"


class Line(NamedTuple):
    """A point: what it is about, the verdict, the reason, and what mends it, "" where nothing is to do."""

    name: str
    verdict: str
    why: str = ""
    remedy: str = ""


def failed(lines: Iterable[Line]) -> list[Line]:
    """The points that do not hold."""
    return [line for line in lines if line.verdict == FAIL]


def committed(desk: Desk, left: Iterable[str]) -> Line:
    """All changes are committed; `left` are the paths that are not."""
    name = "all changes committed"
    paths = [path for path in left if path not in desk.paths]
    if not paths:
        return Line(name, PASS)
    return Line(name, FAIL, _listed(paths), "git commit them, or end with --minimal")


def secret(found: Leak, settings: Settings) -> Line:
    """No document is to have a secret in it."""
    verdict = FAIL if settings.severity(leaks.RULE) == "error" else SKIPPED
    return Line(SECRETS, verdict, f"{found.place}: a secret ({found.kind})", hint(found))


def gate(one: Gate) -> Line:
    """A gate was passed; one that was not run is neither passed nor failed."""
    name = f"gate {one.name}"
    if not one.ran:
        return Line(name, SKIPPED, "not run, it is not trusted here")
    if one.code == 0:
        return Line(name, PASS)
    why = f"exit code {one.code}" if one.code is not None else "it could not be started"
    return Line(name, FAIL, why, one.command)


def tracked(desk: Desk, closed: Iterable[str], half: Mapping[str, Entry]) -> Line:
    """The fixes that are done are listed as completed; those that are `half` done are named."""
    line = _tracked(desk, list(closed))
    told = (
        f'{fix} is not done, "{_what(entry)[:60]}" is open (else: --done {fix})'
        for fix, entry in half.items()
    )
    return line._replace(why="; ".join(filter(None, (line.why, *told))))


def _tracked(desk: Desk, fixes: list[str]) -> Line:
    if fixes and not desk.clone.has_documents:
        return Line("completed fixes listed", PASS, f"{_listed(fixes, 12)}, {AFTER_MERGE}")
    if not _has(desk, "completed"):
        return Line("completed fixes listed", SKIPPED, _NO_PLACE)
    if not fixes:
        return Line("completed fixes listed", SKIPPED, "no fix was completed")
    listed = desk.held("completed")
    elsewhere = {fix for unlisted in desk.unlisted.values() for fix in unlisted}
    known = [fix for fix in fixes if any(about.is_about(entry, fix) for entry in listed)]
    missing = [fix for fix in fixes if fix not in known and fix not in elsewhere]
    if missing:
        return Line("completed fixes listed", FAIL, f"{_listed(missing)} not", f"--done {missing[0]}")
    return Line("completed fixes listed", PASS, _listed(fixes, 12))


def pending(desk: Desk, done: Work) -> Line:
    """What is prepared but not deployed is written down."""
    return _due("pending changes written down", _of_role(desk, pending=True), done)


def living(desk: Desk, done: Work) -> Line:
    """The living documents say what has changed in what they are about; others that are there may."""
    line = _due("living documents updated", _of_role(desk, pending=False), done)
    others = [kind.path for kind in documents_of_all(desk.clone.profiles) if _may_be_due(kind, desk, done)]
    if not others or line.verdict == FAIL:
        return line
    why = f"look at {_listed(others)}: what it is about has changed"
    return Line(line.name, PASS, f"{line.why}; {why}" if line.verdict == PASS else why)


def runbook(desk: Desk, done: Work) -> Line:
    """The session's commands are in a runbook."""
    name = "runbook of the commands"
    kinds = [kind for kind in documents_of_all(desk.clone.profiles) if kind.id == "runbook"]
    if not kinds:
        return Line(name, SKIPPED, "none is kept here")
    written = [path for path in done.touched if path.startswith(tuple(kind.path for kind in kinds))]
    if written:
        return Line(name, PASS, _listed(sorted(written)))
    return Line(name, SKIPPED, "no command was recorded: git sessionlog run -- COMMAND")


def blockers(desk: Desk) -> Line:
    """Each open blocker says what could resolve it."""
    name = BLOCKERS
    there = [entry for entry in _each_once(desk, "blockers") if is_open(entry)]
    if not there:
        return Line(name, PASS, "none is open")
    bare = [entry for entry in there if not _has_mitigation(entry)]
    if bare:
        what = _what(bare[0])
        given = shlex.quote(f"{what.replace('|', chr(92) + '|')} | IMPACT | MITIGATION")
        return Line(name, FAIL, f'no mitigation of "{what}"', f"--blocker {given}")
    return Line(name, PASS, f"{len(there)} open, each with a mitigation")


def next_steps(desk: Desk, *, asks: bool = True) -> Line:
    """What is next is written down; where nobody can be asked, that there is nothing is only said."""
    name = NEXT
    there = [entry for entry in _each_once(desk, "next") if entry.mark != "x"]
    if not _has(desk, "next"):
        return Line(name, SKIPPED, _NO_PLACE)
    if not there:
        return Line(name, FAIL if asks else SKIPPED, "there is none", '--next "TEXT"')
    if not any(goals.is_specific(f"{entry.text} {entry.detail}") for entry in there):
        return Line(name, PASS, f"{len(there)}, but no file, fix or command is named")
    return Line(name, PASS, str(len(there)))


def _has(desk: Desk, concept: str) -> bool:
    return any(place.kind.section(concept) for place in desk.states or [desk.home])


def unmitigated(desk: Desk) -> list[str]:
    """The open blockers without a mitigation."""
    there = (entry for entry in desk.held("blockers") if is_open(entry))
    return [_what(entry) for entry in there if not _has_mitigation(entry)]


def open_blockers(desk: Desk) -> int:
    """How many blockers are open."""
    return sum(is_open(entry) for entry in _each_once(desk, "blockers"))


def _each_once(desk: Desk, concept: str) -> list[Entry]:
    """The entries of all documents; what stands in two of them is one thing."""
    return list({_what(entry): entry for entry in reversed(desk.held(concept))}.values())[::-1]


def _due(name: str, kinds: list[DocumentType], done: Work) -> Line:
    """What the triggers of documents ask for: a change there wants a change of the document."""
    if not kinds:
        return Line(name, SKIPPED, "none are kept here")
    due = [kind for kind in kinds if _is_triggered(kind, done)]
    if not due:
        return Line(name, SKIPPED, "nothing that they are about has changed")
    stale = [kind.path for kind in due if kind.path not in done.touched]
    if stale:
        return Line(
            name, FAIL, f"{_listed(stale)}: what it is about has changed", f"describe it in {stale[0]}"
        )
    return Line(name, PASS, _listed([kind.path for kind in due]))


def _may_be_due(kind: DocumentType, desk: Desk, done: Work) -> bool:
    """Whether a document that nobody must keep is there, and was left alone when it should not be."""
    if not kind.triggers or kind.required or kind.state or kind.path in done.touched:
        return False
    return document_locations.is_there(desk.clone, kind.path) and _is_triggered(kind, done)


def _is_triggered(kind: DocumentType, done: Work) -> bool:
    found = list(filter(globs.matcher(kind.triggers), done.files))
    return bool(found and (not kind.renames_only or done.moved() & {*found}))


def _of_role(desk: Desk, *, pending: bool) -> list[DocumentType]:
    return [
        kind
        for kind in documents_of_all(desk.clone.profiles)
        if kind.triggers and kind.required and not kind.state and (kind.id == "pending") == pending
    ]


def _cell(entry: Entry, what: str) -> str | None:
    """The cell of a row that holds something, None where there is no such column."""
    kinds = columns.of_table(tuple(entry.cells))
    found = (text for kind, text in zip(kinds, entry.cells.values(), strict=True) if kind == what)
    return next(found, None)


def _what(entry: Entry) -> str:
    return _cell(entry, "text") or re.split(" — ", entry.text, maxsplit=1)[0]


def is_open(entry: Entry) -> bool:
    """Whether an entry is neither ticked nor done by its status."""
    return entry.mark != "x" and not done_words.is_done(_cell(entry, "status") or "")


def _has_mitigation(entry: Entry) -> bool:
    cell = _cell(entry, "mitigation")
    if cell is not None:
        return not says_nothing(cell)
    if entry.cells:
        return True  # a table that has no column for one
    return bool(entry.detail) or bool(re.search(r"(?i)mitigation|workaround|→|: \S", entry.text))


def _listed(names: list[str], most: int = _SHOWN) -> str:
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
