"""`git sessionlog lint`, on real repositories; the program as a process where it must be one."""

import json
import os
import re
from pathlib import Path

import pytest

from git_sessionlog.cli import main
from helpers import CLI, Repo, Result
from refusals import NOT_SQUASHED

GOOD = "feat(api): add login [Fix 2.3]"
FULL = (
    "hint: fetch the whole history: git fetch --unshallow (GitHub Actions: fetch-depth: 0; "
    "GitLab CI: GIT_DEPTH: 0)\n"
)
USAGE = "hint: git sessionlog lint -h\n"
TYPES = "chore docs feat fix refactor test"
NO_TYPE = f'does not start with "type(scope): "; allowed: {TYPES} [type-missing]'
REWORD = 'write "reword" instead of "pick"'


class Lint:
    """Runs the command in process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *args: str) -> Result:
        code = main(["lint", *args])
        return Result(code, *self._capsys.readouterr())


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Lint:
    return Lint(capsys)


def commits(repo: Repo, *messages: str) -> list[str]:
    """One commit on another, a minute apart; ids of ten digits."""
    start = int(repo.git("rev-list", "--all", "--count"))
    oids = []
    for number, message in enumerate(messages, start):
        date = f"2026-02-13T18:{number:02}:00Z"
        repo.write(f"file{number}", "")  # git cannot reword a commit that changes nothing
        repo.git("add", f"file{number}")
        oids.append(repo.commit(message, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)[:10])
    return oids


# What is judged


def test_a_range(repo: Repo, lint: Lint) -> None:
    _, second, _, fourth = commits(
        repo, "not judged", "feature(api): add login [Fix 2.3]", GOOD, "Add logout\nwith more"
    )
    assert lint("main~3..main") == Result(
        1,
        f"{second} Ann Author: feature(api): add login [Fix 2.3]\n"
        f'{second}:1:1: unknown type "feature", did you mean "feat"?; allowed: {TYPES} [type-unknown]\n'
        f"{second}: corrected: {GOOD}\n"
        f"{fourth} Ann Author: Add logout\n"
        f"{fourth}:1:1: {NO_TYPE}\n"
        f"{fourth}:2:1: no blank line after the first line: git takes both for the subject"
        " [body-blank-line]\n"
        "\n"
        "2 of 3 commits refused: 3 errors, 0 warnings.\n"
        f"mend: git rebase -i {second}~  # {REWORD}\n",
        "",
    )


def test_nothing_to_mend(repo: Repo, lint: Lint) -> None:
    commits(repo, "bad", GOOD, "docs: say so")
    assert lint("main~2..main") == Result(0, "2 commits checked, nothing to mend.\n", "")
    assert lint("main") == Result(0, "1 commit checked, nothing to mend.\n", "")
    assert lint("main..main") == Result(0, "0 commits checked, nothing to mend.\n", "")


def test_head_is_judged_when_nothing_is_said(repo: Repo, lint: Lint) -> None:
    (_, second) = commits(repo, "bad", "worse")
    assert lint() == Result(
        1,
        f"{second} Ann Author: worse\n"
        f"{second}:1:1: {NO_TYPE}\n"
        "\n"
        "1 of 1 commit refused: 1 error, 0 warnings.\n"
        "mend: git commit --amend\n",
        "",
    )


def test_a_warning_alone_is_clean(repo: Repo, lint: Lint) -> None:
    (oid,) = commits(repo, "feat(api): add login [Fix 7, #7]")
    assert lint() == Result(
        0,
        f"{oid} Ann Author: feat(api): add login [Fix 7, #7]\n"
        f'{oid}:1:30: warning: fix id "#7" is named twice [fix-duplicate]\n'
        "\n"
        "0 of 1 commit refused: 0 errors, 1 warning.\n",
        "",
    )


def test_root(repo: Repo, lint: Lint) -> None:
    first, _ = commits(repo, "bad", GOOD)
    result = lint("--root", "main")
    assert (result.code, result.out.splitlines()[-2:]) == (
        1,
        ["1 of 2 commits refused: 1 error, 0 warnings.", f"mend: git rebase -i --root  # {REWORD}"],
    )
    assert lint("--root").out == result.out
    assert lint("--root", first).out.endswith(f"mend: git rebase -i --root  # {REWORD}\n")


def test_the_settings_of_the_repository_hold_from_below_too(
    repo: Repo, lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write(".sessionlog.toml", 'types = ["add"]\nscope = "optional"\nfix-tag = "off"\n')
    repo.write("below/it/x", "")
    commits(repo, "add: login")
    monkeypatch.chdir(repo.path / "below/it")
    assert lint().code == 0


def test_since_ignore_revs_and_bots(repo: Repo, lint: Lint) -> None:
    first, second, third, _ = (
        repo.git("rev-parse", oid).strip() for oid in commits(repo, "bad", "worse", "ignored", GOOD)
    )
    repo.commit("Bump x", GIT_AUTHOR_NAME="dependabot[bot]")
    assert lint("--root").code == 1
    chosen = f'since = "{second}"\nignore-revs = ["{third}"]\n'
    repo.write(".sessionlog.toml", chosen)
    assert lint("--root").code == 1  # no name is exempt by itself
    repo.write(".sessionlog.toml", f'{chosen}bots = ["dependabot[bot] <ann@example.com>"]\n')
    assert lint("--root") == Result(0, "1 commit checked, nothing to mend.\n", "")
    assert lint(f"{first}..") == Result(0, "1 commit checked, nothing to mend.\n", "")


def test_a_since_that_is_gone_is_no_clean_bill(repo: Repo, lint: Lint) -> None:
    commits(repo, GOOD, GOOD)
    gone = "0123456789" * 4
    repo.write(".sessionlog.toml", f'since = "{gone}"\n')
    assert lint("main~1..main") == Result(
        2,
        "",
        f'error: "{gone}" is no commit of this clone\nhint: git fetch, or mend the name\n',
    )


def test_merges_and_reverts_are_left_alone(repo: Repo, lint: Lint) -> None:
    commits(repo, GOOD)
    for name in ("a", "b"):
        repo.git("checkout", "-q", "-b", name, "main")
        commits(repo, f"feat({name}): x [Fix 1]")
    repo.git("checkout", "-q", "main")
    commits(repo, "feat(main): x [Fix 1]")
    repo.git("merge", "-q", "--no-ff", "-m", "octopus, in my own words", "a", "b")
    repo.write("file", "x")
    repo.git("add", "file")
    repo.git("commit", "-q", "-n", "-m", GOOD)
    repo.git("revert", "--no-edit", "HEAD")
    assert lint("--root") == Result(0, "6 commits checked, nothing to mend.\n", "")
    commits(repo, "Merge pull request #12 from a/b")
    assert lint("HEAD").code == 1


@pytest.mark.parametrize("name", ["$(touch x)", "a;b", "'q'", '"q"', "a|b", "a<b"])
def test_a_branch_with_a_weird_name(repo: Repo, lint: Lint, name: str) -> None:
    commits(repo, "bad")
    repo.git("checkout", "-q", "-b", name.replace(" ", "_"))
    commits(repo, GOOD)
    assert lint(f"main..{name.replace(' ', '_')}").out == "1 commit checked, nothing to mend.\n"


def test_hostile_text_in_a_commit(repo: Repo, lint: Lint) -> None:
    repo.commit("a\x1b]0;owned\x07b\u202ec", GIT_AUTHOR_NAME="Eve\x1b[31m")
    oid = repo.git("rev-parse", "HEAD")[:10]
    assert lint().out.splitlines()[0] == (f"{oid} Eve<U+001B>[31m: a<U+001B>]0;owned<U+0007>b<U+202E>c")


def test_colour_is_asked_for(repo: Repo, lint: Lint) -> None:
    (oid,) = commits(repo, "bad")
    assert lint("--color", "always").out == (
        f"\x1b[33m{oid}\x1b[m Ann Author: \x1b[1mbad\x1b[m\n"
        f"{oid}:1:1: {NO_TYPE.removesuffix('[type-missing]')}\x1b[2m[type-missing]\x1b[m\n"
        "\n"
        "1 of 1 commit refused: 1 error, 0 warnings.\n"
        "mend: git commit --amend\n"
    )
    assert "\x1b" not in lint().out + lint("--color", "never").out


# One message


def test_a_file_is_judged_as_git_would_record_it(repo: Repo, lint: Lint) -> None:
    repo.write("message", f"\n\n{GOOD}\n# kept, for no editor is said to be used\n")
    result = lint("--file", "message")
    assert result == Result(
        1,
        "message:2:1: no blank line after the first line: git takes both for the subject"
        " [body-blank-line]\n"
        "1 of 1 message refused: 1 error, 0 warnings.\n",
        "",
    )
    repo.git("config", "commit.cleanup", "strip")
    assert lint("--file", "message") == Result(0, "1 message checked, nothing to mend.\n", "")


def test_a_file_in_the_encoding_of_the_repository(repo: Repo, lint: Lint) -> None:
    repo.write("message", "feat(api): café [Fix 1]".encode("latin-1"))
    assert lint("--file", "message").code == 1
    repo.git("config", "i18n.commitEncoding", "ISO-8859-1")
    assert lint("--file", "message").code == 0


@pytest.mark.parametrize(
    ("name", "words"), [("gone", "No such file or directory"), (".", "Is a directory")]
)
def test_a_file_that_cannot_be_read(repo: Repo, lint: Lint, name: str, words: str) -> None:
    assert lint("--file", name) == Result(2, "", f"error: {name} cannot be read: {words}\n")


def test_a_file_named_as_standard_input(repo: Repo, lint: Lint) -> None:
    repo.write("-", GOOD)
    assert lint("--file", "-").code == 0


@pytest.mark.parametrize(
    ("title", "finding"),
    [
        (GOOD, ""),
        (f"{GOOD} (#123)", ""),
        ("docs: say so (#1) (#2)", ""),
        ("Add login (#123)", f"title:1:1: {NO_TYPE}"),
        (f"feat(api): {'x' * 81} [Fix 1]", ""),
        (f"feat(api): {'x' * 81} [Fix 1] (#123)", ""),
        (f"feat(api): {'x' * 82} [Fix 1]", "title:1:101: 101/100 characters [subject-length]"),
        (
            f"{GOOD}\nmore",
            "title:2:1: no blank line after the first line: git takes both for the subject"
            " [body-blank-line]",
        ),
        (
            f"fixup! {GOOD}",
            f"title:1:1: {NOT_SQUASHED} [autosquash]",
        ),
        ("", "title:1:1: the commit has no message [message-empty]"),
        (f"# {GOOD}", 'title:1:1: "#" stands before the type [type-first]'),
    ],
)
def test_a_title(repo: Repo, lint: Lint, title: str, finding: str) -> None:
    result = lint("--title", title)
    assert result.out.splitlines()[0] == (finding or "1 message checked, nothing to mend.")
    assert (result.code, result.err) == (1 if finding else 0, "")


def test_standard_input_is_read_when_asked_for(repo: Repo) -> None:
    commits(repo, GOOD)
    assert repo.run(CLI, "lint", "-", stdin="bad\n") == Result(
        1, f"stdin:1:1: {NO_TYPE}\n1 of 1 message refused: 1 error, 0 warnings.\n", ""
    )
    assert repo.run(CLI, "lint", stdin="bad\n").out == "1 commit checked, nothing to mend.\n"


# Usage


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["a", "--file", "b"], "give one of RANGE, --file, --title and -"),
        (["-", "--title", "b"], "give one of RANGE, --file, --title and -"),
        (["--file", "", "--title", ""], "give one of RANGE, --file, --title and -"),
        (["--root", "a..b"], "--root goes with one revision"),
        (["--root", "-"], "--root goes with one revision"),
        (["--root", "--title", "x"], "--root goes with one revision"),
        ([""], "RANGE is empty: is a variable not set?"),
        (["a", "b"], "Got unexpected extra argument (b)"),
    ],
)
def test_usage(repo: Repo, lint: Lint, args: list[str], message: str) -> None:
    commits(repo, GOOD)
    assert lint(*args) == Result(2, "", f"error: {message}\n{USAGE}")


@pytest.mark.parametrize("option", ["--nonsense", "-x..main"])
def test_an_option_that_is_none(repo: Repo, lint: Lint, option: str) -> None:
    result = lint(option)
    assert (result.code, result.out) == (2, "")
    assert re.fullmatch(f"error: No such option.*\n{USAGE}", result.err)


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (
            ["gone..main"],
            'error: "gone" is no commit of this clone\nhint: git fetch, or mend the name\n',
        ),
        (
            ["main...gone"],
            "error: main...gone: three dots are no range here\nhint: write main..gone\n",
        ),
        (
            ["..HEAD"],
            "error: ..HEAD: the range has no start\nhint: write <base>..HEAD; is a variable empty?\n",
        ),
        (["--", "-x..main"], 'error: "-x" is no revision\n'),
        (["--", "--output=x"], 'error: "--output=x" is no revision\n'),
        (["^main"], 'error: "^main" is no revision\n'),
        (
            ["\x1b[31m\u202e"],
            'error: "<U+001B>[31m<U+202E>" is no commit of this clone\nhint: git fetch, or mend the name\n',
        ),
    ],
)
def test_what_could_not_be_checked(repo: Repo, lint: Lint, args: list[str], error: str) -> None:
    commits(repo, GOOD)
    assert lint(*args) == Result(2, "", error)
    assert sorted(path.name for path in repo.path.iterdir()) == [".git", "file0"]


def test_outside_a_repository(tmp_path: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    result = lint()
    assert (result.code, result.out) == (2, "")
    assert re.fullmatch(
        "error: git rev-parse failed: not a git repository.*\n"
        "hint: run it inside a repository, or `git init` one\n",
        result.err,
    )


def test_a_pattern_that_takes_too_long_is_no_clean_bill(repo: Repo, lint: Lint) -> None:
    repo.write(".sessionlog.toml", "description-pattern = '^(a+)+$'\n")
    commits(repo, f"feat(api): {'a' * 40}b [Fix 1]")
    result = lint()
    assert (result.code, result.out) == (2, "")
    assert "description-pattern" in result.err


# Repositories of other kinds


def test_bare(repo: Repo, tmp_path: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    """Judged by the defaults; nothing can be amended there."""
    _, second = commits(repo, GOOD, "bad")
    repo.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    monkeypatch.chdir(tmp_path / "bare.git")
    assert lint("main~1..main") == Result(
        1,
        f"{second} Ann Author: bad\n"
        f"{second}:1:1: {NO_TYPE}\n"
        "\n"
        "1 of 1 commit refused: 1 error, 0 warnings.\n"
        f"mend: git commit --amend  # on the branch that ends with {second}\n",
        "",
    )
    assert lint("--title", GOOD).code == 0


def test_inside_the_git_directory(repo: Repo, lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    commits(repo, GOOD)
    monkeypatch.chdir(repo.path / ".git")
    result = lint()
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: git rev-parse failed: this operation must be run in a work tree")


def test_sha256(tmp_path: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo.init(tmp_path / "repo", "--object-format=sha256")
    monkeypatch.chdir(repo.path)
    _, second = commits(repo, GOOD, "bad")
    result = lint("main~1..main", "--format", "json")
    assert result.code == 1
    (message,) = json.loads(result.out)["messages"]
    assert message["name"] == repo.git("rev-parse", "HEAD").strip()
    repo.write(".sessionlog.toml", f'ignore-revs = ["{message["name"]}"]\n')
    assert lint("main~1..main").out == "0 commits checked, nothing to mend.\n"
    assert second == message["name"][:10]


def test_a_linked_worktree_has_its_own_settings(
    repo: Repo, tmp_path: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits(repo, "bad")
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
    (tmp_path / "linked/.sessionlog.toml").write_text('[rules]\ntype-missing = "off"\n')
    assert lint().code == 1
    monkeypatch.chdir(tmp_path / "linked")
    assert lint().code == 0


def test_no_commit_yet(repo: Repo, lint: Lint) -> None:
    result = lint()
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith('error: "HEAD" is no commit of this clone\n')


# Shallow clones


def shallow(repo: Repo, to: Path, *options: str) -> Repo:
    repo.git("clone", "-q", *options, f"file://{repo.path}", str(to))
    return Repo(to)


def test_shallow_what_is_there_is_reported_first(
    repo: Repo, tmp_path: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, third, _ = commits(repo, GOOD, GOOD, "bad", GOOD)
    monkeypatch.chdir(shallow(repo, tmp_path / "clone", "--depth=2").path)
    cut_off = f"error: the history of the range is cut off by a shallow clone\n{FULL}"
    assert lint("--root") == Result(2, f"{third} Ann Author: bad\n{third}:1:1: {NO_TYPE}\n", cut_off)
    assert lint("HEAD~3..HEAD") == Result(2, "", f'error: "HEAD~3" is no commit of this clone\n{FULL}')
    assert lint("HEAD") == Result(0, "1 commit checked, nothing to mend.\n", "")
    found = lint("--root", "--format", "json")
    assert (found.code, found.err) == (2, cut_off)
    assert json.loads(found.out)["error"]["message"] == cut_off.splitlines()[0].removeprefix("error: ")


def test_shallow_a_commit_without_its_parents_is_not_to_be_amended(
    repo: Repo, tmp_path: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits(repo, GOOD, "bad")
    monkeypatch.chdir(shallow(repo, tmp_path / "clone", "--depth=1").path)
    result = lint()
    assert (result.code, result.out.splitlines()[-1]) == (
        1,
        "1 of 1 commit refused: 1 error, 0 warnings.",
    )


def test_shallow_a_merge_as_a_pull_request_is_checked_out(
    repo: Repo, tmp_path: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits(repo, GOOD)
    repo.git("checkout", "-q", "-b", "side")
    commits(repo, GOOD)
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge 123 into 456", "side")
    monkeypatch.chdir(shallow(repo, tmp_path / "clone", "--depth=1").path)
    assert lint() == Result(0, "0 commits checked, nothing to mend.\n", "")


# Damage


def _break(repo: Repo, oid: str) -> None:
    (file,) = (repo.path / ".git/objects" / oid[:2]).glob(f"{oid[2:]}*")
    file.chmod(0o644)
    file.write_bytes(b"\x78\x01 nothing that zlib can read")


@pytest.mark.parametrize("graph", [False, True])
def test_one_unreadable_commit_among_many(repo: Repo, lint: Lint, graph: bool) -> None:
    first, second, third, fourth = commits(repo, "bad", "broken", "worse", "feature(a): x [Fix 1]")
    if graph:
        repo.git("commit-graph", "write", "--reachable")
    _break(repo, second)
    result = lint("--root")
    shown = re.findall(r"^(\w{10}) Ann", result.out, re.MULTILINE)
    assert (result.code, shown) == (2, [*([first] if graph else []), third, fourth])
    assert "mend:" not in result.out
    assert "refused:" not in result.out
    error, hint = result.err.splitlines()
    assert error.startswith(f"error: 1 of the commits cannot be read ({second}): git log failed: ")
    assert hint == "hint: git fsck"
    found = lint("--root", "--format", "json")
    assert found.code == 2
    assert len(json.loads(found.out)["messages"]) == len(shown)


def test_an_unreadable_side_branch(repo: Repo, lint: Lint) -> None:
    (first,) = commits(repo, "bad")
    repo.git("checkout", "-q", "-b", "side")
    (side,) = commits(repo, "broken")
    repo.git("checkout", "-q", "main")
    (second,) = commits(repo, "worse")
    repo.git("merge", "-q", "--no-ff", "-m", "M", "side")
    _break(repo, side)
    result = lint("--root")
    assert re.findall(r"^(\w{10}) Ann", result.out, re.MULTILINE) == [first, second]
    assert f"({side})" in result.err
    assert result.code == 2


# The command that mends


def mend_of(result: Result) -> str:
    (line,) = (line for line in result.out.splitlines() if line.startswith("mend: "))
    return line.removeprefix("mend: ")


def reworded(repo: Repo, command: str) -> None:
    """Do what the line says, in a shell, as somebody would who makes all of them good."""
    done = repo.run(
        "sh",
        "-c",
        command,
        GIT_SEQUENCE_EDITOR="sed -i -e s/^pick/reword/",
        GIT_EDITOR="sed -i -e '1s/^bad.*/fix(it): mended [Fix 1]/'",
    )
    assert done.code == 0, done.err


def test_the_last_one_is_amended(repo: Repo, lint: Lint) -> None:
    commits(repo, GOOD, "bad")
    command = mend_of(lint("main~1..main"))
    assert command == "git commit --amend"
    repo.git("config", "user.name", "x")
    done = repo.run("sh", "-c", command, GIT_EDITOR=f"echo '{GOOD}' >")
    assert done.code == 0, done.err
    assert lint("main~1..main").code == 0


def test_older_ones_are_reworded(repo: Repo, lint: Lint) -> None:
    _, second, *_ = commits(repo, GOOD, "bad 1", GOOD, "bad 2")
    command = mend_of(lint("main~3..main"))
    assert command == f"git rebase -i {second}~  # {REWORD}"
    reworded(repo, command)
    assert lint("main~3..main") == Result(0, "3 commits checked, nothing to mend.\n", "")


def test_the_first_one_of_all_is_reworded(repo: Repo, lint: Lint) -> None:
    commits(repo, "bad 1", GOOD, "bad 2")
    reworded(repo, mend_of(lint("--root")))
    assert lint("--root") == Result(0, "3 commits checked, nothing to mend.\n", "")


def test_merges_survive_it(repo: Repo, lint: Lint) -> None:
    commits(repo, GOOD)
    repo.git("checkout", "-q", "-b", "side")
    (side,) = commits(repo, "bad on the side")
    repo.git("checkout", "-q", "main")
    commits(repo, "bad on main")
    repo.git("merge", "-q", "--no-ff", "-m", "M", "side")
    commits(repo, "bad after it")
    command = mend_of(lint("main~2..main"))
    assert command == f"git rebase -i --rebase-merges {side}~  # {REWORD}"
    reworded(repo, command)
    assert lint("--root") == Result(0, "4 commits checked, nothing to mend.\n", "")
    assert repo.git("rev-list", "--merges", "--count", "HEAD").strip() == "1"


def test_a_range_that_ends_below_head(repo: Repo, lint: Lint) -> None:
    commits(repo, GOOD)
    (second,) = commits(repo, "bad 1")
    repo.git("checkout", "-q", "-b", "side")
    commits(repo, GOOD)
    repo.git("checkout", "-q", "main")
    commits(repo, GOOD)
    repo.git("merge", "-q", "--no-ff", "-m", "M", "side")
    command = mend_of(lint("main~3..main~2"))
    assert command == f"git rebase -i --rebase-merges {second}~  # {REWORD}"
    reworded(repo, command)
    assert lint("--root").code == 0


def test_a_range_on_another_branch(repo: Repo, lint: Lint) -> None:
    commits(repo, GOOD)
    repo.git("checkout", "-q", "-b", "side")
    second, third = commits(repo, "bad 1", "bad 2")
    repo.git("checkout", "-q", "main")
    commits(repo, GOOD)
    command = mend_of(lint("main..side"))
    assert command == f"git rebase -i {second}~  # on the branch that ends with {third}, {REWORD}"
    repo.git("checkout", "-q", third, "-B", "side")
    reworded(repo, command)
    assert lint("main..side") == Result(0, "2 commits checked, nothing to mend.\n", "")
    repo.git("checkout", "-q", "main")
    repo.git("checkout", "-q", "-B", "third", third)
    repo.git("checkout", "-q", "main")
    assert mend_of(lint("third")) == f"git commit --amend  # on the branch that ends with {third}"


def test_other_words_do_not_squash(repo: Repo, lint: Lint) -> None:
    (_, second) = commits(repo, GOOD, f"fixup! {GOOD}")
    assert lint("main~1..main") == Result(
        1,
        f"{second} Ann Author: fixup! {GOOD}\n"
        f"{second}:1:1: {NOT_SQUASHED} [autosquash]\n"
        "\n"
        "1 of 1 commit refused: 1 error, 0 warnings.\n",
        "",
    )


# Forms


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "sarif"])
def test_every_form_has_the_same_findings(repo: Repo, lint: Lint, form: str) -> None:
    first, second = commits(repo, "bad", "feat(api): \u202ex [Fix 1]")
    result = lint("--root", "--format", form)
    assert (result.code, result.err) == (1, "")
    assert [result.out.count(rule) > 0 for rule in ("type-missing", "invisible-character")] == [True] * 2
    assert [result.out.count(oid) > 0 for oid in (first, second)] == [True] * 2
    assert "\u202e" not in result.out
    if form in ("json", "gitlab", "sarif"):
        json.loads(result.out)


def test_an_unknown_form(repo: Repo, lint: Lint) -> None:
    assert lint("--format", "xml") == Result(
        2,
        "",
        "error: Invalid value for '--format': 'xml' is not one of 'text', 'json', 'github', 'gitlab',"
        f" 'sarif'\n{USAGE}",
    )


def test_latin_1_terminals_get_it_all(repo: Repo) -> None:
    repo.commit("面 é")
    done = repo.run(CLI, "lint", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.code == 1
    assert done.out.splitlines()[0].endswith(" Ann Author: \\u9762 \\xe9")


def test_no_progress_at_a_pipe(repo: Repo) -> None:
    commits(repo, GOOD)
    assert repo.run(CLI, "lint", "--root").err == ""


def test_git_finds_it_as_a_subcommand(repo: Repo) -> None:
    commits(repo, GOOD)
    path = f"{CLI.parent}{os.pathsep}{os.environ['PATH']}"
    assert repo.git("sessionlog", "lint", PATH=path) == "1 commit checked, nothing to mend.\n"
