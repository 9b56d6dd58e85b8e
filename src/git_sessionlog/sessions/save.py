"""Commits of documents, and the push: through the hooks, and with git's own words when it refuses."""

import os
import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from ..core.errors import Failure
from ..core.paths import place_of
from ..git import missing_files as tracked
from ..git import run as git
from ..git import streams
from ..git.cleanup import Message
from ..git.objects import Absent, Objects
from ..git.tracked_branches import Remotes
from ..git.trailers import KEY, values
from ..messages.lint import judge
from ..settings.model import Settings
from .clone import Clone, documents_of

AGAIN = "and run it again"

_OURS = r"add the record of session \S+|update \S+ with session progress"


class Refused(Failure):
    """git, or a hook, did not do it; `words` is all that was said."""

    def __init__(self, message: str, hint: str, words: str) -> None:
        super().__init__(message, hint)
        self.words = words


class Behind(Refused):
    """The other side has commits that are not here."""


class Destination(NamedTuple):
    """Where a branch is pushed to.

    `tracked` is the ref here that follows it, "" where there is none, `oid` what that names; `is_new`
    whether the branch is to follow it from now on.
    """

    remote: str
    ref: str
    tracked: str = ""
    is_new: bool = False
    oid: str = ""

    @property
    def name(self) -> str:
        """The name that people know it by."""
        return f"{self.remote}/{self.ref.removeprefix('refs/heads/')}"


def subject(text: str, settings: Settings, fixes: Iterable[str] = ()) -> str:
    """A subject for a commit of documents, which the settings' own rules let pass if there is one."""
    scope = settings.scopes[0] if settings.scopes else "session"
    ids = ", ".join(fixes)
    tails = ("", f" [Fix {ids}]") if ids else ("",)
    heads = (head for kind in ("docs", "chore") for head in (f"{kind}: ", f"{kind}({scope}): "))
    every = [f"{head}{text}{tail}" for head in heads for tail in tails]
    return next((one for one in every if not judge(Message(one), settings).refused), every[0])


def documents(
    paths: Sequence[str], subject: str, *, body: str = "", then: str = AGAIN, amend: bool = False
) -> bool:
    """Commit some files as they are in the work tree, and nothing else; False where nothing has changed.

    With `amend` they become part of the commit at HEAD. What the user has staged stays staged. Raises
    Refused, with nothing lost; `then` is for its hint.
    """
    literal = [f":(top,literal){path}" for path in paths]
    if not git.ask("status", "--porcelain", "-z", "--untracked-files=all", "--", *literal):
        return False
    _must_do("add", "--", *literal, then=then)
    words = ["-m", subject, *(["-m", body] if body else [])]
    _must_do("commit", "-q", *(["--amend"] if amend else []), "--only", *words, "--", *literal, then=then)
    _take_over(paths)
    return True


def _take_over(paths: Collection[str]) -> None:
    """Put into the index what a hook has added to the commit of some paths.

    `git commit --only` gives hooks an index of its own, so what they add is in the commit and not in the
    index. What the user has staged differs from the commit before too, and is left.
    """
    out = git.ask("diff-index", "--cached", "--name-only", "-z", "HEAD", "--")
    behind = {os.fsdecode(path) for path in git.fields(out)}
    if behind - {*paths}:
        staged = git.ask("diff-index", "--cached", "--name-only", "-z", "HEAD^", "--")
        behind -= {os.fsdecode(path) for path in git.fields(staged)} - {*paths}
    if behind:
        _must_do("reset", "-q", "--", *(f":(top,literal){path}" for path in sorted(behind)))


def is_ours(clone: Clone, id: str) -> bool:
    """Whether the commit at HEAD has documents of a session alone, in our own words, and is nowhere else.

    What somebody has said in a message is never replaced.
    """
    with Objects() as objects, suppress(Absent):
        head = objects.commit(clone.head)
        said = [line for line in head.message.decode("utf-8", "replace").split("\n") if line.strip()]
        own = re.fullmatch(rf"(?:docs|chore)(?:\([^()]*\))?: (?:{_OURS})(?: \[Fix [^\]]*\])?", head.subject)
        point = next(reversed(values(head.message, KEY)), "")
        if not own or len(said) > 2 or not point.startswith(f"{id}/") or len(head.parents) != 1:
            return False
        changed = objects.changes(objects.commit(head.parents[0]).tree, head.tree)
        paths, is_document = [os.fsdecode(path) for path in changed], documents_of(clone)
        if not paths or not all(map(is_document, paths)):
            return False
        return not _is_elsewhere(clone.head)
    return False


