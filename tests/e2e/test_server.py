"""Real pushes to real bare repositories, past pre-receive and update."""

import os
import re
import subprocess
import textwrap
from pathlib import Path
from typing import NamedTuple

import pytest

from git_sessionlog.git import run as git
from helpers import BIN, HOOK, Repo, Result
from refusals import PUSH_REFUSED, broken, stale

DATE = "2026-02-13T18:00:00Z"
DATES = {"GIT_AUTHOR_DATE": DATE, "GIT_COMMITTER_DATE": DATE}
PAGE = Path(__file__).parent.parent.parent / "docs" / "server.md"
GOOD = "feat(api): add login [Fix 2.3]"
BAD = "feature(api): add login [Fix 2.3]"
SAID = (
    "              unknown type \"feature\", did you mean \"feat\"?; allowed:\n"
    "              chore docs feat fix refactor test  [type-unknown]\n"
)  # fmt: skip


def note(text: str) -> str:
    """The line on settings, as git shows it."""
    return remote("\n  ".join(textwrap.wrap(f"sessionlog: note: {text}", 72)))


FIRST = "there are no settings yet: those that the push brings on main hold"
CHANGED = "the push to main {0}; it is checked by those on main before it"


class Server(NamedTuple):
    """A bare repository, and a clone of it to push from."""

    bare: Repo
    work: Repo

    def hook(self, name: str = "pre-receive", options: str = "") -> None:
        """Install the hook; `options` are those of its command line."""
        self.script(name, f'exec "{HOOK}" {name} {options} "$@"\n')

    def script(self, name: str, body: str) -> None:
        file = self.bare.write(f"hooks/{name}", f"#!/bin/sh\n{body}")
        file.chmod(0o755)

    def commit(self, message: str, **files: str) -> str:
        """A commit that describes itself in STATUS.md, where no other file is given."""
        for name, text in (files or {"STATUS__md": f"# Status\n\n{message}\n"}).items():
            self.work.write(name.replace("__", "."), text)
        self.work.git("add", "-A")
        return self.work.commit(message, **DATES)

    def on(self, branch: str, start: str = "main") -> None:
        self.work.git("checkout", "-q", "-B", branch, start)

    def push(self, *refs: str, **env: str) -> Result:
        done = self.work.run("git", "push", "-q", "origin", *refs, **env)
        said = "".join(f"{line.rstrip()}\n" for line in done.err.splitlines())
        return Result(done.code, done.out, said.replace(str(self.bare.path), "SERVER"))

    def refs(self) -> dict[str, str]:
        lines = self.bare.git("for-each-ref", "--format=%(refname) %(objectname)").splitlines()
        return dict(line.split(" ") for line in lines)


def made(path: Path, *options: str) -> Server:
    server = Server(Repo.init(path / "server.git", "--bare", *options), Repo.init(path / "work", *options))
    server.work.git("remote", "add", "origin", str(server.bare.path))
    server.commit("docs: start")
    server.work.git("push", "-q", "origin", "main")
    server.hook()
    return server


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """With pre-receive, and one good commit on main."""
    return made(tmp_path)


def rejected(*refs: str, why: str = "pre-receive hook declined") -> str:
    """What git says of the refs; `a:b` where they differ."""
    pairs = [ref.partition(":") for ref in refs]
    lines = [f" ! [remote rejected] {one} -> {other or one} ({why})\n" for one, _, other in pairs]
    return "To SERVER\n" + "".join(lines) + "error: failed to push some refs to 'SERVER'\n"


def remote(text: str) -> str:
    """The text as git shows it."""
    return "".join(f"remote: {line}".rstrip() + "\n" for line in text.splitlines())


def refusal(commit: str, mend: str = "", subject: str = BAD) -> str:
    """Of one bad commit."""
    end = f"\nmend  {mend}\n" if mend else ""
    return remote(f"{PUSH_REFUSED}: {broken(1, 1)}\n\n  {commit[:10]}  {subject}\n{SAID}{end}")


def amend(commit: str) -> str:
    return f"git commit --amend  # on the branch that ends with {commit[:10]}"


# What is let in, and what is not


def test_good(server: Server) -> None:
    commit = server.commit(GOOD)
    assert server.push("main") == Result(0, "", "")
    assert server.refs() == {"refs/heads/main": commit}


