"""What a report holds."""

from typing import NamedTuple

from .figures import Changes, Performance, Rates, overall, rates, score, summed


class Fresh(NamedTuple):
    """Were the state documents up to date at a commit? The worst of them, as `freshness.Freshness` has it.

    `behind` is how many commits the document furthest behind does not describe, or the least that it is.
    """

    state: str = ""
    behind: int = 0


class Session(NamedTuple):
    """A session. Times are seconds since 1970, UTC; `minutes` is from start to end, None without both.

    `start` and `end` are those of its record, else its first and last commit. `times` are the author dates
    of its commits, of which a squash is one, `commits` is how many there were, `people` who made them.
    `fixes` are those that its commits name or its record calls done, `planned` those of its record.
    """

    id: str
    number: int = 0
    goal: str = ""
    status: str = ""
    batch: str = ""
    start: int = 0
    end: int = 0
    minutes: int | None = None
    times: tuple[int, ...] = ()
    commits: int = 0
    people: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    fixes: tuple[str, ...] = ()
    done: Performance = Performance()
    changes: Changes = Changes()
    fresh: Fresh = Fresh()

    @property
    def label(self) -> str:
        """What people call it: its number with leading zeros, or its id."""
        return f"{self.number:03}" if self.number else self.id

    @property
    def rates(self) -> Rates:
        """The five signs of success."""
        return rates(self.done, self.changes)

    @property
    def score(self) -> int | None:
        """0 to 100, or n/a."""
        return score(self.rates)


class Commit(NamedTuple):
    """A commit on the trail of a fix; `reverted_by` is the commit that took it back, or ""."""

    oid: str
    when: int
    author: str
    subject: str
    merged: bool = True
    reverted_by: str = ""


class Trail(NamedTuple):
    """A fix, and what it left: commits, the newest first, sessions, places in documents.

    `status` is one of `trace.table.STATUSES`. `more` commits are counted only. `sessions` are labels,
    `mentions` have the form `path:line`, `disagreements` say what does not agree. `listed` is whether the
    backlog has it.
    """

    id: str
    title: str = ""
    batch: str = ""
    status: str = ""
    commits: tuple[Commit, ...] = ()
    more: int = 0
    sessions: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    disagreements: tuple[str, ...] = ()
    listed: bool = True

    @property
    def when(self) -> int:
        """When the last commit was made that is merged and stands, 0 where there is none."""
        standing = (one.when for one in self.commits if one.merged and not one.reverted_by)
        return max(standing, default=0)


class Batch(NamedTuple):
    """A batch of the plan: what was thought, and what became of it. None is n/a.

    `planned` is how many sessions, `estimated` the least and the most minutes; `sessions` are labels,
    `minutes` is what they took from start to end.
    """

    id: str
    title: str = ""
    fixes: tuple[str, ...] = ()
    done: int = 0
    planned: int | None = None
    sessions: tuple[str, ...] = ()
    estimated: tuple[int, int] | None = None
    minutes: int | None = None


class Day(NamedTuple):
    """A day on which something happened, `YYYY-MM-DD`, UTC.

    `finished` is how many fixes were done on it, `done` how many by its end. `fresh` is what the state
    documents were at its last checkpoint.
    """

    date: str
    checkpoints: int = 0
    added: int = 0
    removed: int = 0
    finished: int = 0
    done: int = 0
    fresh: Fresh = Fresh()


class Report(NamedTuple):
    """All of it.

    `name` is that of the repository, `made` when the report was made, `tip` the commit, `since` a date
    or "". `backlog` are the documents that list the fixes; `unseen` says what could not be looked at.
    """

    name: str = ""
    made: int = 0
    tip: str = ""
    since: str = ""
    backlog: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    hint: str = ""
    sessions: tuple[Session, ...] = ()
    days: tuple[Day, ...] = ()
    batches: tuple[Batch, ...] = ()
    totals: tuple[Batch, ...] = ()
    trails: tuple[Trail, ...] = ()

    @property
    def performance(self) -> Performance:
        """The sum of what is known of each session."""
        return summed(one.done for one in self.sessions)

    @property
    def rates(self) -> Rates:
        """The rates of all sessions together."""
        return overall([one.rates for one in self.sessions])

    @property
    def score(self) -> int | None:
        """The score of all sessions together."""
        return score(self.rates)

    @property
    def minutes(self) -> int | None:
        """What the sessions took whose start and end are known."""
        known = [one.minutes for one in self.sessions if one.minutes is not None]
        return sum(known) if known else None

    @property
    def listed(self) -> int:
        """The fixes of the backlog."""
        return sum(one.listed for one in self.trails)

    @property
    def done(self) -> int:
        """Those of them that are done."""
        return sum(one.listed and one.status == "done" for one in self.trails)
