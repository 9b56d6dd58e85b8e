"""The quick pattern passes what the rules pass: never more, and all that is usual."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from git_sessionlog.message import decoded
from git_sessionlog.rules import quick
from git_sessionlog.rules.judge import judge
from git_sessionlog.settings import CONVENTIONAL_TYPES, Settings
from strategies import messages, settings_values

CONVENTIONAL = Settings(types=CONVENTIONAL_TYPES, scope="optional", fix_tag="optional")


def _good(message: bytes, settings: Settings) -> bool:
    pattern = quick.pattern(settings)
    return pattern is not None and quick.is_good(message, pattern, settings)


def _some(*pieces: str) -> st.SearchStrategy[str]:
    return st.sampled_from(pieces)


near_the_grammar = st.builds(
    "{}{}{}{}{}{}{}".format,
    _some("feat", "fix", "docs", "é", "Feat", "fixup! feat", " feat", "revert", "wip"),
    _some("", "(api)", "(a.b)", "(a[b)", "()", "(api,web)", "(a b)", "(面)", "(api"),
    _some("", "!", "!!"),
    _some(": ", ": ", ": ", ":", ":  ", " : ", ": \t", "： "),
    _some("add login", "x", "", "see arr[0]", "a (b)", "x ", "Ünicode", "a\x1bb", "a\u200bb", "y" * 96)
    | st.text("ab[](]: .Fix12", max_size=12),
    _some("", " [Fix 2.3]", " [Fix #7]", " [Fix 1, 2]", "[Fix 1]", " [Fix 1] [Fix 1]", " [fix 1]"),
    _some("", " (#12)", " (#12) (#13)", " (#)", "(#1)"),
).flatmap(
    lambda line: st.builds(
        (line + "{}{}").format,
        _some("", "\n", "\n\n", "\n\n\n", "\r\n", "\n \n", "\r\n\r\n", " \n\n"),
        _some("", "body", "[Fix 2.3]", "Key: value\n", "caf\xe9", "\x00", "Merge branch 'x'\n\n\n"),
    )
)
odd_settings = settings_values.flatmap(
    lambda settings: st.builds(
        settings._replace,
        scopes=st.sampled_from([(), ("api",), ("a[b", "a|b"), ("a[b", "api"), ("api(", "面")]),
        max_subject=st.sampled_from([1, 25, 100, 5000]),
    )
)


@given(near_the_grammar.map(str.encode) | messages, settings_values | odd_settings)
@example(b"feat(a[b): x [Fix 1]", Settings(scopes=("a[b",)))
@example(b"feat(api): x [Fix 1]\n\n\0", Settings())
@example(b"feat(api): x [Fix 1]\n\n\xff", Settings())
@example(b"feat(api): " + b"x" * 3000 + b" [Fix 1]", Settings(max_subject=5000))
@example(b"feat(api): x [Fix 1] (#" + b"1" * 2000 + b")", Settings())
def test_what_is_good_has_no_finding(message: bytes, settings: Settings) -> None:
    if _good(message, settings):
        assert judge(decoded(message), settings, in_range=True).findings == ()


@pytest.mark.parametrize(
    "message",
    [
        "feat(api): add login [Fix 2.3]",
        "fix(@scope/name)!: refuse expired tokens [Fix #7]\n",
        "docs: update STATUS.md with session progress",
        "docs(api): say so [Fix 1] (#123)\n",
        "test(web): change number 499 of the thing [Fix 19.2]\n\nWhy.\n\nSigned-off-by: A <a@b.c>\n",
        "feat(api): add login [Fix 2.3]\n\nMit Umlauten: ä, 面, 👩\u200d👧\n",
        "chore(a.b-c_d): 1.2.3, \"quoted\", 100%, a|b, {x}, #7, ~ and ^ [Fix 2.3.4]",
    ],
)  # fmt: skip
def test_the_usual_message_is_seen_as_good(message: str) -> None:
    assert _good(message.encode(), Settings())


@pytest.mark.parametrize(
    "message",
    ["feat: add login", "perf(api)!: halve the time (#12)\n\nBREAKING CHANGE: x\n", "fix: x [Fix 1]"],
)
def test_the_usual_message_of_conventional_commits_is_seen_as_good(message: str) -> None:
    assert _good(message.encode(), CONVENTIONAL)


@pytest.mark.parametrize(
    ("message", "settings"),
    [
        ("feat(api): add login [Fix 2.3]", Settings(scopes=("api", "web"))),
        ("feat(web): add login [Fix 2.3]", Settings(scopes=("api(", "web"))),
        ("feat(api): add login", Settings(fix_tag="fix-type")),
        ("feat: add login [Fix 2.3]", Settings(scope="optional")),
        ("feat(api): no tag at all", Settings(fix_tag="off")),
        ("fix-up(api): x [Fix 1]", Settings(types=("fix", "fix-up"))),
    ],
)
def test_the_settings_say_what_is_usual(message: str, settings: Settings) -> None:
    assert _good(message.encode(), settings)


@pytest.mark.parametrize(
    "message",
    [
        *("Add login", "feat: add login [Fix 2.3]", "feat(api): add login", "Feat(api): x [Fix 1]"),
        *("feat(api):x [Fix 1]", "feat(api): x  [Fix 1]", "feat(api): x [Fix 1].", "feat(): x [Fix 1]"),
        *("feat(api): x [Fix 1]\nbody", "feat(api): x [Fix 1] ", "", "fixup! feat(api): x [Fix 1]"),
        "feat(api): " + "x" * 90 + " [Fix 1]",
    ],
)
def test_what_is_refused_is_not_seen_as_good(message: str) -> None:
    assert judge(decoded(message.encode()), Settings(), in_range=True).findings
    assert not _good(message.encode(), Settings())


@pytest.mark.parametrize(
    "settings",
    [
        Settings(scope_pattern="[a-z]+"),
        Settings(description_pattern="^[a-z]"),
        Settings(scopes=("api(", "面")),
    ],
)
def test_where_the_settings_are_out_of_the_ordinary_there_is_no_pattern(settings: Settings) -> None:
    assert quick.pattern(settings) is None


def test_a_long_line_is_looked_at_once() -> None:
    """Two megabytes of anything: no pattern that goes back and forth."""
    for tail in (b"", b" [", b" [Fix 1", b" (#1", b"\n"):
        assert not _good(b"docs: " + b"x y" * 700_000 + tail, Settings(max_subject=10_000_000))
