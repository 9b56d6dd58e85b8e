"""The verdict on a state document, against a slow definition in plain git commands."""

import os
import random
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from git_sessionlog.git import merges
from git_sessionlog.git.merges import Merge
from git_sessionlog.git.objects import Object, Objects
from git_sessionlog.git.past import Pasts
from git_sessionlog.state.freshness import Question, freshness, last_update
from git_sessionlog.state.statements import Statements
from helpers import Repo

DOCUMENT = "STATUS.md"
OTHER = "OTHER.md"
STATE = {DOCUMENT, OTHER}


def _significant(objects: Objects, commit: Object, paths: tuple[str, ...] | None = None) -> bool:
    if paths is None:
        before = objects.commit(commit.parents[0]).tree if commit.parents else ""
        paths = tuple(map(os.fsdecode, objects.changes(before, commit.tree)))
    return bool(set(paths) - STATE)


def _asked(tip: str, tolerance: int = 0, document: str = DOCUMENT) -> Question:
    return Question(tip, document, tolerance, _significant)


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
        texts = [parent[document] for parent in parents if document in parent]
        tree.pop(document, None)
        what = chance.random()
        if not texts or what < 0.1:
            continue
        tree[document] = chance.choice(texts)
        if what < 0.4:  # the lines of all
            tree[document] = "".join(
                dict.fromkeys(line for text in texts for line in text.splitlines(True))
            )
        elif what < 0.5:
            tree[document] += f"merged {chance.randint(0, 3)}\n"
    return _changed(chance, tree) if chance.random() < 0.1 else tree


def _changed(chance: random.Random, tree: dict[str, str]) -> dict[str, str]:
    for _ in range(chance.randint(0, 2)):
        what = chance.random()
        if what < 0.4:
            tree[DOCUMENT] = _edited(chance, tree.get(DOCUMENT, ""))
        elif what < 0.44:
            tree.pop(DOCUMENT, None)
        elif what < 0.48:
            tree[OTHER] = _edited(chance, tree.get(OTHER, ""))
        elif what < 0.52:  # a rename, of the document or to it
            old, new = chance.choice([(DOCUMENT, "OLD.md"), ("OLD.md", DOCUMENT), (OTHER, DOCUMENT)])
            if old in tree:
                tree[new] = tree.pop(old)
        else:
            tree[f"d/f{chance.randint(0, 2)}"] = f"work {chance.randint(0, 99)}"
    return tree


def _edited(chance: random.Random, text: str) -> str:
    """A line more, a line less, or something that says nothing."""
    lines = text.splitlines(True)
    what, number = chance.random(), chance.randint(0, 5)
    if what < 0.4:
        lines.insert(chance.randint(0, len(lines)), f"line {number}\n")
    elif what < 0.7 and lines:
        lines.remove(chance.choice(lines))
    elif what < 0.8:
        lines = [line.replace(" ", "  ").replace("\n", " \r\n") for line in lines]
    elif what < 0.9:
        lines.append(f"<!-- comment {number} -->\n")
    else:
        lines.append("\n")
    return "".join(lines)


