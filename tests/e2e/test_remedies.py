"""The command that a refusal names never rewrites what a branch of a remote has, and mends what it may."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import CLI, HOOK, Repo, Result

GOOD, BAD = "docs: more", "bad words"
SETTINGS = 'preset = "conventional"\ndefault-branch = ["main"]\nstate-on = "every"\n'


class World:
    """Upstream with a bad commit of old, a clone of it with our hook, a fork that was never fetched."""

    def __init__(self, there: Path) -> None:
        up = Repo.init(there / "up")
        up.write(".sessionlog.toml", SETTINGS)
        up.git("add", "-A")
        up.commit(GOOD)
        up.commit(BAD)
        up.commit(GOOD)
        Repo.init(there / "fork.git", "--bare")
        subprocess.run(["git", "clone", "-q", f"file://{up.path}", there / "work"], check=True)
        self.up, self.work = up, Repo(there / "work")
        self.work.hook("pre-push", f'#!/bin/sh\nexec "{HOOK}" pre-push "$@"\n')
        self.work.git("remote", "add", "fork", str(there / "fork.git"))
        self.work.git("switch", "-qc", "topic")

    def commit(self, message: str) -> str:
        name = str(len(self.work.git("rev-list", "--all").split()))
        self.work.write(name, name)
        self.work.write("STATUS.md", f"# Status\n\n{name}\n")
        self.work.git("add", "-A")
        return self.work.commit(message)

    def merge(self, name: str) -> None:
        self.work.git("merge", "-q", "--no-ff", "-X", "ours", "-m", f"Merge branch '{name}'", name)

    def publish(self, remote: str = "origin", branch: str = "topic") -> None:
        self.work.git("push", "-q", "--no-verify", remote, f"HEAD:refs/heads/{branch}")


def _two(world: World) -> None:
    world.commit(BAD)
    world.commit(GOOD)


def _published(world: World) -> None:
    _two(world)
    world.publish()


def _published_then_more(world: World) -> None:
    _published(world)
    world.commit(BAD)


def _published_good_then_bad(world: World) -> None:
    world.commit(GOOD)
    world.publish()
    _two(world)


def _main_merged_in(world: World) -> None:
    world.commit(BAD)
    world.up.commit(BAD)
    world.work.git("fetch", "-q", "origin")
    world.merge("origin/main")
    world.commit(GOOD)


def _published_merged_in(world: World) -> None:
    world.commit(BAD)
    world.work.git("switch", "-qc", "other", "origin/main")
    world.commit(BAD)
    world.publish(branch="wip")
    world.work.git("switch", "-q", "topic")
    world.merge("other")


def _root_merged_in(world: World) -> None:
    world.work.git("switch", "-q", "--orphan", "root")
    world.commit(BAD)
    world.work.git("switch", "-q", "topic")
    world.work.git(
        "merge", "-q", "--allow-unrelated-histories", "-X", "ours", "-m", "Merge branch 'root'", "root"
    )


def _last_one(world: World) -> None:
    world.commit(BAD)


def _last_one_published(world: World) -> None:
    world.commit(BAD)
    world.publish("fork", "elsewhere")


# What happened, the range of `lint`, and whether a command rewrites it.
HISTORIES: dict[str, tuple[Callable[[World], None], str, bool]] = {
    "two": (_two, "origin/main..", True),
    "the last one": (_last_one, "origin/main..", True),
    "the last one, published": (_last_one_published, "origin/main..", False),
    "published": (_published, "origin/main..", False),
    "published, then more": (_published_then_more, "origin/main..", False),
    "a good one published, then bad": (_published_good_then_bad, "origin/main..", True),
    "of upstream": (_last_one, "HEAD~3..", False),
    "of upstream, from the root": (_last_one, "--root", False),
    "main merged in": (_main_merged_in, "origin/main..", True),
    "a published branch merged in": (_published_merged_in, "origin/main..", False),
    "a root merged in": (_root_merged_in, "origin/main..", False),
}


@pytest.mark.parametrize("name", HISTORIES)
def test_what_a_remote_has_is_not_rewritten(tmp_path: Path, name: str) -> None:
    world = World(tmp_path)
    happened, what, mends = HISTORIES[name]
    happened(world)
    work = world.work
    theirs = work.git("for-each-ref", "--merged=HEAD", "--format=%(refname)", "refs/remotes/").split()
    refused = work.run(CLI, "lint", *([what, "HEAD"] if what == "--root" else [what]))
    assert refused.code == 1, refused
    command = refused.out.rpartition("mend: ")[2].strip()
    assert command
    is_a_rewrite = bool(re.search("rebase|--amend", command))
    assert is_a_rewrite == mends, command
    if not mends:
        assert re.match("(squash what was refused as it is merged, or )?add .* to ignore-revs  # ", command)
        return
    reworded(work, command, re.findall(r"(?m)^([0-9a-f]{7})[0-9a-f]{3}:1:", refused.out))
    assert work.run(CLI, "lint", what).code == 0
    for ref in theirs:
        assert work.run("git", "merge-base", "--is-ancestor", ref, "HEAD").code == 0, ref


def reworded(repo: Repo, command: str, refused: list[str]) -> None:
    """Do what it says: what was refused gets good words, and all else is picked."""
    edits = " ".join(f"-e 's/^pick {oid}/reword {oid}/'" for oid in refused)
    done = repo.run(
        "sh",
        "-c",
        command,
        GIT_SEQUENCE_EDITOR=f"sed -i {edits}",
        GIT_EDITOR=f"sed -i -e 's/{BAD}/{GOOD}/'",
    )
    assert done.code == 0, done.err


def push(world: World, *args: str) -> Result:
    return world.work.run("git", "push", *args)


@pytest.mark.parametrize("branch", ["topic", "main"])
def test_the_first_push_to_a_fork(tmp_path: Path, branch: str) -> None:
    """What upstream has is nobody's here; what is new is checked."""
    world = World(tmp_path)
    world.commit(GOOD)
    assert push(world, "fork", f"HEAD:{branch}").code == 0
    bad = world.commit(BAD)
    refused = push(world, "fork", f"HEAD:{branch}x", f"HEAD:{branch}")
    assert (refused.code, bad[:10] in refused.err) == (1, True)
    assert "mend  git commit --amend\n" in refused.err
