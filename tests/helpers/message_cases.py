"""The files cases/messages/*.case: a message file in, a verdict out.

    case 57: the colon is missing
    editor: yes
    git: core.commentChar=;
    settings: scopes = ["api", "web"]
    state: merge
    env: GIT_AUTHOR_NAME=A

        feat(api) add login [Fix 2.3]

    refused
    1:10 colon-missing: missing ":" after "feat(api)"
    corrected: feat(api): add login [Fix 2.3]

Every line between the title and the message may be left out or be there more than once. Without
`editor: yes` git brought up no editor. The message is indented by four blanks; it ends with a line
feed but where its last line ends with `\\c`, and knows `\\xe9` (a byte), `\\u200b` (a character),
`\\n`, `\\r`, `\\t`, `\\s` (a blank at the end of a line) and `\\\\`. The verdict is `accepted`,
`refused` or `skipped: <why>`, then one line a finding, with `warning` before those that refuse
nothing. `file:` and an indented text is the message file afterwards; `<id>` stands for the session.
A line that starts with `#` is a comment.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent.parent / "cases" / "messages"


class Case(NamedTuple):
    """One case: what is given, and what is expected as the lines of the file."""

    id: str
    title: str
    place: str
    message: bytes
    expected: list[str]
    file: bytes | None = None
    editor: bool = False
    state: str = ""
    git: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    env: tuple[str, ...] = ()


def message_cases() -> list[Case]:
    """Every case of every file."""
    return [case for file in sorted(FOLDER.glob("*.case")) for case in read(file)]


def read(file: Path) -> Iterator[Case]:
    """The cases of one file."""
    text = re.sub(r"(?m)^#.*\n", "", file.read_text(encoding="utf-8"))
    for piece in re.split(r"(?m)^case ", text)[1:]:
        title, _, rest = piece.partition("\n")
        id, _, title = title.partition(": ")
        head, *blocks = re.split(r"(?m)((?:^    .*\n|^\n)*^    .*\n)", rest)
        message = _bytes(blocks[0]) if blocks else b""
        tail = [line for line in "".join(blocks[1:2]).splitlines() if line]
        body = _bytes(blocks[2]) if len(blocks) > 2 else None
        given = [line.split(": ", 1) for line in head.splitlines() if line]
        values = {name: tuple(v for n, v in given if n == name) for name, _ in given}
        unknown = set(values) - {"editor", "state", "git", "settings", "env"}
        assert not unknown, f"{file.name}: case {id}: {unknown}"
        yield Case(
            id,
            title,
            file.stem,
            message,
            [line for line in tail if line != "file:"],
            body,
            editor="editor" in values,
            state=values.get("state", ("",))[0],
            git=values.get("git", ()),
            settings=values.get("settings", ()),
            env=values.get("env", ()),
        )


def _bytes(block: str) -> bytes:
    lines = [line[4:] for line in block.strip("\n").split("\n")]
    text = "\n".join(lines) + "\n"
    return data_of(text.removesuffix("\\c\n") if text.endswith("\\c\n") else text)


def data_of(text: str) -> bytes:
    """The bytes of a text with escapes."""
    return re.sub(rb"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|[nrts\\])", _one, text.encode())


def _one(found: "re.Match[bytes]") -> bytes:
    code = found.group(1)
    if code[:1] == b"x":
        return bytes.fromhex(code[1:].decode())
    if code[:1] in b"uU":
        return chr(int(code[1:], 16)).encode("utf-8", "surrogatepass")
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"s": b" ", b"\\": b"\\"}[code]
