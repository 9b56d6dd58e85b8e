"""`git sessionlog lint`: judge the messages of commits, of a file, of a title."""

import sys
from collections.abc import Iterator

import click

from .. import config, git, lint, ranges
from ..commit import Commit
from ..errors import CLEAN, FINDINGS, Failure, GitError
from ..finding import Report, Source, Tally
from ..message import ASKED_OF_GIT, cleanup_of, decoded, recorded
from ..output.forms import form as form_named
from ..output.progress import Progress
from ..output.terminal import Paint
from ..rules.judge import judge
from ..settings import Settings
from .options import color_option, format_option, write


@click.command("lint", short_help="Judge commit messages")
@click.argument("what", metavar="[RANGE|-]", required=False)
@click.option("--file", "file", type=click.Path(), help="Judge the message in a file.")
@click.option("--title", help="Judge a pull request's title, as it will land.")
@click.option("--root", is_flag=True, help="With one revision: judge all its history.")
@format_option()
@color_option()
def command(
    what: str | None, file: str | None, title: str | None, root: bool, form: str, paint: Paint
) -> int:
    """Judge the messages of RANGE: `A..B`, or one revision for that commit alone (HEAD when left out).

    `-` judges the message on standard input. Exit 0 clean, 1 findings, 2 could not check.
    """
    if sum(given is not None for given in (what, file, title)) > 1:
        raise click.UsageError("give one of RANGE, --file, --title and -")
    one = file is not None or title is not None or what == "-"
    if root and (one or ".." in (what or "")):
        raise click.UsageError("--root goes with one revision")
    if what == "":
        raise click.UsageError("RANGE is empty: is a variable not set?")
    settings = _settings()
    progress = Progress(sys.stderr)
    if one:
        tally = Tally("message")
        reports = _one(_read(file, title), settings, tally, is_title=title is not None)
    else:
        tally = Tally("commit")
        span = ranges.resolve(what or "HEAD", since=settings.since, root=root)
        reports = _range(span, settings, tally, progress)
    write(progress.between(form_named(form, paint)(reports, tally)))
    return FINDINGS if tally.refused else CLEAN


def _settings() -> Settings:
    """The settings of the work tree; a bare repository has none, and gets the defaults."""
    try:
        top = git.top()
    except GitError:
        if _is_bare():
            return Settings()
        raise
    return config.load(top).settings


def _is_bare() -> bool:
    return git.ask("rev-parse", "--is-bare-repository", no=(128,)) == b"true\n"


def _read(file: str | None, title: str | None) -> tuple[Source, bytes]:
    if title is not None:
        return Source("title", "title"), title.encode("utf-8", "surrogateescape")
    if file is None:
        return Source("stdin", "stdin"), sys.stdin.buffer.read()
    try:
        with open(file, "rb") as opened:
            return Source("file", file), opened.read()
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror}") from None


def _one(
    given: tuple[Source, bytes], settings: Settings, tally: Tally, *, is_title: bool
) -> Iterator[Report]:
    """The report on one message that is no commit yet; a title is judged as the commit it will be."""
    source, data = given
    asked = git.config(ASKED_OF_GIT)
    encoding = asked.get("i18n.commitencoding", ["utf-8"])[-1]
    if not is_title:
        data = recorded(data, cleanup_of(data, asked, editor=False))
    verdict = judge(decoded(data, "utf-8" if is_title else encoding), settings, in_range=is_title)
    tally.checked += 1
    if verdict.findings:
        tally.count(verdict)
        yield Report(source, verdict)


def _range(span: ranges.Range, settings: Settings, tally: Tally, progress: Progress) -> Iterator[Report]:
    """The reports on a range, the oldest first; one unreadable commit does not stop the others."""
    wants_words = False
    try:
        for report in lint.lint(progress.counted(ranges.read(span)), settings, tally):
            wants_words = wants_words or _wants_words(report)
            yield report
    except GitError as error:
        if tally.checked:
            raise  # git gave up in the middle: to start again would say everything twice
        unreadable: list[str] = []
        commits = _readable(ranges.salvage(span), unreadable)
        yield from lint.lint(progress.counted(commits), settings, tally)
        named = ", ".join(oid[:10] for oid in unreadable[:5])
        words = f"{len(unreadable)} of the commits cannot be read ({named}): " if unreadable else ""
        raise Failure(words + error.message, error.hint or "git fsck") from None
    if wants_words:
        tally.mend = _mend(span, tally)


def _readable(found: Iterator[Commit | str], unreadable: list[str]) -> Iterator[Commit]:
    for commit in found:
        if isinstance(commit, str):
            unreadable.append(commit)
        else:
            yield commit


def _wants_words(report: Report) -> bool:
    """Whether other words would mend it; a `fixup!` has to be squashed, as its hint says."""
    return any(f.severity == "error" and f.rule != "autosquash" for f in report.verdict.findings)


def _mend(span: ranges.Range, tally: Tally) -> str:
    """The command that lets the user reword all that was refused; a shell takes it as it is."""
    if tally.oldest in span.shallow:
        return ""  # git would cut the commit off from the parents that are not there
    head = "" if _is_bare() else _oid("rev-parse", "-q", "--verify", "HEAD")
    here = head == span.tip or bool(head and _oid("merge-base", span.tip, head) == span.tip)
    notes = [] if here else [f"on the branch that ends with {span.tip[:10]}"]
    if tally.oldest == tally.newest == (head if here else span.tip):
        command = "git commit --amend"
    else:
        merges = tally.merges or (here and bool(_oid("rev-list", "-1", "--merges", f"{span.tip}..{head}")))
        onto = "--root" if tally.from_root else f"{tally.oldest[:10]}~"
        command = f"git rebase -i {'--rebase-merges ' if merges else ''}{onto}"
        notes.append('write "reword" instead of "pick"')
    return command + (f"  # {', '.join(notes)}" if notes else "")


def _oid(*question: str) -> str:
    return git.ask(*question, no=(1,)).decode().strip()
