"""`git sessionlog doctor`: each thing that keeps a hook from running has its line, and its remedy."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from git_sessionlog import git
from git_sessionlog.cli.version import installed
from git_sessionlog.install.shim import HOOKS
from helpers import BIN, CLI, Repo
from program import called

CAPSYS = pytest.CaptureFixture[str]
FILE = ".git/hooks/commit-msg"
GIT = ".".join(map(str, git.version()))
NEW_GIT = pytest.mark.skipif(
    git.version() < (2, 54), reason="hooks in git's configuration are of git 2.54 and later"
)
HEALTHY = f"""\
ok    version     git-sessionlog {installed()}
ok    git         git {GIT}
ok    history     complete
ok    settings    the defaults, there is no .sessionlog.toml
"""
RUN_BY_FILE = f"ok    commit-msg  run by {FILE}\n"
INSTALL = "      mend: git sessionlog install\n"


@pytest.fixture(autouse=True)
def on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is on PATH, as it is for people."""
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")


def findings(capsys: CAPSYS) -> tuple[int, str]:
    """The exit code, and what doctor says beyond what it says of a healthy repository."""
    done = called(capsys, "doctor")
    assert done.err == ""
    assert done.out.startswith(HEALTHY)
    return done.code, done.out.removeprefix(HEALTHY)


def test_a_repository_without_hooks(repo: Repo, capsys: CAPSYS) -> None:
    assert findings(capsys) == (1, "bad   commit-msg  not installed\n" + INSTALL)


