"""The refusal of one message, whole."""

import pytest

from git_sessionlog.core.findings import Finding, Verdict
from git_sessionlog.core.terminal import Paint
from git_sessionlog.git.cleanup import Message
from git_sessionlog.messages.lint import judge
from git_sessionlog.messages.refusal import refusal, width
from git_sessionlog.settings.model import Settings

PLAIN = Paint(False)


def shown(text: str, settings: Settings | None = None, paint: Paint = PLAIN) -> str:
    message = Message(text)
    return refusal(judge(message, settings or Settings()), message, "git commit -e -F m", paint)


def test_with_a_correction() -> None:
    assert shown("feature(api): add login [Fix 2.3]") == (
        """\
sessionlog: commit message refused: type-unknown

  feature(api): add login [Fix 2.3]
  ^^^^^^^
  unknown type "feature", did you mean "feat"?  [type-unknown]
  allowed: chore docs feat fix refactor test

corrected  feat(api): add login [Fix 2.3]
retry      git commit -e -F m
"""
    )


def test_several_findings_at_several_places() -> None:
    assert shown("feat: add\u2028login\nand logout") == (
        """\
sessionlog: commit message refused: scope-missing, fix-missing, body-blank-line

  feat: add<U+2028>login
  ^^^^
  no scope: write "feat(scope): "  [scope-missing]

  feat: add<U+2028>login
                        ^
  no fix tag: end the line with " [Fix <id>]"  [fix-missing]

  feat: add<U+2028>login
           ^^^^^^^^
  warning: control character U+2028 at column 10  [control-character]

  and logout
  ^^^^^^^^^^
  no blank line after the first line: git takes both for the subject  [body-blank-line]

retry      git commit -e -F m
"""
    )


def test_one_place_is_shown_once() -> None:
    found = (Finding("one", "one."), Finding("two", "two.", hint="try"))
    assert refusal(Verdict("x", found), Message("x"), "", PLAIN) == (
        "sessionlog: commit message refused: one, two\n\n"
        "  x\n  ^\n  one.  [one]\n  two.  [two]\n  hint: try\n"
    )


def test_warnings_alone() -> None:
    assert shown("fixup! feature(api): add login") == (
        """\
sessionlog: commit message accepted, but

  fixup! feature(api): add login
         ^^^^^^^
  warning: unknown type "feature", did you mean "feat"?  [type-unknown]
  allowed: chore docs feat fix refactor test
"""
    )


def test_the_new_message_of_an_amend() -> None:
    assert shown("amend! docs: x\n\nfixed(api): add login [Fix 2.3]").split("\n")[2:4] == [
        "  fixed(api): add login [Fix 2.3]",
        "  ^^^^^",
    ]


def test_wide_characters_above_the_caret() -> None:
    assert shown("feat(面试): e\u0301 👍 x").split("\n")[2:4] == [
        "  feat(面试): e\u0301 👍 x",
        "                    ^",
    ]


def test_a_long_line_is_shown_around_the_place() -> None:
    lines = shown("feat(api): " + "x" * 300 + " [Fix 1]").split("\n")
    assert lines[2] == "  ..." + "x" * 160 + "..."
    assert lines[3].index("^") == 2 + 3 + 80
    assert len(lines[3]) == len(lines[2]) - 3


def test_a_line_that_is_much_too_long() -> None:
    assert "2,000,011/100 characters  [subject-length]" in shown("feat(api): " + "x" * 2_000_000)


def test_colour() -> None:
    assert shown("FEAT(api): x [Fix 1]", paint=Paint(True)) == (
        "\x1b[1msessionlog: commit message refused: type-case\x1b[m\n\n"
        "  FEAT(api): x [Fix 1]\n  \x1b[31m^^^^\x1b[m\n"
        '  type "FEAT" is written "feat"  \x1b[2m[type-case]\x1b[m\n\n'
        "corrected  \x1b[32mfeat(api): x [Fix 1]\x1b[m\n"
        "retry      git commit -e -F m\n"
    )


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("面试", 4), ("👍", 2), ("한", 2), ("ａ", 2), ("א", 1)],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns
