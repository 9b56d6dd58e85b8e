"""No command of a clone is run before somebody at a terminal has trusted it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from git_sessionlog.sessions import trusted_gates
from git_sessionlog.settings import config
from helpers import CLI, Repo, Result
from life_repo import GOAL, adopted, the_record, trusted, work
from program import called

CAPSYS = pytest.CaptureFixture[str]
END = ("end", "--next", "Fix 8: add pagination in `api/v1.py`")
posix = pytest.mark.skipif(os.name == "nt", reason="no pseudo terminals")


def settings(command: str = "touch ran") -> str:
    return f"gates = {{ tests = '{command}' }}\n"


@pytest.fixture
def clone(repo: Repo, capsys: CAPSYS) -> Repo:
    """A repository with a gate, and a session with a commit."""
    adopted(repo, None, settings=settings())
    repo.write(".git/info/exclude", "ran\n")
    assert called(capsys, "start", GOAL, "--fix", "7").code == 0
    work(repo, "fix(api): add a health check [Fix 7]", src__api="1\n")
    return repo


def ran(repo: Repo) -> bool:
    """Whether the gate was run, since it was asked last."""
    file = repo.path / "ran"
    if file.exists():
        file.unlink()
        return True
    return False


def at_a_terminal(repo: Repo, *args: str, answer: str = "", cwd: str = ".") -> Result:
    """The program with a terminal as its input and its errors; what it writes there is in `err`."""
    ours, theirs = os.openpty()
    os.write(ours, answer.encode())
    done = subprocess.run(
        [CLI, *args], cwd=repo.path / cwd, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, check=False
    )
    os.close(theirs)
    said = b""
    try:
        while piece := os.read(ours, 65536):
            said += piece
    except OSError:  # EIO: nobody has the other end any more
        pass
    os.close(ours)
    return Result(done.returncode, done.stdout.decode(), said.decode().replace("\r", ""))


def test_end_runs_no_gate_that_is_not_trusted(clone: Repo, capsys: CAPSYS) -> None:
    done = called(capsys, *END)

    assert done.code == 0
    assert not ran(clone)
    assert done.err.count("git sessionlog trust") == 1
    assert "  skipped  gate tests: not run" in done.out
    assert the_record(clone).gates == "not run (tests)"
    assert "gates: " in next((clone.path / "docs/sessions").glob("*.md")).read_text()


def test_json_tells_of_it(clone: Repo, capsys: CAPSYS) -> None:
    found = json.loads(called(capsys, *END, "--format", "json").out)

    assert found["ended"]
    assert [(gate["name"], gate["ran"], gate["code"]) for gate in found["gates"]] == [
        ("tests", False, None)
    ]
    assert {line["verdict"] for line in found["checklist"] if line["name"] == "gate tests"} == {"skipped"}


def test_what_is_trusted_is_run_and_no_other_table(clone: Repo, capsys: CAPSYS) -> None:
    trusted(clone)
    assert called(capsys, *END).code == 0
    assert ran(clone)
    assert the_record(clone).gates == ""
    called(capsys, "start", GOAL, "--fix", "8")
    work(clone, "fix(api): more [Fix 8]", **{".sessionlog.toml": settings("touch ./ran")})
    assert called(capsys, *END).code == 0
    assert not ran(clone)


def test_nothing_else_runs_one(clone: Repo, capsys: CAPSYS) -> None:
    for args in (
        *(("resume",), ("status",), ("doctor",), ("prompt", "verify"), ("end", "--dry-run"), ("config",)),
        *(("checkpoint", "-m", "x"), ("trust",), ("end", "--minimal")),
    ):
        called(capsys, *args)
        assert not ran(clone), args


def test_no_setting_and_no_variable_is_trust(clone: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither git's configuration nor our own settings can say it, however they are given."""
    for name in ("trust", "trusted", "gates", "trusted-gates"):
        monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
        monkeypatch.setenv("GIT_CONFIG_KEY_0", f"sessionlog.{name}")
        monkeypatch.setenv("GIT_CONFIG_VALUE_0", "true")
        monkeypatch.setenv(f"SESSIONLOG_{name.upper()}", "1")
        assert not trusted_gates.is_trusted(config.load(str(clone.path)).settings.gates)


def test_not_at_a_terminal(clone: Repo, capsys: CAPSYS) -> None:
    refused = called(capsys, "trust")
    piped = clone.run(CLI, "trust", stdin="y\n")

    assert (refused.code, piped.code) == (2, 2)
    assert "hint: git sessionlog trust\n" in piped.err
    assert not trusted_gates.is_trusted(config.load(str(clone.path)).settings.gates)


@posix
def test_at_a_terminal_the_commands_are_shown_and_asked_about(clone: Repo, capsys: CAPSYS) -> None:
    no = at_a_terminal(clone, "trust", answer="\n")
    yes = at_a_terminal(clone, "trust", answer="y\n")
    again = at_a_terminal(clone, "trust")

    assert (no.code, yes.code, again.code) == (1, 0, 0)
    assert "  tests: touch ran\n" in no.err
    assert "  tests: touch ran\n" in yes.err
    assert "touch ran" not in again.err
    assert called(capsys, *END).code == 0
    assert ran(clone)


@posix
def test_a_change_is_shown_and_asked_about_anew(clone: Repo) -> None:
    trusted(clone)
    clone.write(".sessionlog.toml", settings("touch ran ##[group] -- password=Tr0ub4dor"))

    done = at_a_terminal(clone, "trust", answer="n\n")

    assert done.code == 1
    assert "  tests: touch ran <U+0023>#[group] -- password=Tr0ub4dor\n" in done.err


def test_it_can_be_revoked(clone: Repo, capsys: CAPSYS) -> None:
    trusted(clone)
    assert called(capsys, "trust", "--revoke").code == 0
    assert called(capsys, "trust", "--revoke").code == 0
    assert called(capsys, *END).code == 0
    assert not ran(clone)


def test_trust_holds_for_all_work_trees_and_for_no_other_place(clone: Repo, tmp_path: Path) -> None:
    trusted(clone)
    gates = config.load(str(clone.path)).settings.gates
    clone.git("worktree", "add", "-q", "../other", "-b", "other")
    clone.git("clone", "-q", ".", "../clone")
    clone.run("cp", "-r", ".", "../copy")

    def is_trusted(name: str) -> bool:
        os.chdir(tmp_path / name)
        return trusted_gates.is_trusted(gates)

    try:
        assert [is_trusted(name) for name in ("other", "clone", "copy")] == [True, False, False]
    finally:
        os.chdir(clone.path)


def test_a_table_without_gates_needs_no_trust(repo: Repo, capsys: CAPSYS) -> None:
    adopted(repo, None, settings="")
    assert called(capsys, "trust").code == 0


def test_init_says_what_is_needed(repo: Repo, capsys: CAPSYS) -> None:
    repo.write(".sessionlog.toml", settings())
    repo.commit("docs: x")
    assert "git sessionlog trust" in called(capsys, "init").out
