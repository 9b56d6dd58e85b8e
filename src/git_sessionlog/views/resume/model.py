"""What a brief says, as values."""

from collections.abc import Mapping
from typing import NamedTuple

from ...git.log import Commit


class Check(NamedTuple):
    """One thing that was compared with what the documents say.

    `state` is `ok`, `bad` where it does not match, `unknown` where it could not be looked at, `note` for
    what is only said. `expected` is "" where nothing is recorded.
    """

    name: str
    state: str
    actual: str
    expected: str = ""


class Item(NamedTuple):
    """One thing that a part lists: a line, what is said of it under a name, and what stands below it.

    `group` is whether it is a heading with a list below.
    """

    text: str
    notes: Mapping[str, str] = {}
    detail: str = ""
    group: bool = False


class Part(NamedTuple):
    """What one document says under one concept; `more` counts what was left out."""

    path: str
    items: tuple[Item, ...] = ()
    more: int = 0


class Tracker(NamedTuple):
    """A list of all tasks: how many there are of each status, and those in progress.

    `more` counts those of the latter that were left out.
    """

    path: str
    counts: Mapping[str, int]
    progress: tuple[Item, ...] = ()
    more: int = 0


class Reading(NamedTuple):
    """A document to read at a session's start.

    `size` is in bytes, None where it is missing. `when` is the committer date of its last change in seconds
    since 1970, 0 where that is not known; `older` is whether it is before that.
    """

    path: str
    size: int | None
    when: int = 0
    older: bool = False


class Skipped(NamedTuple):
    """A push that somebody let pass: when, to which branches, for what reason."""

    when: str
    branches: str
    reason: str


class Session(NamedTuple):
    """The last session, as its record in `path` has it; `active` is whether this work tree is in it.

    Without a record, `path` is "" and only the id is known. `started` and `ended` are
    `YYYY-MM-DDTHH:MM:SSZ`, "" where that is not known or not yet so.
    """

    id: str
    active: bool
    path: str = ""
    number: int = 0
    status: str = ""
    goal: str = ""
    branch: str = ""
    started: str = ""
    ended: str = ""
    fixes: tuple[str, ...] = ()


class Other(NamedTuple):
    """A session that goes on on another branch; `by` is "" for one of this repository."""

    branch: str
    id: str
    number: int = 0
    goal: str = ""
    by: str = ""
    started: str = ""
    fixes: tuple[str, ...] = ()


class Brief(NamedTuple):
    """All that a brief says.

    `documents` are the paths of the state documents that were read, none where it was rebuilt from the
    last commits. `phase` and `logged` are the phase, and the last row of the log of sessions, as a document
    has them. `landed` are sessions that the documents have not taken up, `reverted` those that a revert
    took back, `elsewhere` those that go on on other branches. `depth` is how many commits were looked at.
    `unlisted`, `unread` and `unshown` count checks that are fine, documents to read and sessions elsewhere
    that were left out.
    """

    checks: tuple[Check, ...]
    documents: tuple[str, ...] = ()
    session: Session | None = None
    phase: str = ""
    logged: str = ""
    blockers: tuple[Part, ...] = ()
    completed: tuple[Part, ...] = ()
    progress: tuple[Part, ...] = ()
    next: tuple[Part, ...] = ()
    failed: tuple[Part, ...] = ()
    landed: tuple[Part, ...] = ()
    reverted: tuple[Part, ...] = ()
    elsewhere: tuple[Other, ...] = ()
    trackers: tuple[Tracker, ...] = ()
    commits: tuple[Commit, ...] = ()
    reading: tuple[Reading, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    confirm: str = ""
    depth: int = 0
    unlisted: int = 0
    unread: int = 0
    unshown: int = 0

    @property
    def rebuilt(self) -> bool:
        """Whether there was no state document to read."""
        return not self.documents

    @property
    def verified(self) -> bool | None:
        """Whether all matches; None where something could not be looked at, and nothing is bad."""
        states = {check.state for check in self.checks}
        if "bad" in states:
            return False
        return None if "unknown" in states else True
