"""Commits of documents, and the push: through the hooks, and with git's own words when it refuses."""

import os
import re
import shlex
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from ..core import journal
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
from . import saving
from .clone import Clone, documents_of

AGAIN = "and run it again"

_WIP = "save work in progress"
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


def subject_of_work(settings: Settings, like: str, fixes: Iterable[str]) -> str:
    """A subject for work in progress: of the type and the scope that another one of its session has."""
    kind = re.match(r"[a-z]+(?:\([^()]*\))?(?=!?: )", like)
    scope = settings.scopes[0] if settings.scopes else "session"
    ids = ", ".join(fixes)
    for head in filter(None, (kind and kind[0], ids and "fix", ids and f"fix({scope})")):
        for tail in (f" [Fix {ids}]", "") if ids else ("",):
            one = f"{head}: {_WIP}{tail}"
            if not judge(Message(one), settings).refused:
                return one
    return subject(_WIP, settings)


def subject(text: str, settings: Settings, fixes: Iterable[str] = ()) -> str:
    """A subject for a commit of documents, which the settings' own rules let pass if there is one."""
    scope = settings.scopes[0] if settings.scopes else "session"
    ids = ", ".join(fixes)
    tails = ("", f" [Fix {ids}]") if ids else ("",)
    heads = (head for kind in ("docs", "chore") for head in (f"{kind}: ", f"{kind}({scope}): "))
    every = [f"{head}{text}{tail}" for head in heads for tail in tails]
    return next((one for one in every if not judge(Message(one), settings).refused), every[0])


class Commit(NamedTuple):
    """A commit of documents to be made: its message, whether it replaces HEAD; `why` is as of `Saving`."""

    subject: str
    body: str = ""
    amend: bool = False
    why: str = ""


def documents(state: str, paths: Sequence[str], one: Commit) -> bool:
    """Commit some files as they are in the work tree, and nothing else; False where nothing has changed.

    With `amend` they become part of the commit at HEAD. What the user has staged stays staged. Raises
    Refused, with nothing lost.
    """
    literal = [f":(top,literal){path}" for path in paths]
    if not git.ask("status", "--porcelain", "-z", "--untracked-files=all", "--", *literal):
        return False
    parent = git.ask("rev-parse", "-q", "--verify", "HEAD^" if one.amend else "HEAD").decode().strip()
    saving.begin(state, saving.Saving(parent, one.subject, tuple(paths), one.why))
    _must_do("add", "--", *literal)
    words = ["-m", one.subject, *(["-m", one.body] if one.body else [])]
    _must_do("commit", "-q", *(["--amend"] if one.amend else []), "--only", *words, "--", *literal)
    journal.note(f"committed: {one.subject}")
    if said := saving.take_over(paths):
        raise _refused("reset", said, AGAIN)
    return True


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


def everything(subject: str, but: Sequence[str]) -> bool:
    """Commit all that is in the work tree, but for some paths; False where there is nothing to commit.

    What is changed inside of a submodule cannot be. Raises Refused.
    """
    literal = [f":(top,literal){path}" for path in but]
    if staged := git.ask("diff", "--cached", "--name-only", "-z", "--", *literal) if but else b"":
        paths = map(os.fsdecode, git.fields(staged))
        _must_do("reset", "-q", "--", *(f":(top,literal){path}" for path in paths))
    _must_do("add", "-A", "--", ":(top)", *(f":(top,exclude,literal){path}" for path in but))
    if not git.ask("diff", "--cached", "--name-only", "-z"):
        return False
    _must_do("commit", "-q", "-m", subject)
    journal.note(f"committed: {subject}")
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
            f"the push to {to.name} was refused; all is committed",
            _unlock(done.words) or "fix that, and run it again",
            done.words,
        )
    if hint := _unlock(done.words):
        raise Refused(f"{to.name} has it all, and git could not note that here", hint, done.words)
    journal.note(f"pushed to {to.name}")


def _must_do(*args: str, then: str = AGAIN) -> None:
    done = streams.done(*args)
    if done.code:
        raise _refused(args[0], done.words, then)


def _refused(command: str, words: str, then: str) -> Refused:
    return Refused(
        f"git {command} failed; what was written is still there",
        _unlock(words) or f"mend that, {then}",
        words,
    )


def _unlock(words: str) -> str:
    """What to do about a lock that git found in this repository, "" where it found none."""
    lock = re.search(r"(?m)^(?!remote:| ! ).*'([^'\n]*\.lock)': File exists", words)
    return git.UNLOCK + shlex.quote(lock[1]) if lock else ""
