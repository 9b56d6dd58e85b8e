"""Ways onto a branch that is checked, past pre-push and past the server: one row a way, by real pushes."""

from pathlib import Path
from typing import NamedTuple

import pytest

from helpers import HOOK, Repo, Result

BAD = "whatever I like"


class Pushes(NamedTuple):
    """A bare repository, and a clone whose pushes are checked here or there."""

    bare: Repo
    work: Repo
    gate: str

    def commit(self, message: str, **env: str) -> str:
        """A commit that the state document describes."""
        self.work.write(
            "STATUS.md", f"# Status\n\n{message} {self.work.git('rev-list', '--all', '--count')}"
        )
        self.work.git("add", "-A")
        return self.work.commit(message, **env)

    def hook(self, *, on: bool = True) -> None:
        """Put the hook in place, or one that lets all pass."""
        repo, directory = (self.work, ".git/hooks") if self.gate == "pre-push" else (self.bare, "hooks")
        run = f'exec "{HOOK}" {self.gate} "$@"' if on else "exit 0"
        repo.write(f"{directory}/{self.gate}", f"#!/bin/sh\n{run}\n").chmod(0o755)

    def push(self, *args: str, **env: str) -> Result:
        return self.work.run("git", "push", "-q", "origin", *args, **env)

    def unchecked(self, *refs: str) -> None:
        """Push what the gate does not see, as long ago or from elsewhere."""
        self.hook(on=False)
        assert self.push(*refs).code == 0
        self.hook()


@pytest.fixture(params=["pre-push", "pre-receive", "update"])
def pushes(tmp_path: Path, request: pytest.FixtureRequest) -> Pushes:
    bare, work = Repo.init(tmp_path / "bare.git", "--bare"), Repo.init(tmp_path / "work")
    found = Pushes(bare, work, request.param)
    work.git("remote", "add", "origin", f"file://{bare.path}")
    return found


def started(pushes: Pushes, settings: str = "") -> None:
    """With settings on main."""
    pushes.work.write(".sessionlog.toml", settings)
    pushes.commit("docs: start")
    pushes.unchecked("main")


REVIEWS = [
    "refs/for/main",
    "refs/for/main%topic=x,r=ann@example.com",
    "refs/for/refs/heads/main",
    "refs/for/refs/heads/main%wip",
    "refs/for/main/topic",
    "refs/for/main/ann/topic",
    "refs/for/main/wip/x%private",
    "refs/for/HEAD",
    "refs/for-review/main",
    "refs/for-review/7",
    "refs/drafts/main",
    "refs/publish/main",
]


def test_a_request_for_a_review_is_a_push_to_its_branch(pushes: Pushes) -> None:
    started(pushes, 'branches = ["main"]\n')
    good = pushes.commit("docs: more")
    assert pushes.push(f"{good}:{REVIEWS[0]}").code == 0
    pushes.commit(BAD)
    let_in = [
        ref for ref in REVIEWS if "1 of 2 commit messages breaks" not in pushes.push(f"HEAD:{ref}").err
    ]
    assert let_in == []


@pytest.mark.parametrize("ref", ["refs/for/wip/x", "refs/for/wip/x/topic", "refs/for/refs/meta/config"])
def test_a_review_for_what_is_not_checked_is_not_either(pushes: Pushes, ref: str) -> None:
    started(pushes, 'skip-branches = ["wip/*"]\n')
    pushes.unchecked("main:wip/x")
    pushes.commit(BAD)
    assert pushes.push(f"HEAD:{ref}").code == 0


def test_a_branch_with_the_name_of_a_review_is_a_branch(pushes: Pushes) -> None:
    started(pushes, 'branches = ["main", "for/*"]\n')
    pushes.commit(BAD)
    assert pushes.push("HEAD:refs/heads/other").code == 0
    assert pushes.push("HEAD:refs/heads/for/main").code == 1


LAX = 'skip-branches = ["wip/*"]\nmode = { "try/*" = "warn" }\n'
LAUNDRIES: dict[str, tuple[str, ...]] = {
    "a skipped branch": ("HEAD:refs/heads/wip/x",),
    "one that only warns": ("HEAD:refs/heads/try/x",),
    "a tag": ("HEAD:refs/tags/v1",),
    "another ref": ("HEAD:refs/wip/x",),
    "both at once": ("HEAD:refs/heads/wip/x", "HEAD:refs/heads/try/x", "HEAD:refs/tags/v1"),
}


@pytest.mark.parametrize("way", LAUNDRIES)
def test_what_was_not_checked_is_new_where_it_is(pushes: Pushes, way: str) -> None:
    started(pushes, LAX)
    pushes.commit(BAD)
    assert pushes.push(*LAUNDRIES[way]).code == 0
    pushes.work.git("fetch", "-q", "origin")
    for refs in (("HEAD:main",), ("HEAD:refs/heads/other",), (*LAUNDRIES[way], "HEAD:main")):
        refused = pushes.push(*refs)
        assert (refused.code, "1 of 1 commit message breaks" in refused.err) == (1, True)


def test_a_forged_old_tip_of_a_skipped_branch_launders_nothing(pushes: Pushes) -> None:
    """The old id of a ref that is pushed along counts for the gate of that ref only."""
    started(pushes, LAX)
    pushes.commit(BAD)
    assert pushes.push("HEAD:refs/heads/wip/x").code == 0
    pushes.work.git("switch", "-q", "-c", "side")
    pushes.commit("docs: more")
    assert pushes.push("side:wip/x", "main").code == 1


