"""Coming back: on another machine, after a lost laptop, with nothing but a clone."""

import re
import subprocess
from pathlib import Path

import pytest

from git_sessionlog.core.quoted import quoted
from helpers import CLI, Repo
from life_repo import GOAL, adopted, plain, work

OID = re.compile(r"\b[0-9a-f]{10}\b")
CASES = Path(__file__).parent.parent / "cases/brief"
FIX = ("--fix", "2.3:refuse expired tokens:src/auth")


def cloned(remote: Repo, path: Path) -> Repo:
    """The repository on another machine."""
    subprocess.run(["git", "clone", "-q", remote.path, path], check=True)
    made = Repo(path)
    made.install()
    return made


def resumed(repo: Repo) -> tuple[int, str]:
    """The exit code, and what is said before the last commits."""
    done = repo.run(CLI, "resume")
    return done.code, OID.sub("OID", plain(done.out)).partition("\nLast commits")[0]


def test_a_lost_laptop(repo: Repo, tmp_path: Path) -> None:
    remote = adopted(repo, tmp_path / "remote.git")
    assert repo.run(CLI, "start", GOAL, *FIX).code == 0
    work(repo, "fix(auth): refuse expired tokens [Fix 2.3]", src__auth="1\n2\n")
    end = ("--next", "Fix 9: retry in `api/client.py`", "--failed", "Cache the key | it is rotated")
    assert repo.run(CLI, "end", *end).code == 0

    said = resumed(cloned(remote, tmp_path / "laptop"))

    assert said == (
        0,
        "Checkpoint verified: STATUS.md agrees with git\n"
        f"{quoted('STATUS.md, records and commits')}\n"
        "  ok       branch     main\n"
        "  ok       commit     OID docs: update STATUS.md with session progress; "
        "only documents changed since OID\n"
        "  ok       changes    None\n"
        "  ok       remote     as origin/main\n"
        "  ok       document   STATUS.md: describes HEAD\n"
        "\n"
        "Session 1, ID, completed\n"
        f"  goal     {GOAL}\n"
        "  fixes    2.3 refuse expired tokens in src/auth\n"
        "  time     from TIME to TIME\n"
        "  record   docs/sessions/ID.md\n"
        f"  log      DAY — 1 — {GOAL} (fix 2.3; 1 commit)\n"
        "\n"
        "Completed (STATUS.md)\n"
        "  - Fix 2.3: refuse expired tokens\n"
        "    Commit: HASH\n"
        "    Date: DAY\n"
        "\n"
        "Next (STATUS.md)\n"
        "  1. Fix 7: add a health check\n"
        "  2. Fix 8: add pagination in `api/v1.py`\n"
        "  3. Fix 9: retry in `api/client.py`\n"
        "\n"
        "Not to retry (STATUS.md)\n"
        "  - DAY: Cache the key — it is rotated\n",
    )


def test_two_machines(repo: Repo, tmp_path: Path) -> None:
    """Manifests are made on one, and deployed from the other; what is pushed is all that they share."""
    remote = adopted(repo, tmp_path / "remote.git", settings='profiles = ["continuity"]\n')
    assert repo.run(CLI, "start", "Prepare the DEV topics in k8s/topics.yaml").code == 0
    work(repo, "feat(k8s): add the DEV topics [Fix 12]", k8s__topics="1")
    work(repo, "docs: pending changes", **{"PENDING-CHANGES.md": "# Pending\n"})
    assert repo.run(CLI, "end", "--next", "Deploy: `kubectl apply -f k8s/topics.yaml`").code == 0

    other = cloned(remote, tmp_path / "other")
    code, said = resumed(other)
    assert code == 1  # the profile of the settings wants more documents
    assert "  bad      files      missing: " in said
    assert "\nNext (CURRENT-STATE.md)\n  1. Deploy: `kubectl apply -f k8s/topics.yaml`\n" in said

    assert other.run(CLI, "start", "Deploy the DEV topics of k8s/topics.yaml").code == 0
    assert "Session 2, ID, in progress, active here\n" in resumed(other)[1]
    work(other, "feat(k8s): deploy the DEV topics [Fix 13]", k8s__topics="2")
    assert "  note     remote     1 ahead of origin/main\n" in resumed(other)[1]
    work(other, "docs: nothing is pending", **{"PENDING-CHANGES.md": "# Nothing\n"})
    assert other.run(CLI, "end", "--next", "Watch `kubectl get kafkatopic -n kafka`").code == 0

    repo.git("fetch", "-q")
    assert re.search(
        r"\n  bad      remote     \d behind origin/main; expected not behind\n", resumed(repo)[1]
    )
    repo.git("pull", "-q", "--ff-only")
    code, said = resumed(repo)
    assert "  ok       remote     as origin/main\n" in said
    assert "Session 2, ID, completed\n" in said


