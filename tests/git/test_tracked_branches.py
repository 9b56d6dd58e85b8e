"""What is known of the branches of remotes."""

from git_sessionlog.git import tracked_branches
from helpers import Repo


def test_branches_are_what_is_fetched_from_branches(repo: Repo) -> None:
    oid = repo.commit("docs: start")
    for remote, refspecs in {
        "origin": ("+refs/heads/*:refs/remotes/origin/*", "+refs/pull/*/head:refs/remotes/origin/pr/*"),
        "team/one": ("+refs/heads/*:refs/remotes/team/one/*", "^refs/heads/private"),
        "all": ("refs/*:refs/remotes/all/*",),
        "one": ("refs/heads/main:refs/remotes/one/trunk",),
    }.items():
        for refspec in refspecs:
            repo.git("config", "--add", f"remote.{remote}.fetch", refspec)
    refs = (
        *("origin/main", "origin/a/b", "origin/pr/7", "team/one/x", "all/heads/y", "all/tags/v1"),
        *("one/trunk", "unknown/z"),
    )
    for ref in refs:
        repo.git("update-ref", f"refs/remotes/{ref}", oid)
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")

    found = {(one.remote, one.branch, one.is_head) for one in tracked_branches.here().tracked}

    assert found == {
        ("origin", "main", True),
        ("origin", "a/b", False),
        ("team/one", "x", False),
        ("all", "y", False),
        ("one", "main", False),
    }


def test_without_a_remote_there_are_none(repo: Repo) -> None:
    assert tracked_branches.here().tracked == []
