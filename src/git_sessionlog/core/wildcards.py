"""Patterns of names in which only `*` is special: any text, a slash too."""

import re


def pattern(globs: tuple[str, ...], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """One pattern that matches a whole name where one of the globs does; `[bot]` is text."""
    return re.compile("|".join(rf"(?:{regex(glob)})\Z" for glob in globs) or r"(?!)", flags | re.DOTALL)


def authors(globs: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of authors that the settings leave out, as `Name <email>`; case does not count."""
    return pattern(globs, re.IGNORECASE)


def regex(glob: str, *, any: str = ".", one: bool = False) -> str:
    """The regular expression of a glob, for a match of the whole; `*` is any number of `any`.

    With `one`, `?` is one of them. Its time grows with the name times the glob, whatever is in them: what
    is between two stars is taken where it is found first, which loses no match, and never given back.
    """
    first, *rest = (re.escape(piece) for piece in re.sub(r"\*+", "*", glob).split("*"))
    *middle, last = [f"{any}*{piece}" for piece in rest] or [""]
    found = first + "".join(f"(?>{piece.replace('*', '*?', 1)})" for piece in middle) + last
    return found.replace(r"\?", any) if one else found
