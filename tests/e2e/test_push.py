"""Real pushes to real remotes, past the pre-push hook."""

import re
import subprocess
from pathlib import Path

import pytest

from helpers import CLI, HOOK, Repo, Result
from refusals import NOT_SQUASHED

DATE = "2026-02-13T18:00:00Z"
DATES = {"GIT_AUTHOR_DATE": DATE, "GIT_COMMITTER_DATE": DATE}
TYPES = "chore docs feat fix refactor test"
SKIP = 'skip  SESSIONLOG_SKIP="reason" git push\n'
MEND = "mend  git sessionlog end\n"


def write(repo: Repo, message: str, **files: str) -> str:
    for name, text in files.items():
        repo.write(name.replace("__", "."), text)
    repo.git("add", "-A")
    return repo.commit(message, **DATES)


def push(repo: Repo, *refs: str, **env: str) -> Result:
    """Push to `origin`; what git says of it is left out of the result."""
    done = repo.run("git", "push", "origin", *refs, **env)
    said = re.sub(r"(?m)^(To |error: failed|   \w| [*+!-] | \* ).*\n", "", done.err)
    return Result(done.code, done.out, said)


def refs(remote: Repo) -> list[str]:
    return remote.git("for-each-ref", "--format=%(refname)").split()


@pytest.fixture
def remote(repo: Repo, tmp_path: Path) -> Repo:
    """The bare remote `origin` of `repo`, which has the hook, and a first push."""
    made = Repo.init(tmp_path / "remote.git", "--bare")
    repo.git("remote", "add", "origin", str(made.path))
    write(repo, "docs: start", STATUS__md="# Status\n")
    repo.git("push", "-q", "origin", "main")
    repo.hook("pre-push", f'#!/bin/sh\nexec "{HOOK}" pre-push "$@"\n')
    return made


def test_stale_is_refused_and_the_printed_command_mends_it(repo: Repo, remote: Repo) -> None:
    start = repo.git("rev-parse", "--short=10", "HEAD").strip()
    one = write(repo, "feat(api): add login [Fix 2.3]", app="1")[:10]
    two = write(repo, "fix(api): mend \x1b[31mit [Fix #7, 2.3]", app="2")[:10]
    repo.install()

    refused = push(repo, "main")

    assert refused == Result(
        1,
        "",
        "sessionlog: push refused: STATUS.md does not describe main\n"
        "\n"
        f"  last updated on 2026-02-13 in {start}\n"
        f"  {two}  2026-02-13  fix(api): mend <U+001B>[31mit [Fix #7, 2.3]\n"
        f"  {one}  2026-02-13  feat(api): add login [Fix 2.3]\n"
        "  fixes in them: 7 2.3\n"
        "\n" + MEND + SKIP,
    )
    command = re.search(r"mend  git sessionlog (.*)", refused.err)
    assert command
    assert repo.run(CLI, *command[1].split(), "--no-push").code == 0
    assert push(repo, "main") == Result(0, "", "")


def test_a_fix_that_no_document_names(repo: Repo, remote: Repo) -> None:
    """The document is fresh, but nobody could trace the fix in it; 12.3 and 2.31 are others."""
    one = write(repo, "feat(api): add login [Fix 2.3, #7]", app="1")[:10]
    two = write(
        repo, "fix(api): mend it [Fix 2.3, 4]", app="2", STATUS__md="12.3, 2.31, v2.3, 7 tests, #4"
    )[:10]

    assert push(repo, "main") == Result(
        1,
        "",
        "sessionlog: push refused: no state document of main names fixes 2.3 7\n"
        "\n"
        f"  {one}  feat(api): add login [Fix 2.3, #7]  [fix-unrecorded]\n"
        "\n" + MEND + SKIP,
    )
    for severity, code, said in (
        ("warn", 0, "sessionlog: push accepted, but no state document"),
        ("off", 0, ""),
    ):
        repo.write(".sessionlog.toml", f'[rules]\nfix-unrecorded = "{severity}"\n')
        repo.git("push", "-q", "--no-verify", "--force", "origin", f"{two}~2:main")
        done = push(repo, "main")
        assert (done.code, done.err[: len(said) or None]) == (code, said)
        assert SKIP not in done.err


