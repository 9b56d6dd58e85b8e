"""A new entry of the backlog in the work tree."""

from ..backlog import add, loader
from ..core.errors import Failure
from ..documents.profiles.model import DocumentType
from ..git.trees import WorkTree
from ..settings.model import Settings
from ..state.fixes import collect
from ..state.fixes.collect import Place
from ..state.fixes.commit_scan import Counted
from .document_buffer import Papers


def added(place: Place, title: str, file: str, counted: Counted) -> tuple[str, str]:
    """Write the entry; returns the path of its document, and its id, which no commit has named.

    `file` is the document, "" for the first one of the backlog that takes an entry. Raises Failure where
    none does, for a document that is none of the backlog's, and where commits could not be looked at.
    """
    tree = place.tree
    if not isinstance(tree, WorkTree):
        raise Failure("there is no work tree to write into", "run it in a clone with one")
    if place.register.unread:
        raise Failure(f"{place.register.unread[0]} cannot be read, is too large, or is not there")
    found = collect.look(place, counted)
    if found.unseen:
        raise Failure(found.unseen[0], found.hint)
    if (
        file
        and file not in place.register.paths
        and not (not tree.kind(file) and loader.would_be_read(file, place.by))
    ):
        named = place.register.paths or (_new(place.settings),)
        hint = f"one of these: {', '.join(named)[:200]}; or name it in the setting backlog"
        raise Failure(f"{file} is no document of the backlog", hint)
    paths = [file] if file else [*place.register.paths] or [_new(place.settings)]
    known = [id for row in found.rows for id in (row.fix.id, *row.fix.aliases)]
    papers = Papers(tree.top)
    for path in paths:
        papers.open(path, DocumentType("backlog", path), lambda: "# Backlog\n")
        last = add.last_of(place.register, path)
        id = add.next_id(known, last.id if last else "")
        document = add.added(papers[path], id, title)
        if document:
            papers[path] = document
            papers.write()
            return path, id
    hint = (
        f"write it there by hand, or into another document: git sessionlog fixes add TEXT --file {add.NEW}"
    )
    raise Failure(f"no place for an entry is certain in {', '.join(paths)[:200]}", hint)


def _new(settings: Settings) -> str:
    return next((path for path in settings.backlog if not set(path) & set("*?")), add.NEW)
