"""Which authors the settings leave out."""

import re


def pattern(globs: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for `Name <email>`; only `*` is special, `[bot]` is text, case does not count."""
    texts = [".*".join(re.escape(piece) for piece in glob.split("*")) for glob in globs]
    return re.compile("|".join(rf"(?:{text})\Z" for text in texts) or r"(?!)", re.IGNORECASE)
