"""What the tips of all branches have at some paths."""

import pytest

from git_sessionlog.core.errors import GitError
from git_sessionlog.git import branch_tips
from git_sessionlog.git.objects import Objects
from helpers import Repo

HERE = [branch_tips.anywhere("docs/s/")]


def _paths(files: frozenset[branch_tips.File]) -> list[str]:
    return sorted(file.path for file in files)


def test_each_version_once(repo: Repo) -> None:
    repo.write("docs/s/ü\n:1", "1")
    repo.write("docs/other", "1")
    repo.git("add", "-A")
    repo.commit("one")
    for name in ("a", "b", "c"):
        repo.git("switch", "-qc", name, "main")
        repo.write("docs/s/own", name)
        repo.write("docs/s/same", "same")
        repo.git("add", "-A")
        repo.commit(name)
    repo.git("update-ref", "refs/remotes/origin/c", "c")
    repo.git("tag", "-am", "t", "annotated", "b")
    repo.git("update-ref", "refs/remotes/origin/tag", "annotated")
    repo.git("branch", "-qD", "b")
    repo.git("switch", "-q", "main")
    repo.git("switch", "-q", "--orphan", "empty")
    repo.git("commit", "-q", "--allow-empty", "-m", "empty")
    repo.git("switch", "-q", "main")

    tips = branch_tips.at(HERE)

    assert _paths(tips.head) == ["docs/s/ü\n:1"]
    assert [path for path in _paths(tips.others) if "1" not in path] == ["docs/s/own"] * 3 + ["docs/s/same"]
    with Objects() as objects:
        own = [file.oid for file in tips.others if file.path == "docs/s/own"]
        assert sorted(objects.blobs([*own, *own, "0" * 40], 1)) == [b"a", b"b", b"c"]
        assert list(objects.blobs(own, 0)) == []


def test_letter_case_does_not_count(repo: Repo) -> None:
    repo.write("Docs/S/x", "1")
    repo.git("add", "-A")
    repo.commit("one")
    repo.git("switch", "-q", "--detach")

    assert _paths(branch_tips.at([branch_tips.anywhere("docs/s/X")]).head) == ["Docs/S/x"]
    assert branch_tips.at([branch_tips.anywhere("docs/s/x*")]) == (frozenset(), frozenset())


def test_more_branches_than_a_pipe_holds(repo: Repo) -> None:
    count = 3_000
    lines = []
    for number in range(count):
        data = f"data 1\n1\nM 100644 inline docs/s/{number}\ndata {len(str(number))}\n{number}\n"
        who = f"A <a@b> {1_700_000_000 + number} +0000"
        lines.append(f"commit refs/heads/b{number}\ncommitter {who}\n{data}\n")
    assert repo.run("git", "fast-import", "--quiet", stdin="".join(lines)).code == 0
    repo.git("checkout", "-q", "b7")

    tips = branch_tips.at(HERE)

    assert _paths(tips.head) == ["docs/s/7"]
    with Objects() as objects:
        found = set(objects.blobs([file.oid for file in tips.others], 10))
    assert found | {b"7"} == {str(number).encode() for number in range(count)}


def test_a_tip_that_cannot_be_read_is_an_error(repo: Repo) -> None:
    with pytest.raises(GitError):
        branch_tips.at(HERE)  # there is no commit yet
    repo.write("docs/s/x", "1")
    repo.git("add", "-A")
    repo.commit("one")
    oid = repo.git("rev-parse", "HEAD:docs/s").strip()
    (repo.path / ".git/objects" / oid[:2] / oid[2:]).unlink()

    with pytest.raises(GitError):
        branch_tips.at(HERE)
