"""What stands in the sections: blockers, next steps, what was done, what is to do."""

import re
from collections.abc import Iterator

from ...core import done_words, fix_ids, goals
from ...core.findings import Finding
from ..document import Line
from ..entries import Entry
from .rule import Page, rule
from .structure import is_unfilled

_LONGEST = 4000
_BLOCKERS = "blockers"
_NEXT = "next"
_SAID = ("completed", "in-progress", _NEXT, "objectives", "log")
_TABLE = "## Blockers\n\n| Blocker | Impact | Mitigation | Status |\n| --- | --- | --- | --- |\n"
_TODO = r"[ \t>]*(?:[-*+] +|\d{1,4}[.)] +)?(?:\[ \] +)?[*_]{0,2}(TODO)\b[*_]{0,2}:?[*_]{0,2}(.*)"
_WEIGHED = (
    r"(?i)\b(?:p[0-5]|prio(?:rity)?|high|medium|low|critical|urgent|blocker|blocking|must|should|could|next|later|"
    r"today|this week|before|after|until|because|needed for|so that)\b|[!🔥🔴🟠🟡🟢⚠]"
)


@rule(
    "blocker-mitigation",
    bad=f"{_TABLE}| no access | no deployment | — | Open |",
    good=f"{_TABLE}| no access | no deployment | ask the owner of `infra/` | Open |",
)
def blocker_mitigation(page: Page) -> Iterator[Finding]:
    """An open blocker has a mitigation: the next session must know how to begin."""
    for entered in page.rows(_BLOCKERS):
        cell = entered.cells.get("mitigation")
        if cell and not entered.text("mitigation") and not done_words.is_done(entered.text("status")):
            what = entered.text("text")[:60]
            yield page.at(cell.start, max(cell.end, cell.start + 1))._replace(
                message=f'blocker "{what}" has no mitigation',
                hint="write the first step that could resolve it",
            )


@rule(
    "blocker-missing",
    bad="## In Progress\n- [ ] migration — blocked (see Blockers)\n\n## Blockers\n\nNone",
    good=f"## In Progress\n- [ ] migration — blocked (see Blockers)\n\n{_TABLE}| x | all | ask | Open |",
)
def blocker_missing(page: Page) -> Iterator[Finding]:
    """What is blocked, "see Blockers", has a blocker there that is open."""
    if any(not done_words.is_done(entered.text("status")) for entered in page.rows(_BLOCKERS)):
        return
    if any(entry.mark != "x" and not entry.cells for entry in page.entries(_BLOCKERS)):
        return
    for concept in ("in-progress", _NEXT):
        for entry in page.entries(concept):
            found = re.search(r"(?i)\bsee blockers?\b", entry.text)
            if found:
                yield _under(page, entry)._replace(message="it is blocked, but no blocker is open")


@rule(
    "next-vague",
    bad="## Next Up\n\n1. Deploy to the test environment",
    good="## Next Up\n\n1. Deploy to the test environment: `make deploy ENV=test`",
)
def next_vague(page: Page) -> Iterator[Finding]:
    """A next step names a file, a command or a fix, so that somebody else can begin."""
    declared, where = page.kind.section(_NEXT), page.section(_NEXT)
    unfilled = declared and where and is_unfilled(page, declared, where)
    for entry in page.entries(_NEXT):
        whole = f"{entry.text}\n{entry.detail}\n{' '.join(entry.cells.values())}"[:_LONGEST]
        elsewhere = entry.text.startswith("TODO") or _vague(entry)  # which have rules of their own
        if entry.mark == "x" or done_words.is_done(entry.text) or elsewhere or unfilled:
            continue
        if not (goals.is_specific(whole) or "```" in whole or "~~~" in whole or _in_fix_column(entry)):
            yield _under(page, entry)._replace(message="it names no file, no command and no fix")


def _in_fix_column(entry: Entry) -> bool:
    return any(fix_ids.is_id(text.strip("*` ")) for text in entry.cells.values())


@rule(
    "entry-vague",
    bad="## Next Up\n\n1. Fix the security issues",
    good="## Next Up\n\n1. Fix 2.3: decode the refresh token in `src/auth.py`",
)
def entry_vague(page: Page) -> Iterator[Finding]:
    """An entry says which, and where: not "fixed stuff", nor "improve the backend"."""
    for concept in _SAID:
        for entry in page.entries(concept):
            words = _vague(entry)
            if words:
                yield _under(page, entry)._replace(
                    message=f'"{words[:60]}" does not say which, and where',
                    hint="name the fix, the file and the change",
                )


def _vague(entry: Entry) -> str:
    """The text of an entry that does not say which, and where, else "". A word alone is a title."""
    texts = [text for text in entry.cells.values() if " " in text] if entry.cells else [entry.text]
    if entry.detail or _in_fix_column(entry) or any(goals.is_specific(text[:_LONGEST]) for text in texts):
        return ""
    return next((text for text in texts if " " in text and goals.is_vague(text[:_LONGEST])), "")


@rule(
    "todo-bare",
    bad="- TODO: pool size",
    good="- TODO (P2): pool size, before the load test",
)
def todo_bare(page: Page) -> Iterator[Finding]:
    """A TODO in a line of its own has a priority, or says when or where."""
    for line in page.lines:
        found = re.fullmatch(_TODO, line.text) if "TODO" in line.text else None
        if found and not re.search(_WEIGHED, found[2]) and not goals.is_specific(found[2][:_LONGEST]):
            yield _todo(page, line, found.start(1))


def _todo(page: Page, line: Line, at: int) -> Finding:
    return page.at(line.start + at, line.start + at + 4)._replace(
        message="a TODO without priority or context", hint="TODO (high): ..."
    )


def _under(page: Page, entry: Entry) -> Finding:
    """A place under the entry's first line."""
    text = page.document.text
    end = text.find("\n", entry.start)
    end = len(text) if end < 0 else end
    line = text[entry.start : end]
    return page.at(entry.start + len(line) - len(line.lstrip()), end)
