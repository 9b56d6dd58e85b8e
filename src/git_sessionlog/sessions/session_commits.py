"""The commits of a session, and what they came to."""

import os
import re
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from ..git import diffs, log, reflog, session_state
from ..git import run as git
from ..git.diffs import Sizes
from ..git.log import Commit
from ..messages import header
from ..records.record import Metrics, Point, Record
from ..settings.model import Settings
from . import planned_fixes
from .clone import Clone, documents_of, last_commit
from .secret_checks import masked

_SUBJECT, _PATCH = 88, 12
"""What is kept of a subject, and of a patch id: a line of a record has 120 characters at most."""


class Piece(NamedTuple):
    """A commit of work. `number` is that of its checkpoint, 0 for none; `when` its author date.

    `abbrev` is the short id that documents have. `type` is that of the subject, "" for none, `text` what it
    says without type, scope and tag, `fixes` the ids in its fix tag; one that the plan knows by another id,
    by that.
    """

    oid: str
    abbrev: str
    when: int
    subject: str
    number: int
    added: int
    removed: int
    paths: frozenset[str]
    type: str
    text: str
    fixes: tuple[str, ...]


class Work(NamedTuple):
    """What was done in a session: the commits that touch more than documents, the oldest first.

    `last` is the headline of the last commit of the branch that does, merges included; that of the
    session's base where there is none. `touched` are all paths, those of documents too. `fixes` are those
    that the commits name, each with the last commit that does; `files` the paths that were worked on.
    """

    pieces: tuple[Piece, ...]
    last: Commit
    touched: frozenset[str]
    fixes: Mapping[str, Piece]
    files: frozenset[str]
    base: str = ""

    def moved(self) -> AbstractSet[str]:
        """The paths that have come or gone since the session's base: git is asked for them."""
        return _moved(self.base) if self.base else self.touched

    @property
    def lines(self) -> int:
        """The lines that were added or taken away."""
        return sum(piece.added + piece.removed for piece in self.pieces)

    def metrics(self, minutes: int) -> Metrics:
        """What it came to, as a record has it."""
        added, removed = (
            sum(getattr(piece, side) for piece in self.pieces) for side in ("added", "removed")
        )
        return Metrics(len(self.pieces), len(self.files), added, removed, max(minutes, 0))

    def points(self) -> tuple[Point, ...]:
        """The checkpoints, as a record has them."""
        ids = diffs.patch_ids([piece.oid for piece in self.pieces])
        return tuple(
            Point(one.number, _short(one.subject), ids.get(one.oid, "")[:_PATCH]) for one in self.pieces
        )


def of(record: Record, clone: Clone, others: Collection[str] = ()) -> Work:
    """The commits of a session up to HEAD.

    They are those since its base whose trailer names it, those without a trailer on the first-parent line
    that were made here, and `others`, which it takes up; no merges. Raises GitError where git cannot read
    them.
    """
    span = f"{record.base}..HEAD" if record.base else "HEAD"
    query = log.Query(("abbrev", "parents", "authored", "title", "checkpoint", "subject"), (span,))
    known = list(log.commits(query))
    line = _first_parents(known)
    kept = [one for one in known if one.oid in line or one.oid in others or _number(one, record.id)]
    foreign = _pulled(span, [one.oid for one in kept if not one.checkpoint]) - {*others}
    sizes = diffs.sizes([one.oid for one in kept if not one.is_merge])
    is_document = documents_of(clone)
    pieces, last = [], ""
    touched: set[str] = set()
    for one in reversed(kept):
        changes = sizes.get(one.oid, {})
        own = {path: lines for path, lines in changes.items() if not is_document(path)}
        is_work = bool(own) or not changes
        if one.oid in line and is_work:
            last = one.oid
        if one.is_merge or one.oid in foreign or not (one.oid in others or _is_of(one, record.id)):
            continue
        touched.update(changes)
        if is_work:
            pieces.append(_piece(one, own, _number(one, record.id)))
    named = _named(pieces, record, clone)
    return Work(
        named,
        last_commit(next((one for one in kept if one.oid == last), record.base or clone.head)),
        frozenset(touched),
        {fix: piece for piece in named for fix in piece.fixes},
        frozenset(path for piece in named for path in piece.paths),
        record.base,
    )


