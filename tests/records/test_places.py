"""Where the records of sessions are, and how their files are named."""

from pathlib import Path

import pytest

from git_sessionlog.documents.profiles.model import Profile
from git_sessionlog.records import places
from git_sessionlog.records.record import Record
from helpers import Repo

OWN = Profile("own", (), record=".claude/sessions/session-{number:03}-context.md")
SLUG = Profile("slug", (), record="notes/{date}-{slug}.tmp")


def test_directories() -> None:
    assert places.directories([]) == ("docs/sessions/",)
    assert places.directories([OWN]) == (".claude/sessions/", "docs/sessions/")
    assert places.directories([SLUG, Profile("plain", ())]) == ("notes/", "docs/sessions/")


@pytest.mark.parametrize(
    ("profiles", "goal", "expected"),
    [
        ((), "Mend it", "docs/sessions/20260213-7k3f9q.md"),
        ((Profile("plain", ()), OWN), "Mend it", ".claude/sessions/session-004-context.md"),
        ((SLUG,), "Mend: the API's login!", "notes/2026-02-13-mend-the-api-s-login.tmp"),
        ((SLUG,), "../../etc/passwd", "notes/2026-02-13-etc-passwd.tmp"),
        ((SLUG,), "修复 登录", "notes/2026-02-13-7k3f9q.tmp"),
        ((SLUG,), "...", "notes/2026-02-13-7k3f9q.tmp"),
    ],
)
def test_path_for(profiles: tuple[Profile, ...], goal: str, expected: str, tmp_path: Path) -> None:
    assert places.path_for(profiles, Record("20260213-7k3f9q", 4, goal=goal), str(tmp_path)) == expected


def test_a_path_that_another_session_has(repo: Repo) -> None:
    repo.write(".claude/sessions/session-004-context.md", "")

    path = places.path_for([OWN], Record("20260213-7k3f9q", 4), str(repo.path))

    assert path == ".claude/sessions/session-004-context-7k3f9q.md"
