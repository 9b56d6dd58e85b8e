"""Whether a repository uses us: agents tell of every one that they work in."""

import os
from collections.abc import Iterator
from contextlib import suppress

from ...core import regular_files
from ...git import branch_sessions
from ...git import run as git
from ...git.worktree import Worktree
from ...settings.model import FILES
from .agents import AGENTS

PROGRAM = b"git-sessionlog-hook"
_MOST = 1_000_000  # bytes of a file that are searched
_HOOKS = ("commit-msg", "pre-push")
_FRAMEWORKS = (
    *(".pre-commit-config.yaml", ".husky/commit-msg", ".husky/pre-push"),
    *(f"{dot}lefthook.{end}" for end in ("yml", "yaml", "json", "toml") for dot in ("", ".")),
)


def is_used(place: Worktree) -> bool:
    """Whether there are settings of ours, an active session, a hook of ours, or an agent told to call us.

    A state document alone says nothing: STATUS.md is a name that others use too.
    """
    return any(_signs(place))


def has_hook(directory: str) -> bool:
    """Whether a directory of hooks has one of ours."""
    return any(_has(os.path.join(directory, name), PROGRAM) for name in _HOOKS)


def _signs(place: Worktree) -> Iterator[bool]:
    """One after the other: the cheapest ones first."""
    own, project = (os.path.join(place.top, name) for name in FILES)
    yield os.path.lexists(own)
    yield branch_sessions.exist(place.state)
    yield _has(project, b"tool.sessionlog")
    yield from (_has(os.path.join(place.top, agent.file), PROGRAM) for agent in AGENTS.values())
    yield from (_has(os.path.join(place.top, name), b"sessionlog-") for name in _FRAMEWORKS)
    asked = git.Question("config", "-z", "--get-regexp", r"^hook\.sessionlog-.*\.command$", cwd=place.top)
    where = git.where(*(f"hooks/{name}" for name in _HOOKS), cwd=place.top)
    _, paths = git.top_and_paths(where, len(_HOOKS))
    yield bool(git.configured(asked))
    yield from (_has(os.path.join(place.top, path), PROGRAM) for path in paths)


def _has(path: str, text: bytes) -> bool:
    """Whether a regular file holds a text."""
    with suppress(OSError), regular_files.opened(path, follow=True) as file:
        return text in file.read(_MOST)
    return False
