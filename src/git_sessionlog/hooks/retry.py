"""The command that commits what was refused, as it is pasted into the shell where it was typed."""

import os
import shlex
from contextlib import suppress
from typing import NamedTuple

from ..core.errors import GitError
from ..core.findings import Verdict
from ..core.terminal import escaped
from ..git import run as git
from ..git import worktree
from ..git.cleanup import Message
from . import caller

_MESSAGE, _PATHS = "message", "paths"  # files in our directory of the git directory
_LONGEST = 2000  # characters of paths in a command


class Refused(NamedTuple):
    """A refused commit: the verdict, what git would have recorded, in which encoding, the message file.

    `state` is our directory of the worktree, `is_amend` whether HEAD is amended.
    """

    verdict: Verdict
    message: Message
    encoding: str
    path: str
    state: str
    is_amend: bool


def command(refused: Refused, *, show: bool) -> str:
    """The command; with the corrected line, where there is one, as `-m` if that is all and may be shown."""
    told, amend = caller.asked() or caller.Commit(), ["--amend"] if refused.is_amend else []
    words = [*_message(refused, show=show), *amend, *_kept(told, amends=refused.is_amend)]
    return _in_place(_typed(), words, refused, told.settings)


def _kept(told: caller.Commit, *, amends: bool) -> list[str]:
    """The options for author, date and signature; those of the commit whose message was to be used, too."""
    kept, env = list(told.kept), os.environ
    if told.reused and "--reset-author" not in kept and "GIT_AUTHOR_DATE" in env:
        named = {word.partition("=")[0] for word in kept}
        author = f"{env.get('GIT_AUTHOR_NAME', '')} <{env.get('GIT_AUTHOR_EMAIL', '')}>"
        values = {"--author": author, "--date": env["GIT_AUTHOR_DATE"]}
        kept += [f"{name}={value}" for name, value in values.items() if name not in named]
    return [word for word in kept if amends or word != "--reset-author"]  # git takes it with a commit only


def _message(refused: Refused, *, show: bool) -> list[str]:
    """The options that bring the message; an editor comes up where something is left to be said."""
    verdict, lines = refused.verdict, refused.message.lines
    if not verdict.corrected:
        return ["-e", "-F", refused.path]
    at = next((i for i, line in enumerate(lines) if line.removesuffix("\r") == verdict.subject), 0)
    is_whole = all(one.line == at + 1 for one in verdict.findings if one.severity == "error")
    lines[at] = verdict.corrected
    if show and is_whole and not any(line.strip() for line in lines[1:]):
        return ["-m", verdict.corrected]
    try:
        kept = _keep(refused.state, _MESSAGE, ("\n".join(lines) + "\n").encode(refused.encoding))
    except (OSError, UnicodeError):
        return ["-e", "-F", refused.path]
    return ["-F", kept] if is_whole else ["-e", "-F", kept]


def _in_place(typed: str, words: list[str], refused: Refused, settings: tuple[str, ...]) -> str:
    """The command for a directory: what is committed is what would have been."""
    here, place, start = os.path.realpath(os.getcwd()), os.path.realpath(typed), ["git"]
    if place != here:
        words = [
            os.path.abspath(word) if was == "-F" else word
            for was, word in zip(["", *words], words, strict=False)
        ]
        if not place.startswith(os.path.join(here, "")):
            place, start = here, ["git", "-C", os.getcwd()]
    index = os.path.basename(os.environ.get("GIT_INDEX_FILE", ""))
    before: list[str] = []
    try:
        if index == "index.lock":  # of an index of its own, which git drops
            if git.ask("diff", "--name-only", "--ignore-submodules=dirty"):
                before = [*start, "read-tree", git.ask("write-tree").decode().strip()]
            else:
                words.insert(0, "-a")
        elif index.startswith("next-index-"):
            words += _paths(place, refused.state) or (
                ["--only"] if refused.is_amend else ["--only", "--allow-empty"]
            )
    except (GitError, OSError):
        pass  # what is staged is committed
    lines = [before, [*start, *settings, "commit", *words]]
    return escaped(" && ".join(" ".join(map(shlex.quote, line)) for line in lines if line))


def _paths(place: str, state: str) -> list[str]:
    """The options that name the files of a commit of some paths; none where it is a message alone."""
    try:
        found = git.ask("diff", "--cached", "--name-only", "--no-renames", "-z", "HEAD")
    except GitError:
        found = git.ask("ls-files", "-z")  # there is no commit yet
    top = os.path.realpath(os.getcwd())
    files = (os.path.join(top, os.fsdecode(name)) for name in git.fields(found))
    names = [git.literal(os.path.relpath(file, place)) for file in files]
    if sum(map(len, names)) <= _LONGEST:
        return ["--", *names] if names else []
    kept = _keep(state, _PATHS, b"\0".join(map(os.fsencode, names)))
    return [f"--pathspec-from-file={os.path.abspath(kept)}", "--pathspec-file-nul"]


def _keep(state: str, name: str, data: bytes) -> str:
    """The path of a file of ours in the git directory, written anew."""
    os.makedirs(state, exist_ok=True)
    path = os.path.join(state, name)
    worktree.write(path, data)
    return path


def _typed() -> str:
    """The directory in which the commit was typed.

    A hook starts at the top of the work tree, and a shell between git and us makes $PWD so. Linux
    tells where git was called, after `git -C` too; elsewhere git tells the subdirectory.
    """
    top, prefix = os.environ.get("PWD", ""), os.environ.get("GIT_PREFIX", "")
    told = os.path.join(top, prefix) if prefix and _same(top, os.getcwd()) else top
    was_git = False
    for process in caller.processes():
        if was_git and process.name != "git":
            with suppress(OSError):
                return os.readlink(f"/proc/{process.id}/cwd")
            break
        was_git = process.name == "git"
    return told


def _same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False
