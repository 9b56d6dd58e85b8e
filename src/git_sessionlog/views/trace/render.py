"""Fixes with their commits, sessions and documents, for people and for programs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...backlog.model import Register
from ...core.columns import cut
from ...core.finding_lines import counted
from ...core.stamps import minute, stamp
from ...core.terminal import LONGEST, Paint, one_line
from ...core.to_json import json_line, picked
from ...gate.formats import json as arrays
from ...state.fixes.collect import Look
from ...state.fixes.reverts import Commit
from ...state.fixes.status import Disagreement, Session, Traced

COMMITS, MENTIONS, BRANCHES = 20, 20, 3
"""Commits and mentions of a fix, and branches of a commit, that are shown before the rest is a count."""

_MENTION = "path line section=heading? concept? text claims"
_DISAGREEMENT = "kind message=text path? line? commit?"


class Page(NamedTuple):
    """What is written on: in colour or not, and how wide it is, 0 where no terminal says so."""

    paint: Paint
    columns: int = 0

    def cut(self, text: str, before: int) -> str:
        """A text on one line, cut where the line ends."""
        shown = one_line(text, self.columns or LONGEST)
        return cut(shown, max(self.columns - before, 20)) if self.columns else shown

    def status(self, word: str, width: int = 0) -> str:
        """The word for how a fix stands, in its colour."""
        colours = {"done": self.paint.good, "reverted": self.paint.bad, "open": self.paint.faint}
        return colours.get(word, self.paint.odd)(f"{word:{width}}")


def table(look: Look, page: Page) -> Iterator[str]:
    """How many fixes have commits, then a line a fix with what disagrees below it."""
    yield coverage(look)
    width = max((len(row.fix.id) for row in look.rows), default=0)
    counts = max((len(_more(row)) for row in look.rows), default=0)
    for at, row in enumerate(look.rows):
        if not at:
            yield ""
        yield _row(row, min(width, 12), counts, page)
        for one in row.disagreements:
            yield f"  {_disagreement(one, page)}"


def trail(row: Traced, batches: Sequence[str], page: Page) -> Iterator[str]:
    """All that is known of a fix: its entry, commits, sessions, documents, and what disagrees."""
    yield heading(row, page)
    yield f"  status   {page.status(row.status)}{'' if row.known else ', not in the backlog'}"
    places = [f"{place.path}:{place.line}" for place in row.fix.places]
    yield from fields((("backlog", ", ".join(places)), ("batch", ", ".join(batches))))
    yield from _part("commits", _commits(row, page), page)
    yield from _part("sessions", map(_session, row.sessions), page)
    yield from _part("documents", _mentions(row, page), page)
    yield from _part("disagreements", (_disagreement(one, page) for one in row.disagreements), page)


def heading(row: Traced, page: Page) -> str:
    """The ids of a fix, and its title."""
    ids = row.fix.id + (f" ({', '.join(row.fix.aliases)})" if row.fix.aliases else "")
    title = f": {one_line(row.fix.title, 400)}" if row.fix.title else ""
    return page.paint.bold(f"Fix {one_line(ids, 400)}") + title


def fields(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A line for each name and text, where there is a text."""
    for name, text in pairs:
        if text.strip():
            yield f"  {name:7}  {one_line(text, 400)}"


def batches(register: Register) -> dict[str, list[str]]:
    """The batches of each fix, by its id."""
    found: dict[str, list[str]] = {}
    for batch in register.batches:
        for id in dict.fromkeys(map(register.key, (*batch.fixes, *batch.maybe))):
            found.setdefault(id, []).append(batch.id)
    return found


def as_json(look: Look) -> Iterator[str]:
    """`{"coverage": {...}, "unseen": [...], "fixes": [...]}`, a line a fix; dates in ISO 8601, UTC."""
    yield f'{{"coverage": {json_line(look.coverage)}, "unseen": {json_line(look.unseen)}, "fixes": ['
    yield from arrays.items(map(row_json, look.rows))
    yield "]}"


def coverage(look: Look) -> str:
    """How many fixes have commits, and how many disagree."""
    if not look.rows:
        return "No fixes: no backlog document, commit or state document names one."
    counts = look.coverage
    having, disagreeing = counts.with_commits, counts.disagreeing
    first = (
        f"{having:,} of {counted(counts.fixes, 'fix', 'fixes')} {'has' if having == 1 else 'have'} commits"
    )
    rest = (
        f"{disagreeing:,} {'disagrees' if disagreeing == 1 else 'disagree'}"
        if disagreeing
        else "nothing disagrees"
    )
    where = "" if look.register.paths else "; there is no backlog document"
    return f"{first}; {rest}{where}."


