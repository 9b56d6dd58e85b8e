"""`git sessionlog lint`: judge the messages of commits, of a file, of a title."""

import sys
from collections.abc import Iterator

import click

from .. import config, git, lint, ranges
from ..commit import Commit
from ..errors import CLEAN, FINDINGS, Failure, GitError
from ..finding import Report, Source, Tally
from ..message import cleanup_of, decoded, recorded
from ..output.forms import form as form_named
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
    settings = config.load(git.top()).settings
    if file is not None or title is not None or what == "-":
        tally = Tally("message")
        reports = _one(_read(file, title), settings, tally, is_title=title is not None)
    else:
        tally = Tally("commit")
        reports = _range(what or "HEAD", settings, tally, root=root)
    write(form_named(form, paint)(reports, tally))
    return FINDINGS if tally.refused else CLEAN


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
    asked = git.config(r"^(commit\.(cleanup|verbose)|core\.comment(char|string)|i18n\.commitencoding)$")
    encoding = asked.get("i18n.commitencoding", ["utf-8"])[-1]
    if not is_title:
        data = recorded(data, cleanup_of(data, asked, editor=False))
    verdict = judge(decoded(data, "utf-8" if is_title else encoding), settings, in_range=is_title)
    tally.checked += 1
    if verdict.findings:
        tally.count(verdict)
        yield Report(source, verdict)


def _range(spec: str, settings: Settings, tally: Tally, *, root: bool) -> Iterator[Report]:
    """The reports on a range, the oldest first; one unreadable commit does not stop the others."""
    span = ranges.resolve(spec, since=settings.since, root=root)
    unreadable: list[str] = []
    try:
        yield from _mendable(lint.lint(ranges.read(span), settings, tally), span, tally)
    except GitError as error:
        commits = _readable(ranges.salvage(span), unreadable)
        yield from _mendable(lint.lint(commits, settings, tally), span, tally)
        named = ", ".join(oid[:10] for oid in unreadable[:5])
        words = f"{len(unreadable)} of the commits cannot be read ({named}): " if unreadable else ""
        raise Failure(words + error.message, error.hint or "git fsck") from None


def _readable(found: Iterator[Commit | str], unreadable: list[str]) -> Iterator[Commit]:
    for commit in found:
        if isinstance(commit, str):
            unreadable.append(commit)
        else:
            yield commit


def _mendable(reports: Iterator[Report], span: ranges.Range, tally: Tally) -> Iterator[Report]:
    """The reports; at their end the tally says which command lets the user reword."""
    yield from reports
    if not tally.refused:
        return
    head = git.ask("rev-parse", "-q", "--verify", "HEAD", no=(1,)).decode().strip()
    if tally.oldest == tally.newest == head:
        tally.mend = "git commit --amend"
        return
    merges = "--rebase-merges " if tally.merges else ""
    onto = "--root" if tally.from_root else f"{tally.oldest[:10]}^"
    where = "" if span.tip == head else f", on the branch that ends with {span.tip[:10]}"
    tally.mend = f'git rebase -i {merges}{onto}, and "reword" instead of "pick"{where}'
