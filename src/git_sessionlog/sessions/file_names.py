"""The names of a session's own files, which no other session has: not here, nor on another branch."""

import os
import unicodedata
from collections.abc import Iterable

from ..documents.profiles.model import documents_of_all, filled
from ..git import missing_files
from ..git import run as git
from ..git.trees import WorkTree
from ..records.record import Record
from ..records.store import values
from .clone import Clone

_SOME = 200  # commits that are searched at a time: a command line must stay short enough for Windows


def free(clone: Clone, record: Record) -> Record:
    """A new record with a `suffix` for all of its files, where another one has the plain name of any.

    The work tree, the index, and the last commits of all branches that are known here are looked through.
    """
    declared = (each.path for each in documents_of_all(clone.profiles) if each.per_session)
    templates = dict.fromkeys((*(one.record for one in clone.profiles), *declared))
    paths = [filled(template, values(record)) for template in templates]
    if _in_work_tree(clone.top, paths) or committed(clone.top, paths):
        return record._replace(suffix=record.id[9:])
    return record


def committed(top: str, paths: Iterable[str]) -> set[str]:
    """Those of some paths at which HEAD, or the last commit of a branch, has a file."""
    known = {_key(path): path for path in paths}
    pathspecs = [f":(top,literal,icase){path}" for path in known.values()]
    out = git.ask("for-each-ref", "--format=%(objectname)", "refs/heads", "refs/remotes", cwd=top)
    tips = list(dict.fromkeys(("HEAD", *out.decode().split())))
    found = set()
    for start in range(0, len(tips) if known else 0, _SOME):
        some = tips[start : start + _SOME]
        out = git.ask("grep", "-l", "-z", "-a", "-e", "", *some, "--", *pathspecs, cwd=top, no=(1,))
        found |= {_key(os.fsdecode(name).partition(":")[2]) for name in git.fields(out)}
    return {known[key] for key in found if key in known}


def _in_work_tree(top: str, paths: list[str]) -> bool:
    """Whether a file is there, or in the index, whose name some file system takes for one of these."""
    for path in paths:
        directory, _, name = path.rpartition("/")
        if any(_key(name) == _key(each) for each in WorkTree(top).names(directory or ".")):
            return True
    return bool(missing_files.missing(top, paths))


def _key(path: str) -> str:
    """What is equal for two names that a file system may take for one."""
    return unicodedata.normalize("NFC", path).casefold()
