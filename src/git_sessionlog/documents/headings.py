"""What a heading says, without what people put around it: marks, numbers, emoji, notes in brackets.

    ## ✅ 3. **What's Next** (Priority Order) — Phase D

reads `what's next — phase d`, which is known by its first words.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_MARKUP = re.compile(
    r"<!--.*?(?:-->|$)|[*`~]+(?=\S)|(?<=\S)[*`~]+|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)"
    r"|!?\[([^\[\]]*)\]\([^()\s]*\)"
)
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.):]?\s+(?=\S))?")
_NOTE = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_EDGES = " #:.,;!—-"
_LONGEST = 500  # characters of a heading are read
_PLAIN = str.maketrans({"’": "'", "‘": "'", "＆": "&", "–": "—", "：": ":"})


def name(title: str) -> str:
    """The words of a heading, in lower case; "" for one that has none."""
    return _name(title[:_LONGEST])


@lru_cache(2048)
def _name(title: str) -> str:
    text = _words(title).rstrip(_EDGES)
    while note := _NOTE.search(text):
        text = text[: note.start()].rstrip(_EDGES)
    return _bare(text)


def whole(title: str) -> str:
    """The name of a heading with the notes in brackets: `Tried (Failed)` is not `Tried (Successful)`."""
    return _whole(title[:_LONGEST])


@lru_cache(2048)
def _whole(title: str) -> str:
    return _bare(_words(title))


def means(heading: str, names: Iterable[str]) -> bool:
    """Whether a heading's name is one of some names, or begins with one as with whole words."""
    known = tuple(filter(None, names))
    if not heading.startswith(known):  # most do not, of tens of thousands perhaps
        return False
    return any(heading == alias or _goes_on(heading, alias) for alias in known)


def _words(title: str) -> str:
    text = _MARKUP.sub(lambda found: found.group(1) or "", title).translate(_PLAIN)
    if not text.isascii():
        text = "".join(char for char in text if not _is_sign(char))
    return _NUMBER.sub("", " ".join(text.split()), count=1).replace(" & ", " and ")


def _bare(text: str) -> str:
    return text.strip(_EDGES).casefold()


def _goes_on(heading: str, alias: str) -> bool:
    rest = heading.removeprefix(alias)
    return rest != heading and (not rest[:1].isalnum() or _is_without_blanks(alias[-1]))


def _is_without_blanks(char: str) -> bool:
    """Whether a character is of a script that writes words without a blank between them."""
    return unicodedata.east_asian_width(char) in ("W", "F")


def _is_sign(char: str) -> bool:
    """A picture, or what joins or colours pictures; letters and marks of any script are none."""
    return not char.isascii() and (
        unicodedata.category(char) in ("So", "Sk", "Cf", "Cs", "Me") or char == "\ufe0f"
    )
