"""What a CI tells of its run, whichever service it is."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ...core.errors import Failure

Environment = Mapping[str, str]
Event = Mapping[str, object]

REQUEST, PUSH, BRANCH, UNTOLD = "request", "push", "branch", "untold"
"""What waits to go to a branch, what has gone to it, a run that tells of neither, and one of a CI that is
not known, which tells of nothing."""

QUEUE, TRAIN = "merge queue", "merge train"
"""Requests that a forge has lined up, in words."""

HEADS, TAGS = "refs/heads/", "refs/tags/"


class Job(NamedTuple):
    """What a run is about: the commits that are to go, or went, to `branch`.

    `kind` is one of the four above, `what` it is in words. `head` is the id of the commit to judge
    and `base` of what was there before; "" where that is not told: HEAD, and the target or the
    default branch. `default` is the name of the default branch. `nothing` says why there is
    nothing to judge, "" where there is. `title` is that of a request, "" where it is not told; `is_fork`
    whether it comes from another repository. `is_final` is whether the commits of a request are those that
    will land: then no title becomes a message any more.
    """

    kind: str
    what: str
    branch: str = ""
    head: str = ""
    base: str = ""
    default: str = ""
    nothing: str = ""
    title: str = ""
    is_fork: bool = False
    is_final: bool = False

    @property
    def is_queued(self) -> bool:
        """Whether it is what a queue has made of requests, and nobody's to amend."""
        return self.what in (QUEUE, TRAIN)

    @property
    def words(self) -> str:
        """What it is, with the name of the branch."""
        to = {REQUEST: f"{self.what} into", PUSH: f"{self.what} to"}.get(self.kind, self.what)
        return f"{to} {self.branch}" if self.branch else self.what


class Service(NamedTuple):
    """A CI: the variable that says it is this one, how it is read, and how its clone gets complete.

    `value` is that of the variable, "" for any. `whole` is the setting for the whole history, `head`
    the one for the commit to judge, "" where `whole` is enough.
    """

    name: str
    variable: str
    value: str
    read: Callable[[Environment, Event], Job]
    whole: str
    head: str = ""


def nothing(what: str, why: str) -> Job:
    """A job with nothing to judge."""
    return Job(BRANCH, what, nothing=why)


def tag(name: str) -> Job:
    """The job of a tag: its commits went to a branch, or will."""
    return nothing(f"tag {name}", "a tag brings nothing to a branch")


def oid(text: str) -> str:
    """The id, "" for one of nothing but zeros, 40 or 64 of them."""
    return text if text.strip("0") else ""


def text(event: Event, *path: str) -> str:
    """The text at a path of an event, "" where it is not there. Raises Failure for anything else."""
    value: object = event
    for key in path:
        if not isinstance(value, Mapping):
            raise Failure(f"the event has no {'.'.join(path)}")
        value = value.get(key)
        if value is None:
            return ""
    if not isinstance(value, str):
        raise Failure(f"{'.'.join(path)} of the event is no text")
    return value


def needed(event: Event, *path: str) -> str:
    """The text at a path of an event. Raises Failure where there is none."""
    found = text(event, *path)
    if not found:
        raise Failure(f"the event has no {'.'.join(path)}")
    return found
