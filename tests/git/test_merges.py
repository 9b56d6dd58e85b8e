"""What merges changed by themselves, against a slow definition in plain git commands."""

import os
import random
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.git import merges, ranges
from git_sessionlog.git import run as git
from git_sessionlog.git.merges import Merge, Own
from helpers import Repo

NAMES = ("a", "d/b", 'w"x\ty', "é", "a b")
LINES = [f"line {number}" for number in range(12)]


class Made:
    """A repository in which merges are made without a work tree."""

    def __init__(self, repo: Repo) -> None:
        self.repo = repo

    def tree(self, files: dict[str, str]) -> str:
        index = str(self.repo.path / ".git/index.made")
        Path(index).unlink(missing_ok=True)
        rows = []
        for name, text in files.items():
            done = self.repo.run("git", "hash-object", "-w", "--stdin", stdin=text)
            rows.append(f"100644 {done.out.strip()}\t{name}\0")
        done = self.repo.run(
            "git", "update-index", "-z", "--index-info", stdin="".join(rows), GIT_INDEX_FILE=index
        )
        assert not done.code, done.err
        return self.repo.git("write-tree", GIT_INDEX_FILE=index).strip()

    def commit(self, files: dict[str, str], *parents: str) -> str:
        options = [word for parent in parents for word in ("-p", parent)]
        return self.repo.git("commit-tree", self.tree(files), *options, "-m", "x").strip()


@pytest.fixture
def made(repo: Repo) -> Made:
    return Made(repo)


def own(made: Made, oid: str) -> Own | None:
    parents = tuple(made.repo.git("rev-list", "--parents", "-n1", oid).split()[1:])
    return merges.own([Merge(oid, parents)])[oid]


BASE = {"a": "1\n2\n3\n", "b": "b\n"}
OURS, THEIRS = {**BASE, "a": "ours\n2\n3\n"}, {**BASE, "a": "1\n2\ntheirs\n", "c": "c\n"}
CLEAN = {**THEIRS, "a": "ours\n2\ntheirs\n"}


@pytest.mark.parametrize(
    ("files", "paths"),
    [
        (CLEAN, ()),
        ({**CLEAN, "evil": "x"}, ("evil",)),
        ({**CLEAN, "b": "edited"}, ("b",)),
        ({**CLEAN, "a": "ours\nedited\ntheirs\n"}, ("a",)),
        (OURS, ("a", "c")),
        (THEIRS, ("a",)),
        (BASE, ("a", "c")),
    ],
    ids=["clean", "a file", "an edit", "an edited line", "-s ours", "-s theirs", "neither"],
)
@pytest.mark.parametrize("is_old", [False, True])
def test_two_parents(
    made: Made, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], paths: tuple[str, ...], is_old: bool
) -> None:
    base = made.commit(BASE)
    oid = made.commit(files, made.commit(OURS, base), made.commit(THEIRS, base))
    if not is_old:
        assert own(made, oid) == Own(paths)
        return
    monkeypatch.setattr(merges, "REMERGE", (999, 0))
    found = own(made, oid)
    assert found
    # the combined diff does not show what one of the parents has, line by line
    assert found.paths == (() if files in (OURS, THEIRS, BASE) else paths)


@pytest.mark.parametrize("is_old", [False, True])
@pytest.mark.parametrize("files", [BASE, OURS, {**OURS, "evil": "x"}], ids=["before", "after", "evil"])
def test_an_ancestor_is_no_parent(
    made: Made, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], is_old: bool
) -> None:
    if is_old:
        monkeypatch.setattr(merges, "REMERGE", (999, 0))
    base = made.commit(BASE)
    head = made.commit(OURS, base)
    paths = () if files == OURS else ("evil",) if "evil" in files else ("a",)
    assert own(made, made.commit(files, head, base)) == Own(paths, (), is_ordinary=True, is_made=False)
    topic = own(made, made.commit(files, base, head))  # as --no-ff makes it
    assert topic
    assert topic.paths == paths
    assert topic.is_made
    three = own(made, made.commit(files, head, base, made.commit({"x": "x"}, base)))
    assert three
    assert not three.is_ordinary


def test_the_same_parent_twice(made: Made) -> None:
    head = made.commit(OURS, made.commit(BASE))
    text = f"tree {made.tree({**OURS, 'evil': 'x'})}\nparent {head}\nparent {head}\n"
    text += "author A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n\nx\n"
    done = made.repo.run("git", "hash-object", "-t", "commit", "-w", "--stdin", stdin=text)
    found = merges.own([Merge(done.out.strip(), (head, head))])
    assert list(found.values()) == [Own(("evil",), (), is_ordinary=True, is_made=False)]


