"""Files of a work tree, and the same files in a commit."""

import os

import pytest

from git_sessionlog.git.objects import Objects
from git_sessionlog.git.trees import CommitTree, IndexTree, Tree, WorkTree
from helpers import Repo


@pytest.fixture
def filled(repo: Repo) -> Repo:
    repo.write("STATUS.md", "status")
    repo.write("docs/a b", "1")
    repo.write("docs/ü", "22")
    repo.write("docs/below/c", "3")
    (repo.path / "link").symlink_to("STATUS.md")
    (repo.path / "out").symlink_to("/etc")
    repo.git("add", "-A")
    repo.commit("chore(x): start")
    return repo


def _see(tree: Tree) -> dict[str, object]:
    paths = ("STATUS.md", "docs/a b", "docs/ü", "docs", "link", "out/passwd", "gone", "STATUS.md/x", "a\0b")
    return {
        "read": [tree.read(path) for path in paths],
        "size": [tree.size(path) for path in paths],
        "names": {path: [name for name in tree.names(path) if name != ".git"] for path in NAMED},
        "kind": [tree.kind(path) for path in (*paths, ".", "docs/below/c", "docs/below/c/d", "docs/gone")],
    }


NAMED = (".", "docs/", "docs", "gone/", "out/", "STATUS.md")
SEEN = {
    "read": [b"status", b"1", b"22", *[None] * 6],
    "size": [6, 1, 2, *[None] * 6],
    "names": {
        ".": ["STATUS.md", "docs", "link", "out"],
        "docs/": ["a b", "below", "ü"],
        "docs": ["a b", "below", "ü"],
        "gone/": [],
        "out/": [],
        "STATUS.md": [],
    },
    "kind": [
        *("file", "file", "file", "directory", "beyond", "beyond", "", "", ""),
        *("directory", "file", "", ""),
    ],
}


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_no_link_is_followed(filled: Repo) -> None:
    assert _see(WorkTree(str(filled.path))) == SEEN
    with Objects() as objects:
        assert _see(CommitTree(objects, objects.commit("HEAD").tree)) == SEEN
        assert _see(IndexTree(objects)) == SEEN


def test_the_index_has_what_is_staged_and_not_what_is_written(filled: Repo) -> None:
    filled.write("STATUS.md", "staged")
    filled.git("add", "STATUS.md")
    filled.write("STATUS.md", "written")

    with Objects() as objects:
        assert IndexTree(objects).read("STATUS.md") == b"staged"


def test_what_a_submodule_has_is_beyond(filled: Repo) -> None:
    commit = filled.git("rev-parse", "HEAD").strip()
    filled.git("update-index", "--add", "--cacheinfo", f"160000,{commit},vendor/lib")
    filled.commit("chore(x): add a submodule")

    with Objects() as objects:
        for tree in (CommitTree(objects, objects.commit("HEAD").tree), IndexTree(objects)):
            assert [tree.kind(path) for path in ("vendor", "vendor/lib", "vendor/lib/a", "vendor/a")] == [
                *("directory", "beyond", "beyond", ""),
            ]


def test_what_cannot_be_read_is_not_there(filled: Repo) -> None:
    with Objects() as objects:
        assert _see(CommitTree(objects, "0" * 40))["size"] == [None] * 9
