"""`git sessionlog end`: end a session, so that anybody can go on from a clone."""

import sys

import click

from ..core.errors import CLEAN, FINDINGS, Failure
from ..core.paths import place_of
from ..core.terminal import Paint, complain, one_line
from ..git import streams
from ..sessions import clone, current, end, end_marker, handoff_checks, save, secret_checks, trusted_gates
from ..sessions import render as words
from ..sessions.clone import Clone
from ..sessions.end import Asked, Draft
from ..sessions.handoff_checks import Line
from ..sessions.notes import note
from ..views.plan.next_step import drafted
from .notes import git_words, note_options, said
from .options import color_option, format_option, typed, write
from .writing import Alone, must_hold_no_secret


class How:
    """How the command goes about it, as the options say."""

    def __init__(self, options: dict[str, bool], form: str, paint: Paint) -> None:
        self.edit = options["edit"]
        self.dry = options["dry_run"]
        self.form = form
        self.paint = paint


@click.command("end", cls=Alone)
@click.option("--goal", default="", metavar="TEXT", help="What a session was for that commits have opened.")
@click.option(
    "--status", type=click.Choice(["completed", "blocked", "abandoned"]),
    help="Default: completed, or blocked where a blocker keeps the plan from being done.",
)  # fmt: skip
@note_options
@click.option(
    "--unfinished", multiple=True, metavar="ID", help="A fix that is not done, though commits name it."
)
@click.option("--minimal", is_flag=True, help="In a hurry: commit all work in progress, document, push.")
@click.option(
    "--edit", is_flag=True, help="Bring up the editor on the documents before they are committed."
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and change nothing.")
@click.option("--no-commit", is_flag=True, help="Write the documents; run it again to commit them.")
@click.option("--no-push", is_flag=True, help="Commit, and do not push.")
@format_option("text", "json")
@color_option()
def command(goal: str, status: str | None, form: str, paint: Paint, **given: tuple[str, ...] | bool) -> int:
    """End the session: go through the handoff checklist, write the documents from history, commit, push.

    What fails is listed with what mends it, and nothing is written. Killed anywhere, it finishes when it is
    run again. It asks for what is missing at a terminal only.
    """
    flags = {name: value for name, value in given.items() if isinstance(value, bool)}
    notes = {name: value for name, value in given.items() if not isinstance(value, bool)}
    how = How(flags, form, paint)
    asked = Asked(
        said("", notes),
        " ".join(goal.split())[:1000],
        status or "",
        flags["minimal"],
        not flags["no_commit"],
        not flags["no_push"],
    )
    if asked.minimal and (not asked.commit or how.edit):
        raise Failure(
            "--minimal commits all there is, without an editor", "leave out --no-commit and --edit"
        )
    here = clone.seen()
    if how.dry:
        return _shown(drafted(here, asked)[0], how)
    with git_words():
        try:
            return _minimal(here, asked, how) if asked.minimal else _ended(here, asked, how)
        except save.Behind as behind:
            again = f"{behind.hint} && {typed(click.get_current_context())}"
            raise save.Behind(behind.message, again, behind.words) from None


def _shown(draft: Draft, how: How) -> int:
    """The diff, and the checklist as far as it can be judged."""
    lines = end.judged(draft)
    write(words.diff(draft.desk.papers.diff(), how.paint))
    write(words.removed(draft.desk.removed))
    write(words.checklist(end.unfinished(lines, draft.record).lines, how.paint))
    return FINDINGS if handoff_checks.failed(lines) else CLEAN


def _minimal(here: Clone, asked: Asked, how: How) -> int:
    """Keep all there is; what the checklist says is shown."""
    current.of(here, asked.goal)
    end_marker.ask(here.state, here.sessions.here())
    exposed = secret_checks.must_be_safe_to_save(here)
    if exposed:
        complain(f"sessionlog: warning: {one_line(exposed)}")
    saved = end.save_work(drafted(here, asked)[0])
    if saved is not None:
        here = here.again()
        undone = (*asked.said.undone, *(fix for fix in saved if fix not in asked.said.done))
        asked = asked._replace(said=asked.said._replace(undone=tuple(dict.fromkeys(undone))))
    draft, asked = drafted(here, asked)
    end.write(draft)
    return _told(draft, asked, how, end.judged(draft))


def _ended(here: Clone, asked: Asked, how: How) -> int:
    """The whole end, or a list of what keeps the session from it."""
    current.of(here, asked.goal)
    end_marker.ask(here.state, here.sessions.here())
    if asked.commit and asked.push:
        here = end.made_current(here)
    ran = end.run_gates(here, _waiting)
    untrusted = [gate.name for gate in ran if not gate.ran]
    if untrusted:
        complain(f"sessionlog: warning: gates not run: {one_line(', '.join(untrusted))}")
        complain(f"hint: {trusted_gates.HINT} shows their commands, and asks")
    elif ran:
        here = here.again()
    draft, asked = drafted(here, asked, ran)
    asks = how.form == "text" and sys.stdin.isatty() and sys.stdout.isatty()
    lines = end.judged(draft, asks=asks)
    if asks and handoff_checks.failed(lines):
        asked = _answers(draft, asked)
        draft = end.draft(here, asked, ran, draft)
        lines = end.judged(draft, asks=asks)
    bad = handoff_checks.failed(lines)
    if any(line.name not in handoff_checks.WRITTEN for line in bad) or (bad and not how.edit):
        return _refused(draft, lines, how)
    end.write(draft)
    if how.edit:
        _edited(here, [*(place.path for place in draft.desk.states), draft.desk.home.path])
        draft.desk.papers.reread()
        lines = end.judged(draft)
        if handoff_checks.failed(lines):
            return _refused(draft, lines, how)
    return _told(draft, asked, how, lines)


def _told(draft: Draft, asked: Asked, how: How, lines: list[Line]) -> int:
    outcome = end.finish(draft, asked, lines)
    if how.form == "json":
        write(words.ended_json(outcome, draft.gates, done=True))
    else:
        write(words.ended(outcome, how.paint, done=True))
    bad = [
        line for line in handoff_checks.failed(outcome.lines) if line.name == "pushed" or not asked.minimal
    ]
    return FINDINGS if bad else CLEAN


def _refused(draft: Draft, lines: list[Line], how: How) -> int:
    outcome = end.unfinished(lines, draft.record)
    here, open_ = draft.desk.clone, handoff_checks.failed(lines)
    end_marker.keep(here.state, here.top, words.checklist(open_, Paint()))
    bad = [gate for gate in draft.gates if gate.is_bad]
    if how.form == "json":
        write(words.ended_json(outcome, draft.gates, done=False))
    else:
        write(words.gates(bad, how.paint))
        write(words.ended(outcome, how.paint, done=False))
    return FINDINGS


def _answers(draft: Draft, asked: Asked) -> Asked:
    """What somebody at the terminal says to what is missing; an empty answer leaves it so."""
    date = draft.record.ended[:10]
    notes = list(asked.said.notes)
    if handoff_checks.next_steps(draft.desk).verdict == handoff_checks.FAIL:
        text = _prompt("What is next?")
        notes += [note("next", text, date)] if text else []
    for blocker in handoff_checks.unmitigated(draft.desk):
        text = _prompt(f'What could resolve "{one_line(blocker, 60)}"?')
        bare = blocker.replace("|", "\\|")
        notes += [note("blockers", f"{bare} | | {text}", date)] if text else []
    goal = asked.goal or draft.record.goal or _prompt("What was the session for?")
    return asked._replace(goal=goal, said=asked.said._replace(notes=tuple(notes)))


def _prompt(question: str) -> str:
    answer = click.prompt(question, default="", show_default=False, prompt_suffix=" ")
    text = " ".join(str(answer).split())
    must_hold_no_secret(text, "the answer")
    return text


def _edited(here: Clone, paths: list[str]) -> None:
    places = [place_of(here.top, path) for path in dict.fromkeys(paths)]
    code = streams.edited(places)
    if code:
        raise Failure(
            f"the editor ended with {code}; nothing was committed", "git sessionlog end goes on with it"
        )


def _waiting(name: str) -> None:
    if sys.stderr.isatty():
        complain(f"gate {one_line(name)} ...")
