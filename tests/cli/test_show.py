"""`git sessionlog show`: a session, a checkpoint, a commit."""

import json
import re
import subprocess

import pytest

from git_sessionlog.cli import main
from helpers import Repo

ONE, TWO = "20260213-7k3f9q", "20260213-0r6bq3"
RECORD = """\
---
id: 20260213-7k3f9q
number: 4
status: completed
branch: main
base: 0123456789abcdef0123456789abcdef01234567
started: 2026-02-13T18:00:00Z
ended: 2026-02-13T19:35:00Z
continues: 20260212-0r6bq3
goal: Log in\x1b[m
batch: A
fixes: ["2.3:log in:api.py", "9"]
forced: ["1 commit is not pushed"]
minutes: 95
---
# Session
"""


@pytest.fixture
def worked(repo: Repo) -> list[str]:
    """A repository with a session of two commits and one of another; gives their ids, ten digits each."""
    repo.write("docs/sessions/20260213-7k3f9q.md", RECORD)
    repo.write("docs/sessions/20260213-0r6bq3.md", f"---\nid: {TWO}\nnumber: 4\n---\n")
    oids = []
    for minute, (message, name) in enumerate(
        (
            ("chore(x): start", "start"),
            (f"feat(api): log in [Fix 2.3]\n\nSession-Checkpoint: {ONE}/1", "we'ird \x1b[2J"),
            (f"fix(api): mend\x1b[31m [Fix 2.3]\n\nSession-Checkpoint: {ONE}/2", "b c"),
            (f"docs: other\n\nSession-Checkpoint: {TWO}/1", "d"),
        )
    ):
        repo.write(name, "1\n2\n")
        repo.git("add", "-A")
        date = f"2026-02-13T18:0{minute}:00Z"
        oids.append(repo.commit(message, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)[:10])
    return oids


