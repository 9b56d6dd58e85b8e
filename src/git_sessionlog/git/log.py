"""What `git log` says of commits. The one module that spells its formats and takes its answers apart."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from itertools import islice, repeat
from operator import itemgetter
from typing import IO, Any, Literal, NamedTuple

from ..core.stamps import LATEST
from . import run as git
from . import session_state, streams
from .cleanup import first_line
from .trailers import KEY

Field = (
    Literal["abbrev", "parents", "author", "email", "authored", "committed", "source", "title"]
    | Literal["checkpoint", "subject", "message", "paths", "changes"]
)
"""What can be asked of a commit beside its id, by the names that `Commit` has."""
HEADLINE: tuple[Field, ...] = ("abbrev", "title")
"""By what documents name a commit."""

Runner = Callable[..., AbstractContextManager[IO[bytes]]]
"""What runs git, as `streams.stream` does."""


class Change(NamedTuple):
    """A path that a commit changed: the ids of the file before and after, "" where there was none."""

    path: str
    before: str = ""
    after: str = ""


class Commit(NamedTuple):
    """A commit: its id, and the fields that were asked for; the others are empty.

    `authored` and `committed` are in seconds since 1970, UTC, 0 where the commit does not say. `source` is
    the revision that led to it: "HEAD", "refs/heads/x". `message` is git's `%B`, recoded to UTF-8 where the
    commit names its encoding, `subject` its first line, `title` its first paragraph in one line.
    `checkpoint` is the one that its last trailer names, `<session>/<n>`, "" where that is none. `paths` are
    those that it changed, `changes` the same with the files; a merge has none. Where `changes` are asked
    for, git does not shorten `abbrev`.
    """

    oid: str
    abbrev: str = ""
    parents: tuple[str, ...] = ()
    author: str = ""
    email: str = ""
    authored: int = 0
    committed: int = 0
    source: str = ""
    title: str = ""
    checkpoint: str = ""
    subject: str = ""
    message: bytes = b""
    paths: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def is_merge(self) -> bool:
        """Whether it has two parents or more: a merge is known by that, never by its text."""
        return len(self.parents) > 1

    @property
    def short(self) -> str:
        """The first ten digits of the object id."""
        return self.oid[:10]


class Query(NamedTuple):
    """A question to `git log`: the fields that are wanted, and of which commits.

    `options` are git's own. `given` are revisions too, a line each, where there is `--stdin` among the
    options; `config` are settings of git, as `key=value`. `under` limits them to commits that change
    something at these paths, of which alone it tells.
    """

    fields: tuple[Field, ...]
    revisions: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    given: bytes = b""
    config: tuple[str, ...] = ()
    under: tuple[str, ...] = ()

    @property
    def has_message(self) -> bool:
        """Whether git is asked for the messages."""
        return "message" in self.fields or "subject" in self.fields

    @property
    def arguments(self) -> tuple[str, ...]:
        """The command. The user's configuration does not change what it writes (git-log(1))."""
        form = "%n".join(("%H", *(form for name, (form, _) in _HEAD.items() if name in self.fields)))
        form += "%x00%B" * self.has_message
        paths = next((options for name, options in _LISTED.items() if name in self.fields), ())
        begin = "%x00" if paths else ""
        config = [word for each in (*_CONFIG, *self.config) for word in ("-c", each)]
        revisions = ("--end-of-options", *self.revisions) if self.revisions else ()
        plain = (*_PLAIN, f"--format={begin}{form}", *paths)
        under = tuple(f":(top,literal){path}" for path in self.under)
        return (*config, "log", "-z", *plain, *self.options, *revisions, "--", *under)


def commits(query: Query, run: Runner = streams.stream) -> Iterator[Commit]:
    """The commits in git's order, streamed. Raises GitError, with git's own words, when git fails."""
    with run(*query.arguments, given=query.given) as pipe:
        yield from _parsed(query, _pieces(pipe))


def ask(query: Query, cwd: str | None = None) -> git.Question:
    """Start a short answer, which is not streamed; `answered` takes it."""
    return git.Question(*query.arguments, cwd=cwd)


def answered(query: Query, question: git.Question, *, no: tuple[int, ...] = ()) -> list[Commit]:
    """The answer to `ask`; `no` and errors as for `Question.answer`."""
    return list(_parsed(query, iter(git.fields(question.answer(no=no)))))


def headline(revision: str) -> Commit:
    """The `HEADLINE` of a commit. Raises GitError where there is none."""
    query = Query(HEADLINE, (revision,), ("-1",))
    return (*answered(query, ask(query)), Commit(""))[0]


def abbrevs(oids: Sequence[str]) -> dict[str, str]:
    """The short id of each commit, as documents name it."""
    given = "".join(f"{oid}\n" for oid in oids).encode()
    query = Query(("abbrev",), (), ("--no-walk=unsorted", "--stdin"), given)
    return {one.oid: one.abbrev for one in commits(query)} if oids else {}


def patches(*options: str, paths: Iterable[str], given: bytes) -> AbstractContextManager[IO[bytes]]:
    """`git log -p` without context lines; before each commit is a line of NUL, its id, its parents' ids."""
    how = (*_LITERAL, "log", "--format=%x00%H %P", *_PATCH)
    return streams.stream(*how, *options, "--", *paths, given=given)


