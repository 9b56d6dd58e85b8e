"""The quick pattern passes what the rules pass: never more, and all that is usual."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from git_sessionlog.git.cleanup import decoded
from git_sessionlog.messages.lint import judge
from git_sessionlog.messages.rules import fast_path
from git_sessionlog.settings.model import CONVENTIONAL_TYPES, Settings
from strategies import messages, settings_values

CONVENTIONAL = Settings(types=CONVENTIONAL_TYPES, scope="optional", fix_tag="optional")


def _good(message: bytes, wish: Settings) -> bool:
    pattern = fast_path.pattern(wish)
    return pattern is not None and fast_path.is_good(message, pattern, wish)


ODD = (
    *("", " ", "  ", "\t", "\n", "\r", "\x00", "\x1b", "\u200b", "é", "：", "x" * 90, "fixup! ", "feat"),
    *("(", ")", "[", "]", "(api)", ",web", "!", ":", ": ", "[Fix 1]", " [fix 1]", "[WIP]", " (#1)", "."),
)


def _changed(message: str, changes: list[tuple[int, int, str]]) -> str:
    for at, count, piece in changes:
        start = at % (len(message) + 1)
        message = message[:start] + piece + message[start + count :]
    return message


near_the_grammar = st.builds(
    _changed,
    st.builds(
        "{}{}: {}{}{}{}".format,
        st.sampled_from(["feat(api)", "fix(a.b)", "docs", "docs(api)", "é(api)", "fix"]),
        st.sampled_from(["", "!"]),
        st.sampled_from(["add login", "x", "y" * 80, "a b: c"]),
        st.sampled_from([" [Fix 2.3]", " [Fix #7]", ""]),
        st.sampled_from(["", " (#12)"]),
        st.sampled_from(["", "\n", "\n\n", "\n\nWhy.\n", "\n\n[Fix 2.3]\n\nKey: value\n"]),
    ),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 2), st.sampled_from(ODD)), max_size=2),
)
odd_settings = settings_values.flatmap(
    lambda settings: st.builds(
        settings._replace,
        scopes=st.sampled_from([(), ("api",), ("a[b", "a|b"), ("a[b", "api"), ("api(", "面")]),
        max_subject=st.sampled_from([1, 25, 100, 5000]),
    )
)


@given(near_the_grammar.map(str.encode) | messages, st.just(Settings()) | settings_values | odd_settings)
@example(b"feat(a[b): x [Fix 1]", Settings(scopes=("a[b",)))
@example(b"feat(api): x [Fix 1]\n\n\0", Settings())
@example(b"feat(api): x [Fix 1]\n\n\xff", Settings())
@example(b"feat(api): " + b"x" * 3000 + b" [Fix 1]", Settings(max_subject=5000))
@example(b"feat(api): x [Fix 1] (#" + b"1" * 2000 + b")", Settings())
@settings(max_examples=5 * settings().max_examples)  # one in twelve is good
def test_what_is_good_has_no_finding(message: bytes, wish: Settings) -> None:
    if _good(message, wish):
        assert judge(decoded(message), wish, in_range=True).findings == ()


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
    assert fast_path.pattern(settings) is None


def test_a_long_line_is_looked_at_once() -> None:
    """Two megabytes of anything: no pattern that goes back and forth."""
    for tail in (b"", b" [", b" [Fix 1", b" (#1", b"\n"):
        assert not _good(b"docs: " + b"x y" * 700_000 + tail, Settings(max_subject=10_000_000))
