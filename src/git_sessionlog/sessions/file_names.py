"""The names of a session's own files, which no other session has: not here, nor on another branch."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain

from ..documents.profiles.model import filled
from ..git import branch_tips, missing_files
from ..git.branch_tips import Tips, anywhere
from ..git.trees import WorkTree
from ..records.places import values
from ..records.record import Record
from .clone import Clone


def free(clone: Clone, record: Record, tips: Tips) -> Record:
    """A new record with a `suffix` for all of its files, where another one has the plain name of any.

    The work tree, the index, and `tips`, which have the files at `pathspecs`, are looked through.
    """
    paths = [filled(template, values(record)) for template in _templates(clone)]
    if _in_work_tree(clone.top, paths) or _taken(tips, paths):
        return record._replace(suffix=record.id[9:])
    return record


def pathspecs(clone: Clone) -> list[str]:
    """What a new session asks of the tips of all branches: where records are, and files of its own may be.

    A name below the top is looked for in its directory, at the top by what is fixed in it.
    """
    fixed = [re.split(r"\{|\[\[", template, maxsplit=1)[0] for template in _templates(clone)]
    own = (one.rpartition("/")[0] + "/" for one in fixed if "/" in one)
    directories = {*clone.records.directories, *own}
    patterns = (re.sub(r"([*?\[\\])", r"\\\1", one) + "*" for one in fixed if "/" not in one)
    return [*map(anywhere, sorted(directories)), *(f":(top,icase,glob){one}" for one in patterns)]


def committed(top: str, paths: Sequence[str]) -> set[str]:
    """Those of some paths at which HEAD, or the last commit of a branch, has a file."""
    return _taken(branch_tips.at(map(anywhere, paths), top), paths) if paths else set()


def _templates(clone: Clone) -> list[str]:
    declared = (each.path for one in clone.profiles for each in one.documents if each.per_session)
    return list(dict.fromkeys((*(one.record for one in clone.profiles), *declared)))


def _taken(tips: Tips, paths: Iterable[str]) -> set[str]:
    known = {_key(path): path for path in paths}
    return {known[key] for one in chain(*tips) if (key := _key(one.path)) in known}


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
