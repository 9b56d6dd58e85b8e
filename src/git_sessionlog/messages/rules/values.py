"""Are the parts of the first line the ones that the settings allow?"""

from collections.abc import Iterator

from ...core import fix_ids, fix_tag, timelimit
from ...core.findings import Finding, Part
from ...core.suggest import is_misspelt, nearest
from .rule import Draft, rule
from .text import GOOD

# What people write for the types that are called otherwise here: other words for the same, and no more.
_MEANT = {
    "feature": "feat", "features": "feat", "feats": "feat",
    "fixes": "fix", "fixed": "fix", "fixing": "fix", "bug": "fix", "bugs": "fix", "bugfix": "fix",
    "bugfixes": "fix", "hotfix": "fix", "hotfixes": "fix",
    "doc": "docs", "documentation": "docs", "tests": "test", "testing": "test",
    "refact": "refactor", "refactoring": "refactor", "refactored": "refactor",
    "performance": "perf", "chores": "chore", "reverts": "revert",
}  # fmt: skip
_LETTERS = 5  # of a type with one of them wrong; a shorter word is as like as not another one
_OTHER_WORDS = ("built", "chord", "choke", "chose", "docks", "feast", "stale", "stole", "styles")


def meant_type(draft: Draft) -> str:
    """The allowed type that the one written certainly stands for, "" where there is none.

    `cli:` is not "ci", nor `core:` "chore": the name of a component stands first in many projects.
    """
    types, written = draft.settings.types, draft.type.lower()
    guess = written if written in types else _MEANT.get(written, "")
    if guess in types:
        return guess
    is_typo = len(written) >= _LETTERS and written.isalpha() and written not in _OTHER_WORDS
    near = (
        [known for known in types if known[0] == written[:1] and is_misspelt(written, known)]
        if is_typo
        else []
    )
    return near[0] if len(near) == 1 else ""


def meant_scope(draft: Draft, scope: Part) -> str:
    """The allowed scope that the one written stands for, or "" where none is near."""
    same = same_but_for_capitals(draft, scope)
    if len(same) > 1:
        return ""
    return same[0] if same else nearest(scope.text, draft.settings.scopes)


def same_but_for_capitals(draft: Draft, scope: Part) -> list[str]:
    """The allowed scopes that differ from the one written in capitals at most."""
    return [known for known in draft.settings.scopes if known.lower() == scope.text.lower()]


def wants_tag(draft: Draft) -> bool:
    """Whether a commit of this type must have a fix tag."""
    settings = draft.settings
    if settings.fix_tag == "fix-type":
        return draft.type == "fix"
    return settings.fix_tag == "always" and draft.type not in settings.bare_types


def tags_below(draft: Draft) -> tuple[str, ...]:
    """The ids of tags in the body, which starts below the first blank line."""
    lines = draft.message.lines[1:50]
    start = next((i for i, line in enumerate(lines) if not line.strip()), len(lines))
    return fix_tag.found_in("\n".join(lines[start:])[:10_000])


def _maybe(word: str) -> str:
    return f', did you mean "{word}"?' if word else ""


@rule("type-case", "value", bad="Feat(api): add login [Fix 2.3]", good=GOOD)
def type_case(draft: Draft) -> Iterator[Finding]:
    """The type is spelled exactly as in `types`, capitals included."""
    header, types = draft.header, draft.settings.types
    if header.type and draft.type not in types and draft.type.lower() in types:
        what = f'type "{draft.type}" is written "{draft.type.lower()}"'
        yield draft.on(header.type)._replace(message=what)


@rule("type-unknown", "value", bad="feature(api): add login [Fix 2.3]", good=GOOD)
def type_unknown(draft: Draft) -> Iterator[Finding]:
    """The type is one of `types`."""
    header, types = draft.header, draft.settings.types
    if header.type and draft.type.lower() not in types:
        wip = draft.type.lower() in ("wip", "draft")
        yield draft.on(header.type)._replace(
            message=f'unknown type "{draft.type}"{_maybe(meant_type(draft))}',
            allowed=types,
            hint="describe the step: it can be amended later" if wip else "",
        )


