"""The commands that a shell would run for a text: what can be known of each without running it."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from .grammar import Node, tree, without_heredocs
from .words import PLAIN, SHELLS, UNKNOWN, WRAPPERS, ansi, filled, joined, name_of, output, script

LONGEST = 300_000
"""Characters that are read, of a text and of what it makes of variables."""

_START = 1_000  # characters that the start of a shell counts as
_DEEP = 8  # shells within shells
_CALLS = 50  # of git, in what is no valid shell
_SUBSTITUTIONS = ("command_substitution", "process_substitution")
_EXPANSIONS = ("simple_expansion", "expansion", "arithmetic_expansion", *_SUBSTITUTIONS)
_WORDS = {
    *("word", "number", "string", "raw_string", "ansi_c_string", "translated_string", "concatenation"),
    *("extglob_pattern", "brace_expression", "command_name", "$", *_EXPANSIONS),
}
_SPLIT = ("simple_expansion", "expansion", "command_substitution")
_LIST = re.compile(r'"\$(@|\{\w+\[@\]\})"')
_VARIABLE = re.compile(r"\$\{?(\w+|[@*])(?:\[[@*]\])?\}?")
_BRACES = re.compile(r"([^'\"\\{}]*)\{([^'\"\\{}]*,[^'\"\\{}]*)\}([^'\"\\{}]*)")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_KNOWN = PLAIN | SHELLS | WRAPPERS | {"eval"}
_RUNS = {"rebase", "submodule", "bisect", "filter-branch", "difftool"}  # of git: what they are given
_PROSE = re.compile(
    r"-m|--(message|body|title|notes?|desc\w*|text|comment|subject|prompt|summary|reason)\b"
)


class Command(NamedTuple):
    """One command: its words, the variables set before it, where it is run, and what it is given to read.

    `directory` is "" where the shell began, and may be relative to that; `given` is None where that is
    not in the text. `sure` is whether it is run in this repository, as far as a text can tell.
    """

    words: tuple[str, ...]
    env: Mapping[str, str] = {}
    directory: str = ""
    given: str | None = None
    sure: bool = True


def commands(text: str, like: Command | None = None) -> list[Command]:
    """All commands in a text, in their order: those in subshells, substitutions, `bash -c` and `eval` too,
    what is piped into a shell, and what programs run that we do not know. A redirection is one, of the
    words `>` and the path. `like` has what the text begins with: variables, a directory.

    What is no valid shell is read as far as it can be. Raises RecursionError for what nests too deep, and
    Failure for what takes too long.
    """
    shell = _Shell()
    if like:
        shell.names, shell.directory, shell.sure = dict(like.env), like.directory, like.sure
    shell.read(text[:LONGEST])
    return shell.found


class _Shell:
    """A shell that goes through a text. `files` are those that the text itself writes; `strict` is in a
    text that may be prose.
    """

    def __init__(self) -> None:
        self.found: list[Command] = []
        self.files: dict[str, str] = {}
        self.left = [LONGEST + _START]
        self.names: dict[str, str] = {}
        self.data = b""
        self.directory, self.depth, self.sure, self.strict = "", 0, True, False

    def fork(self, **changes: object) -> "_Shell":
        other = _Shell()
        other.__dict__.update(self.__dict__, names=dict(self.names))
        other.__dict__.update(changes)
        return other

    def read(self, text: str) -> None:
        """Go through a text."""
        self.left[0] -= len(text) + _START
        if self.depth < _DEEP and self.left[0] >= 0:
            self.depth += 1
            before = self.data
            root, self.data = tree(without_heredocs(text, self.files))
            if not (self.strict and root.has_error):
                self._node(root)
            self.depth -= 1
            self.data = before

    def _source(self, node: Node | None) -> str:
        """The text of a node, as written. (Its own `text` calls us from C, where no exception may pass.)"""
        return self._between(node.start_byte, node.end_byte) if node else ""

    def _between(self, start: int, end: int) -> str:
        return self.data[start:end].decode("utf-8", "surrogateescape")

    def _node(self, node: Node, given: str | None = None, more: Sequence[str] = ()) -> str:
        """`given` is what the node reads, `more` are words of its last command; returns what it writes."""
        if node.type == "command":
            env = dict(self.names)
            for child in node.children:
                if child.type == "variable_assignment":
                    self._assign(child, env)
            words = [*self._words(node), *more]
            return self._run(words, env, self._read_by(node, given))
        if node.type == "redirected_statement":
            return self._redirected(node, self._read_by(node, given), more)
        if node.type == "variable_assignment":
            self._assign(node, self.names)
            return ""
        if re.fullmatch("(if|while|.*for|case)_statement|function_definition", node.type):
            return self._maybe(node, given, more)
        inner = self.fork() if node.type in ("subshell", *_SUBSTITUTIONS) else self
        return inner._children(node, given, more)

    def _children(self, node: Node, given: str | None, more: Sequence[str]) -> str:
        parts, out = [child for child in node.children if child.is_named], ""
        for child in parts:
            is_last = child == parts[-1]
            if node.type == "pipeline":
                out = given = self.fork()._node(child, given, more if is_last else ())
            else:
                out += self._node(child, given if is_last else None, more if is_last else ())
        if node.type == "ERROR":  # the grammar has lost its way: whatever looks like a call of git
            said = self._words(node)
            starts = [at for at, word in enumerate(said) if name_of(word) == "git"][:_CALLS]
            for at, end in pairwise([*starts, len(said)]):
                self._note(said[at:end], self.names)
        return out

    def _maybe(self, node: Node, given: str | None, more: Sequence[str]) -> str:
        """A part that is gone through once, never or often: what it changes is not known afterwards."""
        inner = self.fork()
        inner.names.pop(self._source(node.child_by_field_name("variable")), None)
        inner._children(node, given, more)
        changed = {name for name, text in inner.names.items() if self.names.get(name) != text}
        self.names.update(dict.fromkeys(changed, UNKNOWN))
        self.directory = self.directory if self.directory == inner.directory else UNKNOWN
        return UNKNOWN

    def _read_by(self, node: Node, given: str | None) -> str | None:
        for child in node.children:
            if child.type == "herestring_redirect":
                given = self._value(child.children[-1]) + "\n"
        return given

    def _redirected(self, node: Node, given: str | None, more: Sequence[str]) -> str:
        targets = list[str]()
        for child in node.children:
            if child.type == "file_redirect" and (words := self._words(child)):
                more = [*more, *words[1:]]
                if any(part.type == "<" for part in child.children):
                    given = self._variable(words[0]) if words[0] in self.files else None
                elif not words[0].isdigit():
                    targets.append(words[0])
        body = node.child_by_field_name("body")
        out = self._node(body, given, more) if body else ""
        for target in targets:
            self.files[target] = out
            self._note([">", target], self.names, out)
        return out

    def _assign(self, node: Node, into: dict[str, str]) -> None:
        given, name = node.child_by_field_name("value"), self._source(node.child_by_field_name("name"))
        before = self.names.get(name, UNKNOWN) if any(part.type == "+=" for part in node.children) else ""
        text = before + (self._value(given) if given else "")
        into[name] = text if len(text) < LONGEST else UNKNOWN

    def _words(self, node: Node) -> list[str]:
        """The words that are in a node; what has no blank between is one."""
        found, end = list[str](), -1
        for child in node.children:
            if child.type not in _WORDS:
                continue
            written = self._source(child)
            if child.type == "command_name" and child.children:
                fields = self._words(child)
            elif child.type in _SPLIT or _LIST.fullmatch(written):
                fields = self._value(child).split()
            elif braces := _BRACES.fullmatch(written):
                fields = [f"{braces[1]}{one}{braces[3]}" for one in braces[2].split(",")]
            else:
                fields = [self._value(child)]
            if child.start_byte == end and found and fields:
                found[-1] += fields.pop(0)
            found += fields
            end = child.end_byte
        return found

    def _value(self, node: Node) -> str:
        """The text that a shell makes of a word."""
        kind, text = node.type, self._source(node)
        if kind == "raw_string":
            return text[1:-1]
        if kind == "ansi_c_string":
            return ansi(text[2:-1])
        if kind in ("word", "number", "extglob_pattern"):
            return _unescaped(text, "")
        if kind in ("string", "translated_string"):
            return self._quoted(node)
        if kind == "array":
            return " ".join(UNKNOWN if re.search(r"\s", word) else word for word in self._words(node))
        if kind in ("concatenation", "command_name"):
            return "".join(self._words(node)) if node.children else text
        if kind == "$":  # of `$"..."`, where a quote follows
            return "" if node.next_sibling and node.next_sibling.type == "string" else "$"
        if kind == "command_substitution":
            out = self._node(node)
            return out.rstrip("\n") if out else UNKNOWN
        if kind == "process_substitution":
            self.files[path := f"/dev/fd/{len(self.files)}"] = self._node(node)
            return path
        found = _VARIABLE.fullmatch(text)
        return self._variable(found[1]) if found else UNKNOWN

    def _variable(self, name: str) -> str:
        unset = os.path.expanduser("~") if name == "HOME" else UNKNOWN
        text = self.names.get(name, self.files.get(name, unset))
        if not name.startswith("__quoted_") or not re.search(r"[$`\\]", text):
            return text
        escaped = re.sub(r'(\\?)"', r'\1\1\\"', text)
        root, data = tree(f'"{escaped}"')
        return "".join(self.fork(data=data)._words(root.children[0]))

    def _quoted(self, node: Node) -> str:
        """The text between two quotes: literal, but for escapes and for what is expanded."""
        out, at = "", node.start_byte + self._source(node).index('"') + 1
        for child in (*_expanded(node), None):
            out += _unescaped(self._between(at, child.start_byte if child else node.end_byte - 1), '$`"\\')
            out += self._value(child) if child else ""
            at = child.end_byte if child else at
        return out

    def _note(self, words: Sequence[str], env: Mapping[str, str], given: str | None = None) -> None:
        self.found.append(Command(tuple(words), env, self.directory, given, self.sure))

    def _run(self, words: list[str], env: dict[str, str], given: str | None) -> str:
        """A command of nothing but words: what it runs is looked for. Returns what it writes."""
        name, args = name_of(words[0]) if words else "", words[1:]
        if name in SHELLS or (words and words[0] in self.files):
            self.fork(names=env).read(script(words, given, self.files))
        elif name in (".", "source", "eval"):
            self.read(" ".join(args) if name == "eval" else self.files.get("".join(args[:1]), given or ""))
        elif name in ("cd", "pushd"):
            to = [word for word in args if not re.fullmatch("-[A-Za-z@]*", word)]
            path = joined(self.directory, to[0] if to else UNKNOWN)
            self.directory = UNKNOWN if UNKNOWN in path else path
        elif name in ("read", "mapfile", "readarray"):
            self.names.update(dict.fromkeys(args, UNKNOWN))
        elif name in PLAIN and not (name == "git" and _RUNS.intersection(args)):
            self._note(words, env, given)
            return output(words, given, self.files)
        elif words:
            return self._runner(words, env, given)
        return UNKNOWN

    def _runner(self, words: list[str], env: dict[str, str], given: str | None) -> str:
        """A program that may run another one, or a text, which are among its words."""
        name = name_of(words[0])
        is_here = name in WRAPPERS and not any(re.match("-C|--chdir", word) for word in words)
        inner = self.fork(names=env, sure=self.sure and is_here)
        for at, word in enumerate(words if name in WRAPPERS or not self.strict else ()):
            before, assigned = words[at - 1], _ASSIGNMENT.fullmatch(word)
            if assigned and name != "alias":
                env[assigned[1]] = assigned[2]
            elif at and name_of(word) in _KNOWN and before != "-u":
                return inner._run(filled(words, at, given), env, given)
            elif re.search(r"\s", word) and not _PROSE.match(before):
                text = re.sub(r"^[\w-]+=", "", word).replace("`", "'")
                inner.fork(sure=False, strict=True).read(text)
        self._note(words, env, given)
        return output(words, given, self.files)


def _expanded(node: Node) -> Iterator[Node]:
    """What is expanded in a quoted text."""
    for child in node.children:
        yield from (child,) if child.type in _EXPANSIONS else _expanded(child)


def _unescaped(text: str, escapes: str) -> str:
    """The text without the backslashes that have a meaning before one of `escapes`, or before any sign."""
    signs = f"[{re.escape(escapes)}]" if escapes else "."
    return re.sub(rf"(?s)\\(\n|{signs})", lambda one: "" if one[1] == "\n" else one[1], text)
