"""What the record of a session says where it is all that the session writes."""

import os
from collections.abc import Sequence

from ..core.paths import place_of
from ..core.stamps import minutes_between, stamp
from ..documents.document import Document
from ..git import diffs, streams
from ..git import run as git
from ..git.objects import Object
from ..records import parts
from ..records.front import Coverage, Front
from ..records.record import Record, Told, written
from ..records.store import Stored
from . import save
from .clone import Clone
from .session_commits import Work
from .session_documents import Desk


def keep(desk: Desk, done: Work, told: Told, bare: Sequence[Object]) -> None:
    """Put into the record which commits it describes, and what was said of the state documents.

    `bare` are commits that nothing described before: of a merge among them it names the id. Nothing where
    the session writes the state documents itself.
    """
    if desk.clone.has_documents:
        return
    before = desk.record
    coverage = _coverage(before.coverage, done)
    merges = {one.oid for one in bare if len(one.parents) > 1}
    minutes = minutes_between(before.started, before.ended or stamp())
    desk.keep(
        before._replace(
            told=parts.told(before.told, told),
            coverage=coverage._replace(also=coverage.also | merges),
            metrics=done.metrics(minutes),
            checkpoints=done.points(),
        )
    )


def own(clone: Clone, stored: Stored) -> Stored:
    """The record that a session may write: another one where a branch that is not its own has the file.

    What has landed is never written again: the session goes on in `<id>-2.md`, from the commit on that
    wrote the record before.
    """
    if clone.has_documents or not _is_elsewhere(clone, stored.path):
        return stored
    last = git.ask("rev-list", "-1", "HEAD", "--", f":(top,literal){stored.path}").decode().strip()
    before, path = stored.record, _next_path(clone, stored.path)
    fresh = Record(
        before.id,
        before.number,
        before.title,
        branch=clone.branch,
        base=last or before.base,
        started=stamp(),
        goal=before.goal,
        batch=before.batch,
        fixes=before.fixes,
    )
    return Stored(path, Front(written(Document.of(b"", path), fresh).source.front))


def _next_path(clone: Clone, path: str) -> str:
    stem, ending = os.path.splitext(path)
    number = 2
    while os.path.lexists(place_of(clone.top, f"{stem}-{number}{ending}")):
        number += 1
    return f"{stem}-{number}{ending}"


def _is_elsewhere(clone: Clone, path: str) -> bool:
    """Whether a branch of a remote has a file, but for the one that the session's branch is pushed to."""
    to = save.destination(clone.remotes)
    mine = {to.tracked} if isinstance(to, save.Destination) else set[str]()
    out = git.ask("for-each-ref", "--format=%(refname)%00%(symref)", "refs/remotes")
    refs = [line.split("\0") for line in out.decode("utf-8", "surrogateescape").split("\n") if line]
    asked = [ref for ref, symbolic in refs if not symbolic and ref not in mine]
    given = "".join(f"{ref}:{path}\n" for ref in asked).encode("utf-8", "surrogateescape")
    if not given or "\n" in path:
        return False
    with streams.stream("cat-file", "--batch-check", given=given) as pipe:
        return any(not line.rstrip().endswith(b" missing") for line in pipe)


def _coverage(before: Coverage, done: Work) -> Coverage:
    """The commits of the session by their numbers, those without one by their patches."""
    bare = [piece.oid for piece in done.pieces if not piece.number]
    numbers = {piece.number for piece in done.pieces if piece.number}
    return Coverage(before.numbers | numbers, before.also | set(diffs.patch_ids(bare).values()))