def remerges(given: bytes) -> AbstractContextManager[IO[bytes]]:
    """How merges, an id a line, differ from what git makes of their parents (`--remerge-diff`, git 2.36).

    For each a line of NUL, its id, its tree's id; then the differing files as `--raw` has them, and the
    patches, whose heads name the conflicts. How the user configures merges does not count, and our own
    driver is not run: what it merges is a conflict. git is run in its own directory as if that was bare,
    where it reads no `.gitattributes`: with one in the work tree a request could make conflicts.
    """
    place = os.fsdecode(git.ask("rev-parse", "--absolute-git-dir")).rstrip("\n")
    bare = ("-C", place, "--git-dir=.", "-c", "core.bare=true")
    how = (*bare, *_LITERAL, *_MERGING, "log", "--format=%x00%H %T", "--no-walk=unsorted", "--remerge-diff")
    only = ("--patch-with-raw", "--no-abbrev", "--no-renames")
    return streams.stream(*how, *_PATCH, *only, "--stdin", "--", given=given)


# The lines in the head of a commit, and what is made of each; those of trailers come last, for they are
# several. git takes no line end in names, addresses and refs, and no NUL in messages.
_HEAD: dict[str, tuple[str, Callable[[str], object]]] = {
    "abbrev": ("%h", str),
    "parents": ("%P", lambda text: tuple(text.split())),
    "author": ("%an", str),
    "email": ("%ae", str),
    "authored": ("%at", lambda text: min(int(text or 0), LATEST)),
    "committed": ("%ct", lambda text: min(int(text or 0), LATEST)),
    "source": ("%S", str),
    "title": ("%s", str),
    "checkpoint": (f"%(trailers:key={KEY},valueonly,unfold)", lambda lines: _checkpoint(lines)),
}
_CONFIG = ("trailer.separators=:",)  # the user's own would hide our trailer
_PLAIN = ("--encoding=UTF-8", "--no-show-signature", "--no-color", "--no-mailmap")
_PATHS = ("--root", "--no-ext-diff", "--no-renames", "--no-relative")
_LISTED = {"changes": ("--raw", "--no-abbrev", *_PATHS), "paths": ("--name-only", *_PATHS)}
_FILES = ("100644", "100755")
_LITERAL = ("-c", "core.quotePath=off", "-c", "log.showRoot=true")
_MERGING = (
    *("-c", "merge.renames=true", "-c", "merge.directoryRenames=conflict", "-c", "merge.renormalize=false"),
    *("-c", "merge.conflictStyle=merge", "-c", "merge.sessionlog.driver=false"),
)
_PATCH = (
    *("-p", "-U0", "--no-color", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-relative"),
    *("--inter-hunk-context=0", "--submodule=short", "--src-prefix=a/", "--dst-prefix=b/"),
)


def _pieces(pipe: IO[bytes]) -> Iterator[bytes]:
    """What ends with NUL, one by one."""
    begun: list[bytes] = []
    while chunk := pipe.read(1 << 16):
        end, *others = chunk.split(b"\0")
        begun.append(end)
        if others:
            yield b"".join(begun)
            yield from others[:-1]
            begun = others[-1:]


def _parsed(query: Query, pieces: Iterator[bytes]) -> Iterator[Commit]:
    """The commits of an answer; one that is not whole, since git died of the next one, is left out."""
    found = map(_reader(query), pieces, pieces if query.has_message else repeat(b""))
    if not _LISTED.keys() & set(query.fields):
        return found
    next(pieces, None)  # an empty piece, which no path is, stands before each commit
    if "changes" not in query.fields:
        return (commit._replace(paths=tuple(_listed(pieces))) for commit in found)
    return (_with_changes(commit, _listed(pieces), query) for commit in found)


def _with_changes(commit: Commit, listed: Iterator[str], query: Query) -> Commit:
    changes = tuple(_changes(listed))
    return commit._replace(
        changes=changes, paths=tuple(one.path for one in changes) if "paths" in query.fields else ()
    )


def _listed(pieces: Iterator[bytes]) -> Iterator[str]:
    listed = iter(partial(next, pieces, b""), b"")
    yield from (os.fsdecode(each.removeprefix(b"\n")) for each in islice(listed, 1))  # a line end begins it
    yield from map(os.fsdecode, listed)


def _changes(listed: Iterator[str]) -> Iterator[Change]:
    """What `--raw` says of each path: `:100644 100644 <before> <after> M`, and then the path."""
    for said, path in zip(listed, listed, strict=False):
        yield Change(path, *versions(said))


def versions(said: str) -> tuple[str, str]:
    """The ids of a file before and after, by an entry of `--raw`; "" where it was none, or is none."""
    old, new, before, after, _ = said[1:].split(" ", 4)
    return before if old in _FILES else "", after if new in _FILES else ""


def _reader(query: Query) -> Callable[[bytes, bytes], Commit]:
    """What makes a commit of its head and its message. It runs for each commit of a long history."""
    names = ["oid", *(name for name in _HEAD if name in query.fields)]
    lines, wants_subject = len(names) - 1, "subject" in query.fields
    makes = [(at, _HEAD[name][1]) for at, name in enumerate(names) if at and _HEAD[name][1] is not str]
    # A commit is picked from its head, its subject and message, and the empty values of all its fields.
    wanted = [*names, *(name if name in query.fields else "" for name in ("subject", "message"))]
    every, new = [*wanted, *Commit._fields], tuple.__new__
    pick, empty = itemgetter(*map(every.index, Commit._fields)), Commit("")

    def read(head: bytes, message: bytes) -> Commit:
        values: list[Any] = head.decode("utf-8", "replace").split("\n", lines)
        for at, make in makes:
            values[at] = make(values[at])
        subject = first_line(message) if wants_subject else ""
        return new(Commit, pick((*values, subject, message, *empty)))

    return read


def _checkpoint(lines: str) -> str:
    value = lines.removesuffix("\n").rpartition("\n")[2]
    return value if session_state.parts(value) else ""
