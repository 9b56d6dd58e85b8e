"""The reference pages say what the code does, and no link in the documentation is broken."""

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from git_sessionlog.core.findings import Verdict
from git_sessionlog.git.cleanup import decoded
from git_sessionlog.messages.lint import judge
from git_sessionlog.messages.rules.rule import RULES, Rule
from git_sessionlog.settings.config import load, settings_from
from git_sessionlog.settings.model import SEVERITY_OF_RULES

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")), key=lambda page: page.name
)


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["rules.md", "configuration.md", "commands.md", "git-sessionlog.1"])
def test_generated_page_is_fresh(name: str) -> None:
    """`make docs` rewrites it."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == _generator().PAGES[name]()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```", "", page.read_text(encoding="utf-8"))  # examples lead nowhere
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if "://" not in target:
            file, _, anchor = target.partition("#")
            linked = page.parent / file if file else page
            assert linked.exists(), target
            assert not anchor or anchor in _anchors(linked), target


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_rule_has_a_severity() -> None:
    assert set(RULES) == set(SEVERITY_OF_RULES)


def _verdict(rule: Rule, example: str) -> Verdict:
    settings = settings_from(tomllib.loads(rule.config), "").settings
    return judge(decoded(_bytes(example)), settings, in_range=True)


def _bytes(example: str) -> bytes:
    """Of an example with escapes: `\\xe9` is a byte, `\\u200b` a character."""
    if "\\" not in example:
        return example.encode()
    text = example.encode().decode("unicode_escape")
    return text.encode("latin-1" if max(text) < "\u0100" else "utf-8")


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_example_of_a_rule(rule: Rule) -> None:
    """The bad one has this finding and no other; the good one has none."""
    assert [finding.rule for finding in _verdict(rule, rule.bad).findings] == [rule.id]
    assert _verdict(rule, rule.good).findings == ()


def test_this_repository_keeps_its_own_settings() -> None:
    assert load(str(ROOT)).settings.fix_tag == "optional"
