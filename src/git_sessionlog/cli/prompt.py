"""`git sessionlog prompt`: texts to give to a coding agent."""

import sys
from collections.abc import Iterator

import click

from ..core.errors import CLEAN, Failure
from ..core.progress import Progress
from ..core.suggest import nearest
from ..core.terminal import escaped, one_line
from ..core.to_json import json_line, json_text, picked
from ..views.prompts import collect, render
from ..views.prompts.facts import Facts
from ..views.prompts.select import Asked
from .options import format_option, write


@click.command("prompt")
@click.argument("name", required=False, default="")
@click.option("--batch", default="", metavar="ID", help="About the fixes of a batch.")
@click.option("--fix", "fixes", multiple=True, metavar="ID", help="About a fix; can be given again.")
@format_option("text", "json")
def command(name: str, batch: str, fixes: tuple[str, ...], form: str) -> int:
    """Write the prompt NAME, filled from backlog, plan, session and git, ready to be pasted; all names
    where none is given.

    It is about the fixes that are named, else about those of the session, else about what is next.
    """
    if not name:
        write(_names(form))
        return CLEAN
    if name not in render.templates():
        near = nearest(name, render.templates())
        hint = f"did you mean {near}?" if near else f"one of: {' '.join(render.templates())}"
        raise Failure(f'no prompt "{name}"', hint)
    if batch and fixes:
        raise Failure("--batch and --fix cannot be given together", "one of them")
    progress = Progress(sys.stderr)
    facts = collect.facts(Asked(fixes, batch), progress.counted)
    wants = render.templates()[name].wants
    if wants and not facts.fixes:
        raise Failure(f'"{name}" is about fixes, and there are none', "--fix ID, or --batch ID")
    if wants == "groups" and not facts.groups:
        raise Failure(
            "none of these fixes is known to be apart from the others", "git sessionlog plan parallel"
        )
    lines = render.text(name, facts).split("\n")
    write(progress.between(_json(name, facts) if form == "json" else map(escaped, lines)))
    return CLEAN


def _names(form: str) -> Iterator[str]:
    found = {name: one.summary for name, one in render.templates().items()}
    if form == "json":
        yield json_line({"prompts": [{"name": name, "summary": one} for name, one in found.items()]})
        return
    for name, summary in found.items():
        yield f"{name:<9} {one_line(summary)}"


def _json(name: str, facts: Facts) -> Iterator[str]:
    yield json_text(
        {
            "name": name,
            "text": render.text(name, facts),
            "goal": facts.goal or None,
            "batch": picked(facts.batch, "id title") if facts.batch else None,
            "fixes": [picked(fix, "id? title aliases files") for fix in facts.fixes],
        }
    )
