"""`git sessionlog checkpoint`, in process, on real repositories."""

import json

import pytest

from git_sessionlog.cli import main
from helpers import Repo
from life_repo import GOAL, adopted, document, plain, prepared, work
from program import called

CAPSYS = pytest.CaptureFixture[str]
NOTES = (
    *("--next", "Fix 9: retry in `api/client.py`", "--blocker", "no access to staging | no deployment"),
    *("--failed", "patching jwt | it checks no expiry", "--decision", r"keep a \| b | as the RFC says"),
    *("--issue", "slow start | warm it up", "--done", "#7"),
)


def _start(repo: Repo) -> None:
    adopted(repo, repo.path.parent / "remote.git")
    assert main(["start", GOAL, "--fix", "2.3:refuse expired tokens:src/auth.py", "--fix", "7"]) == 0


@pytest.fixture
def started(repo: Repo) -> Repo:
    """A repository with a session for the fixes 2.3 and 7."""
    prepared(repo, _start)
    return repo


def test_where_the_work_stands(started: Repo, capsys: CAPSYS) -> None:
    work(started, "fix(api): add a health check [Fix 7]", src__api="1\n")
    started.write("staged", "1")
    started.git("add", "staged")
    started.write("other", "1")

    done = called(capsys, "checkpoint", "-m", "half way", *NOTES)

    assert (done.code, plain(done.out), done.err) == (
        0,
        "checkpoint of session 1: docs/sessions/ID.md, STATUS.md\n"
        "  branch   main\n"
        "  commit   HASH fix(api): add a health check [Fix 7]\n"
        "  changes  A staged, ?? other\n"
        "  removed  STATUS.md: Fix 7: add a health check\n"
        "committed: docs: checkpoint of session 1\n",
        "",
    )
    assert started.git("status", "--porcelain") == "A  staged\n?? other\n"
    assert started.recorded().startswith(
        b"docs: checkpoint of session 1\n\nhalf way\n\nSession-Checkpoint: "
    )
    assert document(started, "STATUS.md", "HEAD").partition("## Completed")[2] == (
        " Fixes\n\n"
        "| Fix | Description | Commit | Date |\n| --- | ----------- | ------ | ---- |\n"
        "| 7 | add a health check | HASH | DAY |\n\n"
        "## In Progress\n\n- Fix 2.3: refuse expired tokens in src/auth.py\n\n"
        "## Next Up\n\n1. Fix 8: add pagination in `api/v1.py`\n2. Fix 9: retry in `api/client.py`\n\n"
        "## Blockers\n\n"
        "| Blocker | Impact | Mitigation | Status |\n| ------- | ------ | ---------- | ------ |\n"
        "| no access to staging | no deployment | — | Open |\n\n"
        "## Failed Approaches\n\n- DAY: patching jwt — it checks no expiry\n\n"
        "## Decisions\n\n- DAY: keep a | b — as the RFC says\n\n"
        "## Known Issues\n\n- slow start — warm it up\n\n"
        "## Session Log\n\n| Date | Session | Summary |\n| ---- | ------- | ------- |\n"
    )
    path = started.git("diff-tree", "--name-only", "-r", "--no-commit-id", "HEAD", "docs").strip()
    record = document(started, path)
    assert "- TIME: half way\n" in record
    assert (
        "## Git Checkpoint\n\n- **Branch**: main\n"
        "- **Last Commit**: `HASH` — fix(api): add a health check [Fix 7]\n"
        "- **Uncommitted Changes**: A staged, ?? other\n- **Timestamp**: TIME\n"
    ) in record
    assert "1. **patching jwt** → it checks no expiry\n" in record


def test_said_twice_it_is_written_once(started: Repo, capsys: CAPSYS) -> None:
    called(capsys, "checkpoint", *NOTES)
    before = document(started, "STATUS.md")

    assert called(capsys, "checkpoint", *NOTES).code == 0

    assert document(started, "STATUS.md") == before


def test_a_blocker_gets_its_mitigation_and_is_resolved(started: Repo, capsys: CAPSYS) -> None:
    called(capsys, "checkpoint", "--blocker", "no access | no deployment")
    called(capsys, "checkpoint", "--blocker", "no access | no deployment | ask Ann")

    assert document(started, "STATUS.md").count("no access") == 1
    assert "| no access | no deployment | ask Ann | Open |\n" in document(started, "STATUS.md")

    called(capsys, "checkpoint", "--resolved", "no access")
    assert "no access" not in document(started, "STATUS.md")


def test_a_next_step_that_is_done_goes(started: Repo, capsys: CAPSYS) -> None:
    done = called(capsys, "checkpoint", "--next", "ask Ann", "--did", "add pagination in `api/v1.py`")
    assert (done.code, done.err) == (0, "")
    assert "## Next Up\n\n1. ask Ann\n\n" in document(started, "STATUS.md", "HEAD")

    done = called(capsys, "checkpoint", "--did", "add pages")
    assert (done.code, done.err) == (
        2,
        'error: no next step is "add pages"\nhint: git sessionlog resume shows them\n',
    )
    assert started.git("status", "--porcelain") == ""


def test_json(started: Repo, capsys: CAPSYS) -> None:
    done = called(capsys, "checkpoint", "--no-commit", "--format", "json")

    found = json.loads(plain(done.out))
    assert found == {
        "session": "1",
        "branch": "main",
        "commit": "HASH",
        "subject": "docs: start",
        "changes": "None",
        "timestamp": "TIME",
        "documents": ["docs/sessions/ID.md", "STATUS.md"],
        "removed": [
            {
                "path": "STATUS.md",
                "text": "Fix 7: add a health check",
                "below": 0,
                "becomes": "",
                "moved": "In Progress",
            }
        ],
        "committed": None,
        "warnings": [],
    }
    assert started.git("status", "--porcelain") == " M STATUS.md\n?? docs/\n"


def test_a_session_that_has_grown_is_warned_of(started: Repo, capsys: CAPSYS) -> None:
    files = {f"src/{name}": "x\n" * 30 for name in "abcd"}
    work(started, "fix(api): much [Fix 7]", **files)
    assert "warning" not in called(capsys, "checkpoint").out
    started.write("src/e", "x\n")
    started.git("add", "src/e")

    assert called(capsys, "checkpoint").out.splitlines()[-1] == (
        "warning: 121 lines in 5 files: a session should not change more than 100 lines in more than 4 "
        "files; end it, and go on in another one"
    )


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (("--next", " "), 'error: --next says nothing\nhint: --next "TEXT"\n'),
        (("--done", "login"), 'error: "login" is no id of a fix\nhint: an id is 7, #7 or 2.3\n'),
    ],
)
def test_what_says_nothing(started: Repo, capsys: CAPSYS, args: tuple[str, ...], error: str) -> None:
    assert called(capsys, "checkpoint", *args) == (2, "", error)


def test_no_session(repo: Repo, capsys: CAPSYS) -> None:
    adopted(repo, None)

    assert called(capsys, "checkpoint") == (
        2,
        "",
        'error: there is no session\nhint: git sessionlog start "GOAL"\n',
    )


def test_the_record_is_on_another_branch(started: Repo, capsys: CAPSYS) -> None:
    started.git("switch", "-qc", "other")

    done = called(capsys, "checkpoint")

    assert (done.code, plain(done.err)) == (
        2,
        'error: there is no session\nhint: git sessionlog start "GOAL", or go on with one of before: '
        "git sessionlog start --take ID\n",
    )