def _is_elsewhere(commit: str) -> bool:
    return bool(git.ask("for-each-ref", "--count=1", f"--contains={commit}", "refs/remotes", "refs/tags"))


def take_back(to: str) -> None:
    """Make a commit the tip of the branch again, and the documents as they were there. Raises Refused."""
    _must_do("reset", "-q", "--keep", to)


def everything(subject: str) -> bool:
    """Commit all that is in the work tree; False where nothing has changed. Raises Refused."""
    if not git.ask("status", "--porcelain", "-z"):
        return False
    _must_do("add", "-A", "--", ":(top)")
    _must_do("commit", "-q", "-m", subject)
    return True


def switch_to_new(branch: str) -> None:
    """Go on with the work tree as it is on a new branch. Raises Refused where there is one of that name."""
    _must_do("switch", "-q", "-c", branch, then="or name another one")


def must_be_kept(top: str, paths: Iterable[str]) -> None:
    """Raises Failure for a path that git ignores: what is not in git is gone.

    And for a new file in the place of one that git tracks, or outside of a sparse checkout.
    """
    names = list(paths)
    new = [name for name in names if not os.path.lexists(place_of(top, name))]
    if new:
        tracked.must_be_there(top, makes=new)
    asked = ("-c", "core.quotePath=off", "check-ignore", "--", *names)
    out = git.ask(*asked, cwd=top, no=(1,)) if names else b""
    if out:
        path = out.decode("utf-8", "replace").split("\n")[0]
        raise Failure(f"{path} is ignored by git, so it would be lost", f"git check-ignore -v {path}")


def destination(known: Remotes) -> Destination | str:
    """Where the branch is pushed to: its upstream, else the only remote there is; or why nowhere."""
    branch = known.branch
    if not branch:
        return "HEAD is on no branch"
    upstream, remote, followed, pushes, how = known.follows
    upstream = "" if how == "gone" else upstream  # the branch was deleted on the other side
    own = f"refs/heads/{branch}"
    if remote not in ("", "."):
        if pushes in ("", remote) and (followed == own or known.pushes_upstream):
            return Destination(remote, followed, upstream, False, known.tip(upstream))
        return _by_name(known, pushes or remote)
    remotes = known.names
    if not remotes:
        return "there is no remote"
    if len(remotes) > 1:
        return f"{branch} follows no branch, and there are {len(remotes)} remotes"
    return _by_name(known, remotes[0])._replace(is_new=True)


def _by_name(known: Remotes, remote: str) -> Destination:
    """The branch of the same name on a remote."""
    tracked = f"refs/remotes/{remote}/{known.branch}"
    oid = known.tip(tracked)
    return Destination(remote, f"refs/heads/{known.branch}", tracked if oid else "", oid=oid)


def ahead(to: Destination) -> int:
    """How many commits the other side has not got, as far as is known here."""
    known = [f"^{to.tracked}"] if to.tracked else ["--not", f"--remotes={to.remote}"]
    return int(git.ask("rev-list", "--count", "HEAD", *known, "--"))


def brings(to: Destination, known: Remotes, head: str) -> bool:
    """Whether a push of the branch, whose last commit is `head` now, has something to do."""
    if to.tracked and to.tracked == known.follows.upstream and not known.follows.behind:
        return to.oid != head
    return to.is_new or ahead(to) > 0


def fetched(to: Destination) -> bool:
    """Ask the other side for what it has; False where it cannot be reached."""
    return not streams.done("fetch", "-q", "--no-tags", "--", to.remote).code


def behind(to: Destination, known: Remotes) -> int:
    """How many commits the other side has that are not here, as far as is known."""
    if to.tracked == known.follows.upstream:
        return known.follows.behind
    return int(git.ask("rev-list", "--count", to.tracked, "^HEAD", "--")) if to.tracked else 0


def push(branch: str, to: Destination) -> None:
    """Push the branch. Raises Refused: all is committed then."""
    options = ["-u"] if to.is_new else []
    done = streams.done("push", *options, "--", to.remote, f"refs/heads/{branch}:{to.ref}")
    if done.code:
        if re.search(r"fetch first|non-fast-forward", done.words):
            raise Behind(f"{to.name} has commits that are not here", "git pull --rebase", done.words)
        raise Refused(
            f"the push to {to.name} was refused; all is committed", "fix that, and run it again", done.words
        )


def _must_do(*args: str, then: str = AGAIN) -> None:
    done = streams.done(*args)
    if not done.code:
        return
    lock = re.search(r"'([^'\n]*\.lock)': File exists", done.words)
    hint = f"when no other git is at work here: rm {lock[1]}" if lock else f"mend that, {then}"
    raise Refused(f"git {args[0]} failed; what was written is still there", hint, done.words)
