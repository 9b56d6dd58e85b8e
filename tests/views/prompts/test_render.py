"""Each prompt in words, whole: the cases are files, with the facts of a batch and with none."""

from pathlib import Path

import pytest

from git_sessionlog.backlog.model import Batch, Fix, Place
from git_sessionlog.views.prompts.facts import Commit, Facts, State
from git_sessionlog.views.prompts.render import templates, text

CASES = Path(__file__).parents[2] / "cases" / "prompts"
FIXES = (
    Fix(
        "1",
        "refuse expired refresh tokens",
        aliases=("2.3",),
        files=("backend/app/services/auth_service.py",),
        verify="tests/unit/test_auth_service.py",
        places=(Place("improvement-analysis.txt", 12),),
        change="decode_jwt() -> decode_refresh_jwt()",
    ),
    Fix("2", "pass org_id in tasks/alert_checker.py", files=("tasks/alert_checker.py",)),
    Fix("3", "wire the engine to /chat/message"),
)
FULL = Facts(
    State("STATUS.md"),
    Commit(("chore", "docs", "feat", "fix"), ("api", "web")),
    "2026-02-18",
    "Batch A: critical bug fixes",
    Batch("A", "Critical Bug Fixes", ("1", "2", "3"), minutes=(30, 30)),
    FIXES,
    ((FIXES[0],), (FIXES[1],)),
    ((FIXES[2], "it names no files"),),
    ("improvement-analysis.txt",),
    "0123456789abcdef",
    ("backend/app/services/auth_service.py", "docker/nginx.conf"),
    ("docker/nginx.conf",),
    "origin/main",
    ("make test", "npx tsc"),
    "CLAUDE.md",
    (("CLAUDE.md", "loaded in every session"), ("STATUS.md", "state of the work")),
    (300, 420),
    12,
)
BARE = Facts(State("STATUS.md"), Commit(("feat", "fix"), tag="off"), "2026-02-18")


def test_there_is_a_case_for_each_prompt() -> None:
    assert sorted(path.name for path in CASES.iterdir()) == sorted(
        f"{name}-{facts}.txt"
        for name, one in templates().items()
        for facts in (("full",) if one.wants else ("full", "bare"))
    )


@pytest.mark.parametrize("path", sorted(CASES.iterdir()), ids=lambda path: path.stem)
def test_prompt(path: Path) -> None:
    name, _, facts = path.stem.partition("-")
    assert f"{text(name, FULL if facts == 'full' else BARE)}\n" == path.read_text(encoding="utf-8")


def test_what_a_backlog_says_is_never_read_as_a_template() -> None:
    sly = Fix("9", "{state} [[{goal}]] {nothing|x}")
    assert "Fix #9: {state} [[{goal}]] {nothing|x}\n" in text("continue", BARE._replace(fixes=(sly,)))


@pytest.mark.parametrize(
    ("title", "change", "said"),
    [
        ("slow list", "add an index", "slow list: add an index"),
        ("add an index", "add an index on org_id", "add an index on org_id"),
        ("slow list", "", "slow list"),
        ("", "", "not said in the backlog: ask before you change anything"),
    ],
)
def test_what_to_change(title: str, change: str, said: str) -> None:
    facts = BARE._replace(groups=((Fix("1", title, change=change),),))
    assert f"  What to change: {said}\n" in text("agents", facts)
