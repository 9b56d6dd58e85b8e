"""The rule `fix-unknown`: a fix in a tag is in the backlog. What cannot be read is no verdict."""

from pathlib import Path

import pytest

from helpers import HOOK, Repo
from program import called

CAPSYS = pytest.CaptureFixture[str]
BACKLOG = "#7 Health check\nFile: health.py\n\n#8 Pagination (Section 2.3)\nFile: api.py\n"
FINDING = 'fix "{id}" is not in the backlog; hint: {hint} [fix-unknown]'
CANNOT = "error: fix-unknown: whether a fix is in the backlog cannot be told: {why}\n"


def _begin(repo: Repo, severity: str = "error", backlog: str = BACKLOG) -> None:
    repo.write(".sessionlog.toml", f'[rules]\nfix-unknown = "{severity}"\n')
    if backlog:
        repo.write("backlog.md", backlog)
    repo.git("add", "-A")
    repo.commit("docs: start")


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("7", []),
        ("#8, 2.3", []),
        ("9", ['fix "9" is not in the backlog; hint: git sessionlog fixes list']),
        ("7, 23", ['fix "23" is not in the backlog; hint: did you mean 2.3, "Pagination"?']),
    ],
)
def test_a_range(repo: Repo, capsys: CAPSYS, tag: str, found: list[str]) -> None:
    _begin(repo)
    repo.commit(f"fix(api): mend a thing [Fix {tag}]")

    done = called(capsys, "lint", "HEAD~1..")

    assert done.code == bool(found)
    assert [line.partition(": ")[2] for line in done.out.splitlines() if "[fix-unknown]" in line] == [
        f"{text} [fix-unknown]" for text in found
    ]


def test_off_by_default_and_a_warning(repo: Repo, capsys: CAPSYS) -> None:
    _begin(repo, "off")
    repo.commit("fix(api): mend a thing [Fix 9]")
    assert called(capsys, "lint", "HEAD~1..").out == "1 commit checked, nothing to mend.\n"

    repo.write(".sessionlog.toml", '[rules]\nfix-unknown = "warn"\n')
    done = called(capsys, "lint", "HEAD~1..")
    assert (done.code, "[fix-unknown]" in done.out) == (0, True)


def test_what_has_left_the_backlog_was_in_it(repo: Repo, capsys: CAPSYS) -> None:
    """And what comes into it later in the range is in it."""
    _begin(repo)
    repo.commit("fix(api): mend a thing [Fix 7]")
    repo.commit("fix(api): mend another thing [Fix 9]")
    repo.write("backlog.md", "#9 Something new\nFile: new.py\n")
    repo.git("add", "-A")
    repo.commit("docs: clean up")

    assert called(capsys, "lint", "HEAD~3..").code == 0
    repo.commit("fix(api): mend a thing [Fix 7]")
    assert called(capsys, "lint", "HEAD").code == 1


@pytest.mark.parametrize(
    ("backlog", "why"),
    [("", "there is no backlog document"), ("x" * 4_000_001, "backlog.md cannot be read")],
    ids=["none", "too large"],
)
def test_what_cannot_be_read_is_not_missing(repo: Repo, capsys: CAPSYS, backlog: str, why: str) -> None:
    _begin(repo, backlog=backlog)
    repo.commit("fix(api): mend a thing [Fix 9]")

    for args in (("HEAD",), ("--title", "fix(api): mend a thing [Fix 9]")):
        done = called(capsys, "lint", *args)
        assert (done.code, "[fix-unknown]" in done.out) == (2, False)
        assert done.err.startswith(CANNOT.format(why=why))


def test_a_warning_stops_nothing_that_cannot_be_told(repo: Repo, capsys: CAPSYS) -> None:
    _begin(repo, "warn", backlog="")
    repo.commit("fix(api): mend a thing [Fix 9]")

    words = "whether its fix is in the backlog cannot be told: there is no backlog document [fix-unknown]"
    for args in (("HEAD",), ("--title", "fix(api): mend a thing [Fix 9]")):
        done = called(capsys, "lint", *args)
        assert (done.code, words in done.out) == (0, True)


def test_before_the_commit(repo: Repo) -> None:
    """By the backlog of the work tree; a revert and a message without a tag ask for none."""
    _begin(repo)
    repo.install()
    refused = repo.run("git", "commit", "--allow-empty", "-m", "fix(api): mend a thing [Fix 9]")
    assert (refused.code, 'fix "9" is not in the backlog' in refused.err) == (1, True)

    repo.write("backlog.md", f"{BACKLOG}\n#9 Something new\n")
    repo.git("commit", "-q", "-am", "fix(api): mend a thing [Fix 9]")
    (repo.path / "backlog.md").unlink()
    repo.git("commit", "-q", "-am", "docs: drop it")
    assert repo.run("git", "commit", "--allow-empty", "-m", "fix(api): mend it [Fix 9]").code != 0


def test_at_a_push(repo: Repo, tmp_path: Path) -> None:
    _begin(repo)
    repo.hook("pre-push", f'#!/bin/sh\nexec "{HOOK}" pre-push "$@"\n')
    repo.write("STATUS.md", "# Status\n\n## Completed Fixes\n\n- Fix 9\n")
    repo.git("add", "-A")
    repo.git("commit", "-q", "--no-verify", "-m", "fix(api): mend a thing [Fix 9]")
    Repo.init(tmp_path / "remote.git", "--bare")
    repo.git("remote", "add", "origin", str(tmp_path / "remote.git"))

    refused = repo.run("git", "push", "origin", "main")

    assert refused.code == 1
    assert 'fix "9" is not in the backlog' in refused.err
