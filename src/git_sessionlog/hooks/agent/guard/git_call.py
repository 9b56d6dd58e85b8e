"""A call of git, taken apart as git does it: its own options, the subcommand, what that is given."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ...git_options import Options, taken
from .shell import Command
from .words import UNKNOWN, joined, name_of


class Call(NamedTuple):
    """A call of git.

    `directory` is where git goes itself, `settings` are those of `-c`, `--config-env` and the environment
    (names in lower case, `UNKNOWN` in what is not known), `moved` is whether it is told of another
    repository. `options` are as they were meant.
    """

    directory: str
    settings: Options
    sub: str
    args: Sequence[str]
    moved: bool
    options: Options
    rest: Sequence[str]

    def values(self, *names: str) -> list[str]:
        """The values of some options, in their order; "" for one that has none."""
        return [value for name, value in self.options if name in names]


def parsed(command: Command) -> Call | None:
    """The call of git that a command is; None where it is none, or asks for nothing."""
    name = name_of(command.words[0])
    if not re.fullmatch(f"git(-commit|-push)?|{UNKNOWN}", name):
        return None
    own, words = taken("", [*name.split("-")[1:], *command.words[1:]])
    if not words:
        return None
    directory, settings = command.directory, list[tuple[str, str]]()
    moved = any(command.env.get(name, ".git") != ".git" for name in ("GIT_DIR", "GIT_WORK_TREE"))
    for option, value in own:
        moved = moved or option in ("--git-dir", "--work-tree")
        directory = joined(directory, value) if option == "-C" else directory
        if option in ("-c", "--config-env"):
            key, equals, text = value.partition("=")
            settings.append((key.lower(), text if equals else "true"))
    for name, value in command.env.items():
        if name.startswith("GIT_CONFIG_KEY_"):
            settings.append((value.lower(), command.env.get(name.replace("KEY", "VALUE"), UNKNOWN)))
    for key in re.findall(r"'([^'=]+)(?:'?=|')", command.env.get("GIT_CONFIG_PARAMETERS", "")):
        settings.append((key.lower(), UNKNOWN))
    return Call(directory, settings, words[0], words[1:], moved, *taken(words[0], words[1:]))


def change(call: Call) -> tuple[str, str | None]:
    """The name that `git config` changes, in lower case, and its value, None where it takes it away.

    A section has a dot at its end; the name is "" for a call that changes nothing (git-config(1)).
    """
    names, words = {name[2:] for name, _ in call.options}, [*call.rest, ""]
    if words[0] in ("set", "unset", "get", "list", "edit", "remove-section", "rename-section"):
        names.add(words.pop(0))
    if call.sub != "config" or any(re.match("get|list|edit", name) for name in names):
        return "", None
    if names & {"remove-section", "rename-section"}:
        return f"{words[0].lower()}.", None
    if names & {"unset", "unset-all"}:
        return words[0].lower(), None
    return (words[0].lower(), words[1]) if words[2:] else ("", None)
