"""Add our hooks to a `.pre-commit-config.yaml` without losing a byte of it. The owner of YAML."""

import os
import re
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .. import PROJECT
from ..core import regular_files
from ..core.errors import Failure
from ..git import missing_files, worktree
from .action import Step, same
from .hook_entry import FILE, HOOK_TYPES, IDS, TYPES, Source, hooks_of, types_line, wiring


class NotEdited(Failure):
    """The file cannot be edited safely; `stanza` is what its owner has to add."""

    def __init__(self, why: str, stanza: str) -> None:
        super().__init__(f"{FILE}: {why}", f"add the lines above to {FILE} by hand")
        self.stanza = stanza


LARGEST = 200_000
"""Bytes of a configuration that is read: YAML of a megabyte takes a minute."""


class _Insert(NamedTuple):
    """A text, and the offset in the old text that it comes before."""

    at: int
    text: str


def add(top: str, source: Source) -> Step:
    """Add our hooks to the configuration in `top`, or make one.

    Raises NotEdited, and writes nothing, when it cannot be proved that only that was added; Failure
    where git tracks the file, and it is not in the work tree.
    """
    path = os.path.join(top, FILE)
    try:
        if not os.path.lexists(path):
            missing_files.must_be_there(top, makes=(FILE,))
            worktree.write(path, source.whole.encode())
            return Step("wrote", FILE)
        if os.path.commonpath([os.path.realpath(top), os.path.realpath(path)]) != os.path.realpath(top):
            raise Failure(f"{FILE} is left alone: it is a link that leads out of the work tree")
        old = regular_files.read(path, LARGEST, follow=True).decode("utf-8")
        new = edited(old, source)
        if new == old:
            return same("already there", f"{', '.join(IDS)} in {FILE}")
        worktree.write(os.path.realpath(path), new.encode())
        return Step("edited", FILE, _added(parsed(old) or {}, source))
    except OSError as error:
        raise Failure(f"{FILE} cannot be edited: {error.strerror}") from None
    except UnicodeError:
        raise NotEdited("not all of it is UTF-8", source.whole) from None
    except ValueError as error:
        raise NotEdited(str(error), source.whole) from None


def _added(old: dict[str, Any], source: Source) -> str:
    """What `edited` does to a configuration; its `rev` may be one that has not all of our hooks."""
    missing = _missing(old)
    added = f"added {', '.join(missing or [TYPES])}, and lost nothing"
    at = _ours(old.get("repos") or [], source)
    rev = old["repos"][at].get("rev") if missing and at is not None else source.rev
    return added if rev == source.rev else f"{added}; rev stays {rev}, this is {source.rev}"


def edited(old: str, source: Source) -> str:
    """The text with our hooks and their types in it. Raises ValueError when that cannot be proved."""
    data = parsed(old)
    if not isinstance(data, dict | None):
        raise ValueError("it is no mapping")
    expected = _expected(data or {}, source)
    if _same(data, expected, set()):
        return old
    try:
        inserts = _inserts(old, data or {}, source)
    except (YAMLError, RecursionError, LookupError, AttributeError) as error:
        raise ValueError(_why(error)) from None
    new = old
    for at, text in sorted(inserts, reverse=True):
        new = new[:at] + text + new[at:]
    try:
        proved = _same(parsed(new), expected, set())
    except ValueError:
        proved = False
    if not proved:
        raise ValueError("it is written in a form that cannot be added to safely")
    return new


def parsed(text: str) -> Any:
    """The data of a YAML text. Raises ValueError, with the line, when it is none."""
    try:
        return YAML(typ="safe", pure=True).load(text)
    except (YAMLError, RecursionError, ValueError) as error:
        raise ValueError(_why(error)) from None


def _why(error: Exception) -> str:
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
    if mark and problem:
        return f"not valid YAML: {problem}, line {mark.line + 1}"
    return f"not valid YAML: {str(error).partition(chr(10))[0] or type(error).__name__}"


