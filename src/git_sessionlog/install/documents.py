"""The documents of profiles, as `init` begins them."""

import os
from collections.abc import Iterable, Iterator, Mapping

from ..core.paths import place_of
from ..core.stamps import stamp
from ..documents import phases, scaffold
from ..documents.document import Document
from ..documents.profiles.model import DocumentType, Profile, documents_of_all
from ..documents.source import LARGEST
from ..git import log
from ..git import run as git
from ..git.trees import WorkTree
from .action import Step, same
from .scaffold import write

_SAMPLE = {"number": "1", "date": "2026-01-01", "slug": "x", "id": "20260101-000000"}


def write_documents(top: str, chosen: Iterable[Profile]) -> Iterator[Step]:
    """Write the documents of profiles, where there are none, and say what would not get into git.

    Those of single sessions come with them. A directory gets an empty file, for git keeps none without.
    """
    chosen = tuple(chosen)
    values = {**_values(top), **_of_plan(top, chosen)}
    documents = _declared(chosen)
    for name, document in documents.items():
        if not document.per_session:
            yield _there(top, document) or write(top, name, _text(document, values))
    out = ignored(top, documents)
    if out:
        more = f" and {len(out) - 1} more" if out[1:] else ""
        yield same("ignored", out[0] + more, "a .gitignore keeps that out of git")


def tracked_at(top: str, chosen: Iterable[Profile]) -> tuple[list[str], list[str]]:
    """The paths at which there may be a document of profiles, and the files that are not there."""
    shared = {name: one for name, one in _declared(chosen).items() if not one.per_session}
    reads = [path for one in shared.values() for path in (one.path, *one.also)]
    return reads, [name for name, one in shared.items() if not _there(top, one)]


def ignored(top: str, names: Iterable[str]) -> list[str]:
    """Those of some files, placeholders in their names or not, that git is told to ignore."""
    return [name for name in names if _is_ignored(top, scaffold.path(DocumentType("", name), _SAMPLE))]


def _declared(chosen: Iterable[Profile]) -> dict[str, DocumentType]:
    """The documents of profiles by the names of the files that `init` writes for them."""
    found: dict[str, DocumentType] = {}
    for document in (each for each in documents_of_all(chosen) if each.scaffold):
        found.setdefault(document.path + ".gitkeep" * document.path.endswith("/"), document)
    return found


def _is_ignored(top: str, path: str) -> bool:
    # 128: it is beyond a symbolic link, or in a submodule
    return bool(git.ask("check-ignore", "--", path, cwd=top, no=(1, 128)))


def _there(top: str, document: DocumentType) -> Step | None:
    """The step for a directory that has files, and for a document that is elsewhere."""
    for path in (document.path, *document.also):
        whole = place_of(top, path)
        if os.listdir(whole) if os.path.isdir(whole) else os.path.lexists(whole):
            return same("kept", path)
    return None


def _text(document: DocumentType, values: Mapping[str, str]) -> str:
    return "" if document.path.endswith("/") else scaffold.text(document, values)


def _values(top: str) -> dict[str, str]:
    """What can be said of a project before its first session."""
    now = stamp()
    values = {
        "project": os.path.basename(top),
        "date": now[:10],
        "time": now[11:16],
        "timestamp": now,
        "branch": _said("symbolic-ref", "-q", "--short", "HEAD"),
    }
    if _said("rev-parse", "-q", "--verify", "HEAD"):
        last = log.headline("HEAD")
        values["commit"], values["subject"] = last.abbrev, last.title
    return values


def _of_plan(top: str, chosen: Iterable[Profile]) -> dict[str, str]:
    """The first phase that is not done of a plan that is there, and its tasks."""
    plans = (
        path
        for document in documents_of_all(chosen)
        if not document.state and document.section("phase")
        for path in (document.path, *document.also)
    )
    data = next(
        (data for path in plans if (data := WorkTree(top).start(path, LARGEST, LARGEST)) is not None), b""
    )
    phase = next((one for one in phases.phases(Document.of(data)) if not one.is_done), None)
    if phase is None:
        return {}
    return {
        "phase": phase.title,
        "in-progress": "\n".join(f"{task} — not started" for task in phase.tasks),
    }


def _said(*question: str) -> str:
    return git.ask(*question, no=(1,)).decode("utf-8", "replace").strip()
