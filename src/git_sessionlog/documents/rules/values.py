"""Fields whose value is one of few: a status, a percentage, a branch."""

import re
from collections.abc import Iterator

from ...core import done_words
from ...core.findings import Finding
from .. import entries
from ..profiles.model import Field
from .rule import Page, Value, rule

_PERCENT = re.compile(r"(?<![\w.,-])(-?\d{1,9}(?:[.,]\d{1,9})?) ?[%％](?!\w)")
_PHASE = re.compile(r"(?i)\bphase\s+(\d{1,4}(?:\.\d{1,4})*)")


@rule(
    "status-unknown",
    bad="**Status:** nearly there",
    good="**Status:** in_progress (waiting for the migration)",
    of="storage/session",
)
def status_unknown(page: Page) -> Iterator[Finding]:
    """A status is one of those that the profile knows, in any spelling; a note may come behind it."""
    for field, value in _values(page, "status"):
        if field.values and not done_words.is_one_of(value.text, field.values):
            yield value.place._replace(message=f'status "{value.text[:60]}" is none', allowed=field.values)


@rule(
    "number-form",
    bad="## Performance\n- **Tests Written**: a few",
    good="## Performance\n- **Tests Written**: 12 (of 15)",
    of="sessions/completed",
)
def number_form(page: Page) -> Iterator[Finding]:
    """What stands in the place of a number begins with one."""
    for field, value in _values(page, "number"):
        if not re.match(r"[~≈+<>*`]*\d", value.text):
            yield value.place._replace(message=f'"{field.name}" is no number: "{value.text[:60]}"')


@rule(
    "percent-form",
    bad="## Current Phase\nProgress: 160% complete",
    good="## Current Phase\nProgress: 60% complete",
    of="session-md/state",
)
def percent_form(page: Page) -> Iterator[Finding]:
    """A percentage is a number from 0 to 100 with a percent sign."""
    for field, value in _values(page, "percent"):
        number = _percent(value.text)
        is_open = number is None and re.search(r"\bXX\b", value.text)  # a placeholder
        if not is_open and (number is None or not 0 <= number <= _most(field)):
            yield value.place._replace(
                message=f'"{field.name}" is no percentage: "{value.text[:60]}"',
                hint="a number from 0% to 100%",
            )


@rule(
    "percent-less",
    bad="## Current Phase\n**Phase 2: models**\nProgress: 40% complete",
    good="## Current Phase\n**Phase 2: models**\nProgress: 80% complete",
    of="session-md/state",
)
def percent_less(page: Page) -> Iterator[Finding]:
    """Progress in one phase does not become less than it was in the last commit."""
    before = page.facts.before
    if before is None:
        return
    old = Page(before, page.kind, page.facts)
    known = {field.concept: value.text for field, value in _values(old, "percent")}
    if _phase(page) != _phase(old):
        return
    for field, value in _values(page, "percent"):
        was, now = _percent(known.get(field.concept, "")), _percent(value.text)
        if was is not None and now is not None and now < was <= 100:
            yield value.place._replace(message=f"it was {was:g}% in the last commit")


@rule(
    "checkpoint-branch",
    bad="## Git Checkpoint\n- **Branch**: feature/login",
    good="## Git Checkpoint\n- **Branch**: main",
    of="session-md/state",
)
def checkpoint_branch(page: Page) -> Iterator[Finding]:
    """The branch that a document names is the one that is checked out. Not judged in a commit."""
    for field, value in _values(page, "branch"):
        name = value.text.strip("`* ").partition(" ")[0].rstrip("`")
        if page.facts.branch and name and name != page.facts.branch:
            yield value.place._replace(message=f'"{field.name}" is {name}, not {page.facts.branch}')


def _values(page: Page, form: str) -> Iterator[tuple[Field, Value]]:
    """The fields of a form that are there and say something."""
    for field, _, value in page.fields:
        if field.form != form or value is None:
            continue
        if not entries.says_nothing(value.text) and not value.text.startswith("["):
            yield field, value


def _percent(text: str) -> float | None:
    found = _PERCENT.search(text)
    return float(found[1].replace(",", ".")) if found else None


def _most(field: Field) -> float:
    """Rates may be above 100: time spent of time estimated, bugs of features."""
    return 100 if field.concept in ("progress", "coverage") else float("inf")


def _phase(page: Page) -> str:
    where = page.section("phase")
    found = _PHASE.search(page.document.text[where.start : where.own]) if where else None
    return found[1] if found else ""
