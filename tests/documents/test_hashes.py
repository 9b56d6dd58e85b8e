"""Which hashes of a document stand beside fixes, and how others come into their places."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.documents import hashes
from git_sessionlog.documents.document import Document
from git_sessionlog.documents.profiles import registry
from git_sessionlog.documents.rules.rule import Facts, Page

STATE = registry.packaged("status").documents[0]
OTHER = registry.packaged("continuity").documents[0]
TABLE = "## Completed Fixes\n\n| Fix | Description | Commit | Date |\n| --- | --- | --- | --- |\n"
NOW = datetime(2026, 2, 13, tzinfo=UTC)


def page(text: str, kind: object = STATE) -> Page:
    return Page(Document.of(text.encode("utf-8", "surrogateescape"), "S.md"), kind, Facts(NOW))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{TABLE}| 2.3 | login | 1a2b3c4 | 2026-02-13 |\n", [("1a2b3c4", ("2.3",), True)]),
        (f"{TABLE}| #7 | a | `1a2b3c4` | x |\n", [("1a2b3c4", ("7",), True)]),
        (f"{TABLE}| 7, 8 | a | 1a2b3c4 | x |\n", [("1a2b3c4", ("7", "8"), True)]),
        (
            f"{TABLE}| 7 | a | 1a2b3c4, 5d6e7f8 | x |\n",
            [("1a2b3c4", ("7",), False), ("5d6e7f8", ("7",), False)],
        ),
        (f"{TABLE}| 7 | see 1a2b3c4 | — | x |\n", []),  # in a text it is somebody's word
        (f"{TABLE}| login | a | 1a2b3c4 | x |\n", []),  # no fix
        (f"{TABLE}| 7 | a | core@1a2b3c4 | x |\n", []),  # of another repository
        ("# S\n\nFix 7 is 1a2b3c4.\n", []),
        (f"{TABLE}\n```\n| 7 | a | 1a2b3c4 | x |\n```\n", []),
        (f"<!--\n{TABLE}| 7 | a | 1a2b3c4 | x |\n-->\n", []),
    ],
)
def test_beside_fixes(text: str, expected: list[tuple[str, tuple[str, ...], bool]]) -> None:
    found = hashes.beside_fixes(page(text))

    assert [(one.hash, one.fixes, one.alone) for one in found] == expected
    assert all(text[one.start :].startswith(one.hash) for one in found)


def test_behind_an_item() -> None:
    text = "## What Was Just Completed\n- Fix 7: a (commit 1a2b3c4)\n- a (commit 5d6e7f8)\n"

    (found,) = hashes.beside_fixes(page(text, OTHER))

    assert (found.hash, found.fixes) == ("1a2b3c4", ("7",))


CELLS = st.text(
    st.characters(exclude_characters="|\r\n\\`<>[]", exclude_categories=("Cs", "Cc")), max_size=20
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["7", "2.3", "T-001", "x"]),
        CELLS,
        st.text("0123456789abcdef", min_size=7, max_size=12),
    )
)


@given(ROWS, CELLS, st.sampled_from(["\n", "\r\n"]))
def test_every_other_byte_stays(rows: list[tuple[str, str, str]], prose: str, end: str) -> None:
    lines = [f"| {fix} | {text} | {one} | 2026-02-13 |" for fix, text, one in rows]
    text = f"{TABLE}{''.join(f'{line}{chr(10)}' for line in lines)}\n## Next Up\n\n{prose}\n".replace(
        "\n", end
    )
    before = page(text)
    beside = hashes.beside_fixes(before)

    after = hashes.replaced(before, {one.start: "1" + "f" * (len(one.hash) - 1) for one in beside})

    expected, normal = list(before.document.text), before.document.text
    for one in beside:
        expected[one.start : one.start + len(one.hash)] = "1" + "f" * (len(one.hash) - 1)
    assert after.text == "".join(expected)
    assert after.source.data.decode().count(end) == text.count(end)
    assert len(after.source.data) == len(before.document.source.data)
    assert hashes.replaced(before, {}).text == normal
