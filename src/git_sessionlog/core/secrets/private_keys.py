"""Private keys over several lines, or in one."""

import re
from collections.abc import Iterator

_KEY = r"(?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?"
_BEGIN = re.compile(rf"-{{4,5}} ?BEGIN {_KEY} ?-{{4,5}}|PuTTY-User-Key-File-[0-9]: \S{{1,80}}")
_END = re.compile(rf"-{{4,5}} ?END {_KEY}|Private-MAC:")
_HEADER = re.compile(r"\W{0,8}[A-Za-z][A-Za-z-]{1,30}: ")
_BODY = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\\"
_SHORTEST = 16
"""Characters of a key's first line at least: `grep BEGIN` shows a BEGIN with no key behind it."""


_BEGUN, _AMID = 1, 2


class Keys:
    """Private keys while the text goes by, from BEGIN to END, line by line.

    `state` is 0 outside of a key, 1 after its BEGIN, 2 among its lines.
    """

    def __init__(self, state: int = 0) -> None:
        self.state = state

    def spans(self, text: str) -> Iterator[tuple[int, int, bool]]:
        """The start and end of each line's part of a key, and whether it is the key's first."""
        if not self.state and "PRIVATE KEY" not in text and "PuTTY-User" not in text:
            return
        at = 0
        for line in text.split("\n"):
            begin = None if self.state else _BEGIN.search(line)
            self.state = _BEGUN if begin else self.state
            if self.state:
                before = self.state
                start, end = self._part(line, begin.end() if begin else 0)
                if start < end:
                    yield at + start, at + end, before == _BEGUN
            at += len(line) + 1

    def _part(self, line: str, start: int) -> tuple[int, int]:
        """What of a line is key, from `start` on; notes where the key begins and ends."""
        ending = _END.search(line, start)
        body = line[start : ending.start() if ending else None].rstrip(" \t\r\"',;")
        if ending and start:  # all of it in one line
            self.state = 0
            return start, start + len(body)
        if not ending and (not body.strip() or _HEADER.match(body)):
            return 0, 0
        field = body[max(body.rfind(" "), body.rfind("\t"), body.rfind("|")) + 1 :].lstrip("\"'>+-")
        shortest = 1 if self.state == _AMID and not ending else _SHORTEST
        is_key = len(field) >= shortest and not field.strip(_BODY)
        self.state = 0 if ending or not (is_key or start) else _AMID if is_key else _BEGUN
        return (start + len(body) - len(field), start + len(body)) if is_key else (0, 0)
