"""The grammar of a shell: a text as a tree. The owner of tree-sitter, which the extra `agents` installs."""

import re
import time
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec

import tree_sitter
from tree_sitter import Node as Node

from ....core.errors import Failure

_SECONDS = 1
# The grammar takes `\\'` for an escaped quote, also where the backslash is one that is escaped itself.
_QUOTED = re.compile(r"(\$'(?:[^'\\]|\\.)*')|\\.|'[^']*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_HEREDOC = re.compile(r"(?<!<)<<(-?)[ \t]*(['\"\\]?)([\w.-]+)['\"]?")
_HEREDOCS = 100


def tree(text: str) -> tuple[Node, bytes]:
    """The tree of a text, `ERROR` in it for what is no shell, and the bytes that its places are of.

    Raises Failure where that takes too long: some texts that are no shell take time and memory without end.
    """
    text = _QUOTED.sub(lambda one: one[1].replace("\\\\", "\\x5c") if one[1] else one[0], text)
    data, end = text.encode("utf-8", "surrogateescape"), time.monotonic() + _SECONDS
    parser = tree_sitter.Parser(_bash())
    try:
        found = parser.parse(
            lambda at, _: data[at : at + 1024], progress_callback=lambda *_: time.monotonic() > end
        )
    except ValueError:
        raise Failure("the command takes too long to be read as bash would") from None
    return found.root_node, data


def without_heredocs(text: str, bodies: dict[str, str]) -> str:
    """The text with a file for each heredoc, of which the grammar loses parts.

    The files go into `bodies`: `__literal_N`, or `__quoted_N` where a shell expands what is in it.
    """
    at = 0
    for _ in range(_HEREDOCS):
        start = _HEREDOC.search(text, at)
        line_end = text.find("\n", start.end()) if start else -1
        if not start or line_end < 0:
            break
        tabs, quote, word = start.groups()
        stop = r"^\t*" if tabs else "^"
        end = re.compile(f"(?m){stop}{re.escape(word)}$").search(text, line_end + 1)
        at = start.end()
        if end:
            body = text[line_end + 1 : end.start()]
            name = f"__{'literal' if quote else 'quoted'}_{len(bodies)}"
            bodies[name] = re.sub(r"(?m)^\t+", "", body) if tabs else body
            before = f"{text[: start.start()]}< {name} "
            text = before + text[start.end() : line_end] + text[end.end() :]
            at = len(before)
    return text


@cache
def _bash() -> tree_sitter.Language:
    """The grammar, without what its package loads for the texts of queries, which is a half of all."""
    package = PathFinder.find_spec("tree_sitter_bash")
    found = PathFinder.find_spec("_binding", package.submodule_search_locations) if package else None
    if not found or not found.loader:
        return tree_sitter.Language(import_module("tree_sitter_bash").language())
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return tree_sitter.Language(module.language())
