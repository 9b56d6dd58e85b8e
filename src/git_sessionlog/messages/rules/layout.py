"""Length, blank line, and what must not stay in history."""

from collections.abc import Iterator

from ...core.findings import Finding
from ...git.cleanup import BLANKS
from .rule import Draft, rule
from .text import GOOD

LONGEST = 2000
"""Characters of a first line that are read at all; a longer one is refused whatever the settings."""


@rule(
    "subject-length",
    "layout",
    bad="feat(api): add login [Fix 2.3]",
    good="feat(api): log in [Fix 3]",
    config="max-subject = 25",
)
def subject_length(draft: Draft) -> Iterator[Finding]:
    """The first line has no more than `max-subject` characters, as a reader counts; ` (#123)` is free."""
    limit, characters = draft.settings.max_subject, draft.header.characters
    if len(characters) > limit:
        over = draft.at(characters[limit], len(draft.line.removesuffix(draft.header.suffix)))
        yield over._replace(message=f"{len(characters)}/{limit} characters")


@rule("trailing-space", "layout", bad="feat(api): add login [Fix 2.3] ", good=GOOD)
def trailing_space(draft: Draft) -> Iterator[Finding]:
    """The first line does not end with blanks, which only `--cleanup=verbatim` leaves there."""
    kept = draft.line.rstrip()
    if kept != draft.line:
        yield draft.at(len(kept), len(draft.line))._replace(message="blanks at the end of the line")


@rule(
    "body-blank-line",
    "layout",
    bad="feat(api): add login [Fix 2.3]\nand logout",
    good="feat(api): add login [Fix 2.3]\n\nand logout",
)
def body_blank_line(draft: Draft) -> Iterator[Finding]:
    """A blank line parts the first line from the rest; git would join them into one subject."""
    lines = draft.message.lines
    if len(lines) > 1 and lines[1].strip(BLANKS.decode()):
        yield Finding(
            "body-blank-line",
            "no blank line after the first line: git takes both for the subject",
            line=2,
            width=min(len(lines[1]), LONGEST),
        )


@rule("autosquash", "layout", bad="fixup! feat(api): add login [Fix 2.3]", good=GOOD)
def autosquash(draft: Draft) -> Iterator[Finding]:
    """No `fixup!`, `squash!` or `amend!` commit is left in a range."""
    if draft.in_range and draft.prefix:
        yield Finding(
            "autosquash",
            f'"{draft.prefix.rstrip()}" is not squashed yet',
            width=len(draft.prefix.rstrip()),
            hint="git rebase -i --autosquash BASE, a commit before both",
        )
