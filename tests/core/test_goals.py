"""What a goal must say."""

import pytest

from git_sessionlog.core.goals import GOOD, is_specific, is_too_much, is_vague


@pytest.mark.parametrize(
    "goal",
    [
        "Improve the security of the whole app",
        "Fix the security issues",
        "Improve the backend",
        "Work on the next items",
        "fixed stuff",
        "did things",
        "fix the auth bug",
        "Continue",
        "wip",
        "make it better",
        "Make it work",
        "various",
        "clean up",
        "backend",
        "Fix the login",
        "",
    ],
)
def test_vague(goal: str) -> None:
    assert is_vague(goal)


@pytest.mark.parametrize(
    "goal",
    [
        GOOD,
        "Complete Batch A: critical bug fixes",
        "Fix Section 2.3 (JWT refresh bug) in auth_service.py",
        "Fix #7",
        "Fix the login in app/auth.py",
        "Improve `decode_jwt`",
        "Improve decode_jwt()",
        "Improve SchemaDiscoverer",
        "Finish phase 2",
        "Add database indexes for hot query paths",
        "Deploy DEV topics",
        "Make the Gantt chart fully functional",
        "Complete the form for new members",
        "登录修复",
    ],
)
def test_not_vague(goal: str) -> None:
    assert not is_vague(goal)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], False),
        (["small"] * 5, False),
        (["small"] * 6, True),
        (["medium"] * 2, False),
        (["medium"] * 3, True),
        (["medium", "small", "small"], False),
        (["medium", "medium", "small"], True),
        (["large"], False),
        (["LARGE", "small"], True),
        (["none"] * 5, False),
    ],
)
def test_too_much(sizes: list[str], expected: bool) -> None:
    assert is_too_much(f"mend it ({size})" for size in sizes) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deploy to test", False),
        ("Deploy `make`", True),
        ("login in src/auth.py", True),
        ("see Fix 7", True),
    ],
)
def test_specific(text: str, expected: bool) -> None:
    assert is_specific(text) == expected
