"""What the backlog says of the fixes of a session, before it starts and when it ends."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..backlog import loader, parallel
from ..backlog.contradictions import named
from ..backlog.model import Batch, Phase, Register
from ..backlog.model import Fix as Entry
from ..core.errors import Failure
from ..core.suggest import nearest
from ..documents import document_set
from ..git.trees import WorkTree
from ..records.record import Fix, Record
from .clone import Clone
from .secret_checks import masked

_FILES = 12  # of one fix
_SHOWN = 6
_LONGEST = 300  # characters of a goal


class Chosen(NamedTuple):
    """What a session is to do by the backlog: its batch, a goal of that name, the fixes, and remarks."""

    batch: str
    goal: str
    fixes: tuple[Fix, ...]
    notes: tuple[str, ...] = ()


def register(clone: Clone) -> Register:
    """The backlog in the work tree."""
    return loader.load(WorkTree(clone.top), document_set.Rules(clone.settings, clone.profiles))


def chosen(known: Register, batch: str, given: Sequence[Fix], done: frozenset[str]) -> Chosen:
    """The batch and the fixes of a session, filled in from the backlog.

    Without fixes they are those of the batch that are not done. A batch stays a mere name where the backlog
    has no batches. Raises Failure for a batch that it does not have, and for one that is done.
    """
    found = known.batch(batch) if batch else None
    if batch and known.batches and not found:
        raise loader.no_batch(known, batch)
    if found is None:
        return Chosen(batch, "", tuple(_filled(known, fix) for fix in given), tuple(_strange(known, given)))
    left = [id for id in found.fixes if id not in done]
    if found.fixes and not left and not given:
        raise Failure(f"batch {found.id} is done", "git sessionlog plan next")
    wanted = given or [Fix(id) for id in left]
    fixes = tuple(_filled(known, fix) for fix in wanted)
    notes = (*_strange(known, given), *_foreign(known, found, given), *_waiting(known, fixes, done, given))
    return Chosen(found.id, _goal(found), fixes, notes)


def same(known: Register, planned: Iterable[Fix], ids: Iterable[str]) -> Mapping[str, str]:
    """For ids that are others of planned fixes, the ids by which those are planned: 2.3 may be #1."""
    keys = {known.key(fix.id): fix.id for fix in planned}
    return {id: keys[key] for id in ids if (key := known.key(id)) in keys and keys[key] != id}


def compared(known: Register, record: Record, files: Iterable[str], fixed: Iterable[str]) -> Iterator[str]:
    """What a session did beside its plan: files that no fix names, fixes left over; and the phases."""
    touched = set(files)
    entries = [entry for fix in record.fixes if (entry := _with_files(known, fix)).files]
    finished = {known.key(id) for id in fixed}
    if entries and len(entries) == len(record.fixes):
        planned = parallel.Touched(entries, touched)
        ours = frozenset().union(*(planned[entry.id] for entry in entries))
        beside = sorted(touched - ours)
        if beside:
            yield f"touched and not planned: {_listed(beside)}"
        for entry in entries:
            idle = [path for path in entry.files if not planned.of(path)]
            if idle and known.key(entry.id) in finished:
                yield f"{named([entry.id])} names {_listed(idle)}, which no commit touches"
    batch = known.batch(record.batch) if record.batch else None
    if batch and batch.fixes:
        left = [id for id in (known.key(fix.id) for fix in record.fixes) if id not in finished]
        of_plan = len(record.fixes) - len(left)
        rest = f"; left: {named(left)}" if left else ""
        yield f"batch {batch.id}: {of_plan} of {len(record.fixes)} planned fixes have a commit{rest}"
    phase = next((one for one in known.phases if not one.is_done and one.tasks), None)
    if phase:
        yield _progress(phase)


def _progress(phase: Phase) -> str:
    done = sum(task.is_done for task in phase.tasks)
    return f"phase {phase.id}: {phase.title}: {done} of {len(phase.tasks)} tasks done"


def _goal(batch: Batch) -> str:
    items = "; ".join(batch.items) if not batch.fixes else ""
    said = masked(": ".join(part for part in (f"Batch {batch.id}", batch.title, items) if part))
    return said if len(said) <= _LONGEST else said[: _LONGEST - 3].rstrip() + "..."


def _filled(known: Register, fix: Fix) -> Fix:
    """A fix with the text and the files that the backlog has, where it was given none."""
    entry = known.find(fix.id)
    if entry is None:
        return fix
    size = f" ({entry.size})" if entry.size in ("medium", "large") else ""
    text = fix.text or masked(f"{entry.title}{size}".strip())
    return Fix(fix.id, text, fix.file or ",".join(entry.files[:_FILES]))


def _strange(known: Register, given: Iterable[Fix]) -> Iterator[str]:
    ids = [id for fix in known.fixes for id in (fix.id, *fix.aliases)]
    for fix in given if known.fixes else ():
        if not known.find(fix.id):
            near = nearest(fix.id, ids[:2000])
            yield f"the backlog has no {named([fix.id])}" + (
                f": did you mean {named([near])}?" if near else ""
            )


def _foreign(known: Register, batch: Batch, given: Iterable[Fix]) -> Iterator[str]:
    own = {*batch.fixes, *batch.maybe}
    other = [fix.id for fix in given if known.find(fix.id) and known.key(fix.id) not in own]
    if other:
        yield (
            f"{named(other)} is not in batch {batch.id}"
            if len(other) == 1
            else (f"{named(other)} are not in batch {batch.id}")
        )


def _waiting(
    known: Register, fixes: Sequence[Fix], done: frozenset[str], given: Sequence[Fix]
) -> Iterator[str]:
    """Fixes that wait for some that are neither done nor in this session; of given ones nobody asked."""
    own = {known.key(fix.id) for fix in fixes}
    for fix in () if given else fixes:
        entry = known.find(fix.id)
        open_ones = [id for id in entry.needs if id not in own and id not in done] if entry else []
        if open_ones:
            yield f"{named([fix.id])} waits for {named(open_ones)}"


def _with_files(known: Register, fix: Fix) -> Entry:
    """The entry of a planned fix, with the files of the plan where the backlog names none."""
    entry = known.find(fix.id) or Entry(fix.id)
    files = tuple(path for path in fix.file.split(",") if path)
    return entry._replace(files=tuple(dict.fromkeys((*entry.files, *files))))


def _listed(names: Sequence[str]) -> str:
    rest = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + rest
