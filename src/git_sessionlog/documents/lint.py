"""Run the rules over a document."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..core.findings import Finding
from .rules import (  # noqa: F401 - they register their rules
    commits,
    entered,
    fixes,
    history,
    links,
    plan,
    runbook,
    structure,
    tasks,
    text,
    times,
    values,
)
from .rules.rule import RULES, Page, Rule


class Asked(NamedTuple):
    """What must be known to judge a document: the commits, the paths and the fixes that it names.

    `into` are the paths of files whose headings a link names.
    """

    commits: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    into: frozenset[str] = frozenset()
    fixes: frozenset[str] = frozenset()


def asked(page: Page) -> Asked:
    """What a document names that somebody has to look up."""
    if page.kind.form != "markdown" or next(text.conflicts(page.document), None):
        return Asked()
    targets = page.once(links.targets)
    places = {path for target in targets for path in (target.path, *target.others)}
    into = {
        path
        for target in targets
        if target.anchor or target.number
        for path in (target.path, *target.others)
    }
    return Asked(
        frozenset(one.text.lower() for one in page.once(commits.named) if one.is_hash),
        frozenset(path for path in places if path and not path.startswith("..")),
        frozenset(path for path in into if path and not path.startswith("..")),
        frozenset(one.id for one in page.once(fixes.done)),
    )


def lint(page: Page, severity: Callable[[str], str]) -> tuple[Finding, ...]:
    """The findings on a document, in the order of their places; `severity` is that of a rule.

    Where git left a conflict in it, or there is nothing but prose, only single lines are looked at.
    """
    found = [
        finding._replace(rule=rule.id, severity=how)
        for rule in _applicable(page)
        if (how := severity(rule.id)) != "off"
        for finding in rule.check(page)
    ]
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.column)))


def _applicable(page: Page) -> Iterator[Rule]:
    torn = next(text.conflicts(page.document), None) is not None
    for rule in RULES.values():
        if rule.form in ("", page.kind.form) and (rule.text or not torn):
            yield rule
