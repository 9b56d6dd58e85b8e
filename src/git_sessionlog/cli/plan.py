"""`git sessionlog plan`: the batches of the backlog, what contradicts itself, what is next."""

import sys
from collections.abc import Iterator

import click

from ..backlog import contradictions, loader, parallel
from ..backlog.model import Register
from ..core import fix_ids
from ..core.errors import CLEAN, FINDINGS, Failure
from ..core.findings import Report, Source, Tally, Verdict
from ..core.progress import Progress
from ..core.suggest import nearest
from ..core.terminal import Paint
from ..gate.formats.registry import form as form_named
from ..state.fixes import collect
from ..views.plan import collect as planned
from ..views.plan import render as words
from ..views.plan import render_json as as_json
from ..views.plan.collect import Plan
from ..views.plan.render import Page
from .options import color_option, columns, format_option, must_be_seen, write


@click.group("plan", invoke_without_command=True)
@format_option("text", "json")
@color_option()
@click.pass_context
def command(ctx: click.Context, form: str, paint: Paint) -> int:
    """Show the batches of the backlog in their order, how much of each is done, and what is next."""
    if ctx.invoked_subcommand is not None:
        return CLEAN
    plan = _plan()
    write(as_json.table(plan) if form == "json" else words.table(plan, Page(paint, columns())))
    return _seen(plan, CLEAN)


@command.command("check", short_help="Check that the plan does not contradict itself")
@format_option()
@color_option()
def check_command(form: str, paint: Paint) -> int:
    """Check the plan: ids known, each fix in one batch, lists and table the same, sums, circles, sizes.

    Exit 0 clean or warnings only, 1 errors, 2 could not check.
    """
    with collect.opened() as place:
        register = loader.there(place.register, whole=True)
    tally = Tally("document")
    write(form_named(form, paint)(_reports(register, tally), tally))
    return FINDINGS if tally.refused else CLEAN


@command.command("parallel", short_help="Show which fixes can be made at the same time")
@click.argument("what", metavar="[BATCH|ID]...", nargs=-1)
@format_option("text", "json")
@color_option()
def parallel_command(what: tuple[str, ...], form: str, paint: Paint) -> int:
    """Show which fixes can be made at the same time: no file in common, and none waits for another.

    The fixes are those of a batch, or some; those of the next batch when none is given. Exit 0 where all
    can be made at the same time, 1 where not, or where nobody knows.
    """
    plan = _plan()
    wanted = _wanted(what, plan.register) or _next(plan)
    found = parallel.parallel(plan.register, wanted, planned.paths(), plan.done.fixes)
    page = Page(paint, columns())
    write(as_json.parallel(found, plan) if form == "json" else words.parallel(found, plan.register, page))
    return _seen(plan, CLEAN if len(found.groups) < 2 and not found.unknown else FINDINGS)


@command.command("next", short_help="Show the next batch, ready for start")
@format_option("text", "json")
@color_option()
def next_command(form: str, paint: Paint) -> int:
    """Show the next batch that is not done, cut to what one session holds, and the line that begins it."""
    plan = _plan()
    write(as_json.following(plan) if form == "json" else words.following(plan, Page(paint, columns())))
    return _seen(plan, CLEAN)


def _plan() -> Plan:
    progress = Progress(sys.stderr)
    with collect.opened() as place:
        loader.there(place.register, whole=True)
        return planned.plan(place, progress.counted)


def _seen(plan: Plan, code: int) -> int:
    """The exit code, where all could be looked at: what could not be seen is not open, nor done."""
    must_be_seen(*plan.unseen)
    return code


def _reports(register: Register, tally: Tally) -> Iterator[Report]:
    found = contradictions.findings(register)
    for path in register.paths:
        tally.checked += 1
        verdict = Verdict(path, tuple(one.finding for one in found if one.path == path))
        if verdict.findings:
            tally.count(verdict)
            yield Report(Source("document", path), verdict)


def _wanted(what: tuple[str, ...], register: Register) -> list[str]:
    """The fixes that the arguments name; a batch goes by its id, where no fix has that."""
    wanted: list[str] = []
    for text in what:
        batch = None if register.find(text) else register.batch(text)
        listed = fix_ids.listed(text, bare=True)
        if batch:
            wanted += [*batch.fixes, *batch.maybe]
            continue
        if not listed.ids or listed.end != len(text):
            known = [one.id for one in register.batches]
            near = nearest(text, known)
            raise Failure(f'there is no batch and no fix "{text}"', f"did you mean {near}?" if near else "")
        for id in listed.ids:
            if not register.find(id):
                raise Failure(f"the backlog has no fix {id}", "git sessionlog fixes list")
        wanted += listed.ids
    return wanted


def _next(plan: Plan) -> list[str]:
    one = plan.next
    return list(one.batch.fixes) if one.batch else [fix.id for fix in (*one.fixes, *one.rest)]
