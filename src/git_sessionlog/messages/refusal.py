"""The refusal of one message, as a developer in the middle of a commit sees it.

sessionlog: commit message refused: type-unknown

  feature(api): add login [Fix 2.3]
  ^^^^^^^
  unknown type "feature", did you mean "feat"?  [type-unknown]
  allowed: chore docs feat fix refactor test

corrected  feat(api): add login [Fix 2.3]
retry      git commit -m 'feat(api): add login [Fix 2.3]'
"""

from collections.abc import Iterator
from unicodedata import category, east_asian_width

from ..core.findings import Finding, Verdict
from ..core.terminal import LONGEST, Paint, escaped, one_line
from ..git.cleanup import Message


def refusal(verdict: Verdict, message: Message, retry: str, paint: Paint) -> str:
    """The whole text, for a verdict with findings; "" `retry` leaves that line out."""
    lines = [paint.bold(f"sessionlog: {_headline(verdict)}")]
    shown: tuple[int, int, int] | None = None
    for finding in verdict.findings:
        place = (finding.line, finding.column, finding.width)
        if place != shown:
            lines += ["", *_pointed(finding, message, paint)]
        shown = place
        lines += _said(finding, paint)
    lines.append("")
    if verdict.corrected:
        lines.append(f"corrected  {paint.good(escaped(verdict.corrected))}")
    if verdict.refused and retry:
        lines.append(f"retry      {retry}")
    return "\n".join(lines).rstrip("\n") + "\n"


def _headline(verdict: Verdict) -> str:
    """What happened, and for which rules: git clients show the first line of a hook alone."""
    if not verdict.refused:
        return "commit message accepted, but"
    rules = dict.fromkeys(one.rule for one in verdict.findings if one.severity == "error")
    return f"commit message refused: {', '.join(rules)}"


def _pointed(finding: Finding, message: Message, paint: Paint) -> Iterator[str]:
    """The line that the finding is about, and the caret under its place."""
    lines = message.lines
    text = lines[finding.line - 1] if finding.line <= len(lines) else ""
    start = max(finding.column - 1 - LONGEST // 2, 0) if len(text) > LONGEST else 0
    piece = text[start : start + LONGEST]
    before = escaped(piece[: finding.column - 1 - start])
    under = escaped(piece[finding.column - 1 - start :][: finding.width])
    ends = ("..." if start else "", "..." if start + LONGEST < len(text) else "")
    yield f"  {ends[0]}{escaped(piece)}{ends[1]}"
    mark = paint.bad if finding.severity == "error" else paint.odd
    indent = " " * (width(before) + len(ends[0]))
    yield f"  {indent}{mark('^' * max(width(under), 1))}"


def _said(finding: Finding, paint: Paint) -> Iterator[str]:
    warning = "" if finding.severity == "error" else "warning: "
    yield f"  {warning}{one_line(finding.message)}  {paint.faint(f'[{finding.rule}]')}"
    if finding.allowed:
        yield f"  allowed: {one_line(' '.join(sorted(finding.allowed)))}"
    if finding.hint:
        yield f"  hint: {one_line(finding.hint)}"


def width(text: str) -> int:
    """Columns that a terminal uses: two for wide East Asian characters and emoji, none for marks."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if category(character) in _NO_WIDTH:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


_NO_WIDTH = ("Mn", "Me", "Cf")
