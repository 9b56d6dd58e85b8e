"""`git sessionlog start`: begin a session."""

import sys

import click

from ..core.errors import CLEAN, FINDINGS, Failure
from ..core.progress import Progress
from ..core.terminal import Paint
from ..records.record import KINDS, Fix, fix_of
from ..sessions import clone, other_sessions, planned_fixes, start, take_over, undescribed
from ..sessions.clone import Clone
from ..sessions.render import refused, refused_json, started, started_json, taken
from ..state.fixes import collect
from .notes import git_words
from .options import color_option, format_option, write
from .writing import Alone


@click.command("start", cls=Alone)
@click.argument("goal", required=False, default="")
@click.option(
    "--fix", "fixes", multiple=True, metavar="ID[:TEXT[:FILE]]",
    help="A fix to make, described by the backlog where no text is given; can be given again.",
)  # fmt: skip
@click.option(
    "--batch",
    default="",
    metavar="NAME",
    help="The batch; without --fix all of its fixes that are not done.",
)
@click.option("--kind", type=click.Choice(KINDS), help="What it is about: the form of its record.")
@click.option(
    "--take",
    default="",
    metavar="ID",
    help="Go on here with a session of another branch, or of one that is gone, instead.",
)
@click.option("--force", is_flag=True, help="Begin in spite of what stands in the way; kept in the record.")
@format_option("text", "json")
@color_option()
def command(
    goal: str,
    fixes: tuple[str, ...],
    batch: str,
    kind: str | None,
    take: str,
    force: bool,
    form: str,
    paint: Paint,
) -> int:
    """Begin a session with GOAL, and print what to begin with. Nothing is written into the work tree.

    Refused while the last session has not ended, while there are changes that are not committed or
    commits that are not pushed, and for a goal that does not say which fix, where. With the words with
    which a session was started on the branch that this one was made from, it goes on with that one.
    """
    if take and (goal or fixes or batch or kind):
        raise Failure(
            "--take goes on with a session that has its goal and its fixes", other_sessions.take(take)
        )
    here = clone.seen()
    asked = _by_backlog(here, " ".join(goal.split())[:1000], tuple(map(_fix, fixes)), batch)
    asked = asked._replace(kind=kind or "")
    wanted = start.intended(here, asked)
    begun = start.again(here, wanted)
    if begun:
        write(started_json(begun) if form == "json" else taken(begun, paint))
        return CLEAN
    take = take or other_sessions.begun(here, wanted)
    if take:
        begun = take_over.take_over(here, take)
        write(started_json(begun) if form == "json" else taken(begun, paint))
        return CLEAN
    bare = undescribed.to_push(here)
    there = list(start.obstacles(here, asked, bare))
    if there and not force:
        write(refused_json(there) if form == "json" else refused(there, paint))
        return FINDINGS
    with git_words():
        begun = start.begin(here, asked, tuple(one.what for one in there), bare)
    write(started_json(begun) if form == "json" else started(begun, paint))
    return CLEAN


def _by_backlog(here: Clone, goal: str, fixes: tuple[Fix, ...], batch: str) -> start.Asked:
    """What is asked for, with what the backlog says of it; its history is read for a whole batch only."""
    if not batch and not fixes:
        return start.Asked(goal)
    known, done = planned_fixes.register(here), frozenset[str]()
    if batch and not fixes and known.batch(batch):
        with collect.opened() as place:
            rows = collect.look(place, Progress(sys.stderr).counted).rows
        done = frozenset(row.fix.id for row in rows if row.status == "done")
    plan = planned_fixes.chosen(known, batch, fixes, done)
    return start.Asked(goal or plan.goal, plan.fixes, plan.batch, notes=plan.notes)


def _fix(text: str) -> Fix:
    fix = fix_of(text[:500])
    if not fix.id:
        raise Failure(f'"{text}" does not begin with the id of a fix', "--fix 2.3:text:file")
    return fix
