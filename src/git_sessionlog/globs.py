"""Globs of paths, as .gitignore has them. The owner of pathspec."""

from collections.abc import Callable

from pathspec import GitIgnoreSpec

from .errors import ConfigError


def matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a path from the top matches, by gitignore(5): the last pattern that matches decides.

    Raises ConfigError for a pattern that is none.
    """
    try:
        spec = GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise ConfigError(f"ignore: {error}") from None
    return spec.match_file
