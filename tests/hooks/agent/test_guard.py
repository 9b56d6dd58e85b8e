"""What goes round the hooks, and what a commit is to say."""

import pytest

from git_sessionlog.hooks.agent import git_command, guard
from git_sessionlog.hooks.agent.shell import commands

ROUND = [
    ("git commit --no-verify -m x", "--no-verify"),
    ("git commit -m x --no-verif", "--no-verify"),
    ("git commit -n -m x", "-n"),
    ("git commit -anm x", "-n"),
    ("git commit -qn", "-n"),
    ("g\"it\" com'mit' --no-ver\\ify", "--no-verify"),
    ("bash -c 'git commit -n'", "-n"),
    ("true && (cd x; git -C y commit -n) | cat", "-n"),
    ("echo $(git commit -n)", "-n"),
    ("git push --no-verify", "--no-verify"),
    ("git merge --no-verify x", "--no-verify"),
    ("git pull --no-verify origin main", "--no-verify"),
    ("git -c core.hooksPath=/dev/null pull", "core.hooksPath"),
    ("SESSIONLOG_SKIP=later git push", "SESSIONLOG_SKIP"),
    ("export SESSIONLOG_SKIP='x y' && git push", "SESSIONLOG_SKIP"),
    ("env SESSIONLOG_SKIP=x git push", "SESSIONLOG_SKIP"),
    ("SESSIONLOG_SKIP=$WHY git push", "SESSIONLOG_SKIP"),
    ("git -c core.hooksPath=/dev/null commit -m x", "core.hooksPath"),
    ("git -c CORE.hookspath= push", "core.hooksPath"),
    ("git --config-env=core.hooksPath=X commit", "core.hooksPath"),
    ("git --config-env core.hooksPath=X commit", "core.hooksPath"),
    ("git -c hook.sessionlog-commit-msg.enabled=false commit", "hook.sessionlog-commit-msg.enabled"),
    ("git -c $X commit -m x", "?"),
    (
        "GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/x git commit",
        "core.hooksPath",
    ),
    ("GIT_CONFIG_PARAMETERS=\"'core.hooksPath=/x'\" git commit", "core.hooksPath"),
    ("GIT_CONFIG_PARAMETERS=\"'core.hookspath'='/x'\" git push", "core.hooksPath"),
    ("GIT_CONFIG_GLOBAL=/tmp/c git push", "GIT_CONFIG_GLOBAL"),
    ("git config core.hooksPath /dev/null", "core.hooksPath"),
    ("git config --local core.hooksPath ''", "core.hooksPath"),
    ("git config set core.hooksPath x", "core.hooksPath"),
    ("git config hook.sessionlog-pre-push.enabled false", "hook.sessionlog-pre-push.enabled"),
    ("SKIP=sessionlog-commit-msg git commit", "SKIP=sessionlog-commit-msg"),
    ("PREK_SKIP=sessionlog-commit-msg git commit", "PREK_SKIP=sessionlog-commit-msg"),
    ("HUSKY=0 git commit", "HUSKY=0"),
    ("LEFTHOOK=0 git push", "LEFTHOOK=0"),
]
NOT_ROUND = [
    "git push -n",
    "git push --dry-run origin main",
    "git push -un origin main",
    "git merge -n x",
    "git pull -n",
    "git commit -m '--no-verify'",
    "git commit -m --no-verify",
    "git commit -mn",
    "git commit -F n",
    "git commit -unormal -m x",
    "git commit -m x -- -n",
    "git commit -n --dry-run",
    "git commit --no-verify --verify -m x",
    "git commit --author '--no-verify <a@b>'",
    "git commit --no-edit --amend",
    "git log -n 5",
    "git add -n .",
    "echo git commit -n",
    "grep -n 'git commit' x",
    "git commit -m \"$(cat <<'E'\ngit commit --no-verify\nE\n)\"",
    "SESSIONLOG_SKIP=x git commit",
    "SESSIONLOG_SKIP= git push",
    "git -c user.name=x -c core.editor=true commit",
    "GIT_CONFIG_GLOBAL=/dev/null git push",
    "git config core.hooksPath",
    "git config --get core.hooksPath",
    "git config --unset core.hooksPath",
    "git config user.name x",
    "git config hook.sessionlog-commit-msg.enabled true",
    "SKIP=flake8 git commit",
]


def found(text: str) -> list[str]:
    calls = ((command, git_command.parsed(command)) for command in commands(text))
    ways = (guard.way_round(command, call) for command, call in calls if call)
    return [way.what for way in ways if way]


@pytest.mark.parametrize(("text", "what"), ROUND)
def test_a_way_round_the_hooks(text: str, what: str) -> None:
    assert found(text) == [what]


@pytest.mark.parametrize("text", NOT_ROUND)
def test_no_way_round_the_hooks(text: str) -> None:
    assert found(text) == []


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
        ("git commit -F - <<'E'\na\nb\nE", "a\nb\n"),
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
    call = git_command.parsed(command)
    assert call
    assert guard.message(command, call) == message


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("git sessionlog end", True),
        ("git -C x sessionlog end --next 'a b'", True),
        ("git-sessionlog end --minimal", True),
        ("git sessionlog end --dry-run", False),
        ("git sessionlog end -h", False),
        ("git sessionlog checkpoint", False),
        ("git sessionlog", False),
        ("git log end", False),
    ],
)
def test_the_end_of_a_session_is_seen(text: str, ends: bool) -> None:
    command = commands(text)[-1]
    assert guard.ends_session(command, git_command.parsed(command)) is ends


@pytest.mark.parametrize(
    ("text", "directory", "sub"),
    [
        ("git -C a -C b status", "a/b", "status"),
        ("cd x; git -C a status", "x/a", "status"),
        ("cd x; git -C /a status", "/a", "status"),
        ("git --no-pager -p -c a=b --git-dir x status", "", "status"),
        ("git --exec-path=/x status", "", "status"),
    ],
)
def test_a_call_of_git(text: str, directory: str, sub: str) -> None:
    call = git_command.parsed(commands(text)[-1])
    assert call
    assert (call.directory, call.sub) == (directory, sub)


@pytest.mark.parametrize("text", ["git", "git --version", "ls", "git -C", "gitk"])
def test_no_call_of_git(text: str) -> None:
    call = git_command.parsed(commands(text)[-1])
    assert call is None
