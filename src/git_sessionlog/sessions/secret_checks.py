"""No secret goes into what a session commits, nor with its end to the remote."""

import os
import shlex
import sys
from collections.abc import Iterator

from ..core.errors import Failure
from ..core.secrets import masking
from ..core.secrets.allowed import how_to_allow
from ..git import ranges
from ..git import run as git
from ..git.allowed_secrets import AtHead
from ..git.objects import Objects
from ..git.trees import CommitTree, WorkTree
from ..state import leaks
from ..state.leaks import Leak
from .clone import Clone
from .save import Destination
from .session_documents import Desk

_SEARCHED = 64_000_000  # bytes of a file: what is longer is a thing that git keeps badly anyway


def hint(leak: Leak) -> str:
    """What to do about a secret in a document that is not committed yet."""
    return f"say where it is kept, as in vault:path; {how_to_allow(leak.path, leak.line)}"


def masked(text: str) -> str:
    """A text that comes from a commit or from the backlog, without the secrets in it."""
    return masking.mask(text, AtHead())


def new_in(desk: Desk) -> list[Leak]:
    """The secrets that the documents are to have, and that those of HEAD have not.

    Whoever has written them: all documents that are taken up are committed.
    Raises Failure for a list of what is none that cannot be used.
    """
    clone = desk.clone
    with Objects() as objects:
        before = CommitTree(objects, objects.commit(clone.head).tree)
        there, later = (
            list(leaks.new_in(files, before, clone.settings))
            for files in (desk.papers.as_found(), desk.papers.contents())
        )
    return there or later  # by the lines that the user can look at, where it is there already


def must_hold_none(desk: Desk) -> None:
    """Raises Failure, before anything is written, where a document is to have a new secret."""
    found = new_in(desk)
    if found and desk.clone.settings.severity(leaks.RULE) == "error":
        raise Failure(
            f"{found[0].place} would hold a secret ({found[0].kind}); nothing was written", hint(found[0])
        )


def must_be_safe_to_save(clone: Clone) -> str:
    """Raises Failure where a file of the work tree that is not committed yet adds a secret.

    Returns that in words where the settings only warn of it, else "". Errors as `new_in`.
    """
    severity = clone.settings.severity(leaks.RULE)
    if severity == "off":
        return ""
    with Objects() as objects:
        before = CommitTree(objects, objects.commit(clone.head).tree)
        found = next(leaks.new_in_files(_uncommitted(clone), before, clone.settings), None)
    if not found:
        return ""
    if not found.kind:
        what = f"{found.path} is too long to be searched for secrets"
        remedy = f"look at it, then: git add {shlex.quote(found.path)} && git commit"
    else:
        what = f"{found.place} holds a secret ({found.kind})"
        remedy = f"leave it out: {_leaving_out(found.path)}; {how_to_allow(found.path, found.line)}"
    if severity == "error":
        raise Failure(f"{what}, and would be committed and pushed; nothing was written", remedy)
    return what


def _uncommitted(clone: Clone) -> Iterator[tuple[str, bytes]]:
    """The files that `git add -A` would take, with what they hold; links and submodules hold nothing."""
    tree = WorkTree(clone.top)
    asked = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames")
    for line in git.ask(*asked, cwd=clone.top).split(b"\0")[:-1]:
        path = os.fsdecode(line[3:])
        data = tree.start(path, _SEARCHED, sys.maxsize)
        if data is not None:
            yield path, data


def _leaving_out(path: str) -> str:
    """The command that keeps a file out of what is saved: it is ignored where git does not know it."""
    known = git.ask("ls-files", "-z", "--", f":(top,literal){path}")
    if known or not path.isascii() or not path.replace("/", "").replace(".", "").replace("-", "").isalnum():
        return f"git stash push -u -- {shlex.quote(f':/{path}')}"
    return f"echo /{path} >> .gitignore"


def pushed(desk: Desk, to: Destination) -> Iterator[Leak]:
    """The secrets in documents that a push to a place would publish. Errors as `new_in`."""
    settings = desk.clone.settings
    with Objects() as objects:
        head = objects.commit("HEAD").oid
        known = [objects.commit(to.oid).oid] if to.tracked else []
        cut = None if desk.clone.shallow else frozenset[str]()
        span = ranges.pushed(
            [head], known, since=settings.since, remotes="" if known else to.remote, cut=cut
        )
        yield from leaks.found(objects, span, settings).leaks
