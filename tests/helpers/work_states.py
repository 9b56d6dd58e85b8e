"""The states that work may be in: a session, commits, a push, and what has happened since."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from git_sessionlog.cli import main
from helpers import HOOK, Repo
from life_repo import STATUS, adopted, prepared

AXES = {
    "settings": ("every", "default"),
    "session": ("none", "started", "elsewhere", "ended"),
    "commits": ("none", "trailer", "bare", "revert", "docs"),
    "pushed": ("no", "yes"),
    "situation": (
        *("main", "topic", "hotfix", "rebased", "squashed", "landed", "race", "race for main"),
        *("renamed", "uncertain", "merged", "detached"),
    ),
}
ON_MAIN = ("main", "race for main", "uncertain")
"""Situations of work that is done on the default branch; all others are of a branch `topic`."""
UNCERTAIN = "# Status\n\n## Completed Fixes\n\n```\nnever closed\n"
GOAL = "Add part 2.3 in src/a.py"
FIX = "2.3:add part:src/a.py"


class State(NamedTuple):
    """A place in the product of the axes."""

    settings: str
    session: str
    commits: str
    pushed: str
    situation: str

    @property
    def exists(self) -> bool:
        """Whether there can be such a state: nothing is squashed that was not pushed."""
        if self.situation in ("squashed", "landed"):
            return self.pushed == "yes" and (self.commits != "none" or self.session == "ended")
        return self.pushed == "no" or self.commits != "none"

    def __str__(self) -> str:
        return " / ".join(self)


def every() -> Iterator[State]:
    """All states that there can be, always in the same order."""
    return (state for one in itertools.product(*AXES.values()) if (state := State(*one)).exists)


def pairwise() -> list[State]:
    """Some states in which each two values that can meet do.

    With situations only whether there are commits, and whether of work, for there would be half as many
    states again.
    """
    left = {state: _pairs(state) for state in every()}
    wanted = set().union(*left.values())
    chosen = []
    while wanted:
        best = max(left, key=lambda state: len(left[state] & wanted))
        chosen.append(best)
        wanted -= left.pop(best)
    return chosen


def _pairs(state: State) -> frozenset[tuple[tuple[str, str], ...]]:
    known = state._asdict()
    made = {"none": "none", "docs": "docs"}.get(state.commits, "work")
    others = {("commits", state.commits), ("situation", state.situation)}
    pairs = (one for one in itertools.combinations(known.items(), 2) if {*one} != others)
    return frozenset((*pairs, (("commits", made), ("situation", state.situation))))


def make(state: State, home: Path) -> Repo:
    """The state, in `repo` below a directory, with its remote beside it; that is the current directory."""
    repo = Repo(home / "repo")
    in_session(repo, state)
    _commits(repo, state)
    if state.pushed == "yes":
        repo.git("push", "-q", "--no-verify", "-u", "origin", "HEAD")
    SITUATIONS.get(state.situation, lambda repo, state: None)(repo, state)
    return repo


def copied(repo: Repo, home: Path) -> Repo:
    """A copy of a state, with a remote of its own."""
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(repo.path.parent, home, symlinks=True)
    copy = Repo(home / "repo")
    copy.git("remote", "set-url", "origin", (home / "remote.git").as_uri())
    return copy


def in_session(repo: Repo, state: State) -> None:
    """The repository with its hooks and its remote, and the session of the state."""
    branch = "main" if state.situation in ON_MAIN else "topic"
    text = UNCERTAIN if state.situation == "uncertain" else STATUS

    def build(repo: Repo) -> None:
        settings = f'state-on = "{state.settings}"\ndefault-branch = "main"\n'
        adopted(repo, repo.path.parent / "remote.git", settings=settings, **{"STATUS.md": text})
        repo.hook("pre-push", f'#!/bin/sh\nexec "{HOOK}" pre-push "$@"\n')
        driver = f'"{HOOK}" merge-document %O %A %B %L %P %X %S %Y'
        repo.git("config", "merge.sessionlog.driver", driver)
        (repo.path / ".git/info").mkdir(exist_ok=True)
        repo.write(".git/info/attributes", "/STATUS.md merge=sessionlog\n")
        if branch != "main":
            repo.git("switch", "-qc", branch)
        if state.session == "elsewhere":
            repo.git("switch", "-qc", "other")
        if state.session != "none":
            assert main(["start", GOAL, "--fix", FIX]) == 0
        if state.session == "elsewhere":
            repo.git("switch", "-q", branch)
        if state.session == "ended":
            _commit(repo, "feat(core): add part [Fix 2.3]")
            assert main(["end", "--next", "Fix 9: retry in `src/a.py`"]) == 0

    prepared(repo, build, "/".join((state.settings, state.session, branch, str(len(text)))))
    repo.git("remote", "set-url", "origin", (repo.path.parent / "remote.git").as_uri())


def _commit(repo: Repo, message: str, *options: str, file: str = "src/a.py") -> None:
    path = repo.path / file
    repo.write(file, (path.read_text() if path.exists() else "") + f"# {message}\n")
    repo.git("add", "-A")
    repo.git("commit", "-q", *options, "-m", message)


def _commits(repo: Repo, state: State) -> None:
    match state.commits:
        case "trailer":
            _commit(repo, "fix(core): refuse nothing [Fix 2.3]")
        case "bare":
            _commit(repo, "fix(core): refuse nothing [Fix 2.3]", "--no-verify")
        case "revert" if state.session == "ended":
            oid = repo.git("log", "-1", "--format=%H", "--grep=^feat(core): add part").strip()
            repo.git("revert", "--no-edit", oid)
        case "revert":
            _commit(repo, "fix(core): refuse nothing [Fix 2.3]")
            repo.git("revert", "--no-edit", "HEAD")
        case "docs":
            _commit(repo, "docs: say more", file="docs/guide.md")


def _by_another(repo: Repo, branch: str) -> None:
    """Somebody without our program pushes a commit to a branch of the remote."""
    remote = Repo(repo.path.parent / "remote.git")
    index = {"GIT_INDEX_FILE": str(remote.path / "theirs")}
    remote.git("read-tree", branch, **index)
    oid = remote.run("git", "hash-object", "-w", "--stdin", stdin="theirs\n").out.strip()
    remote.git("update-index", "--add", "--cacheinfo", f"100644,{oid},src/theirs.py", **index)
    _grow(remote, branch, remote.git("write-tree", **index).strip(), "feat(core): add theirs [Fix 5]")


def _grow(remote: Repo, branch: str, tree: str, message: str) -> None:
    """A commit on a branch of the remote."""
    oid = remote.git("commit-tree", tree, "-p", branch, "-m", message).strip()
    remote.git("update-ref", f"refs/heads/{branch}", oid)


def _hotfix(repo: Repo, state: State) -> None:
    repo.git("switch", "-qc", "hotfix", "origin/main", "--no-track")
    _commit(repo, "fix(core): stop the crash [Fix 8]", file="src/hot.py")


def _rebased(repo: Repo, state: State) -> None:
    _by_another(repo, "main")
    repo.git("fetch", "-q")
    repo.git("rebase", "-q", "origin/main")


def _merged(repo: Repo, state: State) -> None:
    _by_another(repo, "main")
    repo.git("fetch", "-q")
    repo.git("merge", "-q", "--no-edit", "origin/main")


def _squashed(repo: Repo, state: State) -> None:
    remote = Repo(repo.path.parent / "remote.git")
    _grow(remote, "main", "topic^{tree}", "feat(core): add part [Fix 2.3] (#1)")
    remote.git("branch", "-q", "-D", "topic")
    repo.git("fetch", "-q", "--prune")
    if state.situation == "landed":
        repo.git("switch", "-q", "main")
        repo.git("pull", "-q", "--ff-only")
    _commit(repo, "fix(core): go on [Fix 2.3]")


def _race(repo: Repo, state: State) -> None:
    followed = repo.run("git", "rev-parse", "-q", "--verify", "origin/topic").code == 0
    _by_another(repo, "topic" if followed else "main")


SITUATIONS: dict[str, Callable[[Repo, State], None]] = {
    "hotfix": _hotfix,
    "rebased": _rebased,
    "squashed": _squashed,
    "landed": _squashed,
    "race": _race,
    "race for main": lambda repo, state: _by_another(repo, "main"),
    "renamed": lambda repo, state: repo.git("branch", "-m", "renamed") and None,
    "merged": _merged,
    "detached": lambda repo, state: repo.git("checkout", "-q", "--detach") and None,
}
"""What has happened since."""
