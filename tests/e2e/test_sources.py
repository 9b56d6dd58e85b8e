"""The examples of five public documents on session discipline, typed in by a user: `docs` is content.

What it is not content with are the slips in them: a hash that is none, a row of a history told anew,
credentials in git, a session file that git ignores.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers import Repo
from program import called

CAPSYS = pytest.CaptureFixture[str]
SOURCES = Path(__file__).parent.parent / "cases" / "sources"
RUNBOOK = "docs/RUNBOOKS/2026-02-13-deploy-dev-topics.md"


def clean(count: int) -> tuple[int, str, str]:
    """What `docs` says of so many documents with nothing to mend."""
    return 0, f"{count} documents checked, nothing to mend.\n", ""


def refused(*lines: str) -> tuple[int, str, str]:
    """What `docs` says of documents with an error."""
    return 1, "".join(f"{line}\n" for line in lines), ""


def made(repo: Repo, date: str, subject: str, *files: str) -> str:
    """A commit of a day, made without hooks, that adds a line to files; its short id."""
    for name in files:
        path = repo.path / name
        repo.write(name, (path.read_text() if path.exists() else "") + f"{subject}\n")
    repo.git("add", "-A")
    when = f"{date}T12:00:00Z"
    return repo.commit(subject, GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)[:7]


def typed(repo: Repo, source: str, ids: Mapping[str, str] = {}) -> None:
    """Put the files of a source into the work tree, with the ids that its commits have here."""
    for file in (file for file in (SOURCES / source).rglob("*") if file.is_file()):
        text = file.read_text("utf-8")
        for written, here in ids.items():
            text = text.replace(written, here)
        repo.write(file.relative_to(SOURCES / source).as_posix(), text)


def edited(repo: Repo, name: str, old: str, new: str) -> None:
    text = (repo.path / name).read_text("utf-8")
    assert old in text
    repo.write(name, text.replace(old, new))


# --- SESSION.md -------------------------------------------------------------------------------------


def first_session(repo: Repo) -> dict[str, str]:
    """The history of SESSION.md's first example, and its text in the work tree."""
    made(repo, "2025-06-30", "Begin fastapi-inventory", "README.md")
    shutil.copytree(SOURCES / "session-md/first/claudedocs", repo.path / "claudedocs")
    ids = {"a1b2c3d": made(repo, "2025-06-30", "Add IMPLEMENTATION_PHASES.md for fastapi-inventory")}
    typed(repo, "session-md/first", ids)
    return ids


def second_session(repo: Repo) -> dict[str, str]:
    """The history between the two examples, and the second one's text in the work tree."""
    ids = first_session(repo)
    made(repo, "2025-06-30", "docs: begin SESSION.md")
    ids["b3c4d5e"] = made(repo, "2025-06-30", "Initialize FastAPI project", "pyproject.toml")
    ids["c4d5e6f"] = made(repo, "2025-06-30", "Set up pre-commit hooks", ".pre-commit-config.yaml")
    repo.git("checkout", "-q", "-b", "feature/database-models")
    models = ("src/models/inventory.py", "alembic/versions/001_initial.py")
    subject = "Add SQLAlchemy models for inventory, supplier, category"
    ids["f4e5d6c"] = made(repo, "2025-07-01", subject, *models)
    for name in models:
        repo.write(name, "half done\n")
    typed(repo, "session-md/second", ids)
    return ids


def test_session_md_at_its_creation(repo: Repo, capsys: CAPSYS) -> None:
    first_session(repo)

    assert called(capsys, "docs") == clean(2)


def test_session_md_at_the_wrap_up(repo: Repo, capsys: CAPSYS) -> None:
    """One of its hashes has a `g`, and it tells the first session's row anew."""
    ids = second_session(repo)

    changed = 'the row of "1" was changed; hint: add a row, and leave the old ones'
    assert called(capsys, "docs") == refused(
        'SESSION.md:11:34: error: "d5e6f7g" is no commit: "g" is no digit of one [hash-form]',
        f"SESSION.md:41:1: warning: {changed} [history-rewritten]",
        "1 of 2 documents refused: 1 error, 1 warning.",
    )

    edited(repo, "SESSION.md", "d5e6f7g", ids["c4d5e6f"])
    edited(repo, "SESSION.md", "created; Phase 1 completed", "created from IMPLEMENTATION_PHASES.md")
    assert called(capsys, "docs") == clean(2)


