"""The first line, read: its parts and their places. What is refused is in cases/messages/."""

import pytest
from hypothesis import given

from git_sessionlog.core.findings import Part
from git_sessionlog.messages.header import Header, named, parse, type_of
from strategies import lines

TYPES = ("chore", "docs", "feat", "fix", "refactor", "test")


def test_parts_and_places() -> None:
    line = "fix(api,web)!: refuse expired tokens [Fix 2.3, #7] (#123)"
    assert parse(line, TYPES) == Header(
        line=line,
        faults=(),
        type=Part("fix", 0),
        scopes=(Part("api", 4), Part("web", 8)),
        breaking=True,
        description=Part("refuse expired tokens", 15),
        fixes=(Part("2.3", 42), Part("#7", 47)),
        suffix=" (#123)",
    )


@pytest.mark.parametrize(
    "line",
    [
        "docs: x",
        "docs!: x",
        "feat(api): x [Fix 1]",
        "feat(api, web): x [Fix 1, #2]",
        "feat(@a/b.c)!: x: y (z) [w] [Fix 1.2.3] (#1) (#2)",
        "weiß(面试): é",
    ],
)
def test_a_good_line_is_written_as_it_is(line: str) -> None:
    header = parse(line, TYPES)
    assert header.faults == ()
    assert header.written() == line


@given(lines)
def test_any_line_is_read(line: str) -> None:
    """Every part is where it says it is."""
    line = line.replace("\n", " ")
    header = parse(line, TYPES)
    for part in (*header.scopes, *header.fixes, *((header.type,) if header.type else ())):
        assert line[part.at : part.at + len(part.text)] == part.text
    for fault in header.faults:
        assert 0 <= fault.start < fault.end
        assert fault.start <= len(line)


@pytest.mark.parametrize(
    ("line", "length"),
    [
        ("docs: x", 7),
        ("docs: x (#123)", 7),
        ("docs: 面", 7),
        ("docs: e\u0301", 7),
        ("docs: 👍🏽", 7),
        ("docs: 👩\u200d👩\u200d👧", 7),
        ("docs: ☀\ufe0f", 7),
        ("docs: नमस्ते", 10),
        ("docs: हिन्दी", 9),
        ("docs: ภาษาไทย", 13),
        ("docs: น้ำ", 7),
        ("docs: 🇩🇪", 7),
        ("docs: 🇩🇪🇫🇷🇯", 9),
        ("docs: 👩\u200d👩\u200d👧\u200d👦!", 8),
        ("docs: 🏳\ufe0f\u200d🌈", 7),
        ("docs: 👩🏽\u200d⚕\ufe0f", 7),
        ("docs: 1\ufe0f\u20e3", 7),
        ("docs: 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 7),
        ("docs: \u1112\u1161\u11ab", 7),
        ("docs: e\u0301\u0323", 7),
        ("docs: a\u200db", 8),
        ("docs: שָׁלוֹם", 10),
    ],
)
def test_length(line: str, length: int) -> None:
    assert len(parse(line, TYPES).characters) == length


def test_ids_are_without_mark_and_each_once() -> None:
    assert parse("fix(a): x [Fix #7, 7] [Fix 2.3]", TYPES).fix_ids == ("7", "2.3")


def test_without_tags() -> None:
    header = parse("fix(a): x [fixes 7]", TYPES, tags="off")
    assert (header.description, header.fixes, header.faults) == (Part("x [fixes 7]", 8), (), ())


@pytest.mark.parametrize(
    "line",
    ["", " ", "add login", "Fix (almost) all", "see http://x", "12: x", "[Fix 1] x", "(api): x", ": x"],
)
def test_prose_is_no_header(line: str) -> None:
    """One fault, and no type where there is none."""
    header = parse(line, TYPES)
    assert [fault.rule for fault in header.faults] == ["type-missing"]
    assert header.type is None


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\t", "a tab (U+0009)"),
        ("\xa0", "a no-break space (U+00A0)"),
        ("：", "a full-width colon (U+FF1A)"),
        ("\U000e0001", "U+E0001"),
    ],
)
def test_names(character: str, name: str) -> None:
    assert named(character) == name


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("fix(api): refuse expired tokens [Fix 2.3]", "fix"),
        ("fix(api,web)!: x", "fix"),
        ("fix (api) : x", "fix"),
        ("feat: fix the build", "feat"),
        ("fixes: x", "fixes"),
        ("fixture(api): x", "fixture"),
        ("fixup! fix(api): x", ""),
        ("fixup! feat(api): x", ""),
        ("squash! amend! fix(api): x", ""),
        ("fixed the build", ""),
        ('Revert "fix(api): x"', ""),
        ("Merge branch 'fix'", ""),
        ("", ""),
    ],
)
def test_the_type_of_a_recorded_commit(subject: str, expected: str) -> None:
    assert type_of(subject, TYPES) == expected
