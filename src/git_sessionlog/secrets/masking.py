"""Secrets in a text: found, and masked while it streams by."""

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import chain
from typing import NamedTuple

from .. import timelimit
from ..errors import ConfigError
from . import detectors
from .forms import FORMS, Keys
from .words import Assigned, assigned, is_placeholder, named

ALLOWED_FILE = ".sessionlog-allowed-secrets"
"""The file at the top that lists what is no secret."""
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


class Allowed(NamedTuple):
    """What is no secret, though it looks like one: an example, the password of a test."""

    values: frozenset[str] = frozenset()
    digests: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()

    def has(self, value: str) -> bool:
        """Whether the value is on the list. Raises ConfigError for a pattern that takes too long."""
        return (
            value in self.values
            or (bool(self.digests) and _digest_of(value) in self.digests)
            or any(timelimit.search(one, value, key=ALLOWED_FILE, whole=True) for one in self.patterns)
        )


def _digest_of(value: str) -> str:
    """Its SHA-256; what computes that is loaded where a list has digests."""
    digest = import_module("hashlib").sha256(value.encode("utf-8", "replace")).hexdigest()
    return str(digest)


_NOTHING = Allowed()


def allowed_from(text: str) -> Allowed:
    """The list that a file holds: a value, `re:<pattern>` or `sha256:<digest>` a line, `#` for a comment.

    A value as it is for what everybody may read; a pattern, which matches all of a value, for a family of
    them; a digest for what must not be spelled out once more. Raises ConfigError for a line that is none.
    """
    values, digests, patterns = set(), set(), []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = line.strip()
        kind, _, rest = line.partition(":")
        if not line or line.startswith("#"):
            continue
        if kind == "re":
            patterns.append(_pattern(rest.strip(), number))
        elif kind == "sha256":
            digests.add(_digest(rest.strip().lower(), number))
        else:
            values.add(line)
    return Allowed(frozenset(values), frozenset(digests), tuple(patterns))


def found(text: str, allowed: Allowed = _NOTHING) -> list[Secret]:
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


def mask(text: str, allowed: Allowed = _NOTHING) -> str:
    """The text with `***` in the place of each secret, and else as it is."""
    return Masker(allowed).masked(text, last=True)


class Masker:
    """Masks a text that comes piece by piece, with all of a line's end or with a part of a long line.

    Of a line that has not ended some is held back, so that no secret is cut in two.
    """

    def __init__(self, allowed: Allowed = _NOTHING) -> None:
        self._allowed = allowed
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


def _without(text: str, spans: list[_Span]) -> str:
    if not spans:
        return text
    pieces, at = [], 0
    for span in spans:
        pieces += [text[at : span.start], MASK]
        at = span.end
    return "".join([*pieces, text[at:]])


def _spans(text: str, keys: Keys, allowed: Allowed) -> list[_Span]:
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
        marked = chain(_marked(text, detector.marks), _marked(lowered, detector.words))
        for start, end in _windows(text, marked):
            yield from (_Span(*found) for found in detectors.asked(detector, text, start, end))
    for form in FORMS:
        for start, end in _windows(text, _marked(lowered, form.words)):
            for match in re.finditer(form.pattern, text[start:end]):
                if not is_placeholder(match["secret"]):
                    yield _Span(start + match.start("secret"), start + match.end("secret"), form.kind)
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
    """What stands behind each name; where nothing is assigned, the name with some of its line around it."""
    for at in sorted(named(lowered)):
        start, end = max(text.rfind("\n", 0, at) + 1, at - _AROUND), text.find("\n", at, at + _AROUND)
        yield start, end if end >= 0 else at + _AROUND, assigned(text, at)


def _marked(text: str, marks: tuple[str, ...]) -> Iterator[int]:
    for mark in marks:
        at = text.find(mark)
        while at >= 0:
            yield at
            at = text.find(mark, at + len(mark))


def _windows(text: str, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The lines of the places, each once; a long one in pieces that overlap."""
    last = start = end = 0
    for at in places:
        if not start <= at < end - last:
            line, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            end = len(text) if end < 0 else end
            start = max(line, at - _OVERLAP)
            last = _OVERLAP if end > start + _WINDOW else 0
            end = min(end, start + _WINDOW)
            yield start, end


def _pattern(text: str, number: int) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ConfigError(f"{ALLOWED_FILE}:{number}: no regular expression: {error}") from None
    return text


def _digest(text: str, number: int) -> str:
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise ConfigError(f"{ALLOWED_FILE}:{number}: no SHA-256", "printf %s 'the value' | sha256sum")
    return text
