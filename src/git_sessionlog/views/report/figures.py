"""The figures of sessions, by formulas that docs/report.md has in words. Pure.

None is "n/a" everywhere: what nobody wrote down, what git cannot know, and what would divide by zero.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Rate(NamedTuple):
    """A part of a whole, or why there is none."""

    part: float | None = None
    whole: float | None = None
    unknown: str = ""

    @property
    def value(self) -> float | None:
        """`part / whole`, None where one is not known or the whole is nothing."""
        if self.part is None or self.whole is None or not self.whole:
            return None
        return self.part / self.whole

    @property
    def why(self) -> str:
        """Why there is no value; "" where there is one."""
        return "" if self.value is not None else self.unknown


class Performance(NamedTuple):
    """What a session came to, in the words of its JSON; minutes for times."""

    tasks_planned: int | None = None
    tasks_completed: int | None = None
    tests_written: int | None = None
    tests_passed: int | None = None
    bugs_fixed: int | None = None
    bugs_introduced: int | None = None
    lines_added: int | None = None
    lines_removed: int | None = None
    time_spent: int | None = None
    time_estimated: int | None = None


class Changes(NamedTuple):
    """The commits of a session: those of type feat, those that need a description, those that have it."""

    features: int | None = None
    total: int | None = None
    documented: int | None = None


class Rates(NamedTuple):
    """The five signs of success."""

    completion: Rate
    quality: Rate
    efficiency: Rate
    bugs: Rate
    documentation: Rate


WHY = Rates(
    *(
        Rate(unknown=text)
        for text in (
            "no task and no fix was planned",
            "no numbers of tests are written down",
            "no estimate, or no record of the time",
            "no bugs are written down, or no feature added",
            "no commit that needs it, or none to judge by",
        )
    )
)
"""What is said where a rate is n/a."""

WEIGHTS = Rates(*(Rate(part=weight) for weight in (3, 1, 1, 1, 1)))
"""How much each rate counts in the score, as `part`."""


def rates(done: Performance, changes: Changes) -> Rates:
    """The five rates of one session.

    * completion = tasks completed / tasks planned
    * quality = tests passed / tests written
    * efficiency = time spent / time estimated: below 1 is faster than thought
    * bugs = bugs introduced / features added
    * documentation = commits that a state document describes / commits that need it
    """
    pairs = (
        (done.tasks_completed, done.tasks_planned),
        (done.tests_passed, done.tests_written),
        (done.time_spent, done.time_estimated),
        (done.bugs_introduced, changes.features),
        (changes.documented, changes.total),
    )
    return Rates(*(Rate(*pair, why.unknown) for pair, why in zip(pairs, WHY, strict=True)))


def score(of: Rates) -> int | None:
    """0 to 100: the mean of what the rates are worth, completion three times; n/a without completion.

    A rate is worth itself, at most 1; efficiency 1 / rate, at most 1; bugs 1 - rate, at least 0. What is
    n/a does not count.
    """
    if of.completion.value is None:
        return None
    worth = [
        (weight.part or 0, _worth(name, rate.value))
        for name, rate, weight in zip(Rates._fields, of, WEIGHTS, strict=True)
        if rate.value is not None
    ]
    whole = sum(weight for weight, _ in worth)
    return int(100 * sum(weight * value for weight, value in worth) / whole + 0.5)


def summed(every: Iterable[Performance]) -> Performance:
    """The sum of what is known of each; None where nothing is."""
    columns = list(zip(*every, strict=True)) or [()] * len(Performance._fields)
    known = ([value for value in column if value is not None] for column in columns)
    return Performance(*(sum(values) if values else None for values in known))


def overall(every: Sequence[Rates]) -> Rates:
    """The rates of several sessions: parts by wholes, of the sessions of which both are known."""
    return Rates(*(_together([one[at] for one in every], WHY[at].unknown) for at in range(len(WHY))))


def _together(some: Sequence[Rate], why: str) -> Rate:
    known = [rate for rate in some if rate.part is not None and rate.whole is not None]
    if not known:
        return Rate(unknown=why)
    part, whole = (sum(getattr(rate, side) for rate in known) for side in ("part", "whole"))
    return Rate(part, whole, why)


def _worth(name: str, value: float) -> float:
    if name == "efficiency":
        return min(1.0, 1 / value) if value else 1.0
    return max(0.0, 1 - value) if name == "bugs" else min(1.0, value)
