"""Which commits nothing describes, worked out from all objects: the slow definition, without our code."""

import re
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

DOCUMENT = "STATUS.md"
RECORDS = "docs/sessions/"
NOT_COUNTED = (DOCUMENT, RECORDS, ".sessionlog.toml", ".gitattributes")
"""The paths that make no commit significant in the made-up histories."""

Lines = tuple[str, ...]


class Covers(NamedTuple):
    """What a record says that it describes: its session, numbers of that, patch ids and ids of merges."""

    id: str
    numbers: frozenset[int]
    also: frozenset[str]


class Repository:
    """All objects of a repository, as one `git cat-file` gives them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.objects = dict(self._objects())

    def _objects(self) -> Iterator[tuple[str, tuple[str, bytes]]]:
        data = self.git("cat-file", "--batch-all-objects", "--batch")
        at = 0
        while at < len(data):
            end = data.index(b"\n", at)
            oid, kind, size = data[at:end].decode().split()
            yield oid, (kind, data[end + 1 : end + 1 + int(size)])
            at = end + int(size) + 2

    def git(self, *args: str, stdin: bytes = b"", no: tuple[int, ...] = ()) -> bytes:
        """What git wrote; it may end with 0, or with one of `no`."""
        done = subprocess.run(["git", *args], cwd=self.path, input=stdin, capture_output=True, check=False)
        assert done.returncode in (0, *no), (args, done.stderr)
        return done.stdout

    @cache  # noqa: B019 (one for each history of a test)
    def ancestors(self, commit: str) -> frozenset[str]:
        """The commit and all that it can be reached from."""
        return frozenset({commit}.union(*map(self.ancestors, self.named_parents(commit))))

    @cache  # noqa: B019
    def named_parents(self, commit: str) -> tuple[str, ...]:
        """The parents as the commit names them."""
        return tuple(re.findall(r"(?m)^parent (\w+)$", self.text(commit).partition("\n\n")[0]))

    @cache  # noqa: B019
    def parents(self, commit: str) -> tuple[str, ...]:
        """The parents without those that are ancestors of other parents."""
        named = tuple(dict.fromkeys(self.named_parents(commit)))
        rest = [frozenset().union(*(self.ancestors(o) for o in named if o != one)) for one in named]
        return tuple(one for one, others in zip(named, rest, strict=True) if one not in others)

    def text(self, oid: str) -> str:
        """An object as text."""
        return self.objects[oid][1].decode("utf-8", "replace")

    def message(self, commit: str) -> str:
        """The message of a commit."""
        return self.text(commit).partition("\n\n")[2]

    @cache  # noqa: B019
    def files(self, commit: str) -> dict[str, str]:
        """The paths in a commit, each with the id of its blob."""
        return dict(self._below(self.text(commit)[5:45], "")) if commit else {}

    def _below(self, tree: str, path: str) -> Iterator[tuple[str, str]]:
        data = self.objects[tree][1]
        while data:
            entry, _, rest = data.partition(b"\0")
            mode, _, name = entry.decode().partition(" ")
            oid, data = rest[:20].hex(), rest[20:]
            if mode == "40000":
                yield from self._below(oid, f"{path}{name}/")
            else:
                yield path + name, oid

    @cached_property
    def patches(self) -> dict[str, str]:
        """The patch ids of all commits but merges."""
        every = [oid for oid, (kind, _) in self.objects.items() if kind == "commit"]
        single = [oid for oid in every if len(self.named_parents(oid)) < 2]
        diffs = self.git("diff-tree", "--stdin", "-p", "--root", stdin="\n".join(single).encode() + b"\n")
        ids = self.git("patch-id", "--stable", stdin=diffs).decode().split()
        return dict(zip(ids[1::2], ids[::2], strict=True))

    @cache  # noqa: B019
    def undoing(self, commit: str) -> str:
        """The patch id of what takes a commit back; "" for a merge."""
        parents = self.named_parents(commit)
        if len(parents) != 1:
            return ""
        diff = self.git("diff-tree", "-r", "-p", commit, parents[0])
        return self.git("patch-id", "--stable", stdin=diff).decode().partition(" ")[0]


def undescribed(repository: Repository, tip: str, branch: str) -> set[str]:
    """The significant commits of a tip that are not described on a branch."""
    settings = tomllib.loads(repository.text(repository.files(tip)[".sessionlog.toml"]))
    defaults = settings["default-branch"]
    first = defaults if isinstance(defaults, str) else defaults[0]
    documents_only = settings["state-on"] == "every" or branch == first
    said = documented(repository, tip)
    left = {one for one in repository.ancestors(tip) - said if significant(repository, one)}
    if documents_only:
        return left
    records = Records(repository, tip)
    return {one for one in left if not records.cover(one) and not brings_record(repository, one)}


def significant(repository: Repository, commit: str) -> bool:
    """Whether a commit changes more than documents, records and settings."""
    parents = repository.parents(commit)
    if len(parents) > 1:
        return any(map(_counts, _changed_by_merge(repository, commit)))
    before = repository.files(parents[0] if parents else "")
    return any(_counts(path) for path, _ in before.items() ^ repository.files(commit).items())


def _counts(path: str) -> bool:
    return not path.startswith(NOT_COUNTED)


def _changed_by_merge(repository: Repository, commit: str) -> set[str]:
    """The paths in which a merge differs from what git makes of it, where there was no conflict."""
    command = ("merge-tree", "--write-tree", "-z", "--name-only", "--no-messages")
    tree, *conflicts = (
        repository.git(*command, *repository.parents(commit), no=(1,)).decode().rstrip("\0").split("\0")
    )
    listed = repository.git("ls-tree", "-r", "-z", "--format=%(path) %(objectname)", tree).decode()
    merged = {path: oid for path, _, oid in (one.rpartition(" ") for one in listed.split("\0") if one)}
    return {path for path, _ in merged.items() ^ repository.files(commit).items()} - set(conflicts)


def documented(repository: Repository, tip: str) -> frozenset[str]:
    """(a) What is reachable from a change of the document that says something new."""
    found: set[str] = set()
    seen: set[str] = set()
    todo = [tip]
    while todo:
        commit = todo.pop()
        if commit in seen:
            continue
        seen.add(commit)
        parents = repository.parents(commit)
        now = _document(repository, commit)
        if len(parents) > 1:
            todo += [one for one in parents if not Counter(_document(repository, one)) - Counter(now)]
            continue
        before = _document(repository, parents[0]) if parents else ()
        older = _said_before(repository, commit)
        if now == before:
            todo += parents
        elif older:
            todo += older
        elif Counter(now) - Counter(before):
            found |= repository.ancestors(commit)
        else:
            todo += parents
    return frozenset(found)


def _said_before(repository: Repository, commit: str) -> list[str]:
    """The last ones of the commits before one in which the document says the same."""
    now = _document(repository, commit)
    before = repository.ancestors(commit) - {commit}
    same = {one for one in before if now and _document(repository, one) == now}
    older = {old for one in same for old in repository.ancestors(one) - {one}}
    return sorted(same - older)


def _document(repository: Repository, commit: str) -> Lines:
    """The lines of the document that are no blanks and no comments."""
    blob = repository.files(commit).get(DOCUMENT)
    text = re.sub(r"(?s)<!--.*?-->", "", repository.text(blob)) if blob else ""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class Records:
    """(b) What the records in the tree of a tip cover."""

    def __init__(self, repository: Repository, tip: str) -> None:
        self._repository = repository
        records = covers(repository, tip)
        self._also = frozenset().union(*(one.also for one in records))
        self._writers = dict.fromkeys(numbers(records), frozenset[str]())
        for commit in repository.ancestors(tip):
            before = (numbers(covers(repository, one)) for one in repository.parents(commit))
            for one in numbers(covers(repository, commit)).difference(*before) & self._writers.keys():
                self._writers[one] |= {commit}

    def cover(self, commit: str) -> bool:
        """Whether they cover a commit."""
        merge = len(self._repository.named_parents(commit)) > 1
        if (commit if merge else self._repository.patches.get(commit)) in self._also:
            return True
        before = self._repository.ancestors(commit) - {commit}
        trailers = trailers_of(self._repository.message(commit))
        return bool(trailers) and all(
            one in self._writers and not self._writers[one] & before for one in trailers
        )


def numbers(records: frozenset[Covers]) -> frozenset[tuple[str, int]]:
    """The checkpoints that records cover."""
    return frozenset((one.id, number) for one in records for number in one.numbers)


def covers(repository: Repository, commit: str) -> frozenset[Covers]:
    """What the records in a commit's tree say that they cover, without those that cover nothing."""
    blobs = [oid for path, oid in repository.files(commit).items() if path.startswith(RECORDS)]
    found = (_covers_of(repository, blob) for blob in blobs)
    return frozenset(one for one in found if one and (one.numbers or one.also))


