"""The hook files, run by real shells with programs that write down what they get."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from git_sessionlog.install import shim
from git_sessionlog.install.shim import HOOKS, KEPT, Hook

PUSH, COMMIT = Hook("pre-push", has_stdin=True), Hook("commit-msg")
SHELLS = [shell for shell in ("sh", "dash", "bash", "busybox") if shutil.which(shell)]
SEES = """#!/bin/sh
{{ printf '%s\\n' "{name}: $#" "$@"; printf '<'; cat; printf '>\\n'; }} >> "$LOG"
exit {code}
"""


class Ran(NamedTuple):
    code: int
    log: str
    err: str


class Hooks:
    """A hooks directory in which every program writes down its arguments and its input."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        directory.mkdir(parents=True)
        self.log = directory / "log"

    def program(self, path: Path, name: str, code: int = 0) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SEES.format(name=name, code=code))
        path.chmod(0o755)
        return path

    def shim(self, hook: Hook, program: "str | Path", name: str = "") -> Path:
        path = self.directory / (name or hook.name)
        path.write_bytes(shim.text(hook, str(program)))
        path.chmod(0o755)
        return path

    def run(self, path: Path, *args: str, stdin: bytes = b"", shell: str = "", env: str = "") -> Ran:
        command = [shell, "sh", path] if shell == "busybox" else [shell, path] if shell else [path]
        done = subprocess.run(
            [*command, *args],
            input=stdin,
            capture_output=True,
            env={"PATH": env or os.defpath, "LOG": str(self.log)},
            check=False,
        )
        log = self.log.read_bytes().decode("utf-8", "surrogateescape") if self.log.exists() else ""
        return Ran(done.returncode, log, done.stderr.decode() + done.stdout.decode())


@pytest.fixture
def hooks(tmp_path: Path) -> Hooks:
    return Hooks(tmp_path / "it's a \\ $(dir)" / "hooks")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "stdin", [b"", b"\n", b"a b c d\n\n\n", b"no line end", "größe\xff".encode("latin-1")]
)
def test_both_programs_get_all_arguments_and_the_whole_input(
    hooks: Hooks, shell: str, stdin: bytes
) -> None:
    ours = hooks.program(hooks.directory / "ours", "ours")
    hooks.program(hooks.directory / f"pre-push{KEPT}", "kept")
    path = hooks.shim(PUSH, ours)

    ran = hooks.run(path, "origin", "a b", "", stdin=stdin, shell=shell)

    seen = f"origin\na b\n\n<{stdin.decode('utf-8', 'surrogateescape')}>\n"
    assert ran == (0, f"kept: 3\n{seen}ours: 4\npre-push\n{seen}", "")


@pytest.mark.parametrize("hook", [PUSH, COMMIT])
@pytest.mark.parametrize("shell", SHELLS)
def test_ours_alone_gets_them_too(hooks: Hooks, hook: Hook, shell: str) -> None:
    path = hooks.shim(hook, hooks.program(hooks.directory / "it's", "ours"))

    assert hooks.run(path, "x", stdin=b"in", shell=shell) == (0, f"ours: 2\n{hook.name}\nx\n<in>\n", "")


@pytest.mark.parametrize("hook", [PUSH, COMMIT])
def test_a_failure_of_the_kept_hook_is_ours(hooks: Hooks, hook: Hook) -> None:
    hooks.program(hooks.directory / f"{hook.name}{KEPT}", "kept", code=7)
    path = hooks.shim(hook, hooks.program(hooks.directory / "ours", "ours"))

    assert hooks.run(path) == (7, "kept: 0\n<>\n", "")


@pytest.mark.parametrize("hook", [PUSH, COMMIT])
def test_a_failure_of_ours_is_the_hook_s(hooks: Hooks, hook: Hook) -> None:
    hooks.program(hooks.directory / f"{hook.name}{KEPT}", "kept")
    path = hooks.shim(hook, hooks.program(hooks.directory / "ours", "ours", code=1))

    assert hooks.run(path).code == 1


