"""What goes round the hooks, and what a commit is to say: known from a command before it is run."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...gate import skipped_pushes
from . import git_command
from .git_command import Git
from .shell import Command
from .shell_grammar import UNKNOWN


class Way(NamedTuple):
    """A way round the hooks: what it is, what that does, and what to do instead.

    `to` is the value that a setting is to keep, "" for none: of core.hooksPath the directory of the hooks.
    """

    what: str
    does: str
    instead: str
    to: str = ""


_COMMIT = "commit without it: a refusal of the message says how it would pass"
_PUSH = "push without it: `git sessionlog check` says what keeps a push back, or ask the user to push"
_HOOKS = "leave the hooks where they are: `git sessionlog doctor` says what is wrong with them"
_CONFIGS = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG")
_FRAMEWORKS = {
    **{"SKIP": "sessionlog", "PREK_SKIP": "sessionlog", "LEFTHOOK_EXCLUDE": "sessionlog"},
    **{"HUSKY": "^0$", "LEFTHOOK": "^(0|false)$"},
}
_READS = frozenset(
    (
        *("add", "status", "log", "diff", "show", "fetch", "remote", "rev-parse", "rev-list", "ls-files"),
        *("config", "push", "describe", "blame", "grep", "shortlog", "version", "help", "stash"),
    )
)
_MERGES = frozenset(("merge", "cherry-pick", "revert", "rebase", "pull", "am"))


def way_round(command: Command, git: Git) -> Way | None:
    """The first way round the hooks that a call of git takes, None for none."""
    return next(_ways(command, git), None)


def message(command: Command, git: Git) -> str | None:
    """The message that `git commit` is given in its words, or reads from a heredoc; None for none.

    It ends before the first line with something that is not known.
    """
    if git.sub != "commit":
        return None
    asked = git_command.of_commit(git.args)
    if asked.has("-e", "--edit", "--fixup", "--squash", "-C", "--reuse-message", "-c", "--reedit-message"):
        return None
    if asked.has("-h", "--help", "--dry-run"):
        return None
    files = asked.values("-F", "--file")
    said = asked.values("-m", "--message")
    if files:
        if files != ["-"] or command.given is None or said:
            return None
        said = [command.given]
    if not said:
        return None
    text = "\n".join(piece if piece.endswith("\n") else f"{piece}\n" for piece in said)
    return _known(text)


def cleanup(git: Git) -> str:
    """The value of `--cleanup`, "" for none."""
    return next(iter(git_command.of_commit(git.args).values("--cleanup")[-1:]), "")


def reads_only(git: Git) -> bool:
    """Whether a call leaves HEAD and the branches as they are, and so what a push would send."""
    return git.sub in _READS


def merges(git: Git) -> bool:
    """Whether git may be in the middle of something afterwards, with a message of its own."""
    return git.sub in _MERGES


def ends_session(command: Command, git: Git | None) -> bool:
    """Whether a command ends our session, or tries to."""
    said = command.words[1:] if git is None else (git.sub, *git.args)[1:]
    if git is not None and git.sub != "sessionlog":
        return False
    return said[:1] == ("end",) and not {"--dry-run", "-h", "--help"} & set(said)


def _known(text: str) -> str | None:
    lines = text.split("\n")
    known = next((at for at, line in enumerate(lines) if UNKNOWN in line), len(lines))
    return "\n".join(lines[:known]) if known else None


def _ways(command: Command, git: Git) -> Iterator[Way]:
    if git.sub == "commit":
        yield from _of_commit(git)
    if git.sub == "push":
        yield from _of_push(command, git)
    if git.sub in ("merge", "pull") and (option := _no_verify(git_command.of_merge(git.args))):
        yield Way(option, "keeps the hooks from being run", f"{git.sub} without it")
    if git.sub == "config":
        yield from _of_config(git)
    if git.sub in ("commit", "push", "merge", "pull"):
        yield from _of_settings(command, git)
        yield from _of_frameworks(command.env)


def _of_commit(git: Git) -> Iterator[Way]:
    asked = git_command.of_commit(git.args)
    option = _no_verify(asked)
    if option:
        yield Way(option, "keeps the message from being checked", _COMMIT)
    elif asked.has("-n") and not asked.has("--dry-run"):
        does = "is --no-verify for a commit, and keeps the message from being checked"
        yield Way("-n", does, f"{_COMMIT}; a dry run is --dry-run")


def _of_push(command: Command, git: Git) -> Iterator[Way]:
    option = _no_verify(git_command.of_push(git.args))
    if option:
        yield Way(option, "keeps the push from being checked", _PUSH)
    if command.env.get(skipped_pushes.VARIABLE, "").strip():
        yield Way(
            skipped_pushes.VARIABLE, "lets a push pass unchecked, which is for people to decide", _PUSH
        )


def _of_settings(command: Command, git: Git) -> Iterator[Way]:
    """Settings for one call that take the hooks away, or a file that may."""
    for name, value in git_command.set_by(command, git):
        if _takes_hooks(name, value) or UNKNOWN in name:
            shown = name.replace("hookspath", "hooksPath").replace(UNKNOWN, "?")
            yield Way(shown, "takes the hooks away", _HOOKS)
    for name in _CONFIGS:
        if command.env.get(name, "/dev/null") not in ("/dev/null", ""):
            yield Way(name, "may take the hooks away", _HOOKS)


def _of_frameworks(env: Mapping[str, str]) -> Iterator[Way]:
    """What pre-commit, prek, husky and lefthook look for."""
    for name, pattern in _FRAMEWORKS.items():
        if re.search(pattern, env.get(name, "")):
            yield Way(f"{name}={env[name]}", "keeps hooks from being run", _HOOKS)


def _of_config(git: Git) -> Iterator[Way]:
    """`git config` that writes; to read, and to take a setting away that is in the way, is free."""
    words = [word for word in git.args if not word.startswith("-")]
    if words[:1] == ["set"]:
        words = words[1:]
    elif any(word in ("--get", "--unset", "--unset-all", "--get-all", "--get-regexp") for word in git.args):
        return
    if len(words) > 1 and _takes_hooks(words[0].lower(), words[1]):
        yield Way(words[0], "takes the hooks away", _HOOKS, words[1])


def _takes_hooks(name: str, value: str) -> bool:
    if name == "core.hookspath":
        return True
    if re.fullmatch(r"hook\.sessionlog-.*\.(enabled|command|event)", name):
        return value.lower() not in ("true", "yes", "on", "1") or not name.endswith(".enabled")
    return False


def _no_verify(asked: git_command.Asked) -> str:
    """git takes the beginning of a long option for the whole, where there is no other."""
    said = [one.name for one in asked.options if len(one.name) > 6]
    found = [name for name in said if "--no-verify".startswith(name) or name == "--verify"]
    return "--no-verify" if found and found[-1] != "--verify" else ""  # the last one counts