@cache
def _covers_of(repository: Repository, blob: str) -> Covers | None:
    front = repository.text(blob).replace("\r", "").split("---\n")[1:2]
    fields = dict(re.findall(r"(?m)^(\w+):((?:.*)(?:\n +- .*)*)$", front[0] if front else ""))
    if "id" not in fields:
        return None
    named: set[int] = set()
    for span in filter(None, fields.get("covers", "").strip('" ').split(",")):
        first, _, last = span.strip().partition("-")
        named |= set(range(int(first), int(last or first) + 1))
    also = frozenset(re.findall(r"[0-9a-f]{40}", fields.get("also", "")))
    return Covers(fields["id"].strip('" '), frozenset(named), also)


def trailers_of(message: str) -> set[tuple[str, int]]:
    """The checkpoints that a message names; a squash has those of its commits between its paragraphs."""
    found = re.findall(r"(?mi)^Session-Checkpoint: (\S+)/(\d+)$", message)
    return {(id_, int(number)) for id_, number in found}


def brings_record(repository: Repository, commit: str) -> bool:
    """(c) Whether a commit that is no merge brings a record, and is no leftover of its session.

    A record that was there before is not brought, unless what took it away is taken back exactly.
    """
    parents = repository.parents(commit)
    if len(parents) > 1:
        return False
    before = covers(repository, parents[0]) if parents else frozenset()
    trailers = trailers_of(repository.message(commit))
    new = [one for one in covers(repository, commit) - before if not _leftover(trailers, one)]
    earlier = repository.ancestors(commit) - {commit}
    return any(
        not any(one in covers(repository, old) for old in earlier)
        or any(
            repository.undoing(old) == repository.patches.get(commit)
            for old in earlier
            if _takes_away(repository, old, one)
        )
        for one in new
    )


def _takes_away(repository: Repository, commit: str, record: Covers) -> bool:
    parents = repository.parents(commit)
    return record not in covers(repository, commit) and any(
        record in covers(repository, one) for one in parents
    )


def _leftover(trailers: set[tuple[str, int]], brought: Covers) -> bool:
    if len(trailers) != 1:
        return False
    ((id_, number),) = trailers
    return id_ == brought.id and number not in brought.numbers
