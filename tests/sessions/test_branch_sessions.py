"""A session belongs to its branch: all commands and the trailer agree on which one goes on, if any does."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from forge import SETTINGS
from helpers import CLI, HOOK, Repo
from life_repo import adopted

ID = r"[0-9]{8}-[0-9a-z]{6}"
ODD = "x.y/Ä\"#;'=-$z"


class World:
    """Real repositories, and beside them a model: which session belongs to which branch.

    The model knows of branches what git says of them, and nothing of how we keep a session: a name in a
    table, `""` for a detached HEAD.
    """

    def __init__(self, repo: Repo) -> None:
        self.repo = repo
        self.model: dict[str, str] = {}
        self.count = 0
        self.described: set[str] = set()

    @property
    def branch(self) -> str:
        return self.repo.git("branch", "--show-current").strip()

    def start(self) -> None:
        self.count += 1
        words = (f"Add part {self.count} in src/a.py", "--fix", f"{self.count}:part")
        done = self.repo.run(CLI, "start", *words, "--force", "--format", "json")
        assert done.code == 0, done
        self.model[self.branch] = json.loads(done.out)["id"]

    def commit(self) -> None:
        """A commit, which opens a session where there is none."""
        self.count += 1
        self.repo.write(f"src/{self.count}.py", f"{self.count}\n")
        self.repo.git("add", "-A")
        self.repo.git("commit", "-q", "-m", f"feat(a): add part {self.count} [Fix 7]")
        found = self.trailer()
        known = self.model.setdefault(self.branch, found)
        assert found == known
        assert list(self.model.values()).count(found) == 1

    def trailer(self) -> str:
        message = self.repo.git("log", "-1", "--format=%B")
        return "".join(re.findall(rf"^Session-Checkpoint: ({ID})/", message, re.M))

    def checkpoint(self) -> None:
        done = self.repo.run(CLI, "checkpoint")
        assert done.code == 0, done
        self.described |= self.commits()

    def commits(self) -> set[str]:
        return set(self.repo.git("rev-list", "main..HEAD").split())

    def end(self) -> None:
        done = self.repo.run(CLI, "end", "--next", "Fix 7: go on")
        assert done.code == 0, done
        self.described |= self.commits()
        del self.model[self.branch]

    def new(self, name: str) -> None:
        self.repo.git("switch", "-qc", name)

    def to(self, name: str) -> None:
        self.repo.git("switch", "-q", name)

    def rename(self, name: str, *, force: str = "-m") -> None:
        old = self.branch
        self.repo.git("branch", force, name)
        if old in self.model:
            self.model[name] = self.model.pop(old)

    def delete(self, name: str) -> None:
        self.repo.git("branch", "-qD", name)
        self.model.pop(name, None)

    def take(self, id: str) -> None:
        done = self.repo.run(CLI, "start", "--take", id)
        assert done.code == 0, done
        self.model = {branch: one for branch, one in self.model.items() if one != id}
        self.model[self.branch] = id

    def agree(self, expected: str) -> None:
        """Ask everybody; "" is no session: then a commit opens one that nobody has seen."""
        asked = {
            "status": self._status(self.repo),
            "checkpoint": self._in_a_copy("checkpoint", "--no-commit", "--next", "go on"),
            "end": self._named(self.repo, "end", "--dry-run", "--next", "Fix 7: go on"),
        }
        assert asked == dict.fromkeys(asked, expected)
        known = set(self.model.values())
        self.repo.git("commit", "-q", "--allow-empty", "-m", "feat(a): add a part [Fix 7]")
        assert self.trailer() == expected if expected else self.trailer() not in known | {""}

    def agree_on_a_new_one(self) -> None:
        """Nobody began a session, and there are commits that a push would be refused for."""
        done = self.repo.run(CLI, "status", "--format", "json")
        found = json.loads(done.out)
        assert found["opened_by"] is None
        assert found["id"] == self._named(self.repo, "end", "--dry-run", "--next", "Fix 7: go on")
        assert found["id"] not in self.model.values()
        assert self._in_a_copy("checkpoint") not in {*self.model.values(), ""}

    def _status(self, repo: Repo) -> str:
        done = repo.run(CLI, "status", "--format", "json")
        assert done.code == (0 if done.out else 2), done
        return json.loads(done.out)["id"] if done.out else ""

    def _in_a_copy(self, *command: str) -> str:
        copy = self.repo.path.parent / "copy" / self.repo.path.name
        shutil.copytree(self.repo.path, copy, symlinks=True)
        try:
            return self._named(Repo(copy), *command)
        finally:
            shutil.rmtree(copy.parent)

    def _named(self, repo: Repo, *command: str) -> str:
        """The session whose record a command writes, or would."""
        done = repo.run(CLI, *command)
        assert "Traceback" not in done.err
        if done.code == 2:
            return ""
        return sorted({*re.findall(rf"docs/sessions/({ID})\.md", done.out)}, reverse=True)[0]


@pytest.fixture
def world(repo: Repo) -> World:
    adopted(repo, repo.path.parent / "remote.git", settings=SETTINGS)
    repo.git("switch", "-qc", "topic")
    return World(repo)


def squash(world: World) -> None:
    world.repo.git("reset", "-q", "--soft", "main")
    world.commit()


ROWS: dict[str, Callable[[World], None]] = {
    "nothing": lambda w: None,
    "a commit": lambda w: w.commit(),
    "started": lambda w: w.start(),
    "started, a commit": lambda w: (w.start(), w.commit()),
    "a commit, then started": lambda w: (w.commit(), w.start(), w.commit()),
    "checkpointed": lambda w: (w.start(), w.commit(), w.checkpoint()),
    "a commit, checkpointed": lambda w: (w.commit(), w.checkpoint(), w.commit()),
    "ended": lambda w: (w.start(), w.commit(), w.end()),
    "ended, a commit": lambda w: (w.start(), w.commit(), w.end(), w.commit()),
    "renamed": lambda w: (w.start(), w.rename("b")),
    "renamed, a commit": lambda w: (w.start(), w.commit(), w.rename("b"), w.commit()),
    "a commit, renamed": lambda w: (w.commit(), w.rename("b"), w.commit()),
    "checkpointed, renamed": lambda w: (w.start(), w.commit(), w.checkpoint(), w.rename("b")),
    "renamed twice": lambda w: (w.start(), w.rename("b"), w.commit(), w.rename(ODD), w.commit()),
    "renamed, checkpointed": lambda w: (w.start(), w.commit(), w.rename(ODD), w.checkpoint()),
    "renamed by case": lambda w: (w.start(), w.rename("t2"), w.rename("T2"), w.commit()),
    "renamed, the old name again": lambda w: (w.start(), w.rename("b"), w.to("main"), w.new("topic")),
    "checkpointed, renamed, the old name from it": lambda w: (
        *(w.start(), w.commit(), w.checkpoint(), w.rename("b"), w.repo.git("branch", "topic", "main")),
        w.to("topic"),
    ),
    "renamed over another one": lambda w: (
        *(w.start(), w.to("main"), w.new("b"), w.start(), w.commit(), w.to("topic")),
        *(w.rename("b", force="-M"), w.commit()),
    ),
    "renamed over an older one": lambda w: (
        *(w.to("main"), w.new("a"), w.start(), w.to("topic"), w.start(), w.to("a")),
        *(w.rename("topic", force="-M"), w.commit(), w.commit()),
    ),
    "copied": lambda w: (w.start(), w.repo.git("branch", "-c", "b"), w.to("b")),
    "copied, back": lambda w: (w.start(), w.repo.git("branch", "-c", "b"), w.to("b"), w.to("topic")),
    "away": lambda w: (w.start(), w.to("main"), w.new("b")),
    "away and back": lambda w: (w.start(), w.commit(), w.to("main"), w.new("b"), w.to("topic")),
    "two that go on": lambda w: (
        *(
            w.start(),
            w.commit(),
            w.to("main"),
            w.new("b"),
            w.start(),
            w.commit(),
            w.to("topic"),
            w.commit(),
        ),
        w.to("b"),
    ),
    "a branch of it": lambda w: (w.start(), w.new("b")),
    "a branch of it, a commit": lambda w: (w.start(), w.new("b"), w.commit()),
    "a branch of it took it over": lambda w: (w.start(), w.new("b"), w.take(w.model["topic"])),
    "a branch of it took it over late": lambda w: (
        *(w.start(), w.new("b"), w.commit(), w.take(w.model["topic"]), w.commit()),
    ),
    "taken over, back": lambda w: (w.start(), w.new("b"), w.take(w.model["topic"]), w.to("topic")),
    "deleted and made again": lambda w: (w.start(), w.to("main"), w.delete("topic"), w.new("topic")),
    "deleted, taken up": lambda w: (
        *(w.start(), w.commit(), w.to("main"), w.new("b"), gone := w.model["topic"], w.delete("topic")),
        *(w.take(gone), w.commit()),
    ),
    "reset by checkout -B": lambda w: (w.start(), w.repo.git("checkout", "-qB", "topic", "main")),
    "squashed": lambda w: (w.start(), w.commit(), w.commit(), squash(w)),
    "stashed": lambda w: (w.start(), w.repo.write("STATUS.md", "x"), w.repo.git("stash"), w.commit()),
    "odd name": lambda w: (w.new(ODD), w.start(), w.commit()),
    "a name like a ref": lambda w: (w.new("refs/heads/x.y"), w.start(), w.commit()),
    "names that differ by case": lambda w: (w.start(), w.new("Topic")) if os.name == "posix" else None,
}


@pytest.mark.parametrize("row", ROWS)
def test_all_agree(row: str, world: World) -> None:
    ROWS[row](world)
    expected = world.model.get(world.branch, "")
    if expected or not world.commits() - world.described:
        world.agree(expected)
    else:
        world.agree_on_a_new_one()


def test_a_linked_work_tree_has_the_session_of_its_branch(world: World, tmp_path: Path) -> None:
    world.start()
    world.commit()
    first = world.model["topic"]
    world.repo.git("worktree", "add", "-q", "-b", "side", tmp_path / "side", "main")
    side = World(Repo(tmp_path / "side"))
    side.count = 50
    side.start()
    side.commit()
    assert side.model["side"] != first
    world.agree(first)
    world.to("main")
    side.to("topic")
    assert side._status(side.repo) == first
    side.repo.git("commit", "-q", "--allow-empty", "-m", "feat(a): go on [Fix 7]")
    assert side.trailer() == first


def test_detached_is_the_work_trees_own(world: World) -> None:
    world.start()
    world.commit()
    first = world.model["topic"]
    world.repo.git("switch", "-q", "--detach")
    world.commit()
    detached = world.model[""]
    assert world._status(world.repo) == detached != first
    assert [world.repo.run(CLI, *words).code for words in (("checkpoint",), ("end", "--dry-run"))] == [2, 2]
    world.to("topic")
    world.agree(first)


def test_a_rebase_is_of_its_branch(world: World) -> None:
    world.start()
    world.repo.write("f", "1\n")
    world.commit()
    first = world.model["topic"]
    world.to("main")
    world.repo.write("f", "2\n")
    world.repo.git("add", "-A")
    world.repo.commit("feat(a): other [Fix 7]")
    world.to("topic")
    assert world.repo.run("git", "rebase", "main").code == 1
    assert world._status(world.repo) == first
    for words in (("checkpoint",), ("end", "--dry-run"), ("start", "x")):
        done = world.repo.run(CLI, *words)
        assert (done.code, "a rebase is under way" in done.err) == (2, True)
    world.repo.git("checkout", "--theirs", "f")
    world.repo.git("add", "-A")
    world.repo.git("rebase", "--continue", GIT_EDITOR="true")
    assert world.trailer() == first
    world.agree(first)


def test_what_a_deleted_branch_said_is_not_lost(world: World) -> None:
    world.start()
    id = world.model["topic"]
    world.to("main")
    world.delete("topic")
    world.new("b")
    told = [world.repo.run(CLI, *words) for words in (("resume",), ("start", "Fix 8: x in src/b.py"))]
    assert all(f"git sessionlog start --take {id}" in done.out for done in told), told
    world.repo.git("switch", "-q", "-c", "c", "main")
    assert world.repo.run(CLI, "status").err.endswith(f"git sessionlog start --take {id}\n")
    world.take(id)
    world.commit()
    world.end()
    assert world.repo.git("ls-tree", "--name-only", "HEAD", f"docs/sessions/{id}.md")


def test_the_same_start_on_a_new_branch_goes_on(world: World) -> None:
    world.start()
    id = world.model["topic"]
    world.new("b")
    again = world.repo.run(CLI, "start", "Add part 1 in src/a.py", "--fix", "1:part")
    assert (again.code, "goes on on b" in again.out) == (0, True)
    world.agree(id)
    world.to("topic")
    assert world.repo.run(CLI, "status").code == 2


def test_a_session_with_commits_elsewhere_is_not_taken(world: World) -> None:
    world.start()
    world.commit()
    id = world.model["topic"]
    world.to("main")
    world.new("b")
    done = world.repo.run(CLI, "start", "--take", id)
    assert (done.code, "hint: git switch topic\n" in done.err) == (2, True)
    for unknown in ("20260101-000000", "x", "--", ""):
        assert world.repo.run(CLI, "start", f"--take={unknown}").code in (1, 2)


@pytest.mark.parametrize("value", ["x", "20260101-000000", "../../config", "\n", "20260101-000000\nx"])
def test_a_key_that_names_no_session_of_here_is_none(value: str, world: World) -> None:
    world.repo.git("config", "branch.topic.sessionlog", value)
    world.agree("")


def test_a_key_that_is_not_in_the_repositorys_own_configuration_is_none(world: World) -> None:
    world.start()
    id = world.model["topic"]
    world.to("main")
    world.new("b")
    world.repo.git("config", "--global", "branch.b.sessionlog", id)
    assert world._status(world.repo) == ""
    world.repo.git("config", "--global", "--unset", "branch.b.sessionlog")


def test_a_clone_of_a_bare_repository_with_work_trees(repo: Repo, tmp_path: Path) -> None:
    adopted(repo, tmp_path / "remote.git", settings=SETTINGS)
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "clone", "-q", "--bare", tmp_path / "remote.git", bare], check=True)
    hook = bare / "hooks/commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\nexec "{HOOK}" commit-msg "$@"\n')
    hook.chmod(0o755)
    worlds = []
    for name in "ab":
        Repo(bare).git("worktree", "add", "-q", "-b", name, tmp_path / name)
        worlds.append(World(Repo(tmp_path / name)))
        worlds[-1].start()
        worlds[-1].commit()
    assert worlds[0].model["a"] != worlds[1].model["b"]
    for one in worlds:
        assert one._status(one.repo) == one.model[one.branch]


def test_an_orphan_branch_has_a_session_of_its_own(world: World) -> None:
    world.start()
    world.commit()
    world.repo.git("switch", "-q", "--orphan", "site")
    world.commit()
    assert world.model["site"] != world.model["topic"]
    assert world._status(world.repo) == world.model["site"]


@pytest.mark.skipif(os.access("/etc/passwd", os.W_OK), reason="root may write anywhere")
def test_what_only_looks_works_where_nothing_can_be_written(world: World) -> None:
    world.start()
    world.repo.run("chmod", "-R", "a-w", ".git")
    try:
        assert world._status(world.repo) == world.model["topic"]
    finally:
        world.repo.run("chmod", "-R", "u+w", ".git")