def test_conflicts_are_none_of_its_own(made: Made) -> None:
    base = made.commit({**BASE, "gone": "1\n2\n3\n", "moved": "m\n" * 20})
    ours = {**OURS, "gone": "edited\n", "one": "m\n" * 20, "both": "o\n"}
    theirs = {**BASE, "a": "theirs\n2\n3\n", "two": "m\n" * 20, "both": "t\n"}
    parents = made.commit(ours, base), made.commit(theirs, base)
    result = {"a": "both\n2\n3\n", "b": "evil\n", "one": "m\n" * 20, "both": "b\n"}
    assert own(made, made.commit(result, *parents)) == Own(("b",), ("a", "both", "gone", "two"))


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        ({}, ()),
        ({"evil": "x"}, ("evil",)),
        ({"one": None}, ("one",)),
        ({"two": "edited\n"}, ("two",)),
        ({"a": "1\n2\n3\n"}, ("a",)),
    ],
)
def test_octopus(made: Made, change: dict[str, "str | None"], paths: tuple[str, ...]) -> None:
    base = made.commit(BASE)
    sides = ({**BASE, "one": "1"}, {**BASE, "two": "2"}, OURS)
    every = {**BASE, **sides[0], **sides[1], **OURS, **change}
    files = {name: text for name, text in every.items() if text is not None}
    oid = made.commit(files, *(made.commit(side, base) for side in sides))
    assert own(made, oid) == Own(paths)


def test_unrelated_histories(made: Made) -> None:
    one, two = made.commit({"a": "a"}), made.commit({"b": "b"})
    assert own(made, made.commit({"a": "a", "b": "b"}, one, two)) == Own()
    assert own(made, made.commit({"a": "a", "b": "b", "c": "c"}, one, two)) == Own(("c",))


def test_how_merges_are_configured_does_not_count(made: Made) -> None:
    base = made.commit({"old": "m\n" * 20})
    parents = made.commit({"new": "m\n" * 20}, base), made.commit({"old": "m\n" * 20 + "end\n"}, base)
    for setting in ("merge.renames=false", "diff.renames=false", "merge.conflictStyle=diff3"):
        made.repo.git("config", *setting.split("="))
    made.repo.git("config", "diff.noprefix", "true")
    made.repo.git("config", "merge.sessionlog.driver", "touch ran; false")
    made.repo.write(".git/info/attributes", "* merge=sessionlog\n")
    assert own(made, made.commit({"new": "m\n" * 20 + "end\n"}, *parents)) == Own()
    assert not (made.repo.path / "ran").exists()


