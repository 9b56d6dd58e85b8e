"""The processes above a hook, and what the `git commit` among them was asked: nothing else tells it."""

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .git_options import taken

_REUSES = ("--reedit-message", "--reuse-message", "-C", "-c")
_KEPT = {
    "--author": "author",
    "--date": "date",
    "--reset-author": "author anew",
    **dict.fromkeys(("-S", "--gpg-sign", "--no-gpg-sign"), "signature"),
    "--allow-empty": "no files",
}
"""What is neither message nor files: the options, and what they are about. The last one about it counts."""
_WHO = ("user.", "author.", "committer.", "gpg.", "commit.gpgsign")
"""What the names of settings for the same begin with. A sign-off is in the message."""


class Process(NamedTuple):
    """A process above this one, the nearest first: its id, and the name of its program."""

    id: int
    name: str


class Commit(NamedTuple):
    """What `git commit` was asked: to amend HEAD, or to take the message of `reused`, "" for none.

    `kept` are the options for what is neither message nor files: author, date, signature. `settings` are
    options of git itself before them, for the same.
    """

    amends: bool = False
    reused: str = ""
    kept: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()


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
    own, left = taken("", [*program.split("-")[1:], *words[1:]])
    if not left or left[0] != "commit":
        return None
    amends, reused, kept = False, "", dict[str, str]()
    for name, value in taken("commit", left[1:])[0]:
        if name in _REUSES:
            reused = value
        elif name in ("--amend", "--no-amend"):
            amends = name == "--amend"
        elif name in _KEPT:
            equals = "=" if value and name.startswith("--") else ""
            kept[_KEPT[name]] = f"{name}{equals}{value}"
    who = [one for one in own if one[0] in ("-c", "--config-env") and one[1].lower().startswith(_WHO)]
    return Commit(amends, reused, tuple(kept.values()), tuple(word for one in who for word in one))
