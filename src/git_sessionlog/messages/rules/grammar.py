"""Has the first line the shape `type(scope)!: description [Fix N]`?"""

from collections.abc import Iterator

from ...core.findings import Finding
from .rule import Draft, departures, rule
from .text import GOOD


@rule("type-first", "grammar", bad="✨ feat(api): add login [Fix 2.3]", good=GOOD)
def type_first(draft: Draft) -> Iterator[Finding]:
    """The line starts with the type: no emoji, ticket or space before it."""
    return departures(draft, "type-first")


@rule("type-missing", "grammar", bad="Add login", good=GOOD)
def type_missing(draft: Draft) -> Iterator[Finding]:
    """The line has a type: it starts with `type(scope): `."""
    for finding in departures(draft, "type-missing"):
        if draft.line.startswith("Squashed commit of the following:"):
            hint = "`git merge --squash` wrote this line: put your own in its place"
        elif draft.line[:5].lower() in ("wip", "draft"):
            hint = "describe the step: it can be amended later"
        else:
            hint = ""
        yield finding._replace(allowed=draft.settings.types, hint=hint)


@rule("scope-form", "grammar", bad="feat[api]: add login [Fix 2.3]", good=GOOD)
def scope_form(draft: Draft) -> Iterator[Finding]:
    """The scope stands in one pair of `( )` right behind the type; a comma parts two scopes."""
    return departures(draft, "scope-form")


@rule("scope-empty", "grammar", bad="docs(): describe login", good="docs: describe login")
def scope_empty(draft: Draft) -> Iterator[Finding]:
    """There is something between the parentheses."""
    return departures(draft, "scope-empty")


@rule(
    "breaking-form",
    "grammar",
    bad="feat!(api): drop version 1 [Fix 2.3]",
    good="feat(api)!: drop version 1 [Fix 2.3]",
)
def breaking_form(draft: Draft) -> Iterator[Finding]:
    """A breaking change has one `!`, right before the colon."""
    return departures(draft, "breaking-form")


@rule("colon-missing", "grammar", bad="feat(api) add login [Fix 2.3]", good=GOOD)
def colon_missing(draft: Draft) -> Iterator[Finding]:
    """A colon ends the type and its scope."""
    return departures(draft, "colon-missing")


@rule("colon-form", "grammar", bad="feat(api) :add login [Fix 2.3]", good=GOOD)
def colon_form(draft: Draft) -> Iterator[Finding]:
    """The colon is one `:` with no space before it and one space after it."""
    return departures(draft, "colon-form")


@rule("description-missing", "grammar", bad="feat(api): [Fix 2.3]", good=GOOD)
def description_missing(draft: Draft) -> Iterator[Finding]:
    """There is a description after the colon, beside the fix tag."""
    return departures(draft, "description-missing")


@rule("fix-form", "grammar", bad="feat(api): add login [fixes 2.3]", good=GOOD)
def fix_form(draft: Draft) -> Iterator[Finding]:
    """A fix tag is written `[Fix 2.3]`, `[Fix #7]` or `[Fix 2.3, #7]`, one space before it."""
    return departures(draft, "fix-form")


@rule("fix-place", "grammar", bad="feat(api): [Fix 2.3] add login", good=GOOD)
def fix_place(draft: Draft) -> Iterator[Finding]:
    """The fix tag ends the line; only GitHub's ` (#123)` may follow."""
    return departures(draft, "fix-place")
