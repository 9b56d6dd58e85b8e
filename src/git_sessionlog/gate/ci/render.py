"""What a CI run judges, in a line, and what it finds, in any form: messages, then documents."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ...core.errors import Failure
from ...core.finding_lines import counted
from ...core.findings import Report, Tally
from ...core.terminal import Paint, one_line
from ...git.log import Commit
from ...git.ranges import Range
from ...settings.model import Settings
from ...state import state_documents
from ...state.freshness import Freshness
from ...state.render import as_text, reports
from ...state.unnamed_fixes import Fixes
from .. import fix_commands, incoming
from ..formats import registry
from .job import Job, Service
from .scope import Scope

FOR_PEOPLE = ("text", "github")
"""The forms beside which other lines can stand."""


class Work(NamedTuple):
    """What is judged: the `line` that says so, the new commits, and what judges the documents.

    `documents` tells whether they are fresh, `content` then what is in them, and what is not: the fixes of
    the commits. `blocks` is whether findings are errors. With a `title`, that of a request to be squashed,
    it is what is checked, and the commits are warnings; so they are with a `note`, which says that nobody
    tells that title. `landed` is whether the commits are where they belong, and an update of the documents
    describes them; `mend` what to do about messages where no command does it. Without a `span` there is
    nothing to judge.
    """

    line: str
    settings: Settings
    span: Range | None = None
    documents: Callable[[], list[Freshness]] = list
    content: Callable[[Fixes, Tally], Iterable[Report]] = lambda _fixes, _tally: ()
    blocks: bool = True
    title: str = ""
    note: str = ""
    landed: bool = False
    mend: str = ""


def headline(job: Job, service: Service, scope: Scope, commits: int | None, note: str = "") -> str:
    """`ci: GitHub push to topic: 3 commits, 1a2b3c4d5e..9f8e7d6c5b`; no number where none is known.

    `note` is what is to be said of the settings.
    """
    number = "" if commits is None else f"{counted(commits, 'commit')}, "
    start = f"{scope.known[0][:10]}.." if scope.known else "all up to "
    return f"ci: {_what(job, service)}: {number}{start}{scope.tip[:10]}{_noted(scope.note, note)}"


def no_title(service: Service) -> str:
    """The line that says that the title which is to become the message was not checked."""
    who = f"{service.name} does not tell it" if service.name else "no CI tells it"
    so = "it becomes the message by the setting merge, so the commits are warnings"
    return f"ci: the title of the request was not checked: {who}; {so}: git sessionlog ci --title TEXT"


def no_headline(job: Job, service: Service, why: str, note: str = "") -> str:
    """The line where nothing is judged."""
    return f"ci: {_what(job, service)}: nothing to judge, {why}{_noted(note)}"


def _noted(*notes: str) -> str:
    """The notes that there are, in brackets."""
    said = one_line("; ".join(filter(None, notes)), 400)
    return f" ({said})" if said else ""


def _what(job: Job, service: Service) -> str:
    return f"{service.name} {one_line(job.words, 100)}".strip()


class Findings:
    """What is found, streamed once; the first `keep` reports of each kind are kept, all are counted.

    `watched` passes the commits on, and may show that.
    """

    def __init__(
        self, work: Work, keep: int, watched: Callable[[Iterator[Commit]], Iterable[Commit]]
    ) -> None:
        self.work = work
        self.messages, self.documents, self.content = Tally("commit"), Tally("document"), Tally("document")
        self.kept: list[Report] = []
        self.kept_content: list[Report] = []
        self.fixes = Fixes(work.settings, work.span)
        self.verdicts: list[Freshness] = []
        self._keep = keep
        self._watched = watched

    @property
    def refused(self) -> bool:
        """Whether there is an error among what was found so far."""
        return any(tally.refused for tally in self.tallies)

    @property
    def mend(self) -> tuple[str, ...]:
        """The commands that mend the messages and the documents, as far as there are some."""
        return tuple(filter(None, (self.messages.mend, self._mend, self.content.mend)))

    @property
    def _mend(self) -> str:
        owed = [one for one in self.verdicts if one.is_owed or self.work.landed]
        command = fix_commands.documents(owed, self.work.settings, landed=self.work.landed)
        return one_line(command, 400)

    def lines(self, form: str, paint: Paint) -> Iterator[str]:
        """The output in a form. Raises Failure at the end, where not all could be judged."""
        if form not in FOR_PEOPLE:
            parts = (self._of_messages(), self._of_documents(), self._of_content())
            yield from _whole(form, parts, self.tallies)
            return
        yield self.work.line
        if self.work.span is None:
            return
        if self.work.note:
            yield self.work.note
        if not self.work.blocks:
            yield "ci: findings are warnings here, by the setting mode"
        written = registry.form(form, paint)
        yield from written(self._of_messages(), self.messages)
        if form == "text":
            self.verdicts = self.work.documents()
            yield from as_text(self.verdicts, self._mend, paint)
            deque(self._of_documents(), maxlen=0)  # they are counted
            yield from written(self._of_content(), self.content)
        else:
            yield from written(self._of_documents(), self.documents)
            yield from written(self._of_content(), self.content)
            yield from (f"mend: {command}" for command in self.mend)

    def again(self, form: str, failure: Failure | None) -> Iterator[str]:
        """The output in a form, from what was kept; raises `failure` at the end."""
        documents = reports(self.verdicts, Tally(), self._severity)
        parts = (iter(self.kept), documents, iter(self.kept_content), _raised(failure))
        return _whole(form, parts, self.tallies)

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """What was counted: messages, documents as they are, documents by what is in them."""
        return self.messages, self.documents, self.content

    @property
    def _severity(self) -> str:
        return "error" if self.work.blocks else "warn"

    def _of_messages(self) -> Iterator[Report]:
        span, settings = self.work.span, self.work.settings
        asked = settings if self.work.blocks else settings.warning()
        if self.work.title:
            for report in incoming.of_title(self.work.title, asked, self.messages):
                self.kept.append(report)
                yield report
        if self.work.title or self.work.note:
            asked = settings.warning()
        for report in incoming.messages(span, asked, self.messages, self._noted) if span else ():
            if len(self.kept) < self._keep:
                self.kept.append(report)
            yield report
        if self.work.mend and self.messages.refused:
            self.messages.mend = self.work.mend

    def _noted(self, commits: Iterator[Commit]) -> Iterable[Commit]:
        return self._watched(self.fixes.noted(commits))

    def _of_content(self) -> Iterator[Report]:
        for report in self.work.content(self.fixes, self.content):
            if len(self.kept_content) < self._keep:
                self.kept_content.append(report)
            yield report

    def _of_documents(self) -> Iterator[Report]:
        self.verdicts = self.verdicts or self.work.documents()
        yield from reports(self.verdicts, self.documents, self._severity)
        if self.work.blocks:
            state_documents.must_know(self.verdicts)


def _whole(form: str, parts: tuple[Iterator[Report], ...], tallies: tuple[Tally, ...]) -> Iterator[str]:
    """The parts as one output of a form, with one summary."""
    both = Tally()

    def joined() -> Iterator[Report]:
        try:
            for part in parts:
                yield from part
        finally:
            for tally in tallies:
                both.add(tally)

    return registry.form(form, Paint())(joined(), both)


def _raised(failure: Failure | None) -> Iterator[Report]:
    if failure:
        raise failure
    yield from ()
