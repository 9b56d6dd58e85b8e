"""Patterns of names in which only `*` is special: any text, a slash too."""

import re


def pattern(globs: tuple[str, ...], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """One pattern that matches a whole name where one of the globs does; `[bot]` is text."""
    texts = [".*".join(re.escape(piece) for piece in glob.split("*")) for glob in globs]
    return re.compile("|".join(rf"(?:{text})\Z" for text in texts) or r"(?!)", flags | re.DOTALL)


def authors(globs: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of authors that the settings leave out, as `Name <email>`; case does not count."""
    return pattern(globs, re.IGNORECASE)