def _expected(data: dict[str, Any], source: Source) -> dict[str, Any]:
    """The old data and ours. Raises ValueError where the old data is not pre-commit's."""
    repos, types = data.get("repos"), data.get(TYPES, list(HOOK_TYPES))
    if not isinstance(repos, list | None) or not isinstance(types, list):
        raise ValueError(f"`{'repos' if isinstance(types, list) else TYPES}` is no list")
    more_types = [*types, *(name for name in HOOK_TYPES if name not in types)]
    repos = list(repos or [])
    missing = _missing(data)
    at = _ours(repos, source)
    if missing and at is None:
        repos.append(source.entry)
    elif missing and at is not None:
        repos[at] = {**repos[at], "hooks": [*repos[at]["hooks"], *({"id": name} for name in missing)]}
    return {**data, "repos": repos, TYPES: more_types}


def _missing(data: dict[str, Any]) -> list[str]:
    there = wiring(data).ids
    return [name for name in IDS if name not in there]


def _ours(repos: list[Any], source: Source) -> int | None:
    """The place of an entry that is our repository's already."""
    for at, entry in enumerate(repos):
        if isinstance(entry, dict) and entry.get("repo") in (source.repo, PROJECT) and hooks_of(entry):
            return at
    return None


def _inserts(old: str, data: dict[str, Any], source: Source) -> list[_Insert]:
    root = YAML(pure=True).compose(old)
    eol = "\r\n" if "\r\n" in old else "\n"
    if not isinstance(root, MappingNode):  # there is nothing but comments
        types = types_line() + eol
        return [_end_of(old, types + _joined(["repos:", *source.block()], eol), eol)]
    keys = {key.value: (key, value) for key, value in root.value}
    found = [_types(old, root, keys, eol)]
    missing = _missing(data)
    at = _ours(data.get("repos") or [], source)
    if not missing:
        return [insert for insert in found if insert]
    if at is not None:
        hooks = _child(keys["repos"][1].value[at], "hooks")
        found += [_append(old, hooks, f"{{id: {name}}}", [f"id: {name}"], eol) for name in missing]
    elif "repos" not in keys or isinstance(keys["repos"][1], ScalarNode):
        found.append(_first_entry(old, keys.get("repos"), source, eol))
    else:
        found.append(_append_entry(old, keys["repos"][1], source, eol))
    return [insert for insert in found if insert]


def _types(old: str, root: MappingNode, keys: dict[str, tuple[Node, Any]], eol: str) -> _Insert | None:
    """Our hook types: in the list that is there, else in one of their own, above `repos`."""
    if TYPES in keys:
        value = keys[TYPES][1]
        there = [item.value for item in value.value]
        names = [name for name in HOOK_TYPES if name not in there]
        return _append(old, value, ", ".join(names), names, eol) if names else None
    if root.flow_style:
        return _Insert(root.start_mark.index + 1, types_line() + (", " if root.value else ""))
    if "repos" not in keys:
        return _end_of(old, types_line() + eol, eol)
    at = _line_start(old, keys["repos"][0].start_mark.index)
    margin = " " * keys["repos"][0].start_mark.column
    return _Insert(_above_comments(old, at), margin + types_line() + eol)


def _above_comments(old: str, at: int) -> int:
    """The start of the comment that stands right above a line, if it is not the head of the file."""
    above = at
    while above:
        start = _line_start(old, above - 1)
        if not old[start:above].lstrip(" ").startswith("#"):
            return at if old[start:above].startswith("---") else above
        above = start
    return at


def _first_entry(old: str, repos: tuple[Node, Node] | None, source: Source, eol: str) -> _Insert:
    if repos is None:
        return _end_of(old, _joined(["repos:", *source.block()], eol), eol)
    at = _line_end(old, repos[0].end_mark.index)
    margin = " " * repos[0].start_mark.column
    return _insert_lines(old, at, [margin + line for line in source.block()], eol)


