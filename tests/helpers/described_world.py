"""A made-up repository, with branches on which people and sessions work."""

import random
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from described_model import (
    DOCUMENT,
    Answer,
    Commit,
    File,
    Store,
    Trailer,
    Tree,
    Unit,
    Words,
    undescribed,
)
from forge import SETTINGS
from helpers import Repo

SHARED = "src/shared.txt"
LAST = "Last session: "
STATUS = "# Status\n\n## Sessions\n\n"
TEAM = SETTINGS
GITFLOW = 'state-on = "default"\ndefault-branch = ["main", "develop", "release/*"]\n'
ALONE = 'state-on = "every"\ndefault-branch = "main"\n'
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


class Session:
    """A session as its branch has it: the number that it gave last, and whether others have its record."""

    def __init__(self, id_: str) -> None:
        self.id, self.count, self.published, self.path = id_, 0, False, ""


class Point(NamedTuple):
    """A commit to ask about, and the branch that it was on."""

    commit: Commit
    branch: str


class History:
    """A repository with branches on which people work."""

    def __init__(self, path: Path, rng: random.Random, settings: str) -> None:
        self.repo, self.rng, self.settings = _made(path), rng, settings
        self.store = Store(path / ".git")
        self.has_last_line = rng.random() < 0.3
        self.made: list[Commit] = []
        self.points: list[Point] = []
        self.sessions: dict[str, Session] = {}
        self.branches: dict[str, Commit] = {}
        self._count = 0
        first = {".sessionlog.toml": File(settings), DOCUMENT: File(STATUS), SHARED: File("value 0\n")}
        self.put("main", (), first, Words("docs: start\n"))

    @property
    def every(self) -> bool:
        """Whether documents are written on each branch."""
        return self.settings == ALONE

    def writes_documents(self, branch: str) -> bool:
        """Whether only documents count on a branch."""
        return self.every or branch == "main"

    def answer(self, point: Point) -> Answer:
        """What was really said at a point."""
        return undescribed(point.commit, documents_only=self.writes_documents(point.branch))

    def number(self) -> int:
        """A number that nothing else has."""
        self._count += 1
        return self._count

    def session(self, branch: str) -> Session:
        """The session of a branch; a new one where it has none."""
        if branch not in self.sessions:
            self.sessions[branch] = Session("20260213-" + "".join(self.rng.choices(_LETTERS, k=6)))
        return self.sessions[branch]

    def put(self, branch: str, parents: tuple[Commit, ...], tree: Tree, words: Words) -> Commit:
        """A commit, as the tip of the branch."""
        oid = self.store.commit(tuple(one.oid for one in parents), tree, words.text)
        commit = Commit(parents, tree, words, oid)
        self.made.append(commit)
        self.branches[branch] = commit
        self.points.append(Point(commit, branch))
        return commit

    def add(self, branch: str, changes: Tree, words: Words) -> Commit:
        """A commit on the tip of the branch that writes files."""
        tip = self.branches[branch]
        return self.put(branch, (tip,), {**tip.tree, **changes}, words)

    def code(self) -> Tree:
        """Work: a file of its own, or the one that all change."""
        number = self.number()
        if self.rng.random() < 0.25:
            return {SHARED: File(f"value {number}\n")}
        return {f"src/f{number}.py": File(f"def f{number}():\n    return {self.rng.random()}\n")}

    def words(self, branch: str, subject: str = "", *, traced: bool = True) -> Words:
        """A message, with the next checkpoint of the branch's session where it is traced."""
        text = f"{subject or f'feat(core): add {self.number()}'}\n"
        if not traced:
            return Words(text)
        session = self.session(branch)
        session.count += 1
        return with_trailers(text, (Trailer(session.id, session.count, Unit()),))

    def publish(self) -> None:
        """After a clean up: write the branches, so that git sees them."""
        for name, commit in self.branches.items():
            self.repo.write(f".git/refs/heads/{name}", commit.oid + "\n")


def _made(path: Path) -> Repo:
    """A repository without a process."""
    repo = Repo(path)
    for name in ("objects/info", "objects/pack", "refs/heads"):
        (path / ".git" / name).mkdir(parents=True)
    repo.write(".git/HEAD", "ref: refs/heads/main\n")
    repo.write(".git/config", "[core]\n\trepositoryformatversion = 0\n\tbare = false\n")
    return repo


def with_trailers(text: str, trailers: Iterable[Trailer], key: str = "") -> Words:
    """A message with checkpoints in its last block, by another spelling of the key where one is given."""
    named = tuple(trailers)
    lines = "".join(f"{one}\n".replace("Session-Checkpoint", key or "Session-Checkpoint") for one in named)
    return Words(f"{text}\n{lines}" if named else text, named)
