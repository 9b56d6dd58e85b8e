"""A commit, as the history hands it out."""

from typing import NamedTuple


class Commit(NamedTuple):
    """One commit of a range.

    `message` holds git's `%B` bytes, recoded to UTF-8 where the commit names its encoding;
    `parents` counts them.
    """

    oid: str
    parents: int
    author: str
    email: str
    message: bytes

    @property
    def is_merge(self) -> bool:
        """Whether it has two parents or more: a merge is known by that, never by its text."""
        return self.parents > 1

    @property
    def short(self) -> str:
        """The first ten digits of the object id."""
        return self.oid[:10]
