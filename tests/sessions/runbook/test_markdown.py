"""The text of a runbook: what is written is read back, whatever the output is."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.sessions.runbook import markdown
from git_sessionlog.sessions.runbook.markdown import CUT_OFF, FENCE, Call, Heading, Seen, seen

WHEN = datetime(2026, 2, 13, 18, 15, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("heading", "name", "title"),
    [
        (Heading("2026-02-13"), "2026-02-13-session", "# Session: 2026-02-13\n"),
        (
            Heading("2026-02-13", goal="Deploy DEV Topics"),
            "2026-02-13-session",
            "# Session: 2026-02-13 - Deploy DEV Topics\n",
        ),
        (
            Heading("2026-02-13", number="039"),
            "2026-02-13-session-039",
            "# Session: 2026-02-13\n\nSession 039.\n",
        ),
        (
            Heading("2026-02-13", "20260213-7k3f9q", "4", "Deploy"),
            "2026-02-13-20260213-7k3f9q",
            "# Session: 2026-02-13 - Deploy\n\nSession 4, `20260213-7k3f9q`.\n",
        ),
    ],
)
def test_heading(heading: Heading, name: str, title: str) -> None:
    assert (heading.name, markdown.title(heading)) == (name, title)


def test_an_entry() -> None:
    call = Call("kubectl apply -f topic.yaml", "laptop", "deploy", WHEN)
    text = (
        markdown.title(Heading("2026-02-13", goal="Deploy DEV Topics"))
        + markdown.opening(1, call)
        + "topic created\n"
        + markdown.closing(FENCE, markdown.ended(0, 1.23))
    )
    assert text == (
        "# Session: 2026-02-13 - Deploy DEV Topics\n"
        "\n## Command 1\n\n```sh\nkubectl apply -f topic.yaml\n```\n"
        "\nOn laptop in `deploy`, 2026-02-13 18:15:02 UTC.\n"
        "\n## Output 1\n\n~~~~text\ntopic created\n~~~~\n"
        "\nExit code 0 after 1.2 s.\n"
    )


@pytest.mark.parametrize(
    ("command", "fence"),
    [("x", "```"), ("sh -c '\n```\n'", "````"), ("echo ```", "```"), ("a\n  `````", "``````")],
)
def test_the_fence_of_a_command_is_longer_than_what_is_in_it(command: str, fence: str) -> None:
    text = markdown.opening(1, Call(command, "laptop", ".", WHEN))
    assert f"\n{fence}sh\n{command}\n{fence}\n" in text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.04, "0.0 s"),
        (59.94, "59.9 s"),
        (60, "1 min 00 s"),
        (3599.4, "59 min 59 s"),
        (7380, "2 h 03 min"),
        (90000, "25 h 00 min"),
    ],
)
def test_duration(seconds: float, words: str) -> None:
    assert markdown.ended(0, seconds) == f"Exit code 0 after {words}."


@pytest.mark.parametrize(
    ("text", "code"), [("a", "`a`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("a``", "``` a`` ```")]
)
def test_inline_code(text: str, code: str) -> None:
    assert markdown.code(text) == code


def test_notes_stand_under_one_heading() -> None:
    first = markdown.note(Seen(1, section="Output"), "3 brokers ready", "laptop", WHEN)
    second = markdown.note(seen([first.encode()]), "topic is there", "bastion", WHEN)
    assert first + second == (
        "\n## Verification\n\n"
        "- 2026-02-13 18:15 UTC, laptop: 3 brokers ready\n"
        "- 2026-02-13 18:15 UTC, bastion: topic is there\n"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", Seen()),
        ("# Session\n", Seen(0, "", "", False)),
        ("## Command 3\n", Seen(3, "", "Command", False)),
        ("## Command 3\r\n\r\n## Verification\r\n", Seen(3, "", "Verification", False)),
        ("## Command 3\n## Command 2", Seen(3, "", "Command", False, False)),
        ("```sh\n## Command 7\n```\n", Seen(0, "", "", False)),
        ("~~~~text\n## Command 7\n~~~\n```\n", Seen(0, "~~~~", "", False)),
        ("~~~~text\n~~~~ x\n   ~~~~~ \nout", Seen(0, "", "", False, False)),
        ("~~~~text\nout", Seen(0, "~~~~", "", False, False)),
        ("``` a`b\n## Command 4\n", Seen(4, "", "Command", False)),
        ("    ```\n## Command 4\n", Seen(4, "", "Command", False)),
        ("## Command one\n# Command 2\nx ## Command 3\n", Seen(0, "", "", False)),
    ],
)
def test_what_is_seen(text: str, found: Seen) -> None:
    assert seen([text.encode()] if text else []) == found


PIECES = st.sampled_from(
    ["~~~~", "~~~", "~", "```", "````", "`", " ", "\n", "\n", "## Command 9", "## Output 9", "x", "sh", "é"]
)
OUTPUTS = st.lists(PIECES, max_size=30).map("".join)


@given(st.lists(st.tuples(OUTPUTS, OUTPUTS), max_size=4))
def test_what_is_recorded_is_read_back(entries: list[tuple[str, str]]) -> None:
    """Whatever the commands and the outputs are: entries are counted, and no fence is left open."""
    text = markdown.title(Heading("2026-02-13"))
    for number, (command, output) in enumerate(entries, 1):
        fence = "~" * max(len(FENCE), markdown.longest(output, "~") + 1)
        opening = markdown.opening(number, Call(command, "laptop", ".", WHEN))
        text += opening.removesuffix(f"{FENCE}text\n") + f"{fence}text\n{output}\n"
        assert seen([text.encode()])._replace(ended=True) == Seen(number, fence, "Output", False)
        text += markdown.closing(fence, CUT_OFF)
    assert seen([text.encode()]) == Seen(len(entries), "", "Output" if entries else "", False)
    blocks = re.findall(
        r"^## Output \d+\n\n(~{4,})text\n(.*?)\n\1\n\nNo exit", text, re.MULTILINE | re.DOTALL
    )
    assert [output for _, output in blocks][: len(entries)] == [output for _, output in entries]
