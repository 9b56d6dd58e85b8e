"""A JSON text with comments, changed in a few places: everything else stays as its owner wrote it.

The standard library says what the values are; here is only where they stand.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

_STRING = r'"(?:[^"\\\n]|\\.)*"'
_COMMENT = re.compile(rf"({_STRING})|//[^\n]*|/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(rf'{_STRING}|[{{}}\[\],:]|[^\s{{}}\[\],:"]+')
_SPACE = " \t\r\n"

Path = tuple[str | int, ...]
"""The keys and numbers that lead to a value."""


class Item(NamedTuple):
    """A value in an object or an array: its key (a number in an array), where it starts, the value."""

    key: str | int
    start: int
    value: "Node"


class Node(NamedTuple):
    """A value: where it starts and ends, its bracket ("" for what has none), what is in it."""

    start: int
    end: int
    bracket: str = ""
    items: tuple[Item, ...] = ()

    def get(self, key: str | int) -> "Node | None":
        """The value of a key; of several with the same the last one, as programs read it."""
        return next((item.value for item in reversed(self.items) if item.key == key), None)


def value(text: str) -> Any:
    """The value of a text. Raises ValueError where it is no JSON, comments left out."""
    try:
        return json.loads(_bare(text), parse_constant=_no_number)
    except RecursionError:
        raise ValueError("it nests too deep") from None


def appended(text: str, path: Sequence[str], new: object) -> str:
    """The text with a value more at the end of the array at `path`, which is made where it is missing."""
    node = _tree(text)
    for number, key in enumerate(path):
        below = node.get(key)
        if below is None:
            nested: object = [new]
            for outer in reversed(path[number + 1 :]):
                nested = {outer: nested}
            return inserted(text, path[:number], key, nested)
        node = below
    return _inserted(text, node, "", new)


def inserted(text: str, path: Sequence[str | int], key: str, new: object) -> str:
    """The text with a key more at the end of the object at `path`."""
    return _inserted(text, _at(text, path), f"{json.dumps(key)}:", new)


def removed(text: str, path: Path) -> str:
    """The text without the value at `path`, and its key."""
    node = _at(text, path[:-1])
    at = max(number for number, item in enumerate(node.items) if item.key == path[-1])
    item, is_last = node.items[at], at == len(node.items) - 1
    bare = _bare(text)
    end = item.value.end
    start = len(text[: item.start].rstrip(_SPACE))
    if not is_last:
        end = bare.index(",", end) + 1
        return text[:start] + text[end:]
    if at:
        comma = bare.index(",", node.items[at - 1].value.end)
        start = max(start, comma + 1)
        return text[:comma] + text[comma + 1 : start] + text[end:]
    inside = text[node.start + 1 : start] + text[end : node.end - 1]
    return text[: node.start + 1] + (inside if inside.strip(_SPACE) else "") + text[node.end - 1 :]


def _inserted(text: str, node: Node, head: str, new: object) -> str:
    close = node.end - 1
    at = max(node.start + 1, len(text[:close].rstrip(_SPACE)))
    whole = text[node.start : node.end]
    if "\n" in whole or (not node.items and ("\n" in text.strip(_SPACE) or not _holds(text))):
        line_end = "\r\n" if "\r\n" in text else "\n"
        unit = _unit(text)
        outer = _indent(text, close if "\n" in whole else node.start)
        inner = _indent(text, node.items[-1].start) if _begins_line(text, node) else outer + unit
        shown = json.dumps(new, indent=unit, ensure_ascii=False).replace("\n", line_end + inner)
        piece = f"{line_end}{inner}{head}{' ' if head else ''}{shown}"
        if "\n" not in text[at:close]:
            piece += line_end + outer
    else:
        blank = "" if re.search(r'":\S', text) else " "
        shown = json.dumps(new, separators=(f",{blank}", f":{blank}"), ensure_ascii=False)
        piece = f"{blank if node.items else ''}{head}{blank if head else ''}{shown}"
    if not node.items:
        return text[:at] + piece + text[at:]
    last = node.items[-1].value.end
    return text[:last] + "," + text[last:at] + piece + text[at:]


def _holds(text: str) -> bool:
    """Whether there is anything in the outermost value."""
    return bool(_tree(text).items)


def _begins_line(text: str, node: Node) -> bool:
    if not node.items:
        return False
    start = node.items[-1].start
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(_SPACE)


def _indent(text: str, at: int) -> str:
    """The blanks at the start of a place's line."""
    line = text[text.rfind("\n", 0, at) + 1 :]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _unit(text: str) -> str:
    """What one level is indented by: the first indented line tells."""
    found = re.search(r"\n([ \t]+)[^\s]", text)
    return found[1] if found else "  "


def _at(text: str, path: Sequence[str | int]) -> Node:
    node = _tree(text)
    for key in path:
        below = node.get(key)
        assert below is not None
        node = below
    return node


def _tree(text: str) -> Node:
    """The places in a text that `value` can read."""
    done: list[list[Item]] = [[]]
    opened: list[tuple[int, str]] = []
    keys: list[tuple[str | int, int]] = [(0, -1)]
    before = ""
    for token in _TOKEN.finditer(_bare(text)):
        one, (start, end) = token.group(), token.span()
        if one in "{[":
            opened.append((start, one))
            done.append([])
            keys.append((0, -1))
        elif one in "}]":
            keys.pop()
            begin, bracket = opened.pop()
            _note(done, keys, Node(begin, end, bracket, tuple(done.pop())), begin)
        elif one == "," and opened[-1][1] == "[":
            keys[-1] = (len(done[-1]), -1)
        elif opened and opened[-1][1] == "{" and before in ("{", ","):
            keys[-1] = (json.loads(one), start)
        elif one not in ",:":
            _note(done, keys, Node(start, end), start)
        before = one
    return done[0][0].value


def _note(done: list[list[Item]], keys: list[tuple[str | int, int]], node: Node, start: int) -> None:
    key, at = keys[-1]
    done[-1].append(Item(key, at if at >= 0 else start, node))


def _bare(text: str) -> str:
    """The text with blanks in the places of comments, as long as before."""
    return _COMMENT.sub(lambda found: found[1] or re.sub(r"[^\n]", " ", found[0]), text)


def _no_number(word: str) -> object:
    raise ValueError(f"{word} is no number")
