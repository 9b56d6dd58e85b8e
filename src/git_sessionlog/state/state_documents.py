"""The state documents of a commit, and the commits that need a description in them."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from ..core import globs, wildcards
from ..core.errors import Failure
from ..git import log, ranges, trailers
from ..git import run as git
from ..git.objects import Absent, Object, Objects
from ..git.past import Pasts
from ..settings.model import STATE_DOCUMENTS, Settings, is_record
from . import default_branch
from .freshness import Freshness, Question, freshness, last_update

if TYPE_CHECKING:
    from .coverage import Coverage

SKIP = "Session-Skip"
"""The trailer of a commit that needs no description, where `allow-skip` is set; its value is the reason."""

_NEAR = 200  # commits that are looked through for the last significant one
MORE, STEPS = 100, 2000
"""How many undescribed commits a refusal counts, and how far back it looks for the last update."""


class Demand(NamedTuple):
    """What the settings ask of a commit: its documents ("" for those it has), and how far behind.

    `ignored` is whether a path is left out by the settings' globs, `shallow` whether the clone is;
    `allow_skip` whether the trailer `SKIP` counts.
    `changes` has the paths of commits for which they are known already; of others the trees are compared.
    With `by_records` a commit is described by a record, too; `new` are those that are asked about, None for
    all. `told` is the default branch as the CI or the server has it, "" where they do not say.
    """

    documents: tuple[str, ...]
    tolerance: int
    ignored: Callable[[str], bool]
    bots: re.Pattern[str]
    allow_skip: bool
    shallow: bool
    settings: Settings
    changes: Mapping[str, Collection[str]] = {}
    by_records: bool = False
    new: Collection[str] | None = None
    told: str = ""

    def on(self, branch: str) -> "Demand":
        """What is asked on a branch: on the first default branch only documents describe a commit.

        Raises GitError as `default_branch.first`.
        """
        alone = default_branch.writes_documents(self.settings, branch, self.told)
        return self._replace(by_records=not alone)


def demand(settings: Settings, *, shallow: bool, told: str = "") -> Demand:
    """What the settings ask. Raises ConfigError where one of their globs is none."""
    ignored, bots = globs.matcher(settings.ignore), wildcards.authors(settings.bots)
    return Demand(
        settings.documents,
        settings.tolerance,
        ignored,
        bots,
        settings.allow_skip,
        shallow,
        settings,
        told=told,
    )


def ask_shallow() -> git.Question:
    """The question that `is_shallow` takes the answer of."""
    return git.Question("rev-parse", "--is-shallow-repository")


def is_shallow(asked: git.Question | None = None) -> bool:
    """Whether this clone has only the last part of its history."""
    return (asked or ask_shallow()).answer() == b"true\n"


def verdicts(objects: Objects, tip: str, asked: Demand, pasts: Pasts | None = None) -> Iterator[Freshness]:
    """The verdict on each document of a commit; one that is missing where it has none at all.

    `pasts` is what is asked of git for several commits together, as `together` gives it.
    """
    documents = asked.documents or _present(objects, tip)
    if not documents:
        names = ", ".join(STATE_DOCUMENTS)
        yield Freshness(STATE_DOCUMENTS[0], "missing", why=f"there is none of {names}")
        return
    state = frozenset((*documents, *STATE_DOCUMENTS))
    for path in documents:
        yield freshness(objects, _question(tip, path, asked, state)._replace(pasts=pasts))


def together(tips: Iterable[str], asked: Demand) -> Pasts:
    """What to pass to the `verdicts` of several commits, so that git is asked once for all."""
    return Pasts(tips, ranges.boundary() if asked.shallow else frozenset())


def must_know(verdicts: Iterable[Freshness]) -> None:
    """Raises Failure where one of the verdicts is unknown."""
    if any(verdict.state == "unknown" for verdict in verdicts):
        raise Failure("not every document could be judged", ranges.whole())


def closer(
    objects: Objects, tip: str, verdict: Freshness, asked: Demand, pasts: Pasts | None = None
) -> Freshness:
    """The verdict again, with as much as a reader wants: up to `MORE` commits, and the last update.

    `pasts` is as in `verdicts`.
    """
    if verdict.state != "stale" or verdict.complete:
        return verdict
    documents = asked.documents or _present(objects, tip)
    state = frozenset((*documents, *STATE_DOCUMENTS))
    question = _question(tip, verdict.path, asked, state)._replace(beyond=MORE, pasts=pasts)
    whole = freshness(objects, question)
    return whole._replace(updated=whole.updated or last_update(objects, tip, verdict.path, STEPS))


def last_work(objects: Objects, tip: str, asked: Demand) -> int | None:
    """When the last significant commit was written, in seconds since 1970: None where none is near."""
    state = frozenset((*asked.documents, *STATE_DOCUMENTS))
    for commit in log.commits(log.Query(("authored",), (tip,), (f"-{_NEAR}", "--no-merges"))):
        try:
            if _is_significant(objects, objects.commit(commit.oid), asked, state):
                return commit.authored
        except Absent:
            return None
    return None


def needs_words(objects: Objects, commit: str, asked: Demand) -> bool:
    """Whether a commit is significant; one that cannot be read is."""
    state = frozenset((*asked.documents, *STATE_DOCUMENTS))
    try:
        return _is_significant(objects, objects.commit(commit), asked, state)
    except Absent:
        return True


def have_records(objects: Objects, tip: str, commits: Iterable[Object], settings: Settings) -> bool:
    """Whether records at a tip describe all of some commits. False where they cannot be read."""
    if settings.state_on == "every":
        return False
    try:
        records = _records(objects, tip, settings)
        return all(map(records.describes, commits))
    except (Absent, Failure):
        return False


def _question(tip: str, path: str, asked: Demand, state: frozenset[str]) -> Question:
    records: list[Coverage] = []  # they are read when a commit is met that needs a description

    def described(objects: Objects, commit: Object) -> bool:
        if asked.by_records and not records:
            records.append(_records(objects, tip, asked.settings))
        return any(one.describes(commit) for one in records)

    def significant(objects: Objects, commit: Object, paths: tuple[str, ...] | None = None) -> bool:
        if asked.new is not None and commit.oid not in asked.new:
            return False
        return _is_significant(objects, commit, asked, state, paths) and not described(objects, commit)

    question = Question(tip, path, asked.tolerance, significant, asked.shallow, new=asked.new)
    if asked.changes:  # of many tips: what a document said long before is not searched for each
        return question._replace(levels=1, lookback=0)
    return question


def _records(objects: Objects, tip: str, settings: Settings) -> "Coverage":
    """What the records at a tip describe; reading documents is not loaded before it is needed."""
    found: Coverage = import_module(".records_at", __package__).coverage(objects, tip, settings)
    return found


def _present(objects: Objects, tip: str) -> tuple[str, ...]:
    try:
        tree = objects.commit(tip).tree
        return tuple(name for name in STATE_DOCUMENTS if objects.entry(tree, name.encode()))
    except Absent:
        return STATE_DOCUMENTS[:1]  # its verdict will be unknown


def _is_significant(
    objects: Objects,
    commit: Object,
    asked: Demand,
    state: frozenset[str],
    paths: tuple[str, ...] | None = None,
) -> bool:
    """Not by a bot, not excused by its trailer, and it touches something that is not left out.

    `paths` are what a merge changed by itself; of others the trees are compared.
    """
    if asked.bots.match(f"{commit.author} <{commit.email}>"):
        return False
    if asked.allow_skip and any(reason for reason in trailers.values(commit.message, SKIP)):
        return False
    for name in _changes(objects, commit, asked) if paths is None else paths:
        if name not in state and not is_record(name) and not asked.ignored(name):
            return True
    return False


def _changes(objects: Objects, commit: Object, asked: Demand) -> Iterable[str]:
    if commit.oid in asked.changes:
        return asked.changes[commit.oid]
    before = objects.commit(commit.parents[0]).tree if commit.parents else ""
    return (path.decode("utf-8", "surrogateescape") for path in objects.changes(before, commit.tree))
