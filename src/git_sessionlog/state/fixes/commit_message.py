"""What the message of a commit says of fixes: the ids in its tags, and what it reverts. Pure, and fast."""

import re
from functools import lru_cache
from typing import NamedTuple

from ...core import fix_ids, fix_tag
from ...git.cleanup import first_line, from_subject
from ...git.trailers import CHECKPOINT, KEY, values
from ...messages import header, reverts
from ...settings.model import Settings

_LONGEST = 2000  # characters of a subject that are read
_ID = fix_ids.ID.encode()
# Nothing else in the line can be a tag, so its ids are those that the whole grammar finds.
_PLAIN = re.compile(
    rb"[^\[\]\n(]*(?:\((?!\s*(?i:fix))[^\[\]\n(]*)*\[Fix (%s(?:, ?%s)*)\](?: \(#[0-9]+\))*(?:\n|\Z)"
    % (_ID, _ID)
)
_MAYBE = re.compile(rb"(?i)[\[(]\s*fix")
MADE = (b'Revert "', b"Revert '", b"Revert^", b'Reapply "')
# git-revert(1): "This reverts commit <oid>."; with --reference, "<oid> (<subject>, <date>)".
# Of a merge the next line goes on: "<oid>, reversing\nchanges made to <oid>."
_REVERTS = re.compile(
    rb"(?m)^This reverts commit ([0-9a-f]{7,64})\b(?:, reversing\nchanges made to ([0-9a-f]{7,64})\b)?"
)
_NAMED = re.compile(rf"(?im)^[ \t>*-]{{0,8}}{KEY}:[ \t]*{CHECKPOINT}[ \t]*\r?$")


class Target(NamedTuple):
    """A commit that is reverted, by its id or the start of it; of a merge, what it was `since`, else "".

    `name` is "" where the message only quotes a subject, as after a forge's button.
    """

    name: str
    since: str = ""


class Said(NamedTuple):
    """What a message says: the ids in its subject's tag, those in tags below it, what it reverts.

    `quoted` is the subject that the words of git and forges for a revert quote: "" where there is none.
    """

    ids: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    quoted: str = ""


def read(message: bytes, settings: Settings) -> Said:
    """What a recorded message says. The tag in the subject that a revert quotes is none of its own."""
    message = from_subject(message)
    quoted = reverts.target_of(subject(message)) if message.startswith(MADE) else None
    if quoted:
        return Said((), (), _targets(message) or (Target(""),), quoted)
    plain = _PLAIN.match(message)
    if plain:
        end = plain.end()
        if message.find(b"[Fix ", end) < 0 and message.find(b"This reverts", end) < 0:
            return _said(plain[1])
        ids, rest = _said(plain[1]).ids, message[end:]
    elif not _MAYBE.search(message) and b"This reverts commit " not in message:
        return Said()
    else:
        line, _, rest = message.partition(b"\n")
        ids = _of_subject(line.decode("utf-8", "replace"), settings)
    below = fix_tag.found_in(rest.decode("utf-8", "replace")) if b"[Fix " in rest else ()
    return Said(ids, _once(below, ids), _targets(rest) if b"This reverts commit " in rest else ())


def subject(message: bytes) -> str:
    """The first line."""
    return first_line(message)[:_LONGEST]


def sessions(message: bytes) -> tuple[str, ...]:
    """The sessions that a commit belongs to: that of its trailer, else those that a squash names."""
    if b"heckpoint" not in message:  # quickly: few have one
        return ()
    own = [found[1] for value in values(message, KEY)[-1:] if (found := re.fullmatch(CHECKPOINT, value))]
    named = (found[1] for found in _NAMED.finditer(message.decode("utf-8", "replace")))
    return tuple(own) or tuple(dict.fromkeys(named))


@lru_cache(4096)
def _said(tag: bytes) -> Said:
    """What a message says that only has these ids in the tag of its subject: most are asked for again."""
    found = re.findall(_ID, tag)
    return Said(tuple(dict.fromkeys(fix_ids.normal(id.decode()) for id in found)))


def _of_subject(line: str, settings: Settings) -> tuple[str, ...]:
    """The ids in the tag of a first line; in one that has no type, those of tags that are well formed."""
    tags = "optional" if settings.fix_tag == "off" else settings.fix_tag
    read = header.parse(line[:_LONGEST], settings.types, tags=tags)
    return read.fix_ids or _once(fix_tag.found_in(line[:_LONGEST]), ())


def _targets(rest: bytes) -> tuple[Target, ...]:
    return tuple(Target(found[1].decode(), (found[2] or b"").decode()) for found in _REVERTS.finditer(rest))


def _once(ids: tuple[str, ...], but: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(id for id in dict.fromkeys(map(fix_ids.normal, ids)) if id not in but)
