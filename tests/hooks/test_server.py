"""What pre-receive and update are called with: what is not understood is not let in."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from helpers import HOOK, Repo, Result

ONE, TWO, NONE = "1" * 40, "2" * 40, "0" * 40
HINT = "hint: this hook is called by git, with its own input\n"
TAKES = "takes --config FILE and --timeout SECONDS"


@pytest.fixture
def bare(tmp_path: Path) -> Repo:
    return Repo.init(tmp_path / "bare.git", "--bare")


def error(text: str, hint: str = "") -> Result:
    return Result(2, "", f"sessionlog: error: {text}\n{hint}")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["pre-receive", "x"], error("pre-receive takes no arguments, not 1 of them", HINT)),
        (["pre-receive", "--config"], error(f'pre-receive {TAKES}, not "--config" with ""')),
        (["pre-receive", "--config="], error(f'pre-receive {TAKES}, not "--config" with ""')),
        (["pre-receive", "--timeout", "x"], error(f'pre-receive {TAKES}, not "--timeout" with "x"')),
        (["pre-receive", "--timeout=0.000"], error(f'pre-receive {TAKES}, not "--timeout" with "0.000"')),
        (["pre-receive", "--timeout=inf"], error(f'pre-receive {TAKES}, not "--timeout" with "inf"')),
        (["pre-receive", "--timeout", "-1"], error(f'pre-receive {TAKES}, not "--timeout" with "-1"')),
        (["pre-receive", "--timeout=٣"], error(f'pre-receive {TAKES}, not "--timeout" with "٣"')),
        (["pre-receive", "--skip", "a"], error(f'pre-receive {TAKES}, not "--skip" with "a"')),
        (["update"], error("update takes <ref> <old> <new>, not 0 of them", HINT)),
        (["update", "a", "b"], error("update takes <ref> <old> <new>, not 2 of them", HINT)),
        (["update", "a", "b", "c"], error('"b c a" is no line of a push', HINT)),
        (
            ["update", "r", f"{ONE} {TWO} x", TWO],
            error(f'"{ONE} {TWO} x {TWO} r" is no line of a push', HINT),
        ),
        (["update", "", ONE, TWO], error(f'"{ONE} {TWO} " is no line of a push', HINT)),
    ],
)
def test_arguments(bare: Repo, args: list[str], said: Result) -> None:
    assert bare.run(HOOK, *args, stdin=f"{ONE} {NONE} refs/heads/main\n") == said


@pytest.mark.parametrize(
    ("stdin", "what"),
    [
        ("", "the list of refs is empty, or cut off"),
        (f"{ONE} {NONE} refs/heads/main", "the list of refs is empty, or cut off"),
        ("\n", '"" is no line of a push'),
        (f"{ONE} {NONE} refs/heads/a\n\n", '"" is no line of a push'),
        (f"{ONE} {NONE}\n", f'"{ONE} {NONE}" is no line of a push'),
        (f"{ONE}  refs/heads/main\n", f'"{ONE}  refs/heads/main" is no line of a push'),
        ("  refs/heads/main\n", '"  refs/heads/main" is no line of a push'),
        (f"{ONE} HEAD refs/heads/main\n", f'"{ONE} HEAD refs/heads/main" is no line of a push'),
        (f"{ONE} {NONE} a\x1b[2J\u202e\n", f'"{ONE} {NONE} a<U+001B>[2J<U+202E>" is no line of a push'),
        (f"{ONE} {NONE} a\0b\n", f'"{ONE} {NONE} a<U+0000>b" is no line of a push'),
        (f"{ONE} {NONE} a\r\n", f'"{ONE} {NONE} a<U+000D>" is no line of a push'),
    ],
)
def test_lines(bare: Repo, stdin: str, what: str) -> None:
    assert bare.run(HOOK, "pre-receive", stdin=stdin) == error(what, HINT)


def test_deletions_alone_ask_nothing(bare: Repo) -> None:
    """Not even for the settings, which may be broken."""
    bare.write("sessionlog.toml", "x =")
    lines = f"{ONE} {NONE} refs/heads/a\n{ONE} {NONE} refs/tags/t\n{'1' * 64} {'0' * 64} refs/heads/b\n"
    assert bare.run(HOOK, "pre-receive", stdin=lines) == Result(0, "", "")


def test_an_object_that_is_not_there(bare: Repo) -> None:
    lines = f"{NONE} {ONE} refs/heads/\u202ex\n"
    said = error("1111111111, pushed to <U+202E>x, is no commit, or\n  cannot be read", "hint: git fsck\n")
    assert bare.run(HOOK, "pre-receive", stdin=lines) == said


def test_a_blob_on_a_branch(bare: Repo) -> None:
    oid = bare.run("git", "hash-object", "-w", "--stdin", stdin="x").out.strip()
    done = bare.run(HOOK, "update", "refs/heads/main", NONE, oid)
    said = error(f"{oid[:10]}, pushed to main, is no commit, or cannot\n  be read", "hint: git fsck\n")
    assert done == said


def test_outside_a_repository(tmp_path: Path) -> None:
    done = Repo(tmp_path).run(HOOK, "pre-receive", stdin=f"{NONE} {ONE} refs/heads/main\n")
    assert done.code == 2
    assert re.fullmatch("sessionlog: error: git .*\n  .*\nhint: .*\n", done.err)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals")
def test_typed_by_hand(bare: Repo) -> None:
    """It does not wait for somebody to type refs."""
    leader, follower = os.openpty()
    done = subprocess.run([HOOK, "pre-receive"], cwd=bare.path, stdin=follower, capture_output=True)
    os.close(leader)
    os.close(follower)
    said = f"sessionlog: error: there is no list of refs on standard input\n{HINT}"
    assert (done.returncode, done.stderr.decode()) == (2, said)


def test_a_bug_refuses(bare: Repo) -> None:
    """Whatever goes wrong, the code is not 0."""
    done = bare.run(HOOK, "pre-receive", stdin=f"{NONE} {ONE} refs/heads/main\n", PATH="/nowhere")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("sessionlog: error: git is not on PATH")
