"""Text in the columns of a terminal."""

import pytest

from git_sessionlog.core.columns import cut, padded, width
from git_sessionlog.core.terminal import Paint
from git_sessionlog.views.plan import render
from git_sessionlog.views.trace import render as trace


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("ten letter", "ten letter"),
        ("eleven more", "eleven..."),
        ("漢字漢字漢", "漢字漢字漢"),
        ("漢字漢字漢字", "漢字漢..."),
        ("a漢字漢字漢", "a漢字漢..."),
    ],
)
def test_a_text_is_cut_by_its_columns(text: str, expected: str) -> None:
    assert cut(text, 10) == expected
    assert width(padded(text, 10)) == 10


@pytest.mark.parametrize("text", ["漢字" * 60, "\x1b\u202e" * 60, "a" * 200, "a\t\n" * 80])
def test_no_line_is_wider_than_the_terminal(text: str) -> None:
    assert width(trace.Page(Paint(), 80).cut(text, 30)) in range(40, 51)
    assert width(render.Page(Paint(), 80).cut(text)) <= 80
