"""Sparklines: a row of numbers as a row of blocks."""

from collections.abc import Sequence
from math import ceil

BLOCKS = "▁▂▃▄▅▆▇█"
PLAIN = "_.:-=+*#"


def spark(values: Sequence[float], encoding: str = "utf-8") -> str:
    """A character for each number, a blank for nothing; plain ones where the terminal has no others."""
    blocks = BLOCKS if can_show(BLOCKS, encoding) else PLAIN
    top = max(values, default=0)
    return "".join(blocks[ceil(len(blocks) * value / top) - 1] if value else " " for value in values)


def can_show(text: str, encoding: str) -> bool:
    """Whether an encoding has all characters of a text."""
    try:
        text.encode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True
