"""A shell command that an agent is about to run: would it be refused, does it go round the hooks?"""

import os
from typing import NamedTuple

from ...core.errors import GitError
from ...core.findings import Verdict
from ...core.terminal import Paint, one_line
from ...git import run as git
from ...git import worktree
from ...git.cleanup import ASKED_OF_GIT, cleanup_of, decoded, recorded
from ...git.worktree import Worktree
from ...install.agents.uses import has_hook, is_used
from ...messages.lint import judge
from ...messages.refusal import refusal
from ...sessions import end_marker
from ...settings import config
from ...settings.model import Settings
from .. import PARTS, load
from . import git_command, guard, shell
from .command_words import name_of
from .git_command import Git
from .shell import Command
from .shell_grammar import UNKNOWN


class Answer(NamedTuple):
    """What is done about a command, `warn` or `deny`, and the words for it."""

    how: str
    text: str


def judged(text: str) -> Answer | None:
    """What speaks against a command of the shell, None for nothing.

    The commands in it are judged one after the other; the first that should not be run tells.
    """
    here = os.getcwd()
    seen = _Seen()
    for command in shell.commands(text):
        call = git_command.parsed(command)
        ours = name_of(command.words[0]) == "git-sessionlog"
        if call or ours:
            os.chdir(here)
            answer = _one(command, call, seen)
            if answer:
                return answer
        seen.after(call, ours=ours)
    return None


class _Seen:
    """What earlier commands of the same text may have done to a repository."""

    def __init__(self) -> None:
        self.moved = False
        self.merging = False
        self.made = False

    def after(self, call: Git | None, *, ours: bool) -> None:
        """A command that came before: a call of git, or of our own program."""
        self.moved = self.moved or ours or bool(call and not guard.reads_only(call))
        self.merging = self.merging or bool(call and guard.merges(call))
        self.made = self.made or bool(call and call.sub in ("init", "clone"))


def _one(command: Command, call: Git | None, seen: _Seen) -> Answer | None:
    if guard.ends_session(command, call):
        place = _place(call.directory if call else command.directory)
        if place:
            end_marker.ask(place.state)
        return None
    if call is None or (seen.made and UNKNOWN in call.directory):
        return None  # a repository of the moment, in `$(mktemp -d)`
    way = guard.way_round(command, call)
    message = guard.message(command, call) if not seen.merging else None
    push = call.sub == "push" and not seen.moved
    if not (way or message or push):
        return None
    place = _place(call.directory)
    settings = config.load(place.top).settings if place else Settings()
    if place is None or settings.guard == "off":
        return None
    said = _round(way) if way and not _leads_to_ours(way, place.top) else ""
    if not said and not call.moved and UNKNOWN not in call.directory:
        said = _of_message(message, call, settings, place) if message else ""
        if push:
            said = load(PARTS, "agent-push").refusal(call.args)
    return Answer(settings.guard, _told(said, settings.guard)) if said else None


def _place(directory: str) -> Worktree | None:
    """The work tree there, which becomes the current directory, where it uses us.

    What nobody knows the directory of is taken to be run here.
    """
    try:
        if directory and UNKNOWN not in directory:
            os.chdir(os.path.expanduser(directory))
        place = worktree.seen(worktree.ask())
    except (OSError, ValueError, GitError):
        return None
    return place if is_used(place) else None


def _leads_to_ours(way: guard.Way, top: str) -> bool:
    """Whether hooks are looked for where ours are: so a clone gets those that are in the work tree."""
    return bool(way.to) and has_hook(os.path.join(top, os.path.expanduser(way.to)))


def _round(way: guard.Way) -> str:
    return f"sessionlog: not to be run: {one_line(way.what, 80)} {way.does}\ninstead: {way.instead}\n"


def _of_message(text: str, call: Git, settings: Settings, place: Worktree) -> str:
    """The refusal of a commit's message, "" where it would pass; as commit-msg judges it."""
    now = place.situation
    if now.merging or now.reverting or now.picking:
        return ""
    data = text.encode("utf-8", "surrogateescape")
    configured = git.config(ASKED_OF_GIT)
    if guard.cleanup(call):
        configured["commit.cleanup"] = [guard.cleanup(call)]
    message = decoded(recorded(data, cleanup_of(data, configured, editor=False)))
    verdict: Verdict = judge(message, settings)
    if not verdict.refused or _is_prepared(place.top):
        return ""
    return refusal(verdict, message, "", Paint())


def _is_prepared(top: str) -> bool:
    """Whether a hook may complete the message first: with the id in a branch's name, say.

    What husky 9 has in `.husky/_` is there in any case, and calls the one beside that directory.
    """
    _, (path,) = git.top_and_paths(git.where("hooks/prepare-commit-msg", cwd=top), 1)
    directory, name = os.path.split(os.path.join(top, path))
    if os.path.basename(directory) == "_":
        return os.path.isfile(os.path.join(os.path.dirname(directory), name))
    return os.access(os.path.join(directory, name), os.X_OK)


def _told(text: str, how: str) -> str:
    """The words; what the agent may not decide is said where it is refused."""
    if how == "deny":
        return text
    return text + 'sessionlog: it is run all the same: guard = "warn" in the settings\n'
