"""What `git status` says, and the same as documents write it."""

import pytest

from git_sessionlog.git import changes
from git_sessionlog.git.changes import Change, Changes
from helpers import Repo


def _seen() -> Changes:
    return changes.seen(changes.ask())


def test_before_the_first_commit(repo: Repo) -> None:
    assert _seen() == Changes("", "main")


def test_each_kind_of_change(repo: Repo) -> None:
    for name in ("kept", "edited", "staged", "gone", "two words", "moved"):
        repo.write(name, name)
    repo.git("add", "-A")
    oid = repo.commit("chore(x): start")
    for name in ("edited", "staged", "two words"):
        repo.write(name, "other")
    repo.git("add", "staged")
    repo.write("staged", "again")
    repo.git("rm", "-q", "gone")
    repo.git("mv", "moved", "there")
    repo.write("dir/ü", "")
    for key, value in (("status.showUntrackedFiles", "no"), ("status.renames", "copies")):
        repo.git("config", key, value)

    seen = _seen()

    assert seen == Changes(
        oid,
        "main",
        paths=(
            *(Change("M", "edited"), Change("D", "gone"), Change("D", "moved"), Change("M", "staged")),
            *(Change("A", "there"), Change("M", "two words"), Change("??", "dir/")),
        ),
    )
    assert changes.written(seen.paths) == (
        "M edited, D gone, D moved, M staged, A there, M two words, ?? dir/"
    )
    assert changes.read(changes.written(seen.paths)) == {change.path for change in seen.paths}


def test_the_branch_that_is_followed(repo: Repo) -> None:
    first = repo.commit("chore(x): one")
    repo.git("switch", "-q", "-c", "feature")
    repo.git("branch", "-q", "--set-upstream-to=main")
    second = repo.commit("chore(x): two")
    repo.git("switch", "-q", "main")
    repo.commit("chore(x): other")
    repo.git("switch", "-q", "feature")
    repo.git("config", "status.aheadBehind", "false")

    assert _seen() == Changes(second, "feature", "main", 1, 1)

    repo.git("switch", "-q", "--detach", first)
    repo.git("branch", "-q", "-D", "main")
    assert _seen() == Changes(first)
    repo.git("switch", "-q", "feature")
    assert _seen() == Changes(second, "feature", "main")


def test_a_conflict(repo: Repo) -> None:
    for text, branch in (("start", "main"), ("side", "side"), ("main", "main")):
        repo.run("git", "switch", "-q", *(["-c"] if branch == "side" else []), branch)
        repo.write("file", text)
        repo.git("add", "-A")
        repo.commit("chore(x): edit")
    repo.run("git", "merge", "-q", "side")

    assert _seen().paths == (Change("U", "file"),)


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("M alembic/versions/001_initial.py, M src/models/inventory.py",
         {"alembic/versions/001_initial.py", "src/models/inventory.py"}),
        ("`M a`, `?? b c`", {"a", "b c"}),
        ("R old -> new", {"old", "new"}),
        ("None", None),
        ("2 modified files", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_list_of_changes(text: str, paths: set[str] | None) -> None:
    assert changes.read(text) == paths
