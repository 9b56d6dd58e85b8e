"""`git sessionlog doctor`: each thing that keeps a hook from running has its line, and its remedy."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from git_sessionlog.cli.version import installed
from git_sessionlog.git import run as git
from git_sessionlog.install.shim import HOOKS
from helpers import BIN, CLI, Repo
from program import called

CAPSYS = pytest.CaptureFixture[str]
FILE, PUSH = ".git/hooks/commit-msg", ".git/hooks/pre-push"
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
INSTALL = "      mend: git sessionlog install\n"
PUSH_RUNS = f"ok    pre-push    run by {PUSH}\n"
RUN_BY_FILE = f"ok    commit-msg  run by {FILE}\n{PUSH_RUNS}"
PUSH_ABSENT = f"bad   pre-push    not installed\n{INSTALL}"
ABSENT = f"bad   commit-msg  not installed\n{INSTALL}{PUSH_ABSENT}"
HOLE = (
    "note  pre-push    pre-commit shows it only the first ref of a push, others pass; "
    f"our own hook, CI or a server sees all\n{INSTALL}"
)


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
    assert findings(capsys) == (1, ABSENT)


def test_an_installed_hook(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")

    assert findings(capsys) == (0, RUN_BY_FILE)


CONFIGURED = {
    hook: f"ok    {hook:10}  run by hook.sessionlog-{hook} in git's configuration\n"
    f"note  {hook:10}  a git before 2.54, as some programs bring along, does not run it\n"
    "      mend: git sessionlog install\n"
    for hook in ("commit-msg", "pre-push")
}


@NEW_GIT
def test_a_configured_hook(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--configured")

    assert findings(capsys) == (0, CONFIGURED["commit-msg"] + CONFIGURED["pre-push"])


def test_the_hook_that_an_older_version_did_not_have(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")
    (repo.path / PUSH).unlink()

    assert findings(capsys) == (1, f"ok    commit-msg  run by {FILE}\n{PUSH_ABSENT}")
    called(capsys, "install")
    assert findings(capsys) == (0, RUN_BY_FILE)


def _not_executable(repo: Repo) -> None:
    (repo.path / FILE).chmod(0o644)


def _older(repo: Repo) -> None:
    file = repo.path / FILE
    file.write_bytes(file.read_bytes().replace(b"hook 2: ", b"hook 1: "))


def _newer(repo: Repo) -> None:
    file = repo.path / FILE
    file.write_bytes(file.read_bytes().replace(b"hook 2: ", b"hook 99: "))


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
            f"bad   commit-msg  {FILE} is not executable, git ignores it\n      mend: chmod +x {FILE}\n"
            + PUSH_RUNS,
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
        (_foreign, 1, f"bad   commit-msg  not installed\n{INSTALL}{PUSH_RUNS}"),
    ],
)  # fmt: skip
def test_harm_done_to_a_hook_file_is_found_and_mended(
    repo: Repo, capsys: CAPSYS, harm: Callable[[Repo], None], code: int, said: str
) -> None:
    called(capsys, "install")
    harm(repo)

    assert findings(capsys) == (code, said)

    mend = said.rpartition("mend: ")[2].partition("\n")[0].replace("git sessionlog", str(CLI))
    if harm not in (_newer, _foreign):
        assert repo.run("sh", "-c", mend).code == 0
        assert findings(capsys) == (0, RUN_BY_FILE)


def test_another_installation_is_noted(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")
    _another(repo)

    other = f"note  program     the hook runs another one: {repo.path}/other/git-sessionlog-hook\n"
    assert findings(capsys) == (0, RUN_BY_FILE + other + INSTALL)


def test_a_program_that_is_nowhere(repo: Repo, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch) -> None:
    called(capsys, "install")
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
    called(capsys, "install")
    assert findings(capsys)[1].endswith(
        "bad   program     git-sessionlog-hook is not on PATH, where the hook looks\n"
        f"      mend: add {Path(sys.executable).parent} to PATH\n"
    )


def test_hooks_looked_for_outside(repo: Repo, capsys: CAPSYS, tmp_path: Path) -> None:
    called(capsys, "install")
    repo.git("config", "core.hooksPath", str(tmp_path))

    assert findings(capsys) == (
        1,
        f"bad   hooksPath   core.hooksPath (local) is {tmp_path}: outside this repository\n"
        "      mend: git config --unset-all core.hooksPath\n" + ABSENT,
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
    called(capsys, "install")
    assert findings(capsys)[0] == 0
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
    monkeypatch.chdir(tmp_path / "linked")

    assert findings(capsys) == (
        1,
        "bad   hooksPath   core.hooksPath (local) is .githooks, which this worktree does not have\n"
        "      mend: git sessionlog install\n" + ABSENT,
    )
    called(capsys, "install")
    assert findings(capsys)[0] == 0


@NEW_GIT
def test_a_hook_that_runs_twice(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")
    repo.git("config", "hook.sessionlog-commit-msg.command", "git-sessionlog-hook commit-msg")
    repo.git("config", "hook.sessionlog-commit-msg.event", "commit-msg")

    twice = f"bad   commit-msg  runs twice: {FILE} and hook.sessionlog-commit-msg in git's configuration\n"
    assert findings(capsys) == (1, twice + INSTALL + PUSH_RUNS)
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
    called(capsys, "install", "--configured")
    repo.git("config", f"hook.sessionlog-commit-msg.{key}", value)

    assert findings(capsys) == (
        1,
        f"bad   commit-msg  hook.sessionlog-commit-msg{said}\n      mend: {mend}\n"
        + CONFIGURED["pre-push"],
    )
    assert repo.run("sh", "-c", mend.replace("git sessionlog", str(CLI))).code == 0
    assert findings(capsys)[0] == 0


def test_a_configured_hook_that_this_git_does_not_look_at(repo: Repo, capsys: CAPSYS) -> None:
    if git.version() >= (2, 54):
        pytest.skip("this git looks at configured hooks")
    bad = ""
    for hook in ("commit-msg", "pre-push"):
        name = f"hook.sessionlog-{hook}"
        repo.git("config", f"{name}.command", f"git-sessionlog-hook {hook}")
        repo.git("config", f"{name}.event", hook)
        bad += f"bad   {hook:10}  {name} is configured, which this git does not look at\n{INSTALL}"

    assert findings(capsys) == (1, bad)
    called(capsys, "install")
    assert findings(capsys) == (0, RUN_BY_FILE)


def test_pre_commit_that_is_not_installed_for_the_hook(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--pre-commit")
    assert findings(capsys) == (
        1,
        "bad   commit-msg  pre-commit is not installed for commit-msg\n"
        "      mend: pre-commit install --hook-type commit-msg\n"
        "bad   pre-push    pre-commit is not installed for pre-push\n"
        "      mend: pre-commit install --hook-type pre-push\n",
    )

    for hook in ("commit-msg", "pre-push"):
        assert repo.run("sh", "-c", f"pre-commit install --hook-type {hook}").code == 0
    assert findings(capsys) == (
        0,
        "ok    commit-msg  run by .pre-commit-config.yaml\n"
        "ok    pre-push    run by .pre-commit-config.yaml\n" + HOLE,
    )


@pytest.mark.parametrize("tool", ["pre-commit", "prek"])
def test_our_own_hook_sees_the_refs_that_pre_commit_does_not_show(
    repo: Repo, capsys: CAPSYS, tool: str
) -> None:
    called(capsys, "install", "--pre-commit")
    assert repo.run(BIN / tool, "install").code == 0

    mend = findings(capsys)[1].rpartition("mend: ")[2]
    assert mend == "git sessionlog install\n"
    called(capsys, *mend.split()[2:])

    both = (
        "ok    commit-msg  run by .pre-commit-config.yaml\n"
        f"ok    pre-push    run by {PUSH} and .pre-commit-config.yaml\n"
    )
    assert findings(capsys) == (0, both)
    assert repo.run(BIN / tool, "install").code == 0
    assert findings(capsys) == (0, both.replace(PUSH, f"{PUSH}.legacy"))


def test_a_fresh_clone_that_would_miss_the_hook(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--pre-commit")
    file = repo.path / ".pre-commit-config.yaml"
    file.write_text(file.read_text().partition("\n")[2])
    types = ("--hook-type", "commit-msg", "--hook-type", "pre-push")
    assert repo.run(BIN / "prek", "install", *types).code == 0

    by = "run by .pre-commit-config.yaml\n"
    assert findings(capsys) == (
        0,
        f"ok    commit-msg  {by}ok    pre-push    {by}{HOLE}"
        "note  pre-commit  default_install_hook_types lacks commit-msg, pre-push: a fresh clone misses it\n"
        "      mend: git sessionlog install --pre-commit\n",
    )


def test_a_configuration_of_pre_commit_from_before_there_was_pre_push(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--pre-commit")
    file = repo.path / ".pre-commit-config.yaml"
    whole = file.read_text()
    file.write_text(whole.replace(", pre-push", "").replace("      - id: sessionlog-pre-push\n", ""))
    assert repo.run(BIN / "pre-commit", "install").code == 0

    run_by = "ok    commit-msg  run by .pre-commit-config.yaml\n"
    lacks = (
        "note  pre-commit  .pre-commit-config.yaml lacks sessionlog-pre-push: a fresh clone misses it\n"
        "      mend: git sessionlog install --pre-commit\n"
    )
    assert findings(capsys) == (1, run_by + PUSH_ABSENT + lacks)
    called(capsys, "install")
    assert findings(capsys) == (0, run_by + PUSH_RUNS + lacks)
    called(capsys, "install", "--pre-commit")
    assert file.read_text() == whole


def test_pre_commit_beside_a_hook_file_runs_it_twice(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--pre-commit")
    called(capsys, "install")
    assert repo.run(BIN / "pre-commit", "install").code == 0

    push = f"ok    pre-push    run by {PUSH}.legacy and .pre-commit-config.yaml\n"
    twice = f"bad   commit-msg  runs twice: {FILE}.legacy and .pre-commit-config.yaml\n"
    assert findings(capsys) == (1, twice + INSTALL + push)
    called(capsys, "install")
    assert findings(capsys) == (0, "ok    commit-msg  run by .pre-commit-config.yaml\n" + push)


def test_two_frameworks_that_run_it_twice(repo: Repo, capsys: CAPSYS) -> None:
    repo.hook("commit-msg", 'call_lefthook run "commit-msg"\ngit-sessionlog-hook commit-msg "$1"\n')
    repo.write("lefthook.yml", "commit-msg: {jobs: [{run: 'git-sessionlog-hook commit-msg {1}'}]}\n")

    assert findings(capsys) == (
        1,
        f"bad   commit-msg  runs twice: {FILE} and lefthook.yml\n"
        f"      mend: take git-sessionlog-hook commit-msg out of {FILE}\n{PUSH_ABSENT}",
    )


def test_a_broken_configuration_of_pre_commit(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")
    repo.write(".pre-commit-config.yaml", "a: b: c\n")

    assert findings(capsys) == (
        1,
        RUN_BY_FILE + "bad   pre-commit  .pre-commit-config.yaml: not valid YAML: "
        "mapping values are not allowed here, line 1\n      mend: pre-commit validate-config\n",
    )


def test_husky_without_our_line(repo: Repo, capsys: CAPSYS) -> None:
    repo.git("config", "core.hooksPath", ".husky/_")
    repo.write(".husky/_/h", "")

    path = "ok    hooksPath   core.hooksPath (local) is .husky/_\n"
    assert findings(capsys) == (
        1,
        f"{path}bad   commit-msg  .husky/commit-msg does not run it\n"
        '      mend: add to .husky/commit-msg: git-sessionlog-hook commit-msg "$@"\n'
        "bad   pre-push    .husky/pre-push does not run it\n"
        '      mend: add to .husky/pre-push: git-sessionlog-hook pre-push "$@"\n',
    )
    for hook in ("commit-msg", "pre-push"):
        repo.write(f".husky/{hook}", f'git-sessionlog-hook {hook} "$@"\n')
    run_by = "ok    commit-msg  run by .husky/commit-msg\nok    pre-push    run by .husky/pre-push\n"
    assert findings(capsys) == (0, path + run_by)


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
    assert findings(capsys) == (1, run_by + PUSH_ABSENT + said)


@pytest.mark.parametrize(
    ("job", "said"),
    [
        ("{run: 'git-sessionlog-hook pre-push {0}', use_stdin: true}", ""),
        (
            "{run: 'git-sessionlog-hook pre-push {0}'}",
            "bad   lefthook    the pre-push job in lefthook.yml sees no input\n"
            "      mend: add to the job in lefthook.yml: use_stdin: true\n",
        ),
        (
            "{run: git-sessionlog-hook pre-push, use_stdin: true}",
            "bad   lefthook    the pre-push job in lefthook.yml gets no arguments\n"
            "      mend: write: git-sessionlog-hook pre-push {0}\n",
        ),
    ],
)
@pytest.mark.parametrize(
    "form", ["commands: {{sl: {}}}", "jobs: [{}]", "jobs: [{{group: {{jobs: [{}]}}}}]"]
)
def test_lefthook_must_hand_on_the_refs(repo: Repo, capsys: CAPSYS, job: str, said: str, form: str) -> None:
    called(capsys, "install")
    repo.hook("pre-push", "#!/bin/sh\ncall_lefthook run pre-push\n")
    repo.write("lefthook.yml", f"pre-push:\n  {form.format(job)}\n")

    run_by = f"ok    commit-msg  run by {FILE}\nok    pre-push    run by lefthook.yml\n"
    assert findings(capsys) == (1 if said else 0, run_by + said)


def test_lefthook_that_is_not_installed(repo: Repo, capsys: CAPSYS) -> None:
    repo.write("lefthook.yml", "commit-msg:\n  jobs:\n    - run: git-sessionlog-hook commit-msg {1}\n")

    bad = "bad   commit-msg  lefthook is not installed for commit-msg\n      mend: lefthook install\n"
    assert findings(capsys) == (1, bad + PUSH_ABSENT)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (".lefthook.yaml", "pre-commit: {}\n", ""),
        (
            ".lefthook.yaml",
            "commit-msg: {jobs: [{run: 'true'}]}\npre-commit: {}\n",
            "note  lefthook    `lefthook install` moves our commit-msg hook away, "
            "and .lefthook.yaml has no job for it\n"
            "      mend: add a job: git-sessionlog-hook commit-msg {0}\n",
        ),
        (
            "lefthook.toml",
            "[pre-push.commands.x]\nrun = 'true'\n",
            "note  lefthook    `lefthook install` moves our pre-push hook away, "
            "and lefthook.toml has no job for it\n"
            "      mend: add a job: git-sessionlog-hook pre-push {0}, with use_stdin: true\n",
        ),
    ],
)
def test_lefthook_that_will_take_our_place(
    repo: Repo, capsys: CAPSYS, name: str, text: str, said: str
) -> None:
    """It writes the hooks that are in its configuration."""
    called(capsys, "install")
    repo.write(name, text)

    assert findings(capsys) == (0, RUN_BY_FILE + said)


def test_a_configuration_of_lefthook_that_cannot_be_read(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")
    repo.write("lefthook.toml", "x\n")

    code, said = findings(capsys)

    assert code == 1
    assert said.startswith(f"{RUN_BY_FILE}bad   lefthook    lefthook.toml: not valid TOML: Expected '=' ")
    assert said.endswith("      mend: lefthook validate\n")


def _log(repo: Repo, *lines: str) -> None:
    repo.write(".git/sessionlog/skipped", "".join(f"{line}\n" for line in lines))


def test_a_push_that_was_let_pass_is_noted(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")
    _log(repo, "2026-02-13T10:20:30Z\tdeploy \x1b[31mnow\u202e\tmain side")

    note = (
        "note  skipped     1 push not checked, the last on 2026-02-13 10:20 UTC to main, side: "
        "deploy <U+001B>[31mnow<U+202E>\n"
    )
    assert findings(capsys) == (0, RUN_BY_FILE + note)


def test_of_many_pushes_the_last_three_are_shown_and_each_once(repo: Repo, capsys: CAPSYS) -> None:
    """pre-commit runs its hook beside ours, for the first ref."""
    called(capsys, "install")
    days = [f"2026-02-1{day}T10:20:30Z\tday {day}\tmain" for day in range(5)]
    _log(repo, *days, "2026-02-14T10:21:05Z\tday 4\tmain side", "no line of ours")

    on = "on 2026-02-{} 10:2{} UTC to main{}: day {}\n"
    assert findings(capsys) == (
        0,
        RUN_BY_FILE
        + f"note  skipped     5 pushes not checked, the last {on.format(14, 1, ', side', 4)}"
        + f"note  skipped     before that {on.format(13, 0, '', 3)}"
        + f"note  skipped     before that {on.format(12, 0, '', 2)}",
    )


def test_a_log_of_pushes_that_cannot_be_read(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")
    (repo.path / ".git/sessionlog/skipped").mkdir(parents=True)

    note = "note  skipped     the log of pushes not checked cannot be read: Is a directory\n"
    assert findings(capsys) == (0, RUN_BY_FILE + note)


def test_the_log_is_that_of_all_worktrees(
    repo: Repo, capsys: CAPSYS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("docs: start")
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
    _log(repo, "2026-02-13T10:20:30Z\twhy\tmain")
    monkeypatch.chdir(tmp_path / "linked")

    assert "note  skipped     1 push not checked, the last on 2026-02-13 10:20" in findings(capsys)[1]


def test_settings_that_cannot_be_read(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")
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
    called(capsys, "install")

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
        {
            "name": HOOKS[1].name,
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


def test_a_fresh_clone_lacks_the_merge_driver(repo: Repo, capsys: CAPSYS) -> None:
    repo.write(".gitattributes", "/STATUS.md merge=sessionlog\n")
    called(capsys, "install")
    good = f"{RUN_BY_FILE}ok    merge       by our driver, where .gitattributes asks for it\n"
    assert findings(capsys) == (0, good)

    repo.git("config", "merge.sessionlog.driver", "/other/git-sessionlog-hook merge-document %O %A %B")
    other = "note  merge       the merge driver is of another installation, or an older version\n"
    assert findings(capsys) == (0, RUN_BY_FILE + other + INSTALL)

    repo.git("config", "--remove-section", "merge.sessionlog")
    lacks = "note  merge       .gitattributes asks for our merge driver, git's configuration has none\n"
    assert findings(capsys) == (0, RUN_BY_FILE + lacks + INSTALL)
    called(capsys, "install")
    assert findings(capsys) == (0, good)
