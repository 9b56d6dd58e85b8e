"""A call of git taken apart, and what a commit is to say."""

import pytest

from git_sessionlog.hooks.agent.guard import check, git_call
from git_sessionlog.hooks.agent.guard.shell import commands


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("git commit -m a", "a\n"),
        ("git commit -am a", "a\n"),
        ("git commit -ma -m b", "a\n\nb\n"),
        ("git commit --message=a --message b", "a\n\nb\n"),
        ("git commit -m 'a\n\nb'", "a\n\nb\n"),
        ("git commit -m a -m $X", "a\n"),
        ('git commit -m "$X"', None),
        ('git commit -m "a $X"', None),
        ("git commit -m \"$(printf 'a\\n\\n%s' b)\"", "a\n\nb\n"),
        ("git commit -F - <<'E'\na\nb\nE", "a\nb\n"),
        ("echo a | git commit -F -", "a\n"),
        ("git commit --file=- <<< a", "a\n"),
        ("git commit -F -", None),
        ("git commit -F message", None),
        ("git commit", None),
        ("git commit -e -m a", None),
        ("git commit --fixup HEAD", None),
        ("git commit -C HEAD", None),
        ("git commit --dry-run -m a", None),
        ("git tag -m a", None),
    ],
)
def test_message(text: str, message: str | None) -> None:
    command = commands(text)[-1]
    call = git_call.parsed(command)
    assert call
    assert check.message(command, call) == message


@pytest.mark.parametrize(
    ("text", "directory", "sub"),
    [
        ("git -C a -C b status", "a/b", "status"),
        ("cd x; git -C a status", "x/a", "status"),
        ("cd x; git -C /a status", "/a", "status"),
        ("git --no-pager -p -c a=b --git-dir x status", "", "status"),
        ("git --exec-path=/x status", "", "status"),
        ("/usr/lib/git-core/git-commit -m x", "", "commit"),
    ],
)
def test_a_call_of_git(text: str, directory: str, sub: str) -> None:
    call = git_call.parsed(commands(text)[-1])
    assert call
    assert (call.directory, call.sub) == (directory, sub)


@pytest.mark.parametrize("text", ["git", "git --version", "ls", "git -C", "gitk", "git-lfs push"])
def test_no_call_of_git(text: str) -> None:
    assert git_call.parsed(commands(text)[-1]) is None


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("git config a.B c", ("a.b", "c")),
        ("git config --type bool -f x a.b c", ("a.b", "c")),
        ("git config set a.b c", ("a.b", "c")),
        ("git config a.b", ("", None)),
        ("git config get a.b", ("", None)),
        ("git config --get-regexp a b", ("", None)),
        ("git config -l", ("", None)),
        ("git config --unset a.b", ("a.b", None)),
        ("git config unset a.b", ("a.b", None)),
        ("git config --remove-section a.b", ("a.b.", None)),
        ("git config rename-section a.b c", ("a.b.", None)),
        ("git log a.b c", ("", None)),
    ],
)
def test_what_git_config_changes(text: str, change: tuple[str, str | None]) -> None:
    call = git_call.parsed(commands(text)[-1])
    assert call
    assert git_call.change(call) == change
