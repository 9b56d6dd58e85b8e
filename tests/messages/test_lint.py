"""What the rules say, together: laws that hold for every message."""

import os
import re
from itertools import groupby

from hypothesis import example, given
from hypothesis import strategies as st

from git_sessionlog.core import fix_tag
from git_sessionlog.core.errors import Failure
from git_sessionlog.core.findings import SEVERITIES
from git_sessionlog.core.terminal import Paint, escaped
from git_sessionlog.git.cleanup import Message, decoded
from git_sessionlog.hooks import commit_msg
from git_sessionlog.messages.lint import judge
from git_sessionlog.messages.refusal import refusal
from git_sessionlog.messages.rules import fast_path
from git_sessionlog.messages.rules import text as rules_text
from git_sessionlog.messages.rules.rule import RULES
from git_sessionlog.settings.model import SEVERITY_OF_RULES, Settings
from helpers import Repo
from strategies import lines, messages, settings_values, texts

ALL = st.one_of(messages.map(decoded), texts.map(Message), lines.map(Message))
DEFAULT = Settings()
LOOSE = Settings(scope="optional", fix_tag="optional")


@given(ALL, settings_values, st.booleans(), st.booleans())
def test_every_message_has_a_verdict_that_can_be_shown(
    message: Message, settings: Settings, in_range: bool, colour: bool
) -> None:
    verdict = judge(message, settings, in_range=in_range)
    for finding in verdict.findings:
        assert finding.rule in RULES
        assert finding.severity in SEVERITIES[:2]
        assert finding.message
        assert 1 <= finding.line <= len(message.lines)
        assert finding.column >= 1
        assert finding.width >= 1
    assert verdict.refused or not verdict.corrected
    shown = refusal(verdict, message, "git commit", Paint(colour))
    plain = shown.replace("\x1b[", "") if colour else shown
    assert escaped(plain) == plain
    assert shown.endswith("\n")
    assert not shown.endswith("\n\n")


@given(ALL, settings_values)
def test_a_finding_is_where_it_points(message: Message, settings: Settings) -> None:
    """A caret stands under the line, or just behind its end."""
    for finding in judge(message, settings).findings:
        assert finding.column <= len(message.lines[finding.line - 1]) + 1


@given(ALL, settings_values)
@example(Message("feature(api): add login [Fix 2.3]"), DEFAULT)
def test_the_corrected_line_passes(message: Message, settings: Settings) -> None:
    line = judge(message, settings).corrected
    again = judge(Message(line), settings)
    if line:
        assert "\n" not in line
        assert not again.refused
    assert again.corrected == ""


def words_of(line: str) -> list[str]:
    """The words of a first line behind its type, without the tags and what cannot be seen."""
    text = re.sub(r"(?i)[\[(]\s*fix(?:es|ed)?(?![a-z])[^\])]*[\])]?", " ", rules_text.visible(line))
    return [word for word, _ in groupby(re.findall(r"[^\W_]+", text.lower())[1:])]


@given(ALL, settings_values)
@example(Message("feat|api: add login"), LOOSE)
@example(Message("feat, add login"), LOOSE)
@example(Message(":sparkles: feat: add login"), LOOSE)
@example(Message("add: login"), LOOSE)
def test_a_corrected_line_has_every_word_in_its_order(message: Message, settings: Settings) -> None:
    line = judge(message, settings).corrected
    if line and settings.fix_tag != "off" and not fix_tag.found_in(message.text.partition("\n\n")[2]):
        assert words_of(line) == words_of(message.subject)


@given(ALL, settings_values)
def test_a_range_lets_nothing_pass_that_the_hook_refuses(message: Message, settings: Settings) -> None:
    if judge(message, settings).refused:
        assert judge(message, settings, in_range=True).refused


@given(messages | texts.map(lambda text: text.encode("utf-8", "surrogatepass")), settings_values)
@example(b"feat(api): add login [Fix 2.3]\n\nbody\n", DEFAULT)
def test_what_is_quickly_good_is_good(data: bytes, settings: Settings) -> None:
    pattern = fast_path.pattern(settings)
    if pattern and fast_path.is_good(data, pattern, settings):
        assert judge(decoded(data), settings, in_range=True).findings == ()


@given(data=messages)
@example(data=b"amend! feat(api): add login [Fix 2.3]")
@example(data="\u3000".encode())
def test_the_hook_takes_any_bytes(repo: Repo, data: bytes) -> None:
    """It accepts, refuses or says why not; it never breaks down, and loses no byte it refused."""
    for editor in (":", "vi"):
        os.environ["GIT_EDITOR"] = editor
        file = repo.write(".git/COMMIT_EDITMSG", data)
        try:
            code = commit_msg.run([".git/COMMIT_EDITMSG"])
        except Failure:
            code = 2
        assert code in (0, 1)
        assert code == 0 or file.read_bytes() == data
        assert commit_msg.run([".git/COMMIT_EDITMSG"]) == code


def test_every_rule_has_a_severity() -> None:
    assert set(RULES) == set(SEVERITY_OF_RULES)


def test_in_a_range_an_autosquash_commit_is_one_finding() -> None:
    verdict = judge(Message("fixup! feature: x"), DEFAULT, in_range=True)
    assert [(f.rule, f.line, f.column, f.width, f.hint) for f in verdict.findings] == [
        ("autosquash", 1, 1, 6, "git rebase -i --autosquash BASE, a commit before both")
    ]
    relaxed = DEFAULT._replace(rules={**SEVERITY_OF_RULES, "autosquash": "off"})
    verdict = judge(Message("fixup! feature(x): x [Fix 1]"), relaxed, in_range=True)
    assert [(f.rule, f.column) for f in verdict.findings] == [("type-unknown", 8)]


def test_in_a_range_an_empty_message_is_a_finding() -> None:
    verdict = judge(Message(""), DEFAULT, in_range=True)
    assert [(f.rule, f.message) for f in verdict.findings] == [
        ("message-empty", "the commit has no message")
    ]


def test_a_rule_that_is_off_is_not_looked_at_and_one_that_warns_refuses_nothing() -> None:
    line = Message("feature(api): add login [Fix 2.3]")
    off = DEFAULT._replace(rules={**SEVERITY_OF_RULES, "type-unknown": "off"})
    assert judge(line, off).findings == ()
    warn = DEFAULT._replace(rules={**SEVERITY_OF_RULES, "type-unknown": "warn"})
    assert [f.severity for f in judge(line, warn).findings] == ["warn"]
    assert not judge(line, warn).refused


def test_a_warning_in_the_shape_lets_the_values_be_judged() -> None:
    settings = DEFAULT._replace(rules={**SEVERITY_OF_RULES, "colon-form": "warn"})
    verdict = judge(Message("feature(api):add login [Fix 2.3]"), settings)
    assert [(f.rule, f.severity) for f in verdict.findings] == [
        ("colon-form", "warn"),
        ("type-unknown", "error"),
    ]
    assert verdict.corrected == "feat(api): add login [Fix 2.3]"


def test_a_line_that_would_not_pass_is_not_offered() -> None:
    """It is too long with the right type too."""
    verdict = judge(Message(f"feature(api): {'x' * 90} [Fix 1]"), DEFAULT)
    assert [finding.rule for finding in verdict.findings] == ["type-unknown", "subject-length"]
    assert verdict.corrected == ""
