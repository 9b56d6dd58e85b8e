"""Where the records of sessions are, and the names of their files."""

import re
from collections.abc import Iterable, Sequence

from ..documents.profiles.model import DocumentType, Profile, filled
from ..documents.profiles.paths import unique
from .record import Record

DIRECTORY = "docs/sessions/"
"""Where records are looked for in any case."""

_RECORD = Profile._field_defaults["record"]


def directories(profiles: Iterable[Profile]) -> tuple[str, ...]:
    """The directories that hold records, each with a `/` at its end."""
    own = (re.split("[{]", profile.record, maxsplit=1)[0] for profile in profiles)
    return tuple(
        dict.fromkeys((*(path.rpartition("/")[0] + "/" for path in own if "/" in path), DIRECTORY))
    )


def path_for(profiles: Sequence[Profile], record: Record) -> str:
    """The path for a new record: that of the first profile that has one of its own."""
    template = next((one.record for one in profiles if one.record != _RECORD), _RECORD)
    return filled(template, values(record))


def own_paths(kind: DocumentType, record: Record) -> tuple[str, ...]:
    """Where a session may have its document of a kind: at the first path, an older one at the others.

    One without a number has none where nothing else is in the name: it would be that of any other.
    """
    names = (one for one in (kind.path, *kind.also) if record.number or unique(one) == one)
    return tuple(filled(one, values(record)) for one in names)


def values(record: Record) -> dict[str, str]:
    """What the placeholders of a path stand for."""
    title = record.title or record.goal
    return {
        "id": record.id,
        "number": str(record.number),
        "date": record.date,
        "slug": slug(title) or "session",
        "random": record.id[9:],
    }


def slug(text: str) -> str:
    """A few words of a text as the name of a file has them."""
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return "-".join(words[:6])[:60].strip("-")


def natural(name: str) -> list[tuple[int, str]]:
    """A key that sorts `session-9` before `session-10`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d{1,18})", name)]
