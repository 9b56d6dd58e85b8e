"""`git sessionlog install`: what it says and refuses; what the hooks do is in e2e/test_install.py."""

import os
from pathlib import Path

import pytest

from git_sessionlog import PROJECT
from git_sessionlog.cli.version import installed
from git_sessionlog.install import shim
from git_sessionlog.install.shim import HOOKS
from helpers import BIN, Repo
from program import called

CAPSYS = pytest.CaptureFixture[str]
FILE = ".git/hooks/commit-msg"
PUSH = ".git/hooks/pre-push"
BOTH = f"installed {FILE}\ninstalled {PUSH}\n"
STANZA = f"""\
default_install_hook_types: [pre-commit, commit-msg, pre-push]
repos:
  - repo: {PROJECT}
    rev: v{installed()}
    hooks:
      - id: sessionlog-commit-msg
      - id: sessionlog-pre-push
"""
NEXT = "next: pre-commit install (or prek install)\n"
THEN = (
    "next: git sessionlog install: its hook sees every ref of a push, "
    "those of pre-commit see the first only\n"
)


def test_the_program_beside_this_python_is_recorded(repo: Repo, capsys: CAPSYS) -> None:
    assert called(capsys, "install") == (0, BOTH, "")

    for hook, file in zip(HOOKS, (FILE, PUSH), strict=True):
        assert (repo.path / file).read_bytes() == shim.text(hook, str(BIN / "git-sessionlog-hook"))
        assert (repo.path / file).stat().st_mode & 0o111


def test_the_hook_file_is_executable_for_those_who_may_read_it(repo: Repo, capsys: CAPSYS) -> None:
    before = os.umask(0o027)
    try:
        called(capsys, "install")
    finally:
        os.umask(before)

    assert (repo.path / FILE).stat().st_mode & 0o777 == 0o750
    assert sorted(file.name for file in (repo.path / ".git" / "hooks").iterdir()) == [
        "commit-msg", "pre-push"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"hook 2: ", b"hook 1: "), (str(BIN).encode(), b"/another/place"), (b"exec ", b"run ")],
    ids=["older version", "another program", "changed by hand"],
)
@pytest.mark.parametrize("file", [FILE, PUSH])
def test_a_file_of_ours_that_differs_is_brought_up_to_date(
    repo: Repo, capsys: CAPSYS, old: bytes, new: bytes, file: str
) -> None:
    called(capsys, "install")
    wanted = (repo.path / file).read_bytes()
    (repo.path / file).write_bytes(wanted.replace(old, new))

    said = "".join(
        f"{'updated' if name == file else 'already installed'} {name}\n" for name in (FILE, PUSH)
    )
    assert called(capsys, "install") == (0, said, "")
    assert (repo.path / file).read_bytes() == wanted


