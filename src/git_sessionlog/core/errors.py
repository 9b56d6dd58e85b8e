"""Expected failures and the exit codes of both programs."""

CLEAN = 0
"""Checked, and nothing to say."""
FINDINGS = 1
"""Checked, and refused."""
UNCHECKED = 2
"""Could not check: usage, configuration, git, a shallow clone. Never reported as clean."""
BUG = 3
"""A mistake in this program: a traceback and a request to report it."""
INTERRUPTED = 130
"""Ctrl-C, by the shell's convention of 128 + SIGINT."""


def system_words(error: OSError) -> str:
    """The system's words for what it refused, with the path where it names one."""
    words = error.strerror or str(error) or type(error).__name__
    return f"{words}: {error.filename}" if error.filename else words


class Failure(Exception):
    """An expected failure, as opposed to a bug: one sentence, and a hint that says what to type."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(Failure):
    """The configuration cannot be used; the message names the file and the key."""


class GitError(Failure):
    """git refused, or is not there; the message ends with git's own words."""
