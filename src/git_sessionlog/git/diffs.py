"""What commits change, and what is changed in the work tree: lines by paths, and the ids of patches."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from . import partial, streams
from .run import ask, fields

_PLAIN = ("--no-renames", "--no-ext-diff", "--no-textconv", "--no-relative")
_DIFF = ("diff-tree", "--stdin", "--root", "-r", *_PLAIN)
_RAW = re.compile(rb":(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) [A-Z]\d*")
_CONTENTS = (b"100644", b"100755", b"120000")  # no submodule, and not the side where there is no file
_REVERSE = ("-R", "--src-prefix=b/", "--dst-prefix=a/")  # it swaps the prefixes, and patch-id reads them
_SOME = 500  # commits that are asked about at a time: question and answer must fit into a pipe

Sizes = Mapping[str, tuple[int, int]]
"""Paths, with the lines that were added there and those that were removed."""


def sizes(oids: Sequence[str]) -> dict[str, Sizes]:
    """What each commit changes; one that changes nothing, or is a merge, is not there."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    given = "".join(f"{oid}\n" for oid in oids).encode()
    if given:
        with streams.stream(*_DIFF, "--numstat", "-z", given=given) as pipe:
            for oid, path, lines in _counts(fields(pipe.read())):
                found.setdefault(oid, {})[path] = lines
    return dict(found)


def all_sizes(oids: Sequence[str]) -> dict[str, Sizes]:
    """What `sizes` gives, for commits of the past: a partial clone fetches what they changed at once.

    Raises GitError where that cannot be had.
    """
    remote = partial.promisor() if oids else ""
    if remote:
        partial.fetch(remote, blobs(oids))
    return sizes(oids)


def blobs(oids: Sequence[str]) -> set[str]:
    """The ids of the contents that commits changed, before and after."""
    given = "".join(f"{oid}\n" for oid in oids).encode()
    found: set[str] = set()
    with streams.stream(*_DIFF, "--raw", "--no-abbrev", "-z", given=given) as pipe:
        lines = iter(fields(pipe.read()))
        for line in lines:
            change = _RAW.fullmatch(line.lstrip(b"\n"))
            if change:
                next(lines)  # the path
                before, after, old, new = change.groups()
                found |= {oid.decode() for mode, oid in ((before, old), (after, new)) if mode in _CONTENTS}
    return found


def uncommitted() -> Sizes:
    """What is changed in tracked files of the work tree, staged or not."""
    out = ask("diff", "--numstat", "-z", *_PLAIN, "HEAD", "--")
    return {path: lines for _, path, lines in _counts(fields(out))}


def patch_ids(oids: Sequence[str], *, reverse: bool = False) -> dict[str, str]:
    """`git patch-id --stable` of each commit; one that changes nothing, or is a merge, is not there.

    With `reverse` that of the patch which takes the commit back.
    """
    found = {}
    how = (*_DIFF, "-p", "--full-index", *(_REVERSE if reverse else ()))
    for start in range(0, len(oids), _SOME):
        given = "".join(f"{oid}\n" for oid in oids[start : start + _SOME]).encode()
        answer = streams.piped(how, ("patch-id", "--stable"), given)
        for line in answer.decode().splitlines():
            patch, _, oid = line.partition(" ")
            found[oid] = patch
    return found


def _counts(lines: Iterable[bytes]) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """The commit, the path and the counts of each line of `--numstat`; `-` stands for what is no text."""
    oid = ""
    for line in lines:
        text = line.decode("utf-8", "surrogateescape").lstrip("\n")
        if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", text):
            oid = text
            continue
        added, _, rest = text.partition("\t")
        removed, _, path = rest.partition("\t")
        yield oid, path, (int(added) if added.isdigit() else 0, int(removed) if removed.isdigit() else 0)
