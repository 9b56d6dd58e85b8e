"""The verdict on a state document, against a slow definition in plain git commands."""

import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from git_sessionlog.git import run as git
from git_sessionlog.git.objects import Object, Objects
from git_sessionlog.state.freshness import Question, freshness, last_update
from helpers import Repo

DOCUMENT = "STATUS.md"
OTHER = "OTHER.md"
STATE = {DOCUMENT, OTHER}


def _side(others: tuple[str, ...], trunk: str) -> Iterator[str]:
    yield from git.ask("rev-list", "--no-merges", *others, f"^{trunk}").decode().split()


def _significant(objects: Objects, commit: Object) -> bool:
    before = objects.commit(commit.parents[0]).tree if commit.parents else ""
    return any(path.decode() not in STATE for path in objects.changes(before, commit.tree))


def _asked(tip: str, tolerance: int = 0, document: str = DOCUMENT) -> Question:
    return Question(tip, document, tolerance, _side, _significant)


def _history(chance: random.Random, repo: Repo) -> str:
    """A made-up history.

    Octopus merges, orphans, equal and skewed dates, empty commits, contents that return, renames, two
    documents.
    """
    files: dict[int, dict[str, str]] = {}
    script = []
    count = chance.randint(2, 14)
    for number in range(1, count + 1):
        wanted = 0 if number == 1 or chance.random() < 0.06 else chance.choice([1, 1, 1, 1, 2, 2, 3])
        parents = chance.sample(range(1, number), min(wanted, number - 1))
        files[number] = _tree(chance, [files[parent] for parent in parents])
        date = chance.choice([1000, 1000 + number, 1000 - number * 5])
        lines = [f"commit refs/heads/c{number}", f"mark :{number}", f"committer A <a@x> {date} +0000"]
        lines += ["data 1", "x", *(f"from :{parent}" for parent in parents[:1])]
        lines += [*(f"merge :{parent}" for parent in parents[1:]), "deleteall"]
        for name, text in files[number].items():
            lines += [f"M 100644 inline {name}", f"data {len(text)}", text]
        script.append("\n".join(lines) + "\n\n")
    given = "".join(script).encode()
    subprocess.run(["git", "fast-import", "--quiet"], input=given, cwd=repo.path, check=True)
    return f"refs/heads/c{count}"


def _tree(chance: random.Random, parents: list[dict[str, str]]) -> dict[str, str]:
    """The files of a commit: those of its first parent with a change, or a merge of all."""
    if len(parents) < 2:
        return _changed(chance, dict(parents[0]) if parents else {})
    tree = {name: text for parent in reversed(parents) for name, text in parent.items()}
    for document in sorted(STATE):
        tree.pop(document, None)
        origin = chance.choice(parents)
        if chance.random() < 0.1:
            tree[document] = f"merged {chance.randint(0, 3)}\n"
        elif document in origin:
            tree[document] = origin[document]
    return tree


def _changed(chance: random.Random, tree: dict[str, str]) -> dict[str, str]:
    for _ in range(chance.randint(0, 2)):
        what = chance.random()
        if what < 0.3:
            tree[DOCUMENT] = chance.choice(["a\n", "b\n", "a \n", "b\r\n", "c\n"])
        elif what < 0.36:
            tree.pop(DOCUMENT, None)
        elif what < 0.42:
            tree[OTHER] = f"other {chance.randint(0, 2)}"
        elif what < 0.48:  # a rename, of the document or to it
            old, new = chance.choice([(DOCUMENT, "OLD.md"), ("OLD.md", DOCUMENT), (OTHER, DOCUMENT)])
            if old in tree:
                tree[new] = tree.pop(old)
        else:
            tree[f"d/f{chance.randint(0, 2)}"] = f"work {chance.randint(0, 99)}"
    return tree


def _text(repo: Repo, commit: str, document: str) -> "bytes | None":
    """The document in a commit without line ends and trailing blanks, None where it is not."""
    done = subprocess.run(
        ["git", "show", f"{commit}:{document}"], cwd=repo.path, capture_output=True, check=False
    )
    return (
        b"\n".join(line.rstrip() for line in done.stdout.rstrip().split(b"\n"))
        if not done.returncode
        else None
    )


