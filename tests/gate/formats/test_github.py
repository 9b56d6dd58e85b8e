"""The form for GitHub Actions: what the runner would make of each line."""

import pytest

from git_sessionlog.core.errors import Failure
from git_sessionlog.gate.formats.github import github
from reports import DOCUMENT, FILE, HOSTILE, REFUSED, WARNED, cut_off, tally


def test_an_annotation_a_finding() -> None:
    assert list(github([REFUSED, WARNED], tally(REFUSED, WARNED))) == [
        "::error title=type-unknown::0123456789 feature(api): x [Fix 1]%0A"
        'unknown type "feature", did you mean "feat"?; allowed: chore feat%0A'
        "corrected: feat(api): x [Fix 1]",
        "::error title=subject-length::0123456789 feature(api): x [Fix 1]%0A"
        "120/100 characters%0A"
        "corrected: feat(api): x [Fix 1]",
        "::warning title=fix-duplicate::fedcba9876 fix(api): x [Fix 7, 7]%0A"
        'fix id "7" is named twice; hint: say it once',
        "1 of 4 commits refused: 2 errors, 1 warning.",
    ]


def test_no_text_is_a_command_of_its_own() -> None:
    lines = list(github([HOSTILE, FILE], tally(HOSTILE, FILE)))
    assert lines == [
        "::error title=type-missing::fedcba9876 "
        "a<U+001B>]0;x<U+0007>b<U+202E>c<U+000D><U+0000> 100%25: <&\"'%0A"
        "a<U+200B>b<U+000D> ::warning::x 100%25; allowed: <U+001B>; hint: <U+009B>31m%0A"
        "corrected: feat(<U+202E>): 100%25<U+000D>",
        "::error file=a b %25ü<FF>.txt,line=1,title=subject-length"
        "::a b %25ü<FF>.txt x%0A120/100 characters",
        "2 of 4 commits refused: 2 errors, 0 warnings.",
    ]


def test_a_document_is_annotated_where_it_is() -> None:
    assert list(github([DOCUMENT], tally(DOCUMENT, what="document"))) == [
        "::error file=docs/a.md,line=3,title=date-form::docs/a.md%0Ano date",
        "::warning file=docs/a.md,line=9,title=path-local::docs/a.md%0Aof one machine",
        "1 of 2 documents refused: 1 error, 1 warning.",
    ]


def test_nothing_found() -> None:
    assert list(github([], tally())) == ["0 of 0 commits refused: 0 errors, 0 warnings."]


def test_nothing_is_summed_up_when_not_all_was_seen() -> None:
    lines = []
    with pytest.raises(Failure):
        lines.extend(github(cut_off(WARNED), tally(WARNED)))
    assert len(lines) == 1
