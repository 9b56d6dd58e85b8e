"""Whether the hooks do run here: small checks, each with the command that mends what it found."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from ..core.errors import Failure
from ..documents import tree_settings
from ..gate import skipped_pushes
from ..git import partial, ranges, worktree
from ..git import run as git
from ..settings.model import FILES
from . import config_hooks, frameworks, merge_driver, program
from .hook_entry import FILE, IDS
from .hooks_dir import Place, find, script, unset
from .runners import Way, sees_all, ways
from .shim import HOOKS, VERSION, Hook

OLDEST_GIT = (2, 30)
"""The oldest git that understands all that is asked of it."""

_INSTALL = "git sessionlog install"

_SKIPS = 3
"""Pushes not checked that are shown."""
_SAME = 60
"""Seconds within which a push with the same reason is the same."""

_HOLE = (
    "pre-commit shows it only the first ref of a push, others pass; our own hook, CI or a server sees all"
)
"""The same goes for prek."""

_OLDER = (
    f"a git before {'.'.join(map(str, config_hooks.SINCE))}, as some programs bring along, does not run it"
)


class Check(NamedTuple):
    """What a check found: `ok`, `bad`, or a `note` on what may be as it should be."""

    name: str
    state: str
    sentence: str
    mend: str = ""


class Seen(NamedTuple):
    """What the checks look at, found out once: the ways each hook is run in, and our version."""

    place: Place
    ways: dict[str, list[Way]]
    version: str


def examine(version: str) -> list[Check]:
    """What each check finds in the current repository; `version` is that of this distribution.

    Raises GitError where there is no work tree.
    """
    place = find()
    seen = Seen(place, {hook.name: ways(place, hook.name) for hook in HOOKS}, version)
    return [found for check in CHECKS for found in check(seen)]


def _versions(seen: Seen) -> Iterator[Check]:
    yield Check("version", "ok", f"git-sessionlog {seen.version}")
    number, oldest = git.version(), ".".join(map(str, OLDEST_GIT))
    shown = ".".join(map(str, number))
    if number < OLDEST_GIT:
        yield Check("git", "bad", f"git {shown} is too old", f"install git {oldest} or later")
    else:
        yield Check("git", "ok", f"git {shown}")


def _hooks_path(seen: Seen) -> Iterator[Check]:
    place = seen.place
    value = f"core.hooksPath ({place.scope}) is {place.hooks_path or 'empty'}"
    if place.hooks_path is None:
        return
    if place.kind == "outside":
        runs = any(not way.trouble for found in seen.ways.values() for way in found)
        yield Check(
            "hooksPath", "note" if runs else "bad", f"{value}: outside this repository", unset(place)
        )
    elif not os.path.isdir(place.directory):
        mend = "npm install (it runs husky)" if ".husky" in place.directory else _INSTALL
        yield Check("hooksPath", "bad", f"{value}, which this worktree does not have", mend)
    else:
        yield Check("hooksPath", "ok", value)


def _runs(seen: Seen) -> Iterator[Check]:
    """Each hook must run, and once; what sees less than all of a push may run besides."""
    for hook in HOOKS:
        found = seen.ways[hook.name]
        good = [way for way in found if not way.trouble]
        whole = [way for way in good if sees_all(way, hook)]
        if len(whole) > 1:
            yield Check(hook.name, "bad", *_twice(whole, hook))
        elif good:
            yield Check(hook.name, "ok", "run by " + " and ".join(way.where for way in good))
            if not whole:
                yield Check(hook.name, "note", _HOLE, _INSTALL)
            if all(way.kind == "configuration" for way in good):
                yield Check(hook.name, "note", _OLDER, _INSTALL)
        elif not found:
            yield Check(hook.name, "bad", *_absent(seen.place, hook))
        for way in found:
            if way.trouble:
                yield Check(hook.name, "note" if good else "bad", way.trouble, way.mend)


def _twice(good: list[Way], hook: Hook) -> tuple[str, str]:
    twice = "runs twice: " + " and ".join(way.where for way in good)
    if any(way.kind in ("file", "configuration") for way in good):
        return twice, _INSTALL
    return twice, f"take {program.NAME} {hook.name} out of {good[0].where}"


def _absent(place: Place, hook: Hook) -> tuple[str, str]:
    if place.kind == "husky":
        shown = place.shown(script(place, hook.name))
        return f"{shown} does not run it", f'add to {shown}: git-sessionlog-hook {hook.name} "$@"'
    return "not installed", _INSTALL


def _current(seen: Seen) -> Iterator[Check]:
    """Our own files and configuration must be of this version."""
    for found in seen.ways.values():
        for way in found:
            if way.shim and way.shim.version < VERSION:
                yield Check(way.shim.hook, "bad", f"{way.where} is of an older version", _INSTALL)
            elif way.shim and way.shim.version > VERSION:
                newer = f"{way.where} is of a newer version than this program"
                yield Check(way.shim.hook, "note", newer, "upgrade git-sessionlog")


def _program(seen: Seen) -> Iterator[Check]:
    """The program that a hook runs must be there: the recorded one, or one on PATH."""
    yield from dict.fromkeys(_program_of_each(seen))  # what is wrong with two hooks is said once


def _program_of_each(seen: Seen) -> Iterator[Check]:
    on_path = shutil.which(program.NAME)
    for way in (way for found in seen.ways.values() for way in found if not way.trouble):
        recorded = way.shim.program if way.shim else ""
        if way.kind == "pre-commit" or (recorded and os.access(recorded, os.X_OK)):
            if recorded and recorded != program.own():
                yield Check("program", "note", f"the hook runs another one: {recorded}", _INSTALL)
        elif recorded and on_path:
            yield Check("program", "note", f"{recorded} is gone, {on_path} is run", _INSTALL)
        elif recorded:
            yield Check("program", "bad", f"{recorded} is gone", _INSTALL)
        elif not on_path:
            where = os.path.dirname(program.own()) or "its directory"
            mend = f"add {where} to PATH"
            yield Check("program", "bad", f"{program.NAME} is not on PATH, where the hook looks", mend)


def _pre_commit(seen: Seen) -> Iterator[Check]:
    try:
        wiring = frameworks.pre_commit(seen.place.top)
    except Failure as failure:
        yield Check("pre-commit", "bad", failure.message, "pre-commit validate-config")
        return
    if not wiring or not wiring.ids:
        return
    absent = [name for name in IDS if name not in wiring.ids]
    missing = [hook.name for hook in HOOKS if hook.name not in wiring.hook_types]
    if absent:
        lacks = f"{FILE} lacks {', '.join(absent)}: a fresh clone misses it"
        yield Check("pre-commit", "note", lacks, f"{_INSTALL} --pre-commit")
    elif missing:
        lacks = f"default_install_hook_types lacks {', '.join(missing)}: a fresh clone misses it"
        yield Check("pre-commit", "note", lacks, f"{_INSTALL} --pre-commit")
    if seen.place.hooks_path is not None:
        refuses = "it refuses to be installed while core.hooksPath is set"
        yield Check("pre-commit", "note", refuses, unset(seen.place))


def _lefthook(seen: Seen) -> Iterator[Check]:
    try:
        found = frameworks.lefthook(seen.place.top)
    except Failure as failure:
        yield Check("lefthook", "bad", failure.message, "lefthook validate")
        return
    name = found.file
    stdin = {hook.name: hook.has_stdin for hook in HOOKS}
    for job in found.jobs:
        if not any(mark in job.run for mark in ("{0}", "{1}", "$1", "$@")):
            mend = f"write: git-sessionlog-hook {job.hook} {{0}}"
            yield Check("lefthook", "bad", f"the {job.hook} job in {name} gets no arguments", mend)
        if stdin[job.hook] and not job.has_stdin:
            mend = f"add to the job in {name}: use_stdin: true"
            yield Check("lefthook", "bad", f"the {job.hook} job in {name} sees no input", mend)
    alone = set(found.hooks) - {job.hook for job in found.jobs}
    for hook in (hook for hook in HOOKS if hook.name in alone):
        if any(way.kind == "file" for way in seen.ways[hook.name]):
            lost = f"`lefthook install` moves our {hook.name} hook away, and {name} has no job for it"
            use = ", with use_stdin: true" if hook.has_stdin else ""
            yield Check("lefthook", "note", lost, f"add a job: {program.NAME} {hook.name} {{0}}{use}")


def _merge(seen: Seen) -> Iterator[Check]:
    """A clone does not bring the merge driver that .gitattributes asks for: each has to install it."""
    top = seen.place.top
    if not merge_driver.is_asked_for(top):
        return
    there = merge_driver.told(top)
    if not there:
        lacks = f"{merge_driver.FILE} asks for our merge driver, git's configuration has none"
        yield Check("merge", "note", lacks, _INSTALL)
    elif there != merge_driver.command():
        other = "the merge driver is of another installation, or an older version"
        yield Check("merge", "note", other, _INSTALL)
    else:
        yield Check("merge", "ok", f"by our driver, where {merge_driver.FILE} asks for it")


def _skipped(seen: Seen) -> Iterator[Check]:
    """The last pushes that somebody let pass with a reason, the latest first."""
    try:
        log = skipped_pushes.recorded(os.path.join(seen.place.shared, worktree.STATE))
    except OSError as error:
        yield Check("skipped", "note", f"the log of pushes not checked cannot be read: {error.strerror}")
        return
    last = _pushes(log)[::-1]
    count = f"{len(last)} pushes" if len(last) > 1 else "1 push"
    for skip in last[:_SKIPS]:
        which = f"{count} not checked, the last" if skip is last[0] else "before that"
        when, branches = skip.when[:16].replace("T", " "), skip.branches.replace(" ", ", ")
        yield Check("skipped", "note", f"{which} on {when} UTC to {branches}: {skip.reason}")


def _pushes(log: list[skipped_pushes.Skip]) -> list[skipped_pushes.Skip]:
    """Each push once: beside pre-commit the hook runs twice, and there for the first ref only."""
    found: list[skipped_pushes.Skip] = []
    for skip in log:
        if found and skip.reason == found[-1].reason and _seconds(skip) - _seconds(found[-1]) < _SAME:
            found[-1] = max(found[-1], skip, key=lambda one: len(one.branches))
        else:
            found.append(skip)
    return found


def _seconds(skip: skipped_pushes.Skip) -> float:
    try:
        return datetime.fromisoformat(skip.when).timestamp()
    except ValueError:  # written by hand
        return 0


def _settings(seen: Seen) -> Iterator[Check]:
    try:
        loaded = tree_settings.here(seen.place.top)
    except Failure as failure:
        yield Check("settings", "bad", failure.message, failure.hint)
        return
    file = loaded.file
    if loaded.settings.note:
        yield Check("settings", "note", loaded.settings.note)
    elif file and not os.path.lexists(os.path.join(seen.place.top, file)):
        yield Check("settings", "ok", f"{file}, which is tracked and not checked out")
    else:
        yield Check("settings", "ok", file or f"the defaults, there is no {FILES[0]}")


def _clone(seen: Seen) -> Iterator[Check]:
    answer = git.ask("rev-parse", "--is-shallow-repository", cwd=seen.place.top)
    if answer.strip() == b"true":
        missing = "a shallow clone: older commits are not here"
        yield Check("history", "note", missing, ranges.whole(in_ci=False))
    elif partial.promisor():
        yield Check("history", "ok", "complete; a partial clone: files are fetched when they are asked for")
    else:
        yield Check("history", "ok", "complete")


CHECKS: tuple[Callable[[Seen], Iterator[Check]], ...] = (
    *(_versions, _clone, _settings),
    *(_hooks_path, _runs, _current, _program),
    *(_pre_commit, _lefthook, _merge, _skipped),
)
"""All checks, in the order in which they are shown."""
