"""The hook function on real repositories, in process."""

import json
import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from git_sessionlog.core.findings import Finding, Verdict
from git_sessionlog.core.terminal import escaped
from git_sessionlog.git import worktree
from git_sessionlog.git.worktree import Situation
from git_sessionlog.hooks import commit_msg
from helpers import HOOK, Repo, Result
from message_cases import Case, message_cases
from refusals import MESSAGE_REFUSED

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


@pytest.mark.parametrize("name", STATES)
def test_the_state_is_seen(name: str, repo: Repo) -> None:
    STATES[name](repo)
    assert worktree.seen(worktree.ask()).situation == HEADS[name]


def said(repo: Repo, *args: str, **env: str) -> Result:
    """What the program does."""
    done = repo.run(HOOK, "commit-msg", *args, **env)
    assert "Traceback" not in done.err
    return done


UNREADABLE = {
    "missing": ("nothing", "nothing cannot be read: No such file or directory"),
    "a directory": (".git", ".git cannot be read: Is a directory"),
    "in a file": (".git/HEAD/x", ".git/HEAD/x cannot be read: Not a directory"),
    "a loop": ("loop", "loop cannot be read: Too many levels of symbolic links"),
    "hostile": ("\x1b[\u202e", "<U+001B>[<U+202E> cannot be read: No such file or directory"),
}


