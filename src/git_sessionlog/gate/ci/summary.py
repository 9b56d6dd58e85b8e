"""The summary of a run in Markdown, for the page that GitHub shows beside it.

Nothing in a message, a path or the name of a branch may become a link, an image, markup or a row of
a table there.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...core.errors import Failure
from ...core.finding_lines import said, total
from ...core.findings import Report, Tally
from ...core.terminal import Paint, one_line
from ...state import render_stale
from ...state.freshness import Freshness

ROWS = 50
"""Messages that a summary names before the rest is a count; GitHub takes a megabyte."""


class Summary(NamedTuple):
    """What a summary is made of: the line that says what is judged, what was found, the counts.

    `content` is what was found in documents; `tallies` are of messages and documents, `mend` the commands
    that mend what was found; `failure` is why not all could be checked: alone where nothing could be.
    """

    line: str = ""
    reports: Sequence[Report] = ()
    verdicts: Sequence[Freshness] = ()
    tallies: tuple[Tally, ...] = ()
    mend: tuple[str, ...] = ()
    failure: Failure | None = None
    content: Sequence[Report] = ()


def summary(given: Summary) -> Iterator[str]:
    """The lines of the page."""
    yield f"### git-sessionlog: {_verdict(given)}"
    if given.line:
        yield f"\n{plain(given.line)}"
    if given.failure:
        hint = f" Hint: {code(one_line(given.failure.hint, 400))}" if given.failure.hint else ""
        yield f"\nCould not check: {plain(one_line(given.failure.message, 400))}.{hint}"
    yield from _table(given.reports[:ROWS])
    yield from (f"\n{total(messages)}" for messages in given.tallies[:1] if messages.checked)
    for verdict in given.verdicts:
        words = one_line(f"{verdict.state}, {render_stale.said(verdict)}")
        yield f"\n{code(one_line(verdict.path))}: {plain(words)}"
        if verdict.state == "stale":
            yield ""
            yield from (f"- {code(line.strip())}" for line in render_stale.undescribed(verdict, Paint()))
    yield from _of_documents(given.content[:ROWS])
    for command in given.mend:
        yield f"\nMend: {code(command)}"
    yield ""


def plain(text: str) -> str:
    """Markdown that shows the text, whatever is in it: punctuation as character references."""
    return re.sub(r"[^\w ,;]|_", lambda found: f"&#{ord(found.group())};", text, flags=re.ASCII)


def code(text: str) -> str:
    """The same in the type of code, where no name is taken for a person's."""
    return f"<code>{plain(text)}</code>"


def _verdict(given: Summary) -> str:
    if given.failure:
        return "could not check"
    if any(tally.refused for tally in given.tallies):
        return "findings"
    return "warnings" if any(tally.warnings for tally in given.tallies) else "clean"


def _table(reports: Sequence[Report]) -> Iterator[str]:
    if reports:
        yield "\n| commit | message | finding |\n| --- | --- | --- |"
    for source, verdict in reports:
        message = f"{code(one_line(source.place))} | {code(one_line(verdict.subject, 100))}"
        for finding in verdict.findings:
            level = "" if finding.severity == "error" else "warning: "
            yield f"| {message} | {plain(f'{level}{said(finding)} [{finding.rule}]')} |"
            message = " | "


def _of_documents(reports: Sequence[Report]) -> Iterator[str]:
    if reports:
        yield "\n| place | finding |\n| --- | --- |"
    for source, verdict in reports:
        for finding in verdict.findings[:ROWS]:
            level = "" if finding.severity == "error" else "warning: "
            place = code(one_line(f"{source.place}:{finding.line}"))
            yield f"| {place} | {plain(f'{level}{said(finding)} [{finding.rule}]')} |"