def test_an_installed_hook(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--files")

    assert findings(capsys) == (0, RUN_BY_FILE)


@NEW_GIT
def test_a_configured_hook(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")

    run = "ok    commit-msg  run by hook.sessionlog-commit-msg in git's configuration\n"
    assert findings(capsys) == (0, run)


def _not_executable(repo: Repo) -> None:
    (repo.path / FILE).chmod(0o644)


def _older(repo: Repo) -> None:
    file = repo.path / FILE
    file.write_bytes(file.read_bytes().replace(b"hook 1: ", b"hook 0: "))


def _newer(repo: Repo) -> None:
    file = repo.path / FILE
    file.write_bytes(file.read_bytes().replace(b"hook 1: ", b"hook 99: "))


def _gone(repo: Repo) -> None:
    file = repo.path / FILE
    file.write_bytes(file.read_bytes().replace(str(BIN).encode(), b"/gone"))


def _another(repo: Repo) -> None:
    other = repo.write("other/git-sessionlog-hook", "#!/bin/sh\n")
    other.chmod(0o755)
    file = repo.path / FILE
    file.write_bytes(file.read_bytes().replace(str(BIN).encode(), bytes(other.parent)))


def _foreign(repo: Repo) -> None:
    repo.hook("commit-msg", "#!/bin/sh\n")


@pytest.mark.parametrize(
    ("harm", "code", "said"),
    [
        (
            _not_executable, 1,
            f"bad   commit-msg  {FILE} is not executable, git ignores it\n      mend: chmod +x {FILE}\n",
        ),
        (_older, 1, f"{RUN_BY_FILE}bad   commit-msg  {FILE} is of an older version\n{INSTALL}"),
        (
            _newer, 0,
            f"{RUN_BY_FILE}note  commit-msg  {FILE} is of a newer version than this program\n"
            "      mend: upgrade git-sessionlog\n",
        ),
        (
            _gone, 0,
            f"{RUN_BY_FILE}note  program     /gone/git-sessionlog-hook is gone, "
            f"{BIN}/git-sessionlog-hook is run\n{INSTALL}",
        ),
        (_foreign, 1, f"bad   commit-msg  not installed\n{INSTALL}"),
    ],
)  # fmt: skip
def test_harm_done_to_a_hook_file_is_found_and_mended(
    repo: Repo, capsys: CAPSYS, harm: Callable[[Repo], None], code: int, said: str
) -> None:
    called(capsys, "install", "--files")
    harm(repo)

    assert findings(capsys) == (code, said)

    mend = said.rpartition("mend: ")[2].strip().replace("git sessionlog", str(CLI))
    if harm not in (_newer, _foreign):
        assert repo.run("sh", "-c", mend).code == 0
        assert findings(capsys) == (0, RUN_BY_FILE)


def test_another_installation_is_noted(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--files")
    _another(repo)

    other = f"note  program     the hook runs another one: {repo.path}/other/git-sessionlog-hook\n"
    assert findings(capsys) == (0, RUN_BY_FILE + other + INSTALL)


def test_a_program_that_is_nowhere(repo: Repo, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch) -> None:
    called(capsys, "install", "--files")
    _gone(repo)
    path = [
        part
        for part in os.environ["PATH"].split(os.pathsep)
        if not (Path(part) / "git-sessionlog").exists()
    ]
    monkeypatch.setenv("PATH", os.pathsep.join(path))

    bad = "bad   program     /gone/git-sessionlog-hook is gone\n"
    assert findings(capsys) == (1, RUN_BY_FILE + bad + INSTALL)

    called(capsys, "uninstall")
    repo.git("config", "core.hooksPath", ".githooks")
    called(capsys, "install", "--files")
    assert findings(capsys)[1].endswith(
        "bad   program     git-sessionlog-hook is not on PATH, where the hook looks\n"
        f"      mend: add {Path(sys.executable).parent} to PATH\n"
    )


def test_hooks_looked_for_outside(repo: Repo, capsys: CAPSYS, tmp_path: Path) -> None:
    called(capsys, "install", "--files")
    repo.git("config", "core.hooksPath", str(tmp_path))

    assert findings(capsys) == (
        1,
        f"bad   hooksPath   core.hooksPath (local) is {tmp_path}: outside this repository\n"
        "      mend: git config --unset core.hooksPath\n"
        "bad   commit-msg  not installed\n" + INSTALL,
    )


@NEW_GIT
def test_hooks_looked_for_outside_do_no_harm_to_a_configured_one(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")
    repo.git("config", "core.hooksPath", "/dev/null")

    code, said = findings(capsys)

    assert code == 0
    assert said.startswith(
        "note  hooksPath   core.hooksPath (local) is /dev/null: outside this repository\n"
    )


def test_a_hooks_directory_that_this_worktree_does_not_have(
    repo: Repo, capsys: CAPSYS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git runs no hook there, and says nothing."""
    repo.commit("docs: start")
    repo.git("config", "core.hooksPath", ".githooks")
    called(capsys, "install", "--files")
    assert findings(capsys)[0] == 0
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
    monkeypatch.chdir(tmp_path / "linked")

    assert findings(capsys) == (
        1,
        "bad   hooksPath   core.hooksPath (local) is .githooks, which this worktree does not have\n"
        "      mend: git sessionlog install --files\n"
        "bad   commit-msg  not installed\n" + INSTALL,
    )
    called(capsys, "install", "--files")
    assert findings(capsys)[0] == 0


@NEW_GIT
def test_a_hook_that_runs_twice(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--files")
    repo.git("config", "hook.sessionlog-commit-msg.command", "git-sessionlog-hook commit-msg")
    repo.git("config", "hook.sessionlog-commit-msg.event", "commit-msg")

    twice = f"bad   commit-msg  runs twice: {FILE} and hook.sessionlog-commit-msg in git's configuration\n"
    assert findings(capsys) == (1, twice + INSTALL)
    called(capsys, "install")
    assert findings(capsys)[0] == 0


@NEW_GIT
@pytest.mark.parametrize(
    ("key", "value", "said", "mend"),
    [
        ("enabled", "false", " is turned off", "git config hook.sessionlog-commit-msg.enabled true"),
        ("event", "pre-push", " has no event", "git sessionlog install"),
    ],
)
def test_a_configured_hook_that_does_not_run(
    repo: Repo, capsys: CAPSYS, key: str, value: str, said: str, mend: str
) -> None:
    called(capsys, "install")
    repo.git("config", f"hook.sessionlog-commit-msg.{key}", value)

    assert findings(capsys) == (
        1, f"bad   commit-msg  hook.sessionlog-commit-msg{said}\n      mend: {mend}\n"
    )  # fmt: skip
    assert repo.run("sh", "-c", mend.replace("git sessionlog", str(CLI))).code == 0
    assert findings(capsys)[0] == 0


def test_a_configured_hook_that_this_git_does_not_look_at(repo: Repo, capsys: CAPSYS) -> None:
    if git.version() >= (2, 54):
        pytest.skip("this git looks at configured hooks")
    repo.git("config", "hook.sessionlog-commit-msg.command", "git-sessionlog-hook commit-msg")
    repo.git("config", "hook.sessionlog-commit-msg.event", "commit-msg")

    bad = "bad   commit-msg  hook.sessionlog-commit-msg is configured, which this git does not look at\n"
    assert findings(capsys) == (1, bad + INSTALL)
    called(capsys, "install")
    assert findings(capsys) == (0, RUN_BY_FILE)


def test_pre_commit_that_is_not_installed_for_the_hook(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--pre-commit")
    assert findings(capsys) == (
        1,
        "bad   commit-msg  pre-commit is not installed for commit-msg\n"
        "      mend: pre-commit install --hook-type commit-msg\n",
    )

    assert repo.run("sh", "-c", "pre-commit install --hook-type commit-msg").code == 0
    assert findings(capsys) == (0, "ok    commit-msg  run by .pre-commit-config.yaml\n")


def test_a_fresh_clone_that_would_miss_the_hook(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--pre-commit")
    file = repo.path / ".pre-commit-config.yaml"
    file.write_text(file.read_text().partition("\n")[2])
    assert repo.run(BIN / "prek", "install", "--hook-type", "commit-msg").code == 0

    assert findings(capsys) == (
        0,
        "ok    commit-msg  run by .pre-commit-config.yaml\n"
        "note  pre-commit  default_install_hook_types lacks commit-msg: a fresh clone misses it\n"
        "      mend: git sessionlog install --pre-commit\n",
    )


def test_pre_commit_beside_a_hook_file_runs_it_twice(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--pre-commit")
    assert repo.run(BIN / "pre-commit", "install").code == 0
    called(capsys, "install", "--files")

    twice = f"bad   commit-msg  runs twice: {FILE} and .pre-commit-config.yaml\n"
    assert findings(capsys) == (1, twice + "      mend: git sessionlog uninstall\n")
    called(capsys, "uninstall")
    assert findings(capsys)[0] == 0


def test_a_broken_configuration_of_pre_commit(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--files")
    repo.write(".pre-commit-config.yaml", "a: b: c\n")

    assert findings(capsys) == (
        1,
        RUN_BY_FILE + "bad   pre-commit  .pre-commit-config.yaml: not valid YAML: "
        "mapping values are not allowed here, line 1\n      mend: pre-commit validate-config\n",
    )


def test_husky_without_our_line(repo: Repo, capsys: CAPSYS) -> None:
    if git.version() >= (2, 54):
        pytest.skip("this git needs no file")
    repo.git("config", "core.hooksPath", ".husky/_")
    repo.write(".husky/_/h", "")

    path = "ok    hooksPath   core.hooksPath (local) is .husky/_\n"
    assert findings(capsys) == (
        1,
        f"{path}bad   commit-msg  .husky/commit-msg does not run it\n"
        '      mend: add to .husky/commit-msg: git-sessionlog-hook commit-msg "$@"\n',
    )
    repo.write(".husky/commit-msg", 'git-sessionlog-hook commit-msg "$@"\n')
    assert findings(capsys) == (0, f"{path}ok    commit-msg  run by .husky/commit-msg\n")


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ("git-sessionlog-hook commit-msg {1}", ""),
        ("git-sessionlog-hook commit-msg {0}", ""),
        (
            "git-sessionlog-hook commit-msg",
            "bad   lefthook    the commit-msg job in lefthook.yml gets no arguments\n"
            "      mend: write: git-sessionlog-hook commit-msg {0}\n",
        ),
    ],
)
@pytest.mark.parametrize(
    "form", ["commands: {{sl: {{run: '{}'}}}}", "jobs: [{{group: {{jobs: [{{run: '{}'}}]}}}}]"]
)
def test_lefthook_must_hand_on_the_file(repo: Repo, capsys: CAPSYS, run: str, said: str, form: str) -> None:
    repo.hook("commit-msg", "#!/bin/sh\ncall_lefthook run commit-msg\n")
    repo.write("lefthook.yml", f"commit-msg:\n  {form.format(run)}\n")

    run_by = "ok    commit-msg  run by lefthook.yml\n"
    assert findings(capsys) == (1 if said else 0, run_by + said)


def test_lefthook_that_is_not_installed(repo: Repo, capsys: CAPSYS) -> None:
    repo.write("lefthook.yml", "commit-msg:\n  jobs:\n    - run: git-sessionlog-hook commit-msg {1}\n")

    bad = "bad   commit-msg  lefthook is not installed for commit-msg\n      mend: lefthook install\n"
    assert findings(capsys) == (1, bad)


def test_lefthook_that_will_take_our_place(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--files")
    repo.write(".lefthook.yaml", "pre-commit: {}\n")

    assert findings(capsys) == (
        0,
        f"{RUN_BY_FILE}note  lefthook    `lefthook install` moves our hook away, and .lefthook.yaml has no "
        "job for it\n      mend: add a job: git-sessionlog-hook commit-msg {0}\n",
    )


def test_settings_that_cannot_be_read(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--files")
    repo.write(".sessionlog.toml", "scpoes = []\n")

    done = called(capsys, "doctor")

    assert done.code == 1
    assert '\nbad   settings    .sessionlog.toml: unknown key "scpoes"\n' in done.out
    assert '\n      mend: did you mean "scopes"?\n' in done.out


def test_a_shallow_clone_is_noted(
    repo: Repo, capsys: CAPSYS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("docs: one")
    repo.commit("docs: two")
    repo.git("clone", "-q", "--depth=1", f"file://{repo.path}", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    called(capsys, "install", "--files")

    done = called(capsys, "doctor")

    assert done.code == 0
    note = (
        "note  history     a shallow clone: older commits are not here\n      mend: git fetch --unshallow\n"
    )
    assert note in done.out


def test_json_holds_the_same(repo: Repo, capsys: CAPSYS) -> None:
    done = called(capsys, "doctor", "--format", "json")

    assert done.code == 1
    assert json.loads(done.out)["checks"] == [
        {"name": "version", "state": "ok", "sentence": f"git-sessionlog {installed()}", "mend": None},
        {"name": "git", "state": "ok", "sentence": f"git {GIT}", "mend": None},
        {"name": "history", "state": "ok", "sentence": "complete", "mend": None},
        {
            "name": "settings",
            "state": "ok",
            "sentence": "the defaults, there is no .sessionlog.toml",
            "mend": None,
        },
        {
            "name": HOOKS[0].name,
            "state": "bad",
            "sentence": "not installed",
            "mend": "git sessionlog install",
        },
    ]


def test_colour_is_for_the_state(repo: Repo, capsys: CAPSYS) -> None:
    done = called(capsys, "doctor", "--color", "always")

    assert done.out.startswith("\x1b[32mok  \x1b[m  version")
    assert "\x1b[31mbad \x1b[m  commit-msg" in done.out


def test_hostile_names_are_escaped(repo: Repo, capsys: CAPSYS) -> None:
    repo.git("config", "core.hooksPath", "\x1b[31m/x\u202e")

    done = called(capsys, "doctor")

    assert "is <U+001B>[31m/x<U+202E>, which this worktree does not have" in done.out
