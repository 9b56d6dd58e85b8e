"""Which commits brought the records of sessions, and which of them are their squashes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from git_sessionlog.cli import main
from helpers import Repo

ONE, TWO = "20260213-7k3f9q", "20260214-0r6bq3"
SOLO = "feat(core): add it (#1)"

Told = Callable[..., Any]


def record(id: str, covers: str = "1-2", *, more: str = "", rows: tuple[str, ...] = ()) -> str:
    front = f"---\nid: {id}\nnumber: 4\nstatus: completed\ngoal: Goal of {id}\n"
    front += f"covers: {covers}\n" if covers else ""
    listed = "".join(f"| {at} | {subject} | — |\n" for at, subject in enumerate(rows, 1))
    table = (
        f"\n## Checkpoints\n\n| Checkpoint | Subject | Patch |\n| --- | --- | --- |\n{listed}"
        if rows
        else ""
    )
    return f"{front}{more}---\n# Session\n{table}"


def path(id: str, more: str = "") -> str:
    return f"docs/sessions/{id}{more}.md"


def commit(repo: Repo, message: str, files: dict[str, str | None]) -> str:
    """A commit without hooks, a minute after the one before; None removes a file."""
    for name, text in files.items():
        if text is None:
            (repo.path / name).unlink()
        else:
            repo.write(name, text)
    repo.git("add", "-A")
    return made(repo, "commit", "-q", "--allow-empty", "-m", message)


def made(repo: Repo, *command: str) -> str:
    count = repo.run("git", "rev-list", "--count", "--all").out.strip() or "0"
    date = f"2026-02-13T{int(count) // 60:02}:{int(count) % 60:02}:00Z"
    repo.git("-c", "core.hooksPath=/dev/null", *command, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)
    return repo.git("rev-parse", "HEAD").strip()


@pytest.fixture
def told(repo: Repo, capsys: pytest.CaptureFixture[str]) -> Told:
    """Asks a command for JSON, in a repository with a first commit."""
    commit(repo, "docs: start", {"STATUS.md": "# Status\n", "src/a.py": "1\n"})

    def ask(*command: str) -> Any:
        assert main([*command, "--format", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def points(said: Any, id: str = ONE) -> list[tuple[str, list[int]]]:
    """The commits of a session, each with what it includes."""
    every = [one for one in said["sessions"] if one["id"] == id]
    return [(point["oid"], point["includes"]) for one in every for point in one["checkpoints"]]


def sums(said: Any, id: str = ONE) -> tuple[int, int, int, int]:
    (one,) = (one for one in said["sessions"] if one["id"] == id)
    return one["commits"], one["files"], one["added"], one["removed"]


def squash(repo: Repo, message: str = SOLO, id: str = ONE, **how: Any) -> str:
    return commit(repo, message, {path(id): record(id, **how), "src/a.py": "1\n2\n", "STATUS.md": "# S\n"})


def test_a_squash_without_trailers(repo: Repo, told: Told) -> None:
    """Its own diff tells the lines, without our own files; its record the commits."""
    oid = squash(repo)

    said = told("log")

    assert (points(said), sums(said), said["without"]) == ([(oid, [1, 2])], (2, 1, 1, 0), 1)


def test_all_records_of_a_tree_without_a_commit(repo: Repo, told: Told) -> None:
    repo.write(path(ONE), record(ONE))

    assert told("log")["sessions"] == []


@pytest.mark.parametrize(
    "change",
    [
        {path(ONE): None, "docs/sessions/2026/one.md": record(ONE)},
        {path(ONE): None, ".claude/sessions/one.md": record(ONE)},
        {path(ONE): record(ONE).replace("4\n", '"4"\n') + "\n\nMore.\n"},
        {"docs/sessions/copy.md": record(ONE)},
    ],
    ids=["moved below", "moved", "reformatted", "copied"],
)
@pytest.mark.parametrize("work", [True, False])
def test_a_record_that_is_not_new_does_not_land(
    repo: Repo, told: Told, change: dict[str, str | None], work: bool
) -> None:
    oid = squash(repo)
    commit(repo, "refactor(docs): tidy up [Fix 9]", change | ({"src/a.py": "3\n"} if work else {}))

    assert points(told("log")) == [(oid, [1, 2])]


def test_a_record_that_comes_from_elsewhere_unchanged(repo: Repo, told: Told) -> None:
    """Its old place is none where records are looked for: what it was there is not known."""
    commit(repo, "docs: keep it", {"old/one.md": record(ONE)})
    commit(repo, "refactor(docs): move it", {"old/one.md": None, path(ONE): record(ONE), "src/b.py": ""})

    assert told("log")["sessions"] == []


def test_a_range_in_which_a_record_is_only_moved(repo: Repo, told: Told) -> None:
    oid = squash(repo)
    moved = record(ONE).replace("Goal of", "New goal of")
    commit(repo, "refactor(a): move", {path(ONE): None, path("x"): moved, "src/b.py": "1\n"})

    assert told("log", f"{oid}..HEAD")["sessions"] == []
    assert told("log")["sessions"][0]["goal"] == f"New goal of {ONE}"  # as it is now


def test_a_session_that_lands_twice(repo: Repo, told: Told) -> None:
    first = squash(repo, more="started: 2026-02-13T08:00:00Z\nended: 2026-02-13T08:10:00Z\n")
    again = record(ONE, "3-5", more="started: 2026-02-20T08:00:00Z\nended: 2026-02-20T08:20:00Z\n")
    second = commit(repo, "fix(core): go on (#2)", {path(ONE, "-2"): again, "src/b.py": "1\n"})

    said, (reported,) = told("log"), told("report")["sessions"]

    assert points(said) == [(first, [1, 2]), (second, [3, 4, 5])]
    assert sums(said) == (5, 2, 2, 0)
    assert (reported["start"], reported["end"]) == ("2026-02-13T08:00:00Z", "2026-02-20T08:20:00Z")
    assert (reported["commits"], reported["performance"]["metrics"]["timeSpent"]) == (5, 30)
    shown = told("show", ONE)
    assert (shown["record"]["coverage"]["numbers"], len(shown["session"]["checkpoints"])) == (
        [1, 2, 3, 4, 5],
        2,
    )


def test_a_record_that_grows_in_its_file(repo: Repo, told: Told) -> None:
    first = squash(repo)
    second = commit(repo, "fix(core): go on (#2)", {path(ONE): record(ONE, "1-3"), "src/b.py": "1\n"})

    assert points(told("log")) == [(first, [1, 2]), (second, [3])]


def test_two_sessions_in_one_squash(repo: Repo, told: Told) -> None:
    """Whose lines are whose only the records tell; no line is told of both."""
    figures = "commits: {}\nfiles: {}\nadded: {}\nremoved: {}\n".format
    oid = commit(
        repo,
        "feat(core): both [Fix 8] (#1)",
        {
            path(ONE): record(
                ONE, more=figures(2, 1, 5, 1), rows=("feat(a): x [Fix 1]", "fix(a): y [Fix 1]")
            ),
            path(TWO): record(TWO, "1", more=figures(1, 1, 7, 0), rows=("fix(b): z [Fix 2]",)),
            "src/b.py": "1\n" * 11,
        },
    )

    said, reported = told("log"), told("report")

    assert (points(said), points(said, TWO)) == ([(oid, [1, 2])], [(oid, [1])])
    assert (sums(said), sums(said, TWO)) == ((2, 1, 5, 1), (1, 1, 7, 0))
    assert [one["fixes"] for one in reported["sessions"]] == [["1"], ["2"]]
    assert [(day["checkpoints"], day["added"]) for day in reported["days"]] == [(3, 12)]
    assert {one["id"] for one in reported["fixes"] if one["status"] == "done"} == {"1", "2", "8"}


@pytest.mark.parametrize("body", ["", f"\n\nSession-Checkpoint: {TWO}/1"])
def test_a_squash_belongs_to_what_it_brought(repo: Repo, told: Told, body: str) -> None:
    """Whoever makes it by hand has a session of his own, whose trailer the hook writes."""
    oid = squash(repo, SOLO + body)

    said = told("log")

    assert (points(said), points(said, TWO)) == ([(oid, [1, 2])], [])
    assert [one["id"] for one in said["sessions"]] == [ONE]


def test_the_last_message_of_a_request_is_that_of_its_squash(repo: Repo, told: Told) -> None:
    oid = squash(repo, f"docs: add the record\n\nSession-Checkpoint: {ONE}/3")

    assert points(told("log")) == [(oid, [1, 2, 3])]


def test_an_amended_commit_of_the_session_is_no_squash(repo: Repo, told: Told) -> None:
    """Its commits are in the history, and it has a number that the record does not describe."""
    for number in (1, 2):
        commit(
            repo, f"feat(a): {number}\n\nSession-Checkpoint: {ONE}/{number}", {"src/a.py": f"{number}\n\n"}
        )
    squash(repo, f"feat(a): three\n\nSession-Checkpoint: {ONE}/3")

    said = told("log")

    assert [point["number"] for one in said["sessions"] for point in one["checkpoints"]] == [1, 2, 3]
    assert sums(said)[0] == 3


def test_what_is_in_the_history_besides_counts_once(repo: Repo, told: Told) -> None:
    """The branch is squashed to one branch and merged to another, and then they meet."""
    repo.git("switch", "-q", "-c", "topic")
    for number in (1, 2):
        commit(
            repo, f"feat(a): {number}\n\nSession-Checkpoint: {ONE}/{number}", {f"src/{number}.py": "1\n"}
        )
    repo.git("switch", "-q", "main")
    commit(repo, SOLO, {path(ONE): record(ONE), "src/1.py": "1\n", "src/2.py": "1\n"})
    made(repo, "merge", "-q", "-m", "merge", "topic")

    assert sums(told("log")) == (2, 2, 2, 0)


def trace(told: Told, fix: str) -> tuple[str, list[str]]:
    (row,) = told("trace", fix)["fixes"]
    return row["status"], [one["oid"] for one in row["commits"]]


ROWS = ("feat(a): x [Fix 1]", "fix(a): y [Fix 2]")


def test_what_the_record_calls_done(repo: Repo, told: Told) -> None:
    oid = squash(
        repo, "feat(core): add it [Fix 1] (#1)", rows=ROWS, more='done: ["3"]\nunfinished: ["2"]\n'
    )

    rows = told("trace")["fixes"]

    assert {one["id"]: one["status"] for one in rows} == {"1": "done", "3": "done"}
    assert [one["sessions"][0]["id"] for one in rows] == [ONE, ONE]
    assert trace(told, "3") == ("done", [oid])


@pytest.mark.parametrize("again", ["", "revert", "restore"])
def test_a_squash_that_is_reverted(repo: Repo, told: Told, again: str) -> None:
    """It takes its record along; who restores that has not landed it."""
    oid = squash(repo, rows=ROWS)
    made(repo, "revert", "--no-edit", oid)
    if again == "revert":
        made(repo, "revert", "--no-edit", "HEAD")
    if again == "restore":
        commit(repo, "docs: bring the record back", {path(ONE): record(ONE, rows=ROWS)})

    said = told("log")

    assert (points(said), sums(said)[0]) == ([(oid, [1, 2])], 2)
    assert said["sessions"][0]["goal"] == f"Goal of {ONE}"
    assert trace(told, "2") == ("done" if again == "revert" else "reverted", [oid])
    shown = told("show", "4")
    assert (shown["session"]["id"], shown["record"]["id"]) == (ONE, ONE)


def test_a_branch_that_is_still_there(repo: Repo, told: Told) -> None:
    """What the commits of the branch name is done by the squash, not only on another branch."""
    repo.git("switch", "-q", "-c", "topic")
    commit(repo, f"{ROWS[1]}\n\nSession-Checkpoint: {ONE}/1", {"src/a.py": "2\n"})
    repo.git("switch", "-q", "main")
    oid = squash(repo, rows=ROWS[1:], covers="1")

    status, oids = trace(told, "2")

    assert (status, oids[0]) == ("done", oid)


def test_a_first_edition_record_that_describes_nothing(repo: Repo, told: Told) -> None:
    """Its rows tell what it took together."""
    oid = squash(repo, covers="", rows=ROWS)

    assert (points(told("log")), sums(told("log"))[0]) == ([(oid, [1, 2])], 2)


def test_a_range(repo: Repo, told: Told) -> None:
    first = squash(repo)
    second = squash(repo, "feat(core): more (#2)", TWO)

    assert points(told("log", f"{first}..HEAD")) == []
    assert points(told("log", f"{first}..HEAD"), TWO) == [(second, [1, 2])]


def test_the_end_of_a_shallow_clone_brings_nothing(
    repo: Repo, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    squash(repo)
    commit(repo, "fix(a): later", {"src/b.py": "1\n"})
    clone = tmp_path / "clone"
    repo.git("clone", "-q", "--depth", "1", repo.path.as_uri(), str(clone))
    monkeypatch.chdir(clone)

    assert told("log")["sessions"] == []


@pytest.mark.parametrize(
    "text", ["---\nid: ../x\n---\n", f"---\nid: {ONE}\ncovers: 1-99999999\n---\n", "\0" * 99]
)
def test_records_of_strangers(repo: Repo, told: Told, text: str) -> None:
    commit(repo, SOLO, {path(ONE): text, "src/a.py": "2\n"})

    assert len(told("log")["sessions"]) == (ONE in text)
    told("report")


def test_git_is_asked_as_often_for_many_sessions_as_for_few(
    repo: Repo, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*command: str) -> int:
        events = tmp_path / "events"
        monkeypatch.setenv("GIT_TRACE2_EVENT", str(events))
        told(*command)
        monkeypatch.delenv("GIT_TRACE2_EVENT")
        count = events.read_text().count('"event":"start"')
        events.unlink()
        return count

    squash(repo)
    few = [asked(name) for name in ("log", "trace")]
    for number in range(20):
        squash(repo, f"feat(core): {number} (#{number})", f"20260214-0000{number:02}")

    assert [asked(name) for name in ("log", "trace")] == few
