"""Large documents, and hostile ones: the rules say something, and no more than the size asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_cases import found, page_of
from git_sessionlog.documents import lint

ROW = "| ENC-{0} | Mend `src/{0}.py` \\| so that it works | DONE | 2026-02-13 | see `abc{0}` |\n"
HEAD = "| ID | Task | Status | Completed | References |\n|---|---|---|---|---|\n"


def tracker(size: int) -> str:
    text, number = f"# Tracker\n\n**Last Updated**: 2026-02-20\n\n## Tasks\n\n{HEAD}", 0
    while len(text) < size:
        text += "".join(ROW.format(number + one) for one in range(50))
        number += 50
        text += f"\n### Part {number}\n\n- **Location**: here\n- [x] `a`\n\nProse goes on.\n\n{HEAD}"
    return text


def test_a_tracker_of_300_kb_is_clean() -> None:
    page = page_of("continuity/tracker", tracker(300_000).encode())
    assert len(page.document.text) > 300_000
    assert found(page) == []


PIECES = {
    "sections": "## Next {0}\n\ntext\n\n",
    "commands": "## Command {0}\n```\nx\n```\n",
    "items": "{0}. do [x](a{0}.md) `b`\n",
    "links": "[a](b.md)",
    "brackets": "[",
    "unclosed": "](((",
    "ticks": "` ",
    "word": "a",
    "names": "a.",
    "pipes": "|",
    "dates": "2026-02-13 ",
    "fields": "**Last Updated: ",
    "tags": "[Fix 2.3, ",
    "todo": "- TODO x\n",
    "mitigations": "- Risk: a\n",
    "percent": "Progress: 1",
}


@pytest.mark.parametrize("name", PIECES)
@pytest.mark.parametrize("of", ["status/state", "continuity/state", "sessions/plan"])
def test_what_is_said_of_a_hostile_document_is_bounded(name: str, of: str) -> None:
    """Linear in its size: that is measured in bench/documents.py; here it only has to end."""
    text = "# T\n\n## Next Up\n\n" + "".join(PIECES[name].format(n) for n in range(2000))
    page = page_of(of, text.encode())
    lint.asked(page)
    assert len(found(page)) <= 2000 + 30


LINES = st.sampled_from(
    [
        *(
            "# T",
            "## Next Up",
            "## Completed Fixes",
            "## Blockers",
            "### x",
            "| a | b |",
            "|---|---|",
            "| 2.3 |",
        ),
        *(
            "- [x] a — `1a2b3c4` (2026-02-13)",
            "1. Fix 2.3: x",
            "```",
            "<!--",
            "-->",
            "<<<<<<< a",
            ">>>>>>> b",
        ),
        *(
            "**Last Updated**: 2026-02-13",
            "Progress: 60%",
            "- Risk: a",
            "  Mitigation: b",
            "[a](b.md#c)",
            "",
        ),
        *(
            "## Command 1",
            "## Output 1",
            "---",
            "\ufeff",
            "TODO",
            "| | |",
            "| — | — | — | — |",
            "\r",
            "\udcff",
        ),
    ]
)
KINDS = (
    *("status/state", "session-md/state", "continuity/state", "continuity/tracker", "continuity/runbook"),
    *("sessions/plan", "sessions/context", "sessions/tasks", "storage/session"),
)


@given(st.lists(LINES, max_size=25), st.sampled_from(KINDS))
def test_every_finding_is_in_the_document(lines: list[str], of: str) -> None:
    data = "\n".join(lines).encode("utf-8", "surrogateescape")
    page = page_of(of, data)
    text = page.document.source.front + page.document.source.text
    whole = text.split("\n")
    for finding in lint.lint(page, lambda _: "error"):
        assert 1 <= finding.line <= len(whole) + 1
        assert 1 <= finding.column <= len(whole[finding.line - 1]) + 1
        assert finding.message
        assert "\n" not in finding.message
