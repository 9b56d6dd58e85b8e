"""What a goal must say, and how much fits into one session."""

import re
from collections.abc import Iterable

from . import fix_ids

GOOD = "Fix 2.3: change decode_jwt() to decode_refresh_jwt() in backend/auth_service.py, and test it"
"""A goal as it should be: which fix, which file, which change."""

_VAGUE_VERB = (
    r"(?i)(?:please |let'?s )?(?:improve|enhance|polish|tweak|work|continue|go|carry|keep|clean|cleanup|"
    r"tidy|do|did|handle|look|wip)(?:e?s|e?d|ing)?\b"
)
_SHORT = (
    r"(?i)(?:fix|update|make|made|finish|complete|start|address|refactor|optimi[sz]e)(?:e?s|e?d|ing)?\b"
    r"(?: \S+){0,2}$"
)
_VAGUE_NOUN = (
    r"(?i)\b(?:stuff|things?|items?|issues?|bugs?|problems?|misc|various|everything|better|some|etc)\b"
)
_PART = r"#\d|\b\d+\.\d|(?i:\b(?:section|batch|phase|task|step|issue|part)s?[ -]#?(?:\d|[A-Z]\b))"
_PLACE = r"`|\w/\w|\w\.[A-Za-z]{1,5}\b(?!\.\w)|\w\(\)|\b[a-z]+_[a-z]|\b[a-z]+[A-Z][a-z]|\b[A-Z][a-z]+[A-Z]"

_SIZES = {"small": 10, "medium": 25, "large": 50}
_WHOLE = 50  # five small fixes, two medium ones, or a large one
_SIZE = r"(?i)\((small|medium|large)\)"


def is_vague(goal: str) -> bool:
    """Whether a goal names no fix, no file and nothing in the code, and what it says fits any session.

    `Improve the backend` and `fixed stuff` are vague, `Fix #2 in app/auth.py` and `Add a health check`
    are not.
    """
    text = goal.strip()
    if is_specific(text):
        return False
    if re.match(_VAGUE_VERB, text) or re.search(_VAGUE_NOUN, text) or re.match(_SHORT, text):
        return True
    return not text or (text.isascii() and " " not in text)


def is_specific(text: str) -> bool:
    """Whether a text names a fix, a file, or something in the code."""
    return bool(re.search(_PART, text) or re.search(_PLACE, text)) or fix_ids.names_any(text)


def is_too_much(fixes: Iterable[str]) -> bool:
    """Whether fixes are more than one session holds: five small ones, two medium ones, or a large one.

    They are small unless their text says `(medium)` or `(large)`.
    """
    found = (re.search(_SIZE, text) for text in fixes)
    return sum(_SIZES[size[1].lower() if size else "small"] for size in found) > _WHOLE