def _append_entry(old: str, repos: SequenceNode, source: Source, eol: str) -> _Insert:
    """Our entry as the last of `repos`, laid out as the one before it."""
    if repos.flow_style:
        return _in_brackets(old, repos, source.flow)
    margin, dash = _dash(old, repos.value[-1])
    moved = "  "
    hooks = _child(repos.value[-1], "hooks")
    if isinstance(hooks, SequenceNode) and hooks.value and not hooks.flow_style:
        moved = " " * max(0, len(_dash(old, hooks.value[-1])[0]) - len(margin + dash))
    lines = source.block(margin, dash, moved)
    return _insert_lines(old, _after(old, repos, len(margin)), lines, eol)


def _append(old: str, items: SequenceNode, flow: str, block: list[str], eol: str) -> _Insert:
    """More items at the end of a list, in its own style."""
    if items.flow_style:
        return _in_brackets(old, items, flow)
    margin, dash = _dash(old, items.value[-1])
    at = _after(old, items, len(margin))
    return _insert_lines(old, at, [margin + dash + line for line in block], eol)


def _in_brackets(old: str, items: SequenceNode, text: str) -> _Insert:
    close = items.end_mark.index - 1
    rest = old[items.value[-1].end_mark.index : close] if items.value else ","
    return _Insert(close, text if "," in re.sub(r"#[^\n]*", "", rest) else f", {text}")


def _dash(old: str, item: Node) -> tuple[str, str]:
    """What stands before the dash of a list's item, and the dash with the blanks after it."""
    at = item.start_mark.index
    found = re.fullmatch(r"( *)(- +)", old[_line_start(old, at) : at])
    if not found:
        raise LookupError("a list whose dashes stand alone")
    return found[1], found[2]


def _child(item: Node, name: str) -> Any:
    pairs = item.value if isinstance(item, MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)


def _after(old: str, node: Node, margin: int) -> int:
    """The start of the line below a block, and below the comments that belong to it by their margin."""
    last: Any = node
    while isinstance(last, SequenceNode | MappingNode) and last.value and not last.flow_style:
        key, value = last.value[-1] if isinstance(last, MappingNode) else (None, last.value[-1])
        is_alias = value.start_mark.index < last.start_mark.index  # it stands where its anchor is
        last = key if is_alias and key else value
    end = last.end_mark.index
    at = end if end and last.end_mark.column == 0 else _line_end(old, end)
    comments = re.compile(rf"(?: {{{margin + 1},}}#[^\n]*(?:\n|\Z))*")
    found = comments.match(old, at)
    return found.end() if found else at


def _line_start(old: str, at: int) -> int:
    return old.rfind("\n", 0, at) + 1


def _line_end(old: str, at: int) -> int:
    end = old.find("\n", at)
    return len(old) if end < 0 else end + 1


def _insert_lines(old: str, at: int, lines: list[str], eol: str) -> _Insert:
    before = eol if at and old[at - 1] != "\n" else ""
    return _Insert(at, before + _joined(lines, eol))


def _end_of(old: str, text: str, eol: str) -> _Insert:
    return _Insert(len(old), (eol if old and not old.endswith("\n") else "") + text)


def _joined(lines: list[str], eol: str) -> str:
    return "".join(line + eol for line in lines)


def _same(one: Any, other: Any, seen: set[tuple[int, int]]) -> bool:
    """Whether two YAML values are equal; aliases are looked at once, however often they are used."""
    if type(one) is not type(other):
        return False
    if not isinstance(one, dict | list):
        return bool(one == other) or (one != one and other != other)
    if (id(one), id(other)) in seen:
        return True
    seen.add((id(one), id(other)))
    if len(one) != len(other):
        return False
    if isinstance(one, dict):
        return all(key in other and _same(value, other[key], seen) for key, value in one.items())
    return all(_same(a, b, seen) for a, b in zip(one, other, strict=True))
