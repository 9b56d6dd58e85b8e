"""Installed hooks on real commits, beside the hooks of others: pre-commit, prek, husky, lefthook."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from git_sessionlog.git import run as git
from helpers import BIN, CLI, Repo, Result
from refusals import MESSAGE_REFUSED

GOOD, BAD = "feat(api): add login [Fix 2.3]", "add login"
NEW_GIT = pytest.mark.skipif(
    git.version() < (2, 54), reason="hooks in git's configuration are of git 2.54 and later"
)
FILE, PUSH = ".git/hooks/commit-msg", ".git/hooks/pre-push"
OTHERS = '#!/bin/sh\necho others: "$@" >&2\nexit ${OTHERS_CODE:-0}\n'
PRE_COMMIT_CONFIG = """\
default_install_hook_types: [commit-msg]
repos:
  - repo: local
    hooks:
      - id: theirs
        name: theirs
        entry: echo theirs
        language: system
        stages: [commit-msg]
        verbose: true
"""
# As lefthook 2.2 writes it, cut down to what runs.
LEFTHOOK = """\
#!/bin/sh

if [ "$LEFTHOOK" = "0" ]; then
  exit 0
fi

call_lefthook()
{
  echo "lefthook: $*" >&2
}

call_lefthook run "commit-msg" "$@"
"""
# As husky 9 writes them.
HUSKY = """\
#!/usr/bin/env sh
n=$(basename "$0")
s=$(dirname "$(dirname "$0")")/$n

[ ! -f "$s" ] && exit 0

export PATH="node_modules/.bin:$PATH"
sh -e "$s" "$@"
c=$?

[ $c != 0 ] && echo "husky - $n script failed (code $c)"
exit $c
"""


def sessionlog(repo: Repo, *args: str, **env: str) -> str:
    done = repo.run(CLI, *args, **env)
    assert done.code == 0, done.err
    assert done.err == ""
    return done.out


def commit(repo: Repo, message: str, **env: str) -> Result:
    return repo.run("git", "commit", "--allow-empty", "-m", message, **env)


def checkpoints(repo: Repo) -> int:
    """How many trailers the last commit has; one for each hook that ran without seeing another's."""
    return repo.recorded().decode().count("Session-Checkpoint: ")


def gate_holds(repo: Repo, times: int = 1, **env: str) -> None:
    """A bad message is refused, that many times, and a good one gets its checkpoint."""
    refused = commit(repo, BAD, **env)
    assert refused.code == 1
    assert refused.err.count(MESSAGE_REFUSED) == times
    assert commit(repo, GOOD, **env).code == 0
    assert checkpoints(repo) == 1


def files_of(repo: Repo) -> dict[str, tuple[bytes, int]]:
    """The hook files, with content and mode."""
    hooks = repo.path / ".git" / "hooks"
    found = hooks.iterdir() if hooks.is_dir() else ()
    return {file.name: (file.read_bytes(), file.stat().st_mode) for file in found}


def config_of(repo: Repo) -> str:
    """Without the tie of a session to its branch: it is work of a person, and stays."""
    return re.sub(r"branch\.\S+\.sessionlog=\S+\n", "", repo.git("config", "--local", "--list"))


# One pre-commit run takes as long as all the others: only the first of these tests has it each time.
SLOW_ONES_IN_STRESS = (pytest.param("pre-commit", marks=pytest.mark.stress), "prek")


@pytest.mark.parametrize("options", [(), pytest.param(("--configured",), marks=NEW_GIT)])
def test_the_gate_holds_until_it_is_taken_away(repo: Repo, options: tuple[str, ...]) -> None:
    before = config_of(repo)

    sessionlog(repo, "install", *options)
    gate_holds(repo)
    there = (files_of(repo), config_of(repo))
    assert sessionlog(repo, "install", *options).startswith("already installed ")
    assert (files_of(repo), config_of(repo)) == there

    sessionlog(repo, "uninstall")
    assert commit(repo, BAD).code == 0
    assert (files_of(repo), config_of(repo)) == ({}, before)
    assert (
        sessionlog(repo, "uninstall") == "nothing to remove: no hook of git-sessionlog is installed here\n"
    )


def test_a_hook_of_others_runs_first_and_comes_back_byte_for_byte(repo: Repo) -> None:
    repo.hook("commit-msg", OTHERS + "# \xff\r\n\n\n").chmod(0o751)
    before = files_of(repo)

    said = sessionlog(repo, "install")
    gate_holds(repo)
    assert commit(repo, GOOD).err == "others: .git/COMMIT_EDITMSG\n"
    refused = commit(repo, BAD, OTHERS_CODE="3")
    assert (refused.code, refused.err) == (1, "others: .git/COMMIT_EDITMSG\n")

    assert said == f"installed {FILE}: the hook there is kept, and runs first\ninstalled {PUSH}\n"
    back = "the hook that was there before is back"
    assert sessionlog(repo, "uninstall") == f"removed {FILE}: {back}\nremoved {PUSH}\n"
    assert files_of(repo) == before


