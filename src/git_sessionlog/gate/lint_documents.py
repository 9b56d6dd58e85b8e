"""The documents of a work tree, of the index or of a commit, and what the rules say of them."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from ..core.errors import Failure
from ..core.findings import Finding, Report, Source, Tally, Verdict
from ..core.secrets.allowed import Allowed
from ..documents import autofix, document_set, lint
from ..documents.autofix import Mended
from ..documents.document import Document
from ..documents.document_set import Paper, Rules
from ..documents.profiles.model import documents_of_all
from ..documents.rules import files
from ..documents.rules.rule import Facts, Page
from ..documents.source import LARGEST, is_too_much
from ..git import ranges
from ..git.cleanup import first_line
from ..git.log import Commit
from ..git.objects import Objects
from ..git.trees import FILE, CommitTree, Tree
from ..settings.model import Settings
from ..state import default_branch, hashes, leaks, lookup, state_documents
from ..state.hashes import Outcome
from ..state.leaks import Leak

_COMPARED = ("history-rewritten", "percent-less")


class Place(NamedTuple):
    """Where documents are judged.

    `tree` has them; `tip` is the commit whose history counts, `before` the one whose documents came before
    them: ids, "" for none. `top` is that of the work tree, "" for a commit's documents; `branch` the one
    that is checked out, "" where that does not count. With `passes`, what a shallow clone cannot tell does.
    """

    tree: Tree
    objects: Objects
    tip: str
    before: str
    top: str = ""
    branch: str = ""
    passes: bool = False


About = Mapping[str, Sequence[Finding]]
"""Findings on files, by their paths, that are not about what is in them."""


def judged(
    place: Place, by: Rules, chosen: Sequence[Paper], tally: Tally, more: About | None = None
) -> Iterator[Report]:
    """The reports on documents, in their order, and what `more` is said of them; the tally counts all.

    Raises Failure at the end, where the end of a shallow clone hides what they name and that is an error.
    """
    now, severity = datetime.now(UTC), by.settings.severity
    about = _about(place, by, chosen)
    for path, findings in (more or {}).items():
        about.setdefault(path, []).extend(findings)
    pages = []
    for one in chosen:
        document = _read(place.tree, one)
        if document:
            pages.append(Page(document, one.kind, Facts(now)))
        else:
            words = "it is longer than can be looked at"
            about.setdefault(one.path, []).extend(_finding(files.TOO_LARGE, words, by.settings))
    told, untold = _told(place, by.settings, pages)
    for page in told:
        found = (*about.pop(page.document.path, ()), *lint.lint(page, severity))
        tally.checked += 1
        yield from _report(page.document.path, found, tally)
    for path, findings in about.items():
        tally.checked += 1
        yield from _report(path, findings, tally)
    if untold and not place.passes and severity("hash-unknown") == "error":
        named = ", ".join(one[:10] for one in untold[:5])
        raise Failure(
            f"{named}: whether that is a commit cannot be told in a shallow clone", ranges.whole()
        )


def mended(place: Place, by: Rules, chosen: Iterable[Paper]) -> Iterator[Mended]:
    """The documents in which something can be mended in one way only, mended; nothing is written."""
    for one in chosen:
        document = _read(place.tree, one)
        if not document:
            continue
        page = Page(document, one.kind, Facts(datetime.now(UTC)))
        found = autofix.mended(page, lambda rule: by.settings.severity(rule) != "off")
        if found.done:
            yield found


def with_hashes(place: Place, by: Rules, chosen: Iterable[Paper]) -> Iterator[Outcome]:
    """The documents of all sessions with the hashes of fixes put right; nothing is written.

    None where sessions write no state documents: a hash is written on a default branch only.
    """
    if not default_branch.writes_documents(by.settings, place.branch):
        return
    shared = (one for one in chosen if not one.kind.per_session and not one.kind.path.endswith("/"))
    pages = [
        Page(document, one.kind, Facts(datetime.now(UTC)))
        for one in shared
        if one.kind.form == "markdown" and (document := _read(place.tree, one))
    ]
    yield from hashes.put_right(pages, place.tip)


def _read(tree: Tree, one: Paper) -> Document | None:
    """A document, an empty one for no file, None for one that is too large. Errors as `Tree.start`."""
    data = tree.start(one.path, LARGEST, LARGEST)
    if data is None and tree.kind(one.path) == FILE:
        return None
    if data and one.kind.id != "runbook" and is_too_much(data):  # its lines are output, and not looked at
        return None
    return Document.of(data or b"", one.path)


def unnamed(path: str, fixes: Mapping[str, Commit], settings: Settings) -> About:
    """What is to be said of the document that should name the fixes of commits."""
    findings: list[Finding] = []
    for id, commit in fixes.items():
        subject = first_line(commit.message)
        words = f"no state document names fix {id} of {commit.short} {subject[:100]}"
        findings += _finding(files.UNRECORDED, words, settings)
    return {path: findings}


def exposed(found: Iterable[Leak], tally: Tally, but: Collection[str]) -> Iterator[Report]:
    """The reports on secrets that commits have added to documents; of those at `but` it is said already.

    What a later commit has taken away is published all the same.
    """
    for one in found:
        if one.path not in but:
            words = f"a secret ({one.kind}), added in {one.commit[:10]}"
            hint = "take it out of that commit: git rebase -i"
            tally.checked += 1
            yield from _report(one.path, [Finding(leaks.RULE, words, one.line, hint=hint)], tally)


def missing(tree: Tree, by: Rules, tally: Tally, but: Collection[str] = ()) -> Iterator[Report]:
    """The reports on documents that should be there, and are none of `but`.

    Of a profile that nobody asked for that is the state document only.
    """
    settings = by.settings
    wanted = [path for path in settings.documents if tree.kind(path) != FILE]
    for kind in documents_of_all(by.profiles):
        own = kind.required and not kind.per_session and not (kind.state and settings.documents)
        if own and (kind.state or settings.profiles):
            there = any(
                tree.names(path) if path.endswith("/") else tree.kind(path) == FILE
                for path in (kind.path, *kind.also)
            )
            wanted += [] if there else [kind.path]
    for path in dict.fromkeys(path for path in wanted if path not in but):
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
        for path, what in _unfinished(document_set.papers(place.tree, by)):
            words = f"its session is over, and has no {what}"
            found.setdefault(path, []).extend(_finding(files.UNFINISHED, words, by.settings))
    return found


def _finding(rule: files.FileRule, words: str, settings: Settings) -> Iterator[Finding]:
    severity = settings.severity(rule.id)
    if severity != "off":
        yield Finding(rule.id, words, severity=severity, hint=rule.hint)


def _told(place: Place, settings: Settings, pages: list[Page]) -> tuple[list[Page], tuple[str, ...]]:
    """The pages with what is known around them, and the hashes of which nothing can be told here."""
    asked = [lint.asked(page) for page in pages]
    found = lookup.commits({one for each in asked for one in each.commits}, place.tip)
    done = (
        {one for each in asked for one in each.fixes}
        if any(settings.severity(rule) != "off" for rule in ("fix-without-commit", "hash-unknown"))
        else ()
    )
    facts = Facts(
        now=pages[0].facts.now if pages else datetime.now(UTC),
        commits=found.found,
        paths=lookup.paths({one for each in asked for one in each.paths}, place.tree, place.top),
        outlines=lookup.outlines({one for each in asked for one in each.into}, place.tree),
        fixes=lookup.fixes(done, place.tip),
        branch=place.branch,
        allowed=allowed_at(place, settings),
    )
    newest = _newest(pages)
    worked = _worked(place, settings) if newest else None
    older = _Before(place, settings)
    told = [
        page.told(facts._replace(before=older.of(page), worked=worked if page in newest else None))
        for page in pages
    ]
    return told, found.untold


def allowed_at(place: Place, settings: Settings) -> Allowed:
    """What the repository says is no secret: as pinned, else in the commit whose history counts. What is
    not committed does not count. Raises ConfigError for a list that cannot be used.
    """
    if not place.tip:
        return Allowed()
    tree = CommitTree(place.objects, place.objects.commit(place.tip).tree)
    return leaks.allowed_by(settings, tree)


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
        data = self._tree.start(page.document.path, LARGEST, LARGEST) if self._tree and compared else None
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
    seconds = state_documents.last_work(
        place.objects, place.tip, state_documents.demand(settings, shallow=False)
    )
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _unfinished(there: Sequence[Paper]) -> Iterator[tuple[str, str]]:
    """The plans of sessions that are over without a word on it, and the files that are missing."""
    by_id: dict[str, dict[str, str]] = {"plan": {}, "completed": {}, "review": {}}
    for one in there:
        if one.kind.id in by_id and "{number" in one.kind.path:
            name = one.path.rpartition("/")[2]
            session = name.replace(f"-{one.kind.id}", "", 1)  # "session-040-7k3f9q.md"
            by_id[one.kind.id][session] = one.path
    plans = by_id["plan"]
    last = max(map(_number, plans), default=0)
    for session in sorted(plans, key=_number):
        missing = [what for what in ("completed", "review") if session not in by_id[what]]
        if missing and _number(session) != last:
            names = (plans[session].rpartition("/")[2].replace("plan", what) for what in missing)
            yield plans[session], ", no ".join(names)


def _number(name: str) -> int:
    digits = re.search(r"\d+", name)
    return int(digits.group()) if digits else 0
