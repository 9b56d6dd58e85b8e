"""The plan of a session: its risks have a mitigation, its tasks do not wait for each other in a circle."""

import re
from collections.abc import Iterator, Mapping

from ...core.findings import Finding
from .. import lines
from ..document import Section
from .rule import Page, rule

_RISK = r"(?i)[ \t>]*(?:[-*+] +|\d{1,4}[.)] +)?[*_]{0,2}(risks?)[*_]{0,2} ?[:：][*_]{0,2}[ \t]*(.*)"
_MITIGATION = r"(?i)[ \t>]*(?:[-*+] +)?[*_]{0,2}mitigation[*_]{0,2} ?[:：][*_]{0,2}[ \t]*(\S.*)"
_TASK = r"(?i)\btask[ -]?(\d{1,6})\b"
_AFTER = r"(?i)[ \t]*(?:[-*+] +|\d{1,4}[.)] +)(?:\[[ x]\] +)?[*_]{0,2}task[ -]?(\d{1,6})\b(.*)"
_WAITS = r"(?i)(?:depends on|after|needs|requires|blocked by|waits for)\b(.*)"


@rule(
    "risk-mitigation",
    bad="## Risk Mitigation\n- Risk: the API changes",
    good="## Risk Mitigation\n- Risk: the API changes\n  Mitigation: pin version 2 in `api/client.ts`",
    of="sessions/plan",
)
def risk_mitigation(page: Page) -> Iterator[Finding]:
    """Every risk of a plan has a mitigation, on the line below it or in its row."""
    where = page.section("risks")
    if where is None:
        return
    for entered in page.rows("risks"):
        cell = entered.cells.get("mitigation")
        if cell and not entered.text("mitigation"):
            yield page.at(entered.row.start, entered.row.end)._replace(message=_WORDS)
    open_risk: Finding | None = None
    for line in page.document.lines(where.body, where.end):
        risk = re.fullmatch(_RISK, line.text)
        if risk and open_risk:
            yield open_risk
        if risk and not risk[2].startswith("["):
            is_said = re.search(r"(?i)\bmitigation\b[*_]{0,2}:", risk[2])
            place = page.at(line.start + risk.start(1), line.end)._replace(message=_WORDS)
            open_risk = None if is_said else place
        elif re.fullmatch(_MITIGATION, line.text):
            open_risk = None
    if open_risk:
        yield open_risk


_WORDS = "a risk without a mitigation"


@rule(
    "task-cycle",
    bad="## Execution Order\n1. Task 1 (depends on Task 2)\n2. Task 2 (depends on Task 1)",
    good="## Execution Order\n1. Task 1 (prerequisite)\n2. Task 2 (depends on Task 1)",
    of="sessions/plan",
)
def task_cycle(page: Page) -> Iterator[Finding]:
    """No task of a plan waits, by way of others, for itself."""
    edges: dict[str, dict[str, int]] = {}
    for number, text, start in (*_of_order(page), *_of_tasks(page)):
        for other in re.findall(_TASK, text):
            edges.setdefault(number, {}).setdefault(other, start)
    circle = _circle(edges)
    if circle:
        start = edges[circle[0]][circle[1]]
        text = " -> ".join(f"Task {number}" for number in circle)
        yield page.at(start, page.document.text.find("\n", start))._replace(
            message=f"these wait for each other: {text[:200]}"
        )


def _of_order(page: Page) -> Iterator[tuple[str, str, int]]:
    """The lines of the order of execution that say what a task waits for."""
    where = page.section("order")
    for line in page.document.lines(where.body, where.end) if where else ():
        found = re.fullmatch(_AFTER, line.text)
        waits = re.search(_WAITS, found[2]) if found else None
        if found and waits:
            yield found[1], waits[1], line.start


def _of_tasks(page: Page) -> Iterator[tuple[str, str, int]]:
    """The `Dependencies` of the tasks, each a section of its own."""
    where = page.section("tasks")
    for section in _below(page, where) if where else ():
        number = re.search(_TASK, section.title)
        said = lines.field(page.document, section.body, section.own, ("Dependencies", "Depends On"))
        if number and said:
            yield number[1], said.value, said.start


def _below(page: Page, where: Section) -> Iterator[Section]:
    return (section for section in page.document.sections if where.own <= section.start < where.end)


def _circle(edges: Mapping[str, Mapping[str, int]]) -> list[str]:
    """The first way from a task to itself, [] where there is none; no recursion, plans can be long."""
    done: set[str] = set()
    for first in edges:
        way, open_ones = [first], [iter(edges[first])]
        while open_ones and first not in done:
            following = next(open_ones[-1], None)
            if following is None:
                open_ones.pop()
                done.add(way.pop())
            elif following in way:
                return [*way[way.index(following) :], following]
            elif following not in done:
                way.append(following)
                open_ones.append(iter(edges.get(following, {})))
    return []
