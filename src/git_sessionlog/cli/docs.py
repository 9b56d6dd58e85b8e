"""`git sessionlog docs`: judge the structure and content of the documents."""

import os
from collections.abc import Iterator

import click

from .. import config, doclint, git, lookup, ranges, treeconfig
from ..doclint import Paper, Place, Rules
from ..errors import CLEAN, FINDINGS, Failure, GitError
from ..finding import Report, Tally
from ..objects import Objects
from ..output.forms import form as form_named
from ..output.terminal import Paint
from ..trees import DIRECTORY, FILE, CommitTree, IndexTree, WorkTree
from .options import color_option, format_option, write


@click.command("docs", short_help="Judge the documents: sections, dates, commits, links")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--staged", is_flag=True, help="Judge what the next commit changes, as it is staged.")
@click.option("--rev", metavar="REV", help="Judge the documents of a commit.")
@format_option()
@color_option()
def command(paths: tuple[str, ...], staged: bool, rev: str | None, form: str, paint: Paint) -> int:
    """Judge the structure and content of the documents that the profiles declare, or of PATH.

    Whether they describe a commit says `check`. Exit 0 clean, 1 findings, 2 could not check.
    """
    if staged and rev is not None:
        raise click.UsageError("give one of --staged and --rev")
    if rev == "":
        raise click.UsageError("--rev is empty: is a variable not set?")
    top = _top(rev)
    settings = config.load(top).settings if top else treeconfig.of(lambda: ranges.commit(rev or "HEAD"))
    tally = Tally("document")
    with Objects() as objects:
        place = _place(objects, top, staged=staged, rev=rev)
        by = doclint.rules(settings, place.tree, top)
        reports = _reports(place, by, [_from_top(path, top) for path in paths], tally, staged=staged)
        write(form_named(form, paint)(reports, tally))
    return FINDINGS if tally.refused else CLEAN


def _top(rev: str | None) -> str:
    """The top of the work tree, "" in a bare repository, whose commits alone can be judged."""
    try:
        return git.top()
    except GitError:
        if not git.is_bare():
            raise
        if rev is None:
            raise Failure("a bare repository has no work tree", "git sessionlog docs --rev HEAD") from None
        return ""


def _place(objects: Objects, top: str, *, staged: bool, rev: str | None) -> Place:
    if rev is not None:
        commit = objects.commit(ranges.commit(rev))
        return Place(CommitTree(objects, commit.tree), objects, commit.oid, (*commit.parents, "")[0])
    head = lookup.head()
    branch = os.fsdecode(git.ask("symbolic-ref", "-q", "--short", "HEAD", no=(1,))).strip()
    if staged:
        return Place(IndexTree(objects), objects, head, head, branch=branch)
    return Place(WorkTree(top), objects, head, head, top, branch)


def _reports(place: Place, by: Rules, paths: list[str], tally: Tally, *, staged: bool) -> Iterator[Report]:
    known = doclint.papers(place.tree, by)
    if paths:
        known = [one for path in paths for one in _papers(place, by, path, known)]
    else:
        yield from doclint.missing(place.tree, by, tally)
    if staged:
        changed = lookup.staged()
        known = [one for one in known if one.path in changed]
    yield from doclint.judged(place, by, known, tally)


def _papers(place: Place, by: Rules, path: str, known: list[Paper]) -> list[Paper]:
    """The document at a path, or the known ones in a directory."""
    kind = place.tree.kind(path)
    if kind == FILE:
        return [doclint.paper(path, by, known)]
    below = [one for one in known if path == "." or one.path.startswith(f"{path}/")]
    if kind != DIRECTORY or not below:
        raise Failure(f"{path} is no document" if kind else f"{path} is not there")
    return below


def _from_top(path: str, top: str) -> str:
    """A path from the top, with `/`; the user's is from the current directory."""
    if not top:
        return os.path.normpath(path).replace(os.sep, "/")
    above, name = os.path.split(os.path.abspath(path))
    place = os.path.relpath(os.path.join(os.path.realpath(above), name), os.path.realpath(top))
    if place == ".." or place.startswith(f"..{os.sep}"):
        raise Failure(f"{path} is not in the work tree")
    return place.replace(os.sep, "/")