@pytest.mark.parametrize("ways", [("end",), ("start", "end"), ("checkpoint", "end")])
def test_who_described_a_fix_and_did_not_name_it_ends(
    repo: Repo, remote: Repo, ways: tuple[str, ...]
) -> None:
    """No document is edited by hand, whether a session was started or not."""
    write(repo, "feat(api): add login [Fix 2.3]", app="1", STATUS__md="# Status\n\nThere is a login.\n")
    assert "no state document of main names fix 2.3" in push(repo, "main").err

    for way in ways:
        done = repo.run(CLI, way, *(["Add more words to app"] if way == "start" else []))
        assert done.code == 0, done

    assert push(repo, "main").code == 0
    assert "2.3" in repo.git("show", "HEAD:STATUS.md")


def test_a_fix_that_was_named_once_may_go(repo: Repo, remote: Repo) -> None:
    """A document that is kept short says of what is long done nothing any more."""
    write(repo, "feat(api): add login [Fix 2.3]", STATUS__md="| 2.3 | login |\n", app="1")
    write(repo, "docs: archive", STATUS__md="nothing\n")
    assert push(repo, "main") == Result(0, "", "")


def test_fixes_and_messages_at_once(repo: Repo, remote: Repo) -> None:
    oids = [write(repo, f"step {n}", app=str(n))[:10] for n in range(5)]
    for n in range(5):
        write(repo, f"fix(api): step {n} [Fix {n}.1]", app=str(n))
    write(repo, "docs: describe", STATUS__md="described")

    said = push(repo, "main").err

    assert said.startswith("sessionlog: push refused: 5 of 11 commit messages break the rules\n")
    assert (
        "  and 2 more\n\n  no state document of main names fixes 0.1 1.1 2.1 3.1 4.1\n\n"
        f"mend  git rebase -i {oids[0]}~"
    ) in said
    assert said.count("\n") <= 15


def test_many_commits_are_counted(repo: Repo, remote: Repo) -> None:
    start = repo.git("rev-parse", "--short=10", "HEAD").strip()
    oids = [write(repo, f"feat(api): step {n} [Fix 2.{n}]", app=str(n))[:10] for n in range(20)]

    said = push(repo, "main").err

    assert said == (
        "sessionlog: push refused: STATUS.md does not describe main\n"
        "\n"
        f"  last updated on 2026-02-13 in {start}\n"
        + "".join(
            f"  {oids[n]}  2026-02-13  feat(api): step {n} [Fix 2.{n}]\n" for n in (19, 18, 17, 16, 15)
        )
        + "  and 15 more\n"
        "  fixes in them: 2.19 2.18 2.17 2.16 2.15 2.14 2.13 2.12 2.11 2.10 2.9 2.8 and 8 more\n"
        "\n" + MEND + SKIP
    )
    assert said.count("\n") <= 15


def test_the_last_update_is_named_however_many_came_since(repo: Repo, remote: Repo) -> None:
    start = repo.git("rev-parse", "HEAD").strip()
    script = "".join(
        f"commit refs/heads/main\ncommitter A <a@x> {1800000000 + n} +0000\ndata 27\n"
        f"feat(api): a step [Fix 1.1]\n{f'from {start}{chr(10)}' if not n else ''}"
        f"M 100644 inline app\ndata {len(str(n))}\n{n}\n\n"
        for n in range(300)
    )
    subprocess.run(["git", "fast-import", "--quiet"], input=script.encode(), cwd=repo.path, check=True)

    said = push(repo, "main").err.splitlines()

    assert said[2] == f"  last updated on 2026-02-13 in {start[:10]}"
    assert said[8] == "  and 96 more, at least"