def test_one_bad_ref_refuses_all(server: Server) -> None:
    before = server.refs()
    server.on("good")
    server.commit(GOOD)
    server.on("bad")
    bad = server.commit(BAD)
    server.work.git("tag", "v1")
    assert server.push("main", "good", "bad", "v1") == Result(
        1,
        "",
        remote(f"{PUSH_REFUSED}: {broken(1, 2)}\n\n  {bad[:10]}  {BAD}\n{SAID}")
        + rejected("good", "bad", "v1"),
    )
    assert server.refs() == before
    assert not list(server.bare.path.glob("objects/*incoming*"))
    assert server.bare.run("git", "cat-file", "-e", bad).code != 0


def test_stale_and_a_bad_message(server: Server) -> None:
    start = server.work.git("rev-parse", "--short=10", "HEAD").strip()
    message = "feature(api): add a login that takes more words than a line of a terminal has [Fix 2.3]"
    bad = server.commit(message, app="1")[:10]
    assert server.push("main") == Result(
        1,
        "",
        remote(
            f"{PUSH_REFUSED}: {stale('main')}\n"
            "\n"
            f"  last updated on 2026-02-13 in {start}\n"
            f"  {bad}  2026-02-13  feature(api): add a login that takes more\n"
            "                          words than a line of a terminal has [Fix 2.3]\n"
            "  fixes in them: 2.3\n"
            "\n"
            "  1 of 1 commit message breaks the rules:\n"
            f"  {bad}  feature(api): add a login that takes more words than a\n"
            "              line of a terminal has [Fix 2.3]\n" + SAID + "\n"
            "mend  git sessionlog end\n"
            f"      {amend(bad)}\n"
        )
        + rejected("main"),
    )


def test_no_way_round_on_the_server(server: Server) -> None:
    bad = server.commit(BAD)
    done = server.push("main", "--no-verify", SESSIONLOG_SKIP="we are in a hurry")
    assert done == Result(1, "", refusal(bad, amend(bad)) + rejected("main"))


def test_deletions_tags_notes_and_other_refs_pass(server: Server) -> None:
    server.push("main:refs/heads/old")
    server.on("side")
    server.commit(BAD, app="1")
    server.work.git("tag", "-a", "-m", "words", "v1")
    server.work.git("notes", "add", "-m", "note")
    refs = ("v1", "refs/notes/commits", "side:refs/wip/side", ":old")
    assert server.push(*refs) == Result(0, "", "")
    assert sorted(server.refs()) == [
        "refs/heads/main",
        "refs/notes/commits",
        "refs/tags/v1",
        "refs/wip/side",
    ]


def test_forced_back_and_the_same_again(server: Server) -> None:
    """What main has had is not new on it, and what it has lost is."""
    first = server.work.git("rev-parse", "HEAD").strip()
    server.script("pre-receive", "exit 0\n")
    bad = server.commit(BAD)
    server.push("main")
    server.hook()
    assert server.push("main:again").code == 0
    assert server.push(f"+{first}:main", f"+{first}:again").code == 0
    assert server.push("main") == Result(1, "", refusal(bad, amend(bad)) + rejected("main"))


def test_merge(server: Server) -> None:
    """What a merge brings in is judged, the merge is not."""
    server.on("side")
    bad = server.commit(BAD, STATUS__md="# Other: 2.3\n")
    server.work.git("checkout", "-q", "main")
    server.work.git("merge", "-q", "--no-ff", "-m", "Merge side", "side", **DATES)
    tip = server.work.git("rev-parse", "HEAD").strip()
    mend = f"git rebase -i --rebase-merges {bad[:10]}~  # on the branch that ends with {tip[:10]}"
    mend += ', write "reword" instead of "pick"'
    assert server.push("main") == Result(1, "", refusal(bad, mend) + rejected("main"))


# Where the rules come from


LOOSE = '[rules]\ntype-unknown = "off"\n'


def test_a_push_does_not_loosen_its_own_gate(server: Server) -> None:
    """The next one is judged by what was accepted."""
    server.commit("docs: adopt", __sessionlog__toml="", STATUS__md="# Adopted\n")
    assert server.push("main") == Result(0, "", note(FIRST))
    before = server.refs()
    loose = server.commit("docs: loosen", __sessionlog__toml=LOOSE, STATUS__md="# Loose\n")
    bad = server.commit(BAD)
    said = note(CHANGED.format("changes the settings: rules"))
    assert server.push("main") == Result(
        1,
        "",
        said
        + remote(f"{PUSH_REFUSED}: {broken(1, 2)}\n\n  {bad[:10]}  {BAD}\n{SAID}\nmend  {amend(bad)}\n")
        + rejected("main"),
    )
    assert server.refs() == before
    assert server.push(f"{loose}:main") == Result(0, "", said)
    assert server.push("main") == Result(0, "", "")
    assert server.refs() == {"refs/heads/main": bad}


