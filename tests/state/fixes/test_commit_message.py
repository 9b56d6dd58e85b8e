"""What messages say of fixes: the cases of tests/cases/trace, and that the quick way finds the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given

from git_sessionlog.core import fix_ids, fix_tag
from git_sessionlog.messages import header
from git_sessionlog.settings.model import Settings
from git_sessionlog.state.fixes import commit_message as message
from strategies import lines

FILE = Path(__file__).parents[2] / "cases" / "trace" / "messages.txt"


class Case(NamedTuple):
    name: str
    message: bytes
    expected: list[str]


def _cases() -> Iterator[Case]:
    text = "\n".join(line for line in FILE.read_text().splitlines() if not line.startswith("#"))
    for paragraph in text.strip().split("\n\n"):
        name, *rest = paragraph.split("\n")
        given = [line[4:] if line != "    ." else "" for line in rest if line.startswith("    ")]
        expected = [line for line in rest if not line.startswith("    ") and line != "."]
        yield Case(name, "\n".join(given).encode() + b"\n", expected)


def _told(data: bytes) -> Iterator[str]:
    said = message.read(data, Settings())
    targets = [
        f"{one.name} since {one.since}" if one.since else one.name or "what it quotes"
        for one in said.targets
    ]
    for name, words in (
        ("ids", said.ids),
        ("below", said.below),
        ("reverts", targets),
        ("quoted", [said.quoted] if said.quoted else []),
        ("sessions", message.sessions(data)),
    ):
        if words:
            yield f"{name} {' '.join(words)}"


@pytest.mark.parametrize("case", list(_cases()), ids=lambda case: case.name)
def test_message(case: Case) -> None:
    assert list(_told(case.message)) == case.expected


@pytest.mark.parametrize(
    ("tags", "ids"),
    [("always", ("12", "7")), ("optional", ("7",)), ("off", ("7",)), ("fix-type", ("12", "7"))],
)
def test_what_counts_as_a_tag_the_settings_say(tags: str, ids: tuple[str, ...]) -> None:
    """Where tags are off, those that are well formed are taken for what they look like."""
    line = b"fix(api): mend (fixes #12) the thing [Fix 7]"

    assert message.read(line, Settings(fix_tag=tags)).ids == ids


@given(lines)
def test_the_quick_way_finds_what_the_grammar_finds(line: str) -> None:
    line = line.replace("\n", " ").replace("\0", " ")

    for text in (line, f"feat(api): {line} [Fix 2.3, #7]", f"fix: {line} [Fix 9] (#12)"):
        whole = header.parse(text, Settings().types)
        slow = whole.fix_ids or tuple(dict.fromkeys(map(fix_ids.normal, fix_tag.found_in(text))))
        assert message.read(text.encode("utf-8", "surrogatepass"), Settings()).ids == slow


@pytest.mark.parametrize("size", [1_000, 100_000])
@pytest.mark.parametrize(
    "piece",
    ["(", "[Fix ", "[Fix 1", "[", "(x", "1,", "[Fix 1, ", "This reverts commit 0123456\n", 'Revert "'],
)
def test_hostile_messages_take_no_longer(piece: str, size: int) -> None:
    """A test that hangs is a pattern that is not linear."""
    for text in (
        piece * size,
        "fix(api): x [Fix " + piece * size,
        'Revert "' + piece * size + '"\n\n' + piece,
    ):
        message.read(text[:size].encode(), Settings())
        message.sessions(f"x\n\nSession-Checkpoint: {text[:size]}".encode())
