"""The fixes of new commits, and the documents that must name them."""

from collections import deque

import pytest

from git_sessionlog.gate import incoming
from git_sessionlog.gate.incoming import Tip
from git_sessionlog.git import ranges
from git_sessionlog.git.objects import Objects
from git_sessionlog.settings import config
from git_sessionlog.state import state_documents
from git_sessionlog.state.unnamed_fixes import Fixes
from helpers import Repo

FIX = "feat(api): add login [Fix 2.3]"


@pytest.fixture
def started(repo: Repo) -> Repo:
    """A repository with one commit, which is known to the other side."""
    write(repo, "docs: start", STATUS__md="# Status\n")
    repo.git("branch", "known")
    return repo


def write(repo: Repo, message: str, **files: str) -> str:
    for name, text in files.items():
        repo.write(name.replace("__", "."), text)
    repo.git("add", "-A")
    return repo.commit(message)


def unrecorded(repo: Repo, settings: str = "", tips: tuple[str, ...] = ("main",)) -> list[str]:
    """The fixes that no document of the tips names."""
    chosen = config.from_texts(settings.encode(), None).settings
    ids = [repo.git("rev-parse", tip).strip() for tip in tips]
    asked = state_documents.demand(chosen, shallow=False)
    with Objects() as objects:
        judged = list(incoming.documents(objects, [Tip("main", oid, "block") for oid in ids], asked))
        fixes = Fixes(chosen, ranges.pushed(ids, [repo.git("rev-parse", "known").strip()]))
        assert fixes.span
        deque(fixes.noted(ranges.read(fixes.span)), maxlen=0)
        found = incoming.unrecorded(objects, fixes, judged, asked)
    return list(found.fixes) if found else []


def test_named_or_not(started: Repo) -> None:
    write(started, "feat(api): add login [Fix 2.3, #7, 4]", app="1", STATUS__md="| 4 | ok |")
    assert unrecorded(started) == ["2.3", "7"]
    write(started, "docs: describe", STATUS__md="[Fix 2.3, 7]")
    assert unrecorded(started) == []
    write(started, "docs: archive", STATUS__md="nothing")
    assert unrecorded(started) == []  # it was named once


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("", "chore(x): nothing"),
        ('fix-tag = "off"', FIX),
        ('[rules]\nfix-unrecorded = "off"', FIX),
        ('ignore = ["app"]', FIX),
        ("allow-skip = true", f"{FIX}\n\nSession-Skip: a trial"),
        ("", f'Revert "{FIX}"\n\nThis reverts commit 1234567.'),
    ],
)
def test_what_need_not_be_named(started: Repo, settings: str, message: str) -> None:
    write(started, message, app="1")
    write(started, "docs: describe", STATUS__md="described")
    assert unrecorded(started, settings) == []


def test_what_a_document_may_be_behind_need_not_be_named(started: Repo) -> None:
    write(started, FIX, app="1")
    assert unrecorded(started, "tolerance = 1") == []
    write(started, "docs: describe", STATUS__md="described")
    assert unrecorded(started, "tolerance = 1") == ["2.3"]


def test_what_was_there_before_any_document_need_not_be_named(started: Repo) -> None:
    """A repository that begins to use state documents has a history of fixes, and owes no list of them."""
    started.git("rm", "-q", "STATUS.md")
    started.commit("chore(x): do without")
    write(started, FIX, app="1")
    write(started, "docs: begin", STATUS__md="# Status\n")
    assert unrecorded(started) == []
    write(started, "fix(api): mend it [Fix 9]", app="2", STATUS__md="# Status\nnew\n")
    assert unrecorded(started) == ["9"]


def test_a_stale_document_is_another_finding(started: Repo) -> None:
    write(started, FIX, app="1", STATUS__md="described")
    write(started, "feat(api): more [Fix 2.4]", app="2")
    assert unrecorded(started) == []


def test_a_merge_names_nothing_that_its_branch_does_not(started: Repo) -> None:
    started.git("switch", "-q", "-c", "side")
    write(started, "feat(api): side [Fix 5.1]", side="1", STATUS__md="5.1")
    started.git("switch", "-q", "main")
    started.git("merge", "-q", "--no-ff", "-m", "Merge [Fix 9.9]", "side")
    assert unrecorded(started) == []


def test_any_document_of_any_tip_will_do(started: Repo) -> None:
    write(started, "docs: more documents", SESSION__md="# Session\n", **{"CURRENT-STATE__md": "# State\n"})
    started.git("branch", "-f", "known")
    started.git("switch", "-q", "-c", "one")
    every = {"STATUS__md": "1", "SESSION__md": "1", "CURRENT-STATE__md": "2.3"}
    write(started, FIX, app="1", **every)
    started.git("switch", "-q", "-c", "two", "main")
    write(started, "feat(api): two [Fix 3.1]", app="2", **{name: f"two {name}" for name in every})
    assert unrecorded(started, tips=("one",)) == []
    assert unrecorded(started, tips=("one", "two")) == ["3.1"]
