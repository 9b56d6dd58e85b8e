"""Messages, lines and settings such as nobody would think of, for the property tests."""

from hypothesis import strategies as st

from git_sessionlog.git.cleanup import Cleanup
from git_sessionlog.settings.model import SEVERITY_OF_RULES, Settings

CUT = b"# ------------------------ >8 ------------------------\n"
_PIECES = (
    *(b"feat(api): add login [Fix 2.3]", b"fixup! ", b"amend! ", b"Merge branch 'x'"),
    *(b'Revert "x"\n\nThis reverts commit 0123456.', b"docs: x", b"a", b"word word", b"caf\xc3\xa9"),
    *(b"\n", b"\n", b"\n\n", b"\n\n", b" ", b"\t", b"\r", b"\r\n", b"\x0b", b"\x0c", b"\0", b"\xff"),
    *(b"#", b"# comment\n", b";", b"; comment\n", b"//", CUT, b"\n" + CUT, b"x" + CUT, CUT[:-1]),
    *(b"\n---\n", b"https://example.com/", b"Key: value\n", b"key:value\n", b"  continued\n"),
    *(b"Signed-off-by: A <a@b>\n", b"(cherry picked from commit 0123)\n", b"BREAKING CHANGE: x\n"),
    *(b"Session-Checkpoint: 20260213-7k3f9q/3\n", b"session-checkpoint : none\n"),
    *(b"Session-Checkpoint: nonsense\n", b"\xe2\x80\xae", b"\xe2\x80\x8b", b"\x1b[2J", b"\xef\xbb\xbf"),
)
_WORDS = (
    *("feat", "fix", "docs", "FEAT", "feature", "fx", "wip", "revert", "é", "面", "api", "web", "apj"),
    *("(", ")", "[", "]", "{", "}", "（", "）", "<", ",", ", ", "!", ":", "：", ": ", " : ", "::", "."),
    *(" ", "  ", "\t", "\u00a0", "\u3000", "\u200b", "\u202e", "\u2028", "\x0b", "\x1b", "\r", "\ufeff"),
    *(
        "[Fix 2.3]",
        "[Fix #7]",
        " [Fix 2.3, #7]",
        "[fix 2.3]",
        "[Fixes 7]",
        "(fix 7)",
        "[Fix ",
        "[fix",
        "2..3",
    ),
    *(" (#123)", "#", "/", "@", "-", "_", "'", '"', "✨", ":sparkles:", "👩\u200d👧", "e\u0301", "login"),
    *(
        "fixup! ",
        "squash! ",
        "amend! ",
        "feat(api): ",
        "fix(web)!: ",
        "docs: ",
        "feat(api): add login [Fix 2.3]",
    ),
)

messages = st.lists(st.sampled_from(_PIECES) | st.binary(max_size=4), max_size=14).map(b"".join)
"""The bytes of a message file."""

lines = st.lists(st.sampled_from(_WORDS) | st.text(max_size=3), max_size=12).map("".join)
"""A first line, more or less."""

texts = st.builds("{}{}{}".format, lines, st.sampled_from(["", "\n", "\n\n", "\r\n"]), lines)
"""A message as git records it, more or less."""

cleanups = st.builds(
    Cleanup,
    st.sampled_from(["strip", "whitespace", "verbatim", "scissors"]),
    st.sampled_from([b"#", b";", b"//"]),
    st.booleans(),
)

settings_values = st.builds(
    Settings,
    types=st.sampled_from([("feat", "fix", "docs"), ("feat",), ("é", "revert", "wip")]),
    scopes=st.sampled_from([(), ("api", "web"), ("面", "a.b", "@x/y")]),
    scope=st.sampled_from(["always", "optional"]),
    fix_tag=st.sampled_from(["always", "fix-type", "optional", "off"]),
    bare_types=st.sampled_from([(), ("docs",), ("feat", "nothing")]),
    max_subject=st.sampled_from([1, 25, 100, 5000]),
    scope_pattern=st.sampled_from(["", "[a-z]+"]),
    description_pattern=st.sampled_from(["", "^[a-z]"]),
    rules=st.dictionaries(
        st.sampled_from(sorted(SEVERITY_OF_RULES)), st.sampled_from(["error", "warn", "off"]), max_size=4
    ).map(lambda changed: {**SEVERITY_OF_RULES, **changed}),
)
