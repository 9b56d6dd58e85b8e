"""Whether the fixes in the tags of commits are in the backlog. What could not be read is no verdict."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ..backlog import loader
from ..backlog.model import Register
from ..core.errors import Failure
from ..core.findings import Finding, Part, Verdict
from ..core.suggest import nearest
from ..documents import document_set
from ..git.log import Commit
from ..git.objects import Absent, Objects
from ..git.ranges import Range
from ..git.trees import CommitTree, Tree, WorkTree
from ..messages import header
from ..settings.model import Settings

RULE = "fix-unknown"
"""The rule that a fix in the tag of a commit is in the backlog; off where the settings say nothing."""

_KEPT = 100  # registers of older trees
_MOST = 3000  # ids that a wrong one is compared with


class Backlog:
    """The backlog at the tips of a range; where they do not have an id, in the tree of its commit.

    What is long done may have left the backlog since.
    """

    def __init__(self, objects: Objects, span: Range, settings: Settings) -> None:
        self._objects, self._settings = objects, settings
        self._known: dict[tuple[tuple[str, str], ...], Register] = {}
        self._tips = [self._at(oid) for oid in (span.tip, *span.more)]
        self.why = next(filter(None, map(why_not, self._tips)), "")

    def judged(self, commit: Commit, verdict: Verdict) -> Verdict:
        """The verdict on a commit, with a finding for each fix that the backlog does not have."""
        if b"[Fix " not in commit.message:
            return verdict
        if self.why:
            return _unsure(verdict, self.why, self._settings)
        known = tuple(self._tips)
        if _missing(verdict.subject, self._settings, known):
            known = (*known, self._at(commit.oid))
        return _with(verdict, known, self._settings)

    def must_know(self) -> None:
        """Raise Failure where the backlog could not be read, and the rule refuses."""
        if self.why and self._settings.severity(RULE) == "error":
            raise _cannot(self.why)

    def _at(self, oid: str) -> Register:
        """The backlog in a commit's tree, read once for all commits that have the same."""
        try:
            tree = CommitTree(self._objects, self._objects.commit(oid).tree)
        except Absent:
            return Register(unread=(oid[:10],))
        by = document_set.rules(self._settings, tree)
        paths = loader.paths(tree, by)
        entries = [(path, self._objects.entry(tree.tree, path.encode())) for path in paths]
        key = tuple((path, entry.oid if entry else "") for path, entry in entries)
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.pop(next(iter(self._known)))
            self._known[key] = loader.load(tree, by)
        return self._known[key]


@contextmanager
def opened(span: Range, settings: Settings) -> Iterator[Backlog]:
    """The backlog that a range is judged by. Errors as those of profiles."""
    with Objects() as objects:
        yield Backlog(objects, span, settings)


def of_message(verdict: Verdict, settings: Settings, top: str) -> Verdict:
    """The verdict on a message that is no commit yet, by the backlog in the work tree.

    Raises Failure where that cannot be read, and the rule refuses.
    """
    if verdict.skipped or not any(
        _missing(line, settings, ()) for line in (verdict.subject, verdict.corrected)
    ):
        return verdict
    tree: Tree = WorkTree(top)
    known = loader.load(tree, document_set.rules(settings, tree))
    why = why_not(known)
    if why and settings.severity(RULE) == "error":
        raise _cannot(why)
    if why:
        return _unsure(verdict, why, settings)
    return _with(verdict, (known,), settings)


def with_hint(verdict: Verdict, settings: Settings, top: str) -> Verdict:
    """The verdict on a message, with where ids are kept where the tag is missing."""
    findings = (
        one._replace(hint=one.hint or _hint(settings, top)) if one.rule == "fix-missing" else one
        for one in verdict.findings
    )
    return verdict._replace(findings=tuple(findings))


def _hint(settings: Settings, top: str) -> str:
    """What is said where a tag is missing: what an id is, and where the work tree has them."""
    tree: Tree = WorkTree(top)
    try:
        paths = loader.paths(tree, document_set.rules(settings, tree))
    except Failure:
        return ""  # the message is refused all the same
    if not paths:
        return (
            'an id is that of an entry of the backlog; there is none yet: git sessionlog fixes add "TEXT"'
        )
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return f"an id is that of an entry in {paths[0]}{more}: git sessionlog fixes list"


def why_not(known: Register) -> str:
    """Why nobody can say what is not in a backlog, "" where it can be said."""
    if known.unread:
        return f"{known.unread[0]} cannot be read"
    return "" if known.paths else "there is no backlog document"


def _unsure(verdict: Verdict, why: str, settings: Settings) -> Verdict:
    """A warning where nothing can be said; nothing where that is a Failure of its own."""
    if settings.severity(RULE) == "error" or not _missing(verdict.subject, settings, ()):
        return verdict
    finding = Finding(RULE, f"whether its fix is in the backlog cannot be told: {why}", severity="warn")
    return verdict._replace(findings=(*verdict.findings, finding))


def _cannot(why: str) -> Failure:
    words = f"{RULE}: whether a fix is in the backlog cannot be told: {why}"
    return Failure(words, "name its documents in the setting backlog, or switch the rule off")


def _missing(line: str, settings: Settings, known: Iterable[Register]) -> list[Part]:
    """The ids in the tags of a first line that none of some registers has."""
    subject = line[:2000]
    if any(subject.startswith(prefix) for prefix in ("fixup! ", "squash! ", "amend! ")):
        return []
    found = header.parse(subject, settings.types, tags=settings.fix_tag).fixes
    return [part for part in found if not any(one.find(part.text) for one in known)]


def _with(verdict: Verdict, known: tuple[Register, ...], settings: Settings) -> Verdict:
    """The verdict with what some registers do not have; the first of them is the one that is named."""
    severity, first = settings.severity(RULE), known[0]
    missing = _missing(verdict.subject, settings, known)
    ids = [id for fix in first.fixes for id in (fix.id, *fix.aliases)][:_MOST] if missing else []
    more = tuple(_finding(part, first, ids)._replace(severity=severity) for part in missing)
    passes = severity != "error" or not _missing(verdict.corrected, settings, known)
    corrected = verdict.corrected if passes else ""
    return verdict._replace(findings=(*verdict.findings, *more), corrected=corrected)


def _finding(part: Part, known: Register, ids: list[str]) -> Finding:
    near = nearest(part.text.removeprefix("#"), ids)
    fix = known.find(near)
    hint = f'did you mean {near}, "{fix.title}"?' if fix else "git sessionlog fixes list"
    words = f'fix "{part.text}" is not in the backlog'
    return Finding(RULE, words, 1, part.at + 1, max(len(part.text), 1), hint=hint)
