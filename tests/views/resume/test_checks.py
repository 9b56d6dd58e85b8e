"""What is recorded of git's state, compared with it."""

from collections.abc import Callable

import pytest

from git_sessionlog.git.changes import Change, Changes
from git_sessionlog.git.log import Commit
from git_sessionlog.git.objects import Absent, Object
from git_sessionlog.git.recent_commits import Recent
from git_sessionlog.git.worktree import Situation
from git_sessionlog.state.freshness import Freshness
from git_sessionlog.views.resume import checks
from git_sessionlog.views.resume.checks import Git
from git_sessionlog.views.resume.model import Check
from git_sessionlog.views.resume.sections import Recorded

HEAD, WORK, GONE = "aaaaaaaaaa" * 4, "f4e5d6c012" * 4, "0123456789" * 4
COMMITS = (
    Commit(HEAD, parents=(WORK,), committed=2, subject="docs: update SESSION.md"),
    Commit(WORK, committed=1, subject="Add models"),
)
LAST = "aaaaaaaaaa docs: update SESSION.md".replace(" ", "  ", 1)


def _git(*changes: str, since: "tuple[str, ...] | Callable[[], list[str]]" = (), **other: object) -> Git:
    paths = tuple(Change(*change.split(" ", 1)) for change in changes)
    known = Git(
        Recent(COMMITS, {}, complete=True),
        Changes(HEAD, "main", paths=paths),
        "main",
        Situation(),
        False,
        lambda path: path == "SESSION.md",
        lambda _: since() if callable(since) else list(since),
        lambda start: start if start.startswith("0123") else "",
    )
    return known._replace(**other)


def _only(name: str, git: Git, recorded: Recorded = Recorded()) -> list[Check]:  # noqa: B008 - a value
    return [check for check in checks.checks(git, recorded) if check.name == name]


@pytest.mark.parametrize(
    ("branch", "recorded", "expected"),
    [
        ("main", "", Check("branch", "ok", "main")),
        ("main", "main", Check("branch", "ok", "main", "main")),
        ("main", "`main` (pull request #3)", Check("branch", "ok", "main", "main")),
        ("main", "feature/x", Check("branch", "bad", "main", "feature/x")),
        ("", "main", Check("branch", "bad", "none, HEAD is detached", "main")),
        ("", "", Check("branch", "ok", "none, HEAD is detached")),
    ],
)
def test_the_branch(branch: str, recorded: str, expected: Check) -> None:
    assert _only("branch", _git(branch=branch), Recorded(branch=recorded)) == [expected]


@pytest.mark.parametrize(
    ("recorded", "since", "state", "said"),
    [
        ("", (), "ok", ""),
        ("aaaaaaa", (), "ok", ""),
        ("`f4e5d6c` — Add models", (), "ok", "; only documents changed since f4e5d6c012"),
        (WORK, ("src/a",), "bad", "; changed since f4e5d6c012: src/a"),
        ("f4e5d6c", tuple("abcdef"), "bad", "; changed since f4e5d6c012: a, b, c, d, e, …"),
        ("`Add models`", (), "ok", "; only documents changed since f4e5d6c012"),
        ("Something else", (), "bad", "; no commit of HEAD has that subject"),
        ("`d5e6f7g` — Add models", (), "ok", "; only documents changed since f4e5d6c012"),
        ("`0123456`", (), "bad", "; 0123456 is not in the history of HEAD"),
        ("`0123456` — Add models", (), "bad",
         "; 0123456 is not in the history of HEAD; f4e5d6c012 has its subject"),
        ("`bbbbbbb`", (), "bad", "; bbbbbbb is not in this clone"),
    ],
)  # fmt: skip
def test_the_last_commit(recorded: str, since: tuple[str, ...], state: str, said: str) -> None:
    (check,) = _only("commit", _git(since=since), Recorded(commit=recorded))

    assert (check.state, check.actual) == (state, LAST + said)


