"""A runbook: the commands of a session with their whole output, as Markdown. Text in, text out.

# Session: 2026-02-13 - Deploy DEV Topics

## Command 1

```sh
kubectl apply -f topic.yaml
```

On laptop in `deploy`, 2026-02-13 18:15:02 UTC.

## Output 1

~~~~text
kafkatopic.kafka.strimzi.io/quote-requested created
~~~~

Exit code 0 after 1.2 s.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

FOLDER = "docs/RUNBOOKS"
"""Where the runbooks are, from the top of the work tree."""
FENCE = "~~~~"
"""The fence around an output, when nothing in it asks for a longer one."""


class Heading(NamedTuple):
    """What a runbook is about: the day (`2026-02-13`), the session's id, its number and its goal."""

    day: str
    session: str = ""
    number: str = ""
    goal: str = ""

    @property
    def name(self) -> str:
        """The name of its file, without `.md`."""
        return f"{self.day}-{self.session or '-'.join(filter(None, ('session', self.number)))}"


class Call(NamedTuple):
    """A command as it is recorded: where, when, and from which directory below the top.

    The directory is "" where it is not known: what was pasted comes from another host.
    """

    command: str
    host: str
    directory: str
    when: datetime


class Seen(NamedTuple):
    """What a runbook has: its last number, a fence that is open at its end, its last section."""

    number: int = 0
    fence: str = ""
    section: str = ""
    empty: bool = True
    ended: bool = True
    """Whether the last line ends."""


def title(heading: Heading, beside: str = "") -> str:
    """The beginning of a runbook; `beside` is the one that another command is writing to."""
    lines = [f"# Session: {heading.day}" + (f" - {heading.goal}" if heading.goal else ""), ""]
    known = [
        f"Session {heading.number}" * bool(heading.number),
        f"`{heading.session}`" * bool(heading.session),
    ]
    if any(known):
        lines += [", ".join(filter(None, known)) + ".", ""]
    if beside:
        lines += [f"Beside [{beside}]({beside}): a command was running there.", ""]
    return "\n".join(lines)


def opening(number: int, call: Call) -> str:
    """The beginning of an entry, up to the first line of the output."""
    fence = "`" * max(3, longest(call.command, "`") + 1)
    place = f" in {code(call.directory)}" if call.directory else ""
    return (
        f"\n## Command {number}\n\n{fence}sh\n{call.command}\n{fence}\n\n"
        f"On {call.host}{place}, {call.when:%Y-%m-%d %H:%M:%S} UTC.\n\n"
        f"## Output {number}\n\n{FENCE}text\n"
    )


def closing(fence: str, words: str) -> str:
    """The end of an entry, behind the last line of the output."""
    return f"{fence}\n\n{words}\n"


def ended(code: int, seconds: float) -> str:
    """How a command ended."""
    return f"Exit code {code} after {_lasting(seconds)}."


CUT_OFF = "No exit code: the recording was cut off."
"""The end of an entry whose recorder was killed."""


def note(seen: Seen, text: str, host: str, when: datetime) -> str:
    """A line under `## Verification`, with that heading where it is not the last one."""
    heading = "" if seen.section == "Verification" else "\n## Verification\n\n"
    return f"{heading}- {when:%Y-%m-%d %H:%M} UTC, {host}: {text}\n"


def longest(text: str, character: str) -> int:
    """The length of the longest fence of that character in the text."""
    found = re.findall(rf"^ {{0,3}}({character}{{3,}})", text, re.MULTILINE)
    return max(map(len, found), default=0)


def code(text: str) -> str:
    """The text as inline code."""
    ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


_LINE = re.compile(rb"^(?: {0,3}(`{3,}|~{3,})([^\n]*)|## (\w+)(?: ([0-9]{1,9}))?[ \t\r]*)$", re.MULTILINE)


def seen(pieces: Iterable[bytes]) -> Seen:
    """What the runbook has that comes in pieces; each but the last one ends with a line."""
    number, fence, section, last = 0, b"", b"", b""
    for piece in pieces:
        last = piece or last
        for mark, info, heading, count in _LINE.findall(piece):
            if fence:
                if mark.startswith(fence) and mark[:1] == fence[:1] and not info.strip():
                    fence = b""
            elif mark and not (mark[:1] == b"`" and b"`" in info):
                fence = mark
            elif heading:
                section = heading
                number = max(number, int(count or 0)) if heading == b"Command" else number
    return Seen(number, fence.decode(), section.decode(), not last, last.endswith(b"\n") or not last)


def _lasting(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
