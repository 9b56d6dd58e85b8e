"""Where the records of sessions are, and how their files are named."""

import re

import pytest

from git_sessionlog.documents.profiles import paths
from git_sessionlog.documents.profiles.model import Profile
from git_sessionlog.records import places
from git_sessionlog.records.record import Record

OWN = Profile("own", (), record=".claude/sessions/session-{number:03}-{random}-context.md")
SLUG = Profile("slug", (), record=paths.unique("notes/{date}-{slug}.tmp"))


def test_directories() -> None:
    assert places.directories([]) == ("docs/sessions/",)
    assert places.directories([OWN]) == (".claude/sessions/", "docs/sessions/")
    assert places.directories([SLUG, Profile("plain", ())]) == ("notes/", "docs/sessions/")


@pytest.mark.parametrize(
    ("profiles", "goal", "expected"),
    [
        ((), "Mend it", "docs/sessions/20260213-7k3f9q.md"),
        ((Profile("plain", ()), OWN), "Mend it", ".claude/sessions/session-004-7k3f9q-context.md"),
        ((SLUG,), "Mend: the API's login!", "notes/2026-02-13-mend-the-api-s-login-7k3f9q.tmp"),
        ((SLUG,), "../../etc/passwd", "notes/2026-02-13-etc-passwd-7k3f9q.tmp"),
        ((SLUG,), "修复 登录", "notes/2026-02-13-session-7k3f9q.tmp"),
        ((SLUG,), "...", "notes/2026-02-13-session-7k3f9q.tmp"),
    ],
)
def test_path_for(profiles: tuple[Profile, ...], goal: str, expected: str) -> None:
    assert places.path_for(profiles, Record("20260213-7k3f9q", 4, goal=goal)) == expected


@pytest.mark.parametrize(
    ("declared", "path"),
    [
        ("STATUS.md", "STATUS.md"),
        ("notes/{date}/", "notes/{date}/"),
        ("notes/{date}.md", "notes/{date}-{random}.md"),
        ("notes/{date}/state", "notes/{date}/state-{random}"),
        ("notes/{id}.md", "notes/{id}.md"),
        ("notes/{number:03}-{random}-plan.md", "notes/{number:03}-{random}-plan.md"),
    ],
)
def test_a_path_that_no_two_sessions_have(declared: str, path: str) -> None:
    assert paths.unique(declared) == path


@pytest.mark.parametrize(
    ("template", "path", "number"),
    [
        ("s/session-{number:03}-{random}-plan.md", "s/session-039-7k3f9q-plan.md", "039"),
        ("s/session-{number:03}-{random}-plan.md", "s/session-039-plan.md", None),
        ("s/session-{number:03}-{random}-plan.md", "s/session-039-7k3f9l-plan.md", None),
        ("s/session-{number:03}-plan.md", "s/session-039-7k3f9q-plan.md", None),
        ("s/{number}-{random}.md", "s/7-7k3f9q-2.md", "7"),
    ],
)
def test_the_names_that_a_template_can_become(template: str, path: str, number: str | None) -> None:
    found = re.fullmatch(paths.pattern(template, "number"), path)
    assert (found[1] if found else None) == number
