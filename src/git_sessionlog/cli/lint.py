"""`git sessionlog lint`: judge the messages of commits, of a file, of a title."""

import sys
from collections.abc import Iterator

import click

from ..core.errors import CLEAN, FINDINGS, Failure
from ..core.findings import Report, Source, Tally
from ..core.progress import Progress
from ..core.terminal import Paint
from ..documents import tree_settings
from ..gate import incoming
from ..gate.formats.registry import form as form_named
from ..git import ranges
from ..git import run as git
from ..git.cleanup import ASKED_OF_GIT, cleanup_of, decoded, recorded
from ..messages.lint import judge
from ..settings.model import Settings
from .options import color_option, format_option, note, write

_HEAD = ("rev-parse", "-q", "--verify", "HEAD^{commit}")


@click.command("lint")
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
    settings = _settings(None if one else what or "HEAD", root=root)
    note(settings)
    progress = Progress(sys.stderr)
    if one:
        tally = Tally("message")
        if title is not None:
            reports = incoming.of_title(title, settings, tally)
        else:
            reports = _one(_read(file), settings, tally)
    else:
        tally = Tally("commit")
        span = ranges.resolve(what or "HEAD", since=settings.since, root=root)
        reports = incoming.messages(span, settings, tally, progress.counted)
    write(progress.between(form_named(form, paint)(reports, tally)))
    return FINDINGS if tally.refused else CLEAN


def _settings(what: str | None, *, root: bool) -> Settings:
    """The settings of the work tree; in a bare repository those of the last commit that is judged."""
    if what is None:  # a message that is no commit yet: HEAD's, where there is one
        return tree_settings.of(lambda: git.ask(*_HEAD, no=(1,)).decode().strip())
    return tree_settings.of(lambda: ranges.resolve(what, root=root).tip)


def _read(file: str | None) -> tuple[Source, bytes]:
    if file is None:
        return Source("stdin", "stdin"), sys.stdin.buffer.read()
    try:
        with open(file, "rb") as opened:
            return Source("file", file), opened.read()
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror}") from None


def _one(given: tuple[Source, bytes], settings: Settings, tally: Tally) -> Iterator[Report]:
    """The report on one message that is no commit yet."""
    source, data = given
    asked = git.config(ASKED_OF_GIT)
    encoding = asked.get("i18n.commitencoding", ["utf-8"])[-1]
    data = recorded(data, cleanup_of(data, asked, editor=False))
    verdict = judge(decoded(data, encoding), settings)
    verdict = incoming.by_backlog(verdict, settings)
    tally.checked += 1
    if verdict.findings:
        tally.count(verdict)
        yield Report(source, verdict)
