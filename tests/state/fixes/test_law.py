"""The evidence is what a slow definition in plain git commands says, on made-up histories."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from git_sessionlog.settings.model import Settings
from git_sessionlog.state.fixes import commit_scan
from git_sessionlog.state.fixes.reverts import Named
from helpers import Repo

IDS = ("7", "2.3")
BODIES = ("", "\n\n* fix(x): one [Fix 7]\n", "\n\n* fix(x): two [Fix #2.3] (#12)\n\n* three\n")
SUBJECTS = ("fix(x): a [Fix 7]", "fix(x): b [Fix #7, 2.3]", "fix(x): c [Fix 2.3] (#9)", "chore(x): work")


class Step(NamedTuple):
    """A commit: on which branch, from which other one it merges (-1 for none), what it says and changes.

    `reverts` is which of the branch's commits it takes back, counted from its tip; -1 for none.
    """

    branch: int
    merges: int
    subject: str
    body: str
    content: int
    minute: int
    reverts: int


steps = st.builds(
    Step,
    branch=st.integers(0, 2),
    merges=st.sampled_from([-1, -1, -1, 0, 1]),
    subject=st.sampled_from(SUBJECTS),
    body=st.sampled_from(BODIES),
    content=st.integers(0, 3),
    minute=st.integers(0, 2),
    reverts=st.sampled_from([-1, -1, -1, 0, 1, 2]),
)


class Slow:
    """The definition: every question is a git command of its own."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo

    def commits(self, id: str) -> dict[frozenset[str], tuple[bool, bool]]:
        """The commits of a fix, copies in one set: whether HEAD has one, whether it is taken back."""
        own = {oid for oid in self._named(id) if id not in self._of_targets(oid)}
        own -= {oid for oid in own if self._is_git_revert(oid)}
        real = {oid for oid in own if len(self._parents(oid)) < 2} or own
        found = {}
        for copies in self._folded(real):
            merged = [oid for oid in copies if self._merged(oid)]
            found[copies] = (bool(merged), all(self._undone(oid) for oid in merged or copies))
        return found

    def _named(self, id: str) -> set[str]:
        """Those whose message has the tag, in one of the forms that are made here."""
        found: set[str] = set()
        for tag in (f"[Fix {id}]", f"[Fix #{id}]", f"[Fix #{id}, 2.3]", f"[Fix #7, {id}]"):
            found |= set(
                self._git("log", "HEAD", "--branches", "-F", f"--grep={tag}", "--format=%H").split()
            )
        return found

    def _folded(self, oids: Iterable[str]) -> set[frozenset[str]]:
        sets = [{oid} for oid in oids]
        pairs = ((one, two) for one in oids for two in oids if one < two and self._same(one, two))
        for one, two in pairs:
            joined = [some for some in sets if some & {one, two}]
            sets = [some for some in sets if some not in joined] + [set().union(*joined)]
        return set(map(frozenset, sets))

    def _same(self, one: str, two: str) -> bool:
        first, second = self._about(one), self._about(two)
        patch, other = self._patch(one), self._patch(two)
        if not patch or not other:
            return patch == other and first == second
        return patch == other and (first[0] == second[0] or first[1] == second[1])

    def _undone(self, oid: str) -> bool:
        """Whether a commit that is in force takes it back: for what HEAD has, one that HEAD has."""
        reverts = self._git(
            "log", "HEAD", "--branches", f"--grep=^This reverts commit {oid}", "--format=%H"
        )
        return any(
            not self._undone(by) for by in reverts.split() if self._merged(by) or not self._merged(oid)
        )

    def _is_git_revert(self, oid: str) -> bool:
        message = self._git("log", "-1", "--format=%B", oid)
        return message.startswith('Revert "') and "\nThis reverts commit " in message

    def _of_targets(self, oid: str) -> set[str]:
        targets = [
            line for line in self._git("log", "-1", "--format=%B", oid).split("\n") if "reverts" in line
        ]
        return {id for line in targets for id in IDS if line.split()[3].rstrip(".") in self._named(id)}

    def _merged(self, oid: str) -> bool:
        return not self._repo.run("git", "merge-base", "--is-ancestor", oid, "HEAD").code

    def _parents(self, oid: str) -> list[str]:
        return self._git("log", "-1", "--format=%P", oid).split()

    def _about(self, oid: str) -> tuple[str, str]:
        when, _, subject = self._git("log", "-1", "--format=%an %at%n%s", oid).strip().partition("\n")
        return when, subject

    def _patch(self, oid: str) -> str:
        shown = self._git("diff-tree", "--root", "-p", "--full-index", oid)
        return self._repo.run("git", "patch-id", "--stable", stdin=shown).out[:40]

    def _git(self, *args: str) -> str:
        return self._repo.git(*args)


def _timeless(named: Named) -> Named:
    """The same but for how many commits were read before each."""
    return named._replace(commits=tuple(one._replace(at=0) for one in named.commits))


def _made(path: Path, history: list[Step]) -> Repo:
    repo = Repo.init(path)
    tips: list[list[str]] = [[], [], []]
    for step in history:
        own = tips[step.branch] or tips[0]
        parents = own[-1:] + (tips[step.merges][-1:] if step.merges >= 0 and own else [])
        message = step.subject + step.body
        if step.reverts >= 0 and step.reverts < len(own):
            target = own[-1 - step.reverts]
            quoted = repo.git("log", "-1", "--format=%s", target).strip()
            subject = step.subject if step.content == 3 else f'Revert "{quoted}"'
            message = f"{subject}\n\nThis reverts commit {target}.\n"
        tree = repo.run("git", "mktree", stdin=_tree(repo, step.content)).out.strip()
        date = f"2026-02-13T10:{step.minute:02}:00Z"
        args = [word for parent in dict.fromkeys(parents) for word in ("-p", parent)]
        oid = repo.git("commit-tree", tree, *args, "-m", message, GIT_AUTHOR_DATE=date).strip()
        tips[step.branch] = [*own, oid]
        repo.git("update-ref", f"refs/heads/{('main', 'x', 'y')[step.branch]}", oid)
    return repo


def _tree(repo: Repo, content: int) -> str:
    blob = repo.run("git", "hash-object", "-w", "--stdin", stdin=str(content)).out.strip()
    return f"100644 blob {blob}\tfile\n" if content else ""


@settings(max_examples=settings.default.max_examples // 5, phases=(Phase.explicit, Phase.generate))
@given(st.lists(steps, min_size=2, max_size=7))
def test_the_evidence_is_what_plain_git_says(
    tmp_path_factory: pytest.TempPathFactory, history: list[Step]
) -> None:
    repo = _made(tmp_path_factory.mktemp("law"), history)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(repo.path)
        found = commit_scan.gathered(Settings(), lambda raws: raws).fixes
        if repo.run("git", "rev-parse", "-q", "--verify", "HEAD").code:
            repo.git(
                "symbolic-ref", "HEAD", f"refs/heads/{'x' if any(s.branch == 1 for s in history) else 'y'}"
            )
            found = commit_scan.gathered(Settings(), lambda raws: raws).fixes

        alone = {id: commit_scan.gathered(Settings(), lambda raws: raws, (id,)).fixes for id in IDS}

    slow = Slow(repo)
    for id in IDS:
        assert list(map(_timeless, alone[id].values())) == [
            _timeless(named) for one, named in found.items() if one == id
        ]
        commits = found[id].commits if id in found else ()
        told = {frozenset((one.oid, *one.copies)): (one.merged, bool(one.reverted_by)) for one in commits}
        assert told == slow.commits(id)
