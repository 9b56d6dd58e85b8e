"""Commits of `git subtree --squash` pass by what they are, and nothing else passes by their words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import CLI, Repo

DIR = "vendor/lib"
SPLIT = "6b73dc67e85f188947773bc2b0b82c6464642dee"
ADDED = (
    f"Squashed '{DIR}/' content from commit 6b73dc6\n\ngit-subtree-dir: {DIR}\ngit-subtree-split: {SPLIT}\n"
)


@pytest.fixture
def project(repo: Repo) -> Repo:
    repo.write(".sessionlog.toml", 'preset = "conventional"\n')
    repo.git("add", "-A")
    repo.commit("docs: start")
    repo.git("branch", "start")
    return repo


def library(there: Path) -> Repo:
    lib = Repo.init(there / "lib")
    for number in "123":
        lib.write(f"x{number}", number)
        lib.git("add", "-A")
        lib.commit(f"Lib {number}")
        lib.git("branch", f"v{number}")
    return lib


def lint(repo: Repo, what: str = "start..HEAD") -> int:
    done = repo.run(CLI, "lint", what)
    assert done.code in (0, 1), done.err
    return done.code


def test_added_and_pulled(project: Repo, tmp_path: Path) -> None:
    lib = library(tmp_path)
    if project.run("git", "subtree", "-h").code not in (0, 129):
        pytest.skip("git subtree is not installed")
    at = (f"--prefix={DIR}", str(lib.path))
    project.git("subtree", "add", *at, "v1", "--squash")
    assert lint(project) == 0
    assert lint(project, "HEAD^2") == 0  # alone, too
    project.write(f"{DIR}/local", "ours")
    project.git("add", "-A")
    project.commit("docs: local")
    for version in ("v3", "v2"):  # back as well
        project.git("subtree", "pull", *at, version, "--squash")
        assert lint(project) == 0
        assert lint(project, "HEAD~1..HEAD") == 0
    project.git("switch", "-q", "--detach", "HEAD^2")
    assert lint(project, "HEAD~1..HEAD") == 1  # without the merge that it is for


def made(repo: Repo, message: str, tree: str, *parents: str) -> str:
    options = [option for parent in parents for option in ("-p", parent)]
    return repo.git("commit-tree", tree, *options, "-m", message.rstrip("\n")).strip()


def tree(repo: Repo, **files: str) -> str:
    """The tree of HEAD with more files, or of nothing but these."""
    for name, text in files.items():
        repo.write(name.replace("__", "/"), text)
    repo.git("add", "-A")
    found = repo.git("write-tree").strip()
    repo.git("reset", "-q", "--hard")
    return found


def forged(
    repo: Repo, message: str = ADDED, *, at: str = "vendor__lib__x", also: str = "", parent: bool = False
) -> None:
    """A commit with the words of one, and a merge that has its file somewhere."""
    empty = repo.git("hash-object", "-t", "tree", "-w", "/dev/null").strip()
    blob = repo.git("hash-object", "-w", ".sessionlog.toml").strip()
    inner = repo.run("git", "mktree", stdin=f"100644 blob {blob}\tx\n").out.strip()
    before = (made(repo, "docs: nothing", empty),) if parent else ()
    squash = made(repo, message, inner, *before)
    whole = tree(repo, **{at: 'preset = "conventional"\n'}, **({also: "1"} if also else {}))
    merge = made(repo, f"Merge commit '{squash}' as '{DIR}'", whole, "HEAD", squash)
    repo.git("reset", "-q", "--hard", merge)


def test_the_real_one_made_by_hand_passes(project: Repo) -> None:
    forged(project)
    assert lint(project) == 0


FORGED: dict[str, Callable[[Repo], None]] = {
    "elsewhere than it says": lambda repo: forged(repo, at="src__x"),
    "with a file beside": lambda repo: forged(repo, also="src__y"),
    "with one more in the directory": lambda repo: forged(repo, also="vendor__lib__y"),
    "with a parent": lambda repo: forged(repo, parent=True),
    "with words of its own": lambda repo: forged(repo, ADDED + "\nand more\n"),
    "with words before": lambda repo: forged(repo, ADDED.replace("\n\n", "\n\nanything I like\n\n", 1)),
    "with another directory": lambda repo: forged(repo, ADDED.replace(f"dir: {DIR}", "dir: src")),
    "with another commit": lambda repo: forged(repo, ADDED.replace("split: 6b", "split: 7b")),
    "going on from nothing": lambda repo: forged(
        repo, ADDED.replace("content from commit 6b73dc6", "changes from 1234567..6b73dc6") , parent=True
    ),
    "without trailers": lambda repo: forged(repo, ADDED.partition("\n\n")[0]),
}  # fmt: skip


@pytest.mark.parametrize("way", FORGED)
def test_what_is_none_is_refused(project: Repo, way: str) -> None:
    FORGED[way](project)
    assert lint(project) == 1


def test_it_needs_a_description(project: Repo) -> None:
    """Words are let pass, the change is not."""
    project.write("STATUS.md", "# Status\n")
    project.git("add", "-A")
    project.commit("docs: status")
    forged(project)
    assert project.run(CLI, "check").code == 1
