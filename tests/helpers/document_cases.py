"""The documents of tests/cases/documents/, each with its findings: files that a writer can edit.

    of: session-md/state
    bytes: bom crlf
    commit: f4e5d6c here
    path: docs/plan.md file
    === document
    # SESSION
    === findings
    1:1: warning: "Blockers" has no entries; hint: write one, or None [section-empty]

`of` is `profile/document`, or `text <path>` for what no profile declares. What is not in the head of a
case was not looked up. `before` is the document as it was in the last commit.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from git_sessionlog.core.finding_lines import said
from git_sessionlog.core.findings import Finding
from git_sessionlog.documents import lint
from git_sessionlog.documents.document import Document
from git_sessionlog.documents.profiles import registry as profiles
from git_sessionlog.documents.profiles.model import DocumentType
from git_sessionlog.documents.rules.rule import Facts, Page
from git_sessionlog.settings.model import Settings

HERE = Path(__file__).parent.parent / "cases" / "documents"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Case(NamedTuple):
    """A document, what is known around it, and what is said of it."""

    name: str
    page: Page
    findings: str


def document_cases() -> list[Case]:
    """All cases, by their names."""
    return [_read(path) for path in sorted(HERE.glob("*.case"))]


def page_of(of: str, data: bytes, facts: Facts = Facts(NOW)) -> Page:  # noqa: B008 - a value
    """The page of a document of `profile/document`."""
    if of.startswith("text "):
        return Page(Document.of(data, of[5:]), DocumentType("document", of[5:]), facts)
    profile, _, name = of.partition("/")
    kind = profiles.packaged(profile).document(name)
    assert kind, of
    return Page(Document.of(data, kind.path), kind.of_kind(""), facts)


def found(page: Page, severity: Settings = Settings()) -> list[str]:  # noqa: B008
    """The findings on a page, a line each, as the program prints them behind the path."""
    return [line(finding) for finding in lint.lint(page, severity.severity)]


def line(finding: Finding) -> str:
    """A finding as the program prints it behind the path."""
    level = "error" if finding.severity == "error" else "warning"
    return f"{finding.line}:{finding.column}: {level}: {said(finding)} [{finding.rule}]"


def _read(path: Path) -> Case:
    head, parts = _split(path.read_text(encoding="utf-8"))
    pairs = [line.partition(": ")[::2] for line in head.splitlines() if line and not line.startswith("#")]
    one = dict(pairs)
    data = parts["document"].encode()
    how = one.get("bytes", "").split()
    if "crlf" in how:
        data = data.replace(b"\n", b"\r\n")
    if "bom" in how:
        data = b"\xef\xbb\xbf" + data
    kind = page_of(one["of"], b"").kind
    facts = Facts(
        NOW,
        commits=dict(value.split() for name, value in pairs if name == "commit"),  # type: ignore[misc]
        paths=dict(value.rsplit(maxsplit=1) for name, value in pairs if name == "path"),  # type: ignore[misc]
        fixes=frozenset(one["fixes"].split()) if "fixes" in one else None,
        before=Document.of(parts["before"].encode(), kind.path) if "before" in parts else None,
        worked=datetime.fromisoformat(one["worked"]) if "worked" in one else None,
        branch=one.get("branch", ""),
    )
    return Case(path.stem, page_of(one["of"], data, facts), parts["findings"])


def _split(text: str) -> tuple[str, dict[str, str]]:
    head, *parts = text.split("\n=== ")
    pairs = (part.partition("\n") for part in parts)
    return head, {name: body if body.endswith("\n") or not body else f"{body}\n" for name, _, body in pairs}
