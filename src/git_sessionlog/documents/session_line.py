"""The one line of a state document that may always be written: `**Last session**: DATE, ID`.

People may have one of that kind already, in their language and anywhere; else one that says when the
document was updated will do. What is edited is the date in it, and what we have written behind that.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from ..core import dates
from . import edit, entries, lines
from .concepts import Concepts
from .document import Document, Line
from .edit import Unsafe
from .fields import header_end
from .source import Edit

NONE_YET = "—"
"""What the line says before the first session."""

_OURS = re.compile(r",? *(?:[0-9]{8}-[0-9a-z]{6}|[0-9a-f]{7,40})\b(?: \(Fix [^()]*\))?")
_LEAD = r"[ \t>]*(?:[-*+][ \t]+)?"
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {"ko": r"[가-힣]", "ja": r"[ぁ-ヿ]", "zh": r"[一-鿿]", "ru": r"[а-яА-Я]"}
_SCRIPT_SHARE = 10  # in so many letters one of another script tells the language


class Said(NamedTuple):
    """What the line is to say: the day, who was last (a session's id, or a short commit), and fixes."""

    day: str
    who: str
    fixes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The value of the line."""
        fixes = f" ({', '.join(f'Fix {fix}' for fix in self.fixes)})" if self.fixes else ""
        return f"{self.day}, {self.who}{fixes}"


class Spot(NamedTuple):
    """The value of such a line, where it starts, and whether the line is about sessions."""

    value: str
    start: int
    of_session: bool


def find(document: Document, known: Concepts) -> Spot | None:
    """The first line of that kind, those about sessions before those about updates."""
    return next(_spots(document, known), None)


def written(document: Document, known: Concepts, said: Said) -> Document:
    """The document whose line says which session was last.

    It is added where there is none, or where the one there would say nothing new. Raises Unsafe.
    """
    for spot in _spots(document, known):
        value = _renewed(spot, said)
        if value == spot.value and spot.of_session:
            return document
        if spot.of_session or (not said.fixes and not _is_of(spot, said.day)):
            with suppress(Unsafe):
                return _replaced(document, known, spot, value)
    return _added(document, known, said.text)


def updated(document: Document, known: Concepts) -> Spot | None:
    """What says when it was updated, where no field of the header does: `Last updated DATE by Ann`."""
    if lines.field(document, 0, header_end(document), known.fields["updated"].values()):
        return None
    return next((spot for spot in _spots(document, known) if not spot.of_session), None)


def dated(document: Document, known: Concepts, day: str, before: Document) -> Document:
    """The document with a day where `updated` finds one in it as it was `before`. Raises Unsafe."""
    spot = updated(before, known)
    if spot is None or _is_of(spot, day):
        return document
    start = before.text.rfind("\n", 0, spot.start) + 1
    text = before.text[start:].partition("\n")[0]
    same = [line for line in document.lines(0, len(document.text)) if line.text == text]
    if len(same) != 1:
        return document
    value, at = _renewed(spot, Said(day, "")), same[0].start + spot.start - start
    return edit.applied(document, [Edit(at, at + len(spot.value), value)], lambda new: True)


def prepared(document: Document, known: Concepts) -> Document:
    """The document with an empty line where it has none of that kind. Raises Unsafe."""
    return document if find(document, known) else _added(document, known, NONE_YET)


def language(document: Document, known: Concepts) -> str:
    """The language of a document, by its script and its commonest words; English where nothing tells."""
    text = document.text[:20_000]
    letters = len(_WORD.sub(lambda word: "x" * len(word[0]), text).replace(" ", "")) or 1
    for code, script in _SCRIPTS.items():
        if len(re.findall(script, text)) * _SCRIPT_SHARE > letters:
            return code
    words = [word.casefold() for word in _WORD.findall(text)]
    counts = {code: sum(word in common for word in words) for code, common in known.words.items()}
    best = max(counts, key=lambda code: counts[code], default="en")
    return best if counts.get(best, 0) > counts.get("en", 0) else "en"


def _spots(document: Document, known: Concepts) -> Iterator[Spot]:
    about_sessions = tuple(name for names in known.last_session.values() for name in names.values())
    everywhere = list(document.lines(0, len(document.text)))
    header = header_end(document)
    top = [line for line in everywhere if line.start < header]
    last = [line for line in everywhere if line.text.strip()][-1:]
    for names, where, of_session in (
        (about_sessions, everywhere, True),
        (tuple(known.fields["updated"].values()), [*top, *last], False),
    ):
        patterns = _patterns(names)
        for line in where:
            found = _value(document, line, names, patterns)
            if found and (dates.read(found[0]) or entries.says_nothing(found[0])):
                yield Spot(*found, of_session)


def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name with a date right behind it, and a row whose first cell is a name."""
    any_of = "|".join(
        re.escape(name).replace(r"\ ", r"[ \t]+") for name in sorted(names, key=len, reverse=True)
    )
    return (
        re.compile(rf"(?i){_LEAD}[*_]*(?:{any_of})[*_]*[ \t]+(?=\S*\d)"),
        re.compile(rf"(?i)[ \t>]*\|[ \t]*[*_]*(?:{any_of})[ \t]*[:：]?[*_]*[ \t]*\|"),
    )


def _value(
    document: Document,
    line: Line,
    names: tuple[str, ...],
    patterns: tuple[re.Pattern[str], re.Pattern[str]],
) -> tuple[str, int] | None:
    field = lines.field(document, line.start, line.end, names)
    if field:
        return field.value, field.start
    beside, in_table = (pattern.match(line.text) for pattern in patterns)
    if in_table:
        raw = re.split(r"(?<!\\)\|", line.text[in_table.end() :], maxsplit=1)[0]
        return raw.strip(), line.start + in_table.end() + len(raw) - len(raw.lstrip())
    if beside:
        date = dates.read(line.text[beside.end() :])
        if date and date.start == 0:
            value = line.text[beside.end() :].rstrip()
            return value, line.start + beside.end()
    return None


def _renewed(spot: Spot, said: Said) -> str:
    """The value with another day; behind that stays what people wrote there."""
    date = dates.read(spot.value)
    new = said.text if spot.of_session else said.day
    if date is None:
        return new
    behind = spot.value[date.end :]
    ours = _OURS.match(behind) if spot.of_session else None
    return spot.value[: date.start] + new + behind[ours.end() if ours else 0 :]


def _is_of(spot: Spot, day: str) -> bool:
    date = dates.read(spot.value)
    return date is not None and f"{date.when:%Y-%m-%d}" == day


def _replaced(document: Document, known: Concepts, spot: Spot, value: str) -> Document:
    glued = not spot.value and document.text[spot.start - 1 : spot.start] in (":", "*", "：", "_", "|")
    edits = [Edit(spot.start, spot.start + len(spot.value), f" {value}" if glued else value)]
    return edit.applied(document, edits, lambda new: any(one.value == value for one in _spots(new, known)))


def _added(document: Document, known: Concepts, value: str) -> Document:
    """The document with a line of ours: below its header's fields or its title, else at its top or end."""
    name = next(iter(known.last_session[language(document, known)].values()))

    def meant(new: Document) -> bool:
        return Spot(value, 0, of_session=True) in [one._replace(start=0) for one in _spots(new, known)]

    for edits in _places(document, known, name, value):
        with suppress(Unsafe):
            return edit.applied(document, edits, meant)
    raise Unsafe(document)


def _places(document: Document, known: Concepts, name: str, value: str) -> Iterator[list[Edit]]:
    text, line = document.text, f"**{name}**: {value}"
    names = tuple(shown for some in known.fields.values() for shown in some.values())
    header = document.lines(0, header_end(document))
    fields = [
        one for one in header if "|" not in one.text and lines.field(document, one.start, one.end, names)
    ]
    if fields:
        lead = re.match(_LEAD, fields[-1].text)
        own = line if "**" in fields[-1].text or "__" in fields[-1].text else f"{name}: {value}"
        tail = re.search(r"(?:  |\\)?$", fields[-1].text)  # a break that the other lines end with
        yield [
            Edit(
                fields[-1].end, fields[-1].end, f"\n{lead[0] if lead else ''}{own}{tail[0] if tail else ''}"
            )
        ]
    title = document.sections[1] if document.sections[1:] and document.sections[1].level == 1 else None
    if title:
        before = "\n" if text.endswith("\n", 0, title.body) else "\n\n"
        behind = "\n" if text.startswith("\n", title.body) or title.body == len(text) else "\n\n"
        yield [Edit(title.body, title.body, f"{before}{line}{behind}")]
    yield [Edit(0, 0, f"{line}\n" + ("" if text.startswith("\n") or not text else "\n"))]
    yield [Edit(len(text), len(text), ("\n" if text.endswith("\n") else "\n\n") + f"{line}\n")]
