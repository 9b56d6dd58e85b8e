"""The documents of a work tree, of the index or of a commit, and what the rules say of them."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from . import lookup, profiles, ranges, state
from .documents import lint
from .documents.document import Document
from .documents.profile import DocumentType, Profile
from .documents.rules import files
from .documents.rules.rule import Facts, Page
from .errors import Failure
from .finding import Finding, Report, Source, Tally, Verdict
from .objects import Objects
from .secrets import ALLOWED_FILE, Allowed, allowed_from
from .settings import PROFILES, Settings
from .trees import DIRECTORY, FILE, CommitTree, Tree

_TEXTS = (".md", ".markdown", ".txt", ".tmp", ".rst")
_DEPTH = 4  # directories below a profile's directory that are looked into
_HOLES = {"number": r"\d{1,9}", "date": r"\d{4}-\d{2}-\d{2}", "slug": r"[^/]+", "id": r"[\w-]+"}
_COMPARED = ("history-rewritten", "percent-less")


class Paper(NamedTuple):
    """A document by its path from the top, and what the profile says that it is."""

    path: str
    kind: DocumentType


class Place(NamedTuple):
    """Where documents are judged.

    `tree` has them; `tip` is the commit whose history counts, `before` the one whose documents came before
    them: ids, "" for none. `top` is that of the work tree, "" for a commit's documents; `branch` the one
    that is checked out, "" where that does not count.
    """

    tree: Tree
    objects: Objects
    tip: str
    before: str
    top: str = ""
    branch: str = ""


class Rules(NamedTuple):
    """What is judged by: the settings, and the profiles that they name or that are there."""

    settings: Settings
    profiles: tuple[Profile, ...]


def papers(tree: Tree, by: Rules) -> list[Paper]:
    """The documents of the profiles, and those of the settings, that are in a tree; each once."""
    found: dict[str, Paper] = {}
    for kind in _kinds(by):
        for path in _paths(tree, kind.path):
            found.setdefault(path, Paper(path, kind))
    return list(found.values())


def paper(path: str, by: Rules, known: Iterable[Paper]) -> Paper:
    """A document by its path: one of the profiles', of their names, else one that only is a text."""
    own = next((each for each in known if each.path == path), None)
    same = (kind for kind in _kinds(by) if _name(kind.path) == _name(path) and not kind.per_session)
    return own or Paper(path, next(same, DocumentType("document", path))._replace(path=path))


def rules(settings: Settings, tree: Tree, top: str) -> Rules:
    """What documents are judged by; where the settings name no profile, those whose state is there.

    Raises ConfigError for a profile that cannot be used.
    """
    if settings.profiles:
        return Rules(settings, profiles.active(settings, top))
    every = (profiles.load(name, top) for name in PROFILES)
    there = tuple(
        each for each in every if any(kind.state and _paths(tree, kind.path) for kind in each.documents)
    )
    return Rules(settings, there or (profiles.load(PROFILES[0], top),))


def judged(place: Place, by: Rules, chosen: Sequence[Paper], tally: Tally) -> Iterator[Report]:
    """The reports on documents, in their order; the tally counts all.

    Raises Failure at the end, where the end of a shallow clone hides what they name and that is an error.
    """
    now, severity = datetime.now(UTC), by.settings.severity
    about = _about(place, by, chosen)
    pages = [
        Page(Document.of(place.tree.read(one.path) or b"", one.path), one.kind, Facts(now))
        for one in chosen
    ]
    told, untold = _told(place, by.settings, pages)
    for page in told:
        found = (*about.get(page.document.path, ()), *lint.lint(page, severity))
        tally.checked += 1
        yield from _report(page.document.path, found, tally)
    if untold and severity("hash-unknown") == "error":
        named = ", ".join(one[:10] for one in untold[:5])
        raise Failure(
            f"{named}: whether that is a commit cannot be told in a shallow clone", ranges.UNSHALLOW
        )


def missing(tree: Tree, by: Rules, tally: Tally) -> Iterator[Report]:
    """The reports on documents that should be there: of a profile that nobody asked for, the state only."""
    settings = by.settings
    wanted = [path for path in settings.documents if tree.kind(path) != FILE]
    for kind in (kind for profile in by.profiles for kind in profile.documents):
        own = kind.required and not kind.per_session and not (kind.state and settings.documents)
        if own and (kind.state or settings.profiles):
            there = tree.names(kind.path) if kind.path.endswith("/") else tree.kind(kind.path) == FILE
            wanted += [] if there else [kind.path]
    for path in dict.fromkeys(wanted):
        found = list(_finding(files.MISSING, "there is no such document", settings))
        tally.checked += bool(found)
        yield from _report(path, found, tally)


def _report(path: str, findings: Iterable[Finding], tally: Tally) -> Iterator[Report]:
    verdict = Verdict(path, tuple(findings))
    if verdict.findings:
        tally.count(verdict)
        yield Report(Source("document", path), verdict)


def _about(place: Place, by: Rules, chosen: Sequence[Paper]) -> dict[str, list[Finding]]:
    """What is to be said of the files, rather than of what is in them."""
    found: dict[str, list[Finding]] = {}
    paths = [one.path for one in chosen]
    if place.top and by.settings.severity(files.IGNORED.id) != "off":
        for path in lookup.ignored(paths, place.top):
            found.setdefault(path, []).extend(_finding(files.IGNORED, "git ignores it", by.settings))
    if any(one.kind.id == "plan" for one in chosen):
        for path, what in _unfinished(papers(place.tree, by)):
            words = f"its session is over, and has no {what}"
            found.setdefault(path, []).extend(_finding(files.UNFINISHED, words, by.settings))
    return found


