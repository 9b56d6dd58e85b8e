"""`git sessionlog resume`, on real repositories."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from git_sessionlog.cli import main
from git_sessionlog.core.quoted import quoted
from helpers import Repo

CASES = Path(__file__).parent.parent / "cases/brief"
STATE = """\
# Status

## Completed Fixes

| Fix | Description | Commit | Date |
| --- | --- | --- | --- |
| 2.3 | Refuse expired tokens | 87928d8 | 2026-02-12 |

## In Progress

- Fix 7: rate limiter

## Next Up

1. Run `make test` in src/limit
2. Write docs/limits.md

## Blockers

| Blocker | Impact | Mitigation | Status |
| --- | --- | --- | --- |
| Redis is down | Nothing can be tested | Use the fake | Open |
| Disk | Full | Clean up | Resolved |

## Failed Approaches

- 2026-02-11: A lock per user — too slow
"""


@pytest.fixture
def commit(repo: Repo) -> Callable[..., str]:
    """Makes a commit a minute after the one before; gives the ten digits of its id."""
    count = 0

    def made(message: str, **files: str) -> str:
        nonlocal count
        count += 1
        for name, text in files.items():
            repo.write(name.replace("__", "."), text)
        repo.git("add", "-A")
        date = f"2026-02-13T18:{count:02}:00Z"
        return repo.commit(message, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)[:10]

    return made


@pytest.fixture
def described(commit: Callable[..., str]) -> tuple[str, str]:
    """A repository whose STATUS.md describes its last commit; gives the ids of both commits."""
    one = commit("feat(limit): count [Fix 7]\n\nSession-Checkpoint: 20260213-7k3f9q/3", app="1")
    return one, commit("docs: update STATUS.md", STATUS__md=STATE, CLAUDE__md="x" * 2100)


def test_all_of_it(described: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resume"]) == 0

    one, two = described
    assert capsys.readouterr() == (
        "Checkpoint verified: STATUS.md agrees with git\n"
        f"{quoted('STATUS.md, records and commits')}\n"
        "  ok       branch     main\n"
        f"  ok       commit     {two} docs: update STATUS.md\n"
        "  ok       changes    None\n"
        "  note     remote     this branch follows none of a remote\n"
        "  ok       document   STATUS.md: describes HEAD\n"
        "\n"
        "Session 20260213-7k3f9q\n"
        "\n"
        "Blockers (STATUS.md)\n"
        "  - Redis is down\n"
        "    Impact: Nothing can be tested\n"
        "    Mitigation: Use the fake\n"
        "\n"
        "Completed (STATUS.md)\n"
        "  - Fix 2.3: Refuse expired tokens\n"
        "    Commit: 87928d8\n"
        "    Date: 2026-02-12\n"
        "\n"
        "In progress (STATUS.md)\n"
        "  - Fix 7: rate limiter\n"
        "\n"
        "Next (STATUS.md)\n"
        "  1. Run `make test` in src/limit\n"
        "  2. Write docs/limits.md\n"
        "\n"
        "Not to retry (STATUS.md)\n"
        "  - 2026-02-11: A lock per user — too slow\n"
        "\n"
        "Last commits\n"
        f"  {two}  2026-02-13  docs: update STATUS.md\n"
        f"  {one}  2026-02-13  feat(limit): count [Fix 7] (20260213-7k3f9q/3)\n"
        "\n"
        "To read\n"
        "  CLAUDE.md    2.1 kB  2026-02-13\n"
        "  STATUS.md     508 B  2026-02-13\n"
        "\n"
        "I see Fix 2.3 (commit 87928d8) is completed, Fix #7 is in progress, and the next step is "
        'the first entry under "Next". Is that correct?\n',
        "",
    )


def test_each_thing_that_does_not_match(
    repo: Repo, commit: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    first = commit("feat(x): first", app="1", SESSION__md="")
    text = (CASES / "SESSION.md").read_text().replace("f4e5d6c", first)
    commit("docs: update SESSION.md", SESSION__md=text)
    last = commit("feat(x): last", app="2")
    repo.write("SESSION.md", text + "\n")
    repo.write("src/models/inventory.py", "")
    repo.git("add", "-A")

    assert main(["resume"]) == 1

    assert capsys.readouterr().out.partition("\n\n")[0] == (
        "Checkpoint not verified: 4 things do not match SESSION.md\n"
        f"{quoted('SESSION.md, records and commits')}\n"
        "  bad      branch     main; expected feature/database-models\n"
        f"  bad      commit     {last} feat(x): last; changed since {first}: app; expected {first}\n"
        "  bad      changes    A src/models/inventory.py; expected M alembic/versions/001_initial.py, "
        "M src/models/inventory.py\n"
        "  note     remote     this branch follows none of a remote\n"
        "  bad      document   SESSION.md: 1 commit behind\n"
        "  note     document   uncommitted changes in SESSION.md"
    )


def test_i_lost_everything(
    repo: Repo, commit: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    one = commit("feat(api): add login [Fix 2.3]\n\nSession-Checkpoint: 20260213-7k3f9q/1", app="1")
    two = commit("fix(api): mend login [Fix 2.3, #7]\n\nSession-Checkpoint: 20260213-7k3f9q/2", app="2")
    three = commit("chore(x): tidy up", app="3")
    repo.write("docs/sessions/20260213-7k3f9q.md", (
        "---\nid: 20260213-7k3f9q\nnumber: 4\nbranch: main\nstarted: 2026-02-13T18:00:00Z\n"
        'goal: Log in\nfixes: ["2.3", "9:log out:api.py"]\n---\n# Session\n'
    ))  # fmt: skip
    repo.write("app", "4")

    assert main(["resume"]) == 1

    assert capsys.readouterr().out == (
        "Nothing to verify: there is no state document; this is what the last 3 commits say\n"
        f"{quoted('records and commits')}\n"
        "  ok       branch     main\n"
        f"  ok       commit     {three} chore(x): tidy up\n"
        "  bad      changes    M app; expected none\n"
        "  note     remote     this branch follows none of a remote\n"
        "  bad      document   STATUS.md: there is none of STATUS.md, CURRENT-STATE.md, SESSION.md\n"
        "  note     session    session 4 was not ended where it began\n"
        "\n"
        "Session 4, 20260213-7k3f9q, in progress\n"
        "  goal     Log in\n"
        "  fixes    2.3; 9 log out in api.py\n"
        "  time     from 2026-02-13 18:00 UTC\n"
        "  record   docs/sessions/20260213-7k3f9q.md\n"
        "\n"
        "Completed (git log)\n"
        f"  - Fix 2.3: {two} fix(api): mend login [Fix 2.3, #7], 2 commits\n"
        f"  - Fix 7: {two} fix(api): mend login [Fix 2.3, #7]\n"
        "\n"
        "In progress (git status)\n"
        "  - uncommitted changes in 1 path\n"
        "  - session 4 is in progress: Log in\n"
        "\n"
        "Next (the session's record)\n"
        "  1. Fix 9: log out in api.py\n"
        "\n"
        "Last commits\n"
        f"  {three}  2026-02-13  chore(x): tidy up\n"
        f"  {two}  2026-02-13  fix(api): mend login [Fix 2.3, #7] (20260213-7k3f9q/2)\n"
        f"  {one}  2026-02-13  feat(api): add login [Fix 2.3] (20260213-7k3f9q/1)\n"
        "\n"
        "To read\n"
        "  STATUS.md                          missing\n"
        "  docs/sessions/20260213-7k3f9q.md     139 B  not committed\n"
        "\n"
        'I see Fix 2.3 is completed, the first entry under "In progress" is in progress, '
        "and the next step is Fix #9. Is that correct?\n"
    )


def test_in_a_bare_repository_and_in_a_shallow_clone(
    repo: Repo,
    described: tuple[str, str],
    commit: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    commit("docs: say so", README__md="")
    for name, options in (("bare", ["--bare"]), ("shallow", ["--depth=1"])):
        clone = repo.path.parent / name
        subprocess.run(["git", "clone", "-q", *options, f"file://{repo.path}", clone], check=True)

    monkeypatch.chdir(repo.path.parent / "bare")
    assert main(["resume"]) == 1
    out, _ = capsys.readouterr()
    assert out.partition("\n\n")[0] == (
        "Checkpoint not verified: 1 thing does not match STATUS.md\n"
        f"{quoted('STATUS.md, records and commits')}\n"
        "  ok       branch     main\n"
        f"  ok       commit     {_head(repo)} docs: say so\n"
        "  bad      document   STATUS.md: 1 commit behind"
    )
    assert "Fix 7: rate limiter" in out

    monkeypatch.chdir(repo.path.parent / "shallow")
    assert main(["resume"]) == 2
    out, err = capsys.readouterr()
    assert out.partition("\n\n")[0] == (
        "Checkpoint not verified: 1 thing could not be looked at\n"
        f"{quoted('STATUS.md, records and commits')}\n"
        "  ok       branch     main\n"
        f"  ok       commit     {_head(repo)} docs: say so\n"
        "  ok       changes    None\n"
        "  ok       remote     as origin/main\n"
        f"  unknown  document   STATUS.md: {described[1]} is not in this clone: it is shallow, partial or "
        "damaged"
    )
    assert "Fix 7: rate limiter" in out
    assert "  STATUS.md     508 B  2026-02-13 or before\n" in out
    assert err == (
        "error: not everything could be looked at\n"
        "hint: git fetch --unshallow (GitHub Actions: fetch-depth: 0; GitLab CI: GIT_DEPTH: 0)\n"
    )


def _head(repo: Repo) -> str:
    return repo.git("rev-parse", "--short=10", "HEAD").strip()


def test_what_is_hostile_is_shown_and_masked(
    repo: Repo, commit: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    text = STATE.replace("Fix 7: rate limiter", "\x1b[31mred \u202e password: hunter2hunter2")
    text = text.replace("Use the fake", "<script>alert(1)</script> export API_KEY=abcd1234efgh5678ijkl")
    name = "we'ird\" \x1b[2J;$(id)"
    commit("feat(x): \x1b]0;title\x07 done", STATUS__md=text, **{name: "1"})
    repo.write(name, "2")

    assert main(["resume", "--color", "always"]) == 1

    out = capsys.readouterr().out
    assert "  - <U+001B>[31mred <U+202E> password: ***\n" in out
    assert "Mitigation: <script>alert(1)</script> export API_KEY=***\n" in out
    assert "M we'ird\" <U+001B>[2J;$(id); expected none\n" in out
    assert "feat(x): <U+001B>]0;title<U+0007> done" in out


def test_a_brief_of_large_documents(commit: Callable[..., str], capsys: pytest.CaptureFixture[str]) -> None:
    steps = "".join(
        f"{n}. Step {n} of the plan: run `make step-{n}` and look at src/{n}\n" for n in range(1, 4001)
    )
    text = STATE.replace("1. Run `make test` in src/limit\n2. Write docs/limits.md\n", steps)
    commit("feat(x): plan", STATUS__md=text)

    assert main(["resume", "--brief"]) == 0

    out = capsys.readouterr().out
    assert len(out) <= 9_501
    assert (
        "  10. Step 10 of the plan: run `make step-10` and look at src/10\n  … 3,990 more in STATUS.md\n"
        in out
    )


def test_json(described: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resume", "--format", "json", "--brief"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert {key: said[key] for key in ("verified", "documents", "rebuilt", "blockers", "skipped")} == {
        "verified": True,
        "documents": ["STATUS.md"],
        "rebuilt": False,
        "blockers": [
            {
                "path": "STATUS.md",
                "items": [
                    {
                        "text": "Redis is down",
                        "notes": {"Impact": "Nothing can be tested", "Mitigation": "Use the fake"},
                        "detail": None,
                    }
                ],
                "more": 0,
            }
        ],
        "skipped": [],
    }
    assert said["commits"][1] == {
        "oid": said["commits"][1]["oid"],
        "date": "2026-02-13T18:01:00Z",
        "author": "Ann Author",
        "subject": "feat(limit): count [Fix 7]",
        "checkpoint": "20260213-7k3f9q/3",
    }


def test_pushes_that_were_let_pass_are_told(
    repo: Repo, described: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "".join(f"2026-02-1{n}T18:00:00Z\treason {n}\tmain\n" for n in range(1, 6))
    repo.write(".git/sessionlog/skipped", lines)

    assert main(["resume"]) == 0

    assert (
        "\nPushes that were let pass\n"
        "  2026-02-15 18:00 UTC  main: reason 5\n"
        "  2026-02-14 18:00 UTC  main: reason 4\n"
        "  2026-02-13 18:00 UTC  main: reason 3\n\n"
    ) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("SESSION.md", "", "SESSION.md: describes HEAD"),
        (".sessionlog.toml", 'documents = ["docs/STATE.md"]', "docs/STATE.md: not there"),
        (".sessionlog.toml", 'profiles = ["continuity"]', "missing: TRACKER.md, PENDING-CHANGES.md"),
    ],
)
def test_the_settings_say_what_must_be_there(
    commit: Callable[..., str], capsys: pytest.CaptureFixture[str], file: str, text: str, said: str
) -> None:
    commit("feat(x): plan", STATUS__md=STATE, **{file: text})

    main(["resume"])

    assert said in capsys.readouterr().out


RECORD = """\
---
id: 20260213-7k3f9q
branch: BRANCH
---