def _by_plain_git(repo: Repo, tip: str, document: str) -> "tuple[str, set[str]] | None":
    """The last update and the commits it does not describe; None where there is no document."""
    here = repo.git("rev-parse", tip).strip()
    if _text(repo, here, document) is None:
        return None
    while True:
        parents = repo.git("rev-list", "--parents", "-n1", here).split()[1:]
        same = [p for p in parents if _blob(repo, p, document) == _blob(repo, here, document)]
        text = _text(repo, here, document)
        same = same or [p for p in parents if _text(repo, p, document) == text]
        if not same:
            break
        here = same[0]
    behind = repo.git("rev-list", "--no-merges", tip, f"^{here}").split()
    return here, {commit for commit in behind if set(_names(repo, commit)) - STATE}


def _blob(repo: Repo, commit: str, document: str) -> str:
    return repo.run("git", "rev-parse", "-q", "--verify", f"{commit}:{document}").out or commit


def _names(repo: Repo, commit: str) -> list[str]:
    options = ("-r", "--root", "--no-commit-id", "--name-only", "--no-renames", "-z")
    return repo.git("diff-tree", *options, commit).split("\0")[:-1]


def _compare(repo: Repo, seed: int) -> None:
    tip = _history(random.Random(seed), repo)
    with Objects() as objects:
        for document in sorted(STATE):
            expected = _by_plain_git(repo, tip, document)
            for tolerance in (0, 1, 50):
                found = freshness(objects, _asked(tip, tolerance, document))
                oids = {commit.oid for commit in found.commits}
                if expected is None:
                    assert (found.state, oids) == ("missing", set())
                    continue
                update, behind = expected
                assert found.state == ("stale" if len(behind) > tolerance else "fresh")
                assert oids <= behind
                if found.complete:
                    assert found.updated
                    assert (found.updated.oid, oids) == (update, behind)
                last = last_update(objects, tip, document, 100)
                assert last
                assert last.oid == update


@pytest.mark.parametrize("seed", range(25))
def test_equals_plain_git(repo: Repo, seed: int) -> None:
    _compare(repo, seed)


@pytest.mark.stress
@pytest.mark.parametrize("block", range(20))
def test_equals_plain_git_on_many_histories(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    for seed in range(1000 + block * 100, 1100 + block * 100):
        made = Repo.init(tmp_path / str(seed))
        monkeypatch.chdir(made.path)
        _compare(made, seed)


def test_what_is_not_there_or_no_file_is_missing(repo: Repo) -> None:
    (repo.path / "dir" / DOCUMENT).mkdir(parents=True)
    repo.write(f"dir/{DOCUMENT}/x", "x")
    os.symlink("elsewhere", repo.path / DOCUMENT)
    repo.git("add", "-A")
    repo.commit("chore(x): a link and a directory")
    with Objects() as objects:
        said = [
            freshness(objects, _asked("HEAD")._replace(path=path)).why
            for path in (DOCUMENT, f"dir/{DOCUMENT}", "NONE.md", f"{DOCUMENT}/below")
        ]
    assert said == ["a symbolic link", "not a file", "not there", "not there"]


@pytest.mark.parametrize(("depth", "state"), [(1, "unknown"), (2, "stale"), (3, "stale"), (4, "stale")])
def test_a_shallow_clone_is_never_fresh(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, depth: int, state: str
) -> None:
    """One commit of work is enough to be stale; the update below it, nobody need have seen."""
    for name, text in ((DOCUMENT, "a"), ("one", "1"), ("two", "2")):
        repo.write(name, text)
        repo.git("add", "-A")
        repo.commit(f"chore(x): {name}")
    clone = Repo(tmp_path / "clone")
    url = f"file://{repo.path}"
    subprocess.run(["git", "clone", "-q", f"--depth={depth}", url, clone.path], check=True)
    monkeypatch.chdir(clone.path)
    with Objects() as objects:
        assert freshness(objects, _asked("HEAD")).state == state


def test_a_shallow_clone_that_ends_at_the_update_cannot_tell(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("a", "b"):
        repo.write(DOCUMENT, text)
        repo.git("add", "-A")
        repo.commit("docs: update")
    clone = Repo(tmp_path / "clone")
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{repo.path}", clone.path], check=True)
    monkeypatch.chdir(clone.path)
    with Objects() as objects:
        found = freshness(objects, _asked("HEAD"))
    parent = repo.git("rev-parse", "HEAD~1")[:10]
    assert (found.state, found.why) == (
        "unknown",
        f"{parent} is not in this clone: it is shallow, partial or damaged",
    )