def _finding(rule: files.FileRule, words: str, settings: Settings) -> Iterator[Finding]:
    severity = settings.severity(rule.id)
    if severity != "off":
        yield Finding(rule.id, words, severity=severity, hint=rule.hint)


def _kinds(by: Rules) -> Iterator[DocumentType]:
    """The documents that are declared, those of the settings first; a record is but a text."""
    declared = [kind.of_kind("") for profile in by.profiles for kind in profile.documents]
    for path in by.settings.documents:
        same = (
            kind
            for kind in declared
            if kind.path == path or (kind.state and _name(kind.path) == _name(path))
        )
        yield next(same, DocumentType("state", path, state=True))._replace(path=path)
    yield from (kind for kind in declared if not kind.path.endswith("/"))
    yield from (DocumentType("record", profile.record) for profile in by.profiles)
    yield from (kind for kind in declared if kind.path.endswith("/"))


def _name(path: str) -> str:
    return posixpath.basename(path)


def _paths(tree: Tree, path: str) -> list[str]:
    """The files that a declared path stands for."""
    if path.endswith("/"):
        return list(_below(tree, path, _DEPTH))
    if "{" not in path:
        return [path] if tree.kind(path) == FILE else []
    found = [""]
    for part in path.split("/"):
        found = [f"{above}{name}" for above in found for name in _parts(tree, above, part)]
        found = [f"{one}/" for one in found]
    return [one[:-1] for one in found if tree.kind(one[:-1]) == FILE]


def _parts(tree: Tree, above: str, part: str) -> list[str]:
    """The names in a directory that a part of a path stands for."""
    if "{" not in part:
        return [part]
    pieces = re.split(r"\{(\w+)(?::0\d)?\}", part)
    pattern = "".join(
        _HOLES.get(piece, "[^/]+") if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)
    )
    return [name for name in tree.names(above or ".") if re.fullmatch(pattern, name)]


def _below(tree: Tree, directory: str, depth: int) -> Iterator[str]:
    for name in tree.names(directory):
        path = f"{directory}{name}"
        kind = tree.kind(path)
        if kind == FILE and name.endswith(_TEXTS):
            yield path
        elif kind == DIRECTORY and depth > 1:
            yield from _below(tree, f"{path}/", depth - 1)


def _told(place: Place, settings: Settings, pages: list[Page]) -> tuple[list[Page], tuple[str, ...]]:
    """The pages with what is known around them, and the hashes of which nothing can be told here."""
    asked = [lint.asked(page) for page in pages]
    found = lookup.commits({one for each in asked for one in each.commits}, place.tip)
    done = (
        {one for each in asked for one in each.fixes}
        if settings.severity("fix-without-commit") != "off"
        else ()
    )
    facts = Facts(
        now=pages[0].facts.now if pages else datetime.now(UTC),
        commits=found.found,
        paths=lookup.paths({one for each in asked for one in each.paths}, place.tree, place.top),
        outlines=lookup.outlines({one for each in asked for one in each.into}, place.tree),
        fixes=lookup.fixes(done, place.tip),
        branch=place.branch,
        allowed=allowed(place.tree),
    )
    newest = _newest(pages)
    worked = _worked(place, settings) if newest else None
    older = _Before(place, settings)
    told = [
        page.told(facts._replace(before=older.of(page), worked=worked if page in newest else None))
        for page in pages
    ]
    return told, found.untold


def allowed(tree: Tree) -> Allowed:
    """What the repository says is no secret."""
    data = tree.read(ALLOWED_FILE)
    return allowed_from(data.decode("utf-8", "replace")) if data else Allowed()


class _Before:
    """The documents as they were committed before."""

    def __init__(self, place: Place, settings: Settings) -> None:
        self._place = place
        wanted = place.before and any(settings.severity(rule) != "off" for rule in _COMPARED)
        self._tree = CommitTree(place.objects, place.objects.commit(place.before).tree) if wanted else None

    def of(self, page: Page) -> Document | None:
        """The document as it was, where that is another one, and something is compared."""
        compared = any(
            section.concept == "log" or any(field.form == "percent" for field in section.fields)
            for section in page.kind.sections
        )
        data = self._tree.read(page.document.path) if self._tree and compared else None
        if data is None or data == page.document.source.data:
            return None
        return Document.of(data, page.document.path)


def _newest(pages: list[Page]) -> list[Page]:
    """The state documents; of those that each session has, the last by its name."""
    newest: dict[str, Page] = {}
    for page in pages:
        if page.kind.state:
            declared = page.kind.path
            last = newest.get(declared)
            if last is None or page.document.path > last.document.path:
                newest[declared] = page
    return list(newest.values())


def _worked(place: Place, settings: Settings) -> datetime | None:
    if not place.tip or settings.severity("date-old") == "off":
        return None
    seconds = state.last_work(place.objects, place.tip, state.demand(settings, shallow=False))
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _unfinished(there: Sequence[Paper]) -> Iterator[tuple[str, str]]:
    """The plans of sessions that are over without a word on it, and the files that are missing."""
    by_id: dict[str, dict[int, str]] = {"plan": {}, "completed": {}, "review": {}}
    for one in there:
        if one.kind.id in by_id and "{number" in one.kind.path:
            digits = re.search(r"\d+", _name(one.path))
            by_id[one.kind.id][int(digits.group()) if digits else 0] = one.path
    plans = by_id["plan"]
    for number in sorted(plans):
        missing = [what for what in ("completed", "review") if number not in by_id[what]]
        if missing and number != max(plans):
            names = (_name(plans[number]).replace("plan", what) for what in missing)
            yield plans[number], ", no ".join(names)
