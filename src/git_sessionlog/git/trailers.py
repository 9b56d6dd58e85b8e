"""The checkpoint trailer of a message: bytes in, bytes out, nothing else touched.

    feat(api): add login [Fix 2.3]

    The token is kept for an hour.

    Signed-off-by: Ann <ann@example.com>
    Session-Checkpoint: 20260213-7k3f9q/3

Not `git interpret-trailers`: it glues the trailer to the subject of a message without final newline,
rewrites `https://x` to `https: //x`, and obeys the user's `trailer.*` settings. Where a block starts
is git's own rule (trailer.c, `find_trailer_block_start`), but for one thing: a URL is no trailer.
"""

import re
from typing import NamedTuple

from .cleanup import BLANKS, Cleanup, split_scissors

KEY = "Session-Checkpoint"
"""The key; git compares keys without regard to case."""

CHECKPOINT = r"([0-9]{8}-[0-9a-hjkmnp-tv-z]{6})/([1-9][0-9]{0,3})"
"""`<session>/<n>`: the session's id and the number of the checkpoint in it."""

OPT_OUT = "none"
"""The value that keeps a commit without a checkpoint, also when it is amended."""

_TRAILER = rb"(?![A-Za-z][A-Za-z0-9+.-]*://)[A-Za-z0-9-]+[ \t]*:"
_MADE_BY_GIT = rb"(?m)^(?:Signed-off-by: |\(cherry picked from commit )"


class Anatomy(NamedTuple):
    """A message file in pieces: `body` ends with its last line of text, `rest` and `cut` follow it.

    `block` is the index in `body` where the trailer block starts, len(body) where there is none.
    """

    body: list[bytes]
    block: int
    rest: list[bytes]
    cut: bytes


def checkpoint_of(data: bytes, cleanup: Cleanup) -> str:
    """The value of our trailer in the last block: a checkpoint, "none", or "" without a valid one."""
    anatomy = _dissect(data, cleanup)
    values = [_value(line) for line in anatomy.body[anatomy.block :] if _is_ours(line)]
    return next((value for value in reversed(values) if _is_valid(value)), "")


def values(data: bytes, key: str) -> list[str]:
    """The values of a key in the last block of a recorded message, as text of one line each."""
    anatomy = _dissect(data, Cleanup("verbatim"))
    lines = [line.partition(b":") for line in anatomy.body[anatomy.block :]]
    named = key.lower().encode()
    found = (value for name, colon, value in lines if colon and name.strip(b" \t").lower() == named)
    return [value.strip().decode("utf-8", "replace") for value in found]


def with_checkpoint(data: bytes, value: str, cleanup: Cleanup, *, anew: bool = False) -> bytes:
    """The message with exactly one trailer `Session-Checkpoint: value` in its last block.

    A valid one that is there stays as it is, whatever `value`, unless it is made `anew`: by "" there is
    none then. A message without text is returned unchanged: git's "empty commit message" must still come.
    """
    anatomy = _dissect(data, cleanup)
    if not anatomy.body:
        return data
    newline = b"\r\n" if 0 < data.count(b"\n") == data.count(b"\r\n") else b"\n"
    body, block = list(anatomy.body), anatomy.block
    ours = [i for i in range(block, len(body)) if _is_ours(body[i])]
    keep = None if anew else next((i for i in reversed(ours) if _is_valid(_value(body[i]))), None)
    dropped = {j for i in ours if i != keep for j in (i, *_continuation(body, i))}
    if keep is None and value:
        if not body[-1].endswith(b"\n"):
            body[-1] += newline  # `git merge` writes its message without a final newline
        if block == len(body):
            body.append(newline)
        body.append(f"{KEY}: {value}".encode() + newline)
    kept = [line for i, line in enumerate(body) if i not in dropped]
    return b"".join((*kept, *anatomy.rest, anatomy.cut))


def _dissect(data: bytes, cleanup: Cleanup) -> Anatomy:
    head, cut = split_scissors(data, cleanup)
    lines = [line + b"\n" for line in head.split(b"\n")]
    lines[-1:] = [lines[-1][:-1]] if lines[-1] != b"\n" else []
    title = next((i for i, line in enumerate(lines) if not _is_dead(line, cleanup)), None)
    if title is None:
        return Anatomy([], 0, lines, cut)
    end = len(lines)
    while _is_dead(lines[end - 1], cleanup):
        end -= 1
    while title < end and lines[title].strip(BLANKS):
        title += 1  # the first paragraph is the title, and never a block
    start = end
    while start > title and lines[start - 1].strip(BLANKS):
        start -= 1
    dead = cleanup.dead
    paragraph = [line for line in lines[start:end] if not (dead and line.startswith(dead))]
    block = start if paragraph and _is_block(paragraph) else end
    return Anatomy(lines[:end], block, lines[end:], cut)


def _is_dead(line: bytes, cleanup: Cleanup) -> bool:
    """Whether it is blank, or a comment that git will remove."""
    return not line.strip(BLANKS) or (cleanup.dead is not None and line.startswith(cleanup.dead))


def _is_block(paragraph: list[bytes]) -> bool:
    """Whether git takes a paragraph for trailers: all lines are, or a quarter and one of git's own."""
    trailers = others = continued = 0
    made = re.search(_MADE_BY_GIT, b"".join(paragraph)) is not None
    for line in reversed(paragraph):
        if re.match(_MADE_BY_GIT, line) or re.match(_TRAILER, line):
            trailers, continued = trailers + 1, 0
        elif line[:1] in b" \t":
            continued += 1
        elif not made:
            return False
        else:
            others, continued = others + 1 + continued, 0
    others += continued
    return trailers > 0 and (not others or (made and trailers * 3 >= others))


def _continuation(body: list[bytes], at: int) -> list[int]:
    """The lines that continue the trailer at `at`: indented ones."""
    end = at + 1
    while end < len(body) and body[end][:1] in (b" ", b"\t") and body[end].strip(BLANKS):
        end += 1
    return list(range(at + 1, end))


def _is_ours(line: bytes) -> bool:
    key, colon, _value = line.partition(b":")
    return bool(colon) and key.rstrip(b" \t").lower() == KEY.lower().encode()


def _value(line: bytes) -> str:
    return line.partition(b":")[2].strip(b" \t\r\n").decode("ascii", "replace")


def _is_valid(value: str) -> bool:
    return value == OPT_OUT or re.fullmatch(CHECKPOINT, value) is not None