def test_a_branch_with_other_settings_is_judged_by_the_default_branch(server: Server) -> None:
    server.on("side")
    server.commit("docs: loosen", __sessionlog__toml=LOOSE, STATUS__md="# Loose\n")
    said = note("the push to side brings settings; it is checked by those on main before it")
    assert server.push("side") == Result(0, "", said)
    bad = server.commit(BAD)
    assert server.push("side") == Result(1, "", refusal(bad, amend(bad)) + rejected("side"))


def test_pyproject(server: Server) -> None:
    text = '[tool.sessionlog.rules]\ntype-unknown = "off"\n'
    server.commit("docs: loosen", pyproject__toml=text, STATUS__md="# Loose\n")
    assert server.push("main").code == 0
    server.commit(BAD)
    assert server.push("main").code == 0


def test_the_servers_file_overrides(server: Server) -> None:
    server.bare.write("sessionlog.toml", LOOSE)
    server.commit(BAD)
    assert server.push("main") == Result(0, "", "")
    server.bare.write("sessionlog.toml", "")
    server.commit("docs: loosen", __sessionlog__toml=LOOSE, STATUS__md="# Loose\n")
    said = note("the push to main brings settings; it is checked by those on the server")
    assert server.push("main") == Result(0, "", said)
    bad = server.commit(BAD)
    assert server.push("main") == Result(1, "", refusal(bad, amend(bad)) + rejected("main"))


def test_option_config_overrides_both(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(LOOSE)
    server.bare.write("sessionlog.toml", "types = ['docs']\n")
    server.hook(options=f"--config '{file}'")
    server.commit(BAD)
    assert server.push("main") == Result(0, "", "")
    server.hook(options="--config=gone.toml")
    server.commit(GOOD)
    said = (
        "sessionlog: error: the settings on the server cannot be used: gone.toml\n"
        "  cannot be read: there is no such file\n"
    )
    assert server.push("main") == Result(1, "", remote(said) + rejected("main"))


def test_a_broken_file_on_the_server(server: Server) -> None:
    server.bare.write("sessionlog.toml", "typos = []\n")
    server.commit(GOOD)
    assert server.push("main") == Result(
        1,
        "",
        remote(
            "sessionlog: error: the settings on the server cannot be used:\n"
            '  sessionlog.toml: unknown key "typos"\n'
            'hint: did you mean "types"?\n'
        )
        + rejected("main"),
    )
    (server.bare.path / "sessionlog.toml").unlink()
    (server.bare.path / "sessionlog.toml").symlink_to("gone")
    assert "sessionlog.toml cannot be read" in server.push("main").err


def test_nobody_is_locked_out(server: Server) -> None:
    """Broken settings do not get in; where they are, the server's file lets the mended ones pass."""
    good = server.work.git("rev-parse", "HEAD").strip()
    server.commit("docs: typo", __sessionlog__toml="typos = []\n", STATUS__md="# Typo\n")
    assert server.push("main") == Result(
        1,
        "",
        remote(
            "sessionlog: error: the push would break the settings on main:\n"
            '  .sessionlog.toml: unknown key "typos"\n'
            'hint: did you mean "types"?\n'
        )
        + rejected("main"),
    )
    assert server.refs() == {"refs/heads/main": good}
    server.script("pre-receive", "exit 0\n")
    server.push("main")
    server.hook()
    mended = server.commit("docs: mend", __sessionlog__toml="", STATUS__md="# Mended\n")
    refused = Result(
        1,
        "",
        remote(
            "sessionlog: error: the settings on main cannot be used:\n"
            '  .sessionlog.toml: unknown key "typos"\n'
            'hint: did you mean "types"?; on the server, sessionlog.toml in the git\n'
            "  directory or --config FILE overrides them\n"
        )
        + rejected("main"),
    )
    assert server.push("main") == refused
    assert server.push(":main", "main:other").err.startswith(refused.err.partition("To ")[0])
    server.bare.write("sessionlog.toml", "")
    words = "the push to main changes settings that cannot be read; it is checked by those on the server"
    assert server.push("main") == Result(0, "", note(words))
    (server.bare.path / "sessionlog.toml").unlink()
    assert server.refs() == {"refs/heads/main": mended}
    server.commit(GOOD)
    assert server.push("main") == Result(0, "", "")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("since = '" + "1" * 40 + "'\n", "since: 1111111111 is no commit of this repository"),
        ("ignore = ['a', '!']\n", "ignore: "),
        ("x = ", "not valid TOML: "),
    ],
)
def test_settings_that_cannot_be_used_here_do_not_get_in(server: Server, text: str, what: str) -> None:
    server.commit("docs: set", __sessionlog__toml=text, STATUS__md="# Set\n")
    done = server.push("main")
    assert done.code == 1
    said = done.err.replace("\nremote:  ", "")
    assert "the push would break the settings on main: " in said
    assert what in said