def test_a_hook_of_others_that_is_a_link_is_kept(repo: Repo) -> None:
    repo.write("scripts/check", OTHERS).chmod(0o755)
    (repo.path / ".git" / "hooks").mkdir()
    link = repo.path / ".git" / "hooks" / "commit-msg"
    link.symlink_to("../../scripts/check")

    sessionlog(repo, "install")
    assert commit(repo, GOOD).err == "others: .git/COMMIT_EDITMSG\n"
    sessionlog(repo, "uninstall")

    assert os.readlink(link) == "../../scripts/check"


@pytest.mark.parametrize("tool", ["pre-commit", "prek"])
def test_ours_first_then_a_framework(repo: Repo, tool: str) -> None:
    """It moves our file to commit-msg.legacy and runs it from there."""
    _framework(repo, tool, _install, _tool)
    gate_holds(repo)
    there = f"already installed {FILE}.legacy\nalready installed {PUSH}\n"
    assert sessionlog(repo, "install") == there

    assert sessionlog(repo, "uninstall") == f"removed {FILE}.legacy\nremoved {PUSH}\n"
    assert "theirs" in commit(repo, BAD).err


@pytest.mark.parametrize("tool", SLOW_ONES_IN_STRESS)
def test_a_framework_first_then_ours(repo: Repo, tool: str) -> None:
    _framework(repo, tool, _tool, _install)
    gate_holds(repo)

    sessionlog(repo, "uninstall")
    assert sorted(files_of(repo)) == ["commit-msg"]
    assert "theirs" in commit(repo, BAD).err


@pytest.mark.parametrize("tool", SLOW_ONES_IN_STRESS)
def test_a_framework_then_ours_then_the_framework_again(repo: Repo, tool: str) -> None:
    """Ours is its legacy hook now, and has kept its own file: neither calls the other for ever."""
    _framework(repo, tool, _tool, _install, _tool)
    gate_holds(repo)

    sessionlog(repo, "uninstall")
    assert sorted(files_of(repo)) == ["commit-msg"]
    assert "theirs" in commit(repo, BAD).err
    assert repo.recorded() == f"{BAD}\n".encode()


@pytest.mark.parametrize("tool", SLOW_ONES_IN_STRESS)
def test_a_hook_kept_by_us_is_kept_through_a_framework(repo: Repo, tool: str) -> None:
    repo.hook("commit-msg", OTHERS)
    _framework(repo, tool, _install, _tool)
    assert "others: .git/COMMIT_EDITMSG\n" in commit(repo, GOOD).err
    gate_holds(repo)

    sessionlog(repo, "uninstall")
    assert files_of(repo)["commit-msg.legacy"][0] == OTHERS.encode()
    assert sorted(files_of(repo)) == ["commit-msg", "commit-msg.legacy"]


@pytest.mark.stress
def test_uninstalling_pre_commit_brings_our_file_back(repo: Repo) -> None:
    _framework(repo, "pre-commit", _install, _tool)
    ours = files_of(repo)
    ours["commit-msg"] = ours.pop("commit-msg.legacy")

    repo.git("status")
    assert repo.run(BIN / "pre-commit", "uninstall").code == 0

    assert files_of(repo) == ours
    gate_holds(repo)


def _framework(repo: Repo, tool: str, *order: "Callable[[Repo, str], None]") -> None:
    repo.write(".pre-commit-config.yaml", PRE_COMMIT_CONFIG)
    repo.git("add", ".")
    for install in order:
        install(repo, tool)
    done = commit(repo, GOOD)
    assert "theirs" in done.err
    assert done.code == 0


def _install(repo: Repo, _tool: str) -> None:
    sessionlog(repo, "install")


def _tool(repo: Repo, tool: str) -> None:
    done = repo.run(BIN / tool, "install")
    assert done.code == 0, done


def test_the_hook_file_of_lefthook_is_kept(repo: Repo) -> None:
    repo.hook("commit-msg", LEFTHOOK)

    sessionlog(repo, "install")

    assert commit(repo, GOOD).err == "lefthook: run commit-msg .git/COMMIT_EDITMSG\n"
    gate_holds(repo)