def test_what_another_branch_has_is_new_to_the_default_branch(pushes: Pushes) -> None:
    started(pushes)
    pushes.commit(BAD)
    pushes.unchecked("HEAD:refs/heads/topic")
    pushes.work.git("fetch", "-q", "origin")
    assert pushes.push("HEAD:refs/heads/next").code == 0
    assert pushes.push("main").code == 1


NOTHING_NEW: dict[str, tuple[str, ...]] = {
    "back": ("+main~1:main",),
    "another name": ("main:refs/heads/other",),
    "the one before": ("main~1:refs/heads/other",),
    "the same": ("main",),
    "for review": ("main:refs/for/main",),
}


@pytest.mark.parametrize("way", NOTHING_NEW)
def test_what_the_remote_has_is_a_note_at_most(pushes: Pushes, way: str) -> None:
    started(pushes)
    for text in "123":
        pushes.work.write("app", text)
        pushes.work.git("add", "-A")
        pushes.work.commit(BAD)
    pushes.unchecked("main")
    done = pushes.push(*NOTHING_NEW[way])
    assert (done.code, "refused" in done.err) == (0, False)


def test_what_was_not_described_before_passes_and_what_is_new_does_not(pushes: Pushes) -> None:
    started(pushes)
    pushes.work.write("app", "1")
    pushes.work.git("add", "-A")
    pushes.work.commit("feat(api): undescribed [Fix 1]")
    pushes.unchecked("main")
    pushes.work.write("docs/sessions/x.md", "x")
    pushes.work.git("add", "-A")
    pushes.work.commit("docs: a record")
    assert pushes.push("main").code == 0
    pushes.work.write("app", "2")
    pushes.work.git("add", "-A")
    pushes.work.commit("feat(api): undescribed too [Fix 2]")
    assert pushes.push("main").code == 1


@pytest.mark.parametrize(
    ("name", "env"),
    [
        ("bot", {"GIT_AUTHOR_NAME": "evil[bot]"}),
        ("known bot", {"GIT_AUTHOR_NAME": "dependabot[bot]", "GIT_AUTHOR_EMAIL": "support@github.com"}),
        ("committer", {"GIT_COMMITTER_NAME": "GitHub", "GIT_COMMITTER_EMAIL": "noreply@github.com"}),
    ],
)
def test_no_name_lifts_a_rule(pushes: Pushes, name: str, env: dict[str, str]) -> None:
    started(pushes)
    pushes.commit(BAD, **env)
    assert pushes.push("main").code == 1


@pytest.mark.parametrize(("settings", "code"), [("", 1), ("allow-skip = true\n", 0)])
def test_a_trailer_lifts_a_rule_only_where_the_settings_say_so(
    pushes: Pushes, settings: str, code: int
) -> None:
    started(pushes, settings)
    pushes.work.write("app", "1")
    pushes.work.git("add", "-A")
    pushes.work.commit("feat(api): undescribed [Fix 1]\n\nSession-Skip: because")
    assert pushes.push("main").code == code


def test_no_variable_loosens_the_server(pushes: Pushes) -> None:
    if pushes.gate == "pre-push":
        pytest.skip("there SESSIONLOG_SKIP is the way round")
    started(pushes)
    pushes.commit(BAD)
    names = ("SKIP", "MODE", "CONFIG", "BOTS", "BRANCHES", "ALLOW_SKIP", "TIMEOUT")
    assert pushes.push("main", **{f"SESSIONLOG_{name}": "warn" for name in names}).code == 1


def test_a_push_that_brings_or_changes_settings_says_so(pushes: Pushes) -> None:
    pushes.commit("docs: start")
    pushes.unchecked("main")
    for text in ("", 'mode = "warn"\n'):
        pushes.work.write(".sessionlog.toml", text)
        pushes.commit("docs: settings")
        done = pushes.push("main")
        assert (done.code, "settings" in done.err) == (0, True)
    assert "changes the settings: mode" in done.err.replace("\nremote:   ", " ")
    pushes.work.git("rm", "-q", ".sessionlog.toml")
    pushes.commit(BAD)
    done = pushes.push("main")
    assert "deletes the settings" in done.err
    if pushes.gate != "pre-push":  # there the work tree has the settings
        assert (done.code, "push accepted, but" in done.err) == (0, True)  # the mode from before


def test_profiles_on_the_server_are_those_from_before(pushes: Pushes) -> None:
    if pushes.gate == "pre-push":
        pytest.skip("there the work tree has the settings")
    profile = '[[documents]]\nid = "state"\npath = "{0}"\nstate = true\ntitle = "Own"\n'
    pushes.work.write("own.toml", profile.format("OWN.md"))
    started(pushes, 'profiles = ["own.toml"]\ndocuments = ["STATUS.md"]\n')
    pushes.work.write("own.toml", profile.format("OTHER.md"))
    pushes.work.write("OWN.md", "password=hunter2-hunter2-9Xq\n")
    pushes.commit("docs: more")
    done = pushes.push("main")
    assert (done.code, "OWN.md has a secret in it" in done.err) == (1, True)
    assert "own.toml" in done.err