@rule("scope-missing", "value", bad="feat: add login [Fix 2.3]", good=GOOD)
def scope_missing(draft: Draft) -> Iterator[Finding]:
    """There is a scope, unless `scope = "optional"` or the type is in `bare-types`."""
    header, settings = draft.header, draft.settings
    bare = draft.type in settings.bare_types or settings.scope == "optional"
    if draft.type in settings.types and not header.scopes and not bare and header.type:
        yield draft.on(header.type)._replace(
            message=f'no scope: write "{draft.type}(scope): "', allowed=settings.scopes
        )


@rule(
    "scope-unknown",
    "value",
    bad="feat(apj): add login [Fix 2.3]",
    good=GOOD,
    config='scopes = ["api", "web"]',
)
def scope_unknown(draft: Draft) -> Iterator[Finding]:
    """Each scope is one of `scopes`, where that list is not empty."""
    known = draft.settings.scopes
    for scope in draft.header.scopes:
        if known and scope.text not in known:
            yield draft.on(scope)._replace(
                message=f'unknown scope "{scope.text}"{_maybe(meant_scope(draft, scope))}',
                allowed=known,
            )


@rule(
    "scope-duplicate",
    "value",
    bad="feat(api,api): add login [Fix 2.3]",
    good="feat(api,web): add login [Fix 2.3]",
)
def scope_duplicate(draft: Draft) -> Iterator[Finding]:
    """No scope is named twice."""
    seen: set[str] = set()
    for scope in draft.header.scopes:
        if scope.text in seen:
            yield draft.on(scope)._replace(message=f'scope "{scope.text}" is named twice')
        seen.add(scope.text)


@rule(
    "scope-pattern",
    "value",
    bad="feat(API): add login [Fix 2.3]",
    good=GOOD,
    config='scope-pattern = "[a-z/]+"',
)
def scope_pattern(draft: Draft) -> Iterator[Finding]:
    """Each scope matches `scope-pattern` from start to end, where that is set."""
    pattern = draft.settings.scope_pattern
    for scope in draft.header.scopes if pattern else ():
        if not timelimit.search(pattern, scope.text, key="scope-pattern", whole=True):
            yield draft.on(scope)._replace(message=f'scope "{scope.text}" does not match {pattern}')


@rule(
    "description-pattern",
    "value",
    bad="feat(api): Add login [Fix 2.3]",
    good=GOOD,
    config='description-pattern = "^[a-z]"',
)
def description_pattern(draft: Draft) -> Iterator[Finding]:
    """`description-pattern` is found in the description, where that is set."""
    pattern, text = draft.settings.description_pattern, draft.header.description
    if pattern and not timelimit.search(pattern, text.text, key="description-pattern"):
        yield draft.on(text)._replace(message=f"the description does not match {pattern}")


@rule("fix-missing", "value", bad="feat(api): add login", good=GOOD)
def fix_missing(draft: Draft) -> Iterator[Finding]:
    """There is a fix tag, unless `fix-tag` or `bare-types` let the type go without."""
    known = draft.type in draft.settings.types
    if draft.prefix or not known or draft.header.fixes or not wants_tag(draft):
        return
    if fix_tag.found_in("".join(draft.message.lines[1:2])):
        return  # the first line goes on in the second: `body-blank-line` says so
    end = len(draft.line.removesuffix(draft.header.suffix))
    hint = "a tag in the body does not count: put it on the first line" if tags_below(draft) else ""
    yield draft.at(end)._replace(message='no fix tag: end the line with " [Fix <id>]"', hint=hint)


@rule(
    "fix-duplicate",
    "value",
    bad="feat(api): add login [Fix 2.3, 2.3]",
    good="feat(api): add login [Fix 2.3, 2.4]",
)
def fix_duplicate(draft: Draft) -> Iterator[Finding]:
    """No fix id is named twice; `#7` and `7` are the same."""
    seen: set[str] = set()
    for part in draft.header.fixes:
        if fix_ids.normal(part.text) in seen:
            yield draft.on(part)._replace(message=f'fix id "{part.text}" is named twice')
            return
        seen.add(fix_ids.normal(part.text))
