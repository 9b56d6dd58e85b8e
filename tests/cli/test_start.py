"""`git sessionlog start`, in process, on real repositories."""

import json
import re
from pathlib import Path

import pytest

from git_sessionlog.core.goals import GOOD
from helpers import Repo
from life_repo import GOAL, adopted, document, plain, prepared, the_record, work
from program import called

CAPSYS = pytest.CaptureFixture[str]
FORCE = "all the same: add --force, which is kept in the record\n"


def _build(repo: Repo) -> None:
    adopted(repo, repo.path.parent / "remote.git")


@pytest.fixture
def remote(repo: Repo) -> Repo:
    return prepared(repo, _build)


def test_start(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    base = repo.git("rev-parse", "HEAD").strip()

    done = called(capsys, "start", GOAL, "--fix", "2.3:refuse expired tokens:src/auth.py", "--fix", "#7")

    assert (done.code, plain(done.out), done.err) == (
        0,
        "session 1 started: docs/sessions/ID.md\n"
        "\n"
        "Read STATUS.md to see current progress. My goal this session:\n"
        f"{GOAL}\n"
        "\n"
        "The fixes I want to tackle:\n"
        "- Fix #2.3: refuse expired tokens in src/auth.py\n"
        "- Fix #7: add a health check\n",
        "",
    )
    record = the_record(repo)
    assert (record.number, record.status, record.branch, record.base) == (1, "in_progress", "main", base)
    assert [tuple(fix) for fix in record.fixes] == [
        ("2.3", "refuse expired tokens", "src/auth.py"),
        ("7", "add a health check", ""),
    ]
    assert (repo.git("status", "--porcelain"), repo.git("rev-parse", "HEAD").strip()) == ("", base)
    called(capsys, "checkpoint")
    assert document(repo, "STATUS.md", "HEAD") == (
        "# Status\n\n**Last Updated**: TIME\n\n"
        "## Completed Fixes\n\n"
        "| Fix | Description | Commit | Date |\n| --- | ----------- | ------ | ---- |\n\n"
        "## In Progress\n\n- Fix 2.3: refuse expired tokens in src/auth.py\n- Fix 7: add a health check\n\n"
        "## Next Up\n\n1. Fix 8: add pagination in `api/v1.py`\n\n"
        "## Session Log\n\n| Date | Session | Summary |\n| ---- | ------- | ------- |\n"
    )
    assert repo.git("rev-list", "--count", f"{base}..HEAD") == "1\n"


def test_what_was_done_before_it_is_part_of_the_session(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    """Its documents describe those commits from then on, and so must its end."""
    work(repo, "docs: say more", guide="1\n")
    work(repo, "fix(auth): refuse expired tokens [Fix 2.3]", auth="1\n")
    (opened,) = {
        line.split("/")[0] for line in repo.git("log", "-2", "--format=%(trailers:valueonly)").split()
    }

    assert called(capsys, "start", "Add part 9 in src/b.py", "--fix", "9").code == 0
    work(repo, "feat(core): add part 9 [Fix 9]", b="1\n")
    assert called(capsys, "end").code == 0

    record = the_record(repo)
    assert (record.id, record.goal) == (opened, "Add part 9 in src/b.py")
    assert [point.number for point in record.checkpoints] == [1, 2, 3]
    assert "| 2.3 | refuse expired tokens |" in document(repo, "STATUS.md")


def test_json(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    done = called(capsys, "start", GOAL, "--fix", "7", "--kind", "bug", "--batch", "A", "--format", "json")

    found = json.loads(plain(done.out))
    assert found["message"].startswith("Read STATUS.md")
    assert {key: found[key] for key in ("id", "number", "record", "warnings", "forced")} == {
        "id": "ID",
        "number": 1,
        "record": "docs/sessions/ID.md",
        "warnings": [],
        "forced": [],
    }
    assert the_record(repo).kind == "bug"


def test_what_stands_in_the_way_is_listed_and_forced(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    called(capsys, "start", GOAL, "--fix", "7")
    called(capsys, "checkpoint")
    for name in "abcd":
        repo.write(name, "1")

    refused = called(capsys, "start", "Improve the backend")

    assert (refused.code, plain(refused.out), refused.err) == (
        1,
        "not started\n"
        f"  - session 1 ({GOAL}) has not ended\n"
        "    git sessionlog end\n"
        "  - 4 changes are not committed: a, b, c and 1 more\n"
        "    git commit, or git stash -u\n"
        "  - 1 commit is not pushed\n"
        "    git push\n"
        "  - the goal is vague: say which fix, in which file, and what to change\n"
        f'    "{GOOD}"\n' + FORCE,
        "",
    )
    first = the_record(repo)
    done = called(capsys, "start", "Improve the backend", "--force")
    assert done.code == 0
    second = the_record(repo)
    assert (second.number, second.continues, len(second.forced)) == (2, first.id, 4)
    assert repo.git("status", "--porcelain") == "?? a\n?? b\n?? c\n?? d\n"
    called(capsys, "checkpoint")
    left = next(repo.path.glob(f"docs/sessions/{first.id}.md")).read_text()
    assert re.search("(?m)^status: incomplete$", left)
    assert repo.git("status", "--porcelain") == "?? a\n?? b\n?? c\n?? d\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "there is no goal"),
        (("fixed stuff",), "the goal is vague"),
    ],
)
def test_a_goal_that_says_nothing_gets_the_good_form(
    repo: Repo, remote: Repo, capsys: CAPSYS, args: tuple[str, ...], said: str
) -> None:
    done = called(capsys, "start", *args)

    obstacle = f"{said}: say which fix, in which file, and what to change"
    assert done == (1, f'not started\n  - {obstacle}\n    "{GOOD}"\n{FORCE}', "")
    assert called(capsys, "start", *args, "--format", "json") == (
        1,
        json.dumps({"obstacles": [{"what": obstacle, "remedy": f'"{GOOD}"'}]}, indent=2) + "\n",
        "",
    )


def test_a_session_that_was_started_elsewhere(
    repo: Repo, remote: Repo, capsys: CAPSYS, tmp_path: Path
) -> None:
    called(capsys, "start", GOAL, "--fix", "7")
    called(capsys, "checkpoint")
    repo.git("push", "-q")
    repo.git("config", "--unset", "branch.main.sessionlog")

    refused = called(capsys, "start", "Fix 8")
    ended = called(capsys, "end")
    marked = called(capsys, "checkpoint")

    assert refused.out == (
        f"not started\n  - session 1 ({GOAL}) has not ended, it was started elsewhere\n"
        f"    git pull, if it has ended there\n{FORCE}"
    )
    other = (
        "error: session 1 of this branch was not started in this clone\n"
        "hint: go on with it: git sessionlog start --force\n"
    )
    assert ended == marked == (2, "", other)
    first = the_record(repo)
    assert called(capsys, "start", "Fix 8", "--force").code == 0
    assert the_record(repo).continues == first.id


def test_what_a_session_of_elsewhere_has_not_pushed_is_described_by_an_end(
    repo: Repo, remote: Repo, capsys: CAPSYS
) -> None:
    """The refusal of the push names `end`, whatever became of the session here."""
    called(capsys, "start", GOAL, "--fix", "7")
    called(capsys, "checkpoint")
    work(repo, "feat(api): add a health check [Fix 7]", api="1\n")
    repo.git("config", "--unset", "branch.main.sessionlog")
    first = the_record(repo)

    assert called(capsys, "end").code == 0

    last = the_record(repo)
    assert (last.continues, last.id == first.id, last.named) == (first.id, False, ("7",))
    assert repo.git("rev-parse", "origin/main") == repo.git("rev-parse", "HEAD")


def test_too_much_is_warned_of(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    fixes = [word for at in range(1, 7) for word in ("--fix", f"{at}:mend it:src/{at}.py")]

    done = called(capsys, "start", *fixes)

    assert [line for line in done.out.splitlines() if line.startswith("warning:")] == [
        "warning: this is more than one session holds: 3 to 5 small fixes, 1 or 2 medium ones, or 1 large "
        "one; say (medium) or (large) in a fix's text",
        "warning: the fixes are in more than 4 files: split them into two sessions",
    ]


def test_what_is_staged_stays_staged(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    repo.write("staged", "1")
    repo.git("add", "staged")

    assert called(capsys, "start", "Fix 7", "--force").code == 0

    assert repo.git("status", "--porcelain") == "A  staged\n"


def test_the_number_goes_on_where_people_have_counted(repo: Repo, capsys: CAPSYS) -> None:
    log = "| Session | Date | Duration | Progress |\n|---|---|---|---|\n| 41 | 2025-06-30 | - | x |\n"
    settings = 'profiles = ["session-md", "sessions"]'
    adopted(repo, None, settings=settings, **{"SESSION.md": f"# S\n\n## Session History\n{log}"})
    repo.write(".claude/sessions/session-043-plan.md", "x")
    work(repo, "docs: more")

    assert called(capsys, "start", "Fix 7").out.startswith("session 44 started")


def test_what_is_no_fix(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    assert called(capsys, "start", "--fix", "login") == (
        2,
        "",
        'error: "login" does not begin with the id of a fix\nhint: --fix 2.3:text:file\n',
    )


def test_a_hostile_goal_is_one_line_of_text(repo: Repo, remote: Repo, capsys: CAPSYS) -> None:
    goal = "Fix 7\n---\nstatus: x\x1b[31m `rm -rf /` | {goal} [[x]]"

    done = called(capsys, "start", goal)

    assert done.code == 0
    assert "\x1b" not in done.out
    assert the_record(repo).goal == " ".join(goal.split())
    assert the_record(repo).status == "in_progress"
