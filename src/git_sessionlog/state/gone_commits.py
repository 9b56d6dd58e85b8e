"""Hashes in a state document that a rebase or a squash has replaced, put right by the fix of their line."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

from ..core.errors import Failure
from ..documents import edit, lint
from ..documents.document import Document
from ..documents.profiles.model import DocumentType
from ..documents.rules import commits
from ..documents.rules.commits import Named
from ..documents.rules.rule import Facts, Page
from ..documents.source import Edit
from ..git import log
from . import lookup
from .fixes import collect
from .fixes.status import made_by


class Renewed(NamedTuple):
    """A document, and in words which hash was replaced by which."""

    document: Document
    done: tuple[str, ...] = ()


def renewed(document: Document, kind: DocumentType, tip: str) -> Renewed:
    """The document with each hash that is gone replaced by that of the commit that made the line's fix.

    Gone is what is not here, or what neither `tip` nor a branch leads to. A line about several fixes, or
    about one without a commit in effect, stays as it is. Raises GitError.
    """
    page = Page(document, kind, Facts(datetime.now(UTC)))
    names = lint.asked(page).commits if tip else ()
    if not names:
        return Renewed(document)
    page = page.told(page.facts._replace(commits=lookup.commits(names, tip).found))
    gone = _gone(page)
    if not gone:
        return Renewed(document)
    making = _making({fix for _, fix in gone})
    chosen = [(one, fix) for one, fix in gone if fix in making]
    edits = [Edit(one.start, one.start + len(one.text), making[fix]) for one, fix in chosen]
    with suppress(Failure):
        changed = edit.applied(document, edits, lambda new: len(new.blocks) == len(document.blocks))
        return Renewed(changed, tuple(f"Fix {fix}: {one.text} is {making[fix]} now" for one, fix in chosen))
    return Renewed(document)


def _gone(page: Page) -> list[tuple[Named, str]]:
    """The hashes that are gone, each with the fix of its line."""
    beside = list(commits.beside(page))
    oids = lookup.spelled({one.text.lower() for one, _ in beside})
    held = lookup.reached(oids.values())
    return [(one, fix) for one, fix in beside if oids.get(one.text.lower()) not in held]


def _making(fixes: set[str]) -> Mapping[str, str]:
    """The short id of the commit that made each fix which has one."""
    with collect.opened() as place:
        rows = collect.look(place, lambda found: found).rows
    oids = {row.fix.id: one.oid for row in rows if row.fix.id in fixes and (one := made_by(row))}
    short = log.abbrevs(list(oids.values()))
    return {fix: short[oid] for fix, oid in oids.items()}