def test_a_commit_that_cannot_be_looked_at() -> None:
    def absent() -> list[str]:
        raise Absent("a tree")

    shallow = _git(shallow=True, recent=Recent(COMMITS))
    assert _only("commit", shallow, Recorded(commit="bbbbbbb")) == [
        Check("commit", "unknown", f"{LAST}; bbbbbbb is not in this clone", "bbbbbbb")
    ]
    assert _only("commit", shallow, Recorded(commit="0123456"))[0].actual == (
        f"{LAST}; 0123456 is not among the last 500 of HEAD"
    )
    assert _only("commit", _git(since=absent), Recorded(commit="f4e5d6c")) == [
        Check("commit", "unknown", f"{LAST}; what changed since f4e5d6c012 cannot be read", "f4e5d6c012")
    ]


@pytest.mark.parametrize(
    ("changes", "recorded", "expected"),
    [
        ((), "", Check("changes", "ok", "None")),
        ((), "None", Check("changes", "ok", "None")),
        (("M SESSION.md",), "", Check("changes", "ok", "None")),
        (("M a b", "?? c"), "", Check("changes", "bad", "M a b, ?? c", "none")),
        (("M a", "M SESSION.md"), "`M a`", Check("changes", "ok", "M a")),
        (("A a",), "M a", Check("changes", "ok", "A a")),
        ((), "M a, M SESSION.md", Check("changes", "bad", "None", "M a, M SESSION.md")),
        (("M a",), "two files", Check("changes", "note", "M a", "two files")),
        (tuple(f"M {n}" for n in range(7)), "",
         Check("changes", "bad", "M 0, M 1, M 2, M 3, M 4, and 2 more", "none")),
    ],
)  # fmt: skip
def test_uncommitted_changes(changes: tuple[str, ...], recorded: str, expected: Check) -> None:
    said = Recorded(changes="" if recorded == "None" else recorded)
    assert _only("changes", _git(*changes), said) == [expected]


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (Changes(HEAD, "main"), Check("remote", "note", "this branch follows none of a remote")),
        (Changes(HEAD), Check("remote", "note", "HEAD is detached")),
        (Changes(HEAD, "main", "o/main"), Check("remote", "note", "o/main is not there")),
        (Changes(HEAD, "main", "o/main", 0, 0), Check("remote", "ok", "as o/main")),
        (Changes(HEAD, "main", "o/main", 3, 0), Check("remote", "note", "3 ahead of o/main")),
        (Changes(HEAD, "main", "o/main", 0, 2), Check("remote", "bad", "2 behind o/main", "not behind")),
        (Changes(HEAD, "main", "o/main", 1, 2),
         Check("remote", "bad", "2 behind and 1 ahead of o/main", "not behind")),
    ],
)  # fmt: skip
def test_the_remote(tree: Changes, expected: Check) -> None:
    assert _only("remote", _git(tree=tree)) == [expected]


def test_what_git_is_in_the_middle_of() -> None:
    situation = Situation(picking=True, rebasing=True)

    assert _only("operation", _git()) == []
    assert _only("operation", _git(situation=situation)) == [
        Check("operation", "bad", "git is in the middle of a cherry-pick and a rebase", "none")
    ]


def test_a_bare_repository_has_no_changes_and_follows_nothing() -> None:
    assert [check.name for check in checks.checks(_git(tree=None), Recorded())] == ["branch", "commit"]


def test_documents() -> None:
    commit = Object(HEAD, "", (), "Ann", "", 0, b"feat: x")
    verdicts = [
        Freshness("A.md", "fresh"),
        Freshness("B.md", "fresh", (commit,)),
        Freshness("C.md", "stale", (commit, commit), complete=False),
        Freshness("D.md", "missing", why="not there"),
        Freshness("E.md", "unknown", why="aa is not in this clone"),
    ]

    assert list(checks.documents(verdicts, ["A.md", "B.md"])) == [
        Check("document", "ok", "A.md: describes HEAD"),
        Check("document", "ok", "B.md: 1 commit behind"),
        Check("document", "bad", "C.md: at least 2 commits behind"),
        Check("document", "bad", "D.md: not there"),
        Check("document", "unknown", "E.md: aa is not in this clone"),
        Check("document", "note", "uncommitted changes in A.md, B.md"),
    ]


def test_missing_files() -> None:
    assert list(checks.missing([], wanted=True)) == []
    assert list(checks.missing(["a", "b"], wanted=True)) == [Check("files", "bad", "missing: a, b")]
    assert list(checks.missing(["a"], wanted=False)) == [Check("files", "note", "missing: a")]
