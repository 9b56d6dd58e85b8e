"""Settings that git has and the work tree has not: never taken for none, by any command or hook."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from helpers import CLI, HOOK, Repo, Result

SETTINGS = 'preset = "conventional"\nscopes = ["api"]\ndefault-branch = ["main"]\n'
PROFILE = 'profiles = ["docs/own.toml"]\n'
RIGHT, WRONG = "feat: plain", "feat(web): elsewhere"


def origin(tmp_path: Path) -> Repo:
    """A repository with settings on main, a release branch from before, and an orphan without anything."""
    repo = Repo.init(tmp_path / "origin")
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.write("app/a", "1\n")
    repo.git("add", ".")
    repo.commit("first")
    repo.git("branch", "1.x")
    repo.write(".sessionlog.toml", SETTINGS)
    repo.write("STATUS.md", "# Status\n\nstart\n")
    repo.git("add", ".")
    repo.commit("docs: adopt")
    repo.git("switch", "-q", "--orphan", "gh-pages")
    repo.commit("pages")
    repo.git("switch", "-q", "main")
    return repo


def cloned(repo: Repo, *options: str) -> Repo:
    path = repo.path.parent / "clone"
    subprocess.run(["git", "clone", "-q", *options, f"file://{repo.path}", path], check=True)
    clone = Repo(path)
    for name in ("commit-msg", "pre-push"):
        clone.hook(name, f'#!/bin/sh\nexec "{HOOK}" {name} "$@"\n')
    return clone


def sh(repo: Repo, script: str) -> Result:
    return repo.run("sh", "-euc", script)


WAYS = {
    "no checkout": (("--no-checkout",), ":"),
    "no checkout, no blobs": (("--no-checkout", "--filter=blob:none"), ":"),
    "not in the cone": ((), "git sparse-checkout set --no-cone /app/"),
    "sparse from the start": (
        ("--filter=blob:none", "--sparse"),
        "git sparse-checkout set --no-cone /app/",
    ),
    "skip-worktree": ((), "git update-index --skip-worktree .sessionlog.toml; rm .sessionlog.toml"),
    "deleted": ((), "rm .sessionlog.toml"),
    "deleted and staged": ((), "git rm -q .sessionlog.toml"),
}
BRANCHES = {
    "a branch from before": "git switch -q 1.x",
    "an orphan": "git switch -q gh-pages",
    "a new orphan": "git switch -q --orphan new",
    "a commit from before": "git checkout -q origin/1.x",
    "no origin/HEAD": "git switch -q 1.x; git remote set-head origin -d",
    "pyproject.toml of another kind": "git switch -q 1.x; echo '[project]' > pyproject.toml",
}


@pytest.fixture(params=[*WAYS, *BRANCHES])
def clone(tmp_path: Path, request: pytest.FixtureRequest) -> Repo:
    options, script = WAYS.get(request.param) or ((), BRANCHES[request.param])
    found = cloned(origin(tmp_path), *options)
    assert sh(found, script).code == 0
    return found


def test_a_commit_is_checked_by_them(clone: Repo) -> None:
    commit = ("git", "commit", "-q", "--allow-empty", "-m")
    assert clone.run(*commit, RIGHT).code == 0
    refused = clone.run(*commit, WRONG)
    assert (refused.code, "[scope-unknown]" in refused.err) == (1, True)


@pytest.mark.parametrize("way", WAYS)
def test_so_is_all_else(tmp_path: Path, way: str) -> None:
    clone = cloned(origin(tmp_path), *WAYS[way][0])
    assert sh(clone, WAYS[way][1]).code == 0
    made = clone.git("commit-tree", "-p", "HEAD", "-m", WRONG, "HEAD^{tree}").strip()
    clone.git("update-ref", "HEAD", made)
    assert "[scope-unknown]" in clone.run(CLI, "lint", "HEAD").out
    assert "[scope-unknown]" in clone.run(CLI, "lint", "--title", WRONG).out
    assert "[scope-unknown]" in clone.run(CLI, "ci", "--base", "HEAD~1").out
    assert "scope-unknown" in clone.run("git", "push", "origin", "HEAD:refs/heads/x").err
    shown = clone.run(CLI, "config").out
    assert 'scopes = ["api"]  # .sessionlog.toml' in shown
    doctor = clone.run(CLI, "doctor").out
    assert (".sessionlog.toml" in doctor, "the defaults" in doctor) == (True, False)
    assert clone.run(CLI, "check").code == 0


@pytest.mark.parametrize("way", BRANCHES)
def test_a_branch_without_settings_has_those_of_the_default_one(tmp_path: Path, way: str) -> None:
    clone = cloned(origin(tmp_path))
    assert sh(clone, BRANCHES[way]).code == 0
    clone.commit(WRONG)
    note = "sessionlog: note: this branch has no settings, those of origin/main hold"
    linted = clone.run(CLI, "lint", "HEAD")
    assert ("[scope-unknown]" in linted.out, note in linted.err) == (True, True)
    assert "those of origin/main hold" in clone.run(CLI, "doctor").out
    assert note in clone.run("git", "commit", "-q", "--allow-empty", "-m", WRONG).err
    pushed = clone.run("git", "push", "origin", "HEAD:refs/heads/y")
    assert ("scope-unknown" in pushed.err, note in pushed.err) == (True, True)
    fine = clone.run("git", "commit", "-q", "--allow-empty", "-m", RIGHT)
    assert (fine.code, fine.err) == (0, "")


def test_without_a_remote_it_is_the_branch_here(tmp_path: Path) -> None:
    repo = origin(tmp_path)
    repo.install()
    repo.git("switch", "-q", "1.x")
    refused = repo.run("git", "commit", "-q", "--allow-empty", "-m", WRONG)
    assert "note: this branch has no settings, those of main hold" in refused.err
    assert repo.run("git", "commit", "-q", "--allow-empty", "-m", RIGHT).code == 0


def test_a_default_branch_without_settings_has_none(tmp_path: Path) -> None:
    """What a topic branch had does not hold on main."""
    repo = origin(tmp_path)
    repo.install()
    repo.git("branch", "topic")
    repo.git("rm", "-q", ".sessionlog.toml")
    repo.commit("docs: without")
    refused = repo.run("git", "commit", "-q", "--allow-empty", "-m", RIGHT)
    assert (refused.code, "[scope-missing]" in refused.err, "note" in refused.err) == (1, True, False)


def test_to_delete_them_changes_nothing_for_the_commit_that_does(tmp_path: Path) -> None:
    repo = origin(tmp_path)
    repo.install()
    repo.git("rm", "-q", ".sessionlog.toml")
    refused = repo.run("git", "commit", "-q", "-m", WRONG)
    assert (refused.code, "[scope-unknown]" in refused.err) == (1, True)


@pytest.mark.parametrize("kind", ["link", "toml"])
def test_what_cannot_be_used_is_said(tmp_path: Path, kind: str) -> None:
    repo = origin(tmp_path)
    (repo.path / ".sessionlog.toml").unlink()
    if kind == "link":
        (repo.path / ".sessionlog.toml").symlink_to("STATUS.md")
    else:
        repo.write(".sessionlog.toml", "a b")
    repo.git("add", "-A")
    repo.commit("docs: broken")
    clone = cloned(repo, "--no-checkout")
    done = clone.run("git", "commit", "-q", "--allow-empty", "-m", RIGHT)
    assert (done.code, "error: .sessionlog.toml" in done.err, "Traceback" in done.err) == (1, True, False)


def test_a_profile_outside_of_the_cone(tmp_path: Path) -> None:
    repo = origin(tmp_path)
    repo.write(".sessionlog.toml", SETTINGS + PROFILE)
    repo.write("docs/own.toml", '[documents.state]\npath = "STATUS.md"\nstate = true\n')
    repo.git("add", ".")
    repo.commit("docs: profile")
    whole = cloned(repo)
    said = [whole.run(CLI, name).code for name in ("docs", "check", "status", "resume")]
    whole.git("sparse-checkout", "set", "--cone", "app")
    assert [whole.run(CLI, name).code for name in ("docs", "check", "status", "resume")] == said


PUSH: Mapping[str, str] = {"GITLAB_CI": "1", "CI_DEFAULT_BRANCH": "main", "CI_PIPELINE_SOURCE": "push"}


@pytest.mark.parametrize("brought", [False, True])
def test_in_a_ci_the_settings_of_the_default_branch_hold(tmp_path: Path, brought: bool) -> None:
    """Those that are brought to a branch without any do not."""
    clone = cloned(origin(tmp_path))
    clone.git("checkout", "-q", "origin/1.x")
    before = clone.git("rev-parse", "HEAD").strip()
    if brought:
        clone.write(".sessionlog.toml", 'mode = "warn"\n')
        clone.git("add", "-A")
    head = clone.commit(WRONG)
    env = {**PUSH, "CI_COMMIT_BRANCH": "1.x", "CI_COMMIT_SHA": head, "CI_COMMIT_BEFORE_SHA": before}
    done = clone.run(CLI, "ci", **env)
    assert (done.code, "(1.x has no settings, those of main hold)" in done.out) == (1, True), done.out
    assert "[scope-unknown]" in done.out
