"""`git sessionlog init`: adopt git-sessionlog in a repository, with one command."""

import os
from collections.abc import Iterator

import click

from .. import PROJECT, config, git
from ..errors import CLEAN
from ..install import adopt, handover, native, scaffold
from ..install.precommit import NotEdited
from ..install.stanza import FILE, IDS, Source
from ..install.step import Step, same, told
from ..settings import FILES, PRESETS
from .options import write
from .version import installed


@click.command("init", short_help="Adopt git-sessionlog in this repository")
@click.option("--preset", type=click.Choice(list(PRESETS)), help="Default: what the last commits follow.")
@click.option("--scopes", help="The only scopes that a commit may have.", metavar="A,B")
@click.option(
    "--hooks", type=click.Choice(["native", "pre-commit", "none"]),
    help=f"Default: pre-commit where there is a {FILE}, else native.",
)  # fmt: skip
def command(preset: str | None, scopes: str | None, hooks: str | None) -> int:
    """Write .sessionlog.toml and STATUS.md where there are none, and install the hooks.

    Nothing is overwritten, and a second run changes nothing.
    """
    top = git.top()
    done: list[Step] = []
    try:
        for step in _steps(top, preset, scopes, hooks):
            write(told([step]))
            done.append(step)
    except NotEdited as refused:
        write(refused.stanza.splitlines())
        raise
    if any(step.changed for step in done):
        write(_after(done))
    return CLEAN


def _steps(top: str, preset: str | None, scopes: str | None, hooks: str | None) -> Iterator[Step]:
    """Each step, done when it is asked for: what failed comes after what was done."""
    file = config.load(top).file
    given = {"scopes": [name.strip() for name in scopes.split(",")]} if scopes else {}
    if file:
        yield _kept(file, given=bool(preset or scopes))
    else:
        yield from _settings(top, preset, given)
    yield scaffold.write_status(top)
    if hooks is None:
        hooks = "pre-commit" if os.path.lexists(os.path.join(top, FILE)) else "native"
    if hooks == "native":
        yield from native.install()
    if hooks == "pre-commit":
        yield from handover.with_pre_commit(Source(PROJECT, f"v{installed()}"))


def _kept(file: str, *, given: bool) -> Step:
    shown = "[tool.sessionlog] in pyproject.toml" if file != FILES[0] else file
    return same("kept", shown, "its settings hold, not those of the command line" if given else "")


def _settings(top: str, preset: str | None, given: "dict[str, list[str]]") -> Iterator[Step]:
    chosen = adopt.Choice(preset, "") if preset else adopt.preset(given)
    keys: dict[str, object] = {"preset": chosen.value, **given}
    since = adopt.since(keys)
    if since.value:
        keys["since"] = since.value
    yield scaffold.write_settings(top, keys)
    yield same("  preset", chosen.value, chosen.why)
    if since.value:
        yield same("  linted after", since.value[:10], since.why)


def _after(done: list[Step]) -> Iterator[str]:
    """What to commit, and how to undo it all."""
    wrote, edited = ([_here(step) for step in done if step.verb == verb] for verb in ("wrote", "edited"))
    if wrote or edited:
        yield f"next: git add {' '.join(wrote + edited)} && git commit -m 'docs: adopt git-sessionlog'"
    undo = [f"rm {' '.join(wrote)}"] if wrote else []
    if any(step.verb in ("installed", "updated") for step in done):
        undo.append("git sessionlog uninstall")
    if undo:
        yield f"undo: {' && '.join(undo)}"
    if edited:
        yield f"undo: take {', '.join(IDS)} out of {' '.join(edited)}"


def _here(step: Step) -> str:
    """The path of a file of ours at the top, from the current directory: only our names are in it."""
    return os.path.relpath(os.path.join(git.top(), step.what))
