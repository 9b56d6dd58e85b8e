"""The merge driver of the state documents: asked for in .gitattributes, told to git in its configuration.

Where only the first is there, in a clone without git-sessionlog say, git merges as it always does
(gitattributes(5)).
"""

import os
import re
from collections.abc import Iterable, Iterator

from ..core import regular_files
from ..core.errors import Failure
from ..git import run as git
from ..git import worktree
from .action import Step, same
from .program import NAME, own
from .shim import quoted

FILE = ".gitattributes"
SECTION = "merge.sessionlog"
"""The section of git's configuration that has the driver."""

ATTRIBUTE = "merge=sessionlog"
"""What .gitattributes says of a state document."""

_WHAT = "merge driver of the state documents"

# Where the program is gone, or breaks, git's own merge takes its place: with any exit but 0, git would
# leave our side of the file as it is, with no conflict marker in it, and the other side would be lost.
# Whether conflicts were written is seen by the file, and not by markers, which a document may have, nor by
# the exit code: a program that cannot run ends with 1 too. More than 128 would end git's whole merge.
_COMMAND = (
    "unset PYTHONPATH PYTHONHOME; "
    'p={program}; [ -x "$p" ] || p={name}; a=$(git hash-object --no-filters %A); '
    '"$p" merge-document %O %A %B %L %P %X %S %Y && exit; '
    '[ "$a" = "$(git hash-object --no-filters %A)" ] || exit 1; '
    "git merge-file -q --marker-size=%L -L ours -L base -L theirs %A %O %B || exit 1"
)


def ask_for(top: str, paths: Iterable[str]) -> Step:
    """Ask for the driver for some documents in .gitattributes; how one is merged already stays."""
    path = os.path.join(top, FILE)
    if os.path.islink(path):  # it may lead anywhere, and git does not follow it
        return same("left", FILE, "it is a symbolic link")
    lines = [f"{_pattern(each)} {ATTRIBUTE}" for each in _free(top, tuple(paths))]
    if not lines:
        return same("kept", FILE)
    try:
        old = _read(path)
        end = b"\r\n" if old.endswith(b"\r\n") else b"\n"
        gap = end if old and not old.endswith(b"\n") else b""
        worktree.write(path, old + gap + b"".join(os.fsencode(line) + end for line in lines))
    except OSError as error:
        raise Failure(f"{FILE} cannot be written: {error.strerror}") from None
    return Step("edited" if old else "wrote", FILE, "rows that two branches add are all kept")


def is_asked_for(top: str) -> bool:
    """Whether .gitattributes asks for the driver, for any file."""
    try:
        lines = _read(os.path.join(top, FILE)).splitlines()
    except OSError:
        return False
    return any(ATTRIBUTE.encode() in line.split()[1:] for line in lines if not line.startswith(b"#"))


def told(top: str) -> str:
    """The command that git's configuration has for the driver, "" for none."""
    return git.config(rf"^{SECTION}\.driver$", cwd=top).get(f"{SECTION}.driver", [""])[-1]


def command() -> str:
    """The command that `install` tells git."""
    return _COMMAND.format(program=quoted(own() or NAME).replace("%", "%%"), name=NAME)


def install(top: str) -> Iterator[Step]:
    """Tell git of the driver, where .gitattributes asks for it."""
    if not is_asked_for(top):
        return
    there = told(top)
    if there == command():
        yield same("already installed", _WHAT)
        return
    git.ask("config", "--local", f"{SECTION}.name", _WHAT, cwd=top)
    git.ask("config", "--local", f"{SECTION}.driver", command(), cwd=top)
    yield Step("updated" if there else "installed", _WHAT)


def uninstall(top: str) -> Iterator[Step]:
    """Take the driver out of git's configuration; .gitattributes stays."""
    if git.ask("config", "--local", "--get-regexp", rf"^{SECTION}\.", cwd=top, no=(1,)):
        git.ask("config", "--local", "--remove-section", SECTION, cwd=top)
        yield Step("removed", _WHAT)


def _free(top: str, paths: tuple[str, ...]) -> list[str]:
    """Those of some paths for which no attribute in the repository says how they are merged."""
    asked = ("-c", f"core.attributesFile={os.devnull}", "check-attr", "-z", "merge", "--", *paths)
    answers = [os.fsdecode(field) for field in git.fields(git.ask(*asked, cwd=top))]
    how = dict(zip(answers[::3], answers[2::3], strict=True))
    return [path for path in paths if how[path] == "unspecified"]


def _read(path: str) -> bytes:
    try:
        return regular_files.read(path, regular_files.SETTINGS)
    except FileNotFoundError:
        return b""


def _pattern(path: str) -> str:
    """A path as .gitattributes takes it: from the top, without wildcards, quoted where it has to be."""
    plain = re.sub(r"([*?\[\\])", r"\\\1", f"/{path}")
    if not any(char.isspace() or char == '"' for char in plain):
        return plain
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