def test_the_hook_that_an_older_version_did_not_have_is_added(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")
    (repo.path / PUSH).unlink()

    said = f"already installed {FILE}\ninstalled {PUSH}\n"
    assert called(capsys, "install") == (0, said, "")


def test_a_file_without_its_run_bit_gets_it_back(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")
    (repo.path / FILE).chmod(0o644)

    assert called(capsys, "install") == (0, f"updated {FILE}\nalready installed {PUSH}\n", "")
    assert (repo.path / FILE).stat().st_mode & 0o777 == 0o755


def test_a_file_of_a_newer_version_is_left(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")
    newer = (repo.path / FILE).read_bytes().replace(b"hook 2: ", b"hook 99: ")
    (repo.path / FILE).write_bytes(newer)

    said = f"left {FILE}: a newer git-sessionlog wrote it\nalready installed {PUSH}\n"
    assert called(capsys, "install") == (0, said, "")
    assert (repo.path / FILE).read_bytes() == newer


def test_two_hooks_of_others_are_one_too_many(repo: Repo, capsys: CAPSYS) -> None:
    repo.hook("commit-msg", "one")
    repo.hook("commit-msg.sessionlog-kept", "other")

    assert called(capsys, "install") == (
        2,
        "",
        f"error: {FILE} and {FILE}.sessionlog-kept are both hooks of others\n"
        "hint: delete the one that is not wanted, then: git sessionlog install\n",
    )
    assert (repo.path / FILE).read_text() == "one"


def test_a_second_run_mends_one_that_was_killed(repo: Repo, capsys: CAPSYS) -> None:
    """Killed between the two renames: the kept hook is there, ours is not."""
    kept = repo.hook("commit-msg.sessionlog-kept", "#!/bin/sh\n")

    assert called(capsys, "install") == (0, BOTH, "")
    assert kept.exists()


def test_a_script_that_calls_us_is_enough(repo: Repo, capsys: CAPSYS) -> None:
    repo.hook("commit-msg", '#!/bin/sh\n  git-sessionlog-hook commit-msg "$@"\n')
    repo.hook("pre-push", '#!/bin/sh\nmake test && git-sessionlog-hook pre-push "$@"\n')

    said = "".join(f"already installed {file}: it calls git-sessionlog-hook\n" for file in (FILE, PUSH))
    assert called(capsys, "install") == called(capsys, "install") == (0, said, "")


def test_a_comment_is_no_call(repo: Repo, capsys: CAPSYS) -> None:
    repo.hook("commit-msg", "#!/bin/sh\n# git-sessionlog-hook commit-msg\n")

    assert called(capsys, "install").out.startswith(f"installed {FILE}: the hook there is kept")


@pytest.mark.parametrize("value", ["", ".", "/dev/null", "../elsewhere", "~/hooks"])
def test_hooks_outside_are_refused(repo: Repo, capsys: CAPSYS, value: str) -> None:
    repo.git("config", "core.hooksPath", value)

    done = called(capsys, "install")

    shown = value or "empty"
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(
        f"error: core.hooksPath (local) is {shown}: no directory of this repository "
    )
    assert sorted(entry.name for entry in repo.path.iterdir()) == [".git"]


def test_a_global_hooks_path_is_named_as_such(
    repo: Repo, capsys: CAPSYS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").write_text(f"[core]\nhooksPath = {tmp_path}/\x1b[31mhooks\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))

    done = called(capsys, "install")

    assert done.err.startswith(
        f"error: core.hooksPath (global) is {tmp_path}/<U+001B>[31mhooks: no directory"
    )


@pytest.mark.parametrize("value", [".githooks", "a b/ö", ".git/hooks", ".git/my hooks"])
def test_hooks_inside_are_honoured(repo: Repo, capsys: CAPSYS, value: str) -> None:
    repo.git("config", "core.hooksPath", value)

    assert called(capsys, "install") == (
        0, f"installed {value}/commit-msg\ninstalled {value}/pre-push\n", ""
    )  # fmt: skip
    recorded = shim.read(str(repo.path / value / "commit-msg"))
    assert recorded
    assert bool(recorded.program) == value.startswith(".git/")


def test_a_hooks_directory_that_is_a_link_is_where_it_points(
    repo: Repo, capsys: CAPSYS, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (repo.path / ".git" / "hooks").symlink_to(tmp_path / "elsewhere")
    assert called(capsys, "install").code == 2

    (repo.path / "tracked").mkdir()
    (repo.path / ".git" / "hooks").unlink()
    (repo.path / ".git" / "hooks").symlink_to("../tracked")
    assert called(capsys, "install").code == 0
    assert str(BIN) not in (repo.path / "tracked" / "commit-msg").read_text()


def test_a_hooks_directory_that_is_a_file_is_one_error(repo: Repo, capsys: CAPSYS) -> None:
    repo.write(".githooks", "")
    repo.git("config", "core.hooksPath", ".githooks")

    done = called(capsys, "install")

    assert done == (2, "", "error: .githooks/commit-msg cannot be written: File exists\n")


def test_the_stanza_is_written_and_the_next_step_said(repo: Repo, capsys: CAPSYS) -> None:
    wrote = "wrote .pre-commit-config.yaml\n"
    assert called(capsys, "install", "--pre-commit") == (0, wrote + NEXT + THEN, "")
    assert (repo.path / ".pre-commit-config.yaml").read_text() == STANZA

    again = called(capsys, "install", "--pre-commit")

    there = "already there sessionlog-commit-msg, sessionlog-pre-push in .pre-commit-config.yaml\n"
    assert again == (0, there + NEXT + THEN, "")
    assert repo.run(BIN / "pre-commit", "install").code == 0
    assert called(capsys, "install", "--pre-commit") == (0, there + THEN, "")
    assert called(capsys, "install").code == 0
    assert called(capsys, "install", "--pre-commit") == (0, there, "")


def test_the_stanza_is_that_of_repo_and_rev(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--pre-commit", "--repo", "/a b/c: d", "--rev", "1.0")

    text = (repo.path / ".pre-commit-config.yaml").read_text()
    assert '  - repo: "/a b/c: d"\n    rev: "1.0"\n' in text


def test_pre_commit_takes_over_from_the_hook_file_but_at_a_push(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")

    done = called(capsys, "install", "--pre-commit")

    removed = f"removed {FILE}: pre-commit is to run it\n"
    assert done == (0, "wrote .pre-commit-config.yaml\n" + removed + NEXT, "")
    assert [file.name for file in (repo.path / ".git" / "hooks").iterdir()] == ["pre-push"]


def test_what_pre_commit_runs_is_left_to_it_but_at_a_push(repo: Repo, capsys: CAPSYS) -> None:
    """The same that mends it where the hook runs twice."""
    called(capsys, "install")
    called(capsys, "install", "--pre-commit")
    assert repo.run(BIN / "pre-commit", "install").code == 0
    there = "already installed .pre-commit-config.yaml: pre-commit runs commit-msg\n"
    push = f"already installed {PUSH}.legacy\n"
    assert called(capsys, "install") == (0, there + push, "")

    repo.hook("commit-msg.legacy", shim.text(HOOKS[0], "").decode())

    removed = f"removed {FILE}.legacy: pre-commit runs it\n"
    assert called(capsys, "install") == (0, there + removed + push, "")
    assert called(capsys, "install") == (0, there + push, "")


def test_what_lefthook_runs_is_left_to_it(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")
    for hook in ("commit-msg", "pre-push"):
        repo.hook(hook, f'#!/bin/sh\ncall_lefthook run "{hook}" "$@"\n')
    repo.write(
        "lefthook.toml",
        "[[pre-push.jobs]]\nrun = 'git-sessionlog-hook pre-push {0}'\nuse_stdin = true\n",
    )

    there = "already installed lefthook.toml: lefthook runs pre-push\n"
    kept = f"installed {FILE}: the hook there is kept, and runs first\n"
    assert called(capsys, "install") == (0, kept + there, "")


def test_what_was_installed_is_said_before_what_failed(repo: Repo, capsys: CAPSYS) -> None:
    repo.hook("pre-push", "one")
    repo.hook("pre-push.sessionlog-kept", "other")

    done = called(capsys, "install")

    assert (done.code, done.out) == (2, f"installed {FILE}\n")
    assert done.err.startswith(f"error: {PUSH} and {PUSH}.sessionlog-kept are both hooks of others\n")


def test_what_cannot_be_edited_is_printed(repo: Repo, capsys: CAPSYS) -> None:
    file = repo.write(".pre-commit-config.yaml", "repos: ~\n")

    assert called(capsys, "install", "--pre-commit") == (
        2,
        STANZA,
        "error: .pre-commit-config.yaml: it is written in a form that cannot be added to safely\n"
        "hint: add the lines above to .pre-commit-config.yaml by hand\n",
    )
    assert file.read_text() == "repos: ~\n"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["--pre-commit", "--configured"], "give one of --pre-commit and --configured"),
        (["--rev", "v1"], "--repo and --rev go with --pre-commit"),
        (["--repo", ""], "--repo and --rev go with --pre-commit"),
        (["x"], "Got unexpected extra argument (x)"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    repo: Repo, capsys: CAPSYS, args: list[str], error: str
) -> None:
    assert called(capsys, "install", *args) == (2, "", f"error: {error}\nhint: git sessionlog install -h\n")
    assert not (repo.path / ".git" / "hooks").exists()


def test_a_bare_repository_has_no_work_tree(
    tmp_path: Path, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Repo.init(tmp_path / "bare", "--bare").path)

    done = called(capsys, "install")

    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("hint: run it in a work tree, not in a bare repository\n")
