"""Globs of paths, as .gitignore has them. The owner of pathspec."""

from collections.abc import Callable
from importlib import import_module

from .errors import ConfigError


def matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path from the top matches, by gitignore(5): the last pattern that matches decides.

    The library is loaded when there is a pattern: that takes as long as all the rest of a check.
    Raises ConfigError for a pattern that is none.
    """
    if not patterns:
        return lambda _path: False
    try:
        spec = import_module("pathspec").GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise ConfigError(f"ignore: {error}") from None
    match: Callable[[str], bool] = spec.match_file
    return match
