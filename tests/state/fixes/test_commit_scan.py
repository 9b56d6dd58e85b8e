"""The commits of fixes, on the histories of tests/cases/trace."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from git_sessionlog.cli import main
from git_sessionlog.core.errors import GitError
from git_sessionlog.messages import header
from git_sessionlog.settings.model import Settings
from git_sessionlog.state.fixes import commit_scan
from git_sessionlog.state.fixes.reverts import Commit
from helpers import Repo

FILE = Path(__file__).parents[2] / "cases" / "trace" / "histories.txt"


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

    def do_plain(self, name: str) -> None:
        self.oids[name] = self.commit(f"chore(x): {name}")

    def do_below(self, words: str) -> None:
        id, name = words.split()
        self.commit(f"chore(x): {name}\n\n* fix(x): y [Fix {id}]")

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

    def do_request(self, words: str) -> None:
        branch, _, title = words.partition(" ")
        message = f"Merge pull request #3 from x/{branch}\n\n{title or 'Add it'}"
        self.repo.git("merge", "-q", "--no-ff", "-m", message, branch)

    def do_button(self, name: str) -> None:
        quoted = self.repo.git("log", "-1", "--format=%s", self.oids.get(name, name)).strip()
        self.commit(f'Revert "{quoted}" (#{self.count})\n\nReverts x/y#3')

    def do_button_for_request(self, title: str) -> None:
        self.commit(f'Revert "{title}" (#{self.count})\n\nReverts x/y#3')

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

    found = commit_scan.gathered(Settings(), lambda raws: raws)

    told = {
        f"{id}: {' '.join(_told(repo, commit) for commit in named.commits)}"
        for id, named in found.fixes.items()
    }
    assert told == set(history.expected)


def _gathered() -> commit_scan.Evidence:
    return commit_scan.gathered(Settings(), lambda raws: raws)


def test_what_a_commit_says_comes_as_it_is(repo: Repo) -> None:
    subject = "fix(x): \x1b[31mred\u202e and\tall [Fix 7]"
    oid = repo.commit(f"{subject}\n\nSession-Checkpoint: 20260213-7k3f9q/1", GIT_AUTHOR_NAME="A\x1b[2JB")
    repo.commit("fix(x): x [Fix 7" + "0" * 5000 + "]")
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "grep.patternType", "perl")
    repo.git("config", "i18n.logOutputEncoding", "latin1")

    found = _gathered().fixes

    assert sorted(map(len, found)) == [1]  # a number of 5,001 digits is no id
    only = found["7"].commits[0]
    assert (only.oid, only.subject, only.author) == (oid, subject, "A\x1b[2JB")
    assert (only.sessions, found["7"].sessions) == (("20260213-7k3f9q",), ("20260213-7k3f9q",))


def test_messages_that_are_no_utf_8(repo: Repo) -> None:
    repo.git("config", "i18n.commitEncoding", "latin1")
    repo.write("message", b"fix(x): \xe4 [Fix 7]\n")
    repo.git("commit", "-q", "--allow-empty", "-F", "message")

    assert [one.subject for one in _gathered().fixes["7"].commits] == ["fix(x): \xe4 [Fix 7]"]


def test_sha_256(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo.init(tmp_path / "repo", "--object-format=sha256")
    monkeypatch.chdir(repo.path)
    maker = Maker(repo)
    for step in ("fix 7 a", "revert a", "fix 8 b", "switch x", "fix 9 c", "switch main", "pick c"):
        maker.count += 1
        getattr(maker, f"do_{step.split()[0]}")(step.partition(" ")[2])

    told = {id: [_told(repo, one) for one in named.commits] for id, named in _gathered().fixes.items()}

    assert told == {"7": ["a-Revert"], "8": ["b"], "9": ["c+1"]}


def test_many_commits_are_counted_and_those_of_one_fix_listed(repo: Repo) -> None:
    _imported(repo, [f"fix(x): {n} [Fix 7]\n\nSession-Checkpoint: 20260213-{n:06}/1" for n in range(50)])

    whole, one = (
        commit_scan.gathered(Settings(), lambda raws: raws, only).fixes["7"] for only in ((), ("7",))
    )

    assert (len(whole.commits), whole.more, whole.first, len(whole.sessions)) == (10, 40, 1, 50)
    assert whole.commits[0].subject == "fix(x): 49 [Fix 7]"
    assert (len(one.commits), one.more) == (50, 0)


def test_what_is_in_force_is_kept_however_much_was_taken_back(repo: Repo) -> None:
    live = repo.commit("fix(x): it stays [Fix 7]")
    for number in range(12):
        oid = repo.commit(f"fix(x): {number} [Fix 7]")
        repo.commit(f'Revert "fix(x): {number} [Fix 7]"\n\nThis reverts commit {oid}.')

    found = _gathered().fixes["7"]

    assert [one.oid for one in found.commits if one.is_live] == [live]
    assert (len(found.commits), found.more) == (13, 0)


@pytest.mark.parametrize("when", ["99999999999999", "18446744073709551614", "0"])
def test_a_date_that_no_calendar_has(when: str, repo: Repo) -> None:
    tree = repo.git("write-tree").strip()
    raw = f"tree {tree}\nauthor A <a@b> {when} +0000\ncommitter A <a@b> 1 +0000\n\nfix(x): a [Fix 7]\n"
    oid = repo.run(
        "git", "hash-object", "-t", "commit", "--literally", "-w", "--stdin", stdin=raw
    ).out.strip()
    repo.git("update-ref", "refs/heads/main", oid)

    assert 0 <= _gathered().fixes["7"].commits[0].when < 253_402_300_800
    assert main(["trace", "7"]) == main(["trace", "--format", "json"]) == 0


def test_a_branch_that_leads_nowhere(repo: Repo) -> None:
    repo.commit("fix(x): a [Fix 7]")
    repo.write(".git/refs/heads/broken", "0123456789" * 4 + "\n")

    with pytest.raises(GitError):
        _gathered()


def test_a_shallow_clone_is_told_apart(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("fix(x): a [Fix 7]")
    repo.commit("fix(x): b [Fix 8]")
    repo.git("clone", "-q", "--depth=1", repo.path.as_uri(), str(tmp_path / "clone"))
    assert not _gathered().cut
    monkeypatch.chdir(tmp_path / "clone")

    found = _gathered()

    assert (found.cut, list(found.fixes)) == (True, ["8"])


def test_a_commit_that_cannot_be_read_is_no_short_answer(repo: Repo) -> None:
    oid = repo.commit("fix(x): a [Fix 7]")
    repo.commit("fix(x): b [Fix 8]")
    (repo.path / ".git/objects" / oid[:2] / oid[2:]).unlink()

    with pytest.raises(GitError):
        _gathered()


def test_branches_of_a_commit(repo: Repo) -> None:
    oid = repo.commit("fix(x): a [Fix 7]")
    repo.git("branch", "feature/x")
    repo.git("update-ref", "refs/remotes/origin/main", oid)
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")

    assert commit_scan.branches(oid) == ("feature/x", "main", "origin/main")


def test_no_commit_at_all(repo: Repo) -> None:
    assert _gathered().fixes == {}


def _imported(repo: Repo, messages: list[str]) -> None:
    def commands() -> Iterator[str]:
        for number, message in enumerate(messages, 1):
            yield f"commit refs/heads/main\nmark :{number}\ncommitter A <a@b> {number} +0000\n"
            yield f"data {len(message.encode())}\n{message}\n"

    given = "".join(commands())
    assert repo.run("git", "fast-import", "--quiet", stdin=given).code == 0
