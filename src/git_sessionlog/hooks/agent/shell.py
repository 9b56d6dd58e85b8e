"""The commands that a shell would run for a text: what can be known of each without running it."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from . import command_words as words
from .shell_grammar import NESTED, UNKNOWN, Node, apart, heredoc, source, spoken, tree, value

LONGEST = 300_000
"""Characters of a text that is read."""

_DEEP = 8  # shells within shells
_CALLS = 50  # of git, in what is no valid shell
_MAYBE = {
    *("if_statement", "while_statement", "for_statement", "c_style_for_statement", "case_statement"),
    *("function_definition",),
}
_APART = {"subshell", *NESTED}


class Command(NamedTuple):
    """One command: its words, the variables set for it, where it is run, and what it is given to read.

    `directory` is "" where the shell began, and may be relative to that; `given` is None where that is
    not in the text.
    """

    words: tuple[str, ...]
    env: Mapping[str, str] = {}
    directory: str = ""
    given: str | None = None


def commands(text: str) -> list[Command]:
    """All commands in a text, in their order: those in subshells, substitutions, `bash -c` and `eval` too.

    What is no valid shell is read as far as it can be. Raises RecursionError for what nests too deep, and
    Failure for what takes too long.
    """
    reader = _Reader()
    reader.text(text[:LONGEST], _Scope(), 0)
    return reader.found


class _Beside(NamedTuple):
    """What stands beside a command: what it is given to read, and words that its node has not."""

    given: str | None = None
    more: tuple[str, ...] = ()


_ALONE = _Beside()


class _Scope:
    """What earlier commands have left: the directory, variables, those of them that are exported."""

    def __init__(self, other: "_Scope | None" = None) -> None:
        self.directory: str = other.directory if other else ""
        self.names: dict[str, str] = dict(other.names) if other else {}
        self.env: dict[str, str] = dict(other.env) if other else {}

    def moved(self, directory: str) -> str:
        """Where a directory is, from here."""
        to = words.joined(self.directory, directory)
        return UNKNOWN if UNKNOWN in to else to

    def assign(self, name: str, value: str, *, export: bool = False) -> None:
        self.names[name] = value
        if export or name in self.env:
            self.env[name] = value

    def differing(self, other: "_Scope") -> None:
        """Forget what another scope, which may have been gone through or not, has otherwise."""
        for ours, theirs in ((self.names, other.names), (self.env, other.env)):
            for name, other_value in theirs.items():
                if ours.get(name) != other_value:
                    ours[name] = UNKNOWN
        if self.directory != other.directory:
            self.directory = UNKNOWN


class _Reader:
    """Goes through a text, and notes the commands."""

    def __init__(self) -> None:
        self.found: list[Command] = []

    def text(self, text: str, scope: _Scope, depth: int) -> None:
        if depth < _DEEP:
            self._node(tree(text), scope, depth)

    def _node(self, node: Node, scope: _Scope, depth: int, beside: _Beside = _ALONE) -> None:
        kind = node.type
        if kind == "command":
            self._command(node, scope, depth, beside)
        elif kind == "redirected_statement":
            self._redirected(node, scope, depth)
        elif kind == "declaration_command":
            self._declared(node, scope, depth)
        elif kind == "variable_assignment":
            self._nested(node, scope, depth)
            scope.assign(*_assigned(node, scope))
        elif kind == "pipeline":
            for child in node.children:
                self._node(child, _Scope(scope), depth)
        elif kind in _APART:
            self._children(node, _Scope(scope), depth)
        elif kind in _MAYBE:
            self._maybe(node, scope, depth)
        elif kind == "ERROR":
            self._broken(node, scope, depth)
        else:
            self._children(node, scope, depth)

    def _children(self, node: Node, scope: _Scope, depth: int) -> None:
        for child in node.children:
            self._node(child, scope, depth)

    def _maybe(self, node: Node, scope: _Scope, depth: int) -> None:
        """A part that is gone through once, never or often."""
        inner = _Scope(scope)
        if node.type == "for_statement":
            name = node.child_by_field_name("variable")
            inner.names[source(name)] = UNKNOWN
        self._children(node, inner, depth)
        scope.differing(inner)

    def _nested(self, node: Node, scope: _Scope, depth: int) -> None:
        """The commands whose output is a part of a word."""
        for child in node.children:
            if child.type in NESTED:
                self._children(child, _Scope(scope), depth)
            else:
                self._nested(child, scope, depth)

    def _redirected(self, node: Node, scope: _Scope, depth: int) -> None:
        given, more = None, list[str]()
        for before, child in apart(node):
            more += before
            if child.type == "heredoc_redirect":
                given = heredoc(child, scope.names)
                more += [] if child.has_error else spoken(child, scope.names)
        for child in node.children:
            if child.type == "heredoc_redirect":  # holds what stands after it on its line, too
                self._children(child, scope, depth)
                self._calls(child, scope)
            else:
                self._node(child, scope, depth, _Beside(given, tuple(more)))

    def _declared(self, node: Node, scope: _Scope, depth: int) -> None:
        """`export`, `declare` and their like."""
        self._nested(node, scope, depth)
        keyword, options = source(node.children[0]), [source(child) for child in node.children[1:]]
        export = keyword == "export" or any(re.fullmatch(r"-\w*x\w*", option) for option in options)
        for child in node.children:
            if child.type == "variable_assignment":
                scope.assign(*_assigned(child, scope), export=export)
            elif child.type == "variable_name" and export:
                scope.env[source(child)] = scope.names.get(source(child), UNKNOWN)

    def _command(self, node: Node, scope: _Scope, depth: int, beside: _Beside) -> None:
        self._nested(node, scope, depth)
        given, env = beside.given, dict(scope.env)
        for child in node.children:
            if child.type == "variable_assignment":
                env.update((_assigned(child, scope),))
            elif child.type == "herestring_redirect":
                given = value(child.children[-1], scope.names) + "\n"
        said = [*spoken(node, scope.names), *beside.more]
        self._simple(said, env, scope, (depth, given))

    def _broken(self, node: Node, scope: _Scope, depth: int) -> None:
        """Where the grammar has lost its way: whatever looks like a call of git, up to the end."""
        self._children(node, scope, depth)
        self._calls(node, scope)

    def _calls(self, node: Node, scope: _Scope) -> None:
        said = spoken(node, scope.names) if node.has_error else []
        starts = [at for at, word in enumerate(said) if words.name_of(word) == "git"][:_CALLS]
        for at, end in pairwise([*starts, len(said)]):
            self.found.append(Command(tuple(said[at:end]), scope.env, scope.directory))

    def _simple(
        self, said: list[str], env: dict[str, str], scope: _Scope, at: tuple[int, str | None]
    ) -> None:
        """A command of nothing but words: what it runs in its turn is looked for."""
        depth, given = at
        said, inner, directory = words.unwrapped(said)
        env |= inner
        name = words.name_of(said[0]) if said else ""
        if name in words.SHELLS:
            script = words.script_of(said)
            script = given if script is None else script
            if script:
                below = _Scope(scope)
                below.env = env
                self.text(script, below, depth + 1)
        elif name == "eval":
            self.text(" ".join(said[1:]), scope, depth + 1)
        elif name in ("cd", "pushd"):
            to = [word for word in said[1:] if not re.fullmatch("-[A-Za-z@]*", word)]
            scope.directory = scope.moved(to[0] if to else UNKNOWN)
        elif name in ("read", "mapfile", "readarray"):
            scope.names.update(dict.fromkeys(said[1:], UNKNOWN))
        elif said:
            self.found.append(Command(tuple(said), env, scope.moved(directory), given))


def _assigned(node: Node, scope: _Scope) -> tuple[str, str]:
    """The name and the value of an assignment."""
    given = node.child_by_field_name("value")
    name = source(node.child_by_field_name("name"))
    added = any(child.type == "+=" for child in node.children)
    before = scope.names.get(name, UNKNOWN) if added else ""
    return name, before + (value(given, scope.names) if given else "")
