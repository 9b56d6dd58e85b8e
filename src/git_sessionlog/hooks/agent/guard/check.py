"""A shell command that an agent is about to run: would it be refused, does it go past the hooks?"""

import os
import re
import shlex
from collections.abc import Iterator
from typing import NamedTuple

from ....core.errors import GitError
from ....core.findings import Verdict
from ....core.terminal import Paint, one_line
from ....documents import tree_settings
from ....git import run as git
from ....git import worktree
from ....git.cleanup import ASKED_OF_GIT, cleanup_of, decoded, recorded
from ....git.worktree import Worktree
from ....install.agents.uses import has_hook, is_used
from ....messages.lint import judge
from ....messages.refusal import refusal
from ....sessions import active, end_marker
from ....settings.model import Settings
from ... import PARTS, load
from .bypasses import NO_LONGER, Bypass, bypasses
from .git_call import Call, change, parsed
from .shell import Command, commands
from .words import UNKNOWN, name_of, names

_READS = names(
    "add status log diff show fetch remote rev-parse rev-list ls-files config push describe blame grep"
    " shortlog version help stash"
)
_MERGES = names("merge cherry-pick revert rebase pull am")
_KNOWN = (_READS | _MERGES) | names(
    "commit branch checkout switch restore reset tag init clone clean mv rm bisect worktree submodule apply"
    " sessionlog cat-file show-ref for-each-ref symbolic-ref update-ref ls-tree ls-remote merge-base gc"
    " archive format-patch check-ignore notes reflog fsck hash-object var diff-tree name-rev range-diff"
)
"""Subcommands of git; others may be aliases."""

_DEEP = 5  # aliases of aliases


class Answer(NamedTuple):
    """What is done about a command, `warn` or `deny`, and the words for it."""

    how: str
    text: str


class _Seen:
    """What earlier commands of the same text may have done to a repository."""

    moved = merging = made = False

    def __init__(self) -> None:
        self.aliases: dict[str, str] = {}

    def after(self, command: Command, call: Call | None) -> None:
        is_ours = name_of(command.words[0]) == "git-sessionlog"
        self.moved = self.moved or is_ours or bool(call and call.sub not in _READS)
        self.merging = self.merging or bool(call and call.sub in _MERGES)
        self.made = self.made or bool(call and call.sub in ("init", "clone"))


def checked(text: str) -> Answer | None:
    """What speaks against a command of the shell, None for nothing.

    The commands in it are looked at one after the other; the first that should not be run tells.
    """
    here, seen = os.getcwd(), _Seen()
    for found in commands(text):
        for command in _with_aliases(found, seen.aliases):
            os.chdir(here)
            call = parsed(command)
            if answer := _one(command, call, seen):
                return answer
            seen.after(command, call)
    return None


def _with_aliases(command: Command, known: dict[str, str], depth: int = 0) -> Iterator[Command]:
    """A command, and those that it stands for as an alias; an alias that it makes is looked at, too."""
    yield command
    call, value, args = parsed(command), "", ""
    if call and call.sub == "config":
        name, value = (text or "" for text in change(call))
        value = value if name.startswith("alias.") else ""
        known[name] = value
    elif call and call.sub not in _KNOWN:
        value = (dict(call.settings) | known).get(f"alias.{call.sub.lower()}") or _configured(call)
        args = shlex.join(call.args)
    if call and value and depth < _DEEP:
        like = command._replace(directory=call.directory, sure=command.sure and call.sub != "config")
        said = f"{value[1:] if value.startswith('!') else f'git {value}'} {args}"
        for one in commands(said, like):
            yield from _with_aliases(one, known, depth + 1)


def _configured(call: Call) -> str:
    """The alias that the user or the repository has, "" for none."""
    try:
        directory = call.directory if os.path.isdir(call.directory) else None
        found = git.config(rf"^alias\.{re.escape(call.sub.lower())}$", cwd=directory)
    except GitError:
        return ""
    return next((values[-1] for values in found.values()), "")


