"""The hook function on real repositories, in process."""

import re
from collections.abc import Callable

import pytest

from git_sessionlog.finding import Finding, Verdict
from git_sessionlog.hooks import commit_msg
from git_sessionlog.worktree import Situation
from helpers import Repo
from message_cases import Case, message_cases

MAIN, SIDE = "feat(api): main [Fix 1]", "feat(api): side [Fix 1]"


def diverged(repo: Repo) -> None:
    """`main` and `side`, which change the same line in two ways."""
    repo.write("file", "base\n")
    repo.git("add", "file")
    repo.commit("chore(all): base [Fix 1]")
    repo.git("checkout", "-q", "-b", "side")
    repo.write("file", "side\n")
    repo.git("commit", "-q", "-n", "-a", "-m", SIDE)
    repo.git("checkout", "-q", "main")
    repo.write("file", "main\n")
    repo.git("commit", "-q", "-n", "-a", "-m", MAIN)


def merge(repo: Repo) -> None:
    diverged(repo)
    assert repo.run("git", "merge", "side").code == 1


def revert(repo: Repo) -> None:
    diverged(repo)
    repo.write("file", "again\n")
    repo.git("commit", "-q", "-n", "-a", "-m", "feat(api): again [Fix 1]")
    assert repo.run("git", "revert", "HEAD^").code == 1


def cherry_pick(repo: Repo) -> None:
    diverged(repo)
    assert repo.run("git", "cherry-pick", "side").code == 1


def squash(repo: Repo) -> None:
    diverged(repo)
    repo.git("merge", "--squash", "-X", "ours", "side")


def reword(repo: Repo) -> None:
    """In the middle of a rebase that stopped to edit."""
    diverged(repo)
    repo.git("rebase", "-q", "-i", "HEAD^", GIT_SEQUENCE_EDITOR="sed -i -e s/^pick/edit/")


STATES: dict[str, Callable[[Repo], None]] = {
    "merge": merge,
    "revert": revert,
    "cherry-pick": cherry_pick,
    "merge --squash": squash,
    "rebase": reword,
}
HEADS: dict[str, Situation] = {
    "": Situation(),
    "merge": Situation(merging=True),
    "revert": Situation(reverting=True),
    "cherry-pick": Situation(picking=True),
    "merge --squash": Situation(),
    "rebase": Situation(rebasing=True),
}


class Judged:
    """What the hook judged, and what it had found out before."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.verdict = Verdict("")
        self.situation = Situation()
        judged = commit_msg._judged

        def seen(message, settings, now):  # type: ignore[no-untyped-def]
            self.situation = now
            self.verdict = judged(message, settings, now)
            return self.verdict

        monkeypatch.setattr(commit_msg, "_judged", seen)


def lines_of(verdict: Verdict) -> list[str]:
    """A verdict as the case files have it."""
    if verdict.skipped:
        return [f"skipped: {verdict.skipped}"]
    corrected = [f"corrected: {verdict.corrected}"] if verdict.corrected else []
    kind = "refused" if verdict.refused else "accepted"
    return [kind, *map(line_of, verdict.findings), *corrected]


def line_of(finding: Finding) -> str:
    warning = "" if finding.severity == "error" else "warning "
    hint = f" ({finding.hint})" if finding.hint else ""
    return f"{warning}{finding.line}:{finding.column} {finding.rule}: {finding.message}{hint}"


@pytest.mark.parametrize("case", message_cases(), ids=lambda case: f"case {case.id} {case.title}")
def test_message(case: Case, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    if case.state:
        STATES[case.state](repo)
    for setting in case.git:
        repo.git("config", *setting.split("=", 1))
    if case.settings:
        repo.write(".sessionlog.toml", "\n".join(case.settings))
    monkeypatch.setenv("GIT_EDITOR", "vi" if case.editor else ":")
    for value in case.env:
        monkeypatch.setenv(*value.split("=", 1))
    file = repo.write(".git/COMMIT_EDITMSG", case.message)
    judged = Judged(monkeypatch)

    code = commit_msg.run([".git/COMMIT_EDITMSG"])

    assert lines_of(judged.verdict) == case.expected
    assert judged.situation == HEADS[case.state]
    assert code == (1 if case.expected[0] == "refused" else 0)
    after = re.sub(rb"\b\d{8}-[0-9a-z]{6}/", b"<id>/", file.read_bytes())
    if case.file is not None:
        assert after == case.file
    elif code or case.expected[0] in ("skipped: merge", "skipped: empty"):
        assert after == case.message
