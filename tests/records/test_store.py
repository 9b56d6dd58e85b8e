"""The one reader of records: of a work tree, of a commit, at the tips of branches."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from git_sessionlog.core.errors import Failure
from git_sessionlog.documents import source
from git_sessionlog.git import branch_tips
from git_sessionlog.git.objects import Objects
from git_sessionlog.git.trees import CommitTree, IndexTree, Tree, WorkTree
from git_sessionlog.records import store
from git_sessionlog.records.store import LARGEST, Records
from helpers import Repo

DIRECTORIES = (".claude/sessions/", "docs/sessions/")
HEAD = "---\nid: 20260213-00000a\n"


def _text(id: str, *lines: str) -> str:
    return "\n".join(["---", f"id: {id}", *lines, "---", "# Session", ""])


def _record(repo: Repo, path: str, id: str, *lines: str) -> None:
    repo.write(path, _text(id, *lines))


def _here(repo: Repo) -> Records:
    return Records(WorkTree(str(repo.path)), DIRECTORIES)


def _trees(repo: Repo, objects: Objects) -> Iterator[Tree]:
    yield WorkTree(str(repo.path))
    yield CommitTree(objects, objects.commit("HEAD").tree)
    yield IndexTree(objects)


def _next(repo: Repo) -> int:
    tips = branch_tips.at(map(branch_tips.anywhere, DIRECTORIES))
    return store.next_number(str(repo.path), _here(repo), tips)


def test_all_trees_are_read_alike(repo: Repo) -> None:
    _record(repo, "docs/sessions/a.md", "20260213-00000a", "started: 2026-02-13T10:00:00Z", "branch: main")
    _record(repo, "docs/sessions/b.md", "20260213-00000b", "started: 2026-02-14T10:00:00Z", "branch: x")
    _record(repo, ".claude/sessions/c", "20260212-00000c", "number: 2", "branch: main")
    _record(repo, ".claude/sessions/d.md", "20260212-00000d", "number: 1", "branch: main")
    repo.write("docs/sessions/README.md", "# What is here\n")
    _record(repo, "docs/sessions/more/e.md", "20260213-00000e")
    os.symlink("a.md", repo.path / "docs/sessions/link.md")
    repo.git("add", "-A")
    repo.commit("docs: sessions")
    expected = ["docs/sessions/b.md", "docs/sessions/a.md", ".claude/sessions/c", ".claude/sessions/d.md"]

    with Objects() as objects:
        for tree in _trees(repo, objects):
            found = Records(tree, (*DIRECTORIES, "docs/none/", "docs/sessions/"))
            one, _, three, _ = every = list(found)
            assert [each.path for each in every] == expected
            assert found.last() == one
            assert (found.find("20260212-00000c"), found.find("20260213-00000e"), found.find("")) == (
                *(three, None, None),
            )


def test_one_record_is_found_by_its_name_without_the_others(repo: Repo) -> None:
    ids = [f"20260213-00000{at}" for at in range(8)]
    for id in ids:
        _record(repo, f"docs/sessions/{id}.md", id)
    _record(repo, f"docs/sessions/{ids[0]}-2.md", ids[1], "started: 2026-02-14T10:00:00Z")
    read: list[str] = []

    class Counted(WorkTree):
        def start(self, path: str, count: int, limit: int) -> bytes | None:
            read.append(path)
            return super().start(path, count, limit)

    records = Records(Counted(str(repo.path)), DIRECTORIES)

    for id in (ids[0], ids[1], ids[1]):
        found = records.find(id)
        assert found is not None
        assert found.path == f"docs/sessions/{id}.md"
    assert len(read) == 3
    assert records.find("20260213-zzzzzz") is None
    assert len(list(records)) == len(read) == 9
    assert len(list(Records(records.tree, records.directories))) == 9
    assert len(read) == 18


@pytest.mark.parametrize(
    ("text", "is_record"),
    [
        (HEAD + "---", True),
        (HEAD + "...\n", True),
        (f"\ufeff{HEAD}---\n".replace("\n", "\r\n"), True),
        (HEAD.replace("\n", "\r") + "---\r", True),
        (HEAD + "---\n" + "x" * (LARGEST - len(HEAD) - 4), True),
        (HEAD + "---\n" + "x" * (LARGEST - len(HEAD) - 3), False),
        (HEAD + "a: " + "ü" * 19_900 + "\n---\n", True),
        (HEAD + "a: " + "x" * 20_000 + "\n---\n", False),
        (HEAD + "---more\n", False),
        ("---\n\n" + HEAD[4:] + "---\n", False),
        ("\n" + HEAD + "---\n", False),
        ("---\nid: 20260213-00000A\n---\n", False),
        ("", False),
    ],
)
def test_what_is_a_record(repo: Repo, text: str, is_record: bool) -> None:
    repo.write("docs/sessions/a.md", text.encode())
    repo.git("-c", "core.safecrlf=false", "add", "-A")
    repo.commit("docs: session")
    data = text.encode()

    assert source.front(data[: source.START]) == source.read(data).front
    with Objects() as objects:
        found = [[one.path for one in Records(tree, DIRECTORIES)] for tree in _trees(repo, objects)]
        assert objects.commit("HEAD").parents == ()
    assert found == [["docs/sessions/a.md"] if is_record else []] * 3


@pytest.mark.skipif(os.name == "nt", reason="special files and links")
def test_what_is_no_file_is_no_record(repo: Repo) -> None:
    _record(repo, "docs/elsewhere/a.md", "20260213-00000a")
    os.mkdir(repo.path / "docs/sessions")
    os.mkfifo(repo.path / "docs/sessions/20260213-00000a.md")
    os.symlink(repo.path / "docs/elsewhere", repo.path / "docs/sessions/more")
    os.symlink(repo.path / "docs/elsewhere/a.md", repo.path / "docs/sessions/a.md")
    (repo.path / ".claude").mkdir()
    os.symlink(repo.path / "docs/elsewhere", repo.path / ".claude/sessions")

    assert list(_here(repo)) == []
    assert _here(repo).find("20260213-00000a") is None


def test_a_record_that_cannot_be_read_is_not_taken_for_absent(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    _record(repo, "docs/sessions/20260213-00000a.md", "20260213-00000a")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refused)

    for ask in (list, Records.last, lambda records: records.find("20260213-00000b")):
        with pytest.raises(Failure, match="cannot be read"):
            ask(_here(repo))


def test_no_records(repo: Repo) -> None:
    repo.write("docs/sessions", "a file")
    repo.git("add", "-A")
    repo.commit("docs: start")

    assert list(_here(repo)) == []
    assert _next(repo) == 1


def test_the_number_is_above_all_that_are_known(repo: Repo, tmp_path: Path) -> None:
    repo.commit("docs: start")
    assert _next(repo) == 1
    for branch, number in (("one", 4), ("refs/remotes/origin/two", 8)):
        repo.git("checkout", "-q", "--orphan", f"x{number}")
        _record(repo, f"docs/sessions/{number}.md", "20260213-00000a", f"number: {number}")
        _record(repo, f"docs/sessions/more/{number}.md", "20260213-00000a", "number: 90")
        repo.write("docs/sessions/big.md", _text("20260213-00000b", "number: 91") + "x" * LARGEST)
        repo.write("docs/sessions/text.md", "number: 92\n")
        os.symlink(HEAD + "number: 93\n---\n", repo.path / f"docs/sessions/link{number}.md")
        repo.git("add", "-A")
        repo.commit("docs: session")
        repo.git("update-ref", branch if "/" in branch else f"refs/heads/{branch}", "HEAD")
    repo.git("checkout", "-qf", "main")
    assert _next(repo) == 9

    repo.git("worktree", "add", "-q", str(tmp_path / "sibling"))
    _record(Repo(tmp_path / "sibling"), "docs/sessions/s.md", "20260213-00000a", "number: 11")
    assert _next(repo) == 12

    _record(repo, ".claude/sessions/mine.md", "20260213-00000a", "number: 20")
    assert _next(repo) == 21


def test_the_whole_of_a_record(repo: Repo) -> None:
    table = "| Checkpoint | Subject | Patch |\n|---|---|---|\n| 3 | x | |\n"
    repo.write("docs/sessions/a.md", _text("20260213-00000a") + f"\n## Checkpoints\n\n{table}")
    records = _here(repo)
    (found,) = records

    assert found.record.checkpoints == ()
    assert [point.number for point in records.whole(found).record.checkpoints] == [3]
    _record(repo, "docs/sessions/a.md", "20260213-00000a", "number: 5")
    assert records.whole(found).record.number == 5
    (repo.path / "docs/sessions/a.md").unlink()
    assert records.whole(found) is found
