"""Completion, asked of the shells themselves; one that is not installed is skipped."""

import os
import shutil
from pathlib import Path

import pytest

from git_sessionlog.cli import main
from helpers import BIN, Repo

GIT_COMPLETION = Path("/usr/share/bash-completion/completions/git")
# What bash does on <tab>: it fills COMP_* and calls the function of the first word.
PRESS_TAB = """
press_tab() {
    local function=$1; shift
    COMP_LINE="$*" COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    COMP_POINT=${#COMP_LINE}
    "$function"
    printf '%s\\n' "${COMPREPLY[@]}"
}
eval "$(git-sessionlog completion bash)"
"""
# What zsh's completion widgets do, seen from outside: the matches they are given.
ZSH_WIDGETS = """
compdef() { : }
_describe() { local -a given; given=("${(@P)3}"); print -l -- "${given[@]}" }
compadd() { print -l -- "${plain[@]}" }
eval "$(git-sessionlog completion zsh)"
"""


def _answers(repo: Repo, shell: str, script: str) -> list[str]:
    program = shutil.which(shell)
    if not program:
        pytest.skip(f"{shell} is not installed")
    file = repo.write(f"ask.{shell}", script)
    options = ["-f"] if shell == "zsh" else ["--no-config"] if shell == "fish" else ["--norc"]
    done = repo.run(program, *options, str(file), PATH=f"{BIN}{os.pathsep}{os.environ['PATH']}")
    assert done.err == ""
    return done.out.splitlines()


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        (["git", "sessionlog", "l"], ["lint", "log"]),
        (["git", "-C", ".", "sessionlog", "lo"], ["log"]),
        (["git", "sessionlog", "lint", "--fo"], ["--format"]),
        (
            ["git", "sessionlog", "lint", "--format", "''"],
            ["text", "json", "github", "gitlab", "sarif"],
        ),
        (["git", "sessionlog", "completion", "z"], ["zsh"]),
    ],
    ids=" ".join,
)
def test_bash_through_gits_own_completion(repo: Repo, words: list[str], answers: list[str]) -> None:
    if not GIT_COMPLETION.exists():
        pytest.skip("git's own completion is not installed")
    script = f"source {GIT_COMPLETION}\n{PRESS_TAB}\npress_tab __git_wrap__git_main {' '.join(words)}\n"

    assert _answers(repo, "bash", script) == answers


def test_bash_of_the_program_itself(repo: Repo) -> None:
    script = f"{PRESS_TAB}\npress_tab _git_sessionlog_alone git-sessionlog lo\n"

    assert _answers(repo, "bash", script) == ["log"]


def test_zsh(repo: Repo) -> None:
    script = f"{ZSH_WIDGETS}\nwords=(sessionlog lo); CURRENT=2; _git-sessionlog\n"

    assert _answers(repo, "zsh", script) == ["log:List the checkpoints, session by session"]


@pytest.mark.parametrize("line", ["git sessionlog lo", "git-sessionlog lo", "git -C . sessionlog lo"])
def test_fish(repo: Repo, line: str) -> None:
    script = f"git-sessionlog completion fish | source\ncomplete -C '{line}'\n"

    assert _answers(repo, "fish", script) == ["log\tList the checkpoints, session by session"]


def test_an_unknown_shell_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh"]) == 2

    assert capsys.readouterr() == (
        "",
        "error: Invalid value for '{bash|zsh|fish}': 'tcsh' is not one of 'bash', 'zsh', 'fish'\n"
        "hint: git sessionlog completion -h\n",
    )
