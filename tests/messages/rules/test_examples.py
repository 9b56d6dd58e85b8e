"""Each rule's own examples: the bad one is its one finding, the good one is clean."""

import tomllib

import pytest

from git_sessionlog.core.findings import Finding
from git_sessionlog.git.cleanup import decoded
from git_sessionlog.messages.lint import judge
from git_sessionlog.messages.rules.rule import RULES, Rule
from git_sessionlog.settings.config import settings_from
from message_cases import data_of


def findings(rule: Rule, example: str) -> tuple[Finding, ...]:
    settings = settings_from(tomllib.loads(rule.config), "").settings
    in_range = rule.id in ("autosquash", "message-empty")
    return judge(decoded(data_of(example)), settings, in_range=in_range).findings


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_bad(rule: Rule) -> None:
    assert [finding.rule for finding in findings(rule, rule.bad)] == [rule.id]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_good(rule: Rule) -> None:
    assert findings(rule, rule.good) == ()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_description(rule: Rule) -> None:
    """The first line of the docstring, which the documentation shows."""
    first = (rule.check.__doc__ or "").split("\n")[0]
    assert first[0].isupper() or first[0] == "`"
    assert first.endswith((".", ")"))
