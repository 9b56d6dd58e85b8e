"""Without the extra `agents` every shell command passes, and that is said once."""

import json
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from agents_repo import CAPSYS, told
from git_sessionlog.install.agents import extra
from helpers import CLI, HOOK, Repo
from life_repo import adopted

NO_VERIFY = "git commit --no-verify -m x"
SITE = "import sys; sys.modules.update(tree_sitter=None, tree_sitter_bash=None)\n"


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if ".agent.guard" in name or name.startswith("tree_sitter")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "tree_sitter", None)


def asked(agent: str, session: str, command: str = NO_VERIFY) -> dict[str, object]:
    return {"session_id": session, "command": command, "tool_input": {"command": command}}


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize("agent", ["claude", "codex", "gemini", "cursor"])
def test_it_is_said_once_a_session(
    agent: str, repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    adopted(repo, None)
    said = [
        told(monkeypatch, capsys, agent, "pre-tool-use", data=asked(agent, session))
        for session in ("one", "one", "two", "one", "two")
    ]

    assert [bool(done.out or done.err) for done in said] == [True, False, True, False, False]
    assert {done.code for done in said} == {0}
    assert "deny" not in said[0].out
    assert extra.install_command() in said[0].out.replace("\\", "") + said[0].err


@pytest.mark.usefixtures("without")
def test_it_is_not_said_where_there_is_nothing_to_check(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: CAPSYS
) -> None:
    repo.write("STATUS.md", "# Status\n")
    assert told(monkeypatch, capsys, "claude", "pre-tool-use", data=asked("claude", "x")) == (0, "", "")
    adopted(repo, None, settings='guard = "off"\n')
    assert told(monkeypatch, capsys, "claude", "pre-tool-use", data=asked("claude", "x")) == (0, "", "")
    repo.write(".sessionlog.toml", "")
    other = asked("claude", "x", "ls -la")
    assert told(monkeypatch, capsys, "claude", "pre-tool-use", data=other) == (0, "", "")


def test_the_programs_without_it(repo: Repo, tmp_path: Path) -> None:
    """All other events, and all commands, do without."""
    adopted(repo, None)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(SITE)
    path = str(tmp_path / "site")

    def answer(event: str, **more: object) -> str:
        data = json.dumps({"cwd": str(repo.path), **more})
        done = repo.run(HOOK, "agent", "claude", event, stdin=data, PYTHONPATH=path)
        assert (done.code, done.err) == (0, "")
        return done.out

    assert "additionalContext" in answer("session-start", source="startup")
    assert "not installed" in answer("pre-tool-use", tool_input={"command": NO_VERIFY})
    assert answer("pre-tool-use", tool_input={"command": NO_VERIFY}) == ""
    assert answer("stop") == ""
    installed = repo.run(CLI, "agent", "install", "claude", PYTHONPATH=path)
    assert installed.code == 0
    assert installed.out.splitlines()[-1] == f"hint: {extra.install_command()}"
    assert "hint" not in repo.run(CLI, "agent", "install", "claude").out


@pytest.mark.parametrize(
    ("files", "has_pip", "command"),
    [
        ((), True, '{python} -m pip install "git-sessionlog[agents]"'),
        ((), False, 'uv pip install --python {python} "git-sessionlog[agents]"'),
        (("pipx_metadata.json",), False, 'pipx inject git-log "git-sessionlog[agents]"'),
        (("pipx_metadata.json",), True, 'pipx inject git-log "git-sessionlog[agents]"'),
    ],
)
def test_the_command_that_installs_it(
    files: tuple[str, ...], has_pip: bool, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix = tmp_path / "git-log"
    prefix.mkdir()
    for name in files:
        (prefix / name).touch()
    monkeypatch.setattr(sys, "prefix", str(prefix))
    monkeypatch.setattr(extra, "find_spec", lambda name: ModuleSpec(name, None) if has_pip else None)
    monkeypatch.setattr(sys, "executable", "/a b/python")
    assert extra.install_command() == command.format(python='"/a b/python"')
