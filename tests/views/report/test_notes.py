"""What people write down of a session, in the forms in which they do."""

import json

import pytest

from git_sessionlog.documents.profiles import registry as profiles
from git_sessionlog.views.report.notes import Written, minutes, written

COMPLETED = profiles.packaged("sessions").document("completed")
TASKS = {
    "sessionId": "039",
    "tasks": [
        {"id": "task-1", "title": "a", "status": "completed", "estimatedMinutes": 30, "actualMinutes": 20},
        {"id": "task-2", "title": "b", "status": "failed", "estimatedMinutes": 15},
        {"id": "task-3", "title": "c", "status": "pending"},
    ],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("180", 180),
        ("~30 min", 30),
        ("30 minutes", 30),
        ("3 h", 180),
        ("2.5 hours", 150),
        ("1 h 30 min", 90),
        ("~1 hr", 60),
        ("", None),
        ("—", None),
        ("n/a", None),
        ("some hours", None),
        ("12 sessions", None),
    ],
)
def test_minutes(text: str, expected: int | None) -> None:
    assert minutes(text) == expected


@pytest.mark.parametrize(
    ("tasks", "expected"),
    [
        (TASKS, Written(tasks_planned=3, tasks_completed=1, time_estimated=45)),
        ({"tasks": [{"status": "completed"}]}, Written(tasks_planned=1, tasks_completed=1)),
        ({"tasks": []}, Written()),
        ({"tasks": "none"}, Written()),
        ({"tasks": [{"status": "completed", "estimatedMinutes": "an hour"}]}, Written()),
        ([], Written()),
        ("text", Written()),
    ],
)
def test_tasks(tasks: object, expected: Written) -> None:
    assert written(json.dumps(tasks).encode(), b"", []) == expected


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_says_nothing(data: bytes) -> None:
    assert written(data, b"", []) == Written()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [x] one\n- [ ] two\n- [X] three\n", Written(tests_written=3, tests_passed=2)),
        ("- [ ] one\n- [ ] two\n", Written()),  # a template that nobody has touched
        ("```\n- [x] one\n```\n- [ ] two\n", Written()),
        ("", Written()),
    ],
)
def test_boxes_of_tests(text: str, expected: Written) -> None:
    assert written(b"", text.encode(), []) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "## Performance\n\n- **Tests Written**: 25\n- **Tests Passed**: 24\n- **Bugs Introduced**: 0\n"
            "- **Time Estimated**: 3 h\n",
            Written(tests_written=25, tests_passed=24, bugs_introduced=0, time_estimated=180),
        ),
        ("Tests written: 7\n", Written(tests_written=7)),
        ("- **Tests Written**: —\n- **Tests Passed**: n/a\n", Written()),
        ("- **Tests Passed**: 90%\n", Written()),
        ("- **Tests Passed**: 1,000\n", Written()),
        ("```\nTests Written: 7\n```\n", Written()),
        ("We wrote tests.", Written()),
    ],
)
def test_fields(text: str, expected: Written) -> None:
    assert written(b"", b"", [(text.encode(), COMPLETED)]) == expected
    assert written(b"", b"", [(text.encode(), None)]) == expected


def test_a_field_wins_over_what_is_counted_and_the_last_document_over_the_first() -> None:
    tests = b"- [x] one\n- [ ] two\n"
    fields = [(b"Tests Written: 9\nTests Passed: 1\n", None), (b"Tests Passed: 8\n", COMPLETED)]

    assert written(b"", tests, fields) == Written(tests_written=9, tests_passed=8)
