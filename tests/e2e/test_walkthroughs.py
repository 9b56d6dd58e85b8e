"""The walk-throughs of five public documents on session discipline, on real repositories with a remote.

Each goes from the first day to a fresh clone, where nobody remembers anything. What goes wrong on the way
is in test_life.py, what a clone does not match in test_resume.py.
"""

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from helpers import Repo, Result
from life_repo import document, own_file, plain, the_record, trusted, work
from program import called
from refusals import stale

SOURCES = Path(__file__).parent.parent / "cases" / "sources"


class Machine(NamedTuple):
    """A clone, and how `git sessionlog` is called there."""

    repo: Repo
    capsys: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch

    def says(self, *args: str) -> Result:
        """What `git sessionlog *args` says here."""
        self.patch.chdir(self.repo.path)
        return called(self.capsys, *args)

    def does(self, *args: str) -> str:
        """The same, where it must succeed."""
        done = self.says(*args)
        assert (done.code, done.err) == (0, ""), done
        return plain(done.out)

    def pasted(self, text: str, *args: str) -> None:
        """`git sessionlog run --stdin` with a text on its standard input."""
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        self.does("run", "--stdin", *args)


@pytest.fixture
def laptop(
    repo: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Machine:
    """The first machine; its remote is empty."""
    Repo.init(tmp_path / "remote.git", "--bare")
    repo.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    return Machine(repo, capsys, monkeypatch)


def adopted(machine: Machine, profile: str, gates: str = "{}") -> None:
    """Adopt git-sessionlog with a profile, and push that."""
    machine.does("init", "--profile", profile)
    settings = machine.repo.path / ".sessionlog.toml"
    settings.write_text(settings.read_text().replace("# gates = {}", f"gates = {gates}"))
    work(machine.repo, "docs: adopt git-sessionlog")
    machine.repo.git("push", "-q", "-u", "origin", "HEAD")


def elsewhere(machine: Machine, name: str) -> Machine:
    """Another machine, which has nothing but a clone."""
    remote, path = machine.repo.path.parent / "remote.git", machine.repo.path.parent / name
    subprocess.run(["git", "clone", "-q", remote, path], check=True)
    other = machine._replace(repo=Repo(path))
    other.does("install")
    return other


def test_start_during_and_end_by_the_card(laptop: Machine) -> None:
    """STATUS.md and fix tags: start with fix ids, commit after each unit, update STATUS.md, push."""
    repo = laptop.repo
    adopted(laptop, "status")

    fixes = (
        "--fix",
        "1:call decode_refresh_jwt():auth_service.py",
        "--fix",
        "2:pass org_id:alert_checker.py",
    )
    assert laptop.does("start", "Complete Batch A: critical bug fixes", *fixes).endswith(
        "\n\n"
        "Read STATUS.md to see current progress. My goal this session:\n"
        "Complete Batch A: critical bug fixes\n"
        "\n"
        "The fixes I want to tackle:\n"
        "- Fix #1: call decode_refresh_jwt() in auth_service.py\n"
        "- Fix #2: pass org_id in alert_checker.py\n"
    )
    refused = repo.run("git", "commit", "--allow-empty", "-m", "fix auth bug")
    assert refused.code == 1
    work(repo, "fix(backend): call decode_refresh_jwt() [Fix #1]", **{"auth_service.py": "1\n"})
    work(repo, "fix(backend): pass org_id to get_connector() [Fix #2]", **{"alert_checker.py": "1\n"})
    assert stale("main") in repo.run("git", "push").err
    assert laptop.says("start", "Complete Batch B: security hardening").out.startswith(
        "not started\n  - session 1 (Complete Batch A: critical bug fixes) has not ended\n"
    )

    laptop.does("end", "--next", "Fix #4: TLS in `docker/nginx.conf`")

    assert document(repo, "STATUS.md", "origin/main") == (
        "# Status\n\n**Last Updated**: TIME\n\n"
        "## Completed Fixes\n\n"
        "| Fix | Description | Commit | Date |\n| --- | ----------- | ------ | ---- |\n"
        "| 1 | call decode_refresh_jwt() | HASH | DAY |\n| 2 | pass org_id | HASH | DAY |\n\n"
        "## In Progress\n\nNone\n\n"
        "## Next Up\n\n1. Fix #4: TLS in `docker/nginx.conf`\n\n"
        "## Session Log\n\n| Date | Session | Summary |\n| ---- | ------- | ------- |\n"
        "| DAY | 1 | Complete Batch A: critical bug fixes (fixes 1, 2; 2 commits) |\n"
    )
    lost = elsewhere(laptop, "clone")
    assert lost.does("docs") == "3 documents checked, nothing to mend.\n"
    assert lost.does("lint", "--root", "HEAD").endswith("commits checked, nothing to mend.\n")
    assert "\nNext (STATUS.md)\n  1. Fix #4: TLS in `docker/nginx.conf`\n" in lost.does("resume")


def test_a_session_of_six_files_through_its_phases(laptop: Machine) -> None:
    """Initialize, plan, execute, validate by gates, review; the next session begins with what was left."""
    repo = laptop.repo
    adopted(laptop, "sessions", gates='{ tests = "test -f ok" }')
    trusted(repo)

    laptop.does("start", "Make the Gantt chart work", "--fix", "1:await params:src/a.ts", "--fix", "2:drag")
    laptop.does("checkpoint")
    names = {path.name[19:] for path in (repo.path / ".claude/sessions").glob("session-001-*")}
    assert names == {"context.md", "plan.md", "tasks.json", "tests.md"}
    work(repo, "fix(api): await params [Fix 1]", **{"src/a.ts": "1\n"})
    said = ("--next", "Fix 2: drag in `src/b.ts`", "--failed", "React 19 | no findDOMNode")
    assert "  fail     gate tests: exit code 1\n" in laptop.says("end", *said).out
    work(repo, "test(api): cover params [Fix 1]", ok="1\n")
    laptop.does("end", *said, "--decision", "React 18 | the chart's library wants it")

    home = elsewhere(laptop, "home")
    assert home.says("docs").code == 0
    tasks = json.loads(
        (home.repo.path / own_file(home.repo, ".claude/sessions/session-001-*-tasks.json")).read_text()
    )
    assert [task["status"] for task in tasks["tasks"]] == ["completed", "pending"]
    review = document(home.repo, own_file(home.repo, ".claude/sessions/session-001-*-review.md"))
    assert "- **Completion Rate**: 50%\n" in review
    assert "## What Failed\n- DAY: React 19 — no findDOMNode\n" in review
    memory = document(home.repo, ".claude/memory/decisions.md")
    assert memory.endswith("| DAY | 1 | React 18 | the chart's library wants it |\n")
    home.does("start", "Fix 2: drag in src/b.ts", "--fix", "2")
    home.does("checkpoint")
    assert ("## Previous Session Summary\n- Completed: Fix #1\n- Pending: Fix #2: drag\n") in document(
        home.repo, own_file(home.repo, ".claude/sessions/session-002-*-context.md")
    )


def test_session_md_is_created_wrapped_up_and_resumed(laptop: Machine) -> None:
    repo = laptop.repo
    shutil.copytree(SOURCES / "session-md/first/claudedocs", repo.path / "claudedocs")
    work(repo, "docs: add IMPLEMENTATION_PHASES.md for fastapi-inventory")
    adopted(laptop, "session-md")
    assert document(repo, "SESSION.md").startswith(
        "# SESSION — repo\n\n"
        "## Current Phase\n**Phase 1: Project Scaffolding & Dev Environment**\nProgress: 0% complete\n\n"
        "## Completed Items\n_(No items completed yet)_\n\n"
        "## In Progress\n"
        "- [ ] Initialize FastAPI project with Poetry — not started\n"
        "- [ ] Configure Docker Compose with PostgreSQL — not started\n"
        "- [ ] Set up pre-commit hooks (ruff, mypy) — not started\n"
        "- [ ] Create CI pipeline stub with GitHub Actions — not started\n"
    )

    repo.git("switch", "-q", "-c", "feature/database-models")
    laptop.does(
        "start", "Phase 2: models in src/models", "--fix", "2:SQLAlchemy models", "--fix", "3:seed data"
    )
    work(repo, "feat(db): add SQLAlchemy models [Fix 2]", **{"src/models/inventory.py": "1\n"})
    blocker = "Alembic misses the relationship | no migration | check `target_metadata` in `env.py`"
    laptop.does("end", "--blocker", blocker, "--next", "Run `alembic revision --autogenerate`")

    home = elsewhere(laptop, "home")
    home.repo.git("switch", "-q", "feature/database-models")
    text = document(home.repo, "SESSION.md")
    assert "- [x] Fix 2: SQLAlchemy models — `HASH` (DAY)\n" in text
    assert "- **Branch**: feature/database-models\n- **Last Commit**: `HASH` — feat(db): add SQL" in text
    assert text.endswith("| 1 | DAY | 0 min | blocked: Phase 2: models in src/models (fix 2; 1 commit) |\n")
    (snapshot,) = (home.repo.path / "claudedocs").glob("SESSION_SNAPSHOT_*.md")
    assert plain(snapshot.read_text()) == text
    before = home.repo.git("rev-parse", "HEAD")
    resumed = home.does("resume")
    assert resumed.startswith("Checkpoint verified: SESSION.md agrees with git\n")
    assert (
        "\nBlockers (SESSION.md)\n  - Alembic misses the relationship\n    Impact: no migration\n"
        "    Mitigation: check `target_metadata` in `env.py`\n"
    ) in resumed
    assert resumed.index("\nBlockers") < resumed.index("\nNext (SESSION.md)\n")
    assert (home.repo.git("rev-parse", "HEAD"), home.repo.git("status", "--porcelain")) == (before, "")


def test_prepared_on_a_laptop_and_deployed_through_a_bastion(laptop: Machine) -> None:
    """The bastion has no git: what is pasted there, and its answer, is recorded on one that has it."""
    repo = laptop.repo
    adopted(laptop, "continuity")
    laptop.does("start", "Prepare the DEV topics", "--fix", "12:DEV topics:k8s/dev/topic.yaml")
    work(
        repo,
        "feat(infra): add the DEV topic manifest [Fix 12]",
        **{"k8s/dev/topic.yaml": "kind: KafkaTopic\n"},
    )
    laptop.pasted(
        "docker push ecr.example.com/kafka:3.6\n3.6: digest: sha256:abc\n", "--host", "cloudshell"
    )
    step = "`kubectl apply -f topic.yaml` on the bastion"
    refused = laptop.says("end", "--unfinished", "12", "--next", step).out
    assert "  fail     all changes committed: docs/RUNBOOKS/" in refused
    assert "  fail     pending changes written down: PENDING-CHANGES.md: what it is about" in refused
    pending = repo.path / "PENDING-CHANGES.md"
    row = "| [topic](k8s/dev/topic.yaml) | new topic | DEV | 2026-02-13 |\n"
    pending.write_text(pending.read_text().replace("\n\n## Deployment", f"\n{row}\n## Deployment"))
    work(repo, "docs: record what is prepared")
    assert "  pass     runbook of the commands: docs/RUNBOOKS/" in laptop.does(
        "end", "--unfinished", "12", "--next", step
    )

    today = elsewhere(laptop, "today")
    brief = today.does("resume")
    assert f"\nNext (CURRENT-STATE.md)\n  1. {step}\n" in brief
    assert 'Fix #12 is in progress, and next step is the first entry under "Next". Is' in brief
    today.does("start", "Deploy the DEV topics of k8s/dev/topic.yaml", "--fix", "12")
    answer = "kafkatopic.kafka.strimzi.io/quote-requested created\n"
    today.pasted(answer, "--host", "bastion", "--command", "kubectl apply -f topic.yaml")
    today.does("run", "--host", "bastion", "--note", "quote-requested is READY")
    work(today.repo, "docs: record the deployment")
    today.does("end", "--done", "12", "--next", "`kubectl apply -k k8s/uat`")

    repo.git("pull", "-q")
    (runbook,) = repo.git("log", "-1", "--format=", "--name-only", "--", "docs/RUNBOOKS").split()
    assert (
        "## Command 1\n\n```sh\nkubectl apply -f topic.yaml\n```\n\nOn bastion, TIME.\n\n"
        f"## Output 1\n\n~~~~text\n{answer}~~~~\n"
    ) in document(repo, runbook)
    assert "| 12 | DEV topics in k8s/dev/topic.yaml | Done | DAY | " in document(repo, "TRACKER.md")
    assert "## What Is Currently In Progress\nNone\n" in document(repo, "CURRENT-STATE.md")
    assert laptop.says("docs").code == 0


def test_a_bug_is_hunted_in_a_file_of_its_own(laptop: Machine) -> None:
    """Twelve sections a piece of work: what was tried, what failed and why, what nobody has tried yet."""
    adopted(laptop, "storage")
    laptop.does("start", "Find why src/pool.ts crashes under load", "--kind", "bug")
    work(laptop.repo, "fix(db): raise the pool from 20 to 100 [Fix 5]", **{"src/pool.ts": "100\n"})
    laptop.does("end", "--failed", "More memory | it was no leak", "--next", "Watch `pg_stat_activity`")

    home = elsewhere(laptop, "home")
    record = the_record(home.repo)
    (path,) = home.repo.git("ls-files", ".claude/sessions/*.tmp").split()
    text = document(home.repo, path)
    assert (record.kind, record.status) == ("bug", "completed")
    assert "- **Status**: completed\n" in text
    assert "## What We've Tried (Failed)\n" in text
    assert "1. **More memory** → it was no leak\n" in text
    assert "\nNot to retry (" in home.does("resume")