def test_missing(repo: Repo, remote: Repo) -> None:
    repo.git("rm", "-q", "STATUS.md")
    write(repo, "chore(x): away with it [Fix 1]")
    assert push(repo, "main") == Result(
        1,
        "",
        "sessionlog: push refused: main has no STATUS.md\n"
        "\n"
        "  there is none of STATUS.md, CURRENT-STATE.md, SESSION.md\n"
        "\n"
        "mend  git sessionlog init\n" + SKIP,
    )
    assert push(repo, "main~1:main", "--force").code == 0


def test_the_pushed_commit_is_judged_and_not_the_work_tree(repo: Repo, remote: Repo) -> None:
    write(repo, "feat(api): add login [Fix 2.3]", app="1")
    repo.git("switch", "-q", "-c", "done")
    write(repo, "docs: update", STATUS__md="all described: 2.3")
    repo.write("STATUS.md", "not committed")

    assert push(repo, "done").code == 0
    said = push(repo, "main").err
    assert "mend  on main: git sessionlog end\n" in said


def test_messages_that_are_new_to_the_remote(repo: Repo, remote: Repo) -> None:
    """What a branch of the remote has is left alone; a `fixup!` may be committed, and not pushed."""
    oids = [
        write(repo, "Whatever", STATUS__md="1"),
        write(repo, "docs: fine", STATUS__md="2"),
        write(repo, "fixup! docs: fine", STATUS__md="3"),
    ]
    assert push(repo, "main") == Result(
        1,
        "",
        "sessionlog: push refused: 2 of 3 commit messages break the rules\n"
        "\n"
        f"  {oids[0][:10]}  Whatever\n"
        f'              does not start with "type(scope): "; allowed: {TYPES}  [type-missing]\n'
        f"  {oids[2][:10]}  fixup! docs: fine\n"
        f"              {NOT_SQUASHED}  [autosquash]\n"
        "\n"
        f'mend  git rebase -i {oids[0][:10]}~  # write "reword" instead of "pick"\n' + SKIP,
    )
    repo.git("push", "-q", "--no-verify", "origin", "main")
    repo.git("switch", "-q", "-c", "next")
    write(repo, "docs: more", STATUS__md="4")
    assert push(repo, "next") == Result(0, "", "")


def test_the_last_message_is_mended_by_an_amend(repo: Repo, remote: Repo) -> None:
    oid = write(repo, "feature(api): add login [Fix 2.3]", STATUS__md="Fix 2.3", app="1")[:10]
    assert push(repo, "main").err == (
        "sessionlog: push refused: 1 of 1 commit message breaks the rules\n"
        "\n"
        f"  {oid}  feature(api): add login [Fix 2.3]\n"
        f'              unknown type "feature", did you mean "feat"?; allowed: {TYPES}  [type-unknown]\n'
        "\n"
        "mend  git commit --amend\n" + SKIP
    )


def test_both_at_once(repo: Repo, remote: Repo) -> None:
    start = repo.git("rev-parse", "--short=10", "HEAD").strip()
    oids = [write(repo, f"Step {n}", app=str(n))[:10] for n in range(5)]
    assert push(repo, "main").err == (
        "sessionlog: push refused: STATUS.md does not describe main\n"
        "\n"
        f"  last updated on 2026-02-13 in {start}\n"
        + "".join(f"  {oids[n]}  2026-02-13  Step {n}\n" for n in (4, 3, 2, 1, 0))
        + "\n"
        "  5 of 5 commit messages break the rules:\n"
        + "".join(
            f"  {oids[n]}  Step {n}\n"
            f'              does not start with "type(scope): "; allowed: {TYPES}  [type-missing]\n'
            for n in (0, 1, 2)
        )
        + "  and 2 more\n"
        "\n" + MEND + f'      git rebase -i {oids[0]}~  # write "reword" instead of "pick"\n' + SKIP
    )


