"""Where the records of sessions are, and the names of their files."""

import os
import re
from collections.abc import Iterable, Sequence

from ..documents.profiles.model import Profile, filled
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


def path_for(profiles: Sequence[Profile], record: Record, top: str) -> str:
    """The path for a new record: that of the first profile that has one of its own.

    Where another session has that path already, the random part of the id is put behind its name.
    """
    template = next((one.record for one in profiles if one.record != _RECORD), _RECORD)
    path = filled(template, values(record))
    return longer(path, record) if record.suffix or os.path.lexists(os.path.join(top, path)) else path


def longer(path: str, record: Record) -> str:
    """A path of a session's own file with the random part of its id, which no other session has."""
    if record.id in path:
        return path
    stem, ending = os.path.splitext(path)
    return f"{stem}-{record.id[9:]}{ending}"


def values(record: Record) -> dict[str, str]:
    """What the placeholders of a path stand for."""
    title = record.title or record.goal
    return {
        "id": record.id,
        "number": str(record.number),
        "date": record.date,
        "slug": slug(title) or record.id[9:],
    }


def slug(text: str) -> str:
    """A few words of a text as the name of a file has them."""
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return "-".join(words[:6])[:60].strip("-")


def natural(name: str) -> list[tuple[int, str]]:
    """A key that sorts `session-9` before `session-10`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d{1,18})", name)]
