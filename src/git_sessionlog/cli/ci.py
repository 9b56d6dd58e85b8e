"""`git sessionlog ci`: one step for any CI."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO

import click

from ..core.errors import CLEAN, FINDINGS, Failure, GitError
from ..core.findings import Report, Tally
from ..core.progress import Progress
from ..core.terminal import Paint, complain
from ..documents import document_set
from ..gate import fix_commands, incoming, lint_documents
from ..gate.ci import policy
from ..gate.ci.job import REQUEST, Event, Job, Service
from ..gate.ci.render import FOR_PEOPLE, Findings, Work, headline, no_headline, no_title
from ..gate.ci.scope import here, scope
from ..gate.ci.services import GITHUB, service
from ..gate.ci.summary import ROWS, Summary, summary
from ..gate.formats import registry
from ..gate.incoming import Group, Judged, Tip
from ..gate.lint_documents import Place
from ..git import ranges, trailers
from ..git.objects import Objects
from ..git.ranges import Range
from ..git.trees import CommitTree
from ..settings.model import Settings
from ..state import leaks, ref_updates, state_documents
from ..state.freshness import Freshness
from ..state.unnamed_fixes import Fixes
from .options import color_option, public, save, write


@click.command("ci")
@click.option("--base", help="Judge what is new since this revision, whatever the CI tells.")
@click.option("--config", "file", type=click.Path(), help="Check by the settings in this file.")
@click.option("--title", help="The title of the request, where the CI does not tell it.")
@click.option(
    "--format", "form", type=click.Choice(("auto", *registry.NAMES)), default="auto", show_default=True,
    help="Form of the output; auto is github on GitHub, else text.",
)  # fmt: skip
@click.option("--output", type=click.Path(), help="Write the form here, auto's to standard output.")
@color_option()
def command(
    base: str | None, file: str | None, title: str | None, form: str, output: str | None, paint: Paint
) -> int:
    """Judge what a CI run is about: new commits as `lint` does, state documents as `check` does.

    What is new the CI tells, or --base; else it is what the default branch does not have. Never
    judged are the CI's own merge commit, and what the default branch has. The settings are those of the
    branch that the commits go to, as it is without them. Exit 0 clean, 1 findings, 2 could not check.
    """
    if base == "":
        raise click.UsageError("--base is empty: is a variable not set?")
    if file == "":
        raise click.UsageError("--config is empty: is a variable not set?")
    if title == "":
        raise click.UsageError("--title is empty: is a variable not set?")
    if output and form == "auto":
        raise click.UsageError("--output goes with --format")
    by = service(os.environ)
    shown = form
    if output or form == "auto":
        shown = "github" if by is GITHUB else "text"
    try:
        work = _work(by, base or "", file or "", title or "")
    except Failure as failure:
        _summarize(Summary(failure=failure))
        raise
    if shown not in FOR_PEOPLE:
        for line in filter(None, (work.line, work.note)):
            complain(line)
    progress = Progress(sys.stderr)
    found = Findings(work, sys.maxsize if output else ROWS, progress.counted)
    failed = None
    try:
        write(progress.between(found.lines(shown, paint)), shown)
    except Failure as failure:
        failed = failure
    if output:
        _save(output, public(found.again(form, failed), form))
    page = Summary(work.line, found.kept, found.verdicts, found.tallies, found.mend, failed)
    _summarize(page._replace(content=found.kept_content))
    if failed:
        raise failed
    return FINDINGS if found.refused else CLEAN


def _work(by: Service, base: str, file: str, title: str) -> Work:
    with Objects() as objects:
        job = here(
            by.read(os.environ, _event(by)),
            by,
            lambda commit: policy.default_branch(objects, commit, file),
        )
        if job.nothing:
            return Work(no_headline(job, by, job.nothing), Settings())
        found = scope(job, by, base)
        settings, note = policy.policy(objects, job, found, file)
    mode = ref_updates.mode(job.branch or "HEAD", settings)
    if not mode:
        return Work(no_headline(job, by, "by the settings branches and skip-branches", note), settings)
    tip = Tip(job.branch, found.tip, mode)
    trunk = (found.trunk,) if found.trunk and ref_updates.is_as_strict(job.default, mode, settings) else ()
    known = tuple(dict.fromkeys((*found.known, *trunk)))
    span = Group(mode, (tip,), known).span(settings.since)
    line = headline(job, by, found, _count(span), note)
    head = _Head(tip, settings, span, job)
    landed = job.kind != REQUEST and settings.state_on == "default"
    mend = fix_commands.queued(settings) if job.is_queued else ""
    work = Work(
        *(line, settings, span, head.verdicts, head.content, mode == "block"),
        title=title,
        landed=landed,
        mend=mend,
    )
    if not _has_title(job, settings):
        return work
    title = title or job.title
    return work._replace(title=title, note="" if title else no_title(by))


def _has_title(job: Job, settings: Settings) -> bool:
    """Whether the title of the job's request is to become the message of what lands."""
    return job.kind == REQUEST and settings.merge == "squash" and not job.is_final