def test_what_is_not_here_cannot_be_told(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = made.commit(BASE)
    ours, theirs = made.commit(OURS, made.commit(OURS, base)), made.commit(THEIRS, base)
    first = made.commit(CLEAN, ours, theirs)
    second = made.commit(
        {**CLEAN, "evil": "x"}, made.commit(CLEAN, first), made.commit({**CLEAN, "z": "z"}, first)
    )
    made.repo.git("update-ref", "refs/heads/main", second)
    known = {oid: own(made, oid) for oid in (first, second)}
    assert known == {first: Own(), second: Own(("evil", "z"))}
    url = f"file://{made.repo.path}"
    for depth, expected in ((2, {second: None}), (3, {second: Own(("evil", "z"))}), (4, {first: None})):
        clone = tmp_path / f"clone{depth}"
        subprocess.run(["git", "clone", "-q", f"--depth={depth}", url, clone], check=True)
        monkeypatch.chdir(clone)
        for oid, said in expected.items():
            parents = tuple(made.repo.git("rev-list", "--parents", "-n1", oid).split()[1:])
            assert merges.own([Merge(oid, parents)]) == {oid: said}, depth


def test_one_that_cannot_be_read_does_not_hide_the_others(made: Made) -> None:
    base = made.commit(BASE)
    good = Merge(
        made.commit(CLEAN, one := made.commit(OURS, base), two := made.commit(THEIRS, base)), (one, two)
    )
    bad = Merge(made.commit(CLEAN, one, lost := made.commit({"lost": "x"}, base)), (one, lost))
    os.unlink(made.repo.path / ".git/objects" / lost[:2] / lost[2:])
    assert merges.own([bad, good]) == {bad.oid: None, good.oid: Own()}


def test_the_order_of_a_range_is_none_of_the_dates(made: Made) -> None:
    """git 2.39 finds no base for a merge after it has shown its ancestor: all would be conflicts."""
    base = made.commit(BASE)
    first = made.commit(CLEAN, made.commit(OURS, base), made.commit(THEIRS, base))
    sides = made.commit({**CLEAN, "two": "2"}, first), made.commit({**CLEAN, "evil": "x"}, first)
    second = made.commit({**CLEAN, "two": "2", "evil": "x", "b": "edited"}, *sides)
    made.repo.git("update-ref", "refs/heads/main", second)
    span = ranges.resolve("main", root=True)
    wanted = [Merge(commit.oid, commit.parents) for commit in ranges.read(span) if commit.is_merge]
    for some in (wanted, wanted[::-1]):
        assert merges.of(span)(some) == {first: Own(), second: Own(("b",))}


@given(st.integers(0, 10**9))
def test_equals_plain_git(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """A history with merges of all kinds, all asked about at once."""
    if git.version() < (2, 38):
        pytest.skip("git has no merge-tree --write-tree")
    chance = random.Random(seed)
    made = Made(Repo.init(tmp_path_factory.mktemp("made") / "repo"))
    before = os.getcwd()
    os.chdir(made.repo.path)
    try:
        wanted = _history(chance, made)
        found = merges.own(wanted[::-1])
        for merge in wanted:
            assert found[merge.oid] == _by_plain_git(made.repo, merge), merge
    finally:
        os.chdir(before)


def _history(chance: random.Random, made: Made) -> list[Merge]:
    files = {name: "\n".join(LINES) + "\n" for name in NAMES}
    all_: list[tuple[str, dict[str, str]]] = [(made.commit(files), files)]
    found = []
    for _ in range(9):
        if chance.random() < 0.5 or len(all_) < 3:
            oid, files = chance.choice(all_)
            files = _edited(chance, files)
            all_.append((made.commit(files, oid), files))
            continue
        (one, files), (two, others) = chance.sample(all_, 2)
        done = made.repo.run("git", "merge-tree", "--write-tree", "--allow-unrelated-histories", one, two)
        result = _files(made.repo, done.out.partition("\n")[0])
        result = chance.choice(
            [result, result, files, others, _edited(chance, result), _edited(chance, files)]
        )
        found.append(Merge(made.commit(result, one, two), (one, two)))
        all_.append((found[-1].oid, result))
    return found


def _edited(chance: random.Random, files: dict[str, str]) -> dict[str, str]:
    name = chance.choice([*NAMES, "new"])
    files = dict(files)
    if name in files and chance.random() < 0.2:
        del files[name]
        return files
    lines = files.get(name, "x\n").split("\n")
    lines[chance.randrange(len(lines))] = f"edit {chance.randint(0, 3)}"
    files[name] = "\n".join(lines)
    return files


def _files(repo: Repo, tree: str) -> dict[str, str]:
    names = repo.git("ls-tree", "-r", "-z", "--name-only", tree).split("\0")[:-1]
    return {name: repo.git("cat-file", "blob", f"{tree}:{name}") for name in names}


def _by_plain_git(repo: Repo, merge: Merge) -> Own:
    one, two = merge.parents
    ordinary, made = False, True
    if repo.run("git", "merge-base", "--is-ancestor", two, one).code == 0:
        conflicts: set[str] = set()
        ordinary, base = True, one
        made = False
    elif repo.run("git", "merge-base", "--is-ancestor", one, two).code == 0:
        conflicts, base = set(), two
        ordinary = True
    else:
        options = ("--write-tree", "-z", "--name-only", "--no-messages", "--allow-unrelated-histories")
        base, *names = repo.run("git", "merge-tree", *options, one, two).out.split("\0")
        conflicts = {name for name in names if name}
    said = repo.git("diff", "--name-only", "-z", "--no-renames", base, merge.oid).split("\0")[:-1]
    is_one = repo.git("rev-parse", f"{one}^{{tree}}") == repo.git("rev-parse", f"{merge.oid}^{{tree}}")
    looked = bool(said and not conflicts.intersection(said)) or is_one
    return Own(
        tuple(name for name in said if name not in conflicts),
        tuple(name for name in said if name in conflicts),
        ordinary and looked,
        made or not looked,
    )