def test_session_md_where_its_commits_are_not(repo: Repo, capsys: CAPSYS) -> None:
    made(repo, "2025-06-30", "Begin something else", "README.md")
    typed(repo, "session-md/first")

    why = "a1b2c3d is no commit of this repository; hint: git log --oneline"
    assert called(capsys, "docs") == refused(
        f"SESSION.md:30:21: error: {why} [hash-unknown]", "1 of 2 documents refused: 1 error, 0 warnings."
    )


# --- Session continuity -----------------------------------------------------------------------------


def continuity(repo: Repo) -> None:
    subject = "chore(infra): reorganize the repository [Fix 11]"
    typed(repo, "continuity", {"87928d8": made(repo, "2026-02-13", subject, "k8s/dev/topics.yaml")})


def test_the_handoff_of_session_continuity(repo: Repo, capsys: CAPSYS) -> None:
    continuity(repo)

    assert called(capsys, "docs") == clean(8)
    about_itself = called(capsys, "docs", "guides/session-continuity.md")
    assert about_itself.out == "1 document checked, nothing to mend.\n"


class Slip(NamedTuple):
    """What is written in the place of what, and what is said of it."""

    name: str
    old: str
    new: str
    said: str


SECRET = "a secret: Secret Keyword; hint: say where it is kept, as in vault:path; "
ALLOW = "if it is none: .sessionlog-allowed-secrets, committed [secret]"
ENV = "docs/env-details.md"
SLIPS = {
    "credentials in git": Slip(
        ENV,
        "| registry | vault:ecr/push |",
        "| registry password | hT9-vQ2x-Lm7p |",
        f"{ENV}:17:23: error: {SECRET}{ALLOW}",
    ),
    "credentials in a column": Slip(
        ENV,
        "| Where It Is Kept |\n| --- | --- |\n| kafka client | vault:kafka/dev/client |",
        "| Password |\n| --- | --- |\n| kafka client | hT9-vQ2x-Lm7p |",
        f"{ENV}:16:18: error: {SECRET}{ALLOW}",
    ),
    "an output that is cut": Slip(
        RUNBOOK,
        "kafkatopic.kafka.strimzi.io/quote-requested created",
        "[truncated]",
        f"{RUNBOOK}:6:1: error: the output was cut; hint: put in all of it [runbook-truncated]",
    ),
    "a command without output": Slip(
        RUNBOOK,
        "## Output 1",
        "##### Then",
        f'{RUNBOOK}:2:1: error: "Command 1" has no output; hint: ## Output 1 [runbook-output]',
    ),
    "a link to nothing": Slip(
        "CURRENT-STATE.md",
        "](TRACKER.md)",
        "](/docs/TRACKER.md)",
        "CURRENT-STATE.md:31:13: error: docs/TRACKER.md is not there [link-broken]",
    ),
    "a date that can be read in two ways": Slip(
        "CURRENT-STATE.md",
        "2026-02-13 18:15 UTC",
        "02/03/2026",
        "CURRENT-STATE.md:2:19: error: 2026-02-03 or 2026-03-02? The day or the month may be first; "
        "hint: write the year first [date-ambiguous]",
    ),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_slips_that_session_continuity_warns_of(repo: Repo, capsys: CAPSYS, slip: Slip) -> None:
    continuity(repo)
    edited(repo, slip.name, slip.old, slip.new)

    assert called(capsys, "docs") == refused(slip.said, "1 of 8 documents refused: 1 error, 0 warnings.")


def test_a_runbook_that_only_says_it_works(repo: Repo, capsys: CAPSYS) -> None:
    continuity(repo)
    repo.write(RUNBOOK, "# Ran some commands, got it working\n")

    why = "no command is in it; hint: write each command, and its output, as code"
    assert called(capsys, "docs") == refused(
        f"{RUNBOOK}:1:1: error: {why} [runbook-empty]", "1 of 8 documents refused: 1 error, 0 warnings."
    )


def test_the_date_may_be_in_the_last_line(repo: Repo, capsys: CAPSYS) -> None:
    continuity(repo)
    edited(repo, "CURRENT-STATE.md", "**Last Updated**: 2026-02-13 18:15 UTC\n", "")
    footer = "\n---\n\nMaintained By: Ann Author Last Updated: 2026-02-13 Version: 1.0.0\n"
    state = repo.path / "CURRENT-STATE.md"
    state.write_text(state.read_text("utf-8") + footer, "utf-8")

    assert called(capsys, "docs") == clean(8)

    edited(repo, "CURRENT-STATE.md", footer, "")
    assert called(capsys, "docs").out.startswith(
        'CURRENT-STATE.md:1:1: warning: no date: "Last Updated" is'
    )


def test_a_leading_slash_is_the_top(repo: Repo, capsys: CAPSYS) -> None:
    continuity(repo)
    edited(repo, RUNBOOK, "## Verification\n", "## Verification\nsee [the tracker](/TRACKER.md)\n")

    assert called(capsys, "docs") == clean(8)


# --- Six files for each session ---------------------------------------------------------------------


def sessions(repo: Repo) -> None:
    repo.git("checkout", "-q", "-b", "feature/gantt-fix")
    typed(repo, "sessions", {"abc1234": made(repo, "2025-10-02", "Await params", "src/app.ts")})


def test_the_six_files_of_a_session(repo: Repo, capsys: CAPSYS) -> None:
    sessions(repo)

    assert called(capsys, "docs") == clean(10)


def test_a_session_without_results_that_another_one_follows(repo: Repo, capsys: CAPSYS) -> None:
    sessions(repo)
    old, new = (repo.path / f".claude/sessions/session-{number}-plan.md" for number in ("039", "040"))
    new.write_text(old.read_text("utf-8").replace("039", "040"), "utf-8")
    for name in ("completed", "review"):
        (repo.path / f".claude/sessions/session-039-{name}.md").unlink()

    done = called(capsys, "docs")

    assert done.code == 0
    assert done.out.startswith(
        ".claude/sessions/session-039-plan.md:1:1: warning: its session is over, and has no "
        "session-039-completed.md, no session-039-review.md"
    )
    assert done.out.endswith("0 of 9 documents refused: 0 errors, 1 warning.\n")


# --- STATUS.md --------------------------------------------------------------------------------------

FIXES = {
    "1a2b3c4": "fix(backend): resolve JWT refresh token validation bug [Fix 2.3]",
    "2b3c4d5": "fix(backend): give get_connector its org_id [Fix #2]",
    "3c4d5e6": "feat(backend): add database indexes for hot query paths [Fix 7.4]",
}


def test_status_md_of_the_guide(repo: Repo, capsys: CAPSYS) -> None:
    ids = {
        written: made(repo, "2026-02-18", subject, "backend/app.py") for written, subject in FIXES.items()
    }
    typed(repo, "status", ids)

    assert called(capsys, "docs") == clean(3)

    made(repo, "2026-02-18", "docs: update STATUS.md with session progress")
    assert called(capsys, "docs", "--rev", "HEAD") == clean(3)
    assert called(capsys, "check").out == "STATUS.md: fresh, it describes the commit\n"
    assert called(capsys, "lint", "--root", "HEAD").out == "4 commits checked, nothing to mend.\n"


def test_status_md_with_a_fix_that_no_commit_has(repo: Repo, capsys: CAPSYS) -> None:
    subjects = {written: subject.replace("7.4", "74") for written, subject in FIXES.items()}
    ids = {written: made(repo, "2026-02-18", subject, "app.py") for written, subject in subjects.items()}
    typed(repo, "status", ids)

    assert called(capsys, "docs").out == (
        "STATUS.md:11:3: warning: fix 7.4 is done, but no commit has [Fix 7.4] [fix-without-commit]\n"
        "0 of 3 documents refused: 0 errors, 1 warning.\n"
    )


# --- A file for each piece of work and day ----------------------------------------------------------


@pytest.mark.parametrize("ignored", [False, True])
def test_the_session_files_of_session_storage(repo: Repo, capsys: CAPSYS, ignored: bool) -> None:
    """The twelve sections, and the variants for three variants; `*.tmp` is often ignored."""
    if ignored:
        repo.write(".gitignore", "*.tmp\n")
    made(repo, "2026-01-20", "feat(db): begin the migration [Fix 2]", "src/db/pool.ts")
    typed(repo, "storage")

    names = sorted(file.name for file in (SOURCES / "storage/.claude/sessions").iterdir())
    why = "git ignores it; hint: git check-ignore -v says by which rule [document-ignored]"
    bad = [f".claude/sessions/{name}:1:1: error: {why}" for name in names]
    expected = refused(*bad, "4 of 4 documents refused: 4 errors, 0 warnings.") if ignored else clean(4)
    assert called(capsys, "docs") == expected
