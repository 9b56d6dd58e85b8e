"""The processes above a hook, and what the `git commit` among them was asked: nothing else tells it."""

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_VALUED = (
    *("--author", "--cleanup", "--date", "--file", "--fixup", "--message", "--pathspec-from-file"),
    *("--reedit-message", "--reuse-message", "--squash", "--template", "--trailer"),
)
_VALUED_LETTERS = "CFcmt"
_REST_LETTERS = "Su"  # the rest of the word is their value
_REUSES = ("--reedit-message", "--reuse-message", "-C", "-c")


class Process(NamedTuple):
    """A process above this one, the nearest first: its id, and the name of its program."""

    id: int
    name: str


class Commit(NamedTuple):
    """What `git commit` was asked: to amend HEAD, or to take the message of `reused`, "" for none."""

    amends: bool = False
    reused: str = ""


def processes() -> Iterator[Process]:
    """The processes above this one, as far as the system tells: only Linux does, in /proc."""
    process = os.getppid()
    try:
        while process:
            with open(f"/proc/{process}/stat", errors="replace") as file:
                before, _, after = file.read().rpartition(") ")
            yield Process(process, before.partition(" (")[2])
            process = int(after.split()[1])
    except (OSError, ValueError):
        return


def asked() -> Commit | None:
    """What the nearest git above was asked, None where that is no `git commit`, or nobody tells."""
    for process in processes():
        if process.name in ("git", "git-commit"):
            try:
                with open(f"/proc/{process.id}/cmdline", "rb") as file:
                    return read(os.fsdecode(file.read()).split("\0")[:-1])
            except OSError:
                return None
    return None


def read(words: Sequence[str]) -> Commit | None:
    """What a command line asks, None where it is none of `git commit`, in whatever form git takes it."""
    program = os.path.basename(words[0]) if words else ""
    left = iter(words[1:])
    if program != "git-commit" and _command(left) != "commit":
        return None
    amends, reused = False, ""
    for word in left:
        if word == "--":
            break
        name, value = _long(word, left) if word.startswith("--") else _short(word, left)
        if name in _REUSES:
            reused = value
        elif name in ("--amend", "--no-amend"):
            amends = name == "--amend"
    return Commit(amends, reused)


def _command(left: Iterator[str]) -> str:
    """The first word behind the options of git itself, those with a value left out."""
    for word in left:
        if not word.startswith("-"):
            return word
        if word in (
            "-C",
            "-c",
            "--git-dir",
            "--work-tree",
            "--namespace",
            "--super-prefix",
            "--config-env",
        ):
            next(left, "")
    return ""


def _long(word: str, left: Iterator[str]) -> tuple[str, str]:
    """The whole name of a long option, which may be cut short, and its value."""
    name, equals, value = word.partition("=")
    if len(name) > len("--a") and "--amend".startswith(name):
        return "--amend", ""
    if len(name) > len("--no-a") and "--no-amend".startswith(name):
        return "--no-amend", ""
    whole = next((each for each in _VALUED if each.startswith(name)), "")
    if name == "--reset-author"[: len(name)] or not whole:
        return name, ""
    return whole, value if equals else next(left, "")


def _short(word: str, left: Iterator[str]) -> tuple[str, str]:
    """The one of some short options that takes a value, and this; the word itself where none does."""
    for at, letter in enumerate(word[1:], 2) if word.startswith("-") else ():
        if letter in _VALUED_LETTERS:
            return f"-{letter}", word[at:] or next(left, "")
        if letter in _REST_LETTERS:
            break
    return word, ""
