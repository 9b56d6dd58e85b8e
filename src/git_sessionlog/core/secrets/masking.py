"""Secrets in a text: found, and masked while it streams by."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from . import detectors
from .allowed import Allowed, Allows
from .forms import FORMS
from .keywords import Assigned, assigned, is_placeholder, named
from .options import OPTIONS
from .private_keys import Keys
from .sentences import SENTENCES
from .vendors import tokens

MASK = "***"
"""What stands in the place of a secret."""

_WINDOW, _OVERLAP = 6000, 2500  # detect-secrets' patterns take the square of a line's length
_HELD, _MOST = 8192, 65536
_AROUND = 300


class Secret(NamedTuple):
    """A secret's place, counted from 1 in characters, and what it seems to be; never the secret itself."""

    line: int
    column: int
    width: int
    kind: str


_NOTHING = Allowed()


def found(text: str, allowed: Allows = _NOTHING) -> list[Secret]:
    """The secrets of a text, in its order; a private key is one, at its first line after BEGIN."""
    secrets: list[Secret] = []
    line, start = 1, 0
    for span in _spans(text, Keys(), allowed):
        line += text.count("\n", start, span.start)
        start = span.start
        if span.kind:
            column = start - text.rfind("\n", 0, start)
            secrets.append(Secret(line, column, span.end - start, span.kind))
    return secrets


def mask(text: str, allowed: Allows = _NOTHING) -> str:
    """The text with `***` in the place of each secret, and else as it is."""
    return Masker(allowed).masked(text, last=True)


def values(text: str) -> list[str]:
    """The secrets of a text themselves, each once and the longest first, to be kept out of other texts."""
    spans = _spans(text, Keys(), _NOTHING)
    return sorted({text[one.start : one.end] for one in spans}, key=len, reverse=True)


class Masker:
    """Masks a text that comes piece by piece, with all of a line's end or with a part of a long line.

    Of a line that has not ended some is held back, so that no secret is cut in two.
    """

    def __init__(self, allowed: Allows = _NOTHING) -> None:
        self._allowed: Allows = allowed
        self._keys = Keys()
        self._held = ""

    def masked(self, piece: str, *, last: bool = False) -> str:
        """What can be given out with the next piece, `***` in the place of each secret."""
        text = self._held + piece
        spans = _spans(text, Keys(self._keys.state), self._allowed)
        cut = len(text) if last or text.endswith("\n") else _cut(text, spans)
        for _ in self._keys.spans(text[:cut]):
            pass  # so that it knows whether a key goes on
        self._held = text[cut:]
        return _without(text[:cut], [span for span in spans if span.end <= cut])

    def glimpsed(self, piece: str) -> str:
        """What would be given out, were this the last piece."""
        text = self._held + piece
        return _without(text, _spans(text, Keys(self._keys.state), self._allowed))

    def allow_nothing(self) -> None:
        """Mask from now on what the list allows as well."""
        self._allowed = _NOTHING


def _cut(text: str, spans: "list[_Span]") -> int:
    """Up to where a text is given out whose last line has not ended: behind a secret, or far from one."""
    line = text.rfind("\n") + 1
    cut = len(text) - _HELD // 2
    if len(text) - line <= _HELD:
        return line
    near = [span for span in spans if span.start - _AROUND < cut < span.end + _AROUND]
    if near:
        ends = [span.end for span in spans if span.end <= cut]
        cut = ends[-1] if ends else near[0].start - _AROUND
    return max(cut, line) if len(text) - cut < _MOST else len(text)


class _Span(NamedTuple):
    """A secret in a text; `kind` is "" for what goes on with the one before it."""

    start: int
    end: int
    kind: str


def _without(text: str, spans: "list[_Span]") -> str:
    if not spans:
        return text
    pieces, at = [], 0
    for span in spans:
        pieces += [text[at : span.start], MASK]
        at = span.end
    return "".join([*pieces, text[at:]])


def _spans(text: str, keys: Keys, allowed: Allows) -> list[_Span]:
    """The secrets in their order; those that overlap are one."""
    all_of_them = [_Span(start, end, "Private Key" * first) for start, end, first in keys.spans(text)]
    all_of_them += (span for span in _candidates(text) if not allowed.has(text[span.start : span.end]))
    merged: list[_Span] = []
    for span in sorted(all_of_them, key=lambda span: (span.start, -span.end)):
        if merged and span.start < merged[-1].end:
            last = merged.pop()
            span = _Span(last.start, max(last.end, span.end), last.kind or span.kind)
        merged.append(span)
    return merged


def _candidates(text: str) -> Iterator[_Span]:
    """What the detectors, the forms and the names find, each in the lines that have its marks."""
    lowered = text.replace("İ", "I").lower()  # the one character that gets longer
    for detector in detectors.DETECTORS:
        for start, end in chain(_pieces(text, detector.marks), _pieces(lowered, detector.words)):
            yield from (_Span(*found) for found in detectors.asked(detector, text, start, end))
    yield from (_Span(*token) for token in tokens(text))
    for form in (*FORMS, *OPTIONS, *SENTENCES):
        for start, end in _pieces(text if form.exact else lowered, form.words):
            for begin, stop in form.spans(text[start:end]):
                if not is_placeholder(text[start + begin : start + stop]):
                    yield _Span(start + begin, start + stop, form.kind)
    harmless = set()
    for start, end, value in _named(text, lowered):
        if value and value.secret:
            yield _Span(value.start, value.end, "Secret Keyword")
        elif value:
            harmless.add(value.start)
        else:
            found = detectors.asked(detectors.KEYWORD, text, start, end)
            yield from (_Span(*one) for one in found if one[0] not in harmless)


def _named(text: str, lowered: str) -> Iterator[tuple[int, int, Assigned | None]]:
    """What stands behind each name; where nothing is assigned, the name with some of its line around it.

    A name within a secret is no more than a part of it, and what is around many names is given once.
    """
    given = masked = 0
    for at in sorted(named(lowered)):
        if at < masked:
            continue
        value = assigned(text, at)
        if value and value.secret:
            masked = value.end
        if value:
            yield at, value.end, value
        elif at + _AROUND > given:
            start, given = (
                max(text.rfind("\n", max(0, at - _AROUND), at) + 1, at - _AROUND),
                at + 2 * _AROUND,
            )
            end = text.find("\n", at, given)
            yield start, end if end >= 0 else given, None


def _pieces(text: str, marks: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The lines that have a mark, each once for it; a long one in pieces that overlap."""
    for mark in marks:
        at = text.find(mark)
        while at >= 0:
            start = max(text.rfind("\n", max(0, at - _OVERLAP), at) + 1, at - _OVERLAP)
            end = text.find("\n", at, start + _WINDOW)
            yield start, min(len(text), start + _WINDOW) if end < 0 else end
            at = text.find(mark, end if end >= 0 else max(start + _WINDOW - _OVERLAP, at + 1))