def test_every_ref_is_judged(repo: Repo, remote: Repo) -> None:
    """The good one first: nothing goes."""
    repo.git("switch", "-q", "-c", "bad")
    write(repo, "feat(api): add login [Fix 2.3]", app="1")
    repo.git("branch", "other")
    before = refs(remote)

    done = push(repo, "main:good", "bad", "other", "bad:third")

    assert done.code == 1
    assert done.err.startswith("sessionlog: push refused: STATUS.md does not describe ")
    assert done.err.splitlines()[0].endswith(" and 2 more branches")
    assert refs(remote) == before


def test_refs_of_different_commits_are_named(repo: Repo, remote: Repo) -> None:
    for name in "abcdefg":
        repo.git("switch", "-q", "-c", name)
        write(repo, f"feat(api): {name} [Fix 2.3]", app=name)

    lines = push(repo, *"abcdefg").err.splitlines()

    assert lines[0] == "sessionlog: push refused: STATUS.md does not describe a"
    assert lines[5:9] == [
        "  b: STATUS.md: stale, 2 commits behind",
        "  c: STATUS.md: stale, 3 commits behind",
        "  d: STATUS.md: stale, 4 commits behind",
        "  and 3 more documents",
    ]


def test_what_is_no_branch_goes(repo: Repo, remote: Repo) -> None:
    """Tags of any object, notes, deletions, and a push of nothing."""
    write(repo, "feat(api): add login [Fix 2.3]", app="1")
    repo.git("tag", "light")
    repo.git("tag", "-a", "-m", "a tag", "heavy")
    repo.git("tag", "blob", "HEAD:app")
    repo.git("notes", "add", "-m", "a note")
    assert push(repo, "light", "heavy", "blob", "refs/notes/commits") == Result(0, "", "")
    repo.git("push", "-q", "--no-verify", "origin", "main:other")
    assert push(repo, ":other") == Result(0, "", "")
    assert push(repo, "main~1:main") == Result(0, "", "Everything up-to-date\n")
    assert refs(remote) == [
        "refs/heads/main",
        "refs/notes/commits",
        *(f"refs/tags/{name}" for name in ("blob", "heavy", "light")),
    ]


def test_a_local_ref_with_blanks(repo: Repo, remote: Repo) -> None:
    write(repo, "feat(api): add login [Fix 2.3]", app="1")
    assert push(repo, "HEAD^{/add login}:refs/heads/x").code == 1
    assert push(repo, "HEAD^{/docs: start}:refs/heads/x").code == 0
    assert push(repo, "HEAD:refs/heads/y").code == 1


def test_a_first_push(repo: Repo, tmp_path: Path) -> None:
    """Nothing is on the remote: all messages are new, from the root."""
    made = Repo.init(tmp_path / "remote.git", "--bare")
    repo.git("remote", "add", "origin", str(made.path))
    repo.hook("pre-push", f'#!/bin/sh\nexec "{HOOK}" pre-push "$@"\n')
    oid = write(repo, "Initial import", STATUS__md="1")[:10]
    write(repo, "docs: update", STATUS__md="2")
    assert push(repo, "main").err == (
        "sessionlog: push refused: 1 of 2 commit messages breaks the rules\n"
        "\n"
        f"  {oid}  Initial import\n"
        f'              does not start with "type(scope): "; allowed: {TYPES}  [type-missing]\n'
        "\n"
        'mend  git rebase -i --root  # write "reword" instead of "pick"\n' + SKIP
    )
    since = repo.git("rev-parse", "HEAD~1").strip()
    write(repo, "chore(x): adopt [Fix 1]", STATUS__md="Fix 1", __sessionlog__toml=f'since = "{since}"')
    assert push(repo, "main") == Result(0, "", "")
    assert refs(made) == ["refs/heads/main"]


def test_by_url(repo: Repo, remote: Repo) -> None:
    """No remote of that name: what any remote has is not new, but to the default branch."""
    repo.git("push", "-q", "--no-verify", "origin", "main")
    write(repo, "Whatever", STATUS__md="1")
    repo.git("push", "-q", "--no-verify", "origin", "HEAD:other")
    url = str(remote.path)
    write(repo, "docs: fine", STATUS__md="2")
    assert repo.run("git", "push", "-q", url, "HEAD:next") == Result(0, "", "")
    assert "1 of 2 commit messages breaks" in repo.run("git", "push", "-q", url, "HEAD:main").err
    repo.git("push", "-q", "--no-verify", "origin", "HEAD:main")
    write(repo, "Whatever else", STATUS__md="3")
    assert "1 of 1 commit message breaks" in repo.run("git", "push", "-q", url, "HEAD:main").err


