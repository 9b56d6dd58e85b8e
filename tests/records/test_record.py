"""The record of a session as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.documents.document import Document
from git_sessionlog.records.record import (
    Fix,
    Metrics,
    Point,
    Record,
    fix_of,
    fix_text,
    read,
    title_of,
    written,
)

ID = "20260213-7k3f9q"
FULL = Record(
    ID,
    4,
    "Batch A",
    "completed",
    "bug",
    "feature/tokens",
    "52607c153215b9c1965ef94d923f18f776d0b93a",
    "2026-02-13T14:00:00Z",
    "2026-02-13T16:30:00Z",
    "20260212-000000",
    'Complete Batch A: "critical" fixes # all',
    "A",
    (Fix("2.3", "refuse expired tokens", "src/auth.py"), Fix("7")),
    ("1 commit is not pushed",),
    Metrics(2, 3, 40, 12, 150),
    (Point(1, "fix(auth): refuse | expired tokens [Fix 2.3]", "ab" * 20), Point(0, "fix(web): x [Fix 7]")),
)
TEXT = """\
---
id: 20260213-7k3f9q
number: 4
title: Batch A
status: completed
kind: bug
branch: feature/tokens
base: 52607c153215b9c1965ef94d923f18f776d0b93a
started: 2026-02-13T14:00:00Z
ended: 2026-02-13T16:30:00Z
continues: 20260212-000000
goal: "Complete Batch A: \\"critical\\" fixes # all"
batch: A
fixes: ["2.3:refuse expired tokens:src/auth.py", "7"]
forced: ["1 commit is not pushed"]
commits: 2
files: 3
added: 40
removed: 12
---
# Session 4

## Checkpoints

| Checkpoint | Subject | Patch |
| --- | --- | --- |
| 1 | fix(auth): refuse \\| expired tokens [Fix 2.3] | `abababababababababababababababababababab` |
| — | fix(web): x [Fix 7] | — |
"""


def document(text: str) -> Document:
    return Document.of(text.encode("utf-8", "surrogateescape"), "docs/sessions/x.md")


def test_text() -> None:
    assert written(document("# Session 4\n"), FULL).source.data.decode() == TEXT
    assert read(document(TEXT)) == FULL
    assert written(document(TEXT), FULL).source.data.decode() == TEXT


def test_an_open_record_has_no_figures() -> None:
    text = written(document(""), Record(ID, 1, goal="Mend it", fixes=(Fix("7"),))).source.data.decode()

    assert text == f'---\nid: {ID}\nnumber: 1\nstatus: in_progress\ngoal: Mend it\nfixes: ["7"]\n---\n'


def test_the_rest_stays() -> None:
    text = f"\ufeff---\r\nowner: me\r\nid: {ID}\r\ntags:\r\n  - a\r\nstatus: blocked\r\n---\r\nText\r\n"

    changed = written(document(text), Record(ID, status="completed"))
    cut = written(document(f"---\nid: {ID}\nowner: me\n---"), Record(ID))

    assert cut.source.data.decode() == f"---\nid: {ID}\nstatus: in_progress\nowner: me\n---\n"
    assert changed.source.data.decode() == (
        f"\ufeff---\r\nid: {ID}\r\nstatus: completed\r\nowner: me\r\ntags:\r\n  - a\r\n---\r\nText\r\n"
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("number: 12 # a label", Record(ID, 12)),
        ("number: twelve", Record(ID)),
        ("fixes:\n  - 2.3\n  - '#7'", Record(ID, fixes=(Fix("2.3"), Fix("7")))),
        ("fixes: [2.10, 7]", Record(ID, fixes=(Fix("2.10"), Fix("7")))),
        ("fixes: 2.3, #7, nothing", Record(ID, fixes=(Fix("2.3"), Fix("7")))),
        ("fixes: [2.3, #7", Record(ID, fixes=(Fix("2.3"), Fix("7")))),
        ("goal: 'it''s done'", Record(ID, goal="it's done")),
        ("goal: Batch A: all of it", Record(ID, goal="Batch A: all of it")),
        ('goal: "not closed', Record(ID, goal="not closed")),
        ("goal:\n  - a\n  - b", Record(ID, goal="a b")),
        ("status: In Progress", Record(ID)),
        ("ended: 2026-02-13T16:30:00Z", Record(ID, status="completed", ended="2026-02-13T16:30:00Z")),
        ("fixes: " + "[" * 19_000, Record(ID)),
    ],
)
def test_what_other_hands_wrote(lines: str, expected: Record) -> None:
    titled = expected._replace(title=expected.title or title_of(expected.goal))
    assert read(document(f"---\nid: {ID}\n{lines}\n---\n")) == titled


@pytest.mark.parametrize(
    "text", ["", "# Session\n", "---\nid: 7\n---\n", f"id: {ID}\n", f"---\nid: {ID}\n"]
)
def test_what_is_no_record(text: str) -> None:
    assert read(document(text)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", Fix("7")),
        ("#7", Fix("7")),
        ("Fix #7:mend it", Fix("7", "mend it")),
        ("Fix Section 2.3:mend it:a/b.py", Fix("2.3", "mend it", "a/b.py")),
        ("2.3:change a:b to c:a/b.py", Fix("2.3", "change a:b to c", "a/b.py")),
        ("2.3:mend this: and that", Fix("2.3", "mend this: and that")),
        ("2.3::a.py", Fix("2.3", "", "a.py")),
        ("login", Fix("")),
        ("", Fix("")),
    ],
)
def test_fix(text: str, expected: Fix) -> None:
    assert fix_of(text) == expected


def test_what_people_call_it() -> None:
    assert (FULL.label, Record(ID).label, FULL.date) == ("4", ID, "2026-02-13")


@given(st.text(), st.text(), st.text(alphabet=": x#'\"\n\u2028é"))
def test_any_text_comes_back(goal: str, branch: str, title: str) -> None:
    record = Record(ID, goal=goal, branch=branch, title=title)

    again = read(written(document(""), record))

    flat = record._replace(goal=_flat(goal), branch=_flat(branch), title=_flat(title))
    assert again == flat._replace(title=flat.title or title_of(flat.goal))


@given(st.text(alphabet="0123.:# ax/\n"))
def test_a_fix_comes_back(text: str) -> None:
    fix = fix_of(f"7:{text}")
    assert fix_of(fix_text(fix)) == fix


@given(st.text(), st.text(alphabet="-:[]\"'{}#, \nx7\\"))
def test_anything_is_read(one: str, two: str) -> None:
    read(document(f"---\nid: {ID}\n{one}\nfixes: {two}\ngoal: {two}\n---\n"))


def _flat(text: str) -> str:
    return " ".join(text.split())
