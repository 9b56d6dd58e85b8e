"""What a commit has to wait for: the modules that the commit-msg process loads."""

import json
import sys

import pytest

from helpers import Repo

PROGRAM = """
import sys
before = set(sys.modules)
from git_sessionlog import hooks
code = hooks.main(["commit-msg", "m"])
loaded = sorted(set(sys.modules) - before)
import json
print(json.dumps([code, loaded]))
"""
OURS = {
    "git_sessionlog",
    "git_sessionlog.core",
    "git_sessionlog.core.errors",
    "git_sessionlog.core.findings",
    "git_sessionlog.core.fix_ids",
    "git_sessionlog.core.fix_tag",
    "git_sessionlog.core.suggest",
    "git_sessionlog.core.terminal",
    "git_sessionlog.core.timelimit",
    "git_sessionlog.git",
    "git_sessionlog.git.branch_sessions",
    "git_sessionlog.git.cleanup",
    "git_sessionlog.git.discovery",
    "git_sessionlog.git.run",
    "git_sessionlog.git.session_state",
    "git_sessionlog.git.trailers",
    "git_sessionlog.git.worktree",
    "git_sessionlog.hooks",
    "git_sessionlog.hooks.caller",
    "git_sessionlog.hooks.commit_msg",
    "git_sessionlog.hooks.git_options",
    "git_sessionlog.hooks.settings",
    "git_sessionlog.messages",
    "git_sessionlog.messages.header",
    "git_sessionlog.messages.lint",
    "git_sessionlog.messages.rules",
    "git_sessionlog.messages.rules.correct",
    "git_sessionlog.messages.rules.grammar",
    "git_sessionlog.messages.rules.layout",
    "git_sessionlog.messages.rules.rule",
    "git_sessionlog.messages.rules.text",
    "git_sessionlog.messages.rules.values",
    "git_sessionlog.settings",
    "git_sessionlog.settings.model",
}
SETTINGS = {
    "git_sessionlog",
    "git_sessionlog.settings",
    "git_sessionlog.core.paths",
    "git_sessionlog.core.regular_files",
    "git_sessionlog.settings.config",
    "git_sessionlog.settings.keys",
}
ELSEWHERE = {"git_sessionlog.git.default_ref", "git_sessionlog.git.files_elsewhere"}
REFUSED = {
    "git_sessionlog",
    "git_sessionlog.hooks",
    "git_sessionlog.hooks.print_refusal",
    "git_sessionlog.hooks.retry",
    "git_sessionlog.messages",
    "git_sessionlog.messages.refusal",
}
HEAVY = {
    *("click", "git", "mistune", "ruamel", "dataclasses", "logging", "importlib.metadata"),
    *("argparse", "json", "inspect", "pathlib", "typing_extensions", "difflib", "datetime", "random"),
    *(() if sys.platform == "win32" else ("subprocess",)),
}
STANDARD = {
    *("__future__", "_collections", "_functools", "_operator", "_posixsubprocess", "_sre", "_signal"),
    *("_typing", "collections", "collections.abc", "copyreg", "enum", "errno", "fcntl", "faulthandler"),
    *("functools", "importlib", "importlib._bootstrap", "importlib._bootstrap_external"),
    *("itertools", "keyword", "math", "msvcrt", "operator", "re", "re._casefix", "re._compiler"),
    *("re._constants", "re._parser", "reprlib", "select", "signal", "time", "types", "typing"),
    *("typing.io", "typing.re", "warnings", "contextlib", "_weakrefset", "weakref", "copy"),
}
TOML = {
    *("tomllib", "tomllib._parser", "tomllib._re", "tomllib._types"),
    *("datetime", "_datetime", "string", "_string", "calendar", "locale", "_locale", "numbers"),
}
WORDS = {"shlex", "unicodedata", "collections.deque", "io", "string", "_string"}


def loaded(repo: Repo, message: str) -> tuple[int, set[str]]:
    repo.write("m", message)
    done = repo.run(sys.executable, "-I", "-c", PROGRAM, GIT_EDITOR=":")
    code, modules = json.loads(done.out)
    return code, set(modules)


@pytest.mark.parametrize(
    ("message", "settings", "code", "ours", "standard"),
    [
        ("docs: x\n", "", 0, OURS | ELSEWHERE, STANDARD),
        ("docs: x\n", "types = ['docs']", 0, OURS | SETTINGS, STANDARD | TOML),
        ("dosc: x\n", "", 1, OURS | ELSEWHERE | REFUSED, STANDARD | WORDS),
    ],
    ids=["accepted", "with settings", "refused"],
)
def test_modules(
    message: str, settings: str, code: int, ours: set[str], standard: set[str], repo: Repo
) -> None:
    if settings:
        repo.write(".sessionlog.toml", settings)
    ended, modules = loaded(repo, message)
    assert ended == code
    own = {name for name in modules if name.startswith("git_sessionlog")}
    assert own == ours
    free = {name for name in modules if name.startswith("encodings.")} | set(sys.builtin_module_names)
    assert modules - own - standard - free == set()
    assert {name for name in modules if name.split(".")[0] in HEAVY or name in HEAVY} <= TOML & standard


PUSH = """
import sys
from git_sessionlog import hooks
code = hooks.main(["pre-push", "origin", "nowhere"])
import json
print(json.dumps([code, sorted(sys.modules)]))
"""


def test_a_push_waits_for_no_parser_of_documents(repo: Repo) -> None:
    """That a document names the fixes is seen by its words."""
    repo.write("STATUS.md", "[Fix 2.3]")
    repo.git("add", "-A")
    oid = repo.commit("feat(api): add login [Fix 2.3]")
    line = f"refs/heads/main {oid} refs/heads/main {'0' * 40}\n"

    done = repo.run(sys.executable, "-I", "-c", PUSH, stdin=line)

    code, modules = json.loads(done.out)
    assert code == 0, done.err
    assert {"git_sessionlog.gate.incoming", "git_sessionlog.core.fix_ids"} <= set(modules)
    assert not {
        name for name in modules if name.startswith(("mistune", "click", "git_sessionlog.documents"))
    }


COMMAND = """
import sys
from git_sessionlog.cli import main
main(sys.argv[1:])
print("git" in sys.modules)
"""


@pytest.mark.parametrize(
    "command",
    ["status", "resume", "lint", "start --force x", "checkpoint", "end --dry-run", "show HEAD", "trace"],
)
def test_gitpython_is_for_the_log_alone(repo: Repo, command: str) -> None:
    """Its import takes as long as a command may."""
    repo.commit("feat(api): add login [Fix 2.3]")
    used = [
        repo.run(sys.executable, "-I", "-c", COMMAND, *words.split()).out.split()[-1:]
        for words in ("start --force y", command, "log")
    ]
    assert used == [["False"], ["False"], ["True"]]
