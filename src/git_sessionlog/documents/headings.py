"""What a heading says, without what people put around it: marks, numbers, emoji, notes in brackets.

    ## ✅ 3. **What's Next** (Priority Order) — Phase D

reads `what's next — phase d`, which is known by its first words.
"""

import re
import unicodedata
from collections.abc import Iterable

_MARKUP = re.compile(r"<!--.*?(?:-->|$)|[*`_~]+(?=\S)|(?<=\S)[*`_~]+|!?\[([^\[\]]*)\]\([^()\s]*\)")
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.):]?\s+(?=\S))?")
_NOTE = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "＆": "&", "–": "—", "：": ":"})


def name(title: str) -> str:
    """The words of a heading, in lower case; "" for one that has none."""
    text = _words(title)
    while _NOTE.search(text):
        text = _NOTE.sub("", text)
    return _bare(text)


def whole(title: str) -> str:
    """The name of a heading with the notes in brackets: `Tried (Failed)` is not `Tried (Successful)`."""
    return _bare(_words(title))


def means(heading: str, names: Iterable[str]) -> bool:
    """Whether a heading's name is one of some names, or begins with one as with whole words."""
    return any(heading == alias or _goes_on(heading, alias) for alias in names if alias)


def _words(title: str) -> str:
    text = _MARKUP.sub(lambda found: found.group(1) or "", title[:500]).translate(_PLAIN)
    text = "".join(char for char in text if not _is_sign(char))
    return _NUMBER.sub("", " ".join(text.split()), count=1)


def _bare(text: str) -> str:
    return text.replace(" & ", " and ").strip(" #:.,;!—-").casefold()


def _goes_on(heading: str, alias: str) -> bool:
    rest = heading.removeprefix(alias)
    return rest != heading and (not rest[:1].isalnum() or not alias[-1].isascii())


def _is_sign(char: str) -> bool:
    """A picture, or what joins or colours pictures; letters and marks of any script are none."""
    return not char.isascii() and (
        unicodedata.category(char) in ("So", "Sk", "Cf", "Cs") or char == "\ufe0f"
    )
