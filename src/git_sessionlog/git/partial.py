"""A partial clone: contents that git left out are fetched at once, where git would ask commit by commit."""

import re
from collections.abc import Collection

from . import streams
from .run import config

_QUIET = ("-q", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no")
_FETCH = ("-c", "fetch.negotiationAlgorithm=noop", "fetch", *_QUIET, "--filter=blob:none", "--stdin")
_PROMISOR = re.compile(r"remote\.(?P<name>.+)\.promisor")


def promisor() -> str:
    """The remote that has promised what a partial clone left out, "" where the clone is whole."""
    found = config(r"^(extensions\.partialclone|remote\..*\.promisor)$")
    if named := found.get("extensions.partialclone"):
        return named[-1]
    names = (_PROMISOR.fullmatch(key) for key, values in found.items() if values[-1] != "false")
    return next((name["name"] for name in names if name), "")


def fetch(remote: str, blobs: Collection[str]) -> None:
    """Fetch those of some blobs that are not here from a promisor, in one go, as git does for one.

    Raises GitError where it cannot be reached or does not have them.
    """
    asked = ("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
    with streams.stream(*asked) as pipe:
        here = set(pipe.read().decode().split())
    lost = sorted({*blobs} - here)
    if not lost:
        return
    given = "".join(f"{oid}\n" for oid in lost).encode()
    with streams.stream(*_FETCH, "--", remote, given=given) as pipe:
        pipe.read()
