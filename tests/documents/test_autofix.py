"""What is mended, and that nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_cases import found, page_of
from git_sessionlog.documents.autofix import mended
from git_sessionlog.documents.rules.rule import Page

TABLE = "## Completed Fixes\n\n| Fix | Description | Commit | Date |\n| --- | --- | --- | --- |\n"


def fixed(page: Page, *, off: str = "") -> tuple[str, tuple[str, ...]]:
    document, done = mended(page, lambda rule: rule != off)
    return document.source.raw, done


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| 2.3 | a | 1a2b3c4 |", "| 2.3 | a | 1a2b3c4 |  |"),
        ("| 2.3 | a", "| 2.3 | a |  |  |"),
        ("| 2.3 | a \\| b | c |  ", "| 2.3 | a \\| b | c |    |"),
        ("| 2.3 | a | b | c |\n| — | | |", "| 2.3 | a | b | c |"),
        ("| 2.3 | a | b | c | d |", "| 2.3 | a | b | c | d |"),
        ("| — | — | — | — |", "| — | — | — | — |"),
    ],
)
def test_rows(row: str, expected: str) -> None:
    rest = "\n\n## In Progress\n\nNone\n\n## Next Up\n\nNone\n\n## Session Log\n\nNone\n"
    assert fixed(page_of("status/state", f"{TABLE}{row}{rest}".encode()))[0] == f"{TABLE}{expected}{rest}"


def test_sections_come_where_the_profile_has_them() -> None:
    text = "# Status\n\n### Next Up\n\n1. `a`\n"
    raw, done = fixed(page_of("status/state", text.encode()))
    assert [line for line in raw.splitlines() if line.startswith("#")] == [
        *("# Status", "### Completed Fixes", "### In Progress", "### Next Up", "### Session Log"),
    ]
    assert done == tuple(
        f'added the section "{title}"' for title in ("Completed Fixes", "In Progress", "Session Log")
    )
    assert not any("section-missing" in line for line in found(page_of("status/state", raw.encode())))


def test_metrics_are_counted() -> None:
    text = """{
  "sessionId": "039",
  "tasks": [{"id": "task-1", "title": "x", "agent": "", "status": "completed", "estimatedMinutes": 30,
             "actualMinutes": 45, "files": [], "tests": [], "blockers": [], "output": null}],
  "metrics": {"totalTasks": 5, "completed": 0, "failed": 0, "blocked": 0, "timeSpent": 0,
              "timeEstimated": 30}
}
"""
    raw, done = fixed(page_of("sessions/tasks", text.encode()))
    assert done == ("counted the metrics",)
    assert raw == text.replace(
        '"totalTasks": 5, "completed": 0', '"totalTasks": 1, "completed": 1'
    ).replace('"timeSpent": 0', '"timeSpent": 45')


def test_what_nobody_judges_by_is_left_alone() -> None:
    text = "# Status\n"
    assert fixed(page_of("status/state", text.encode()), off="section-missing") == (text, ())


def test_what_cannot_be_proved_is_left_alone() -> None:
    """The fence has no end: a section behind it would be in it."""
    text = "# Status\n\n```\n"
    assert fixed(page_of("status/state", text.encode())) == (text, ())


PIECES = st.sampled_from(
    [
        *(
            "# T\n",
            "## Next Up\n",
            "## Completed Fixes\n",
            "## Session Log\n",
            "### x\n",
            "text\n",
            "\n",
            "---\n",
        ),
        *(
            "| a | b |\n|---|---|\n",
            "| 1 |\n",
            "| 1 | 2 |\n",
            "| 1 | 2 | 3 |\n",
            "| | |\n",
            "```\n",
            "<!--\n",
            "-->\n",
        ),
        *("<<<<<<< a\n", ">>>>>>> b\n", "- a\n", "  - b\n", "a\r\n", "\ufeff", "a"),
    ]
)


@given(st.lists(PIECES, max_size=20))
def test_twice_is_once_and_every_line_stays(pieces: list[str]) -> None:
    page = page_of("status/state", "".join(pieces).encode())
    raw, _ = fixed(page)
    again, done = fixed(page_of("status/state", raw.encode()))
    assert (again, done) == (raw, ())
    before = [line for line in page.document.source.raw.lstrip("\ufeff").splitlines() if line.strip(" |—-")]
    after = iter(raw.lstrip("\ufeff").splitlines())
    assert all(any(line.startswith(one.rstrip()) for line in after) for one in before)
