"""The line of a state document that may always be written."""

import re
from pathlib import Path

import pytest

from git_sessionlog.documents import session_line
from git_sessionlog.documents.document import Document
from git_sessionlog.documents.profiles import registry
from git_sessionlog.documents.session_line import Said

CASES = Path(__file__).parents[1] / "cases" / "session-lines.txt"
DAY, ID = "2026-02-13", "20260213-7k3f9q"
KNOWN = registry.concepts()


def cases() -> list[tuple[str, str, str]]:
    """The name of each case, the document before, and after."""
    _, *parts = re.split(r"(?m)^%% ", CASES.read_text(encoding="utf-8").replace("␣", " "))
    found = []
    for part in parts:
        name, _, rest = part.partition("\n")
        before, _, after = rest.partition("=>\n")
        found.append((name, before, after))
    return found


def written(data: bytes, day: str = DAY, who: str = ID) -> bytes:
    return session_line.written(Document.of(data), KNOWN, Said(day, who)).source.data


@pytest.mark.parametrize(("name", "before", "after"), cases(), ids=[name for name, _, _ in cases()])
def test_what_becomes_of_it(name: str, before: str, after: str) -> None:
    assert written(before.encode()).decode() == after


@pytest.mark.parametrize(("name", "before", "after"), cases(), ids=[name for name, _, _ in cases()])
def test_another_session_says_something_new_and_twice_is_once(name: str, before: str, after: str) -> None:
    once = written(before.encode())
    other = written(once, who="20260213-zzzzzz")

    assert b"20260213-zzzzzz" in other or DAY.encode() in once
    assert written(other, who="20260213-zzzzzz") == other
    assert other != once


ENDS = ("\n", "\r\n", "\r")


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize(("name", "before", "after"), cases(), ids=[name for name, _, _ in cases()])
def test_every_other_byte_stays(
    name: str, before: str, after: str, closed: bool, mark: str, end: str
) -> None:
    text = before if closed else before.rstrip("\n")
    data = (mark + text.replace("\n", end)).encode()

    changed = written(data)

    assert changed.decode().startswith(mark)
    old, new = (one.decode().removeprefix(mark).split(end) for one in (data, changed))
    assert DAY in changed.decode()
    lost = [line for line in old if line and line not in new]
    assert len(lost) <= 1
    assert all(re.sub(r"[0-9]|January", "", line)[:8] in changed.decode() for line in lost)
    assert not re.search("\r(?!\n)|(?<!\r)\n", changed.decode()) or end != "\r\n"


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\xff\xfe\x00", b"---\na: b\n---", b"<<<<<<< a\n=======\n>>>>>>> b\n"]
)
def test_a_document_with_no_text(data: bytes) -> None:
    changed = written(data)

    assert ID.encode() in changed
    assert data.strip() in changed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Status\n", "# Status\n\n**Last session**: —\n"),
        ("# Stand\n\nErledigt und offen\n", "# Stand\n\n**Letzte Sitzung**: —\n\nErledigt und offen\n"),
        ("# Status\n\nUpdated: 2026-01-04\n", "# Status\n\nUpdated: 2026-01-04\n"),
        ("", "**Last session**: —\n"),
    ],
)
def test_a_line_for_the_first_session(text: str, expected: str) -> None:
    once = session_line.prepared(Document.of(text.encode()), KNOWN)

    assert once.source.data.decode() == expected
    assert session_line.prepared(once, KNOWN) is once