def test_a_pattern_that_takes_for_ever_names_the_way_out(server: Server) -> None:
    server.commit("docs: set", __sessionlog__toml="description-pattern = '^(a+)+$'\n", STATUS__md="# Set\n")
    server.script("pre-receive", "exit 0\n")
    server.push("main")
    server.hook()
    server.commit(f"feat(api): {'a' * 40}b [Fix 1]")
    assert server.push("main") == Result(
        1,
        "",
        remote(
            "sessionlog: error: the settings on main cannot be used:\n"
            '  description-pattern = "^(a+)+$" took longer than 0.5 s on\n'
            f'  "{"a" * 40}"\n'
            "hint: rewrite it without a repeated group such as (a+)+; on the server,\n"
            "  sessionlog.toml in the git directory or --config FILE overrides them\n"
        )
        + rejected("main"),
    )


def test_head_names_no_branch_that_is_there(server: Server) -> None:
    server.bare.git("symbolic-ref", "HEAD", "refs/heads/gone")
    server.commit(GOOD)
    assert server.push("main") == Result(
        1,
        "",
        remote(
            "sessionlog: error: no default branch has the rules: HEAD names\n"
            "  refs/heads/gone, which is not there\n"
            "hint: on the server: git symbolic-ref HEAD refs/heads/main\n"
        )
        + rejected("main"),
    )
    server.bare.git("symbolic-ref", "HEAD", "refs/heads/main")
    assert server.push("main").code == 0
    server.bare.git("update-ref", "--no-deref", "HEAD", server.refs()["refs/heads/main"])
    server.bare.git("branch", "other", "main")
    server.commit(GOOD)
    done = server.push("main")
    assert "HEAD names no branch" in done.err
    assert "hint: on the server: git symbolic-ref HEAD refs/heads/<branch>" in done.err


# New repositories


@pytest.fixture
def empty(tmp_path: Path) -> Server:
    """A new repository on the server, and another in which nothing has been pushed yet."""
    server = Server(Repo.init(tmp_path / "server.git", "--bare"), Repo.init(tmp_path / "work"))
    server.work.git("remote", "add", "origin", str(server.bare.path))
    server.hook()
    return server


def test_new_repository(empty: Server) -> None:
    bad = empty.commit(BAD)
    assert empty.push("main") == Result(1, "", refusal(bad, amend(bad)) + rejected("main"))
    assert empty.refs() == {}
    empty.work.git("commit", "-q", "--amend", "-m", GOOD)
    assert empty.push("main") == Result(0, "", "")


def test_new_repository_brings_its_settings_along(empty: Server) -> None:
    """Those on the branch that HEAD names, whatever comes before it."""
    empty.commit(BAD, STATUS__md="# Status: 2.3\n")
    empty.work.git("branch", "a")
    empty.commit("docs: settings", __sessionlog__toml=LOOSE, STATUS__md="# Settings\n")
    assert empty.push("a", "main") == Result(0, "", note(FIRST))
    assert list(empty.refs()) == ["refs/heads/a", "refs/heads/main"]


def test_new_repository_without_the_branch_that_head_names(empty: Server) -> None:
    """Those of the first branch, the deleted and the other refs left out."""
    empty.bare.git("symbolic-ref", "HEAD", "refs/heads/trunk")
    empty.commit(BAD, __sessionlog__toml=LOOSE, STATUS__md="# Status: 2.3\n")
    empty.work.git("tag", "t")
    assert empty.push("t", "main") == Result(0, "", note(FIRST))


