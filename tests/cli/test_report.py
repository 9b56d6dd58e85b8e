"""`git sessionlog report`, on real histories."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from git_sessionlog.views.report import collect
from helpers import CLI, Repo
from program import called

PAGE = (Path(__file__).parents[2] / "docs" / "report.md").read_text(encoding="utf-8")
ONE, TWO = "20260213-7k3f9q", "20260214-0r6bq3"
BACKLOG = """\
# Improvements

#1 Refuse expired tokens
File: src/auth.py

#2 A limiter in Redis
File: src/limit.py

#3 An index
File: src/models.py

SESSION BATCH A: "Critical fixes" (~30 min session)
  - Fix #1: refuse expired tokens in src/auth.py
  - Fix #2: a limiter in src/limit.py
"""
RECORD = """\
---
id: {id}
number: {number}
status: completed
started: 2026-02-{day}T18:00:00Z
ended: 2026-02-{day}T19:00:00Z
goal: "{goal}"
fixes: ["1:refuse expired tokens:src/auth.py", "2"]
---

# Session
"""


def commit(repo: Repo, message: str, checkpoint: str, when: str, **files: str) -> str:
    """A commit of files at a time, `13 18:05`, in February 2026."""
    for name, text in files.items():
        repo.write(name.replace("__", "/"), text)
    repo.git("add", "-A")
    date = f"2026-02-{when.replace(' ', 'T')}:00Z"
    trailer = f"\n\nSession-Checkpoint: {checkpoint}" if checkpoint else ""
    return repo.commit(message + trailer, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)


def told(repo: Repo) -> None:
    """Two sessions: one of two fixes, described; one of a fix that is reverted, undescribed."""
    commit(repo, "docs: start", "", "13 17:00", **{
        "improvement-analysis.md": BACKLOG, "STATUS.md": "# Status\n",
    })  # fmt: skip
    commit(repo, "fix(auth): refuse them [Fix 1]", f"{ONE}/1", "13 18:10", **{"src/auth.py": "1\n2\n3\n"})
    commit(repo, "feat(web): a limiter [Fix 2]", f"{ONE}/2", "13 18:40", **{"src/limit.py": "1\n"})
    record = RECORD.format(id=ONE, number=1, day=13, goal="Batch A: critical fixes")
    extra = "- **Tests Written**: 4\n- **Tests Passed**: 3\n- **Bugs Introduced**: 1\n"
    commit(repo, "docs: update STATUS.md", f"{ONE}/3", "13 19:00", **{
        "STATUS.md": "# Status\n\nDone.\n", f"docs/sessions/{ONE}.md": record + extra,
    })  # fmt: skip
    bad = commit(repo, "feat(db): an index [Fix 3]", f"{TWO}/1", "14 09:00", **{"src/models.py": "1\n2\n"})
    repo.git(
        "revert",
        "--no-edit",
        bad,
        GIT_AUTHOR_DATE="2026-02-14T09:30:00Z",
        GIT_COMMITTER_DATE="2026-02-14T09:30:00Z",
    )


TEXT = """\
repo: 2 sessions, 2026-02-13 to 2026-02-14, 1 h, 2 of 3 fixes done

  Completion rate          100 %  2 of 2 tasks
  Quality score             75 %  3 of 4 tests
  Time efficiency          200 %  60 of 30 minutes
  Bug rate                 100 %  1 of 1 features
  Documentation coverage    67 %  2 of 3 commits
  Score                       70