@pytest.mark.parametrize(("path", "error"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_message_that_cannot_be_read(path: str, error: str, repo: Repo) -> None:
    repo.path.joinpath("loop").symlink_to("loop")
    assert said(repo, path) == Result(2, "", f"sessionlog: error: the message file {error}\n")


@pytest.mark.skipif(os.access("/etc/passwd", os.W_OK), reason="root may read anything")
def test_a_message_without_permission(repo: Repo) -> None:
    repo.write("m", "docs: x").chmod(0)
    error = "sessionlog: error: the message file m cannot be read: Permission denied\n"
    assert said(repo, "m") == Result(2, "", error)


@pytest.mark.parametrize("args", [[], [""], ["one", "two"]])
def test_usage(args: list[str], repo: Repo) -> None:
    error = "sessionlog: error: commit-msg takes the message file and nothing else\nhint: call it from "
    done = said(repo, *args)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(error)


def test_outside_a_repository(tmp_path: Path) -> None:
    tmp_path.joinpath("m").write_text("docs: x\n")
    assert said(Repo(tmp_path), "m") == Result(
        2,
        "",
        "sessionlog: error: git rev-parse failed: not a git repository (or any of the parent"
        " directories): .git\nhint: run it inside a repository, or `git init` one\n",
    )


def test_in_a_bare_repository(tmp_path: Path) -> None:
    bare = Repo.init(tmp_path / "bare", "--bare")
    bare.write("m", "docs: x\n")
    done = said(bare, "m")
    assert done.code == 2
    assert done.err == (
        "sessionlog: error: git rev-parse failed: this operation must be run in a work tree\n"
        "hint: run it in a work tree, not in a bare repository\n"
    )


def test_without_git(repo: Repo) -> None:
    repo.write("m", "docs: x\n")
    assert said(repo, "m", PATH="/nowhere") == Result(
        2, "", "sessionlog: error: git is not on PATH\nhint: install git, or mend PATH\n"
    )


@pytest.mark.parametrize("key", ["scope-pattern", "description-pattern"])
def test_a_pattern_that_takes_for_ever(key: str, repo: Repo) -> None:
    """`re` would take years; nothing is lost meanwhile."""
    repo.write(".sessionlog.toml", f"{key} = '^(a+)+$'\n")
    text = f"feat({'a' * 40}-): {'a' * 60}! [Fix 1]\n"
    repo.write("m", text)
    done = said(repo, "m")
    assert done.code == 2
    assert re.fullmatch(
        rf"sessionlog: error: {key} = \"\^\(a\+\)\+\$\" took longer than 0.5 s on \"a+-?\"\n"
        r"hint: rewrite it without a repeated group such as \(a\+\)\+\n",
        done.err,
    )
    assert repo.path.joinpath("m").read_text() == text


HOSTILE = ("a$(touch x)", "a;touch x", "a`touch x`", "it's\"", "a|b", "a<b>", "\u202eside", "-n")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A branch and a directory of that name: nothing is run, and the retry command is quoted."""
    repo = Repo.init(tmp_path / name)
    monkeypatch.chdir(repo.path)
    branch = repo.run("git", "symbolic-ref", "HEAD", f"refs/heads/{name}")
    assert branch.code in (0, 128)
    repo.install()
    repo.git("commit", "-q", "--allow-empty", "-m", "docs: x")
    refused = repo.run("sh", "-c", 'cd / && git -C "$OLDPWD" commit --allow-empty -m Bad')
    assert refused.code == 1
    assert "\u202e" not in refused.err
    command = shlex.split(refused.err.rpartition("retry      ")[2])
    assert command[:4] == ["git", "-C", escaped(str(repo.path)), "commit"]
    again = repo.run("sh", "-c", refused.err.rpartition("retry      ")[2], GIT_EDITOR="true")
    assert again.code == (1 if escaped(name) == name else 128)
    assert sorted(os.listdir(repo.path)) == [".git"]


def test_two_megabytes(repo: Repo) -> None:
    repo.write("m", "feat(api): " + "x" * 2_000_000 + " [Fix 1]\n")
    done = said(repo, "m")
    assert done.code == 1
    assert done.err.startswith(f"{MESSAGE_REFUSED}: subject-length\n\n  ...xxx")
    assert "2,000,019/100 characters  [subject-length]" in done.err
    assert len(done.err) < 1000


def test_two_megabytes_of_body(repo: Repo) -> None:
    body = "word\n" * 400_000
    file = repo.write("m", f"docs: x\n\n{body}")
    assert said(repo, "m").code == 0
    start, same, end = file.read_text().partition(body)
    assert (start, same) == ("docs: x\n\n", body)
    assert re.fullmatch(r"\nSession-Checkpoint: \S+/1\n", end)


@pytest.mark.parametrize(
    "line",
    ["(" * 1900, "a" * 2000, "é" * 1999, "feat(" + "a," * 900 + "): x", "[fix " * 400, " " * 1999 + "x",
     "! " * 1000, "fixup! " * 285 + "x", "feat(a): " + "[Fix 1]" * 250, "feat" + "!" * 1900 + ": x",
     "a" * 1990 + " feat: x"],
    ids=lambda line: f"{line[:8]}",
)  # fmt: skip
def test_long_lines_that_repeat(line: str, repo: Repo) -> None:
    """No pattern of ours takes more than linear time to speak of."""
    repo.write("m", line + "\n")
    assert said(repo, "m").code in (0, 1)


def test_what_is_shown_cannot_drive_a_terminal(repo: Repo) -> None:
    repo.write("m", "\x1b]0;title\x07\x1b[2J\u202efeat(api): add \x9b31m login\r\n")
    assert said(repo, "m") == Result(
        1,
        "",
        f"""\
{MESSAGE_REFUSED}: invisible-character

  <U+001B>]0;title<U+0007><U+001B>[2J<U+202E>feat(api): add <U+009B>31m login
                                     ^^^^^^^^
  invisible character U+202E at column 15  [invisible-character]

retry      git commit -e -F m
""",
    )


@pytest.mark.parametrize(
    ("toml", "error"),
    [
        ("typos = 1", '.sessionlog.toml: unknown key "typos"\nhint: did you mean "types"?\n'),
        ("[", ".sessionlog.toml: not valid TOML: "),
        ("scope-pattern = '('", '.sessionlog.toml: scope-pattern: "(" is no regular expression: '),
    ],
)
def test_settings_that_cannot_be_used(toml: str, error: str, repo: Repo) -> None:
    repo.write(".sessionlog.toml", toml)
    file = repo.write("m", "docs: x\n")
    done = said(repo, "m")
    assert done.code == 2
    assert done.err.startswith(f"sessionlog: error: {error}")
    assert file.read_text() == "docs: x\n"


def test_auto_session_off(repo: Repo) -> None:
    repo.write(".sessionlog.toml", "auto-session = false")
    file = repo.write("m", "docs: x\n")
    assert said(repo, "m") == Result(0, "", "")
    assert file.read_text() == "docs: x\n"


def test_a_latin1_terminal(repo: Repo) -> None:
    repo.write("m", "✨ feat(api): x [Fix 1]\n")
    done = said(repo, "m", PYTHONIOENCODING="latin-1")
    assert done.code == 1
    assert '"\\u2728" stands before the type' in done.err


def test_a_closed_standard_error(repo: Repo) -> None:
    """A refusal that nobody can read is a refusal."""
    repo.write("m", "bad\n")
    assert repo.run("sh", "-c", f'"{HOOK}" commit-msg m 2>&-').code == 1


def test_git_is_asked_once_for_the_settings_of_another_branch(repo: Repo) -> None:
    repo.write(".sessionlog.toml", 'scopes = ["api"]\n')
    repo.git("add", "-A")
    repo.commit("chore(api): settings")
    repo.git("switch", "-q", "--orphan", "other")
    repo.commit("chore(api): begin")
    file, log = repo.write("message", "feat(web): add a thing\n"), repo.path / ".git" / "asked"

    done = repo.run(HOOK, "commit-msg", file, GIT_TRACE2_EVENT=str(log))

    assert done.code == 1
    events = map(json.loads, log.read_text().splitlines())
    asked = [" ".join(event["argv"][1:3]) for event in events if event["event"] == "start"]
    assert [asked.count(words) for words in ("ls-files -s", "ls-tree -z")] == [1, 2]
    assert sum(words.startswith("for-each-ref") for words in asked) == 1
