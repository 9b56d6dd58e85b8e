"""What the records at a commit describe; loaded where a commit is met that no document describes."""

from collections.abc import Iterable

from ..documents.profiles import registry as profiles
from ..documents.profiles.model import Profile
from ..git.objects import Objects
from ..git.trees import CommitTree
from ..records import places
from ..settings.model import RECORDS, Settings
from .coverage import Coverage


def coverage(objects: Objects, tip: str, settings: Settings) -> Coverage:
    """What records at a tip describe: those in our own places, and in those of its profiles.

    Raises Absent where they are not in this clone, Failure for profiles that cannot be used.
    """
    tree = CommitTree(objects, objects.commit(tip).tree)
    return Coverage(objects, tip, directories(profiles.active(settings, tree)))


def directories(active: Iterable[Profile]) -> tuple[str, ...]:
    """The directories below which records are looked for in the history, each with a `/` at its end."""
    own = (path for path in RECORDS if path.endswith("/"))
    return tuple(dict.fromkeys((*own, *places.directories(active))))