def _first_parents(known: Sequence[Commit]) -> set[str]:
    """Those of the commits since a base to which first parents lead from HEAD, which is the first."""
    parents = {one.oid: one.parents for one in known}
    found, here = set[str](), known[0].oid if known else ""
    while here in parents:
        found.add(here)
        here = next(iter(parents[here]), "")
    return found


def _pulled(span: str, untold: Collection[str]) -> frozenset[str]:
    """Those of some commits without a trailer that came from a remote.

    They are on a remote-tracking branch, and the reflog of HEAD knows of no commit, amend, rebase or
    cherry-pick that made them in this worktree.
    """
    if not untold:
        return frozenset()
    local = git.ask("rev-list", span, "--not", "--remotes", "--").decode().split()
    published = {*untold} - {*local}
    return frozenset(published - reflog.made_here() if published else ())


def _short(subject: str) -> str:
    """A subject that fits into a line of a record; its tag stays whole."""
    if len(subject) <= _SUBJECT:
        return subject
    tag = "".join(re.findall(r" ?\[Fix [^\]]*\]$", subject))
    return f"{subject[: max(_SUBJECT - len(tag) - 3, 0)].rstrip()}...{tag}"


def uncommitted(clone: Clone) -> tuple[int, frozenset[str]]:
    """The lines and the files that are changed in the work tree, documents left out."""
    is_document = documents_of(clone)
    changes = {path: lines for path, lines in diffs.uncommitted().items() if not is_document(path)}
    return sum(sum(lines) for lines in changes.values()), frozenset(changes)


def piece_of(oid: str, abbrev: str, when: int, subject: str) -> Piece:
    """A commit of which no more is asked than what documents tell of it."""
    return _piece(Commit(oid, abbrev=abbrev, authored=when, subject=subject), {}, 0)


def _piece(commit: Commit, sizes: Sizes, number: int) -> Piece:
    added, removed = (sum(lines[side] for lines in sizes.values()) for side in (0, 1))
    subject = masked(commit.subject)
    read = header.parse(subject[:2000], Settings().types)
    text = read.description.text if read.type else subject
    return Piece(
        commit.oid,
        commit.abbrev,
        commit.authored,
        subject,
        number,
        added,
        removed,
        frozenset(sizes),
        header.type_of(subject, Settings().types),
        text,
        read.fix_ids,
    )


def _named(pieces: list[Piece], record: Record, clone: Clone) -> tuple[Piece, ...]:
    """The commits, with the ids that the plan has for their fixes; the backlog is read where it must be."""
    own = {fix.id for fix in record.fixes}
    other = {id for piece in pieces for id in piece.fixes} - own
    names = planned_fixes.same(planned_fixes.register(clone), record.fixes, other) if own and other else {}
    return tuple(
        piece._replace(fixes=tuple(dict.fromkeys(names.get(id, id) for id in piece.fixes)))
        for piece in pieces
    )


def _moved(base: str) -> set[str]:
    """The paths that have come or gone since a commit; a renamed file is one of each."""
    asked = ("diff", "-z", "--name-only", "--no-renames", "--diff-filter=AD", base, "HEAD", "--")
    return {os.fsdecode(path) for path in git.fields(git.ask(*asked))}


def _is_of(commit: Commit, id: str) -> bool:
    found = session_state.parts(commit.checkpoint)
    return found is None or found[0] == id


def _number(commit: Commit, id: str) -> int:
    found = session_state.parts(commit.checkpoint)
    return found[1] if found and found[0] == id else 0
