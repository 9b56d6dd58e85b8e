"""`git-sessionlog-hook agent`: whatever comes, the agent is not blocked by our fault."""

import io
import json
import os
from pathlib import Path

import pytest

from agents_repo import CAPSYS, told, working
from git_sessionlog.core.quoted import quoted
from git_sessionlog.git.worktree import ask, seen
from git_sessionlog.hooks.agent import start
from git_sessionlog.hooks.agent.event import LARGEST
from git_sessionlog.install.agents import uses
from helpers import HOOK, Repo
from life_repo import adopted

NO_VERIFY = {"tool_input": {"command": "git commit -n -m 'docs: x'"}}
KNOWN = "session-start pre-tool-use stop pre-compact session-end"


@pytest.mark.parametrize(
    ("args", "data", "note"),
    [
        (
            (),
            b"{}",
            "an agent's hook takes the agent and the event (git-sessionlog-hook agent claude stop)",
        ),
        (
            ("claude",),
            b"{}",
            "an agent's hook takes the agent and the event (git-sessionlog-hook agent claude stop)",
        ),
        (("other", "stop"), b"{}", 'no agent "other" (known: claude codex gemini cursor)'),
        (
            ("claude", "Notification"),
            b"{}",
            f'Claude Code has no event "Notification" for us (known: {KNOWN})',
        ),
        (("claude", "stop"), b"", "the event is no JSON"),
        (("claude", "stop"), b"{", "the event is no JSON"),
        (("claude", "stop"), b"\xff{}", "the event is no JSON"),
        (("claude", "stop"), b"[" * 100_000, "the event is no JSON"),
        (("claude", "stop"), b"[]", "the event is no JSON object"),
        (
            ("claude", "stop"),
            b'{"x": "' + b"y" * LARGEST + b'"}',
            "the event is longer than 8,000,000 bytes",
        ),
        (
            ("claude", "stop"),
            b'{"cwd": "/nowhere"}',
            "/nowhere cannot be looked at: No such file or directory",
        ),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_is_not_understood_is_a_note(
    args: tuple[str, ...], data: bytes, note: str, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    assert told(monkeypatch, capsys, *args, data=data) == (0, "", f"sessionlog: note: {note}\n")


@pytest.mark.parametrize(
    "told_",
    [
        {"tool_input": 5},
        {"tool_input": {"command": ["git", "push"]}},
        {"cwd": 7, "session_id": None, "stop_hook_active": "yes", "loop_count": "many"},
        {"cwd": "a\0b"},
        {"workspace_roots": {}},
        {"tool_input": {"command": "git commit -m '\ud800'"}},
        {"tool_input": {"command": "git " + "$(" * 2000}},
        {"tool_input": {"command": "git commit " + "$(" * 2000 + ")" * 2000}},
        {"tool_input": {"command": "git commit " + "(" * 50_000}},
        {"tool_input": {"command": "git commit " + "a=(" * 50_000}},
        {"tool_input": {"command": "git commit " + "<<E\n" * 50_000}},
        {"tool_input": {"command": "git " * 20_000}},
        {"tool_input": {"command": "git commit -m '" + "a\n" * 200_000 + "'"}},
        {"tool_input": {"command": "\x1b[2Jgit push\u202e -n \x00"}},
    ],
    ids=lambda value: repr(value)[:40],
)
def test_hostile_events_are_no_trouble(
    told_: dict[str, object], repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    for event in KNOWN.split():
        done = told(monkeypatch, capsys, "claude", event, data=json.dumps(told_))

        assert done.code == 0
        assert "a bug" not in done.err
        assert done.out == ""


def test_our_own_failure_is_a_note(repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS) -> None:
    adopted(repo, None)

    def broken(*_: object) -> str:
        raise ZeroDivisionError("of ours\nand more")

    monkeypatch.setattr(start, "context", broken)
    done = told(monkeypatch, capsys, "claude", "session-start", data={"source": "startup"})

    bug = "a bug in git-sessionlog, please report it: ZeroDivisionError: of ours and more"
    assert done == (0, "", f"sessionlog: note: {bug}\n")


class Deaf(io.StringIO):
    """A stream that nobody reads."""

    def write(self, _text: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


def test_a_directory_that_is_gone_is_no_bug(monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS) -> None:
    def gone() -> str:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(os, "getcwd", gone)
    done = told(monkeypatch, capsys, "claude", "pre-tool-use", data=NO_VERIFY)
    assert done == (0, "", "sessionlog: note: [Errno 2] No such file or directory\n")


def test_nobody_has_to_listen(repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS) -> None:
    adopted(repo, None)
    monkeypatch.setattr("sys.stdout", Deaf())
    done = told(monkeypatch, capsys, "claude", "pre-tool-use", data=NO_VERIFY)
    assert done == (0, "", "sessionlog: note: [Errno 32] Broken pipe\n")
    monkeypatch.setattr("sys.stderr", Deaf())
    assert told(monkeypatch, capsys, "claude", "pre-tool-use", data=NO_VERIFY) == (0, "", "")


def test_silent_where_nobody_uses_us(repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS) -> None:
    repo.write("STATUS.md", "# Status\n")
    repo.git("add", "-A")
    repo.commit("begin")

    for event in KNOWN.split():
        assert told(monkeypatch, capsys, "claude", event, data=NO_VERIFY) == (0, "", "")
    assert not (repo.path / ".git/sessionlog").exists()


def test_silent_outside_of_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    monkeypatch.chdir(tmp_path)
    for event in ("session-start", "pre-tool-use", "stop"):
        assert told(monkeypatch, capsys, "gemini", event, data=NO_VERIFY) == (0, "", "")


SIGNS = {
    "settings": (".sessionlog.toml", ""),
    "pyproject": ("pyproject.toml", "[tool.sessionlog]\n"),
    "session": (".git/sessionlog/sessions/20260213-7k3f9q", "session: 20260213-7k3f9q\n"),
    "agent": (".gemini/settings.json", '{"hooks": {"x": "git-sessionlog-hook agent gemini stop"}}'),
    "hook": (".git/hooks/pre-push", "exec git-sessionlog-hook pre-push\n"),
    "pre-commit": (".pre-commit-config.yaml", "- id: sessionlog-commit-msg\n"),
}


@pytest.mark.parametrize("sign", SIGNS)
def test_what_tells_that_a_repository_uses_us(sign: str, repo: Repo) -> None:
    assert not uses.is_used(seen(ask()))
    repo.write(*SIGNS[sign])
    assert uses.is_used(seen(ask()))


def test_a_configured_hook_tells_it_too(repo: Repo) -> None:
    repo.git("config", "hook.sessionlog-commit-msg.command", "git-sessionlog-hook commit-msg")
    assert uses.is_used(seen(ask()))


@pytest.mark.parametrize(
    ("agent", "event"),
    [
        *(("claude", name) for name in ("PreToolUse", "pre_tool_use", "pretooluse")),
        *(("gemini", name) for name in ("BeforeTool", "before-tool", "pre-tool-use")),
        *(("cursor", name) for name in ("beforeShellExecution", "before-shell-execution", "pre-tool-use")),
    ],
)
def test_an_event_has_its_name_in_any_spelling(
    agent: str, event: str, repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    adopted(repo, None)
    done = told(monkeypatch, capsys, agent, event, data={"command": "git commit -n", **NO_VERIFY})
    assert "deny" in done.out


def test_the_program(repo: Repo, tmp_path: Path) -> None:
    """As an agent starts it: from anywhere, the directory is in the event."""
    adopted(repo, None)
    data = json.dumps({"cwd": str(repo.path), **NO_VERIFY})

    done = Repo(tmp_path).run(HOOK, "agent", "codex", "pre-tool-use", stdin=data)

    answer = json.loads(done.out)["hookSpecificOutput"]
    assert (done.code, done.err, answer["permissionDecision"]) == (0, "", "deny")
    assert Repo(tmp_path).run(HOOK, "agent", "codex", "stop", stdin="nonsense").code == 0
    assert Repo(tmp_path).run(HOOK, "agent", "codex", "stop").code == 0


def test_a_long_brief_is_cut(repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS) -> None:
    steps = "".join(f"{n}. Fix {n}: {'mend the thing that is broken ' * 8}\n" for n in range(1, 400))
    adopted(repo, None)
    repo.write("STATUS.md", f"# Status\n\n## In Progress\n\n{steps}\n## Next Up\n\n{steps}")

    done = told(monkeypatch, capsys, "claude", "session-start", data={"source": "startup"})

    text = json.loads(done.out)["hookSpecificOutput"]["additionalContext"]
    assert 4_000 < len(text) <= start.MOST
    assert text.endswith('`git sessionlog start "GOAL"` begins one.')


def test_what_cannot_be_said_is_said(repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS) -> None:
    repo.write(".sessionlog.toml", "tolerance = 'x'\n")
    repo.commit("docs: begin")

    done = told(monkeypatch, capsys, "claude", "session-start", data={"source": "startup"})

    text = json.loads(done.out)["hookSpecificOutput"]["additionalContext"]
    assert text.startswith(quoted("this repository"))
    assert "`git sessionlog resume` cannot say where the work stands: .sessionlog.toml" in text


def test_after_a_compaction(repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS) -> None:
    """What the machine has kept is told, and with the next start how the last session ended."""
    working(repo)
    told(monkeypatch, capsys, "claude", "pre-compact", data={"trigger": "auto"})
    kept = json.loads((repo.path / ".git/sessionlog/agent-checkpoint.json").read_text())
    head = repo.git("log", "-1", "--format=%h").strip()
    assert (kept["branch"], kept["commit"], kept["changed"]) == ("main", head, ["?? notes.txt"])
    assert (kept["fixes"], kept["agent"], kept["trigger"]) == (["7"], "claude", "auto")

    done = told(monkeypatch, capsys, "claude", "session-start", data={"source": "compact"})

    text = json.loads(done.out)["hookSpecificOutput"]["additionalContext"]
    below = text.rpartition("\n\n")[2].splitlines()
    assert below[0].startswith("When the context was compacted at 2")
    assert below[0].endswith(f"Z: on main, {head} feat(api): add a health check [Fix 7]")
    assert below[1:] == ["  fixes of the session: 7", "  ?? notes.txt"]


def test_hostile_names_do_not_make_it_long(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    adopted(repo, None)
    told(monkeypatch, capsys, "claude", "pre-compact", data={"trigger": "auto"})
    file = repo.path / ".git/sessionlog/agent-checkpoint.json"
    kept = {**json.loads(file.read_text()), "changed": [f"?? {chr(27) * 200}"] * 12}
    file.write_text(json.dumps(kept))

    done = told(monkeypatch, capsys, "claude", "session-start", data={"source": "compact"})

    text = json.loads(done.out)["hookSpecificOutput"]["additionalContext"]
    assert len(text) <= start.MOST
    assert "To read\n" in text


def test_the_last_sessions_end_is_told(repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS) -> None:
    adopted(repo, None)
    for number in range(60):
        event = {"reason": f"clear\t{number}\x1b[2J", "session_id": "s" * 500}
        assert told(monkeypatch, capsys, "gemini", "session-end", data=event) == (0, "", "")
    log = (repo.path / ".git/sessionlog/agent-sessions").read_text()
    assert log.count("\n") == 40

    done = told(monkeypatch, capsys, "claude", "session-start", data={"source": "startup"})

    text = json.loads(done.out)["hookSpecificOutput"]["additionalContext"]
    last = text.splitlines()[-1]
    assert last.startswith("The last session of an agent here (gemini) ended at 2")
    assert last.endswith(": clear 59<U+001B>[2J.")

    told(monkeypatch, capsys, "cursor", "session-end", data="{}")
    done = told(monkeypatch, capsys, "claude", "session-start", data={"source": "startup"})
    text = json.loads(done.out)["hookSpecificOutput"]["additionalContext"]
    assert text.endswith("Z.")
