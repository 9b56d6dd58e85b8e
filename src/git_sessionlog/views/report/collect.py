"""What git, the records and the documents say of the sessions, gathered for a report."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Thread

from ...backlog import loader
from ...backlog.model import Register
from ...core.errors import GitError
from ...core.stamps import day
from ...documents import document_set, tree_settings
from ...git import diffs, session_state, trailers
from ...git import run as git
from ...git.cleanup import first_line
from ...git.diffs import Sizes
from ...git.log import Commit
from ...git.objects import Objects
from ...git.trees import CommitTree, Tree, WorkTree
from ...records import store
from ...records.store import Stored
from ...state import own_files, session_log, squashes
from ...state.fixes import collect
from ...state.fixes.commit_scan import Counted, is_merged
from ...state.landings import Landing
from ...state.session_log import Checkpoint, Log
from . import freshness_history, session_summary, timeline, trails
from .files import Files
from .model import Report, Session

_HEAD = ("rev-parse", "-q", "--verify", "HEAD^{commit}")
_KEY = trailers.KEY.lower().encode()
_SOME = 500  # commits whose sizes are asked for together


def report(counted: Counted = iter, since: int = 0) -> Report:
    """The report on HEAD and its history; of an empty repository one of nothing.

    `counted` passes commits on, and may show how many. With `since`, seconds since 1970, what was before is
    left out of sessions and days; the plan and the trails stay whole. Raises Failure as the settings and
    the profiles do, GitError where git cannot read the history.
    """
    tip = git.ask(*_HEAD, no=(1, 128)).decode().strip()
    settings = tree_settings.of(lambda: tip)
    with Objects() as objects:
        name, tree = _place(objects, tip)
        rules = document_set.rules(settings, tree)
        register = loader.load(tree, rules)
        points = Points(counted)
        found = collect.look(collect.Place(tree, rules, register), points.passing, whole=True)
        logs = points.logs(found.landed, own_files.matcher(settings, rules.profiles))
        stored = list(store.of(tree, rules.profiles))
        seen = freshness_history.looked(objects, logs, settings)
        sessions = _sessions(logs, stored, Files(tree, rules.profiles), seen, register)
    ways = trails.of(found, sessions)
    work = [(one.when, one.commits, *one.lines) for log in logs for one in log.checkpoints]
    days = timeline.days(work, ways, seen.days)
    first = day(since) if since else ""
    return Report(
        name=name,
        made=int(time.time()),
        tip=tip,
        since=first,
        backlog=register.paths,
        unseen=found.unseen,
        hint=found.hint,
        sessions=tuple(one for one in sessions if one.end >= since),
        days=tuple(one for one in days if one.date >= first),
        batches=tuple(timeline.batches(register, sessions, ways)),
        totals=tuple(timeline.totals(register, sessions, ways)),
        trails=tuple(ways),
    )


class Points:
    """The checkpoints of a stream of commits that goes by, and what they change; nothing else is kept.

    git is asked for the sizes of some while the next ones come.
    """

    def __init__(self, counted: Counted) -> None:
        self._counted = counted
        self._found: list[tuple[str, Checkpoint]] = []
        self._asked: list[_Asker] = []
        self._waiting: list[str] = []

    def passing(self, commits: Iterable[Commit]) -> Iterator[Commit]:
        """The same commits. What only other branches have belongs to no session here."""
        for commit in self._counted(commits):
            if is_merged(commit) and _KEY in commit.message.lower():
                self._keep(commit)
            yield commit

    def logs(self, landed: Sequence[Landing], is_ours: Callable[[str], bool]) -> list[Log]:
        """The sessions that they and the commits that brought records make, each commit once.

        Raises GitError where git cannot read one.
        """
        every = squashes.among(self._found, landed)
        self._waiting += [one.oid for _, one in every if one.brought]
        self._ask()
        logs = session_log.folded(session_log.grouped(every), diffs.patch_ids)
        sizes = {oid: size for some in self._asked for oid, size in some.answer().items()}
        return session_log.with_sizes(logs, sizes, is_ours)

    def _keep(self, commit: Commit) -> None:
        found = session_log.of(_with_checkpoint(commit))
        if found:
            self._found.append(found)
            self._waiting.append(found[1].oid)
        if len(self._waiting) >= _SOME:
            self._ask()

    def _ask(self) -> None:
        if self._waiting:
            self._asked.append(_Asker(self._waiting))
            self._waiting = []


class _Asker(Thread):
    """Asks git for the sizes of some commits."""

    def __init__(self, oids: list[str]) -> None:
        super().__init__(daemon=True)
        self._oids = oids
        self._found: dict[str, Sizes] = {}
        self._error: GitError | None = None
        self.start()

    def run(self) -> None:
        """In the thread."""
        try:
            self._found = diffs.all_sizes(self._oids)
        except GitError as error:
            self._error = error

    def answer(self) -> dict[str, Sizes]:
        """What git said, when it has. Raises GitError where it cannot read one."""
        self.join()
        if self._error:
            raise self._error
        return self._found


def _place(objects: Objects, tip: str) -> tuple[str, Tree]:
    """The name of the repository, and its files: those of the work tree, else those of a commit."""
    top = git.top_if_any()
    if top:
        return os.path.basename(top), WorkTree(top)
    directory = os.fsdecode(git.ask("rev-parse", "--absolute-git-dir"))[:-1]
    name = os.path.basename(directory.removesuffix(f"{os.sep}.git")).removesuffix(".git")
    empty = git.ask("hash-object", "-t", "tree", "--stdin").decode().strip()  # which git has in any case
    return name, CommitTree(objects, objects.commit(tip).tree if tip else empty)


def _with_checkpoint(commit: Commit) -> Commit:
    """The commit with what git is not asked of each: most have no trailer."""
    value = (trailers.values(commit.message, trailers.KEY) or [""])[-1]
    return commit._replace(
        checkpoint=value if session_state.parts(value) else "",
        subject=first_line(commit.message),
    )


def _sessions(
    logs: Sequence[Log],
    stored: Sequence[Stored],
    files: Files,
    seen: freshness_history.Looks,
    register: Register,
) -> list[Session]:
    """The sessions of commits and of records, the first one first, with what the backlog knows of them."""
    by_id: dict[str, list[Stored]] = {}
    for one in stored:
        by_id.setdefault(one.front.id, []).append(one)
    known = {log.id for log in logs}
    missing = (Log(id, ()) for id in by_id if id not in known)
    found = []
    for log in (*logs, *missing):
        own = by_id.get(log.id, [])
        brought = tuple(one.brought for one in reversed(log.checkpoints) if one.brought)
        with_records = log._replace(records=tuple(one.record for one in own) or brought)
        written = files.written(own[0] if own else None)
        found.append(session_summary.session(with_records, written, seen, register.key))
    return sorted(
        session_summary.estimated(found, register), key=lambda one: (one.start, one.number, one.id)
    )
