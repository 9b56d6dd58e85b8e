"""The commits of fixes, on the histories of tests/cases/trace."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from git_sessionlog import header
from git_sessionlog.settings import Settings
from git_sessionlog.trace import evidence
from git_sessionlog.trace.settle import Commit
from helpers import Repo

FILE = Path(__file__).parent.parent / "cases" / "trace" / "histories.txt"


class History(NamedTuple):
    name: str
    steps: list[str]
    expected: list[str]


def _histories() -> Iterator[History]:
    text = "\n".join(line for line in FILE.read_text().splitlines() if not line.startswith("#"))
    for paragraph in text.strip().split("\n\n"):
        name, *lines = paragraph.split("\n")
        steps = [line.strip() for line in lines if not line.startswith("=")]
        yield History(name, steps, [line[2:] for line in lines if line.startswith("=")])


class Maker:
    """Makes a history, step by step; each commit writes what none wrote before, a minute after the last."""

    def __init__(self, repo: Repo) -> None:
        self.repo = repo
        self.count = 0
        self.oids: dict[str, str] = {}

    def step(self, line: str) -> None:
        self.count += 1
        os.environ["GIT_AUTHOR_DATE"] = os.environ["GIT_COMMITTER_DATE"] = self.when
        name, _, words = line.partition(" ")
        getattr(self, f"do_{name.replace('-', '_')}")(words)

    @property
    def when(self) -> str:
        return f"2026-02-13T18:{self.count:02}:00Z"

    def commit(self, message: str) -> str:
        self.repo.write(f"file{self.count}", message)
        self.repo.git("add", "-A")
        return self.repo.commit(message)

    def do_fix(self, words: str) -> None:
        ids, name = words.split()
        tag = ", ".join(ids.split(","))
        self.oids[name] = self.commit(f"fix(x): {name} [Fix {tag}]")

    def do_work(self, _: str) -> None:
        self.commit(f"chore(x): work {self.count}")

    def do_say(self, words: str) -> None:
        self.commit(f"docs: say\n\n{words}")

    def do_switch(self, words: str) -> None:
        branch, *start = words.split()
        there = not self.repo.run("git", "rev-parse", "-q", "--verify", f"refs/heads/{branch}").code
        self.repo.git("switch", "-q", *((branch,) if there else ("-c", branch, *start)))

    def do_detach(self, _: str) -> None:
        self.repo.git("switch", "-q", "--detach")

    def do_orphan(self, branch: str) -> None:
        self.repo.git("switch", "-q", "--orphan", branch)

    def do_delete(self, branch: str) -> None:
        self.repo.git("branch", "-q", "-D", branch)

    def do_ref(self, name: str) -> None:
        self.repo.git("update-ref", name, "HEAD")

    def do_merge(self, words: str) -> None:
        branch, _, tag = words.partition(" ")
        self.repo.git("merge", "-q", "--no-ff", "-m", f"Merge branch '{branch}' {tag}".strip(), branch)

    def do_squash(self, branch: str) -> None:
        subjects = self.repo.git("log", "--reverse", "--format=* %s%n", f"HEAD..{branch}")
        self.repo.git("merge", "-q", "--squash", branch)
        self.repo.git("commit", "-q", "-m", f"feat(x): Squash (#12)\n\n{subjects}")

    def do_pick(self, name: str) -> None:
        self.repo.git("cherry-pick", "-x", self.oids[name])

    def do_rebase(self, branch: str) -> None:
        self.repo.git("rebase", "-q", "HEAD", branch)

    def do_revert(self, name: str) -> None:
        self.repo.git("revert", "--no-edit", self.oids.get(name, name))

    def do_revert_merge(self, name: str) -> None:
        self.repo.git("revert", "--no-edit", "-m1", name)

    def do_reapply(self, name: str) -> None:
        self.repo.git("revert", "--no-edit", name)
        subject, _, body = self.repo.git("log", "-1", "--format=%B").partition("\n")
        self.repo.commit("--amend")  # an empty commit, that nothing reads
        self.repo.git("reset", "-q", "--soft", "HEAD~1")
        reapplied = subject.replace('Revert "Revert ', "Reapply ").replace('""', '"')
        self.repo.git("commit", "-q", "--amend", "-m", f"{reapplied}\n{body}")

    def do_reference(self, words: str) -> None:
        name, _, tag = words.partition(" ")
        self.repo.git("revert", "--no-commit", self.oids[name])
        said = f"This reverts commit {self.oids[name][:9]} (fix(x): {name}, 2026-02-13)."
        self.repo.git("commit", "-q", "-m", f"fix(x): takeback {tag}\n\n{said}")


def _named(subject: str) -> str:
    """What a case calls a commit: the first word of its description, or of its subject."""
    read = header.parse(subject, Settings().types)
    return (read.description.text if read.type else subject).split()[0]


def _told(repo: Repo, commit: Commit) -> str:
    by = [_named(repo.git("log", "-1", "--format=%s", oid).strip()) for oid in commit.reverted_by]
    copies = f"+{len(commit.copies)}" if commit.copies else ""
    where = "" if commit.merged else f"@{','.join(commit.branches)}"
    return f"{_named(commit.subject)}{copies}{'-' if by else ''}{','.join(by)}{where}"


@pytest.mark.parametrize("history", list(_histories()), ids=lambda history: history.name)
def test_history(history: History, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, "")  # taken back at the end
    maker = Maker(repo)
    for step in history.steps:
        maker.step(step)

    found = evidence.gathered(Settings(), lambda raws: raws)

    told = {
        f"{id}: {' '.join(_told(repo, commit) for commit in named.commits)}"
        for id, named in found.fixes.items()
    }
    assert told == set(history.expected)
