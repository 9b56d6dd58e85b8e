"""Sessions under the other profiles, in process: which documents are written, and what they ask for."""

import json
from pathlib import Path

import pytest

from helpers import Repo
from life_repo import GOAL, STATUS, adopted, document, own_file, plain, the_record, work
from program import called

CAPSYS = pytest.CaptureFixture[str]
FIXES = ("--fix", "2.3:refuse expired tokens:src/auth", "--fix", "7:add a health check")


def session(repo: Repo, capsys: CAPSYS, settings: str, **files: str) -> None:
    """A session under some settings, with a commit for the first of its fixes."""
    adopted(repo, None, settings=settings, **files)
    assert called(capsys, "start", GOAL, *FIXES).code == 0
    work(repo, "fix(auth): refuse expired tokens [Fix 2.3]", **{"src/auth": "1\n2\n"})


def test_six_files_a_session_and_a_memory(repo: Repo, capsys: CAPSYS) -> None:
    memory = {".claude/memory/decisions.md": "# Decisions\n\n## Decision Log\n"}
    session(repo, capsys, 'profiles = ["sessions"]\n', **memory)

    assert called(capsys, "checkpoint", "--decision", "keep tokens | as the RFC says").code == 0
    assert (
        called(capsys, "end", "--next", "Run `make deploy`", "--blocker", "no access | all | ask").code == 0
    )

    names = sorted(path.name for path in (repo.path / ".claude/sessions").iterdir())
    random = the_record(repo).id[9:]
    assert names == [f"session-001-{random}-{part}" for part in (
        *("completed.md", "context.md", "plan.md", "review.md", "tasks.json", "tests.md"),
    )]  # fmt: skip
    tasks = json.loads((repo.path / f".claude/sessions/session-001-{random}-tasks.json").read_text())
    assert [task["status"] for task in tasks["tasks"]] == ["completed", "pending"]
    completed = document(repo, f".claude/sessions/session-001-{random}-completed.md", "HEAD")
    assert "| 2.3 | refuse expired tokens | HASH | DAY |\n" in completed
    assert "- [ ] Fix 7: add a health check\n" in completed
    assert "| no access | all | ask | Open |\n" in completed
    assert "| DAY | 1 | keep tokens | as the RFC says |\n" in document(repo, ".claude/memory/decisions.md")

    assert called(capsys, "start", "Fix 7").code == called(capsys, "checkpoint").code == 0
    context = document(repo, own_file(repo, ".claude/sessions/session-002-*-context.md"), "HEAD")
    previous = "- Completed: Fix #2.3\n- Pending: Fix #7: add a health check\n- Blockers: no access\n"
    assert previous in context
    first = document(repo, f".claude/sessions/session-001-{random}-context.md", "HEAD")
    assert "- Completed: None\n- Pending: None\n- Blockers: None\n" in first
    assert "1. Run `make deploy`\n2. Fix 7: add a health check\n" in context


def test_one_file_a_piece_of_work(repo: Repo, capsys: CAPSYS) -> None:
    session(repo, capsys, 'profiles = ["storage"]\n')

    assert called(capsys, "end", "--next", "Run `make deploy`").code == 0

    (path,) = (repo.path / ".claude/sessions").iterdir()
    random = the_record(repo).id[9:]
    assert plain(path.name) == f"DAY-complete-batch-a-critical-fixes-{random}.tmp"
    text = document(repo, f".claude/sessions/{path.name}", "HEAD")
    assert text.startswith("---\nid: ID\nnumber: 1\n")
    assert "- **Status**: completed\n" in text
    assert "- **Time Spent**: 0 min\n- **Code Changes**: +2 -0 lines, files: 1\n" in text
    assert the_record(repo).metrics.commits == 1


def test_a_snapshot_a_session(repo: Repo, capsys: CAPSYS) -> None:
    session(repo, capsys, 'profiles = ["session-md"]\n')
    assert called(capsys, "end").code == 0
    assert called(capsys, "start", "Fix 7").code == 0
    assert called(capsys, "end").code == 0

    two = the_record(repo)
    last = repo.path / f"claudedocs/SESSION_SNAPSHOT_{two.date}-{two.id[9:]}.md"
    (first,) = set((repo.path / "claudedocs").iterdir()) - {last}
    assert plain(first.name.replace("_", " ")) == f"SESSION SNAPSHOT DAY-{two.continues[9:]}.md"
    assert last.read_text() == (repo.path / "SESSION.md").read_text() != first.read_text()


