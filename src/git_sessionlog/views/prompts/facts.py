"""What the prompts are filled with, as values."""

from typing import NamedTuple

from ...backlog.model import Batch, Fix


class Commit(NamedTuple):
    """How a commit is written here: its types, its scopes (none: any will do), whether it needs a tag."""

    types: tuple[str, ...]
    scopes: tuple[str, ...] = ()
    tag: str = "always"


class State(NamedTuple):
    """The state document, and what its sections are called: those that the profile has."""

    path: str
    completed: str = "Completed Fixes"
    progress: str = "In Progress"
    next: str = "Next Up"
    log: str = "Session Log"


class Facts(NamedTuple):
    """A moment of a session.

    `fixes` are those that the prompt is about, `batch` the one that they belong to, `groups` those that can
    be made at the same time, `later` the rest of them, each with the reason. `base` is the commit at which
    the session began, `files` what has changed since, `changes` the paths that are not committed, `remote`
    where the branch is pushed to. `gates` are the commands that must pass, `context` the document that
    agents load by themselves, `documents` those that there are, each with what it is for. `minutes` and
    `sessions` are what is left of the plan, (0, 0) and 0 where it does not say.
    """

    state: State
    commit: Commit
    date: str
    goal: str = ""
    batch: Batch | None = None
    fixes: tuple[Fix, ...] = ()
    groups: tuple[tuple[Fix, ...], ...] = ()
    later: tuple[tuple[Fix, str], ...] = ()
    backlog: tuple[str, ...] = ()
    base: str = ""
    files: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    remote: str = ""
    gates: tuple[str, ...] = ()
    context: str = ""
    documents: tuple[tuple[str, str], ...] = ()
    minutes: tuple[int, int] = (0, 0)
    sessions: int = 0
