"""Paths of a repository, which have `/` between their parts, as places in the file system."""

import os
import re


def place_of(top: str, path: str) -> str:
    """Where a path from the top of a work tree is; links are not looked at."""
    return os.path.join(top, *path.split("/"))


def cloned_link(path: str) -> str:
    """The first symbolic link on the way to a file that is in a work tree, "" for none.

    Whoever made the repository may have made that link, to lead elsewhere; the user's own, outside of all
    work trees, are followed.
    """
    drive, tail = os.path.splitdrive(os.path.join(os.getcwd(), path))
    place, left = drive + os.sep, _parts(tail)
    links = 0
    while left:
        part = left.pop(0)
        way = os.path.normpath(os.path.join(place, part))
        if not os.path.islink(way):
            place = way
            continue
        links += 1
        if _is_cloned(place) or links > _MOST_LINKS:
            return way
        drive, tail = os.path.splitdrive(os.path.join(place, os.readlink(way)))
        place, left = drive + os.sep, [*_parts(tail), *left]
    return ""


_MOST_LINKS = 40  # on one way, as Linux has it


def _parts(tail: str) -> list[str]:
    return [part for part in tail.replace(os.altsep or os.sep, os.sep).split(os.sep) if part]


def _is_cloned(directory: str) -> bool:
    """Whether a directory is in a work tree, or in a git directory."""
    while not os.path.lexists(os.path.join(directory, ".git")):
        above = os.path.dirname(directory)
        if above == directory:
            return False
        directory = above
    return True


def is_of_git(name: str) -> bool:
    """Whether a part of a path is the git directory, or another name for it.

    Windows and macOS ignore case and some characters, and dots and blanks at an end, and Windows gives
    short names as `GIT~1` (git's own `verify_path` refuses the same).
    """
    plain = "".join(char for char in name if char not in _IGNORED).rstrip(". ").partition(":")[0]
    return bool(re.fullmatch(r"(?i)\.git|git~\d+", plain.rstrip(". ")))


_IGNORED = frozenset(
    "\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"
)
