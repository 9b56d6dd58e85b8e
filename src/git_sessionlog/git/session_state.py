"""Sessions and their checkpoints, as values: text in, text out."""

import re
from typing import NamedTuple

from .trailers import CHECKPOINT

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32, lower case
ID = r"[0-9]{8}-[0-9a-hjkmnp-tv-z]{6}"
"""The id of a session: the UTC date on which it started, and six random characters."""

_LAST = 9999  # the trailer's number has four digits


class Session(NamedTuple):
    """The active session of a branch, or of a worktree that is on none.

    `id` is `YYYYMMDD-rrrrrr` (UTC start date, random), `checkpoints` counts those given out;
    `auto` is whether a commit opened it for the day, `home` where its state was written, `branch` the
    branch that it was on then.
    """

    id: str
    checkpoints: int = 0
    auto: bool = False
    home: str = ""
    branch: str = ""

    @property
    def last(self) -> str:
        """The checkpoint given out last, as the trailer has it."""
        return f"{self.id}/{self.checkpoints}"


def opened(day: str, random: bytes, home: str = "") -> Session:
    """A session that a commit opens for a UTC day (`YYYYMMDD`), named by four random bytes."""
    number = int.from_bytes(random[:4], "big")
    name = "".join(_ALPHABET[number >> shift & 31] for shift in range(0, 30, 5))
    return Session(f"{day}-{name}", 0, True, home)


def minted(active: Session | None, fresh: Session, *, auto: bool = True) -> Session | None:
    """The session with one more checkpoint, which is `last`; None when there is none to open.

    `fresh` is the session to open, where there is no active one: a session that a commit opened
    ends with its day, and a copied repository does not go on with the numbers of the original.
    """
    if active and active.auto and (active.id[:8], active.home) != (fresh.id[:8], fresh.home):
        active = None
    if active and active.checkpoints >= _LAST:
        active = None
    if not active and not auto:
        return None
    going = active or fresh
    return going._replace(checkpoints=going.checkpoints + 1)


def to_text(session: Session) -> str:
    """The session as its state file has it."""
    auto = "true" if session.auto else "false"
    lines = (
        f"session: {session.id}",
        f"checkpoints: {session.checkpoints}",
        f"auto: {auto}",
        f"home: {session.home}",
        f"branch: {session.branch}",
    )
    return "\n".join(lines) + "\n"


def from_text(text: str) -> Session | None:
    """The session of a state file; None when the file is not whole: then a new one is opened."""
    values = dict(line.split(": ", 1) for line in text.split("\n") if ": " in line)
    count = values.get("checkpoints", "")
    if not re.fullmatch(ID, values.get("session", "")) or not re.fullmatch(r"[0-9]{1,4}", count):
        return None
    auto = values.get("auto") == "true"
    return Session(values["session"], int(count), auto, values.get("home", ""), values.get("branch", ""))


def parts(value: str) -> tuple[str, int] | None:
    """The session and the number that a trailer's value names; None when it is no checkpoint."""
    found = re.fullmatch(CHECKPOINT, value)
    return (found.group(1), int(found.group(2))) if found else None
