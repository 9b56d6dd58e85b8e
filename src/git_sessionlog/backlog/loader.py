"""The backlog's documents in a tree, and the register that they make."""

import posixpath
import re
from collections.abc import Iterator

from ..core import wildcards
from ..core.errors import Failure
from ..core.suggest import nearest
from ..documents import document_set
from ..documents.document import Document
from ..documents.profiles.model import documents_of_all
from ..git.trees import DIRECTORY, FILE, Tree
from . import read
from .model import Register

NAMES = (
    *("improvement-analysis", "improvement-analyses", "improvements", "improvement-backlog", "backlog"),
    *(
        "tracker",
        "implementation-phases",
        "implementation-plan",
        "prompting-strategy",
        "batches",
        "session-plan",
    ),
)
"""What the documents of a backlog are called, without their ending, in the order in which they are read."""

_ENDINGS = (".txt", ".md", ".markdown")
_PLACES = (".", "docs")
_KINDS = ("tracker", "phases")  # documents of a profile that are part of the backlog
_LARGEST = 4_000_000  # bytes
_DEPTH = 8  # directories that a `**` stands for
_MOST = 200  # documents


def load(tree: Tree, rules: document_set.Rules) -> Register:
    """The register of the backlog in a tree; one without paths where it has none."""
    documents, unread = [], []
    for path in paths(tree, rules):
        size = tree.size(path)
        data = tree.read(path) if size is not None and size <= _LARGEST else None
        if data is None:
            unread.append(path)
        else:
            documents.append(Document.of(data, path))
    return read.register(documents)._replace(unread=tuple(unread))


def there(known: Register, *, whole: bool) -> Register:
    """The register. Raises Failure where it is of no document, with `whole` where one could not be read."""
    if known.unread and (whole or not known.paths):
        raise Failure(f"{known.unread[0]} cannot be read, is too large, or is not there")
    if not known.paths:
        where = "looked for at the top and in docs/, as .txt and .md"
        hint = f"{where}: {', '.join(NAMES)}; or name it in the setting backlog"
        raise Failure("there is no backlog document", hint)
    return known


def no_batch(known: Register, batch: str) -> Failure:
    """What is said of a batch that the register does not have."""
    ids = [one.id for one in known.batches]
    near = nearest(batch, ids)
    hint = f"did you mean {near}?" if near else f"batches: {' '.join(ids[:40])}" if ids else ""
    return Failure(f'the backlog has no batch "{batch}"', hint)


def paths(tree: Tree, rules: document_set.Rules) -> list[str]:
    """The documents of the backlog, in the order in which they are read.

    Those of the setting `backlog` where it names some, those that are not there too; else those with the
    usual names, and the trackers and the phases of the profiles.
    """
    named = rules.settings.backlog
    found = (path for glob in named for path in _matching(tree, glob)) if named else _usual(tree, rules)
    return list(dict.fromkeys(found))[:_MOST]


def would_be_read(path: str, rules: document_set.Rules) -> bool:
    """Whether a document that is not there yet would be part of the backlog."""
    if rules.settings.backlog:
        return path in rules.settings.backlog
    return (posixpath.dirname(path) in ("", *_PLACES) and _is_usual(path)) or path in _declared(rules)


def _usual(tree: Tree, rules: document_set.Rules) -> list[str]:
    there = {
        path: None
        for directory in _PLACES
        for name in tree.names(directory)
        if _is_usual(path := name if directory == "." else f"{directory}/{name}")
        and tree.kind(path) == FILE
    }
    declared = (path for path in _declared(rules) if tree.kind(path) == FILE)
    return sorted({**there, **dict.fromkeys(declared)}, key=lambda path: (_rank(path), path))


def _is_usual(path: str) -> bool:
    """Whether a document has a usual name."""
    return path.casefold().endswith(_ENDINGS) and _rank(path) < len(NAMES)


def _declared(rules: document_set.Rules) -> list[str]:
    """The paths that the profiles declare."""
    kinds = (kind for kind in documents_of_all(rules.profiles) if kind.id in _KINDS)
    return [path for kind in kinds for path in (kind.path, *kind.also)]


def _rank(path: str) -> int:
    """The place of a document among the usual ones, by its name."""
    stem = posixpath.splitext(posixpath.basename(path))[0].casefold().replace("_", "-").replace(" ", "-")
    return NAMES.index(stem) if stem in NAMES else len(NAMES)


def _matching(tree: Tree, glob: str) -> Iterator[str]:
    """The files that a path of the settings stands for; the path itself where it is no glob."""
    if "*" not in glob and "?" not in glob:
        yield glob
        return
    yield from _below(tree, "", glob.split("/"), _DEPTH, set())


def _below(tree: Tree, above: str, parts: list[str], depth: int, seen: set[str]) -> Iterator[str]:
    first, *rest = parts
    here = f"{above}\0{'/'.join(parts)}"
    if here in seen:  # several `**` lead to one directory in many ways
        return
    seen.add(here)
    if first == "**":
        yield from _below(tree, above, rest or ["*"], depth, seen)
        for name in tree.names(above or ".") if depth else ():
            if tree.kind(f"{above}{name}") == DIRECTORY:
                yield from _below(tree, f"{above}{name}/", parts, depth - 1, seen)
        return
    pattern = wildcards.regex(first, any="[^/]", one=True)
    is_glob = "*" in first or "?" in first
    names = (
        [name for name in tree.names(above or ".") if re.fullmatch(pattern, name)] if is_glob else [first]
    )
    for name in names:
        path = f"{above}{name}"
        if rest:
            yield from _below(tree, f"{path}/", rest, depth, seen)
        elif tree.kind(path) == FILE:
            yield path