def _one(command: Command, call: Call | None, seen: _Seen) -> Answer | None:
    directory = call.directory if call else command.directory
    if _ends_session(command, call):
        if place := _place(directory, seen):
            end_marker.ask(place.state, active.read(place.state))
        return None
    way = next(bypasses(command, call, is_known=bool(call and call.sub in _KNOWN)), None)
    is_here = (
        command.sure and command.words[0] != UNKNOWN and os.path.isdir(os.path.expanduser(directory or "."))
    )
    said = message(command, call) if call and is_here and not seen.merging else None
    is_push = bool(call and call.sub == "push" and is_here and not seen.moved)
    if not (way or said or is_push):
        return None
    if way and ".git/" in way.file:
        directory = re.split(r"(?:^|/)\.git/", way.file)[0]
    place = _place(directory, seen)
    settings = tree_settings.here(place.top).settings if place else Settings()
    if place is None or settings.guard == "off":
        return None
    text = ""
    if way and not _is_harmless(way):
        text = f"sessionlog: not to be run: {one_line(way.what, 80)} {way.does}\ninstead: {way.instead}\n"
    elif call and not call.moved:
        text = _of_message(said, call, settings, place) if said else ""
        text = load(PARTS, "agent-push").refusal(call) if is_push else text
    if text and settings.guard != "deny":
        text += 'sessionlog: it is run all the same: guard = "warn" in the settings\n'
    return Answer(settings.guard, text) if text else None


def _ends_session(command: Command, call: Call | None) -> bool:
    """Whether a command ends our session, or tries to."""
    words = ("git-sessionlog", *call.args) if call and call.sub == "sessionlog" else command.words
    is_end = name_of(words[0]) == "git-sessionlog" and words[1:2] == ("end",)
    return is_end and not {"--dry-run", "-h", "--help"} & set(words)


def _place(directory: str, seen: _Seen) -> Worktree | None:
    """The work tree there, which becomes the current directory, where it uses us.

    What nobody knows the directory of, or what is not there yet, is taken to be run here, or in a
    repository that the text has made.
    """
    path = os.path.expanduser(directory or ".")
    try:
        if os.path.isdir(path):
            os.chdir(path)
        elif seen.made:
            return None
        place = worktree.seen(worktree.ask())
    except (OSError, ValueError, GitError):
        return None
    return place if is_used(place) else None


def _is_harmless(way: Bypass) -> bool:
    """Whether hooks are looked for where ours are: so a clone gets those that are in the work tree."""
    if way.directory == NO_LONGER:
        now = git.config(r"^core\.hookspath$").get("core.hookspath", [""])[-1]
        return not has_hook(os.path.expanduser(now))
    return bool(way.directory) and has_hook(os.path.expanduser(way.directory))


def message(command: Command, call: Call) -> str | None:
    """The message that `git commit` is given in its words, or reads from the text; None for none.

    It ends before the first line with something that is not known.
    """
    edited = ("-e", "--edit", "--fixup", "--squash", "-C", "--reuse-message", "-c", "--reedit-message")
    if call.sub != "commit" or call.values(*edited, "-h", "--help", "--dry-run"):
        return None
    said, files = call.values("-m", "--message"), call.values("-F", "--file")
    if files:
        is_given = files == ["-"] and command.given is not None and not said
        said = [command.given or ""] if is_given else []
    text = "\n".join(piece if piece.endswith("\n") else f"{piece}\n" for piece in said)
    lines = text.partition(UNKNOWN)[0].split("\n")
    return "\n".join(lines[:-1] if UNKNOWN in text else lines) or None


def _of_message(text: str, call: Call, settings: Settings, place: Worktree) -> str:
    """The refusal of a commit's message, "" where it would pass; as commit-msg judges it."""
    now = place.situation
    if now.merging or now.reverting or now.picking:
        return ""
    configured = git.config(ASKED_OF_GIT)
    if asked := call.values("--cleanup"):
        configured["commit.cleanup"] = asked[-1:]
    data = text.encode("utf-8", "surrogateescape")
    recorded_ = decoded(recorded(data, cleanup_of(data, configured, editor=False)))
    verdict: Verdict = judge(recorded_, settings)
    if not verdict.refused or _is_prepared(place.top):
        return ""
    if any(finding.rule == "fix-missing" for finding in verdict.findings):
        verdict = load(PARTS, "unknown").with_hint(verdict, settings, place.top)
    return refusal(verdict, recorded_, "", Paint())


def _is_prepared(top: str) -> bool:
    """Whether a hook may complete the message first: with the id in a branch's name, say.

    What husky 9 has in `.husky/_` is there in any case, and calls the one beside that directory.
    """
    _, (path,) = git.top_and_paths(git.where("hooks/prepare-commit-msg", cwd=top), 1)
    directory, name = os.path.split(os.path.join(top, path))
    if os.path.basename(directory) == "_":
        return os.path.isfile(os.path.join(os.path.dirname(directory), name))
    return os.access(os.path.join(directory, name), os.X_OK)