## Failed Approaches

1. **A cache** → it was stale

## Git Checkpoint

- **Branch**: main
- **Last Commit**: `HASH` — feat(x): one
- **Uncommitted Changes**: None
"""


@pytest.mark.parametrize(
    ("branch", "updated", "state"),
    [("main", False, "bad"), ("side", False, "ok"), ("main", True, "ok")],
    ids=["the last word", "of another branch", "a document was updated later"],
)
def test_the_checkpoint_of_a_record(
    commit: Callable[..., str], capsys: pytest.CaptureFixture[str], branch: str, updated: bool, state: str
) -> None:
    one = commit("feat(x): one", app="1", STATUS__md=STATE)
    record = RECORD.replace("HASH", one).replace("BRANCH", branch)
    commit("docs: end", **{"docs/sessions/20260213-7k3f9q.md": record})
    two = commit("feat(x): two", app="2")
    if updated:
        two = commit("docs: update STATUS.md", STATUS__md=STATE + "\n")

    main(["resume"])

    out = capsys.readouterr().out
    changed = f"; changed since {one}: app; expected {one}" if state == "bad" else ""
    subject = "docs: update STATUS.md" if updated else "feat(x): two"
    assert f"  {state:7}  commit     {two} {subject}{changed}\n" in out
    assert "\nNot to retry (docs/sessions/20260213-7k3f9q.md)\n  - A cache → it was stale\n" in out


def test_a_state_document_that_each_session_has_is_judged(
    commit: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = ".claude/sessions/2026-02-13-login.tmp"
    commit("docs: begin", **{path: "# Login\n\n## Next Steps\n\n1. Log in\n"})
    commit("feat(x): one", app="1")

    assert main(["resume"]) == 1

    out = capsys.readouterr().out
    assert f"  bad      document   {path}: 1 commit behind\n" in out
    assert f"\nNext ({path})\n  1. Log in\n" in out


def test_a_document_of_the_settings_is_read(
    commit: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    settings = 'documents = ["docs/STATE.md"]'
    commit("feat(x): plan", **{"docs/STATE.md": STATE, ".sessionlog.toml": settings, "STATUS.md": ""})

    assert main(["resume"]) == 0

    out = capsys.readouterr().out
    assert out.startswith("Checkpoint verified: docs/STATE.md agrees with git\n")
    assert "In progress (docs/STATE.md)\n  - Fix 7: rate limiter\n" in out


def test_no_link_is_followed(
    repo: Repo, commit: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    secret = repo.path.parent / "outside"
    secret.write_text(STATE)
    (repo.path / "STATUS.md").symlink_to(secret)
    commit("feat(x): link")

    assert main(["resume"]) == 1

    assert "rate limiter" not in capsys.readouterr().out


def test_what_is_too_large_is_not_read(
    repo: Repo, commit: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    commit("feat(x): plan", STATUS__md="# S\n" + "x" * 2_000_000)

    assert main(["resume"]) == 2

    assert (
        "  unknown  document   STATUS.md: 2,000,004 bytes are too many to read\n" in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda repo: None, "hint: there is no commit yet: make one\n"),
        (
            lambda repo: repo.write(".sessionlog.toml", "x = 1"),
            'error: .sessionlog.toml: unknown key "x"\n',
        ),
    ],
    ids=["no commit", "settings"],
)
def test_what_cannot_be_looked_at(
    repo: Repo, prepare: Callable[[Repo], object], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if prepare(repo):
        repo.commit("chore(x): start")

    assert main(["resume"]) == 2

    out, err = capsys.readouterr()
    assert not out
    assert words in err


def test_outside_of_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main(["resume"]) == 2
    assert "hint: run it inside a repository, or `git init` one\n" in capsys.readouterr().err


def test_a_document_that_nobody_has_committed_has_no_date(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a history longer than what is looked at, too."""
    lines = "commit refs/heads/main\ncommitter A <a@b> 1700000000 +0000\ndata 4\ndocs\n"
    repo.run("git", "fast-import", "--quiet", stdin=lines * 600)
    repo.git("reset", "-q", "--hard")
    repo.write("STATUS.md", "# Status\n")

    main(["resume"])

    assert re.search(r"(?m)^  STATUS\.md +9 B  not committed$", capsys.readouterr().out)