def test_a_forced_push_over_what_is_not_here(repo: Repo, remote: Repo, tmp_path: Path) -> None:
    other = Repo(tmp_path / "other")
    subprocess.run(["git", "clone", "-q", str(remote.path), other.path], check=True)
    write(other, "docs: of another", STATUS__md="other")
    other.git("push", "-q", "origin", "main")
    write(repo, "docs: mine", STATUS__md="mine")
    assert push(repo, "main", "--force") == Result(0, "", "")
    write(repo, "feat(api): add login [Fix 2.3]", app="1")
    assert push(repo, "main", "--force").code == 1


def test_a_forced_push_back(repo: Repo, remote: Repo) -> None:
    write(repo, "docs: more", STATUS__md="more")
    repo.git("push", "-q", "--no-verify", "origin", "main")
    assert push(repo, "main~1:main", "--force") == Result(0, "", "")


def test_sha256(tmp_path: Path) -> None:
    remote = Repo.init(tmp_path / "remote.git", "--bare", "--object-format=sha256")
    repo = Repo.init(tmp_path / "repo", "--object-format=sha256")
    repo.git("remote", "add", "origin", str(remote.path))
    repo.hook("pre-push", f'#!/bin/sh\nexec "{HOOK}" pre-push "$@"\n')
    write(repo, "docs: start", STATUS__md="1")
    assert push(repo, "main").code == 0
    write(repo, "feat(api): add login [Fix 2.3]", app="1")
    assert push(repo, "main").code == 1
    assert push(repo, "main~1:refs/heads/other").code == 0
    assert push(repo, ":other").code == 0


@pytest.mark.parametrize(
    ("settings", "code", "first"),
    [
        ('branches = ["release/*"]', 0, ""),
        ('skip-branches = ["ma*"]', 0, ""),
        ('mode = "warn"', 0, "accepted, but"),
        ('mode = { "ma*" = "warn" }', 0, "accepted, but"),
        ('mode = { "wip" = "warn" }', 1, "refused:"),
        ("tolerance = 1", 1, "refused:"),
        ("tolerance = 2", 0, ""),
        ('ignore = ["app"]', 0, ""),
    ],
)
def test_settings(repo: Repo, remote: Repo, settings: str, code: int, first: str) -> None:
    write(repo, "chore(x): settings [Fix 1]", app="1", __sessionlog__toml=settings)
    write(repo, "feat(api): add login [Fix 2.3]", app="2")
    done = push(repo, "main")
    assert done.code == code
    expected = f"sessionlog: push {first} STATUS.md does not describe main" if first else ""
    note, _, said = done.err.partition("\n")
    assert note == "sessionlog: note: the push to main brings settings" or "anches" in settings
    assert said.partition("\n")[0] == expected
    assert (SKIP in done.err) == bool(code)


def test_what_init_writes_needs_no_words(repo: Repo, remote: Repo) -> None:
    """Who adopts it beside a state document of long ago can push that."""
    write(repo, "chore(x): adopt [Fix 1]", __sessionlog__toml="", __gitattributes="STATUS.md merge=union\n")
    assert push(repo, "main").code == 0


def test_one_branch_is_blocked_and_one_is_warned_of(repo: Repo, remote: Repo) -> None:
    settings = 'mode = { "wip" = "warn" }'
    write(repo, "chore(x): settings [Fix 1]", STATUS__md="1", __sessionlog__toml=settings)
    write(repo, "Whatever", app="1")
    said = push(repo, "main", "main:wip").err
    assert [line for line in said.splitlines() if line.startswith("sessionlog")] == [
        "sessionlog: note: the push to main brings settings",
        "sessionlog: push refused: STATUS.md does not describe main",
    ]
    assert said.count("Whatever") == 2  # undescribed, and refused


