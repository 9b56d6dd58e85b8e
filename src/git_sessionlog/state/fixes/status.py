"""Each fix with all that is known of it, how it stands, and where the sources disagree. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ...backlog.model import Fix, Register
from ...core import done_words as status
from ...messages import header
from ...records.record import Record
from ...settings.model import Settings
from .document_mentions import Mention
from .reverts import Commit, Named

STATUSES = ("open", "in progress", "unmerged", "done", "reverted", "unknown")
"""How a fix stands; `unmerged` is one whose commits only other branches have."""

KINDS = {
    "no-commit": "A document says that it is done, and no commit names it",
    "reverted": "A document says that it is done, and its commits were reverted",
    "unmerged": "A document says that it is done, and only another branch has its commits",
    "still-next": "It is committed, and still under the next steps of a document",
    "still-open": "It is committed, and the backlog still says that it is open",
    "not-in-backlog": "A commit names it, and the backlog does not have it",
}
"""What sources can disagree on, and what each kind means."""

_OPEN = (
    *("open", "todo", "to do", "pending", "not started", "planned", "new", "backlog", "next"),
    *("aberto", "pendente", "abierto", "pendiente", "ouvert", "à faire", "offen", "geplant"),
    *("открыто", "待办", "未完成", "未着手", "未完了", "미완료"),
)
_NOT_MADE = ("test", "docs", "chore")
_GOING = ("in progress", "wip", "started", "ongoing", "doing", "active", "in arbeit", "en cours")


class Session(NamedTuple):
    """A session: its number and title, the day it started (`YYYY-MM-DD`), the path of its record or ""."""

    id: str
    number: int = 0
    title: str = ""
    date: str = ""
    path: str = ""


class Disagreement(NamedTuple):
    """Two sources that do not say the same: one of `KINDS`, a short sentence, and what it points to."""

    kind: str
    text: str
    path: str = ""
    line: int = 0
    commit: str = ""


class Traced(NamedTuple):
    """A fix with its commits, sessions and mentions; `status` is derived from them, one of `STATUSES`.

    `known` is whether the backlog has it. `more` commits are counted only, `first` is the earliest author
    date of all. `by_hash` are commits that documents name beside it, where none of its own is in force.
    """

    fix: Fix
    status: str = "open"
    commits: tuple[Commit, ...] = ()
    more: int = 0
    first: int = 0
    by_hash: tuple[str, ...] = ()
    sessions: tuple[Session, ...] = ()
    mentions: tuple[Mention, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    known: bool = True

    @property
    def has_commits(self) -> bool:
        """Whether any commit is known for it."""
        return bool(self.commits or self.by_hash)


def made_by(row: Traced) -> Commit | None:
    """The commit that made a fix, of those that HEAD has and nobody took back; None where there is none.

    It is the newest one, but tests, documents and chores come after what changed the code.
    """
    there = _live(row)
    return next(iter((*filter(_makes, there), *there)), None)


class Sources(NamedTuple):
    """What there is to put together; ids are as each source writes them.

    `here` are the hashes, of those that documents name, that the history has. `cut` is whether it may
    have more commits than can be seen. `records` are those of sessions with their paths.
    """

    register: Register = Register()
    commits: Mapping[str, Named] = {}
    mentions: Sequence[tuple[str, Mention]] = ()
    records: Sequence[tuple[Record, str]] = ()
    here: frozenset[str] = frozenset()
    cut: bool = False


def traced(sources: Sources) -> list[Traced]:
    """A row for each fix: those of the backlog in its order, then those that only others name."""
    return list(_rows(sources))


def _rows(sources: Sources) -> Iterator[Traced]:
    key = sources.register.key
    commits: dict[str, list[Named]] = {}
    for id, named in sources.commits.items():
        commits.setdefault(key(id), []).append(named)
    mentions: dict[str, dict[tuple[str, int], Mention]] = {}
    for id, mention in sources.mentions:
        at = mentions.setdefault(key(id), {})
        place = mention.path, mention.line
        if place not in at or (mention.claims and not at[place].claims):
            at[place] = mention
    listed: dict[str, list[str]] = {}
    for record, _ in sources.records:
        for own in record.fixes:
            listed.setdefault(key(own.id), []).append(record.id)
    about = {id for id, at in mentions.items() if any(one.claims for one in at.values())}
    others = sorted((commits.keys() | about) - {fix.id for fix in sources.register.fixes}, key=_natural)
    known = {record.id: _session(record, path) for record, path in sources.records}
    for fix in (*sources.register.fixes, *map(Fix, others)):
        named = _together(commits.get(fix.id, ()))
        ids = (*listed.get(fix.id, ()), *named.sessions)
        row = Traced(
            fix,
            commits=named.commits,
            more=named.more,
            first=named.first,
            sessions=tuple(known.get(id) or _session(Record(id), "") for id in dict.fromkeys(ids)),
            mentions=tuple(_in_order(mentions.get(fix.id, {}), fix)),
            known=sources.register.find(fix.id) is not None,
        )
        yield _judged(row, sources)


def _in_order(mentions: Mapping[tuple[str, int], Mention], fix: Fix) -> Iterator[Mention]:
    """The mentions of a fix, document by document, without the lines of its own entry."""
    paths = {path: at for at, path in enumerate(dict.fromkeys(path for path, _ in mentions))}
    for place in sorted(mentions, key=lambda place: (paths[place[0]], place[1])):
        if place not in fix.places:
            yield mentions[place]


def _judged(row: Traced, sources: Sources) -> Traced:
    if not _live(row):
        row = row._replace(by_hash=tuple(dict.fromkeys(_by_hash(row, sources.here))))
    row = row._replace(status=_status(row, cut=sources.cut))
    return row._replace(disagreements=tuple(_disagreements(row, sources)))


def _live(row: Traced) -> list[Commit]:
    """The commits that HEAD has, and that are in force; none where what they test was taken back."""
    there = [one for one in row.commits if one.merged]
    live = [one for one in there if one.is_live]
    return live if any(map(_makes, live)) or not any(map(_makes, there)) else []


def _makes(commit: Commit) -> bool:
    """Whether a commit made something, rather than tested or described it."""
    return header.type_of(commit.subject, Settings().types) not in _NOT_MADE


def _by_hash(row: Traced, here: frozenset[str]) -> Iterator[str]:
    """The commits that documents name beside the fix, but for its own."""
    own = [oid for one in row.commits for oid in (one.oid, *one.copies)]
    named = (one.commit for one in row.mentions if one.claims and one.concept == "completed")
    return (hash for hash in named if hash in here and not any(oid.startswith(hash) for oid in own))


def _status(row: Traced, *, cut: bool) -> str:
    going = any(one.claims and one.concept == "in-progress" for one in row.mentions)
    if _live(row) or row.by_hash:
        return "in progress" if going else "done"
    merged = any(one.merged for one in row.commits)
    if going or (not merged and any(_is_one_of(said, _GOING) for said, _ in row.fix.said)):
        return "in progress"
    if cut:  # what is in force may be where nobody can look
        return "unknown"
    if merged:
        return "reverted"
    return "unmerged" if any(one.is_live for one in row.commits) else "open"


def _disagreements(row: Traced, sources: Sources) -> Iterator[Disagreement]:
    if _live(row) or row.by_hash:
        yield from _behind(row)
    elif not sources.cut:
        yield from _ahead(row)
    if row.commits and not row.known and sources.register.fixes:
        oid = row.commits[0].oid
        yield Disagreement("not-in-backlog", f"named by {oid[:10]}, not in the backlog", commit=oid)


def _ahead(row: Traced) -> Iterator[Disagreement]:
    """Who says that it is done, where HEAD has no commit of it that is in force."""
    live = next((one for one in row.commits if one.is_live and not one.merged), None)
    taken_back = [oid for one in row.commits for oid in one.reverted_by]
    for path, line in _done(row):
        place = f"{path}:{line}"
        if live:
            text = f"done in {place}, but {live.oid[:10]} is only on {', '.join(live.branches)}"
            yield Disagreement("unmerged", text, path, line, live.oid)
        elif row.commits:
            by = taken_back[0]
            yield Disagreement("reverted", f"reverted in {by[:10]}, still done in {place}", path, line, by)
        else:
            yield Disagreement("no-commit", f"done in {place}, no commit", path, line)


def _done(row: Traced) -> Iterator[tuple[str, int]]:
    """Where it is said that it is done."""
    for one in row.mentions:
        if one.claims and one.concept == "completed":
            yield one.path, one.line
    for said, place in row.fix.said:
        if said.casefold() == "x" or status.is_done(said):
            yield place.path, place.line


def _behind(row: Traced) -> Iterator[Disagreement]:
    """Who does not know yet that it is committed."""
    oid = next((one.oid for one in _live(row)), "") or row.by_hash[0]
    for one in row.mentions:
        if one.claims and one.concept == "next":
            text = f"committed in {oid[:10]}, still under {one.heading} in {one.path}:{one.line}"
            yield Disagreement("still-next", text, one.path, one.line, oid)
    for said, place in row.fix.said:
        if said == "[ ]" or _is_one_of(said, _OPEN):
            text = f"committed in {oid[:10]}, still open in {place.path}:{place.line}"
            yield Disagreement("still-open", text, place.path, place.line, oid)


def _is_one_of(said: str, words: tuple[str, ...]) -> bool:
    return bool(status.plain(said)) and status.is_one_of(said, words)


def _together(named: Iterable[Named]) -> Named:
    """The commits under all ids of a fix, each once."""
    some = list(named)
    if len(some) < 2:
        return some[0] if some else Named()
    commits = {commit.oid: commit for one in some for commit in one.commits}
    ordered = sorted(commits.values(), key=lambda one: (not one.merged, one.at))
    sessions = dict.fromkeys(id for one in some for id in one.sessions)
    return Named(
        tuple(ordered), sum(one.more for one in some), min(one.first for one in some), tuple(sessions)
    )


def _session(record: Record, path: str) -> Session:
    return Session(record.id, record.number, record.title or record.goal, record.date, path)


def _natural(id: str) -> list[tuple[int, str]]:
    """Sorts 9 before 10; a number may have more digits than one can count with."""
    parts = (part.lstrip("0") for part in id.split("."))
    return [(len(part), part) for part in parts]
