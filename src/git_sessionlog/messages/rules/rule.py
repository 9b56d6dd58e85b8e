"""What a rule is: a small generator under a stable id, with a bad and a good example.

A new rule: a generator here beside its subject with `@rule(...)`, its default severity in
`settings.SEVERITY_OF_RULES`. Its docstring's first line is its description in docs/rules.md; its
examples are tests.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ...core.findings import Finding, Part
from ...git.cleanup import Message
from ...settings.model import Settings
from ..header import Header


class Draft(NamedTuple):
    """A message on its way to a verdict.

    `line` is what is judged as the header: the subject without an autosquash `prefix`.
    `in_range` is whether it is a commit already.
    """

    message: Message
    settings: Settings
    line: str
    prefix: str
    header: Header
    in_range: bool = False

    @property
    def type(self) -> str:
        """The type as written, or ""."""
        return self.header.type.text if self.header.type else ""

    def at(self, start: int, end: int | None = None) -> Finding:
        """An empty finding at a place of the line, given as offsets from its start."""
        width = 1 if end is None else max(end - start, 1)
        return Finding("", "", 1, len(self.prefix) + start + 1, width)

    def on(self, part: Part) -> Finding:
        """An empty finding under a part of the line."""
        return self.at(part.at, part.at + len(part.text))


Check = Callable[[Draft], Iterator[Finding]]


class Rule(NamedTuple):
    """A rule: its id, its stage, its generator, and an example of each kind.

    Stages, in order: `text` (can it be read), `grammar` (has it the shape), `value` (are the
    parts right), `layout` (all else). An error in `text` ends the judging, one in `grammar`
    leaves out `value`: one cause, one finding.
    """

    id: str
    stage: str
    check: Check
    bad: str
    good: str
    config: str


RULES: dict[str, Rule] = {}
"""Every rule by its id, in the order of judging within a stage."""

STAGES: dict[str, list[Rule]] = {"text": [], "grammar": [], "value": [], "layout": []}
"""The rules of each stage."""


def rule(id: str, stage: str, *, bad: str, good: str, config: str = "") -> Callable[[Check], Check]:
    """Register a generator as the rule `id`; `config` is what its examples need set, as TOML."""

    def register(check: Check) -> Check:
        RULES[id] = Rule(id, stage, check, bad, good, config)
        STAGES[stage].append(RULES[id])
        return check

    return register


def departures(draft: Draft, id: str) -> Iterator[Finding]:
    """The faults of the header that go under the rule `id`."""
    for fault in draft.header.faults:
        if fault.rule == id:
            yield draft.at(fault.start, fault.end)._replace(message=fault.message)