def row_json(row: Traced) -> dict[str, object]:
    """The row as JSON has it."""
    return {
        **picked(row.fix, "id aliases title?"),
        **picked(row, "status in_backlog=known"),
        "places": row.fix.places,
        "commits": [_commit_json(one) for one in row.commits],
        **picked(row, "more_commits=more commits_by_hash=by_hash"),
        "sessions": [picked(one, "id number? title? date? path?") for one in row.sessions],
        "mentions": [picked(one, _MENTION) for one in row.mentions],
        "disagreements": [picked(one, _DISAGREEMENT) for one in row.disagreements],
    }


def _row(row: Traced, width: int, counts: int, page: Page) -> str:
    last = next(iter(row.commits), None)
    oid = last.oid if last else row.by_hash[0] if row.by_hash else ""
    commit = f"{oid[:10]:10}{_more(row):{counts}}"
    start = f"{one_line(row.fix.id, 40):>{width}}  "
    title = row.fix.title or (last.subject if last else "")
    shown = page.cut(title, len(start) + 11 + 2 + len(commit) + 2)
    painted = page.paint.odd(commit) if oid else commit
    return f"{start}{page.status(row.status, 11)}  {painted}  {shown}".rstrip()


def _more(row: Traced) -> str:
    """How many more commits there are than the one that is shown."""
    count = len(row.commits) + row.more
    return f" +{count - 1:,}" if count > 1 else ""


def _part(title: str, lines: Iterable[str], page: Page) -> Iterator[str]:
    for at, line in enumerate(lines):
        if not at:
            yield ""
            yield page.paint.bold(title)
        yield f"  {line}"


def _commits(row: Traced, page: Page) -> Iterator[str]:
    for one in row.commits[:COMMITS]:
        when = minute(one.when)
        author = one_line(one.author, 40)
        start = f"{one.oid[:10]}  {when}  {author}  "
        painted = f"{page.paint.odd(one.oid[:10])}  {page.paint.faint(when)}  {author}  "
        yield painted + page.cut(one.subject, len(start) + 2)
        about = "; ".join(_about(one))
        if about:
            yield f"  {page.paint.faint(one_line(about, 400))}"
    rest = max(len(row.commits) - COMMITS, 0) + row.more
    if rest:
        yield f"… {rest:,} more"
    for oid in row.by_hash:
        yield f"{page.paint.odd(oid[:10])}  named by a document, not by its own message"


def _about(one: Commit) -> Iterator[str]:
    if one.branches:
        more = len(one.branches) - BRANCHES
        rest = f" and {more:,} more" if more > 0 else ""
        yield f"{'on' if one.merged else 'only on'} {', '.join(one.branches[:BRANCHES])}{rest}"
    if one.copies:
        yield f"also {' '.join(oid[:10] for oid in one.copies)}"
    if one.reverted_by:
        yield f"reverted in {' '.join(oid[:10] for oid in one.reverted_by)}"


def _session(one: Session) -> str:
    number = f"{one.number}, " if one.number else ""
    title = f": {one.title}" if one.title else ""
    return one_line(f"{number}{one.id}{f', {one.date}' if one.date else ''}{title}", 400)


def _mentions(row: Traced, page: Page) -> Iterator[str]:
    for one in row.mentions[:MENTIONS]:
        place = f"{one_line(one.path, 400)}:{one.line}"
        heading = f"  {one_line(one.heading, 60)}:" if one.heading else " "
        yield f"{place}{page.paint.faint(heading)} {page.cut(one.text, len(place) + len(heading) + 3)}"
    rest = len(row.mentions) - MENTIONS
    if rest > 0:
        yield f"… {rest:,} more"


def _disagreement(one: Disagreement, page: Page) -> str:
    return f"{page.paint.bad('!')} {one_line(one.text, 400)} {page.paint.faint(f'[{one.kind}]')}"


def _commit_json(one: Commit) -> dict[str, object]:
    rest = picked(one, "author subject merged branches copies reverted_by sessions")
    return {"oid": one.oid, "date": stamp(one.when), **rest}
