"""`git sessionlog init`: adopt git-sessionlog in a repository, with one command."""

import os
import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import click

from .. import PROJECT
from ..core.errors import CLEAN
from ..documents.profiles import registry as profiles
from ..documents.profiles.model import Profile, documents_of_all
from ..git import missing_files
from ..git import run as git
from ..git.trees import WorkTree
from ..install import (
    adopt,
    agents_file,
    documents,
    merge_driver,
    native,
    scaffold,
    session_lines,
    to_precommit,
)
from ..install.action import Step, same, told
from ..install.hook_entry import FILE, IDS, Source
from ..install.precommit import NotEdited
from ..sessions import trusted_gates
from ..settings import config, keys
from ..settings.model import FILES, PRESETS, PROFILES, STATE_DOCUMENTS
from .options import write
from .version import installed
from .writing import Writing


class _Asked(NamedTuple):
    """What the command line says."""

    preset: str | None
    scopes: str | None
    profiles: tuple[str, ...]
    hooks: str | None
    agents: bool


@click.command("init", cls=Writing)
@click.option("--preset", type=click.Choice(list(PRESETS)), help="Default: what the last commits follow.")
@click.option("--scopes", help="The only scopes that a commit may have.", metavar="A,B")
@click.option(
    "--profile",
    "names",
    multiple=True,
    metavar="NAME",
    help=f"Begin its documents: {', '.join(PROFILES)}, or the path of a TOML file. Can be repeated.",
)
@click.option(
    "--hooks", type=click.Choice(["native", "pre-commit", "none"]),
    help=f"Default: pre-commit where there is a {FILE}, else native.",
)  # fmt: skip
@click.option("--agents", is_flag=True, help="Add a paragraph for coding agents to AGENTS.md.")
def command(
    preset: str | None, scopes: str | None, names: tuple[str, ...], hooks: str | None, agents: bool
) -> int:
    """Write .sessionlog.toml and STATUS.md where there are none, and install the hooks.

    With --profile the documents of that profile are written instead of STATUS.md. Nothing is
    overwritten, and a second run changes nothing. `git sessionlog agent install` has coding agents call us.
    """
    top = git.top()
    done: list[Step] = []
    try:
        for step in _steps(top, _Asked(preset, scopes, tuple(dict.fromkeys(names)), hooks, agents)):
            write(told([step]))
            done.append(step)
    except NotEdited as refused:
        write(refused.stanza.splitlines())
        raise
    if any(step.changed for step in done):
        write(_after(top, done))
    return CLEAN


def _steps(top: str, asked: _Asked) -> Iterator[Step]:
    """Each step, done when it is asked for: what failed comes after what was done."""
    loaded = config.load(top)
    wanted = config.settings_from({"profiles": list(asked.profiles)}, "init").settings
    wanted = wanted._replace(documents=loaded.settings.documents)
    chosen = profiles.active(wanted, WorkTree(top)) if wanted.profiles else ()
    _must_be_checked_out(top, chosen, asked)
    given = _of_profiles(chosen)
    if asked.scopes:
        given["scopes"] = [name.strip() for name in asked.scopes.split(",")]
    if loaded.file:
        yield from _kept(loaded, given, held=bool(asked.preset or asked.scopes))
    else:
        yield from _settings(top, asked.preset, given)
    if chosen:
        yield from documents.write_documents(top, chosen)
    else:
        yield scaffold.write_status(top)
    yield from session_lines.add(top, config.load(top).settings)
    states = _states(profiles.active(config.load(top).settings, WorkTree(top)))
    if states:
        yield merge_driver.ask_for(top, states)
    yield from _agents(top, asked)
    hooks = asked.hooks
    if hooks is None:
        hooks = "pre-commit" if _is_there(top, FILE) else "native"
    if hooks == "native":
        yield from native.install()
    if hooks == "pre-commit":
        yield from to_precommit.with_pre_commit(Source(PROJECT, f"v{installed()}"))


def _must_be_checked_out(top: str, chosen: Iterable[Profile], asked: _Asked) -> None:
    """Raise Failure, before anything is written, where git tracks a file that would be taken for absent."""
    reads, makes = documents.tracked_at(top, chosen)
    names = [FILES[0], merge_driver.FILE, *([agents_file.FILE] if asked.agents else [])]
    if not chosen:
        reads += STATE_DOCUMENTS
        names += [] if any(_is_there(top, name) for name in STATE_DOCUMENTS) else STATE_DOCUMENTS[:1]
    if asked.hooks == "pre-commit":
        names.append(FILE)
    makes += [name for name in names if not _is_there(top, name)]
    missing_files.must_be_there(top, [*FILES, *reads, FILE], makes)


