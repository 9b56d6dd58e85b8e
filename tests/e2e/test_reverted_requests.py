"""Requests that land, are reverted, and come back: their records, the state document, `resume`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from forge import BUTTONS, Forge, session
from helpers import CLI, Repo

pytestmark = pytest.mark.usefixtures("repo")

TITLE = "feat(core): add part 1 [Fix 1] (#1)"
GOAL = "Add part 1 in src/f1.py"
Way = Callable[[Repo, list[str]], None]


def _by_git(desk: Repo, commits: list[str]) -> None:
    """Commits taken back as git does it, one by one; of a merge all that it brought."""
    for one in commits:
        done = desk.run("git", "revert", "--no-edit", *_mainline(desk, commits), one)
        # A record that is there again leaves nothing to do.
        assert not done.code or desk.git("status", "--porcelain") == "", done


def _in_one(desk: Repo, commits: list[str]) -> None:
    """The same in one commit, in words of its own."""
    desk.git("revert", "--no-commit", *_mainline(desk, commits), *commits)
    desk.git("commit", "-q", "-m", "revert(core): part 1 breaks the build")


def _by_forge(desk: Repo, commits: list[str]) -> None:
    """A forge's button, whose request is squashed: the message names no commit."""
    message = desk.git("log", "-1", "--format=%B", commits[0]).strip().split("\n")
    title = message[-1] if message[0].startswith("Merge ") else message[0]
    desk.git("revert", "--no-commit", *_mainline(desk, commits), *commits)
    desk.git("commit", "-q", "-m", f'Revert "{title}" (#{len(title)})', "-m", "Reverts x/app#1")


def _mainline(desk: Repo, commits: list[str]) -> list[str]:
    return ["-m", "1"] if len(desk.git("log", "-1", "--format=%P", commits[0]).split()) > 1 else []


WAYS: tuple[tuple[str, Way, Way, bool], ...] = (
    *((button, _by_git, _by_git, button != "merge") for button in BUTTONS),
    ("merge", _in_one, _by_git, True),
    ("rebase", _in_one, _by_git, False),
    ("squash", _by_forge, _by_forge, False),
    ("merge", _by_forge, _by_forge, True),
)


class Life:
    """A forge where a request of one session landed, and a desk where main is changed without hooks."""

    def __init__(self, home: Path, button: str) -> None:
        self.forge = Forge.made(home)
        clone = self.forge.clone("ann", person="Ann")
        clone.git("checkout", "-q", "-b", "topic")
        done = session(
            clone,
            "1",
            "feat(core): add part 1 [Fix 1]",
            "feat(core): add more of part 1 [Fix 1]",
            end=("--next", "Fix 51: go on in src/g1.py"),
        )
        assert done.code == 0, done
        self.desk = self.forge.clone("desk")
        start = self.head()
        assert self.forge.press(button, "topic", TITLE)
        self.pull()
        self.landed = self.since(start)
        (self.path,) = self.desk.git("ls-tree", "--name-only", "HEAD", "docs/sessions/").split()
        self.blob = self.blob_of("HEAD")

    def head(self) -> str:
        return self.desk.git("rev-parse", "HEAD").strip()

    def pull(self) -> None:
        self.desk.git("pull", "-q", "--ff-only")

    def since(self, start: str) -> list[str]:
        return self.desk.git("rev-list", "--first-parent", f"{start}..HEAD").split()

    def blob_of(self, revision: str) -> str:
        return self.desk.run("git", "rev-parse", "-q", "--verify", f"{revision}:{self.path}").out.strip()

    def take_back(self, way: Way, commits: list[str]) -> list[str]:
        """Take back commits; gives those that did it."""
        start = self.head()
        way(self.desk, commits)
        self.desk.git("push", "-q", "origin", "main")
        return self.since(start)

    def update(self) -> str:
        """Run `update` as a maintainer does, twice; gives the state document then."""
        lead = self.forge.clone(f"lead{self.head()[:8]}", person="Lead")
        shown = lead.run(CLI, "update", "--dry-run")
        assert (shown.code, lead.git("status", "--porcelain")) == (0, ""), shown
        done, again = (lead.run(CLI, "update", "--push") for _ in range(2))
        assert (done.code, again.code) == (0, 0), (done, again)
        assert again.out == "the state documents have taken up all sessions and commits\n"
        assert lead.git("rev-parse", "HEAD") == self.forge.bare.git("rev-parse", "main")
        assert (lead.run(CLI, "check").code, lead.run(CLI, "docs").code) == (0, 0), done
        self.pull()
        assert self.blob_of("HEAD") == self.blob
        return (self.desk.path / "STATUS.md").read_text()

    def resumed(self) -> dict[str, list[str]]:
        """What `resume` says: the sessions that are reverted or not taken up, and what is completed."""
        brief = json.loads(self.forge.on_main("resume", "--format", "json").out)
        return {
            name: [item["text"] for part in brief[name] for item in part["items"]]
            for name in ("reverted", "landed", "completed")
        }

    def fix(self) -> str:
        (row,) = json.loads(self.forge.on_main("trace", "1", "--format", "json").out)["fixes"]
        return str(row["status"])


def _is_done(status: str, *, reverted: bool) -> bool:
    """Whether the state document says once that the session was, and that its fix is done or next."""
    assert status.count(GOAL) == 1, status
    assert status.count(f"reverted: {GOAL}") == reverted, status
    assert status.count("Fix 51: go on") == 1, status
    return "| 1 | add part 1 |" in status and "Fix 1: add part 1" not in status


@pytest.mark.parametrize(("button", "way", "back", "taken_up"), WAYS)
def test_a_request_is_reverted_and_comes_back(
    tmp_path: Path, button: str, way: Way, back: Way, taken_up: bool
) -> None:
    life = Life(tmp_path, button)
    if taken_up:
        assert _is_done(life.update(), reverted=False)

    reverts = life.take_back(way, life.landed)

    assert life.blob_of("HEAD") == ""
    _says_reverted(life)
    assert not _is_done(life.update(), reverted=True)
    assert (life.fix() == "done") == (way is _in_one)  # no word of it names a commit

    life.take_back(back, reverts)

    said = life.resumed()
    assert (said["reverted"], life.fix()) == ([], "done"), said
    assert _is_done(life.update(), reverted=False)
    said = life.resumed()
    assert (said["reverted"], said["landed"], len(said["completed"])) == ([], [], 1), said


def _says_reverted(life: Life) -> None:
    said = life.resumed()
    assert (len(said["reverted"]), said["landed"], said["completed"]) == (1, [], []), said
    assert GOAL in said["reverted"][0]
