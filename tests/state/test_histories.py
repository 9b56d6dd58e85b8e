"""What a state document describes, on the histories of tests/cases/freshness."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from git_sessionlog.git.objects import Objects
from git_sessionlog.settings.model import Settings
from git_sessionlog.state import state_documents
from helpers import Repo

FILE = Path(__file__).parent.parent / "cases/freshness/histories.txt"
DOCUMENT = "STATUS.md"
LINES = "".join(f"line {number}\n" for number in range(20))


class History(NamedTuple):
    name: str
    steps: tuple[str, ...]
    expected: str


def _histories() -> Iterator[History]:
    lines = [line for line in FILE.read_text().splitlines() if not line.startswith("#")]
    for paragraph in "\n".join(lines).strip().split("\n\n"):
        name, *steps, expected = paragraph.split("\n")
        assert expected.startswith("= "), paragraph
        yield History(name, tuple(step.strip() for step in steps), expected[2:])


class Maker:
    """Makes a history, step by step; each writes what no step wrote before."""

    def __init__(self, repo: Repo) -> None:
        self.repo = repo
        self.count = 0

    def step(self, line: str) -> None:
        self.count += 1
        name, *words = line.split()
        getattr(self, f"do_{name.replace('-', '_')}")(*words)

    def commit(self, **files: str) -> None:
        for name, text in files.items():
            self.repo.write(name.replace("__", "."), text)
        self.repo.git("add", "-A")
        self.repo.commit(f"chore(x): step {self.count}")

    def text(self) -> str:
        path = self.repo.path / DOCUMENT
        return path.read_text() if path.exists() else LINES

    def do_work(self) -> None:
        self.commit(**{f"work{self.count}": "x"})

    def do_update(self) -> None:
        self.commit(STATUS__md=self.text().replace("line 10\n", f"line 10\nupdate {self.count}\n"))

    def do_update_start(self) -> None:
        self.commit(STATUS__md=f"update {self.count}\n{self.text()}")

    def do_update_end(self) -> None:
        self.commit(STATUS__md=f"{self.text()}update {self.count}\n")

    def do_both(self) -> None:
        self.commit(STATUS__md=f"{self.text()}update {self.count}\n", **{f"work{self.count}": "x"})

    def do_empty(self) -> None:
        self.commit()

    def do_chmod(self) -> None:
        (self.repo.path / DOCUMENT).chmod(0o755)
        self.commit()

    def do_crlf(self) -> None:
        self.commit(STATUS__md=self.text().replace("\n", "\r\n"))

    def do_blanks(self) -> None:
        self.commit(STATUS__md=self.text().replace("\n", " \t\n") + "\n\n")

    def do_revert(self) -> None:
        self.commit(STATUS__md=self.repo.git("show", "HEAD~2:STATUS.md"))

    def do_revert_last(self) -> None:
        """The document as it was before its last change."""
        last = self.repo.git("log", "-1", "--format=%H", "--", DOCUMENT).strip()
        self.commit(STATUS__md=self.repo.git("show", f"{last}~:{DOCUMENT}"))

    def do_restore(self) -> None:
        self.commit(STATUS__md=self.repo.git("show", f"HEAD~1:{DOCUMENT}"))

    def do_undelete(self) -> None:
        self.commit(STATUS__md=self.repo.git("show", f"HEAD~1:{DOCUMENT}"))

    def do_comment(self) -> None:
        self.commit(STATUS__md=f"{self.text()}\n<!-- seen\n{self.count} -->\n")

    def do_remove(self) -> None:
        self.commit(STATUS__md=self.text().replace("line 3\n", ""))

    def do_old(self) -> None:
        self.commit(OLD__md=LINES)

    def do_rename(self) -> None:
        self.repo.git("mv", "OLD.md", DOCUMENT)
        self.commit()

    def do_session(self) -> None:
        self.commit(SESSION__md=f"session {self.count}\n")

    def do_switch(self, branch: str, start: str = "HEAD") -> None:
        there = not self.repo.run("git", "rev-parse", "-q", "--verify", f"refs/heads/{branch}").code
        self.repo.git("switch", "-q", *((branch,) if there else ("-c", branch, start)))

    def do_orphan(self, branch: str) -> None:
        self.repo.git("switch", "-q", "--orphan", branch)

    def do_merge(self, *branches: str) -> None:
        options = ("-q", "--no-ff", "--allow-unrelated-histories")
        self.repo.git("merge", *options, "-m", "merge", *branches)

    def do_merge_ours(self, branch: str) -> None:
        self.repo.git("merge", "-q", "--no-ff", "-X", "ours", "-m", "merge", branch)

    def do_merge_with_update(self, branch: str) -> None:
        self.repo.run("git", "merge", "-q", "--no-ff", "--no-commit", branch)
        self.commit(STATUS__md=LINES + f"by hand {self.count}\n")
        assert len(self.repo.git("log", "-1", "--format=%p").split()) == 2

    def do_merge_with_work(self, branch: str) -> None:
        self.repo.git("merge", "-q", "--no-ff", "--no-commit", branch)
        self.commit(**{f"work{self.count}": "x"})

    def do_merge_ahead_with_update(self, branch: str) -> None:
        self.repo.git("merge", "-q", "--no-ff", "--no-commit", branch)
        self.commit(STATUS__md=f"{self.text()}update {self.count}\n")

    def do_merge_strategy_ours(self, branch: str) -> None:
        self.repo.git("merge", "-q", "-s", "ours", "-m", "merge", branch)

    def do_evil(self) -> None:
        self.repo.write("evil", "x")
        self.repo.git("add", "evil")
        tree = self.repo.git("write-tree").strip()
        oid = self.repo.git("commit-tree", tree, "-p", "HEAD", "-p", "HEAD~1", "-m", "x").strip()
        self.repo.git("reset", "-q", "--hard", oid)

    def do_squash(self, branch: str) -> None:
        self.repo.git("merge", "-q", "--squash", branch)
        self.commit()

    def do_submodule(self) -> None:
        commit = self.repo.git("rev-parse", "HEAD").strip()
        self.repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},sub")
        self.repo.git("config", "diff.ignoreSubmodules", "all")
        self.repo.commit(f"chore(x): step {self.count}")

    def do_replace(self) -> None:
        self.repo.git("replace", "--graft", "HEAD")

    def do_link(self) -> None:
        (self.repo.path / DOCUMENT).unlink()
        os.symlink("elsewhere", self.repo.path / DOCUMENT)
        self.commit()

    def do_delete(self) -> None:
        self.repo.git("rm", "-q", DOCUMENT)
        self.commit()


def _verdicts(tolerance: int, documents: tuple[str, ...] = ()) -> list[tuple[str, int, str]]:
    settings = Settings(tolerance=tolerance, documents=documents)
    asked = state_documents.demand(settings, shallow=state_documents.is_shallow())
    with Objects() as objects:
        found = list(state_documents.verdicts(objects, "HEAD", asked))
    return [(one.state, len(one.commits), one.why) for one in found if one.path == DOCUMENT]


@pytest.mark.parametrize("history", list(_histories()), ids=lambda history: history.name)
def test_history(repo: Repo, history: History) -> None:
    maker = Maker(repo)
    for step in history.steps:
        maker.step(step)
    if history.expected.startswith("missing: "):
        named = (DOCUMENT,) if history.expected.endswith(": not there") else ()
        assert _verdicts(0, named) == [("missing", 0, history.expected.removeprefix("missing: "))]
        return
    count = int(history.expected)
    assert _verdicts(count) == [("fresh", count, "")]
    if count:
        assert _verdicts(count - 1) == [("stale", count, "")]
