"""Text in the columns of a terminal: those of the East are two wide."""

import unicodedata


def width(text: str) -> int:
    """The columns that a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def cut(text: str, columns: int) -> str:
    """The text, with `...` where it would be longer."""
    if width(text) <= columns:
        return text
    left = columns - 3
    for at, char in enumerate(text):
        left -= _columns(char)
        if left < 0:
            return f"{text[:at].rstrip()}..."
    return text


def padded(text: str, columns: int) -> str:
    """The text in just so many columns."""
    shown = cut(text, columns)
    return shown + " " * (columns - width(shown))


def _columns(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
