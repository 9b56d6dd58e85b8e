"""What a command did to the repository, told line by line."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..core.terminal import one_line


class Step(NamedTuple):
    """One thing done, or found done: a verb, what it was done to, and why, if that needs words."""

    verb: str
    what: str
    why: str = ""
    changed: bool = True

    def __str__(self) -> str:
        return f"{self.verb} {self.what}" + (f": {self.why}" if self.why else "")


def same(verb: str, what: str, why: str = "") -> Step:
    """A step that changed nothing."""
    return Step(verb, what, why, changed=False)


def told(steps: Iterable[Step]) -> Iterator[str]:
    """A line for each step, as it is done, safe to print."""
    return (one_line(str(step), 400) for step in steps)