def test_lefthook_that_has_taken_our_place_is_kept_anew(repo: Repo) -> None:
    """`lefthook install` moves any hook but its own to commit-msg.old, and runs it no more."""
    repo.hook("commit-msg", LEFTHOOK)
    sessionlog(repo, "install")
    (repo.path / ".git" / "hooks" / "commit-msg").rename(repo.path / ".git" / "hooks" / "commit-msg.old")
    newer = LEFTHOOK.replace("lefthook: ", "newer lefthook: ")
    repo.hook("commit-msg", newer)

    sessionlog(repo, "install")
    assert commit(repo, GOOD).err == "newer lefthook: run commit-msg .git/COMMIT_EDITMSG\n"
    gate_holds(repo)

    repo.hook("commit-msg", newer)
    removed = f"removed {FILE}.sessionlog-kept: lefthook has written it anew\nremoved {PUSH}\n"
    assert sessionlog(repo, "uninstall") == removed
    assert sorted(files_of(repo)) == ["commit-msg", "commit-msg.old"]


def _husky(repo: Repo) -> None:
    repo.git("config", "core.hooksPath", ".husky/_")
    repo.write(".husky/_/h", HUSKY)
    repo.write(".husky/_/commit-msg", '#!/usr/bin/env sh\n. "$(dirname "$0")/h"').chmod(0o755)


def test_husky_is_told_the_line_to_add(repo: Repo) -> None:
    _husky(repo)

    done = repo.run(CLI, "install")

    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: husky writes the hooks in .husky/_ anew, ours would be lost\n"
        'hint: add to .husky/commit-msg: git-sessionlog-hook commit-msg "$@", '
        'and to .husky/pre-push: git-sessionlog-hook pre-push "$@"\n'
    )
    repo.write(".husky/commit-msg", 'git-sessionlog-hook commit-msg "$@"\n')
    assert repo.run(CLI, "install").err.endswith(
        'hint: add to .husky/pre-push: git-sessionlog-hook pre-push "$@"\n'
    )
    repo.write(".husky/pre-push", 'git-sessionlog-hook pre-push "$@"\n')
    env = {"PATH": f"{BIN}:{os.environ['PATH']}"}
    gate_holds(repo, **env)
    said = "".join(
        f"already installed .husky/{hook}: it calls git-sessionlog-hook\n"
        for hook in ("commit-msg", "pre-push")
    )
    assert sessionlog(repo, "install") == sessionlog(repo, "install") == said


@NEW_GIT
def test_a_new_git_needs_no_file_beside_husky(repo: Repo) -> None:
    _husky(repo)

    sessionlog(repo, "install")

    gate_holds(repo)


@pytest.mark.parametrize("name", ["linked", "it's; $(touch owned) `a` größe"])
def test_the_hook_runs_in_each_worktree(repo: Repo, tmp_path: Path, name: str) -> None:
    repo.commit(GOOD)
    repo.git("worktree", "add", "-q", "-b", "linked", str(tmp_path / name))
    linked = Repo(tmp_path / name)

    sessionlog(linked, "install")
    gate_holds(linked)
    gate_holds(repo)
    there = f"already installed {FILE}\nalready installed {PUSH}\n"
    assert sessionlog(repo, "install") == there
    sessionlog(linked, "uninstall")

    assert files_of(repo) == {}


def test_the_hook_runs_in_a_worktree_of_a_bare_repository(tmp_path: Path) -> None:
    bare = Repo.init(tmp_path / "repo.git", "--bare")
    tree = bare.run("git", "mktree").out.strip()
    bare.git("update-ref", "refs/heads/main", bare.git("commit-tree", tree, "-m", GOOD).strip())
    bare.git("worktree", "add", "-q", "-b", "work", "work", "main")
    work = Repo(tmp_path / "repo.git" / "work")

    hooks = f"{bare.path}/hooks"
    said = f"installed {hooks}/commit-msg\ninstalled {hooks}/pre-push\n"
    assert sessionlog(work, "install") == said

    gate_holds(work)


def test_the_hook_runs_in_a_submodule(repo: Repo, tmp_path: Path) -> None:
    inner = Repo.init(tmp_path / "inner")
    inner.commit(GOOD)
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.path), "sub")
    sub = Repo(repo.path / "sub")

    said = sessionlog(sub, "install")

    hooks = f"{repo.path}/.git/modules/sub/hooks"
    assert said == f"installed {hooks}/commit-msg\ninstalled {hooks}/pre-push\n"
    gate_holds(sub)
    assert commit(repo, BAD).code == 0


def test_install_in_a_subdirectory_is_that_of_the_top(repo: Repo) -> None:
    repo.git("config", "core.hooksPath", ".githooks")
    repo.write("a/b/file", "")
    below = Repo(repo.path / "a" / "b")

    said = "installed .githooks/commit-msg\ninstalled .githooks/pre-push\n"
    assert sessionlog(below, "install") == said

    gate_holds(repo, PATH=f"{BIN}:{os.environ['PATH']}")


