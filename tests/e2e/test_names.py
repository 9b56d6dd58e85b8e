"""A closed record, and the files of a session that has ended, are never written again."""

from pathlib import Path

import pytest

from git_sessionlog.settings.model import PROFILES
from helpers import Repo
from life_repo import DIRECTORIES, adopted, the_record, work
from program import called

CAPSYS = pytest.CaptureFixture[str]
GOAL = "Raise the pool in src/db.js"
GOALS = (GOAL, GOAL, GOAL.upper(), f"{GOAL}\u0301", f"{GOAL}!")
"""Equal goals, and such as have an equal name on some file system."""


def session(repo: Repo, capsys: CAPSYS, goal: str, fix: str) -> str:
    """A session from start to end; gives its id."""
    began = called(capsys, "start", goal, "--fix", f"{fix}:raise the pool:src/db.js")
    assert began.code == 0, began.err + began.out
    work(repo, f"fix(db): raise the pool [Fix {fix}]", **{"src/db.js": f"{fix}\n"})
    done = called(capsys, "end", "--next", f"Fix 9{fix}: look at src/db.js")
    assert done.code == 0, done.err + done.out
    return the_record(repo).id


def own_files(repo: Repo) -> dict[str, bytes]:
    """All files that one session has for itself."""
    places = (*DIRECTORIES, "claudedocs/")
    files = (file for place in places for file in (repo.path / place).rglob("*") if file.is_file())
    return {str(file.relative_to(repo.path)): file.read_bytes() for file in files}


@pytest.mark.parametrize("profile", PROFILES)
def test_what_a_session_has_written_stays(repo: Repo, capsys: CAPSYS, profile: str) -> None:
    adopted(repo, None, settings=f'profiles = ["{profile}"]\n')
    before: dict[str, bytes] = {}
    ids = set()

    for number, goal in enumerate(GOALS, 1):
        ids.add(session(repo, capsys, goal, str(number)))
        now = own_files(repo)
        assert {path: data for path, data in now.items() if path in before} == before
        assert len(now) > len(before)
        before = now

    assert len(ids) == len(GOALS)
    assert repo.git("status", "--porcelain") == ""


def test_a_later_record_has_the_form_of_the_first(repo: Repo, capsys: CAPSYS) -> None:
    adopted(repo, None, settings='profiles = ["storage"]\n')

    for fix in ("1", "2"):
        session(repo, capsys, GOAL, fix)

    one, two = sorted((repo.path / ".claude/sessions").iterdir(), key=lambda path: len(path.name))
    headings = [
        [line for line in file.read_text().splitlines() if line.startswith("## ")] for file in (one, two)
    ]
    assert headings[0] == headings[1]
    assert "continues session 2" not in two.read_text()


@pytest.mark.parametrize("profile", ["storage", "session-md"])
def test_a_name_on_another_branch_is_not_taken(repo: Repo, capsys: CAPSYS, profile: str) -> None:
    adopted(repo, None, settings=f'profiles = ["{profile}"]\n')
    repo.git("branch", "side")
    session(repo, capsys, GOAL, "1")
    ours = set(own_files(repo))
    repo.git("switch", "-q", "side")

    session(repo, capsys, GOAL, "2")

    assert not ours & set(own_files(repo))


def test_a_name_that_is_deleted_here_is_not_taken(repo: Repo, capsys: CAPSYS) -> None:
    adopted(repo, None, settings='profiles = ["storage"]\n')
    session(repo, capsys, GOAL, "1")
    (first,) = (Path(name) for name in own_files(repo))
    old = (repo.path / first).read_bytes()
    repo.git("rm", "-q", str(first))
    repo.commit("chore: tidy")
    repo.git("branch", "kept", "HEAD~1")

    session(repo, capsys, GOAL, "2")

    assert str(first) not in own_files(repo)
    assert repo.git("show", f"kept:{first}").encode() == old


def test_a_snapshot_that_came_by_a_merge_stays(repo: Repo, capsys: CAPSYS) -> None:
    adopted(repo, None, settings='profiles = ["session-md"]\n')
    assert called(capsys, "start", GOAL, "--fix", "1").code == 0
    day = the_record(repo).date
    repo.write(f"claudedocs/SESSION_SNAPSHOT_{day}.md", "theirs\n")
    repo.git("add", "-A")
    repo.commit("docs: by another session")

    assert called(capsys, "end", "--next", "Fix 2: look at src/db.js").code == 0

    assert (repo.path / f"claudedocs/SESSION_SNAPSHOT_{day}.md").read_text() == "theirs\n"
    assert len(list((repo.path / "claudedocs").iterdir())) == 2


def test_a_record_in_the_place_of_a_document_is_refused(repo: Repo, capsys: CAPSYS) -> None:
    other = "---\nid: 20260101-abcdef\nnumber: 7\nstatus: completed\n---\n\n# Another\n"
    adopted(repo, None, settings='documents = ["NOTES.md"]\n', **{"NOTES.md": other})

    refused = called(capsys, "start", GOAL, "--fix", "1")

    assert refused.code == 2
    assert (repo.path / "NOTES.md").read_text() == other