@pytest.fixture
def handed_over(repo: Repo, tmp_path: Path) -> Repo:
    """A SESSION.md that tells of two uncommitted changes, which are there; gives the remote."""
    files = dict.fromkeys(_CHANGED, "1")
    remote = adopted(repo, tmp_path / "remote.git", settings='profiles = ["session-md"]\n', **files)
    repo.git("switch", "-q", "-c", "feature/database-models")
    repo.write("SESSION.md", _session(repo.git("rev-parse", "--short=7", "HEAD").strip()))
    work(repo, "docs: update SESSION.md")
    repo.git("push", "-q", "-u", "origin", "HEAD")
    remote.git("symbolic-ref", "HEAD", "refs/heads/feature/database-models")
    for path in _CHANGED:
        repo.write(path, "2")
    return remote


_CHANGED = ("alembic/versions/001_initial.py", "src/models/inventory.py")


def _session(oid: str) -> str:
    return (CASES / "SESSION.md").read_text().replace("`f4e5d6c` — Add SQL", f"`{oid}` — Add SQL")


def test_where_it_was_left(repo: Repo, handed_over: Repo) -> None:
    assert resumed(repo)[1].partition("\n\n")[0] == (
        "Checkpoint verified: SESSION.md agrees with git\n"
        f"{quoted('SESSION.md, records and commits')}\n"
        "  ok       branch     feature/database-models\n"
        "  ok       commit     OID docs: update SESSION.md; only documents changed since OID\n"
        "  ok       changes    M alembic/versions/001_initial.py, M src/models/inventory.py\n"
        "  ok       remote     as origin/feature/database-models\n"
        "  ok       document   SESSION.md: describes HEAD"
    )


def test_what_was_not_committed_is_missed_elsewhere(handed_over: Repo, tmp_path: Path) -> None:
    code, said = resumed(cloned(handed_over, tmp_path / "other"))

    assert code == 1
    assert said.startswith(
        "Checkpoint not verified: 1 thing does not match SESSION.md\n"
        f"{quoted('SESSION.md, records and commits')}\n"
        "  ok       branch     feature/database-models\n"
        "  ok       commit     OID docs: update SESSION.md; only documents changed since OID\n"
        "  bad      changes    None; expected M alembic/versions/001_initial.py, "
        "M src/models/inventory.py\n"
    )


def test_a_detached_head_and_a_rewritten_history(repo: Repo, handed_over: Repo) -> None:
    repo.git("checkout", "-q", "-f", "--detach")
    code, said = resumed(repo)
    assert code == 1
    assert (
        "  bad      branch     none, HEAD is detached; expected feature/database-models\n"
        "  ok       commit     OID docs: update SESSION.md; only documents changed since OID\n"
        "  bad      changes    None; expected M alembic/versions/001_initial.py, "
        "M src/models/inventory.py\n"
        "  note     remote     HEAD is detached\n"
    ) in said

    tree = repo.git("rev-parse", "HEAD^{tree}").strip()
    again = repo.git("commit-tree", "-m", "docs: start", tree).strip()
    repo.git("checkout", "-q", "--detach", again)
    assert "OID docs: start; HASH is not in the history of HEAD; expected HASH\n" in resumed(repo)[1]