@pytest.mark.parametrize("what", [ONE, "20260213-7", "20260213-7k3f9"])
def test_a_session(worked: list[str], what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", what]) == 0

    assert capsys.readouterr() == (
        "Session 4, 20260213-7k3f9q, completed\n"
        "  goal       Log in<U+001B>[m\n"
        "  branch     main from 0123456789\n"
        "  time       2026-02-13 18:00 UTC to 2026-02-13 19:35 UTC\n"
        "  minutes    95\n"
        "  continues  20260212-0r6bq3\n"
        "  batch      A\n"
        "  fix        2.3 log in in api.py: 2 commits\n"
        "  fix        9: no commit\n"
        "  forced     1 commit is not pushed\n"
        "  record     docs/sessions/20260213-7k3f9q.md\n"
        "  size       2 files, +4 -0\n"
        "\n"
        f"  1  {worked[1]}  2026-02-13 18:01  feat(api): log in [Fix 2.3]\n"
        "        +2 -0  we'ird <U+001B>[2J\n"
        "\n"
        f"  2  {worked[2]}  2026-02-13 18:02  fix(api): mend<U+001B>[31m [Fix 2.3]\n"
        "        +2 -0  b c\n",
        "",
    )


@pytest.mark.parametrize("what", [f"{ONE}/2", "HEAD~1", "main^"])
def test_a_commit_of_a_session(worked: list[str], what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", what]) == 0

    assert capsys.readouterr().out == (
        f"{worked[2]}  fix(api): mend<U+001B>[31m [Fix 2.3]\n"
        "  author     Ann Author, 2026-02-13 18:02 UTC\n"
        "  session    4, 20260213-7k3f9q, completed: Log in<U+001B>[m\n"
        "  number     2\n"
        "  fixes      2.3\n"
        "\n"
        "        +2 -0  b c\n"
    )


def test_a_commit_of_no_session(worked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", worked[0]]) == 0

    assert capsys.readouterr().out == (
        f"{worked[0]}  chore(x): start\n"
        "  author     Ann Author, 2026-02-13 18:00 UTC\n"
        "\n"
        "        +4 -0  docs/sessions/20260213-0r6bq3.md\n"
        "       +16 -0  docs/sessions/20260213-7k3f9q.md\n"
        "        +2 -0  start\n"
    )


def test_json(worked: list[str], repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", f"{ONE}/1", "--format", "json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert said["commit"] == {
        "number": 1,
        "oid": repo.git("rev-parse", "HEAD~2").strip(),
        "date": "2026-02-13T18:01:00Z",
        "author": "Ann Author",
        "subject": "feat(api): log in [Fix 2.3]",
        "fixes": ["2.3"],
        "includes": [],
        "copies": [],
        "files": [{"path": "we'ird \x1b[2J", "added": 2, "removed": 0}],
    }
    assert (said["session"]["goal"], said["record"]["fixes"][0]["file"]) == ("Log in\x1b[m", "api.py")


def test_a_squash_stands_for_what_it_includes(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit(
        f"feat(x): all (#3)\n\nSession-Checkpoint: {ONE}/1\n\nSession-Checkpoint: {ONE}/2\n\nThe end."
    )

    assert main(["show", f"{ONE}/2"]) == 0

    assert "  number     none of its own\n  includes   1 2\n" in capsys.readouterr().out


def test_a_number_of_its_own_comes_before_one_that_is_included(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    for minute, body in enumerate(
        (f"Session-Checkpoint: {ONE}/1", f"Session-Checkpoint: {ONE}/1\n\nThe end.")
    ):
        date = f"2026-02-13T18:0{minute}:00Z"
        repo.commit(f"feat(x): {minute}\n\n{body}", GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)

    assert main(["show", f"{ONE}/1"]) == 0

    assert "  feat(x): 0\n" in capsys.readouterr().out


def test_a_session_that_only_its_record_knows(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "| Checkpoint | Subject | Patch |\n| --- | --- | --- |\n| — | fix: x [Fix 9] | — |\n"
    repo.write("docs/sessions/a.md", f"{RECORD}\n## Checkpoints\n\n{rows}")
    repo.commit("chore(x): start")

    assert main(["show", "4"]) == 0

    out = capsys.readouterr().out
    assert "  fix        9: 1 commit\n" in out
    assert out.endswith("\n\n  -  fix: x [Fix 9]\n")


def test_in_a_bare_repository(
    worked: list[str], repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = repo.path.parent / "bare"
    subprocess.run(["git", "clone", "-q", "--bare", repo.path, bare], check=True)
    monkeypatch.chdir(bare)

    assert main(["show", ONE]) == 0
    assert capsys.readouterr().out.startswith("Session 4, 20260213-7k3f9q, completed\n")


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("4", f'error: "4" may be 2 sessions: {ONE}, {TWO}\nhint: name one by its whole id\n'),
        ("2026", f'error: "2026" may be 2 sessions: {ONE}, {TWO}\nhint: name one by its whole id\n'),
        ("5", 'error: "5" is no session, checkpoint or commit here\nhint: git fetch, or mend the name\n'),
        ("-x", 'error: "-x" is no session, checkpoint or commit here\n'),
        (f"{ONE}/3", f"error: no commit of HEAD is checkpoint {ONE}/3\nhint: git sessionlog show {ONE}\n"),
        (
            "20260101-aaaaaa",
            'error: "20260101-aaaaaa" is no session, checkpoint or commit here\n'
            "hint: git fetch, or mend the name\n",
        ),
        (
            "20260101-aaaaaa/1",
            "error: no commit of HEAD belongs to session 20260101-aaaaaa\n"
            "hint: git fetch, or git switch to its branch\n",
        ),
    ],
)
def test_what_is_not_there(
    worked: list[str], what: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "--", what]) == 2

    assert capsys.readouterr() == ("", words)


def test_a_session_is_found_by_its_record(
    worked: list[str], repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = repo.git("rev-list", "--max-parents=0", "HEAD").strip()
    repo.write(f"docs/sessions/{ONE}.md", re.sub(r"(?m)^base: .*$", f"base: {first}", RECORD))
    log = repo.path / ".git" / "asked"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(log))

    assert main(["show", ONE]) == 0

    assert all(oid in capsys.readouterr().out for oid in worked[1:2])
    asked = [
        event["argv"] for line in log.read_text().splitlines() if "argv" in (event := json.loads(line))
    ]
    walks = [argv for argv in asked if "log" in argv]
    assert walks
    assert all(f"{first}..HEAD" in argv for argv in walks)


def test_a_commit_is_shown_without_a_walk(
    worked: list[str], repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = repo.path / ".git" / "asked"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(log))

    assert main(["show", worked[1]]) == 0

    asked = [
        event["argv"] for line in log.read_text().splitlines() if "argv" in (event := json.loads(line))
    ]
    walks = [argv for argv in asked if "log" in argv]
    assert walks
    assert all(any(word.endswith("^!") for word in argv) for argv in walks)
