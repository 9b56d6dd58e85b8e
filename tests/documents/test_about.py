"""Which fixes an entry is about: the lines of cases/about.txt, and laws."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.documents import about
from git_sessionlog.documents.document import Document
from git_sessionlog.documents.entries import entries
from git_sessionlog.documents.profiles import registry as profiles

KIND = profiles.packaged("status").documents[0]
LINES = (Path(__file__).parents[1] / "cases/about.txt").read_text(encoding="utf-8").split("\n")
CASES = [line.split(" => ") for line in LINES[1:] if " => " in line]
SHORTER = [
    ("Fixes #24-30: metrics, breakers", "24", "Fixes #25-30: metrics, breakers"),
    ("Fixes #24-30: metrics", "26", "Fixes #24, #25, #27-30: metrics"),
    ("Fixes 2.1-2.4 are done", "2.1", "Fixes 2.2, 2.3, 2.4 are done"),
    ("Fix 4/5: x", "4", "Fix 5: x"),
    ("**#4 and #5**: x", "5", "**#4**: x"),
    ("~~fixes 7 and 8~~", "7", "~~fixes 8~~"),
    ("T-001 to T-003: x", "T-002", "T-001, T-003: x"),
    ("Fix T-001, T-002: x", "T-001", "Fix T-002: x"),
    ("Fix 4: x", "4", None),
    ("Fix 4, 5: x", "6", None),
    ("waits for #4, #5", "4", None),
]


@pytest.mark.parametrize(("written", "expected"), CASES)
def test_an_entry_is_about(written: str, expected: str) -> None:
    text = written.replace("\\n", "\n")
    found = entries(Document.of(f"## Next\n\n{text}\n".encode()), KIND, "next")
    assert [" ".join(about.ids(entry)) for entry in found] == [expected.removesuffix("none")]


@pytest.mark.parametrize(("text", "fix", "expected"), SHORTER)
def test_a_list_of_ids_loses_one(text: str, fix: str, expected: str | None) -> None:
    found = about.without(text, frozenset({fix}))
    assert (text.replace(*found, 1) if found else None) == expected


@given(
    st.text(alphabet="Fixes #0123456789.,-–&to[]()*~: wfor\n", max_size=80), st.sampled_from(["4", "2.3"])
)
def test_what_is_left_is_about_the_other_fixes(text: str, fix: str) -> None:
    shorter = about.without(text, frozenset({fix}))
    if shorter is not None:
        assert set(about.listed(text.replace(*shorter, 1)).ids) == set(about.listed(text).ids) - {fix}
