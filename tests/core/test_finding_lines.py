"""The text form, whole."""

import pytest

from git_sessionlog.core.errors import Failure
from git_sessionlog.core.finding_lines import text
from git_sessionlog.core.findings import Report, Tally
from git_sessionlog.core.terminal import Paint
from reports import DOCUMENT, FILE, HOSTILE, REFUSED, WARNED, cut_off, tally


def shown(*reports: Report, counted: Tally | None = None, paint: Paint = Paint()) -> list[str]:  # noqa: B008 - a value
    return list(text(reports, counted or tally(*reports), paint))


def test_commits() -> None:
    assert shown(REFUSED, WARNED, counted=tally(REFUSED, WARNED, mend="git rebase -i x~")) == [
        "0123456789 Ann Author: feature(api): x [Fix 1]",
        '0123456789:1:1: unknown type "feature", did you mean "feat"?; allowed: chore feat [type-unknown]',
        "0123456789:1:101: 120/100 characters [subject-length]",
        "0123456789: corrected: feat(api): x [Fix 1]",
        "fedcba9876 Bob: fix(api): x [Fix 7, 7]",
        'fedcba9876:1:30: warning: fix id "7" is named twice; hint: say it once [fix-duplicate]',
        "",
        "1 of 4 commits refused: 2 errors, 1 warning.",
        "mend: git rebase -i x~",
    ]


def test_commits_in_colour() -> None:
    assert shown(REFUSED, WARNED, paint=Paint(True)) == [
        "\x1b[33m0123456789\x1b[m Ann Author: \x1b[1mfeature(api): x [Fix 1]\x1b[m",
        '0123456789:1:1: unknown type "feature", did you mean "feat"?; allowed: chore feat'
        " \x1b[2m[type-unknown]\x1b[m",
        "0123456789:1:101: 120/100 characters \x1b[2m[subject-length]\x1b[m",
        "0123456789: corrected: \x1b[32mfeat(api): x [Fix 1]\x1b[m",
        "\x1b[33mfedcba9876\x1b[m Bob: \x1b[1mfix(api): x [Fix 7, 7]\x1b[m",
        'fedcba9876:1:30: \x1b[33mwarning:\x1b[m fix id "7" is named twice; hint: say it once'
        " \x1b[2m[fix-duplicate]\x1b[m",
        "",
        "1 of 4 commits refused: 2 errors, 1 warning.",
    ]


def test_hostile_text_reaches_no_terminal() -> None:
    assert shown(HOSTILE) == [
        "fedcba9876 <U+001B>[31mEve<U+202E> ::error::x: "
        "a<U+001B>]0;x<U+0007>b<U+202E>c<U+000D><U+0000> 100%: <&\"'",
        "fedcba9876:1:1: a<U+200B>b<U+000D> ::warning::x 100%; allowed: <U+001B>; hint: <U+009B>31m"
        " [type-missing]",
        "fedcba9876: corrected: feat(<U+202E>): 100%<U+000D>",
        "",
        "1 of 2 commits refused: 1 error, 0 warnings.",
    ]


def test_a_file() -> None:
    assert shown(FILE, counted=tally(FILE, what="message")) == [
        "a b %ü<FF>.txt:1:101: 120/100 characters [subject-length]",
        "1 of 2 messages refused: 1 error, 0 warnings.",
    ]


@pytest.mark.parametrize(
    ("checked", "line"),
    [
        (0, "0 commits checked, nothing to mend."),
        (1, "1 commit checked, nothing to mend."),
        (99_999, "99,999 commits checked, nothing to mend."),
    ],
)
def test_nothing_found(checked: int, line: str) -> None:
    counted = Tally()
    counted.checked = checked
    assert shown(counted=counted) == [line]


def test_nothing_is_summed_up_when_not_all_was_seen() -> None:
    lines = []
    with pytest.raises(Failure):
        lines.extend(text(cut_off(WARNED), tally(WARNED), Paint()))
    assert [line[:10] for line in lines] == ["fedcba9876", "fedcba9876"]


def test_an_error_of_a_document_is_named() -> None:
    assert shown(DOCUMENT, counted=tally(DOCUMENT, what="document")) == [
        "docs/a.md:3:5: error: no date [date-form]",
        "docs/a.md:9:1: warning: of one machine [path-local]",
        "1 of 2 documents refused: 1 error, 1 warning.",
    ]
