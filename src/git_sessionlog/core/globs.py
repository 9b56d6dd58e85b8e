"""Globs of paths, as .gitignore has them. The owner of pathspec."""

import re
import time
from collections.abc import Callable
from importlib import import_module

from . import timelimit
from .errors import ConfigError

_MOST_STARS, _LONGEST = 20, 1000  # of a pattern
_SLOW, _SECONDS = 0.005, 1.0  # of the processor: what counts for a path, and what all of those may take


def matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path from the top matches, by gitignore(5): the last pattern that matches decides.

    The library is loaded when there is a pattern: that takes as long as all the rest of a check.
    Raises ConfigError for a pattern that is none, or has too many stars; what it returns raises it where
    one takes too long: the library backtracks.
    """
    if not patterns:
        return lambda _path: False
    for pattern in patterns:
        if len(re.findall(r"\*+", pattern)) > _MOST_STARS or len(pattern) > _LONGEST:
            raise ConfigError(
                f"ignore: {pattern[:60]} has more than {_MOST_STARS} stars, or {_LONGEST} characters"
            )
    try:
        spec = import_module("pathspec").GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise ConfigError(f"ignore: {error}") from None
    longest = max(patterns, key=lambda pattern: pattern.count("*"))
    return Bounded(spec.match_file, f"ignore: {longest[:60]}")


class Bounded:
    """A match of paths that raises ConfigError where one takes too long, or all the slow ones together.

    `name` is what the error calls it.
    """

    def __init__(self, match: Callable[[str], object], name: str) -> None:
        self._match = match
        self._over = ConfigError(f"{name} takes too long", "write it with fewer stars")
        self._left = _SECONDS

    def __call__(self, path: str) -> bool:
        """Whether a path matches."""
        start = time.process_time()
        with timelimit.briefly(self._over):
            found = bool(self._match(path))
        took = time.process_time() - start
        if took > _SLOW:
            self._left -= took
        if self._left < 0:
            raise self._over
        return found
