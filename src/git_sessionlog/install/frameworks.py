"""The frameworks that may run our hooks too: pre-commit and prek, husky, lefthook."""

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..core import regular_files
from ..core.errors import Failure
from ..settings import config
from . import config_hooks, hook_files, precommit
from .hook_entry import FILE, Wiring, wiring
from .hooks_dir import Place
from .program import NAME
from .shim import HOOKS, KEPT

LEFTHOOK = tuple(f"{dot}lefthook.{end}" for end in ("yml", "yaml", "json", "toml") for dot in ("", "."))


class Job(NamedTuple):
    """A job of lefthook's that runs our program: the hook, its command, whether it gets the input."""

    hook: str
    run: str
    has_stdin: bool


class Lefthook(NamedTuple):
    """The configuration of lefthook: its file, "" for none, the hooks in it, the jobs that run us."""

    file: str
    hooks: tuple[str, ...] = ()
    jobs: tuple[Job, ...] = ()


def runs_framework(place: Place, hook: str) -> bool:
    """Whether pre-commit or prek is installed for this hook."""
    path = os.path.join(place.directory, hook)
    kept = path + KEPT
    written = (path, kept) if hook_files.found(place.directory, hook) == path else (path,)
    if any(hook_files.framework(file) in ("pre-commit", "prek") for file in written):
        return True
    return any("hook-impl" in command for command in config_hooks.others(hook, place.top))


def pre_commit(top: str) -> Wiring | None:
    """What the configuration of pre-commit says of us, None where there is none.

    Raises Failure when it cannot be read.
    """
    text = _text(os.path.join(top, FILE))
    if text is None:
        return None
    try:
        return wiring(precommit.parsed(text))
    except ValueError as error:
        raise Failure(f"{FILE}: {error}") from None


def lefthook(top: str) -> Lefthook:
    """What the configuration of lefthook says of us. Raises Failure when it cannot be read."""
    name = next((name for name in LEFTHOOK if os.path.isfile(os.path.join(top, name))), "")
    text = _text(os.path.join(top, name)) if name else None
    if text is None:
        return Lefthook(name)
    try:
        data = config.parsed(text.encode(), name) if name.endswith("toml") else precommit.parsed(text)
    except ValueError as error:
        raise Failure(f"{name}: {error}") from None
    sections = {
        hook.name: data[hook.name] for hook in HOOKS if isinstance(data, dict) and hook.name in data
    }
    jobs = (
        Job(hook, job["run"], job.get("use_stdin") is True)
        for hook, section in sections.items()
        for job in _jobs(section, set())
        if NAME in job["run"]
    )
    return Lefthook(name, tuple(sections), tuple(jobs))


def _jobs(value: Any, seen: set[int]) -> Iterator[dict[str, Any]]:
    """Every table with a command in it; aliases are looked at once."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, dict):
        if isinstance(value.get("run"), str):
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _jobs(item, seen)


def _text(path: str) -> str | None:
    try:
        return regular_files.read(path, precommit.LARGEST, follow=True).decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Failure(f"{os.path.basename(path)} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise Failure(f"{os.path.basename(path)}: byte {error.start} is not UTF-8") from None
