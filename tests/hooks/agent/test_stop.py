"""An agent is not let stop once, where the end of the session was begun and its checklist fails."""

import json

import pytest

from agents_repo import CAPSYS, told, working
from git_sessionlog.sessions import active, end_marker
from helpers import Repo
from program import called

STATE = ".git/sessionlog"


@pytest.fixture
def stop(repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS) -> "Stop":
    return Stop(working(repo), monkeypatch, capsys)


class Stop:
    """A session in which an agent works."""

    def __init__(self, repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS) -> None:
        self.repo, self._patch, self.capsys = repo, monkeypatch, capsys

    def refused(self, **event: object) -> bool:
        """Whether it is refused to stop."""
        done = told(self._patch, self.capsys, "claude", "stop", data=event)
        assert (done.code, done.err) == (0, "")
        return bool(done.out) and json.loads(done.out)["decision"] == "block"

    def command(self, command: str) -> None:
        """The agent runs a command of ours, and its hook sees it before."""
        data = {"tool_input": {"command": command}}
        assert told(self._patch, self.capsys, "claude", "pre-tool-use", data=data) == (0, "", "")


def test_nothing_is_refused_before_the_end_is_begun(stop: Stop) -> None:
    assert [stop.refused() for _ in range(3)] == [False] * 3


def test_refused_once_after_the_end_was_begun(stop: Stop) -> None:
    assert called(stop.capsys, "end").code == 1
    assert [stop.refused() for _ in range(4)] == [True, False, False, False]
    assert called(stop.capsys, "end").code == 1
    assert [stop.refused(), stop.refused(stop_hook_active=True)] == [True, False]


def test_never_twice_in_a_row_though_the_end_is_begun_again(stop: Stop) -> None:
    called(stop.capsys, "end")
    assert stop.refused()
    called(stop.capsys, "end")
    assert not stop.refused()


@pytest.mark.parametrize(
    "event",
    [
        {"stop_hook_active": True},
        {"background_tasks": [{"id": "b1"}]},
        {"loop_count": 1},
        {"status": "aborted"},
        {"agent_id": "sub"},
    ],
    ids=str,
)
def test_let_go_where_it_must_be(event: dict[str, object], stop: Stop) -> None:
    called(stop.capsys, "end")
    assert not stop.refused(**event)
    assert stop.refused()


def test_a_dry_run_begins_no_end(stop: Stop) -> None:
    called(stop.capsys, "end", "--dry-run")
    stop.command("git sessionlog end --dry-run")
    assert not stop.refused()


def test_the_command_is_enough(stop: Stop) -> None:
    stop.command("cd . && git sessionlog end --next 'x'")
    assert stop.refused()


def test_let_go_when_the_checklist_holds(stop: Stop) -> None:
    called(stop.capsys, "end")
    (stop.repo.path / "notes.txt").unlink()
    assert not stop.refused()
    stop.repo.write("notes.txt", "again")
    assert stop.refused()


def test_let_go_after_the_end(stop: Stop) -> None:
    called(stop.capsys, "end")
    (stop.repo.path / "notes.txt").unlink()
    assert called(stop.capsys, "end").code == 0
    stop.repo.write("notes.txt", "again")
    assert not stop.refused()
    called(stop.capsys, "start", "Another one", "--force")
    assert not stop.refused()


def test_a_handoff_asks_for_the_end_and_tells_the_checklist(
    stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = told(monkeypatch, stop.capsys, "claude", "handoff", data="")
    assert (done.code, done.err) == (0, "")
    head, marked, *lines = done.out.splitlines()
    assert head == "The handoff checklist of this session:"
    assert marked.startswith("Quoted below from ")
    assert lines[:2] == [
        "  fail     all changes committed: notes.txt",
        "           git commit them, or end with --minimal",
    ]
    assert stop.refused()


def test_a_handoff_without_a_session(repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS) -> None:
    repo.write(".sessionlog.toml", "")
    done = told(monkeypatch, capsys, "claude", "handoff", data="")
    none = 'No session is active in this work tree; `git sessionlog start "GOAL"` begins one.\n'
    assert done == (0, none, "")


def test_in_the_middle_of_a_merge_nothing_is_refused(stop: Stop) -> None:
    end_marker.ask(str(stop.repo.path / STATE), active.read(str(stop.repo.path / STATE)))
    stop.repo.write(".git/MERGE_HEAD", stop.repo.git("rev-parse", "HEAD"))
    assert not stop.refused()