class _Plain:
    """The definition, step by step, in plain git commands."""

    def __init__(self, repo: Repo, document: str) -> None:
        self.repo, self.document = repo, document

    def said(self, commit: str) -> "list[str] | None":
        """The lines of the document, None where it is not."""
        done = self.repo.run("git", "show", f"{commit}:{self.document}")
        if done.code:
            return None
        lines = re.sub(r"(?s)<!--.*?-->", "", done.out).split("\n")
        return [line for line in ("".join(line.split()) for line in lines) if line]

    def parents(self, commit: str) -> list[str]:
        return self.repo.git("rev-list", "--parents", "-n1", commit).split()[1:]

    def updates(self, tip: str) -> set[str]:
        found, seen, todo = set(), set(), [tip]
        while todo:
            here = todo.pop()
            if here in seen:
                continue
            seen.add(here)
            onward = self.onward(here)
            found |= {here} if onward is None else set()
            todo += onward or []
        return found

    def onward(self, here: str) -> "list[str] | None":
        said = self.said(here)
        assert said is not None
        parents = self.parents(here)
        if len(parents) > 1:
            kept = [p for p in parents if (lines := self.said(p)) is not None and set(lines) <= set(said)]
            if any("".join(self.said(p) or ()) == "".join(said) for p in kept):
                return kept
            parents = self.repo.git("merge-base", "--independent", *parents).split()
            if len(parents) > 1:
                return kept
        before = self.said(parents[0]) if parents else None
        if before is not None and "".join(before) == "".join(said):
            return parents
        older = (
            [
                oid
                for oid in self.repo.git("rev-list", *parents).split()
                if (lines := self.said(oid)) is not None and "".join(lines) == "".join(said)
            ]
            if parents
            else []
        )
        if older:
            # all of them but those that have another one above them
            return [o for o in older if not self.is_below(o, [p for p in older if p != o], parents)]
        if list((Counter(said) - Counter(before or ())).elements()):
            return None
        return parents if before is not None else []

    def is_below(self, oid: str, others: list[str], tips: list[str]) -> bool:
        """Whether every way down to a commit leads through another one of them."""
        seen, todo = set(), list(tips)
        while todo:
            here = todo.pop()
            if here == oid:
                return False
            if here not in seen and here not in others:
                seen.add(here)
                todo += self.parents(here)
        return True

    def undescribed(self, tip: str, updates: set[str]) -> set[str]:
        behind = self.repo.git("rev-list", tip, "--not", *updates).split()
        return {commit for commit in behind if set(self.changed(commit)) - STATE}

    def changed(self, commit: str) -> list[str]:
        parents = self.parents(commit)
        left = (
            self.repo.git("merge-base", "--independent", *parents).split() if len(parents) > 1 else parents
        )
        if len(left) > 1 and len(parents) > 2:
            own = merges.own([Merge(commit, tuple(parents))])[commit]
            assert own  # its own definition is in tests/git/test_merges.py
            return list(own.paths)
        options, conflicts = (
            ("-r", "--root", "--no-commit-id", "--name-only", "--no-renames", "-z"),
            set[str](),
        )
        if len(left) > 1:
            merge = ("--write-tree", "-z", "--name-only", "--no-messages", "--allow-unrelated-histories")
            base, *names = self.repo.run("git", "merge-tree", *merge, *left).out.split("\0")
            left, conflicts = [base], set(names)
        names = self.repo.git("diff-tree", *options, *left, commit).split("\0")[:-1]
        return [name for name in names if name not in conflicts]


def _compare(repo: Repo, seed: int) -> None:
    tip = _history(random.Random(seed), repo)
    with Objects() as objects:
        for document in sorted(STATE):
            plain = _Plain(repo, document)
            here = repo.git("rev-parse", tip).strip()
            missing = plain.said(here) is None
            updates = set() if missing else plain.updates(here)
            behind = set() if missing else plain.undescribed(here, updates)
            for tolerance in (0, 1, 50):
                found = freshness(objects, _asked(tip, tolerance, document))
                oids = {commit.oid for commit in found.commits}
                if missing:
                    assert (found.state, oids) == ("missing", set())
                    continue
                assert found.state == ("stale" if len(behind) > tolerance else "fresh")
                assert oids <= behind
                if found.complete:
                    assert oids == behind
                    assert {found.updated.oid if found.updated else None} <= (updates or {None})
                last = last_update(objects, tip, document, 100)
                assert (last.oid if last else None) in (updates or {None})


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


def test_many_versions_before_a_change_are_not_taken_apart(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document has one for each commit: only what looks the same is read line by line."""
    for number in range(12):
        repo.write(DOCUMENT, f"line {number}\n")
        repo.git("add", "-A")
        repo.commit("docs: update")
    taken = []
    init = Statements.__init__
    monkeypatch.setattr(Statements, "__init__", lambda self, data: taken.append(data) or init(self, data))
    with Objects() as objects:
        assert freshness(objects, _asked("HEAD")).state == "fresh"
    assert len(taken) < 8


def test_several_commits_are_asked_about_together(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    tips = []
    for number in range(8):
        repo.git("switch", "-q", "-c", f"b{number}")
        repo.write(DOCUMENT, f"line {number}\n")
        repo.git("add", "-A")
        tips.append(repo.commit("docs: update"))
    asked = []
    read = Pasts.read
    monkeypatch.setattr(Pasts, "read", lambda self, *args: asked.append(args) or read(self, *args))
    pasts = Pasts(tips)
    with Objects() as objects:
        for tip in tips:
            assert freshness(objects, _asked(tip)._replace(pasts=pasts)).state == "fresh"
    assert len(asked) == 1
