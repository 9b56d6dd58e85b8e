"""The merge driver of the state documents: asked for in .gitattributes, told to git in its configuration.

Where only the first is there, in a clone without git-sessionlog say, git merges as it always does
(gitattributes(5)).
"""

import os
from collections.abc import Iterable, Iterator

from .. import git, worktree
from ..errors import Failure
from .program import NAME, own
from .shim import quoted
from .step import Step, same

FILE = ".gitattributes"
SECTION = "merge.sessionlog"
"""The section of git's configuration that has the driver."""

ATTRIBUTE = "merge=sessionlog"
"""What .gitattributes says of a state document."""
_WHAT = "merge driver of the state documents"


def ask_for(top: str, paths: Iterable[str]) -> Step:
    """Ask for the driver for some documents in .gitattributes; what is there for one of them stays."""
    path = os.path.join(top, FILE)
    try:
        with open(path, "rb") as file:
            old = file.read().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        old = ""
    except OSError as error:
        raise Failure(f"{FILE} cannot be read: {error.strerror}") from None
    there = {line.split()[0].lstrip("/") for line in old.splitlines() if "merge" in line and line.split()}
    lines = [f"{_pattern(each)} {ATTRIBUTE}\n" for each in paths if each not in there]
    if not lines:
        return same("kept", FILE)
    newline = "" if not old or old.endswith("\n") else "\n"
    try:
        worktree.write(path, (old + newline + "".join(lines)).encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise Failure(f"{FILE} cannot be written: {error.strerror}") from None
    return Step("edited" if old else "wrote", FILE, "rows that two branches add are all kept")


def install(top: str) -> Iterator[Step]:
    """Tell git of the driver, where .gitattributes asks for it."""
    if not _is_asked_for(top):
        return
    command = f"{quoted(own() or NAME).replace('%', '%%')} merge-document %O %A %B %L %P"
    there = git.config(rf"^{SECTION}\.driver$", cwd=top).get(f"{SECTION}.driver", [""])[-1]
    if there == command:
        yield same("already installed", _WHAT)
        return
    git.ask("config", "--local", f"{SECTION}.name", _WHAT, cwd=top)
    git.ask("config", "--local", f"{SECTION}.driver", command, cwd=top)
    yield Step("updated" if there else "installed", _WHAT)


def uninstall(top: str) -> Iterator[Step]:
    """Take the driver out of git's configuration; .gitattributes stays."""
    if git.ask("config", "--local", "--get-regexp", rf"^{SECTION}\.", cwd=top, no=(1,)):
        git.ask("config", "--local", "--remove-section", SECTION, cwd=top)
        yield Step("removed", _WHAT)


def _is_asked_for(top: str) -> bool:
    try:
        with open(os.path.join(top, FILE), "rb") as file:
            return ATTRIBUTE.encode() in file.read()
    except OSError:
        return False


def _pattern(path: str) -> str:
    """A path as .gitattributes takes it: from the top, quoted where it has to be."""
    return f'"/{path}"' if any(char.isspace() or char in '"\\' for char in path) else f"/{path}"
