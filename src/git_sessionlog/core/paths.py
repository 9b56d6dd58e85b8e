"""Paths of a repository, which have `/` between their parts, as places in the file system."""

import os


def place_of(top: str, path: str) -> str:
    """Where a path from the top of a work tree is; links are not looked at."""
    return os.path.join(top, *path.split("/"))
