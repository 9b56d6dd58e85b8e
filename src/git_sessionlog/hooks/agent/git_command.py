"""A command of git's, taken apart as git does it: its own options, the subcommand, what that is given."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .command_words import joined, name_of
from .shell import Command
from .shell_grammar import UNKNOWN

_GLOBAL = frozenset(
    (
        *("-C", "-c", "--git-dir", "--work-tree", "--namespace", "--super-prefix", "--config-env"),
        *("--attr-source", "--exec-path"),
    )
)
_COMMIT_SHORT = "mFCct"
_COMMIT_LONG = frozenset(
    (
        *("message", "file", "author", "date", "template", "reuse-message", "reedit-message", "fixup"),
        *("squash", "cleanup", "trailer", "pathspec-from-file"),
    )
)
_PUSH_LONG = frozenset(("push-option", "repo", "receive-pack", "exec", "recurse-submodules"))


class Git(NamedTuple):
    """A call of git.

    `directory` is where git goes itself, `settings` are those of `-c` and `--config-env`, `moved` is
    whether it is told of another repository by `--git-dir` or by the environment.
    """

    directory: str
    settings: tuple[str, ...]
    sub: str
    args: tuple[str, ...]
    moved: bool


class Option(NamedTuple):
    """An option as it was meant: `-nm x` is `-n` and `-m` with the value `x`. `value` is None for none."""

    name: str
    value: str | None = None


class Asked(NamedTuple):
    """The options of a subcommand, and what is none."""

    options: tuple[Option, ...]
    rest: tuple[str, ...]

    def has(self, *names: str) -> str:
        """The first of some options that is there, "" for none."""
        return next((one.name for one in self.options if one.name in names), "")

    def values(self, *names: str) -> list[str]:
        """The values of some options, in their order."""
        return [one.value or "" for one in self.options if one.name in names]


def parsed(command: Command) -> Git | None:
    """The call of git that a command is; None where it is none, or asks for nothing."""
    if name_of(command.words[0]) != "git":
        return None
    directory, moved = command.directory, any(name in command.env for name in ("GIT_DIR", "GIT_WORK_TREE"))
    settings: list[str] = []
    words = list(command.words[1:])
    while words and words[0].startswith("-"):
        option, equals, value = words.pop(0).partition("=")
        if option in _GLOBAL and not equals and words and option != "--exec-path":
            value = words.pop(0)
        if option == "-C":
            directory = joined(directory, value)
        elif option in ("-c", "--config-env"):
            settings.append(value)
        elif option in ("--git-dir", "--work-tree"):
            moved = True
    return Git(directory, tuple(settings), words[0], tuple(words[1:]), moved) if words else None


def of_commit(args: Sequence[str]) -> Asked:
    """What `git commit` is asked (git-commit(1))."""
    return _asked(args, _COMMIT_SHORT, _COMMIT_LONG, optional="Su")


def of_push(args: Sequence[str]) -> Asked:
    """What `git push` is asked (git-push(1))."""
    return _asked(args, "o", _PUSH_LONG)


def of_merge(args: Sequence[str]) -> Asked:
    """What `git merge` is asked, or `git pull`, which hands it on (git-merge(1))."""
    return _asked(args, "mFsX", frozenset(("message", "file", "strategy", "strategy-option", "into-name")))


def set_by(command: Command, git: Git) -> Iterator[tuple[str, str]]:
    """The settings that a call brings along, by its options and by its environment (git-config(1)).

    Names are in lower case; a name or a value that is not known has `UNKNOWN` in it.
    """
    for text in git.settings:
        name, equals, value = text.partition("=")
        yield name.lower(), value if equals else "true"
    yield from _of_environment(command.env)


def _of_environment(env: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in env.items():
        found = re.fullmatch(r"GIT_CONFIG_KEY_(\d+)", name)
        if found:
            yield value.lower(), env.get(f"GIT_CONFIG_VALUE_{found[1]}", UNKNOWN)
    for key in re.findall(r"'([^'=]+)'?=|'([^'=]+)=", env.get("GIT_CONFIG_PARAMETERS", "")):
        yield "".join(key).lower(), UNKNOWN


def _asked(args: Sequence[str], short: str, long: frozenset[str], optional: str = "") -> Asked:
    """`short` and `long` are the options that take a value, the rest of a word for those in `optional`."""
    options, rest, waiting = list[Option](), list[str](), list(args)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            rest += waiting
            break
        if word.startswith("--"):
            name, equals, value = word.partition("=")
            if not equals and name[2:] in long and waiting:
                equals, value = "=", waiting.pop(0)
            options.append(Option(name, value if equals else None))
        elif word.startswith("-") and len(word) > 1:
            options += _cluster(word[1:], (short, optional), waiting)
        else:
            rest.append(word)
    return Asked(tuple(options), tuple(rest))


def _cluster(letters: str, kinds: tuple[str, str], waiting: list[str]) -> Iterator[Option]:
    """The options of `-anm`; the value of the last one may be the next word."""
    for at, letter in enumerate(letters, 1):
        rest = letters[at:]
        if letter in kinds[0]:
            yield Option(f"-{letter}", rest or (waiting.pop(0) if waiting else ""))
            return
        if letter in kinds[1]:
            yield Option(f"-{letter}", rest or None)
            return
        yield Option(f"-{letter}")
