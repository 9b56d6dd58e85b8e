"""The small parts: ids in a text, amounts, the files that a text names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.backlog import estimates, paths
from git_sessionlog.backlog.model import Fix, Register
from git_sessionlog.backlog.read import register
from git_sessionlog.core import fix_ids
from git_sessionlog.documents.document import Document


@pytest.mark.parametrize(
    ("text", "expected", "end"),
    [
        ("#7", ("7",), 2),
        ("Fix #7: x", ("7",), 6),
        ("Fix Section 2.3 -- x", ("2.3",), 15),
        ("§2.3", ("2.3",), 4),
        ("Fixes #21-23: a, b", ("21", "22", "23"), 12),
        ("Fixes #15, #16 and #17  60 min", ("15", "16", "17"), 22),
        ("#4, 5, 6", ("4", "5", "6"), 8),
        ("#4, 5 files", ("4",), 2),
        ("#5 - 3 retries", ("5",), 2),
        ("#1 – #3", ("1", "2", "3"), 7),
        ("#10 to #12", ("10", "11", "12"), 10),
        ("#2.1-2.3", ("2.1", "2.2", "2.3"), 8),
        ("#2.1-3.3", ("2.1", "3.3"), 8),
        ("#9-7", ("9", "7"), 4),
        ("#1-999999999", ("1", "999999999"), 12),
        ("#1234567890", (), 0),
        ("#7a", (), 0),
        ("#3.x", (), 0),
        ("2.3", (), 0),
        ("23", (), 0),
    ],
)
def test_a_list_of_ids(text: str, expected: tuple[str, ...], end: int) -> None:
    assert fix_ids.listed(text)[:2] == (expected, end)


@pytest.mark.parametrize(
    ("text", "bare", "expected"),
    [
        ("depends on #1 and Fix 2.3, also #4-6; not 12.3 or v2.3", False, ("1", "2.3", "4", "5", "6")),
        ("3, 2.4", True, ("3", "2.4")),
        ("in 2 days, 3 files", True, ()),
        ("none", True, ()),
    ],
)
def test_ids_anywhere(text: str, bare: bool, expected: tuple[str, ...]) -> None:
    assert fix_ids.named(text, bare=bare) == expected


@given(st.integers(1, 9999), st.integers(0, fix_ids.WIDEST - 1))
def test_a_range_is_all_between_its_ends(first: int, width: int) -> None:
    expected = tuple(str(number) for number in range(first, first + width + 1))
    assert fix_ids.listed(f"Fixes #{first}-{first + width}").ids == expected


@given(st.text(alphabet="#0123456789.,-–& tofixandFS§ection:\n", max_size=60), st.booleans())
def test_lists_are_bounded_and_normal(text: str, bare: bool) -> None:
    found = fix_ids.listed(text, bare=bare)
    assert len(found.ids) <= 60 * fix_ids.WIDEST
    assert all(fix_ids.normal(id) == id for id in (*found.ids, *fix_ids.named(text, bare=bare)))


@pytest.mark.parametrize(
    ("text", "minutes", "said"),
    [
        ("~30 min session", (30, 30), "30 min"),
        ("~1 hr session, LARGE", (60, 60), "1 h"),
        ("3-6 hrs", (180, 360), "3-6 h"),
        ("1h 30m", (90, 90), "1 h 30 min"),
        ("1.5 hours", (90, 90), "1 h 30 min"),
        ("20-30min", (20, 30), "20-30 min"),
        ("45 to 90 minutes", (45, 90), "45 min to 1 h 30 min"),
        ("half a day", (240, 240), "4 h"),
        ("2-3 days", (960, 1440), "16-24 h"),
        ("~multiple sessions", (0, 0), ""),
        ("#30 min", (0, 0), ""),
        ("version 2.3", (0, 0), ""),
    ],
)
def test_a_time(text: str, minutes: tuple[int, int], said: str) -> None:
    assert estimates.minutes(text) == minutes
    assert estimates.said(minutes) == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Files touched: 2-3 (a, b)", (2, 3)), ("**Files**: 8+.", (8, 0)), ("Files: a.py", (0, 0))],
)
def test_a_number_of_files(text: str, expected: tuple[int, int]) -> None:
    assert estimates.files(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("JWT bug in auth_service.py", ("auth_service.py",)),
        (
            "(docker/nginx.conf, core/middleware.py:86, config.py)",
            ("docker/nginx.conf", "core/middleware.py", "config.py"),
        ),
        ("REST /chat/message in api/v1/*.py", ("api/v1/*.py",)),
        ("`/backend/app/x.py` and ./y.ts", ("backend/app/x.py", "y.ts")),
        (".github/workflows/ci.yml, docker/Dockerfile", (".github/workflows/ci.yml", "docker/Dockerfile")),
        ("src/**/*.stories.tsx frontend/.storybook/*", ("src/**/*.stories.tsx", "frontend/.storybook/*")),
        ("new model/service/middleware and/or Node.js, v2.3, os.path, e.g. this", ()),
        ("../../etc/passwd.txt https://x.org/a.html", ()),
    ],
)
def test_the_files_of_a_text(text: str, expected: tuple[str, ...]) -> None:
    assert paths.named(text) == expected


def test_a_directory_counts_where_it_is_asked_for() -> None:
    assert paths.named("alembic/versions/", directories=True) == ("alembic/versions/",)
    assert paths.named("alembic/versions/") == ()


def test_an_alias_is_the_fix_and_23_is_not() -> None:
    known = Register((Fix("7", aliases=("2.3",)), Fix("08")))

    assert [known.key(id) for id in ("7", "#7", "2.3", "#2.3", "23", "8", "#9")] == [
        *("7", "7", "7", "7", "23", "08", "9"),
    ]
    assert known.find("23") is None


@pytest.mark.parametrize(
    "head", ["| Nr. | Aufgabe | Zustand |", "| # | Tâche | État |", "| ID | 任务 | 状态 |"]
)
def test_a_table_has_the_columns_of_state_documents(head: str) -> None:
    text = f"{head}\n|---|---|---|\n| 1 | Tokens prüfen | erledigt |\n"

    (fix,) = register([Document.of(text.encode(), "backlog.md")]).fixes

    assert (fix.id, fix.title, fix.says) == ("1", "Tokens prüfen", "erledigt")


def test_a_heading_may_be_long() -> None:
    text = f"### #1 Short\n\nFile: a.py\n\n### #2 {'long ' * 1000}\n\nFile: b.py\n"

    one, other = register([Document.of(text.encode(), "backlog.md")]).fixes

    assert (one.files, other.files, other.title[:9]) == (("a.py",), ("b.py",), "long long")
