"""What is no regular file stops no command, and no command waits for it."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from helpers import CLI, HOOK, Repo

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs")

EVERY = ("resume", "config", "docs", "start Add", "init", "commit-msg m", "agent claude session-start")
FILES = {
    ".sessionlog.toml": EVERY,
    "pyproject.toml": EVERY,
    "own.toml": EVERY,
    ".gitattributes": ("resume", "init", "install", "doctor", "agent claude session-start"),
    ".pre-commit-config.yaml": ("init", "install", "doctor", "agent claude session-start"),
    "lefthook.yml": ("install", "doctor", "agent claude session-start"),
    ".husky/commit-msg": ("doctor", "agent claude session-start"),
    ".sessionlog-allowed-secrets": ("docs", "end --dry-run"),
    ".claude/settings.json": ("agent install claude", "agent claude session-start"),
    "AGENTS.md": ("init --agents",),
    "STATUS.md": (
        "resume",
        "docs",
        "check",
        "start Add --force",
        "end --dry-run",
        "agent claude session-start",
    ),
    "docs/sessions/20260213-7k3f9q.md": ("resume", "docs", "report"),
    "TRACKER.md": ("resume", "plan", "trace"),
}
"""Files of a clone, with the commands that read them; in a longer run all commands are tried."""

KINDS = ["/dev/zero", "a FIFO", "a sparse file", "a directory"]
COMMANDS = [
    *(
        "resume",
        "config",
        "docs",
        "check",
        "start Add",
        "checkpoint -m x",
        "end --dry-run",
        "init",
        "install",
    ),
    *("doctor", "trace", "plan", "report", "status", "log", "lint HEAD", "agent install claude", "trust"),
]
HOOKS = [
    *("commit-msg m", "pre-push origin x", "agent claude session-start", "agent claude stop"),
    *("agent claude pre-compact", "agent claude handoff"),
]
SETTINGS = "profiles = ['own.toml']\nbacklog = ['TRACKER.md']\n"


def make(path: Path, kind: str) -> None:
    """Put something at a path that is no file which anybody should read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    if kind == "a FIFO":
        os.mkfifo(path)
    elif kind == "a directory":
        path.mkdir()
    elif kind == "a sparse file":
        with path.open("wb") as file:
            file.truncate(1 << 40)
    else:
        path.symlink_to(kind)


def ended(command: list[str], repo: Repo) -> tuple[int, str]:
    """How a program ends within a while, without a traceback; a GB of memory must do."""
    limited = ["sh", "-c", 'ulimit -v 1500000; exec "$@"', "sh", *command]
    done = subprocess.run(
        limited, cwd=repo.path, input=b'{"source": "startup"}', capture_output=True, timeout=30, check=False
    )
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert "Traceback" not in said, (command, said)
    assert "bug in git-sessionlog" not in said, (command, said)
    return done.returncode, said


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("kind", KINDS[:2])
def test_no_command_waits_or_breaks(repo: Repo, file: str, kind: str) -> None:
    _none_waits(repo, file, kind, FILES[file])


@pytest.mark.stress
@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("kind", KINDS)
def test_none_of_all_commands_waits_or_breaks(repo: Repo, file: str, kind: str) -> None:
    _none_waits(repo, file, kind, (*COMMANDS, *HOOKS))


def _none_waits(repo: Repo, file: str, kind: str, commands: tuple[str, ...]) -> None:
    repo.write(".sessionlog.toml", SETTINGS if file in ("own.toml", "TRACKER.md") else "")
    repo.write("STATUS.md", "# Status\n\n## Next Up\n\n- app.py: go on\n")
    repo.git("add", "-A")
    repo.commit("docs: x")
    repo.write("m", "docs: y\n")
    make(repo.path / file, kind)
    for command in commands:
        agent = command.startswith("agent claude")
        hook = agent or command.startswith(("commit-msg", "pre-push"))
        code, said = ended([str(HOOK if hook else CLI), *command.split()], repo)
        assert code in ((0,) if agent else (0, 1, 2)), (command, said)
        if file == ".sessionlog.toml" and not agent:
            assert code == 2, (command, said)
            assert "error: " in said, (command, said)


TOML = {
    "a long number": "tolerance = " + "1" * 5000,
    "a long float": "tolerance = " + "1" * 5000 + ".0",
    "a long hexadecimal number": "tolerance = 0x" + "f" * 900_000,
    "a number in another table": "[x]\ny = " + "1" * 5000,
    "a key of many parts": ".".join(["a"] * 30_000) + " = 1",
    "a quoted key of many parts": ".".join(['"a"'] * 30_000) + " = 1",
    "a table of many parts": "[" + " . ".join(["a"] * 30_000) + "]",
    "deep arrays": "scopes = " + "[" * 200_000,
    "deep tables": "x = " + "{a=" * 100_000,
    "many keys": "".join(f"a{number} = 1\n" for number in range(60_000)),
    "many tables": "".join(f"[a.b{number}]\n" for number in range(60_000)),
    "a long string": 'scope = "' + "\\n" * 400_000 + '"',
    "quotes": '"\\' * 400_000,
}


@pytest.mark.parametrize("where", [".sessionlog.toml", "pyproject.toml", "own.toml"])
@pytest.mark.parametrize("text", TOML.values(), ids=TOML)
def test_hostile_toml_is_an_error_and_no_wait(repo: Repo, where: str, text: str) -> None:
    if where == "own.toml":
        repo.write(".sessionlog.toml", "profiles = ['own.toml']\n")
    repo.write(where, ("# sessionlog\n" if where == "pyproject.toml" else "") + text)
    repo.git("add", "-A")
    repo.commit("docs: x")
    start = time.perf_counter()
    code, said = ended([str(CLI), "docs"], repo)
    assert time.perf_counter() - start < 20  # on a busy machine; before, minutes
    is_foreign = where == "pyproject.toml" and code == 1  # TOML that is right, and none of ours
    assert (code, said.startswith("error: ")) == (2, True) or is_foreign, said