def _is_there(top: str, name: str) -> bool:
    return os.path.lexists(os.path.join(top, name))


def _agents(top: str, asked: _Asked) -> list[Step]:
    """AGENTS.md, where that is wanted; else it is offered, where agents are told something already."""
    if not asked.agents:
        return agents_file.offer(top)
    return [agents_file.write(top, config.load(top).settings)]


def _of_profiles(chosen: Iterable[Profile]) -> dict[str, object]:
    """The settings for profiles: a push is held to state documents of other names when they are named."""
    if not chosen:
        return {}
    states = _states(chosen)
    named = {"documents": states} if set(states) - set(STATE_DOCUMENTS) else {}
    return {"profiles": [profile.name for profile in chosen], **named}


def _states(chosen: Iterable[Profile]) -> list[str]:
    """The state documents of some profiles that all sessions share."""
    every = documents_of_all(chosen)
    return [document.path for document in every if document.state and not document.per_session]


def _kept(loaded: config.Loaded, given: Mapping[str, object], *, held: bool) -> Iterator[Step]:
    shown = "[tool.sessionlog] in pyproject.toml" if loaded.file != FILES[0] else loaded.file
    yield same("kept", shown, "its settings hold, not those of the command line" if held else "")
    for key in ("profiles", "documents"):
        there = config.value(loaded.settings, key)
        more = [name for name in _list(given.get(key)) if name not in there]
        if more:
            yield same("  set in it:", f"{key} = {keys.as_toml([*there, *more])}")


def _list(value: object) -> list[str]:
    return value if isinstance(value, list) else []


def _settings(top: str, preset: str | None, given: dict[str, object]) -> Iterator[Step]:
    chosen = adopt.Choice(preset, "") if preset else adopt.preset(given)
    written: dict[str, object] = {"preset": chosen.value, **given}
    where = adopt.state_on()
    written["state-on"] = where.value
    since = adopt.since(written)
    if since.value:
        written["since"] = since.value
    bots = adopt.bots()
    yield scaffold.write_settings(top, written, {"bots": bots} if bots else {})
    yield same("  preset", chosen.value, chosen.why)
    if since.value:
        yield same("  linted after", since.value[:10], since.why)
    yield same("  state-on", where.value, where.why)
    if bots:
        yield same(
            "  bots", ", ".join(bots), f"checked like people, unless you take the # off in {FILES[0]}"
        )


def _after(top: str, done: list[Step]) -> Iterator[str]:
    """What to commit, and how to undo it all."""
    wrote, edited = ([step.what for step in done if step.verb == verb] for verb in ("wrote", "edited"))
    ignored = documents.ignored(top, wrote)
    kept = [name for name in wrote + edited if name not in ignored]
    if kept:
        yield f"next: git add {_here(top, kept)} && git commit -m 'docs: adopt git-sessionlog'"
    if not trusted_gates.is_trusted(config.load(top).settings.gates):
        yield f"next: {trusted_gates.HINT}, before which `git sessionlog end` runs none of the gates"
    undo = [f"rm {_here(top, wrote)}"] if wrote else []
    if any(step.verb in ("installed", "updated") for step in done):
        undo.append("git sessionlog uninstall")
    if undo:
        yield f"undo: {' && '.join(undo)}"
    if FILE in edited:
        yield f"undo: take {', '.join(IDS)} out of {_here(top, [FILE])}"
    if states := [name for name in edited if name not in (FILE, merge_driver.FILE, agents_file.FILE)]:
        yield f"undo: take the line about the last session out of {_here(top, states)}"
    if merge_driver.FILE in edited:
        yield f"undo: take {merge_driver.ATTRIBUTE} out of {_here(top, [merge_driver.FILE])}"
    if agents_file.FILE in edited:
        yield f"undo: take {agents_file.BEGIN} and its part out of {_here(top, [agents_file.FILE])}"


def _here(top: str, names: list[str]) -> str:
    """Files of ours, by their paths from the current directory, as a shell takes them."""
    return " ".join(shlex.quote(os.path.relpath(os.path.join(top, name))) for name in names)
