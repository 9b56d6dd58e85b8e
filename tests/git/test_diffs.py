"""What commits change, asked for many at a time."""

import json
import subprocess
from collections.abc import Iterator

import pytest

from git_sessionlog.core.errors import GitError
from git_sessionlog.git import diffs
from helpers import Repo

ONE = "20260213-7k3f9q"


def _imported(repo: Repo, count: int) -> list[str]:
    """So many commits in a row, each of a file with a long name; their ids, the last one first."""

    def commands() -> Iterator[str]:
        for number in range(1, count + 1):
            message = f"feat(x): {number}\n\nSession-Checkpoint: {ONE}/{number}\n"
            yield f"commit refs/heads/main\nmark :{number}\ncommitter A <a@b> {number} +0000\n"
            yield f"data {len(message)}\n{message}{f'from :{number - 1}' if number > 1 else ''}\n"
            yield f"M 100644 inline {'d' * 90}/{number}\ndata 2\n1\n\n"

    given = "".join(commands()).encode()
    subprocess.run(["git", "fast-import", "--quiet"], input=given, cwd=repo.path, check=True)
    return repo.git("rev-list", "main").split()


def test_more_commits_than_a_pipe_holds(repo: Repo) -> None:
    oids = _imported(repo, 1800)

    sizes = diffs.sizes(oids)
    assert [sizes[oid] for oid in oids] == [{f"{'d' * 90}/{n}": (1, 0)} for n in range(1800, 0, -1)]
    assert len(set(diffs.patch_ids(oids).values())) == 1800


def test_nothing_is_asked_for_nothing(repo: Repo) -> None:
    assert (diffs.sizes([]), diffs.patch_ids([])) == ({}, {})


def test_a_patch_id_is_that_of_the_change(repo: Repo) -> None:
    for number, text in enumerate("121"):
        repo.write("a", text)
        repo.git("add", "-A")
        repo.git("config", "diff.noprefix", "true" if number else "false")
        repo.commit(f"feat(x): {number}")
    repo.git("revert", "--no-edit", "HEAD")
    repo.git("revert", "--no-edit", "HEAD")
    empty = repo.commit("feat(x): empty")
    oids = repo.git("rev-list", "HEAD").split()

    ids = diffs.patch_ids(oids)

    assert (ids[oids[1]], empty in ids) == (ids[oids[3]], False)
    assert len(set(ids.values())) == 3


@pytest.mark.parametrize("filtered", ["--filter=blob:none", "--no-local"])
def test_contents_of_a_partial_clone_are_fetched_at_once(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, filtered: str
) -> None:
    for number in range(5):
        repo.write(":100644 000000 1111111 0000000 D", f"{number}\n" * (number + 1))
        repo.write(f"gone{number - 1}", "1\n")
        repo.git("add", "-A")
        repo.commit(f"feat(x): {number}")
    oids = repo.git("rev-list", "HEAD").split()
    expected = diffs.sizes(oids)
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = repo.path.parent / "clone"
    repo.git("clone", "-q", "--no-checkout", filtered, repo.path.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    log = repo.path.parent / "trace"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(log))

    assert diffs.all_sizes(oids) == expected
    assert diffs.all_sizes(oids) == expected

    started = [
        event for line in log.read_text().splitlines() if (event := json.loads(line))["event"] == "start"
    ]
    assert sum("fetch" in event["argv"] for event in started) == filtered.startswith("--filter")


def test_contents_that_cannot_be_fetched(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    oids = _imported(repo, 3)
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = repo.path.parent / "clone"
    repo.git("clone", "-q", "--no-checkout", "--filter=blob:none", repo.path.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    (repo.path / ".git").rename(repo.path / "gone")

    with pytest.raises(GitError):
        diffs.all_sizes(oids)


def test_uncommitted(repo: Repo) -> None:
    for name in ("a", "sub/b", "bin"):
        repo.write(name, "1\n" if name != "bin" else b"\0")
    repo.git("add", "-A")
    repo.commit("chore(x): start")
    repo.write("a", "2\n3\n")
    repo.write("sub/b", "")
    repo.write("bin", b"\0\1")
    repo.write("new", "")
    repo.git("add", "sub")
    repo.git("config", "diff.relative", "true")

    assert diffs.uncommitted() == {"a": (2, 1), "bin": (0, 0), "sub/b": (0, 1)}
