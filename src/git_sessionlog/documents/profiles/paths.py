"""The paths of documents that each session has for itself: templates, with placeholders."""

import os
import re

from .model import placeholders

NAMES = {
    "number": r"\d{1,9}",
    "date": r"\d{4}-\d{2}-\d{2}",
    "slug": r"[^/]+",
    "id": r"[\w-]+",
    "random": r"[0-9a-hjkmnp-tv-z]{6}(?:-\d{1,3})?",  # a record that goes on has a number behind it
}
"""The placeholders of paths, each with what it can become."""
_UNIQUE = frozenset(("id", "random"))


def unique(path: str) -> str:
    """A path that no two sessions have: one that may be equal gets the random part of the id at its end.

    One without placeholders is a document of all sessions, and stays; so does a directory.
    """
    holes = placeholders(path)
    if not holes or path.endswith("/") or _UNIQUE.intersection(holes):
        return path
    stem, ending = os.path.splitext(path)
    return f"{stem}-{{random}}{ending}"


def pattern(template: str, group: str = "") -> str:
    """The paths that a template can become; the first placeholder `group` is a group of the pattern."""
    found = []
    for at, part in enumerate(re.split(r"\{([a-z]+)(?::0\d)?\}", template)):
        name = NAMES.get(part, "[^/]+") if at % 2 else re.escape(part)
        found.append(f"({name})" if at % 2 and part == group else name)
        group = "" if at % 2 and part == group else group
    return "".join(found)
