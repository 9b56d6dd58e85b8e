"""Checks where not everything is there: never fresh when it could not look."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from helpers import CLI, Repo

UNKNOWN = "is not in this clone: it is shallow, partial or damaged"


def _write(repo: Repo, name: str, text: str) -> str:
    repo.write(name, text)
    repo.git("add", "-A")
    return repo.commit(f"chore(x): {name}")


def _clone(repo: Repo, path: Path, *options: str) -> Repo:
    command = ["git", "clone", "-q", "--no-local", *options, f"file://{repo.path}", str(path)]
    subprocess.run(command, check=True)
    return Repo(path)


def _check(repo: Repo, *options: str) -> tuple[int, str, int, str]:
    """The exit code, and of STATUS.md the state, the number of commits behind, and why."""
    done = repo.run(CLI, "check", "--format", "json", *options)
    found = json.loads(done.out)["documents"][0]
    return done.code, found["state"], found["behind"], found["why"] or ""


@pytest.fixture
def history(repo: Repo) -> list[str]:
    """An update, then three commits of work; their ids."""
    _write(repo, "before", "x")
    return [_write(repo, name, "x") for name in ("STATUS.md", "one", "two", "three")]


@pytest.mark.parametrize(
    ("depth", "tolerance", "expected"),
    [
        # At the boundary nothing tells an update from a text that was there before.
        (1, 0, (2, "unknown", 0)),
        (1, 3, (2, "unknown", 0)),
        (2, 0, (1, "stale", 1)),
        (2, 1, (2, "unknown", 1)),
        (3, 1, (1, "stale", 2)),
        (4, 3, (2, "unknown", 3)),
        (5, 3, (0, "fresh", 3)),
        (5, 2, (1, "stale", 3)),
    ],
)
def test_a_shallow_clone(
    repo: Repo,
    history: list[str],
    tmp_path: Path,
    depth: int,
    tolerance: int,
    expected: tuple[int, str, int],
) -> None:
    clone = _clone(repo, tmp_path / "clone", f"--depth={depth}")
    *found, why = _check(clone, f"--tolerance={tolerance}")
    assert tuple(found) == expected
    assert why.endswith(UNKNOWN) == (found[1] == "unknown")


def test_the_hint_is_what_ends_it(repo: Repo, history: list[str], tmp_path: Path) -> None:
    clone = _clone(repo, tmp_path / "clone", "--depth=1")
    done = clone.run(CLI, "check")
    assert (done.code, done.out) == (2, f"STATUS.md: unknown, {history[2][:10]} {UNKNOWN}\n")
    assert done.err == (
        "error: not every document could be judged\n"
        "hint: git fetch --unshallow (GitHub Actions: fetch-depth: 0; GitLab CI: GIT_DEPTH: 0)\n"
    )
    clone.git("fetch", "-q", "--unshallow")
    assert _check(clone) == (1, "stale", 3, "")


def test_a_side_branch_behind_a_shallow_boundary(repo: Repo, tmp_path: Path) -> None:
    """What a merge brought in cannot be told from what was there, when one side is cut off."""
    _write(repo, "STATUS.md", "a\n")
    repo.git("switch", "-q", "-c", "side")
    _write(repo, "one", "x")
    repo.git("switch", "-q", "main")
    _write(repo, "STATUS.md", "b\n")
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    assert _check(repo) == (1, "stale", 1, "")
    for depth in (1, 2, 3):
        clone = _clone(repo, tmp_path / f"clone{depth}", f"--depth={depth}")
        found = _check(clone, "--tolerance=5")
        assert found[:2] in ((2, "unknown"), (0, "fresh")), depth
        assert depth == 3 or found[1] == "unknown"


@pytest.mark.parametrize("filter_", ["blob:none", "tree:0"])
def test_a_partial_clone(repo: Repo, history: list[str], tmp_path: Path, filter_: str) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    clone = _clone(repo, tmp_path / "clone", f"--filter={filter_}", "--no-checkout")
    assert _check(clone) == (1, "stale", 3, "")
    assert _check(clone, "--tolerance=3") == (0, "fresh", 3, "")


def test_a_blobless_clone_asks_for_no_blob(repo: Repo, history: list[str], tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = _clone(repo, tmp_path / "clone", "--filter=blob:none", "--no-checkout")
    repo.path.rename(tmp_path / "gone")
    assert _check(clone) == (1, "stale", 3, "")


def test_a_treeless_clone_whose_remote_is_gone(repo: Repo, history: list[str], tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = _clone(repo, tmp_path / "clone", "--filter=tree:0", "--no-checkout")
    repo.path.rename(tmp_path / "gone")
    code, state, _, why = _check(clone, "--document=STATUS.md")
    assert (code, state) == (2, "unknown")
    assert why.endswith(UNKNOWN)


def test_sha256(tmp_path: Path) -> None:
    repo = Repo.init(tmp_path / "repo", "--object-format=sha256")
    _write(repo, "STATUS.md", "a\n")
    _write(repo, "d/one", "x")
    assert _check(repo) == (1, "stale", 1, "")
    _write(repo, "STATUS.md", "b\n")
    assert _check(repo) == (0, "fresh", 0, "")


def test_a_linked_worktree(repo: Repo, history: list[str], tmp_path: Path) -> None:
    repo.git("worktree", "add", "-q", "-b", "side", tmp_path / "side", history[0])
    side = Repo(tmp_path / "side")
    assert _check(side) == (0, "fresh", 0, "")
    assert _check(side, "main") == (1, "stale", 3, "")


def test_a_commit_and_not_the_work_tree_is_judged(repo: Repo, history: list[str]) -> None:
    repo.write("STATUS.md", "an update that nobody has committed")
    repo.git("add", "-A")
    assert _check(repo) == (1, "stale", 3, "")


@pytest.mark.parametrize("what", ["HEAD~1", "HEAD~1^{tree}", "HEAD^{tree}", "HEAD:d"])
@pytest.mark.parametrize("how", ["gone", "cut", "other"])
def test_a_damaged_object(repo: Repo, what: str, how: str) -> None:
    """In the middle of the walk: a commit, its tree, the tree of the tip, a tree below it."""
    _write(repo, "STATUS.md", "a\n")
    _write(repo, "d/one", "x")
    _write(repo, "d/two", "x")
    oid, other = repo.git("rev-parse", what, "HEAD:STATUS.md").split()
    path = repo.path / ".git/objects" / oid[:2] / oid[2:]
    data = path.read_bytes()
    path.chmod(0o644)
    path.unlink()
    if how == "cut":
        path.write_bytes(data[: len(data) // 2])
    if how == "other":
        shutil.copy(repo.path / ".git/objects" / other[:2] / other[2:], path)
    done = repo.run(CLI, "check", "--document=STATUS.md", "--tolerance=9")
    assert done.code == 2, done
    assert "Traceback" not in done.err
    assert "fresh" not in done.out
