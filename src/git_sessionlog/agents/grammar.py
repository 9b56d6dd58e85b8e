"""The grammar of a shell: a text as a tree, and the text that a shell makes of a word in it.

The owner of tree-sitter. What is only known when a command runs is `UNKNOWN`: a variable from outside, the
output of a command.
"""

import re
from collections.abc import Iterator, Mapping

import tree_sitter
import tree_sitter_bash
from tree_sitter import Node as Node

from . import words

UNKNOWN = "\0"
"""Stands for what cannot be known, within a word too: no word of a shell has this character."""

NESTED = ("command_substitution", "process_substitution")
"""What runs commands within a word."""

EXPANSIONS = frozenset(("simple_expansion", "expansion", *NESTED, "arithmetic_expansion"))
"""What a word is not known without."""


def tree(text: str) -> Node:
    """The tree of a text; what is no shell is in it as `ERROR`."""
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))
    return parser.parse(text.encode("utf-8", "surrogateescape")).root_node


def value(node: Node, names: Mapping[str, str]) -> str:
    """The text that a shell makes of a word."""
    kind = node.type
    if kind == "raw_string":
        return source(node)[1:-1]
    if kind == "ansi_c_string":
        return words.ansi(source(node)[2:-1])
    if kind in ("word", "number", "variable_name", "extglob_pattern"):
        return re.sub(r"\\(\n|.)", _unescaped, source(node), flags=re.DOTALL)
    if kind in ("string", "translated_string"):
        return _quoted(node, names, escapes='$`"\\')
    if kind == "concatenation":
        return "".join(value(child, names) for child in node.children if child.type != "$")
    if kind in ("simple_expansion", "expansion"):
        found = [source(child) for child in node.children if child.is_named]
        plain = len(found) == 1 and source(node) in (f"${found[0]}", f"${{{found[0]}}}")
        return names.get(found[0], UNKNOWN) if plain else UNKNOWN
    if kind == "command_substitution":
        return _output(node, names)
    return UNKNOWN


def _quoted(node: Node, names: Mapping[str, str], *, escapes: str) -> str:
    """The text between two quotes, or of a heredoc: literal, but for escapes and for what is expanded."""
    assert node.text is not None
    data, start, out = node.text, node.start_byte, []
    inner = list(_expanded(node))
    ends = (0, len(data))
    if node.type != "heredoc_body":
        ends = (data.index(b'"') + 1, len(data) - 1)
    at = ends[0]
    for child in inner:
        out += [_literal(data[at : child.start_byte - start], escapes), value(child, names)]
        at = child.end_byte - start
    return "".join((*out, _literal(data[at : ends[1]], escapes)))


def _expanded(node: Node) -> Iterator[Node]:
    """What is expanded in a quoted text."""
    for child in node.children:
        if child.type in EXPANSIONS:
            yield child
        else:
            yield from _expanded(child)


def _literal(data: bytes, escapes: str) -> str:
    text = data.decode("utf-8", "surrogateescape")
    return re.sub(rf"\\(\n|[{re.escape(escapes)}])", _unescaped, text)


def _unescaped(found: "re.Match[str]") -> str:
    return "" if found[1] == "\n" else found[1]


def _output(node: Node, names: Mapping[str, str]) -> str:
    """The output of a substitution, where it is that of `cat` on a heredoc, as agents write messages."""
    inner = [child for child in node.children if child.is_named and child.type != "comment"]
    if len(inner) == 1 and inner[0].type == "redirected_statement":
        body, *redirects = inner[0].children
        is_cat = source(body) == "cat" and [one.type for one in redirects] == ["heredoc_redirect"]
        if is_cat and not any(child.type == "command" for child in redirects[0].children):
            return heredoc(redirects[0], names).rstrip("\n")
    return UNKNOWN


def heredoc(node: Node, names: Mapping[str, str]) -> str:
    """The text of a heredoc; behind a quoted word nothing in it is expanded."""
    parts = {child.type: child for child in node.children}
    body = parts.get("heredoc_body")
    if body is None:
        return ""
    is_literal = bool(re.search(r"['\"\\]", source(parts.get("heredoc_start"))))
    text = source(body) if is_literal else _quoted(body, names, escapes="$`\\")
    return re.sub(r"(?m)^\t+", "", text) if "<<-" in parts else text


def source(node: Node | None) -> str:
    """The text of a node as it stands."""
    return node.text.decode("utf-8", "surrogateescape") if node and node.text is not None else ""


def between(node: Node, start: int, end: int) -> list[str]:
    """The words that the grammar has no node for: a dash alone."""
    assert node.text is not None
    text = node.text[start - node.start_byte : end - node.start_byte].decode("utf-8", "surrogateescape")
    return [word for word in text.replace("\\\n", " ").split() if word != "\\"]
