"""The last commits, with the paths that each changed: one git process for all that is wanted of them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from . import run as git
from . import session_state
from .trailers import KEY

MOST = 500
"""Commits that are looked at: a brief must not take longer in a long history."""

# %B, never %s: that one folds a subject of several lines into one. NUL stands before each commit: a path
# is never empty, so that an empty field begins the next commit.
_FORMAT = f"--format=%x00%H%x00%P%x00%ct%x00%an%x00%(trailers:key={KEY},valueonly,unfold)%x00%B"
_FIELDS = 6
_PLAIN = (
    "--no-show-signature",
    "--no-color",
    "--encoding=UTF-8",
    "--no-ext-diff",
    "--no-renames",
    "--no-relative",
)


class Commit(NamedTuple):
    """A commit of the last ones; `when` is its committer date in seconds since 1970, UTC.

    `checkpoint` is the valid value of its trailer, `<session>/<n>`, "" where there is none.
    """

    oid: str
    parents: tuple[str, ...]
    when: int
    author: str
    checkpoint: str
    subject: str


class Recent(NamedTuple):
    """The last commits of HEAD, the newest first, and for each path the one that changed it last.

    `complete` is whether there are no older ones; of a shallow clone nobody knows.
    """

    commits: tuple[Commit, ...] = ()
    changed: Mapping[str, Commit] = {}
    complete: bool = False

    def find(self, start: str) -> Commit | None:
        """The commit whose id begins so."""
        return next((commit for commit in self.commits if commit.oid.startswith(start)), None)


def ask(revision: str = "HEAD", cwd: str | None = None) -> git.Question:
    """The question that `seen` takes the answer of."""
    colon = ("-c", "trailer.separators=:")  # the user's own would hide our trailer
    options = ("-z", f"-{MOST}", "--name-only", "--root", *_PLAIN, _FORMAT)
    return git.Question(*colon, "log", *options, "--end-of-options", revision, "--", cwd=cwd)


def seen(question: git.Question, *, shallow: bool = False) -> Recent:
    """The answer. Raises GitError where there is no commit.

    In a shallow clone a commit without parents may be one whose parents are missing: git would name all
    its files as changed by it.
    """
    commits: list[Commit] = []
    changed: dict[str, Commit] = {}
    for commit, paths in _commits(question.answer()):
        commits.append(commit)
        if commit.parents or not shallow:
            for path in paths:
                changed.setdefault(path, commit)
    return Recent(tuple(commits), changed, not shallow and len(commits) < MOST)


def _commits(out: bytes) -> Iterator[tuple[Commit, list[str]]]:
    fields = out.decode("utf-8", "surrogateescape").split("\0")
    at = 1  # behind the NUL before the first one
    while at + _FIELDS <= len(fields):
        oid, parents, when, author, values, message = fields[at : at + _FIELDS]
        value = (values.split("\n")[:-1] or [""])[-1]
        point = value if session_state.parts(value) else ""
        end = at = at + _FIELDS
        while end < len(fields) and fields[end]:
            end += 1
        paths = [path.removeprefix("\n") for path in fields[at:end]]
        subject = message.partition("\n")[0]
        yield Commit(oid, tuple(parents.split()), int(when or 0), author, point, subject), paths
        at = end + 1