def test_new_repository_with_broken_settings(empty: Server) -> None:
    empty.commit(GOOD, __sessionlog__toml="typos = []\n", STATUS__md="# Status: 2.3\n")
    assert empty.push("main") == Result(
        1,
        "",
        remote(
            "sessionlog: error: the settings on main cannot be used:\n"
            '  .sessionlog.toml: unknown key "typos"\n'
            'hint: did you mean "types"?\n'
        )
        + rejected("main"),
    )


# Which commits are new


def test_no_way_in_by_a_ref_that_is_not_judged(server: Server) -> None:
    text = "skip-branches = ['wip/*']\nmode = { 'try/*' = 'warn' }\n"
    server.commit("docs: settings", __sessionlog__toml=text, STATUS__md="# Set\n")
    assert server.push("main").code == 0
    server.on("side")
    bad = server.commit(BAD)
    words = "sessionlog: push accepted, but 1 of 1 commit message breaks the rules\n"
    warned = remote(f"{words}\n  {bad[:10]}  {BAD}\n{SAID}\nmend  {amend(bad)}\n")
    assert server.push("side:refs/wip/x") == Result(0, "", "")
    assert server.push("side:refs/heads/wip/x") == Result(0, "", "")
    assert server.push("side:refs/heads/try/x") == Result(0, "", warned)
    assert server.push("side:main") == Result(1, "", refusal(bad, amend(bad)) + rejected("side:main"))
    # on a branch that is warned of, what another such branch has is not new
    assert server.push("side:refs/heads/try/y") == Result(0, "", "")


def test_block_and_warn_in_one_push(server: Server) -> None:
    """Each is said, and what is new with a branch that blocks is not said again of the other."""
    server.commit(
        "docs: settings", __sessionlog__toml="mode = { 'try/*' = 'warn' }\n", STATUS__md="# Set\n"
    )
    assert server.push("main").code == 0
    server.on("block")
    one = server.commit(BAD)
    server.on("try/x", "block")
    two = server.commit("feature(api): warn [Fix 2.3]")
    warned = remote(
        "sessionlog: push accepted, but 1 of 1 commit message breaks the rules\n"
        f"\n  {two[:10]}  feature(api): warn [Fix 2.3]\n{SAID}\nmend  {amend(two)}\n"
    )
    assert server.push("block", "try/x") == Result(
        1, "", refusal(one, amend(one)) + warned + rejected("block", "try/x")
    )


@pytest.mark.parametrize("count", [20, pytest.param(200, marks=pytest.mark.stress)])
def test_many_refs(server: Server, count: int) -> None:
    """One process of each kind of git does, however many refs there are."""
    for number in range(count):
        server.on(f"b{number:03}")
        server.commit(GOOD, STATUS__md=f"# 2.3 {number}\n")
    log = server.bare.path / "processes"
    wrapper = server.bare.write("bin/git", f'#!/bin/sh\necho "$1" >>"{log}"\nexec "{_git()}" "$@"\n')
    wrapper.chmod(0o755)
    server.script("pre-receive", f'PATH="{wrapper.parent}:$PATH" exec "{HOOK}" pre-receive\n')
    assert server.push("refs/heads/b*:refs/heads/b*") == Result(0, "", "")
    assert len(server.refs()) == count + 1
    assert len(log.read_text().splitlines()) < 12
    server.on("bad", "b007")
    bad = server.commit(BAD)
    server.work.git("branch", "-D", "-q", "main")
    before = server.refs()
    done = server.push(*(f"b{number:03}:refs/heads/c{number:03}" for number in range(count)), "bad")
    assert done.code == 1
    assert f"{bad[:10]}  {BAD}" in done.err
    assert "1 of 1 commit message" in done.err
    assert server.refs() == before


def _git() -> str:
    return subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()


# Two pushes at once


