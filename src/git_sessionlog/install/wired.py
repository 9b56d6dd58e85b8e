"""The frameworks that may run our hooks too: pre-commit and prek, husky, lefthook."""

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..errors import Failure
from . import configured, files, native, precommit
from .place import Place, calls_us, find, script
from .program import NAME
from .shim import HOOKS, KEPT
from .stanza import FILE, Source, Wiring, wiring
from .step import Step, same

LEFTHOOK = tuple(f"{dot}lefthook.{end}" for end in ("yml", "yaml", "json", "toml") for dot in ("", "."))


class Job(NamedTuple):
    """A job of lefthook's that runs our program: the hook, its command, whether it gets the input."""

    hook: str
    run: str
    has_stdin: bool


def with_pre_commit(source: Source) -> list[Step]:
    """Add our hooks to the configuration of pre-commit, and take away those that git runs itself."""
    place = find()
    steps = [precommit.add(place.top, source)]
    steps += [step._replace(why=step.why or "pre-commit is to run it") for step in native.uninstall()]
    if not all(runs_framework(place, hook.name) for hook in HOOKS):
        steps.append(same("next:", "pre-commit install (or prek install)"))
    return steps


def doubled() -> Iterator[Step]:
    """A note for each hook that git runs itself and pre-commit runs too."""
    place = find()
    try:
        found = pre_commit(place.top)
    except Failure:
        return
    for hook in HOOKS:
        name = f"sessionlog-{hook.name}"
        if found and name in found.ids and runs_framework(place, hook.name):
            yield same("note:", "pre-commit runs it too", "git sessionlog uninstall leaves it to that")


def runs_framework(place: Place, hook: str) -> bool:
    """Whether pre-commit or prek is installed for this hook."""
    path = os.path.join(place.directory, hook)
    kept = path + KEPT
    written = (path, kept) if files.found(place.directory, hook) == path else (path,)
    if any(files.framework(file) in ("pre-commit", "prek") for file in written):
        return True
    return any("hook-impl" in command for command in configured.others(hook, place.top))


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


def lefthook(top: str) -> tuple[str, list[Job]]:
    """The configuration of lefthook, "" where there is none, and its jobs that run our program.

    Raises Failure when it cannot be read; of TOML only the presence is known.
    """
    name = next((name for name in LEFTHOOK if os.path.isfile(os.path.join(top, name))), "")
    text = _text(os.path.join(top, name)) if name else None
    if text is None or name.endswith("toml"):
        return name, []
    try:
        data = precommit.parsed(text)
    except ValueError as error:
        raise Failure(f"{name}: {error}") from None
    return name, [
        Job(hook.name, job["run"], job.get("use_stdin") is True)
        for hook in HOOKS
        for job in _jobs(data.get(hook.name) if isinstance(data, dict) else None, set())
        if NAME in job["run"]
    ]


def left() -> Iterator[Step]:
    """What runs our hooks still, because its file is the user's own."""
    place = find()
    try:
        found = pre_commit(place.top)
    except Failure:
        found = None
    if found and found.ids:
        yield same("left", FILE, f"take {', '.join(found.ids)} out of it by hand")
    for hook in HOOKS:
        path = script(place, hook.name)
        if calls_us(path, hook.name):
            yield same("left", place.shown(path), f"take the line with {NAME} out of it by hand")
    try:
        name, jobs = lefthook(place.top)
    except Failure:
        return
    if jobs:
        yield same("left", name, f"take the job that runs {NAME} out of it by hand")


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
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Failure(f"{os.path.basename(path)} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise Failure(f"{os.path.basename(path)}: byte {error.start} is not UTF-8") from None
