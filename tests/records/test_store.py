"""Where the records of sessions are."""

import os
from pathlib import Path

import pytest

from git_sessionlog.core.errors import Failure
from git_sessionlog.documents.profiles.model import Profile
from git_sessionlog.git.objects import Objects
from git_sessionlog.records import store
from git_sessionlog.records.record import Record
from helpers import Repo

OWN = Profile("own", (), record=".claude/sessions/session-{number:03}-context.md")
SLUG = Profile("slug", (), record="notes/{date}-{slug}.tmp")
DIRECTORIES = store.places([OWN])


def _record(repo: Repo, path: str, id: str, *lines: str) -> None:
    repo.write(path, "\n".join(["---", f"id: {id}", *lines, "---", "# Session", ""]))


def _next(repo: Repo) -> int:
    top = str(repo.path)
    return store.next_number(top, DIRECTORIES, store.here(top, DIRECTORIES))


def test_places() -> None:
    assert store.places([]) == ("docs/sessions/",)
    assert DIRECTORIES == (".claude/sessions/", "docs/sessions/")
    assert store.places([SLUG, Profile("plain", ())]) == ("notes/", "docs/sessions/")


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
    assert store.path_for(profiles, Record("20260213-7k3f9q", 4, goal=goal), str(tmp_path)) == expected


def test_a_path_that_another_session_has(repo: Repo) -> None:
    _record(repo, ".claude/sessions/session-004-context.md", "20260213-000000")

    path = store.path_for([OWN], Record("20260213-7k3f9q", 4), str(repo.path))

    assert path == ".claude/sessions/session-004-context-7k3f9q.md"


def test_the_records_of_the_work_tree_and_of_a_commit(repo: Repo) -> None:
    _record(repo, "docs/sessions/a.md", "20260213-00000a", "started: 2026-02-13T10:00:00Z", "branch: main")
    _record(repo, "docs/sessions/b.md", "20260213-00000b", "started: 2026-02-14T10:00:00Z", "branch: x")
    _record(
        repo, ".claude/sessions/c.md", "20260213-00000c", "started: 2026-02-12T10:00:00Z", "branch: main"
    )
    repo.write("docs/sessions/README.md", "# What is here\n")
    repo.write("docs/sessions/more/d.md", "---\nid: 20260213-00000d\n---\n")
    repo.git("add", "-A")
    repo.commit("docs: sessions")
    os.symlink("a.md", repo.path / "docs/sessions/link.md")
    expected = ["docs/sessions/b.md", "docs/sessions/a.md", ".claude/sessions/c.md"]

    found = store.here(str(repo.path), DIRECTORIES)
    with Objects() as objects:
        committed = store.at(objects, "HEAD", DIRECTORIES)
        with pytest.raises(Failure, match="cannot be read"):
            store.at(objects, "0" * 40, DIRECTORIES)

    assert [one.path for one in found] == [one.path for one in committed] == expected
    assert [one.record for one in found] == [one.record for one in committed]
    assert store.last_of(found, "main") == found[1]
    assert store.last_of(found, "other") is None
    assert store.with_id(found, "20260213-00000c") == found[2]
    assert store.with_id(found, "20260213-00000d") is None


def test_no_records(repo: Repo) -> None:
    repo.write("docs/sessions", "a file")

    assert store.here(str(repo.path), DIRECTORIES) == []
    assert _next(repo) == 1


def test_the_number_is_above_all_that_are_known(repo: Repo, tmp_path: Path) -> None:
    repo.commit("docs: start")
    assert _next(repo) == 1
    for branch, number in (("one", 4), ("refs/remotes/origin/two", 8)):
        repo.git("checkout", "-q", "--orphan", f"x{number}")
        _record(repo, f"docs/sessions/{number}.md", "20260213-00000a", f"number: {number}")
        repo.git("add", "-A")
        repo.commit("docs: session")
        repo.git("update-ref", branch if "/" in branch else f"refs/heads/{branch}", "HEAD")
    repo.git("checkout", "-qf", "main")
    assert _next(repo) == 9

    repo.git("worktree", "add", "-q", str(tmp_path / "sibling"))
    _record(Repo(tmp_path / "sibling"), "docs/sessions/s.md", "20260213-00000a", "number: 11")
    assert _next(repo) == 12

    _record(repo, ".claude/sessions/mine.md", "20260213-00000a", "number: 20")
    assert _next(repo) == 21


def test_the_whole_of_a_record(repo: Repo) -> None:
    _record(repo, "docs/sessions/a.md", "20260213-00000a")
    file = repo.path / "docs/sessions/a.md"
    file.write_text(
        file.read_text()
        + "\n## Checkpoints\n\n| Checkpoint | Subject | Patch |\n|---|---|---|\n| 3 | x | |\n"
    )
    (found,) = store.here(str(repo.path), DIRECTORIES)

    whole = store.whole(str(repo.path), found)

    assert (found.record.checkpoints, found.document.text) == ((), "")
    assert [point.number for point in whole.record.checkpoints] == [3]
    assert whole.document.text.startswith("# Session\n")
