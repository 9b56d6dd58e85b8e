"""`git sessionlog uninstall`: ours goes, what is not ours stays."""

import pytest

from helpers import Repo
from program import called

CAPSYS = pytest.CaptureFixture[str]
FILE = ".git/hooks/commit-msg"
PUSH = ".git/hooks/pre-push"
REMOVED = f"removed {PUSH}\n"
NOTHING = "nothing to remove: no hook of git-sessionlog is installed here\n"


def test_a_hook_of_others_stays(repo: Repo, capsys: CAPSYS) -> None:
    theirs = repo.hook("commit-msg", "#!/bin/sh\n")

    assert called(capsys, "uninstall") == (0, NOTHING, "")
    assert theirs.read_text() == "#!/bin/sh\n"


def test_a_hook_that_has_taken_our_place_stays_and_so_does_what_we_kept(repo: Repo, capsys: CAPSYS) -> None:
    repo.hook("commit-msg", "first")
    called(capsys, "install")
    repo.hook("commit-msg", "second")

    left = (
        "left .git/hooks/commit-msg.sessionlog-kept: the hook kept by us; commit-msg is another one now\n"
    )
    assert called(capsys, "uninstall") == (0, left + REMOVED, "")
    assert (repo.path / FILE).read_text() == "second"
    assert (repo.path / f"{FILE}.sessionlog-kept").read_text() == "first"


def test_what_we_kept_comes_back_where_our_file_was_deleted(repo: Repo, capsys: CAPSYS) -> None:
    repo.hook("commit-msg", "first")
    called(capsys, "install")
    (repo.path / FILE).unlink()

    restored = f"restored {FILE}: the hook that was there before\n"
    assert called(capsys, "uninstall") == (0, restored + REMOVED, "")
    assert (repo.path / FILE).read_text() == "first"


def test_a_file_in_a_directory_no_longer_used_goes_too(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install")
    repo.git("config", "core.hooksPath", ".githooks")
    called(capsys, "install")

    removed = f"removed .githooks/commit-msg\nremoved {FILE}\nremoved .githooks/pre-push\n{REMOVED}"
    assert called(capsys, "uninstall") == (0, removed, "")


def test_configuration_of_ours_goes_whatever_git_this_is(repo: Repo, capsys: CAPSYS) -> None:
    before = (repo.path / ".git" / "config").read_bytes()
    for hook in ("commit-msg", "pre-push"):
        repo.git("config", f"hook.sessionlog-{hook}.command", "x")
        repo.git("config", "--add", f"hook.sessionlog-{hook}.event", hook)

    removed = (
        "removed hook.sessionlog-commit-msg from git's configuration\n"
        "removed hook.sessionlog-pre-push from git's configuration\n"
    )
    assert called(capsys, "uninstall") == (0, removed, "")
    assert (repo.path / ".git" / "config").read_bytes() == before


def test_what_the_user_has_written_is_named_and_stays(repo: Repo, capsys: CAPSYS) -> None:
    called(capsys, "install", "--pre-commit")
    lefthook = "commit-msg:\n  jobs:\n    - run: git-sessionlog-hook commit-msg {1}\n"
    repo.write("lefthook.yml", lefthook)
    repo.hook("commit-msg", 'git-sessionlog-hook commit-msg "$@"\n')
    repo.hook("pre-push", 'git-sessionlog-hook pre-push "$@"\n')
    before = {file: file.read_bytes() for file in repo.path.rglob("*") if file.is_file()}

    assert called(capsys, "uninstall") == (
        0,
        "left .pre-commit-config.yaml: take sessionlog-commit-msg, sessionlog-pre-push out of it by hand\n"
        "left .git/hooks/commit-msg: take the line with git-sessionlog-hook out of it by hand\n"
        "left .git/hooks/pre-push: take the line with git-sessionlog-hook out of it by hand\n"
        "left lefthook.yml: take the job that runs git-sessionlog-hook out of it by hand\n",
        "",
    )
    assert {file: file.read_bytes() for file in repo.path.rglob("*") if file.is_file()} == before
