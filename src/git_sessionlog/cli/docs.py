"""`git sessionlog docs`: judge the structure and content of the documents."""

import os
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import click

from ..core.errors import CLEAN, FINDINGS, Failure
from ..core.findings import Tally
from ..core.paths import place_of
from ..core.terminal import Paint, complain, one_line
from ..documents import document_set, tree_settings
from ..documents.document import Document
from ..documents.document_set import Paper, Rules
from ..gate import lint_documents
from ..gate.formats.registry import form as form_named
from ..gate.lint_documents import Place
from ..git import ranges, worktree
from ..git import run as git
from ..git.objects import Objects
from ..git.trees import DIRECTORY, FILE, CommitTree, IndexTree, WorkTree
from ..state import lookup
from .options import color_option, format_option, note, write


class Wish(NamedTuple):
    """What the command line asks for."""

    paths: tuple[str, ...] = ()
    staged: bool = False
    rev: str | None = None
    fix: bool = False


@click.command("docs")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--staged", is_flag=True, help="Judge what the next commit changes, as it is staged.")
@click.option("--rev", metavar="REV", help="Judge the documents of a commit.")
@click.option("--fix", is_flag=True, help="Mend what can be mended in one way only, then judge.")
@format_option()
@color_option()
def command(form: str, paint: Paint, **given: Any) -> int:
    """Judge the structure and content of the documents that the profiles declare, or of PATH.

    Whether they describe a commit says `check`. Exit 0 clean, 1 findings, 2 could not check.
    """
    wish = Wish(**given)
    if sum((wish.staged, wish.rev is not None, wish.fix)) > 1:
        raise click.UsageError("give one of --staged, --rev and --fix")
    if wish.rev == "":
        raise click.UsageError("--rev is empty: is a variable not set?")
    top = _top(wish.rev)
    settings = (
        tree_settings.here(top).settings if top else tree_settings.of(lambda: ranges.commit(str(wish.rev)))
    )
    note(settings)
    tally = Tally("document")
    with Objects() as objects:
        place = _place(objects, top, wish)
        by = document_set.rules(settings, place.tree)
        chosen = _chosen(place, by, wish, [_from_top(path, top) for path in wish.paths])
        if wish.fix:
            _fix(place, by, chosen)
        reports = (
            *(() if wish.paths or wish.staged else (lint_documents.missing(place.tree, by, tally),)),
            lint_documents.judged(place, by, chosen, tally),
        )
        write(form_named(form, paint)(chain(*reports), tally))
    return FINDINGS if tally.refused else CLEAN


def _top(rev: str | None) -> str:
    """The top of the work tree, "" in a bare repository, whose commits alone can be judged."""
    top = git.top_if_any()
    if not top and rev is None:
        raise Failure("a bare repository has no work tree", "git sessionlog docs --rev HEAD")
    return top


def _place(objects: Objects, top: str, wish: Wish) -> Place:
    if wish.rev is not None:
        commit = objects.commit(ranges.commit(wish.rev))
        return Place(CommitTree(objects, commit.tree), objects, commit.oid, (*commit.parents, "")[0])
    head = lookup.head()
    branch = os.fsdecode(git.ask("symbolic-ref", "-q", "--short", "HEAD", no=(1,))).strip()
    if wish.staged:
        return Place(IndexTree(objects), objects, head, head, branch=branch, passes=True)
    return Place(WorkTree(top), objects, head, head, top, branch)


def _chosen(place: Place, by: Rules, wish: Wish, paths: list[str]) -> list[Paper]:
    """The documents at the paths, all that there are when none is given; of the index those that change."""
    known = document_set.papers(place.tree, by)
    chosen = [one for path in paths for one in _papers(place, by, path, known)] if paths else known
    if wish.staged:
        changed = lookup.staged()
        chosen = [one for one in chosen if one.path in changed]
    return chosen


def _fix(place: Place, by: Rules, chosen: list[Paper]) -> None:
    """Write the documents with what is certain mended, and say what that was."""
    for document, done in lint_documents.mended(place, by, chosen):
        _written(place, document, done)
    for document, done, left in lint_documents.with_hashes(place, by, chosen):
        if done:
            _written(place, document, done)
        for words in left:
            complain(one_line(words, 400))


def _written(place: Place, document: Document, done: Sequence[str]) -> None:
    try:
        worktree.write(place_of(place.top, document.path), document.source.data)
    except OSError as error:
        raise Failure(f"{document.path} cannot be written: {error.strerror}") from None
    complain(f"{one_line(document.path)}: {one_line(', '.join(done), 400)}")


def _papers(place: Place, by: Rules, path: str, known: list[Paper]) -> list[Paper]:
    """The document at a path, or the known ones in a directory."""
    kind = place.tree.kind(path)
    if kind == FILE:
        return [document_set.paper(path, by, known)]
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