def test_a_push_is_let_pass_with_a_reason_that_is_kept(repo: Repo, remote: Repo) -> None:
    write(repo, "feat(api): add login [Fix 2.3]", app="1")
    assert push(repo, "main", SESSIONLOG_SKIP="  ").code == 1
    reason = "the server\tis on \x1b[31mfire\n  now"
    assert push(repo, "main", "main:other", SESSIONLOG_SKIP=reason) == Result(
        0, "", "sessionlog: push not checked: the server is on <U+001B>[31mfire   now\n"
    )
    log = (repo.path / ".git/sessionlog/skipped").read_text()
    assert re.sub(r"^\S+Z", "<now>", log) == "<now>\tthe server is on \x1b[31mfire now\tmain other\n"


def test_a_reason_that_cannot_be_kept(repo: Repo, remote: Repo) -> None:
    write(repo, "feat(api): add login [Fix 2.3]", app="1")
    repo.write(".git/sessionlog", "in the way")
    done = push(repo, "main", SESSIONLOG_SKIP="why")
    assert done == Result(
        0, "", "sessionlog: push not checked, and the reason not kept: File exists: .git/sessionlog\n"
    )


def test_a_shallow_clone(repo: Repo, remote: Repo, tmp_path: Path) -> None:
    """What a push brings is on top of the boundary: whether it is described is known."""
    for number in range(3):
        write(repo, "docs: update", STATUS__md=str(number))
    repo.git("push", "-q", "--no-verify", "origin", "main")
    clone = Repo(tmp_path / "clone")
    url = f"file://{remote.path}"
    subprocess.run(["git", "clone", "-q", "--depth=1", url, clone.path], check=True)
    clone.hook("pre-push", f'#!/bin/sh\nexec "{HOOK}" pre-push "$@"\n')
    tip = clone.git("rev-parse", "HEAD").strip()
    clone.commit("docs: nothing")
    assert push(clone, "main") == Result(0, "", "")
    write(clone, "feat(api): add login [Fix 2.3]", app="1")
    assert push(clone, "main").code == 1
    write(clone, "docs: update", STATUS__md="login is there: 2.3")
    assert push(clone, "main") == Result(0, "", "")
    assert clone.git("rev-parse", "HEAD~3").strip() == tip


def test_from_a_linked_worktree_and_a_subdirectory(repo: Repo, remote: Repo, tmp_path: Path) -> None:
    repo.git("worktree", "add", "-q", "-b", "side", tmp_path / "side")
    side = Repo(tmp_path / "side")
    write(side, "feat(api): add login [Fix 2.3]", app="1")
    (side.path / "d").mkdir()
    assert push(Repo(side.path / "d"), "side").code == 1
    assert push(side, "side", SESSIONLOG_SKIP="why").code == 0
    assert (repo.path / ".git/sessionlog/skipped").exists()


def test_settings_that_cannot_be_read_stop_the_push(repo: Repo, remote: Repo) -> None:
    write(repo, "docs: update", STATUS__md="1")
    repo.write(".sessionlog.toml", "tolerance = -1")
    assert push(repo, "main") == Result(
        1,
        "",
        "sessionlog: error: .sessionlog.toml: tolerance: takes a number, 0 or more, not -1\n",
    )


def test_a_commit_that_cannot_be_read_stops_the_push(repo: Repo, remote: Repo) -> None:
    oid = write(repo, "docs: one", STATUS__md="1")
    write(repo, "docs: two", STATUS__md="2")
    path = repo.path / ".git/objects" / oid[:2] / oid[2:]
    path.unlink()
    text = f"refs/heads/main {repo.git('rev-parse', 'HEAD').strip()} refs/heads/main {'0' * 40}\n"
    done = repo.run(HOOK, "pre-push", "origin", str(remote.path), stdin=text)
    assert done.code == 2
    assert "Traceback" not in done.err
