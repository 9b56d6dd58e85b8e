"""The forms in which people write headers, headings and commits: none of them is a finding by itself."""

import pytest

from document_cases import NOW, found, page_of
from git_sessionlog.documents.rules import commits
from git_sessionlog.documents.rules.rule import Facts
from git_sessionlog.settings.model import Settings

SECTIONS = "".join(
    f"## {title}\n\nNone\n\n"
    for title in (
        *("What Was Just Completed", "What Is Currently In Progress", "What's Next"),
        *("Current Environment State", "Key Files & References", "Known Issues"),
    )
)
NO_FIELDS = Settings()._replace(rules={**Settings().rules, "field-missing": "off"})


def of_header(header: str, *, behind: str = "") -> list[str]:
    page = page_of("continuity/state", f"{header}\n\n{SECTIONS}{behind}".encode())
    return found(page, NO_FIELDS)


@pytest.mark.parametrize(
    "header",
    [
        "**Last Updated**: 2025-09-10  ",
        "> Last updated: 2026-02-25",
        "> Last updated: 2026-02-21 · Current version: v0.28.6",
        "> Last updated: 2026-02-21 ET",
        "> Last updated: 2026-02-22.",
        "**Last updated:** 2026-02-19 (W443 complete)",
        "Enclave · Casual Office · Last updated: 2026-02-22",
        "Date: 2026-02-22",
        "**Atualizado em:** 20 de julho de 2025",
        "> 最終更新: 2026-02-06（2回目）",
        "- **날짜**: 2026-02-20",
        "**Last Updated**: Nov 20, 2025",
        "**Last Updated**: December 11, 2025",
        "**Last Updated**: 2025-06-21T00:00:00Z",
        "## Pause checkpoint — 2026-02-06",
        "# Session Handoff - 2026-01-20 ~03:30 UTC",
        "---\nlast_updated: 2025-09-03\n---\n# State",
        "---\nupdated: 2026-02\n---\n# State",
        "---\ndate_last_updated: 2026-02-03\n---\n# State",
    ],
)
def test_a_date_in_any_form(header: str) -> None:
    assert of_header(header) == []


def test_a_date_in_the_last_line_but_one() -> None:
    assert of_header("# State", behind="---\n\n*Last Updated: 2026-02-03*\n\nMaintained by Ann\n") == []


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        ("# State", "date-missing"),
        ("**Last Updated**: —", "date-missing"),
        ("**Last Updated**: soon", "date-form"),
        ("**Last Updated**: 31.02.2026", "date-form"),
        ("**Last Updated**: 03/04/2025", "date-ambiguous"),
        ("**Last Updated**: 2026-03-03", "date-future"),
        ("**Last Updated**: 2026-03-01 14:00 UTC", "date-future"),
        ("**Last Updated**: YYYY-MM-DD", "placeholder"),
    ],
)
def test_a_date_that_is_none(header: str, rule: str) -> None:
    lines = of_header(header)
    assert [line.rpartition("[")[2].rstrip("]") for line in lines] == [rule], lines


def test_a_clock_that_is_ahead_may_be_in_another_zone() -> None:
    assert of_header("**Last Updated**: 2026-03-02 01:30") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`5a536c0` chore: deadbeef is a subject", ["5a536c0"]),
        ('`4d006b3c` — "Refactor…"', ["4d006b3c"]),
        ("`515000b` docs(012): … (#14)", ["515000b"]),
        (f"{'1a' * 20} (merge commit)", ["1a" * 20]),
        ("`69878461`", ["69878461"]),
        ("[`1a2b3c4`](https://example.com/commit/1a2b3c4)", ["1a2b3c4"]),
        ("1a2b3c4, `2b3c4d5`", ["1a2b3c4", "2b3c4d5"]),
        ("1a2b3c4..2b3c4d5", ["1a2b3c4", "2b3c4d5"]),
        ("ab12", ["ab12"]),
        ("[pending] (2025-11-08)", []),
        ("`feat: T-SF05 HIGH priority`", []),
        ("all fixes (commits up to `9ea9b02`)", []),
        ("#436 (the login)", []),
        ("shop@1a2b3c4", []),
        ("2026-02-13", []),
        ("defaced", []),
        ("pending2", []),
        ("—", []),
        ("", []),
    ],
)
def test_the_commits_of_a_column(text: str, expected: list[str]) -> None:
    table = "| Fix | Commit | Description |\n| --- | --- | --- |\n"
    page = page_of("status/state", f"## Completed Fixes\n\n{table}| 2.3 | {text} | x 3333333 |\n".encode())
    assert [one.text for one in commits.named(page)] == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("- [x] Models — `f4e5d6c` (2025-07-01)", ["f4e5d6c"]),
        ("- [x] Models (commit f4e5d6c)", ["f4e5d6c"]),
        ("- [x] Models – `f4e5d6c`.", ["f4e5d6c"]),
        ("- [x] Run — `make test`", []),
        ("- [x] The digest `f4e5d6c` of an image is there", []),
    ],
)
def test_the_commits_behind_what_was_done(item: str, expected: list[str]) -> None:
    page = page_of("session-md/state", f"## Completed Items\n{item}\n".encode())
    assert [one.text for one in commits.named(page)] == expected


@pytest.mark.parametrize(
    "heading",
    [
        "### What's next",
        "## ✅ What's Next",
        "## 3. What’s Next (Priority Order) — Phase D",
        "#### 🎯 **What's Next**",
        "## Next Steps",
        "## Próximos passos",
        "## 次にやるとよいこと",
        "## 다음 할 일",
        "## Следующие шаги",
        "## 下一步",
        "What's Next\n-----------",
    ],
)
def test_a_section_by_any_of_its_names(heading: str) -> None:
    text = SECTIONS.replace("## What's Next", heading)
    page = page_of("continuity/state", f"**Last Updated**: 2026-02-20\n\n{text}".encode(), Facts(NOW))
    assert found(page, NO_FIELDS) == []


def test_a_heading_in_a_fence_is_none() -> None:
    text = SECTIONS.replace("## Known Issues", "```\n## Known Issues\n```")
    page = page_of("continuity/state", f"**Last Updated**: 2026-02-20\n\n{text}".encode())
    assert [line.rpartition("[")[2] for line in found(page, NO_FIELDS)] == ["section-missing]"]
