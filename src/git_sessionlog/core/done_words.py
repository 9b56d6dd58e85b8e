"""The words for how far a thing is, and for when it is expected, as people write them."""

import re
import unicodedata

_DONE = re.compile(
    r"(?:done|completed?|closed|fixed|resolved|finished|shipped|merged|deployed|conclu[ií]d[oa]|feito|resuelto|"
    r"hecho|completado|termin[ée]e?|fait|fertig|erledigt|готово|сделано|完了|完成|済み?|已完成|已解决|완료|해결)(?![^\W_])"
)
_TICKS = "✅✓✔☑"
EXPECTED = re.compile(
    r"(?i)\b(?:expected|due|eta|resolution date|until|by)\b[^\n\d]{0,40}(?=\d|\w{3,9} \d)"
)
"""What stands before the date by which something should be there."""


def plain(text: str) -> str:
    """A status in lower case, without pictures and marks, `in_progress` as `in progress`."""
    kept = "".join(
        char for char in text[:200] if unicodedata.category(char)[0] not in "SC" and char != "\ufe0f"
    )
    return re.sub(r"[\s_*`~-]+", " ", kept).strip(" .:;,!").casefold()


def is_done(text: str) -> bool:
    """Whether a status says that the thing is done: by its first word, or by a tick."""
    return bool(_DONE.match(plain(text))) or text.strip()[:1] in tuple(_TICKS)


def is_one_of(text: str, values: tuple[str, ...]) -> bool:
    """Whether a status is one of some, whatever comes behind it in brackets or behind a dash."""
    words = plain(text)
    return any(
        words == known or re.match(re.escape(known) + r"(?!\w)", words) for known in map(plain, values)
    )