def at_once(server: Server, *pushes: tuple[str, ...]) -> list[int]:
    """The exit codes of pushes whose hooks all stand at their start together, held by pipes."""
    ready = server.bare.path / "ready"
    os.mkfifo(ready)
    for number in range(len(pushes)):
        os.mkfifo(server.bare.path / f"go{number}")
    server.script(
        "pre-receive",
        f'echo here >"$PWD/ready"\nread word <"$PWD/go$NUMBER"\nexec "{HOOK}" pre-receive\n',
    )
    running = [
        subprocess.Popen(
            ["git", "push", "-q", "origin", *refs],
            cwd=server.work.path,
            env={**os.environ, "NUMBER": str(number)},
            stderr=subprocess.DEVNULL,
        )
        for number, refs in enumerate(pushes)
    ]
    pipe = os.open(ready, os.O_RDWR)  # one that stays open, else what the second says may get lost
    arrived = b""
    while arrived.count(b"\n") < len(pushes):
        arrived += os.read(pipe, 100)
    os.close(pipe)
    for number in range(len(pushes)):
        (server.bare.path / f"go{number}").write_text("go\n")
    return [push.wait(60) for push in running]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_two_pushes_at_once(server: Server) -> None:
    """A good and a bad one, and a good and a bad one that share a commit."""
    server.on("good")
    good = server.commit(GOOD)
    server.on("bad", "good")
    server.commit(BAD)
    assert at_once(server, ("good",), ("bad",)) == [0, 1]
    main = server.refs()["refs/heads/main"]
    assert server.refs() == {"refs/heads/good": good, "refs/heads/main": main}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_two_pushes_to_one_branch_at_once(server: Server) -> None:
    """Both are good, one comes first; the other is refused by git, and nothing is lost."""
    tips = []
    for name in ("one", "two"):
        server.on(name)
        tips.append(server.commit(GOOD, STATUS__md=f"# 2.3 {name}\n"))
    codes = at_once(server, ("one:main",), ("two:main",))
    assert sorted(codes) == [0, 1]
    assert server.refs() == {"refs/heads/main": tips[codes.index(0)]}


# Repositories of other kinds


def test_sha256(tmp_path: Path) -> None:
    server = made(tmp_path, "--object-format=sha256")
    bad = server.commit(BAD)
    assert len(bad) == 64
    assert server.push("main", "main:new", ":gone").code == 1
    assert server.push("main") == Result(1, "", refusal(bad, amend(bad)) + rejected("main"))
    server.work.git("commit", "-q", "--amend", "-m", GOOD)
    assert server.push("main", "main:new") == Result(0, "", "")
    assert server.push(":new") == Result(0, "", "")


def test_alternates(server: Server, tmp_path: Path) -> None:
    """A fork that borrows its objects: what its origin has is new in it, if no branch of its own has it."""
    bad = server.commit(BAD)
    server.script("pre-receive", "exit 0\n")
    server.push("main:refs/wip/bad")
    server.work.git("clone", "-q", "--bare", "--shared", str(server.bare.path), str(tmp_path / "fork.git"))
    fork = Server(Repo(tmp_path / "fork.git"), server.work)
    fork.hook()
    server.work.git("remote", "set-url", "origin", str(fork.bare.path))
    assert fork.push("main") == Result(1, "", refusal(bad, amend(bad)) + rejected("main"))
    server.work.git("commit", "-q", "--amend", "-m", GOOD)
    assert fork.push("main") == Result(0, "", "")


def test_not_bare(server: Server, tmp_path: Path) -> None:
    """A repository with a work tree takes pushes too; the rules come from HEAD's branch, not from files."""
    there = tmp_path / "tree"
    server.work.git("clone", "-q", str(server.bare.path), str(there))
    (there / ".sessionlog.toml").write_text(LOOSE)
    into = Server(Repo(there / ".git"), server.work)
    into.hook()
    server.work.git("remote", "set-url", "origin", str(into.bare.path))
    bad = server.commit(BAD)
    assert into.push("main:side") == Result(1, "", refusal(bad, amend(bad)) + rejected("main:side"))


def test_shallow_server(server: Server, tmp_path: Path) -> None:
    """Whether a document describes what is pushed is told without its last update, which is not there."""
    for number in range(3):
        server.commit(GOOD, app=str(number))
    server.script("pre-receive", "exit 0\n")
    server.push("main")
    url = server.bare.path.as_uri()
    server.work.git("clone", "-q", "--bare", "--depth=1", url, str(tmp_path / "shallow.git"))
    shallow = Server(Repo(tmp_path / "shallow.git"), server.work)
    shallow.hook()
    server.work.git("remote", "set-url", "origin", str(shallow.bare.path))
    server.commit(GOOD, app="more")
    done = shallow.push("main")
    assert done.code == 1
    assert "remote: sessionlog: push refused: STATUS.md does not describe" in done.err


