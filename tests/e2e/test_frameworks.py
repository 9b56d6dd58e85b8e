"""The hook under pre-commit and prek, with real commits."""

import re
from pathlib import Path
from textwrap import indent

import pytest

from helpers import BIN, HOOK, Repo
from refusals import UNKNOWN_TYPE

CONFIG = f"""\
default_install_hook_types: [commit-msg]
repos:
  - repo: local
    hooks:
      - id: sessionlog
        name: sessionlog
        entry: {HOOK} commit-msg
        language: system
        stages: [commit-msg]
"""
EDITOR = "sed -i '1s/^/feat(api): add login [Fix 2.3]/'"


@pytest.fixture(params=[pytest.param("pre-commit", marks=pytest.mark.stress), "prek"])
def framework(
    request: pytest.FixtureRequest, repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Repo:
    """A repository with the framework's own hook, and everything it caches below tmp_path."""
    program = BIN / request.param
    if not program.exists():
        pytest.skip(f"{request.param} is not installed")
    for name in ("PRE_COMMIT_HOME", "PREK_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))
    monkeypatch.setenv("PREK_NO_PROGRESS", "1")
    repo.write(".pre-commit-config.yaml", CONFIG)
    repo.git("add", ".")
    done = repo.run(program, "install")
    assert done.code == 0, done.err
    assert (repo.path / ".git/hooks/commit-msg").exists()
    return repo


def test_a_bad_message_is_refused_in_our_words(framework: Repo) -> None:
    done = framework.run("git", "commit", "-m", "feature(api): add login [Fix 2.3]")
    assert done.code == 1
    said = done.out + done.err
    assert UNKNOWN_TYPE in said or indent(UNKNOWN_TYPE, "  ") in said  # prek indents
    assert framework.run("git", "rev-parse", "HEAD").code == 128
    framework.git("commit", "-e", "-F", ".git/COMMIT_EDITMSG", GIT_EDITOR="sed -i s/feature/feat/")
    assert framework.git("log", "--format=%s") == "feat(api): add login [Fix 2.3]\n"


@pytest.mark.parametrize(
    "options", [["-m", "feat(api): add login [Fix 2.3]"], ["-v"]], ids=["-m", "editor"]
)
def test_a_good_message_gets_its_trailer(options: list[str], framework: Repo) -> None:
    """pre-commit lets a hook of the commit-msg stage change the message, and asks for no second try."""
    framework.git("commit", *options, GIT_EDITOR=EDITOR)
    assert re.fullmatch(
        rb"feat\(api\): add login \[Fix 2\.3\]\n\nSession-Checkpoint: \d{8}-\w{6}/1\n", framework.recorded()
    )


def test_without_an_editor_comments_are_content(framework: Repo) -> None:
    """GIT_EDITOR, which says whether there was one, comes through."""
    done = framework.run("git", "commit", "-m", "#12 feat(api): add login [Fix 2.3]")
    assert done.code == 1
    assert '"#12" stands before the type  [type-first]' in done.out + done.err


def test_merges_and_amends(framework: Repo) -> None:
    framework.git("commit", "-q", "-m", "docs: first", GIT_AUTHOR_DATE="2026-02-13T10:00:00Z")
    framework.git("commit", "-q", "--amend", "-m", "docs: the first")
    framework.git("checkout", "-q", "-b", "side")
    framework.git("commit", "-q", "--allow-empty", "-m", "docs: side")
    framework.git("checkout", "-q", "main")
    framework.git("merge", "-q", "--no-ff", "-m", "whatever", "side")
    form = "--format=%s %(trailers:key=Session-Checkpoint,valueonly,separator=%x2C)"
    log = framework.git("log", "--topo-order", form)
    assert re.sub(r"\d{8}-\w{6}", "<id>", log) == "whatever \ndocs: side <id>/1\ndocs: the first <id>/1\n"


def test_a_linked_worktree(framework: Repo, tmp_path: Path) -> None:
    framework.git("commit", "-q", "-m", "docs: first")
    framework.git("worktree", "add", "-q", "-b", "side", tmp_path / "side")
    side = Repo(tmp_path / "side")
    refused = side.run("git", "commit", "--allow-empty", "-m", "Add login")
    assert refused.code == 1
    retry = re.search(r"(?m)^ *retry      (.*)$", refused.out + refused.err)
    assert retry
    done = side.run("sh", "-c", f"{retry.group(1)} --allow-empty", GIT_EDITOR="sed -i 's/^Add/docs: add/'")
    assert done.code == 0, done.err
    assert side.git("log", "-1", "--format=%s") == "docs: add login\n"
