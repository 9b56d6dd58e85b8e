"""The hints in our sources: the texts that name a command of ours, and that command as a shell has it."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src/git_sessionlog"
_OURS = re.compile(r"git[ ]sessionlog[ ](?=[a-z-])")
# What is quoted is one word; else the command ends there.
_WHOLE = re.compile(r"""(?:'[^'\n]*'|"[^"\n]*"|(?!`|;|,|\)|\n|&&|\|| or | {2}# ).)*""")
# Where prose goes on behind a command: its words are no argument.
_WORDS = (
    "adds again and begins cannot end ends finishes goes has in is lists runs says shows takes that then to"
)
_PROSE = re.compile(rf" (?:{_WORDS.replace(' ', '|')})\b.*")


def hints() -> Iterator[tuple[str, str]]:
    """A file and a text in it that names a command; what a value fills in is `{}`. Docstrings are none."""
    for file in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        nodes = list(ast.walk(tree))
        others = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        others |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in nodes:
            text = _text(node) if id(node) not in others else ""
            if _OURS.search(text):
                yield file.relative_to(SOURCES).as_posix(), text


def commands(text: str) -> Iterator[list[str]]:
    """The commands of ours that a text names, as words behind `git sessionlog`."""
    for found in _OURS.finditer(text):
        whole = _WHOLE.match(text, found.end())
        rest = whole[0] if whole else ""
        quoted = text[: found.start()].endswith("`")
        rest = rest if quoted else _PROSE.sub("", rest)
        yield shlex.split(rest.rstrip(" .:"))


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return ""