def test_names_are_escaped(server: Server) -> None:
    server.on("evil")
    server.commit(GOOD, app="1")
    name = "refs/heads/\u202e\U000e0041$(touch x)".replace(" ", "")
    said = server.push(f"evil:{name}").err.partition("To SERVER")[0]
    assert "STATUS.md does not describe\nremote:   <U+202E><U+E0041>$(touchx)\n" in said
    assert said.isascii()


# Time


@pytest.mark.parametrize("blocked", ["for-each-ref", "cat-file", "log"])
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes, no interval timer")
def test_time_limit_leaves_no_process_behind(server: Server, blocked: str) -> None:
    """A git that never answers, whichever way it is asked."""
    pids = server.bare.path / "pids"
    os.mkfifo(server.bare.path / "never")
    wrapper = server.bare.write(
        "bin/git",
        "#!/bin/sh\n"
        f'case " $* " in *" {blocked} "*) echo $$ >>"{pids}"; exec cat "{server.bare.path}/never";; esac\n'
        f'exec "{_git()}" "$@"\n',
    )
    wrapper.chmod(0o755)
    server.script("pre-receive", f'PATH="{wrapper.parent}:$PATH" exec "{HOOK}" pre-receive --timeout 1\n')
    before = server.refs()
    server.commit(GOOD)
    assert server.push("main") == Result(
        1,
        "",
        remote(
            "sessionlog: error: judging the push took longer than 1 s\n"
            "hint: push in smaller parts; on the server: --timeout SECONDS\n"
        )
        + rejected("main"),
    )
    assert server.refs() == before
    (pid,) = pids.read_text().split()
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


# update


def test_update_judges_each_ref_by_itself(server: Server) -> None:
    (server.bare.path / "hooks/pre-receive").unlink()
    server.hook("update", "--timeout 60")
    server.on("a-good")
    good = server.commit(GOOD)
    server.on("bad")
    bad = server.commit(BAD)
    assert server.push("a-good", "bad", "main:refs/tags/t", ":refs/heads/none").code == 1
    main = server.refs()["refs/heads/main"]
    landed = {"refs/heads/a-good": good, "refs/heads/main": main, "refs/tags/t": main}
    assert server.refs() == landed
    assert server.push("bad") == Result(
        1,
        "",
        refusal(bad, amend(bad))
        + remote("error: hook declined to update refs/heads/bad")
        + rejected("bad", why="hook declined"),
    )


# The page


def blocks() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("number", range(6))
def test_the_page(server: Server, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each block of commands of docs/server.md makes a gate."""
    text = blocks()[number]
    if "hook.sessionlog" in text and git.version() < (2, 54):
        pytest.skip("hooks in git's configuration are of git 2.54 and later")
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    (server.bare.path / "hooks/pre-receive").unlink()
    if "--config /etc" in text:
        server.script("pre-receive", "exit 1\n")  # the block replaces what is there
        server.bare.write("rules.toml", "types = ['docs', 'feat']\n")
        text = text.replace("/etc/sessionlog.toml", str(server.bare.path / "rules.toml"))
    done = server.bare.run("sh", "-eu", "-c", text)
    assert done == Result(0, "", "")
    _run_by_a_forge(server)

    before = server.refs()
    bad = server.commit(BAD)
    refused = server.push("main")
    assert refused.code == 1
    assert f"remote:   {bad[:10]}  {BAD}\n" in refused.err
    assert server.refs() == before
    server.work.git("commit", "-q", "--amend", "-m", GOOD)
    assert server.push("main").code == 0


def _run_by_a_forge(server: Server) -> None:
    """What Gitea and GitLab do: their own hook runs each file of a directory."""
    for directory in ("hooks/pre-receive.d", "custom_hooks/pre-receive.d"):
        if (server.bare.path / directory).is_dir():
            (server.bare.path / "hooks/pre-receive").unlink(missing_ok=True)
            server.script(
                "pre-receive",
                f'data=$(cat)\nfor hook in "$GIT_DIR/{directory}"/*; do\n'
                '  echo "$data" | "$hook" || exit\ndone\n',
            )


def test_the_page_shows_what_is_said() -> None:
    shown = re.findall(r"^```text\n(remote:.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)[0]
    assert shown == refusal("4e41b1e2a5", amend("4e41b1e2a5"))
