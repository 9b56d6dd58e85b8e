"""The examples of docs/rules.md: the bad one has the finding, and the good one has none of that rule."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from git_sessionlog.documents import lint
from git_sessionlog.documents.document import Document
from git_sessionlog.documents.profiles import registry as profiles
from git_sessionlog.documents.profiles.model import DocumentType
from git_sessionlog.documents.rules.files import FILE_RULES
from git_sessionlog.documents.rules.links import outline
from git_sessionlog.documents.rules.rule import RULES, Facts, Page, Rule
from git_sessionlog.settings.model import DOCUMENT_RULES

LOG = "## Session Log\n\n| Date | Session | Summary |\n| --- | --- | --- |\n| 2026-02-12 | 1 | tables |\n"
PHASE = "## Current Phase\n**Phase 2: models**\nProgress: 60% complete\n"


def facts(of: DocumentType) -> Facts:
    """What the examples take for granted."""
    before = Document.of((PHASE if of.path == "SESSION.md" else LOG).encode(), of.path)
    plan = Document.of(b"# Plan\n\n## Next\n", "docs/plan.md")
    return Facts(
        now=datetime(2026, 2, 20, 12, tzinfo=UTC),
        commits={"1a2b3c4": "here", "2222222": "foreign", "9999999": "unknown"},
        paths={"docs/plan.md": "file", "docs/gone.md": "absent"},
        outlines={"docs/plan.md": outline(plan)},
        fixes=frozenset({"2.3", "2.4"}),
        before=before,
        worked=datetime(2026, 2, 13, 18, tzinfo=UTC),
        branch="main",
    )


def example(rule: Rule, text: str) -> Page:
    profile, _, document = rule.of.partition("/")
    of = profiles.packaged(profile).document(document)
    assert of
    of = of.of_kind("")
    lines = re.fullmatch(r"\((\d+) lines\)", text)
    data = "a\n" * int(lines[1]) if lines else text
    return Page(Document.of(data.encode(), of.path), of, facts(of))


def found(rule: Rule, text: str) -> list[str]:
    page = example(rule, text)
    findings = lint.lint(page, lambda id: "error" if id == rule.id else "off")
    return [finding.rule for finding in findings]


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_example_of_a_rule(rule: Rule) -> None:
    assert found(rule, rule.bad) == [rule.id]
    assert found(rule, rule.good) == []


def test_every_rule_has_a_severity() -> None:
    assert {*RULES, *FILE_RULES} == set(DOCUMENT_RULES)


def test_every_rule_has_its_chapter() -> None:
    page = (Path(__file__).parents[3] / "docs/rules.md").read_text(encoding="utf-8")
    assert set(DOCUMENT_RULES) <= set(re.findall(r"^### (.*)$", page, re.MULTILINE))
