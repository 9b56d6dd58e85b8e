"""Whose message is checked, of commits with several parents."""

from collections.abc import Callable

import pytest

from helpers import CLI, Repo

FREE, GITS, FORGES = "whatever I like", "Merge branch 'side'", "Merge pull request #12 from ann/side"
GOOD = "feat(api): add login [Fix 2.3]"


class Parents:
    """Two branches that changed different lines of a file, and one that has a conflict with the first."""

    def __init__(self, repo: Repo) -> None:
        self.repo = repo
        repo.write("file", "1\n2\n3\n")
        self.base = self._commit()
        repo.write("file", "main\n2\n3\n")
        self.main = self._commit()
        repo.git("switch", "-q", "-c", "side", self.base)
        repo.write("file", "1\n2\nside\n")
        repo.write("new", "x")
        self.side = self._commit()
        repo.git("switch", "-q", "-c", "other", self.base)
        repo.write("file", "other\n2\n3\n")
        self.other = self._commit()
        self.clean = self._tree("main\n2\nside\n")

    def _commit(self) -> str:
        self.repo.git("add", "-A")
        return self.repo.commit(GOOD)

    def _tree(self, text: str) -> str:
        self.repo.git("read-tree", self.side)
        blob = self.repo.run("git", "hash-object", "-w", "--stdin", stdin=text).out.strip()
        self.repo.git("update-index", "--cacheinfo", f"100644,{blob},file")
        return self.repo.git("write-tree").strip()

    def with_file(self, tree: str) -> str:
        """A tree with one more file."""
        self.repo.git("read-tree", tree)
        blob = self.repo.run("git", "hash-object", "-w", "--stdin", stdin="evil").out.strip()
        self.repo.git("update-index", "--add", "--cacheinfo", f"100644,{blob},evil")
        return self.repo.git("write-tree").strip()


Made = Callable[[Parents], tuple[str, list[str]]]
"""The tree of a merge, and its parents."""

SHAPES: dict[str, Made] = {
    "clean": lambda p: (p.clean, [p.main, p.side]),
    "a file": lambda p: (p.with_file(p.clean), [p.main, p.side]),
    "ours": lambda p: (f"{p.main}^{{tree}}", [p.main, p.side]),
    "theirs": lambda p: (f"{p.side}^{{tree}}", [p.main, p.side]),
    "conflict": lambda p: (f"{p.main}^{{tree}}", [p.main, p.other]),
    "conflict, and a file": lambda p: (p.with_file(p.main), [p.main, p.other]),
    "no-ff": lambda p: (f"{p.main}^{{tree}}", [p.base, p.main]),
    "no-ff, and a file": lambda p: (p.with_file(p.main), [p.base, p.main]),
    "of its ancestor": lambda p: (f"{p.main}^{{tree}}", [p.main, p.base]),
    "of its ancestor, and a file": lambda p: (p.with_file(p.main), [p.main, p.base]),
    "of its ancestor, which comes back": lambda p: (f"{p.base}^{{tree}}", [p.main, p.base]),
    "octopus, and a file": lambda p: (p.with_file(p.clean), [p.main, p.side, p.base]),
}


@pytest.mark.parametrize(
    ("shape", "free", "usual"),
    [
        ("clean", 0, 0),
        ("a file", 1, 0),
        ("ours", 1, 0),
        ("theirs", 1, 0),
        ("conflict", 0, 0),
        ("conflict, and a file", 1, 0),
        ("no-ff", 0, 0),
        ("no-ff, and a file", 1, 0),
        ("of its ancestor", 1, 0),
        ("of its ancestor, and a file", 1, 1),
        ("of its ancestor, which comes back", 1, 1),
        ("octopus, and a file", 1, 0),
    ],
)
def test_a_merge(repo: Repo, shape: str, free: int, usual: int) -> None:
    tree, parents = SHAPES[shape](Parents(repo))
    options = [word for parent in parents for word in ("-p", parent)]
    for message, code in ((FREE, free), (GITS, usual), (FORGES, usual), (GOOD, 0)):
        oid = repo.git("commit-tree", tree, *options, "-m", message).strip()
        assert repo.run(CLI, "lint", f"{parents[0]}..{oid}").code == code, message


def test_findings_stay_in_order(repo: Repo) -> None:
    tree, parents = SHAPES["a file"](Parents(repo))
    options = [word for parent in parents for word in ("-p", parent)]
    merge = repo.git("commit-tree", tree, *options, "-m", FREE).strip()
    last = repo.git("commit-tree", tree, "-p", merge, "-m", "bad too").strip()
    said = repo.run(CLI, "lint", "--root", last, "--format", "json").out
    assert 0 < said.index(merge) < said.index(last)


def test_what_cannot_be_looked_at_is_not_passed(repo: Repo) -> None:
    """A merge in words of its own whose base is gone; the commits beside it are judged."""
    tree, parents = SHAPES["clean"](Parents(repo))
    options = [word for parent in parents for word in ("-p", parent)]
    merge = repo.git("commit-tree", tree, *options, "-m", FREE).strip()
    last = repo.git("commit-tree", tree, "-p", merge, "-m", "bad").strip()
    repo.write(".git/shallow", f"{parents[0]}\n{parents[1]}\n")
    done = repo.run(CLI, "lint", f"{parents[1]}..{last}")
    assert done.code == 2
    assert last[:10] in done.out
