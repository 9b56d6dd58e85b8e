"""What keeps our hooks from being run: known from a command before it is."""

import os
import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from ....gate import skipped_pushes
from ....install.agents.uses import has_hook
from .git_call import Call, change
from .shell import Command
from .words import MANAGERS, UNKNOWN, WRITERS, found, joined, name_of, names


class Bypass(NamedTuple):
    """A way past the hooks: what it is, what that does, and what to do instead.

    `file` is what it writes; `directory` where hooks are looked for from then on, `NO_LONGER` where that is
    the directory that git has without a setting.
    """

    what: str
    does: str = "takes the hooks away"
    instead: str = "leave the hooks where they are: `git sessionlog doctor` says what is wrong with them"
    file: str = ""
    directory: str = ""


NO_LONGER = "--unset"

_COMMIT = "commit without it: a refusal of the message says how it would pass"
_PUSH = "push without it: `git sessionlog check` says what keeps a push back, or ask the user to push"
_VARIABLES = {
    **dict.fromkeys(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG"), "^(?!/dev/null$)."),
    **dict.fromkeys(("SKIP", "PREK_SKIP", "LEFTHOOK_EXCLUDE"), "sessionlog"),
    **dict.fromkeys(("PRE_COMMIT_ALLOW_NO_CONFIG", "PREK_ALLOW_NO_CONFIG", "XDG_CONFIG_HOME"), "."),
    **{"HUSKY": "^0$", "HUSKY_SKIP_HOOKS": "^(1|true)$", "LEFTHOOK": "^(0|false)$"},
}
_HOOKS = ("commit-msg", "pre-push")
_RUN_HOOKS = names("commit push merge pull rebase cherry-pick revert")
_NO_X = r"([ugoa]*(-\w*x|=[^x,]*$)|0?[0-7]?[0246][0-7][0-7]$|0+$)"  # a mode of chmod: not to be run


def bypasses(command: Command, call: Call | None, *, is_known: bool) -> Iterator[Bypass]:
    """The ways past the hooks that a command takes; `is_known` is whether git itself has the subcommand."""
    words = ("git-sessionlog", *call.args) if call and call.sub == "sessionlog" else command.words
    if name_of(words[0]) in MANAGERS and "uninstall" in words[1:3] and not {"-h", "--help"} & set(words):
        yield Bypass("uninstall", instead="ask the user to do it")
    yield from _of_files(command, call)
    if call and (call.sub in _RUN_HOOKS or not is_known):
        yield from _of_options(call)
        yield from _of_settings(command, call)
    if call and call.sub == "config":
        yield from _of_config(call)


def _of_options(call: Call) -> Iterator[Bypass]:
    """git takes the beginning of a long option for the whole, and of two the last one."""
    if call.values("--dry-run", *(("-n",) if call.sub == "push" else ())):
        return
    said = [name for name, _ in call.options if len(name) > 6]
    last = [name for name in said if "--no-verify".startswith(name) or name == "--verify"][-1:]
    if last not in ([], ["--verify"]) and call.sub not in ("rebase", "cherry-pick", "revert"):
        what = "push" if call.sub == "push" else "message"
        yield Bypass(
            "--no-verify", f"keeps the {what} from being checked", _PUSH if what == "push" else _COMMIT
        )
    elif call.sub == "commit" and call.values("-n"):
        does = "is --no-verify for a commit, and keeps the message from being checked"
        yield Bypass("-n", does, f"{_COMMIT}; a dry run is --dry-run")


def _of_settings(command: Command, call: Call) -> Iterator[Bypass]:
    """What is set for one call: settings that take the hooks away, or a file that may, and variables."""
    for name, value in call.settings:
        if _takes_hooks(name, value) or UNKNOWN in name:
            yield Bypass(_shown(name))
    home = os.path.expanduser("~")
    if command.env.get("HOME", home) not in (home, "~"):
        yield Bypass("HOME", "may take the hooks away")
    for name, pattern in _VARIABLES.items():
        if re.search(pattern, command.env.get(name, "")):
            yield Bypass(f"{name}={command.env[name]}", "keeps hooks from being run")
    if call.sub == "push" and command.env.get(skipped_pushes.VARIABLE, "").strip():
        does = "lets a push pass unchecked, which is for people to decide"
        yield Bypass(skipped_pushes.VARIABLE, does, _PUSH)


def _of_config(call: Call) -> Iterator[Bypass]:
    """`git config` that writes; to read is free."""
    name, value = change(call)
    if value is not None and _takes_hooks(name, value):
        yield Bypass(_shown(name), directory=value if name == "core.hookspath" else "")
    elif value is None and re.match(r"hook\.sessionlog-|core\.(hookspath)?$", name):
        yield Bypass(_shown(name), directory=NO_LONGER if name.startswith("core") else "")


def _takes_hooks(name: str, value: str) -> bool:
    is_on = name.endswith(".enabled") and value.lower() in ("true", "yes", "on", "1")
    ours = r"core\.hookspath|include(if\..*)?\.path|hook\.sessionlog-.*\.(enabled|command|event)"
    return bool(re.fullmatch(ours, name)) and not is_on


def _shown(name: str) -> str:
    return name.replace("hookspath", "hooksPath").replace(UNKNOWN, "?")


def _of_files(command: Command, call: Call | None) -> Iterator[Bypass]:
    """Hooks that are written, moved or taken away, and git's own file of settings."""
    words = (call.sub, *call.rest) if call and call.sub in ("rm", "mv") else command.words
    for path in _written(name_of(words[0]), words[1:]):
        path = joined(command.directory, path).replace(UNKNOWN, "*").rstrip("/")
        path = re.sub(r"(?<=/)(\./|/)+", "", path)
        head, _, name = path.rpartition("/")
        is_in_git = re.search(r"(^|/)\.git/|^\*/hooks/", path)
        if re.search(r"(^|/)(\.git/(.*/)?config|\.gitconfig)$", path):
            if re.search(r"(?i)hook|include", f"{words} {command.given}"):
                yield Bypass(path, "is where hooks may be taken away")
        elif (is_in_git and name == "hooks") or has_hook(path):
            yield Bypass(path, "has the hooks", file=path)
        elif (is_in_git or has_hook(head)) and any(fnmatchcase(hook, name) for hook in _HOOKS):
            yield Bypass(path, "is a hook, and not to be changed", file=path)


def _written(name: str, args: Sequence[str]) -> list[str]:
    """The paths that a program writes, takes away, or keeps from being run."""
    if name == "find" and "-delete" in args:
        return [found(args)]
    needed = {"sed": r"-\w*i|--in-place", "perl": r"-\w*i", "chmod": _NO_X}.get(name, "")
    if name not in WRITERS or not any(re.match(needed, word) for word in args):
        return []
    paths = [re.sub(r"^(of|--\w+)=", "", word) for word in args if not re.match(r"-\w|if=", word)]
    if name not in ("cp", "mv", "ln", "install", "rsync") or not paths:
        return paths
    *sources, to = paths
    into = [f"{to}/{os.path.basename(path.rstrip('/.')) or '*'}" for path in sources]
    is_file = os.path.basename(to) in (*_HOOKS, "config", ".gitconfig")
    return [*(sources if name == "mv" else ()), *([to] if is_file else into)]
