"""What a reader counts as one character. For what is not ASCII: an ASCII text has one in each place.

The rule is a small part of Unicode's for extended grapheme clusters (UAX #29), by what Python knows of each
character. To the one before it belongs:

* a mark, by its category: Mn, Me, Mc (combining accents, vowel signs of Devanagari and Thai, variation
  selectors, the keycap), and the two vowels of Thai and Lao that are letters to Unicode;
* a joiner, and a picture behind a joiner: a family of emoji counts once;
* the colour of an emoji's skin, the tags of a flag, a vowel or an end of a Hangul syllable;
* the second of two regional indicators: a flag.

Consonants that a virama joins count one each, as they did until Unicode 15.1.
"""

from unicodedata import category

_MARKS = ("Mn", "Me", "Mc")
_JOINER = "\u200d"
_EXTENDING = (
    *((0x0E33, 0x0E33), (0x0EB3, 0x0EB3), (0x1160, 0x11FF), (0x200C, 0x200D), (0xD7B0, 0xD7FF)),
    *((0x1F3FB, 0x1F3FF), (0xE0020, 0xE007F)),
)
_PICTURES, _FLAGS = range(0x1F000, 0x1FB00), range(0x1F1E6, 0x1F200)


def starts(text: str) -> list[int]:
    """Where each character of a reader begins, as offsets."""
    found: list[int] = []
    before, flags = "", 0
    for at, one in enumerate(text):
        is_flag = ord(one) in _FLAGS
        joined = before == _JOINER and (ord(one) in _PICTURES or category(one) == "So")
        if not found or not (_extends(one) or joined or (is_flag and flags % 2)):
            found.append(at)
        before, flags = one, flags + 1 if is_flag else 0
    return found


def _extends(one: str) -> bool:
    if one.isascii():
        return False
    return category(one) in _MARKS or any(first <= ord(one) <= last for first, last in _EXTENDING)
