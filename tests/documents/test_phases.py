"""The phases of a plan."""

from pathlib import Path

import pytest

from git_sessionlog.documents.document import Document
from git_sessionlog.documents.phases import Phase, phases

PLAN = Path(__file__).parent.parent / "cases/sources/session-md/first/claudedocs/IMPLEMENTATION_PHASES.md"


def of(text: str) -> list[Phase]:
    return phases(Document.of(text.encode(), "IMPLEMENTATION_PHASES.md"))


def test_a_whole_plan() -> None:
    """What is to be verified is no task."""
    found = of(PLAN.read_text(encoding="utf-8"))

    assert [(phase.title, phase.size, len(phase.tasks)) for phase in found] == [
        ("Phase 1: Project Scaffolding & Dev Environment", "small", 4),
        ("Phase 2: Database Models & Migrations", "medium", 2),
        ("Phase 3: Core CRUD API Endpoints", "large", 0),
        ("Phase 4: Authentication & Authorization", "medium", 0),
        ("Phase 5: Search & Filtering", "medium", 0),
        ("Phase 6: Testing, Docs & Deployment", "large", 0),
    ]
    assert found[0].tasks[0] == "Initialize FastAPI project with Poetry"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Plan\n\n## Goals\n", []),
        ("## Phase 1\n", [Phase("Phase 1", "", (), False)]),
        ("### 🎯 Phase 12 — Models (LARGE) ✅\n", [Phase("Phase 12 — Models", "large", (), True)]),
        ("## Phase 1: Setup ✅\n- [ ] a\n", [Phase("Phase 1: Setup", "", ("a",), True)]),
        ("## Phase 1: a\n- [x] b\n- [ ]  c  d\n", [Phase("Phase 1: a", "", ("c d",), False)]),
        (
            "## Phase 1: a\n- [x] b\n- [X] c\n\n## Phase 2. b\n",
            [Phase("Phase 1: a", "", (), True), Phase("Phase 2. b", "", (), False)],
        ),
        ("## Phase 1: a\n### Tasks\n1. [ ] b\n", [Phase("Phase 1: a", "", ("b",), False)]),
        (
            "## Phase 1: a\n**Tasks:**\n- [ ] b\n**Exit Criteria**\n- [ ] c\n",
            [Phase("Phase 1: a", "", ("b",), False)],
        ),
        ("```\n## Phase 1: a\n```\n## Phases\n## Phase one\n", []),
    ],
)
def test_phases(text: str, expected: list[Phase]) -> None:
    assert of(text) == expected