class _Head:
    """The documents of the commit that is the head."""

    def __init__(self, tip: Tip, settings: Settings, span: Range, job: Job) -> None:
        self._tip, self._settings, self._job, self._span = tip, settings, job, span
        self._judged: list[Judged] = []
        asked = state_documents.demand(settings, shallow=False, told=job.default)
        self._asked = asked._replace(new=incoming.new_in(span))
        # a request is on a branch of its own, until it lands
        self._place = tip._replace(branch="") if job.kind == REQUEST else tip

    def verdicts(self) -> list[Freshness]:
        """Whether they describe the head."""
        with Objects() as objects:
            self._judged = list(incoming.documents(objects, [self._place], self._asked))
        return [self._owed(judged.verdict) for judged in self._judged]

    def _owed(self, verdict: Freshness) -> Freshness:
        """Whether somebody owes what a document does not say.

        Nobody does who has not got the tool: for commits of a fork, or without a session's trailer. After a
        merge on a forge the documents of a default branch are behind until they are brought up to it.
        """
        if self._job.kind == REQUEST:
            theirs = self._job.is_fork or not any(
                trailers.values(commit.message, trailers.KEY) for commit in verdict.commits
            )
            return verdict._replace(is_owed=not theirs)
        return verdict._replace(is_owed=self._settings.state_on == "every")

    def content(self, fixes: Fixes, tally: Tally) -> Iterator[Report]:
        """What the rules say of them, and the fixes that they do not name."""
        settings = self._settings if self._tip.mode == "block" else self._settings.warning()
        with Objects() as objects:
            commit = objects.commit(self._tip.oid)
            before = (*commit.parents, "")[0]
            place = Place(CommitTree(objects, commit.tree), objects, commit.oid, before)
            by = document_set.rules(settings, place.tree)
            found = incoming.unrecorded(objects, fixes, self._judged, self._asked)
            about = lint_documents.unnamed(found.path, found.fixes, settings) if found else {}
            tally.mend = fix_commands.END if found else ""
            said = {one.verdict.path for one in self._judged if one.verdict.state == "missing"}
            yield from lint_documents.missing(place.tree, by, tally, said)
            said = set[str]()
            chosen = document_set.papers(place.tree, by)
            if self._span and not all(one.is_alone for one in chosen):
                touched = ranges.touched(self._span)
                chosen = [one for one in chosen if one.is_alone or one.path in touched]
            for report in lint_documents.judged(place, by, chosen, tally, about):
                if any(finding.rule == leaks.RULE for finding in report.verdict.findings):
                    said.add(report.source.place)
                yield report
            if self._span:
                published = leaks.found(objects, self._span, settings)
                yield from lint_documents.exposed(published.leaks, tally, said)


def _event(by: Service) -> Event:
    """The event that started a workflow of GitHub's, which is in a file; nothing elsewhere."""
    if by is not GITHUB:
        return {}
    path = os.environ.get("GITHUB_EVENT_PATH", "")
    try:
        with open(path, "rb") as file:
            event = json.load(file)
    except OSError as error:
        raise Failure(f"the event cannot be read from GITHUB_EVENT_PATH: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise Failure(f"the event in GITHUB_EVENT_PATH is no JSON: {error}") from None
    if not isinstance(event, dict):
        raise Failure("the event in GITHUB_EVENT_PATH is no JSON object")
    return event


def _count(span: Range) -> int | None:
    try:
        return ranges.count(span)
    except GitError:
        return None  # the messages say what is wrong


def _save(path: str, lines: Iterator[str]) -> None:
    whole = StringIO()
    with suppress(Failure):  # it ends with the failure that is raised anyway; the form is whole then
        for line in lines:
            whole.write(f"{line}\n")
    save(path, whole.getvalue())


def _summarize(page: Summary) -> None:
    """Add to the page that GitHub shows beside the run. That it cannot be written changes no verdict."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with open(path, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(f"{line}\n" for line in summary(page))
    except OSError as error:
        complain(f"warning: no summary in GITHUB_STEP_SUMMARY: {error.strerror}")