def test_documents_that_must_follow_what_they_are_about(repo: Repo, capsys: CAPSYS) -> None:
    tracker = "# Tracker\n\n## Phase 1\n\n- [ ] Fix 2.3: refuse expired tokens\n- [ ] Fix 7\n"
    session(repo, capsys, 'profiles = ["continuity"]\n', **{"TRACKER.md": tracker})
    work(repo, "feat(k8s): two brokers [Fix 7]", **{"k8s/kafka.yaml": "1\n", "terraform/x.tf": "1\n"})

    refused = called(capsys, "end")
    written = {"PENDING-CHANGES.md": "# P\n", "docs/env-details.md": "# E\n", "docs/RUNBOOKS/1.md": "# R\n"}
    work(repo, "docs: what is prepared", **written)
    done = called(capsys, "end", "--next", "Run `kubectl apply -f k8s/kafka.yaml`")

    assert refused.code == 1
    assert (
        "  pass     completed fixes listed: 2.3, 7\n"
        "  fail     pending changes written down: PENDING-CHANGES.md: what it is about has changed\n"
        "           describe it in PENDING-CHANGES.md\n"
        "  fail     living documents updated: docs/env-details.md: what it is about has changed\n"
        "           describe it in docs/env-details.md\n"
        "  skipped  runbook of the commands: no command was recorded: git sessionlog run -- COMMAND\n"
    ) in refused.out
    assert done.code == 0
    assert (
        "  pass     pending changes written down: PENDING-CHANGES.md\n"
        "  pass     living documents updated: docs/env-details.md\n"
        "  pass     runbook of the commands: docs/RUNBOOKS/1.md\n"
    ) in done.out
    assert document(repo, "TRACKER.md", "HEAD") == tracker.replace("[ ]", "[x]")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"backend/app/b.py": "1\n"},
            "pass     living documents updated: look at backend/README.md: what ",
        ),
        ({"backend/app/b.py": "1\n", "backend/README.md": "# B\n"}, "skipped  living documents updated: "),
        ({"backend/app/a.py": "1\n2\n"}, "skipped  living documents updated: none are kept here\n"),
        ({"app/services/x.py": "1\n"}, "pass     living documents updated: look at CLAUDE.md: what "),
        ({"docker/x": "1\n"}, "skipped  living documents updated: none are kept here\n"),
    ],
)
def test_a_readme_that_should_follow_is_pointed_to(
    repo: Repo, capsys: CAPSYS, files: dict[str, str], said: str
) -> None:
    there = {"backend/README.md": "# Backend\n", "backend/app/a.py": "1\n", "CLAUDE.md": "# C\n"}
    session(repo, capsys, "", **there)
    work(repo, "feat(backend): add what is missing [Fix 7]", **files)

    assert f"\n  {said}" in called(capsys, "end", "--dry-run").out


def test_a_state_document_of_another_name_in_a_subdirectory(
    repo: Repo, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo.path / "src").mkdir()
    monkeypatch.chdir(repo.path / "src")
    session(
        repo, capsys, 'documents = ["docs/STATE.md"]\n', **{"docs/STATE.md": "# State\n\n## What's Next\n"}
    )

    assert called(capsys, "end", "--dry-run").code == 0
    done = called(capsys, "end")

    assert done.code == 0
    assert "  pass     state documents updated: docs/STATE.md\n" in done.out
    text = document(repo, "docs/STATE.md", "HEAD")
    assert "## What's Next\n\n1. Fix 7: add a health check\n" in text
    assert "| 2.3 | refuse expired tokens | HASH | DAY |\n" in text
    assert (repo.path / "STATUS.md").read_text() == STATUS  # none of the settings' documents


def test_a_profile_of_the_repository_s_own(repo: Repo, tmp_path: Path, capsys: CAPSYS) -> None:
    own = (
        '[[documents]]\nid = "state"\npath = "NOW.md"\nstate = true\ntitle = "Now"\n'
        '[[documents.sections]]\nconcept = "log"\nheading = "Log"\n'
        'shape = "bullets"\nentry = "- {date}: {text}"\n'
    )
    settings = 'profiles = ["own.toml"]\ndocuments = ["NOW.md"]\n'
    session(repo, capsys, settings, **{"own.toml": own, "NOW.md": "# Now\n\n## Log\n"})

    done = called(capsys, "end")

    assert done.code == 0
    assert "  skipped  next steps written down: the state documents have no place for it\n" in done.out
    assert document(repo, "NOW.md", "HEAD") == f"# Now\n\n## Log\n\n- DAY: {GOAL} (fix 2.3; 1 commit)\n"


def test_the_tasks_of_a_session_without_a_checkpoint(repo: Repo, capsys: CAPSYS) -> None:
    """The list is written by the end, and says what is done."""
    session(repo, capsys, 'profiles = ["sessions"]\n')

    assert called(capsys, "end", "--next", "Run `make deploy`").code == 0

    path = own_file(repo, ".claude/sessions/session-001-*-tasks.json")
    tasks = json.loads((repo.path / path).read_text())
    assert [task["status"] for task in tasks["tasks"]] == ["completed", "pending"]