def test_a_tracked_hook_holds_no_path_of_this_machine(repo: Repo) -> None:
    repo.git("config", "core.hooksPath", ".githooks")

    sessionlog(repo, "install")

    content = (repo.path / ".githooks" / "commit-msg").read_text()
    assert str(BIN) not in content
    refused = commit(repo, GOOD, PATH=os.defpath) if not _on(os.defpath) else None
    assert refused is None or (refused.code, refused.err) == (
        1,
        "sessionlog: error: commit-msg cannot run: git-sessionlog-hook is not on PATH\n"
        "hint: install git-sessionlog again, or delete this hook\n",
    )


def _on(path: str) -> bool:
    return any(os.path.exists(os.path.join(part, "git-sessionlog-hook")) for part in path.split(":"))


def test_hooks_outside_the_repository_are_not_touched(repo: Repo, tmp_path: Path) -> None:
    repo.git("config", "core.hooksPath", str(tmp_path / "shared"))

    done = repo.run(CLI, "install")

    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"error: core.hooksPath (local) is {tmp_path}/shared: "
        "no directory of this repository for its hooks\n"
        "hint: give this one its own, then install: git config core.hooksPath "
        '"$(git rev-parse --path-format=absolute --git-common-dir)/hooks"\n'
    )
    subprocess.run(["sh", "-c", done.err.strip().rpartition("install: ")[2]], cwd=repo.path, check=True)
    sessionlog(repo, "install")
    gate_holds(repo)


@NEW_GIT
def test_with_a_new_git_the_hook_is_in_its_configuration(repo: Repo) -> None:
    repo.hook("commit-msg", OTHERS)
    before = files_of(repo)

    said = sessionlog(repo, "install", "--configured")

    assert said == (
        "installed hook.sessionlog-commit-msg in git's configuration\n"
        "installed hook.sessionlog-pre-push in git's configuration\n"
    )
    assert files_of(repo) == before
    assert repo.git("hook", "list", "commit-msg") == "sessionlog-commit-msg\nhook from hookdir\n"
    assert repo.git("hook", "list", "pre-push") == "sessionlog-pre-push\n"
    gate_holds(repo)


@NEW_GIT
def test_going_over_to_files_and_back_no_hook_runs_twice(repo: Repo) -> None:
    sessionlog(repo, "install", "--configured")
    assert sessionlog(repo, "install") == (
        f"installed {FILE}\nremoved hook.sessionlog-commit-msg from git's configuration\n"
        f"installed {PUSH}\nremoved hook.sessionlog-pre-push from git's configuration\n"
    )
    gate_holds(repo)
    assert sessionlog(repo, "install") == f"already installed {FILE}\nalready installed {PUSH}\n"
    assert sessionlog(repo, "install", "--configured") == (
        f"installed hook.sessionlog-commit-msg in git's configuration\nremoved {FILE}\n"
        f"installed hook.sessionlog-pre-push in git's configuration\nremoved {PUSH}\n"
    )
    gate_holds(repo)


@NEW_GIT
@pytest.mark.parametrize("gone", ["/gone/git-sessionlog-hook", "/it's gone"])
def test_a_configured_hook_finds_the_program_on_path(repo: Repo, gone: str) -> None:
    sessionlog(repo, "install", "--configured")
    key = "hook.sessionlog-commit-msg.command"
    command = repo.git("config", key).rstrip("\n")
    moved = command.replace(f"'{BIN / 'git-sessionlog-hook'}'", "'" + gone.replace("'", "'\\''") + "'")
    assert moved != command
    repo.git("config", key, moved)

    gate_holds(repo, PATH=f"{BIN}:{os.environ['PATH']}")
    if not _on(os.environ["PATH"]):
        assert commit(repo, GOOD).err == (
            "sessionlog: error: commit-msg cannot run: git-sessionlog-hook is not on PATH\n"
            "hint: install git-sessionlog again, or: "
            "git config --remove-section hook.sessionlog-commit-msg\n"
        )


def test_a_configured_hook_is_replaced_by_a_file(repo: Repo) -> None:
    repo.git("config", "hook.sessionlog-commit-msg.command", "x")
    repo.git("config", "hook.sessionlog-commit-msg.event", "commit-msg")

    assert sessionlog(repo, "install") == (
        f"installed {FILE}\nremoved hook.sessionlog-commit-msg from git's configuration\ninstalled {PUSH}\n"
    )


def test_an_old_git_configures_no_hook(repo: Repo) -> None:
    if git.version() >= (2, 54):
        pytest.skip("this git looks at configured hooks")
    done = repo.run(CLI, "install", "--configured")
    said = "error: git before 2.54 runs no hooks of its configuration\nhint: git sessionlog install\n"
    assert (done.code, done.err) == (2, said)
    assert repo.run("git", "config", "--get-regexp", "^hook").out == ""