def test_a_kept_hook_that_reads_nothing_does_no_harm(hooks: Hooks) -> None:
    kept = hooks.directory / f"pre-push{KEPT}"
    kept.write_text("#!/bin/sh\nexit 0\n")
    kept.chmod(0o755)
    path = hooks.shim(PUSH, hooks.program(hooks.directory / "ours", "ours"))
    lines = b"refs/heads/a 0 refs/heads/a 0\n" * 20_000

    ran = hooks.run(path, stdin=lines)

    assert (ran.code, ran.err, len(ran.log)) == (0, "", len(lines) + len("ours: 1\npre-push\n<>\n"))


def test_a_kept_hook_that_is_not_executable_is_not_run_as_git_would_not(hooks: Hooks) -> None:
    hooks.program(hooks.directory / f"commit-msg{KEPT}", "kept").chmod(0o644)
    path = hooks.shim(COMMIT, hooks.program(hooks.directory / "ours", "ours"))

    assert hooks.run(path) == (0, "ours: 1\ncommit-msg\n<>\n", "")


def test_the_program_on_path_is_run_where_the_recorded_one_is_gone(hooks: Hooks) -> None:
    on_path = hooks.program(hooks.directory / "bin" / "git-sessionlog-hook", "on PATH")
    path = hooks.shim(COMMIT, "/gone/git-sessionlog-hook")

    ran = hooks.run(path, "x", env=f"{on_path.parent}:{os.defpath}")

    assert ran == (0, "on PATH: 2\ncommit-msg\nx\n<>\n", "")


@pytest.mark.parametrize("program", ["", "/gone/git-sessionlog-hook"])
@pytest.mark.parametrize("shell", SHELLS)
def test_without_a_program_the_hook_says_so(hooks: Hooks, program: str, shell: str) -> None:
    ran = hooks.run(hooks.shim(COMMIT, program), shell=shell)

    said = (
        "sessionlog: error: commit-msg cannot run: git-sessionlog-hook is not on PATH\n"
        "hint: install git-sessionlog again, or delete this hook\n"
    )
    assert ran == (2, "", said)


def test_a_framework_that_runs_us_is_not_run_again(hooks: Hooks) -> None:
    """pre-commit, ours and pre-commit again: ours is its legacy hook, and keeps its old file."""
    kept = hooks.program(hooks.directory / f"commit-msg{KEPT}", "kept")
    kept.write_text(kept.read_text().replace("\n", "\n# File generated by pre-commit: x\n", 1))
    ours = hooks.program(hooks.directory / "ours", "ours")

    assert hooks.run(hooks.shim(COMMIT, ours, "commit-msg.legacy")).log == "ours: 1\ncommit-msg\n<>\n"
    hooks.log.unlink()
    assert hooks.run(hooks.shim(COMMIT, ours)).log == "kept: 0\n<>\nours: 1\ncommit-msg\n<>\n"


def test_the_shell_starts_no_process_of_its_own(hooks: Hooks) -> None:
    """With nothing on PATH a hook file finds all it needs."""
    path = hooks.shim(COMMIT, "/bin/true")

    assert hooks.run(path, env="/nowhere") == (0, "", "")


@pytest.mark.parametrize(
    "program", ["", "/usr/bin/x", "/it's/a b/\n$(x)/hook", "C:/Program Files/x.exe", "/\udcff/x"]
)
@pytest.mark.parametrize("hook", [PUSH, COMMIT])
def test_a_hook_file_says_what_it_was_written_with(tmp_path: Path, hook: Hook, program: str) -> None:
    path = tmp_path / "hook"
    path.write_bytes(shim.text(hook, program))

    assert shim.read(str(path)) == (shim.VERSION, hook.name, program)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#!/bin/sh\n",
        "#!/bin/sh\n\n# git-sessionlog hook 1: commit-msg\n",
        "# git-sessionlog hook 1: commit-msg\n",
    ],
)
def test_any_other_file_is_not_ours(tmp_path: Path, text: str) -> None:
    path = tmp_path / "hook"
    path.write_text(text)

    assert shim.read(str(path)) is None
    assert shim.read(str(tmp_path)) is None
    assert shim.read(str(tmp_path / "none")) is None


def test_commit_msg_is_installed() -> None:
    assert HOOKS[0] == COMMIT
