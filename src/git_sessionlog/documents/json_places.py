"""Where the values of a JSON text stand: the standard library tells what they are, and no more."""

import re

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')

Path = tuple[str | int, ...]
"""The keys and numbers that lead to a value."""


def places(text: str) -> dict[Path, tuple[int, int]]:
    """The start and the end of each value of a valid text, by its path; of `{` and `[` their own.

    `("tasks", 0, "status")` is the status of the first task.
    """
    found: dict[Path, tuple[int, int]] = {}
    way: list[str | int] = []  # the last part is the key, or the number, of the value that comes
    objects: list[bool] = []  # for each open one, whether it has keys
    before = ""
    for token in _TOKEN.finditer(text):
        one = token.group()
        if one in ("}", "]"):
            way.pop()
            objects.pop()
        elif one == "," and not objects[-1]:
            way[-1] = int(way[-1]) + 1
        elif one == ":":
            way[-1] = before[1:-1]  # nobody looks for a key with an escape in it
        elif one != "," and (before == ":" or not objects or not objects[-1]):
            found[tuple(way)] = token.span()
            if one in ("{", "["):
                way.append(0)
                objects.append(one == "{")
        before = one
    return found
