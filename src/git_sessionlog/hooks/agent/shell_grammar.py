"""The grammar of a shell: a text as a tree, and the text that a shell makes of a word in it.

The owner of tree-sitter. What is only known when a command runs is `UNKNOWN`: a variable from outside, the
output of a command.
"""

import re
import time
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, FileFinder, PathFinder
from importlib.util import module_from_spec

import tree_sitter
from tree_sitter import Node as Node

from ...core.errors import Failure
from . import command_words

UNKNOWN = "\0"
"""Stands for what cannot be known, within a word too: no word of a shell has this character."""

NESTED = ("command_substitution", "process_substitution")
"""What runs commands within a word."""

EXPANSIONS = frozenset(("simple_expansion", "expansion", *NESTED, "arithmetic_expansion"))
"""What a word is not known without."""


WORDS = EXPANSIONS | {
    *("word", "number", "string", "raw_string", "ansi_c_string", "translated_string", "concatenation"),
    *("extglob_pattern", "brace_expression", "command_name", "$"),
}
"""What is a word, or a part of one."""

# The grammar takes `\\'` for an escaped quote, also where the backslash is one that is escaped itself.
_QUOTED = re.compile(r"(\$'(?:[^'\\]|\\.)*')|\\.|'[^']*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
# The grammar takes `EOF;` for the word that ends `<<EOF; git push`.
_HEREDOC_END = re.compile(r"<<-?[ \t]*(['\"]?)\w{1,100}\1(?=[;&|)<>])")


_SECONDS = 1


def tree(text: str) -> Node:
    """The tree of a text, `ERROR` in it for what is no shell. Raises Failure where that takes too long."""
    text = _QUOTED.sub(lambda one: one[1].replace("\\\\", "\\x5c") if one[1] else one[0], text)
    root = _parsed(text)
    apart_ = _HEREDOC_END.sub(r"\g<0> ", text) if root.has_error else text
    return root if apart_ == text else _parsed(apart_)


def _parsed(text: str) -> Node:
    """What the grammar makes of a text: for some that are no shell it takes time and memory without end."""
    data = text.encode("utf-8", "surrogateescape")
    end = time.monotonic() + _SECONDS
    try:
        return (
            tree_sitter.Parser(_bash())
            .parse(
                lambda offset, _: data[offset : offset + 1024],
                progress_callback=lambda *_: time.monotonic() > end,
            )
            .root_node
        )
    except ValueError:
        raise Failure("the command takes too long to be read as bash would") from None


@cache
def _bash() -> tree_sitter.Language:
    """The grammar, without what its package loads for the texts of queries, which is a half of all."""
    package = PathFinder.find_spec("tree_sitter_bash")
    places = package.submodule_search_locations if package else None
    for place in places or ():
        spec = FileFinder(place, (ExtensionFileLoader, EXTENSION_SUFFIXES)).find_spec("_binding")
        if spec and spec.loader:
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
            return tree_sitter.Language(module.language())
    return tree_sitter.Language(import_module("tree_sitter_bash").language())


def value(node: Node, names: Mapping[str, str]) -> str:
    """The text that a shell makes of a word."""
    kind = node.type
    if kind == "raw_string":
        return source(node)[1:-1]
    if kind == "ansi_c_string":
        return command_words.ansi(source(node)[2:-1])
    if kind in ("word", "number", "variable_name", "extglob_pattern"):
        return re.sub(r"\\(\n|.)", _unescaped, source(node), flags=re.DOTALL)
    if kind in ("string", "translated_string"):
        return _quoted(node, names, escapes='$`"\\')
    if kind in ("concatenation", "command_name"):
        return "".join(spoken(node, names)) if node.children else source(node)
    if kind == "$":  # of `$"..."`, where a quote follows
        following = node.next_sibling
        is_mark = following and following.type == "string" and following.start_byte == node.end_byte
        return "" if is_mark and source(node) == "$" else "$"
    if kind in ("simple_expansion", "expansion"):
        found = [source(child) for child in node.children if child.is_named]
        plain = len(found) == 1 and source(node) in (f"${found[0]}", f"${{{found[0]}}}")
        return names.get(found[0], UNKNOWN) if plain else UNKNOWN
    if kind == "command_substitution":
        return _output(node, names)
    return UNKNOWN


def spoken(node: Node, names: Mapping[str, str]) -> list[str]:
    """The words that are in a node; what stands side by side without a blank is one."""
    found, end = list[str](), -1
    for before, child in apart(node):
        found += before
        if child.type not in WORDS:
            continue
        text = value(child, names)
        fields = text.split() if child.type in ("simple_expansion", "expansion") else [text]
        if child.start_byte == end and found and fields:
            found[-1] += fields.pop(0)
        found += fields
        end = child.end_byte
    return found


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
    body, start = parts.get("heredoc_body"), parts.get("heredoc_start")
    if body is None or start is None:
        return ""
    is_literal = bool(re.search(r"['\"\\]", source(start)))
    text = source(body) if is_literal else _quoted(body, names, escapes="$`\\")
    text = _lost(node, body) + text
    return re.sub(r"(?m)^\t+", "", text) if "<<-" in parts else text


def _lost(node: Node, body: Node) -> str:
    """The blanks at the start of a heredoc, which are not in its node."""
    before = body.prev_sibling
    assert node.text is not None
    assert before is not None
    gap = node.text[before.end_byte - node.start_byte : body.start_byte - node.start_byte]
    return gap.partition(b"\n")[2].decode("utf-8", "surrogateescape")


def source(node: Node | None) -> str:
    """The text of a node as it stands."""
    return ((node.text if node else None) or b"").decode("utf-8", "surrogateescape")


def apart(node: Node) -> Iterator[tuple[list[str], Node]]:
    """The parts of a node, each with the words before it that the grammar has no node for: a dash alone."""
    data, last = node.text or b"", node.start_byte
    for child in node.children:
        gap = data[last - node.start_byte : child.start_byte - node.start_byte]
        text = gap.decode("utf-8", "surrogateescape").replace("\\\n", " ")
        yield [word for word in text.split() if word != "\\"], child
        last = child.end_byte
