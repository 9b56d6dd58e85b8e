"""Text that has to fit where a terminal would break it in the middle of a word."""

import re
import textwrap

COMMANDS = "mend  "
"""What the commands begin with; they go on to the end, and stay as they are to be copied."""


def folded(text: str, columns: int) -> str:
    """The text with no line longer than that, where there are blanks to break it at."""
    words, mark, commands = f"\n{text}".partition(f"\n{COMMANDS}")
    return ("\n".join(_lines(words, columns)) + mark + commands)[1:]


def _lines(text: str, columns: int) -> list[str]:
    lines = []
    for line in text.split("\n"):
        found = re.match(r" *(?:\S+  +)*", line)
        indent = " " * (found.end() if found else 0)
        lines += textwrap.wrap(
            line,
            columns,
            subsequent_indent=indent or "  ",
            expand_tabs=False,
            replace_whitespace=False,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [line]
    return lines