"""


def test_report(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    told(repo)

    done = called(capsys, "report")

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(TEXT)


def test_docs_report(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """The examples of docs/report.md are real, and its table of JSON has every key."""
    told(repo)
    block = re.search(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert block
    for step in re.split(r"^\$ git sessionlog ", block[1], flags=re.MULTILINE)[1:]:
        command, _, shown = step.partition("\n")
        out = called(capsys, *command.split()).out
        assert out.replace("\r", "").replace("repo:", "project:") == shown
    keys = set(re.findall(r"`(\w+)(?:\[\])?`", PAGE.partition("## JSON")[2]))
    assert set(_keys(json.loads(called(capsys, "report", "--format", "json").out))) <= keys


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _keys(one)


def test_figures_of_the_sessions(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    told(repo)

    data = json.loads(called(capsys, "report", "--format", "json").out)

    first, second = data["sessions"]
    assert first["performance"] == {
        "session": "001",
        "metrics": {
            "tasksPlanned": 2,
            "tasksCompleted": 2,
            "testsWritten": 4,
            "testsPassed": 3,
            "bugsFixed": 1,
            "bugsIntroduced": 1,
            "linesAdded": 4,
            "linesRemoved": 0,
            "timeSpent": 60,
            "timeEstimated": 30,
        },
        "score": 75,
    }
    assert (first["fresh"], second["fresh"]) == (
        {"state": "fresh", "behind": 0},
        {"state": "stale", "behind": 1},
    )
    assert second["performance"]["metrics"]["tasksPlanned"] is None
    assert second["performance"]["metrics"]["linesAdded"] == 2
    assert second["rates"]["timeEfficiency"]["unknown"] == "no estimate, or no record of the time"
    assert [(one["id"], one["status"], one["sessions"]) for one in data["fixes"]] == [
        ("1", "done", ["001"]),
        ("2", "done", ["001"]),
        ("3", "reverted", [TWO]),
    ]
    assert data["batches"] == [
        {
            "id": "A",
            "title": "Critical fixes",
            "fixes": ["1", "2"],
            "done": 2,
            "planned": {"sessions": 1, "least": 30, "most": 30},
            "actual": {"sessions": ["001"], "minutes": 60},
        }
    ]
    assert [(day["date"], day["done"]) for day in data["days"]] == [("2026-02-13", 2), ("2026-02-14", 2)]


def test_copies_of_a_commit_count_once(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    told(repo)
    repo.git("switch", "-q", "-c", "side", "HEAD~3")
    repo.git("cherry-pick", "main~1")
    repo.git("merge", "-q", "-m", "merge", "-s", "ours", "main")

    data = json.loads(called(capsys, "report", "--format", "json").out)

    assert [len(one["checkpoints"]) for one in data["sessions"]] == [3, 1]


def test_the_files_of_a_session_are_read(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """The list of tasks, the list of tests, the file of results; nothing is read through a link."""
    told(repo)
    tasks = {"tasks": [{"status": "completed", "estimatedMinutes": 90}, {"status": "pending"}]}
    repo.write(".sessionlog.toml", 'profiles = ["sessions"]\n')
    repo.write(".claude/sessions/session-001-tasks.json", json.dumps(tasks))
    repo.write(f".claude/sessions/session-001-{ONE[9:]}-tests.md", "- [x] a\n- [ ] b\n")
    repo.write(".claude/sessions/session-001-completed.md", "## Performance\n- **Tests Passed**: 9\n")

    data = json.loads(called(capsys, "report", "--format", "json").out)
    metrics = data["sessions"][0]["performance"]["metrics"]

    # of the list of tests nothing is left: record and results have fields
    assert [metrics[key] for key in ("tasksPlanned", "tasksCompleted", "timeEstimated")] == [2, 1, 90]
    assert [metrics[key] for key in ("testsWritten", "testsPassed")] == [4, 9]


def test_the_files_of_a_session_without_a_number_are_nobody_s(repo: Repo) -> None:
    record = RECORD.format(id=ONE, number=0, day=13, goal="x")
    repo.write(".sessionlog.toml", 'profiles = ["sessions"]\n')
    repo.write(".claude/sessions/session-000-tasks.json", '{"tasks": [{"status": "completed"}]}')
    commit(repo, "docs: start", "", "13 17:00", **{f"docs/sessions/{ONE}.md": record})

    assert collect.report().sessions[0].done.tasks_planned == 2


def test_a_record_whose_commits_have_no_trailers(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    metrics = "commits: 1\nfiles: 1\nadded: 7\nremoved: 2\nminutes: 60\n---\n"
    record = RECORD.format(id=ONE, number=1, day=13, goal="x").replace("---\n\n#", f"{metrics}\n#")
    commit(repo, "docs: start", "", "13 17:00", **{f"docs/sessions/{ONE}.md": record})

    data = json.loads(called(capsys, "report", "--format", "json").out)

    own = data["sessions"][0]["performance"]["metrics"]
    assert (own["linesAdded"], own["linesRemoved"], own["timeSpent"], own["bugsFixed"]) == (7, 2, 60, None)
    assert data["sessions"][0]["fresh"]["state"] == "missing"  # where the record landed


def test_since(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """Sessions and days from then on; what was done before still counts, plan and trails are whole."""
    told(repo)

    data = json.loads(called(capsys, "report", "--since", "2026-02-14", "--format", "json").out)

    assert data["since"] == "2026-02-14"
    assert [one["id"] for one in data["sessions"]] == [TWO]
    assert [(day["date"], day["finished"], day["done"]) for day in data["days"]] == [("2026-02-14", 0, 2)]
    assert len(data["fixes"]) == 3
    assert data["batches"][0]["actual"]["sessions"] == ["001"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--html", ""), "the FILE of --html is empty: is a variable not set?"),
        (("--html", "-", "--format", "json"), "--html and --format json are two forms: take one"),
    ],
)
def test_what_cannot_be_meant(
    repo: Repo, capsys: pytest.CaptureFixture[str], args: tuple[str, ...], words: str
) -> None:
    done = called(capsys, "report", *args)

    assert done == (2, "", f"error: {words}\nhint: git sessionlog report -h\n")


@pytest.mark.parametrize("date", ["yesterday", "2026-13-01", "2026-02-30", "13.02.2026"])
def test_what_is_no_date(repo: Repo, capsys: pytest.CaptureFixture[str], date: str) -> None:
    done = called(capsys, "report", "--since", date)

    assert done == (2, "", f'error: "{date}" is no date\nhint: a date is YYYY-MM-DD\n')


@pytest.mark.parametrize("name", ["rates", "sessions", "days", "batches", "fixes"])
def test_each_table_as_csv(repo: Repo, capsys: pytest.CaptureFixture[str], name: str) -> None:
    told(repo)

    done = called(capsys, "report", "--format", "csv", "--table", name)

    assert done.code == 0
    assert done.out.count("\r\n") == {"rates": 7, "sessions": 3, "days": 3, "batches": 2, "fixes": 4}[name]


def test_csv_of_the_batches(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    told(repo)

    assert called(capsys, "report", "--format", "csv", "--table", "batches").out == (
        "batch,title,fixes,done,planned_sessions,actual_sessions,planned_least,planned_most,actual_time,sessions\r\n"
        "A,Critical fixes,2,2,1,1,30,30,60,001\r\n"
    )


def empty(repo: Repo) -> None:
    """No commit at all."""


def plain(repo: Repo) -> None:
    repo.commit("feat(a): one")


def listed(repo: Repo) -> None:
    commit(repo, "docs: start", "", "13 17:00", **{"improvement-analysis.md": BACKLOG})


@pytest.mark.parametrize(
    ("build", "text"),
    [
        (empty, "repo: 0 sessions\nNothing to report yet"),
        (plain, "repo: 0 sessions\nNothing to report yet"),
        (listed, "repo: 0 sessions, 0 of 3 fixes done\n"),
    ],
    ids=["empty", "no session", "a backlog alone"],
)
def test_little_to_report(
    repo: Repo, capsys: pytest.CaptureFixture[str], build: Callable[[Repo], None], text: str
) -> None:
    build(repo)

    assert called(capsys, "report").out.startswith(text)
    for form in ("json", "csv"):
        assert called(capsys, "report", "--format", form).code == 0
    assert "<h1>repo: sessions</h1>" in called(capsys, "report", "--html", "-").out


@pytest.mark.parametrize("options", [["--bare"], ["--bare", "--object-format=sha256"]])
def test_a_bare_repository(
    repo: Repo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    other = Repo.init(repo.path.parent / "other.git", *options)
    monkeypatch.chdir(other.path)
    assert called(capsys, "report").out.startswith("other: 0 sessions\n")
    if len(options) == 1:
        told(repo)
        repo.git("push", "-q", str(other.path), "main")

        found = json.loads(called(capsys, "report", "--format", "json").out)

        monkeypatch.chdir(repo.path)
        here = json.loads(called(capsys, "report", "--format", "json").out)
        assert found | {"repository": "", "made": ""} == here | {"repository": "", "made": ""}


def test_times_that_nobody_has(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """A commit may name any time, a record none; a line that belongs to no day is none."""
    record = RECORD.format(id="99999999-7k3f9q", number=7, day=13, goal="x").replace("started:", "begun:")
    repo.write("docs/sessions/x.md", record.replace("ended:", "over:"))
    repo.git("add", "-A")
    far = {"GIT_AUTHOR_DATE": "@9999999999999 +0000", "GIT_COMMITTER_DATE": "2026-02-13T18:00:00Z"}
    repo.commit(f"fix(a): later [Fix 1]\n\nSession-Checkpoint: {ONE}/1", **far)
    repo.commit(f"fix(a): at once [Fix 1]\n\nSession-Checkpoint: {ONE}/2", GIT_AUTHOR_DATE="@0 +0000")

    data = json.loads(called(capsys, "report", "--format", "json").out)

    found = {one["id"]: (one["start"], one["checkpoints"]) for one in data["sessions"]}
    assert found == {"99999999-7k3f9q": (None, []), ONE: (None, [None, "9999-12-31T23:59:59Z"])}
    assert called(capsys, "report").code == 0
    assert called(capsys, "report", "--html", "-").code == 0


def test_outside_of_a_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    done = called(capsys, "report")

    assert done.code == 2
    assert done.err.startswith("error: ")


def test_the_page_is_written(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    told(repo)
    file = repo.write("report.html", "before")
    file.chmod(0o640)

    done = called(capsys, "report", "--html", "report.html")

    text = file.read_text(encoding="utf-8")
    assert done == (0, "", "")
    assert text.startswith("<!DOCTYPE html>\n")
    assert text.endswith("</html>\n")
    made = r"made \d{4}-\d\d-\d\d \d\d:\d\d UTC"
    assert (
        re.sub(made, "", called(capsys, "report", "--html", "-").out)[:900] == re.sub(made, "", text)[:900]
    )
    assert [path.name for path in repo.path.glob("report*")] == ["report.html"]
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (".", "error: . cannot be written: it is no file\n"),
        (
            "no/such/report.html",
            "error: no/such/report.html cannot be written: No such file or directory\n",
        ),
        (os.devnull, f"error: {os.devnull} cannot be written: it is no file\n"),
    ],
)
def test_a_page_that_cannot_be_written(
    repo: Repo, capsys: pytest.CaptureFixture[str], path: str, words: str
) -> None:
    assert called(capsys, "report", "--html", path) == (2, "", words)


def links(repo: Repo, outside: Path) -> None:
    """What a clone may bring: links to a file, to no file yet, to a directory, to a hook."""
    outside.mkdir()
    (outside / "there.html").write_text("before")
    repo.write("there.html", "before")
    for name, to in (
        ("in", "there.html"),
        ("out", f"{outside}/there.html"),
        ("new", f"{outside}/new.html"),
    ):
        (repo.path / f"{name}.html").symlink_to(to)
    (repo.path / "away").symlink_to(outside)
    (repo.path / "git").symlink_to(".git")
    repo.write("deep/a", "").parent.joinpath("away").symlink_to("../away")


@pytest.mark.parametrize("command", [("report", "--html"), ("ci", "--format", "json", "--output")])
@pytest.mark.parametrize(
    "path",
    [
        "in.html",
        "out.html",
        "new.html",
        "away/new.html",
        "git/new.html",
        "deep/away/there.html",
        "{top}/out.html",
    ],
)
def test_nothing_is_written_through_a_link_of_the_clone(
    repo: Repo, capsys: pytest.CaptureFixture[str], tmp_path: Path, path: str, command: tuple[str, ...]
) -> None:
    told(repo)
    links(repo, tmp_path / "outside")
    before = sorted(tmp_path.rglob("*"))

    assert called(capsys, *command, path.format(top=repo.path)).code == 2

    assert sorted(tmp_path.rglob("*")) == before
    assert {file.read_text() for file in tmp_path.rglob("there.html")} == {"before"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFO here")
@pytest.mark.parametrize("command", [("report", "--html"), ("ci", "--format", "json", "--output")])
def test_nothing_is_written_into_a_pipe(
    repo: Repo, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    told(repo)
    os.mkfifo(repo.path / "pipe")

    assert called(capsys, *command, "pipe").code == 2
    assert called(capsys, *command, os.devnull).code == 2


def test_a_page_is_written_through_the_users_own_link(
    repo: Repo, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "there.html").write_text("before")
    (tmp_path / "link.html").symlink_to("there.html")

    assert called(capsys, "report", "--html", str(tmp_path / "link.html")).code == 0
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "there.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_record_leads_to_no_file_outside(repo: Repo, tmp_path: Path) -> None:
    """The paths of a session's files are made of what its record says."""
    (tmp_path / "tasks.json").write_text('{"tasks": [{"status": "completed"}]}')
    profile = '[[documents]]\nid = "tasks"\npath = "d/{slug}/tasks.json"\nform = "json"\n'
    repo.write("own.toml", profile)
    repo.write(".sessionlog.toml", 'profiles = ["own.toml"]\n')
    record = RECORD.format(id=ONE, number=1, day=13, goal="../..")
    commit(repo, "docs: start", "", "13 17:00", **{f"docs/sessions/{ONE}.md": record})

    found: Any = collect.report()

    assert found.sessions[0].done.tasks_planned == 2, "that of the record"


def test_documents_that_nobody_can_judge(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """In a shallow clone it is not known: neither fresh nor stale."""
    told(repo)
    clone = repo.path.parent / "shallow"
    repo.git("clone", "-q", "--depth=2", f"file://{repo.path}", str(clone))
    shown = Repo(clone).run(CLI, "report", "--format", "json")
    data = json.loads(shown.out)

    assert shown.code == 2
    assert shown.err.startswith("error: the clone is shallow: ")
    assert "\nhint: git fetch --unshallow" in shown.err
    assert data["sessions"][1]["fresh"] == {"state": "unknown", "behind": None}
    assert data["sessions"][1]["rates"]["documentationCoverage"]["value"] is None
    assert data["unseen"]
