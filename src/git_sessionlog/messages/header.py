"""The grammar of the first line: `type(scope)!: description [Fix id, id] (#123)`.

    fix(api,web)!: refuse expired tokens [Fix 2.3, #7] (#123)
    ^   ^      ^   ^                     ^             ^
    |   scopes |   description           fix tag       what GitHub appends to a squash title
    type       breaking

`parse` reads leniently: it notes each departure as a fault and goes on as the writer meant it, so
that one fault is one finding and the corrected line can be written.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from typing import NamedTuple

from ..core import fix_ids, fix_tag
from ..core.findings import Fault, Part
from ..core.terminal import is_picture

AUTOSQUASH = r"(?:(?:fixup|squash|amend)! )+"
"""The prefixes of `git commit --fixup`, `--squash` and `--fixup=amend:`."""

LIST_MARKS = "-*•·#>"
"""What begins an entry of a list, a heading or a quotation, and no message."""

_LONGEST = 2000  # characters of a recorded line that are read for its type
_TYPE = r"[^\W\d_][\w-]*"
_SUFFIX = r"(?:(?:^| )\(#[0-9]+\))+$"
_OPEN, _CLOSE = "([{（", ")]}）"
_COLONS = ":：﹕∶"
_ODD_SPACE = r"\s\s|[^\S ]"
_WORD = r"[^\W_]|[\"'`]"
_NOUNS = ("feat", "chore", "docs", "perf", "ci")  # no sentence begins with them, as with "fix" or "test"
_NAMES = {
    "\t": "a tab",
    "\xa0": "a no-break space",
    "\u3000": "an ideographic space",
    "：": "a full-width colon",
    "（": "a full-width parenthesis",
}


class Header(NamedTuple):
    """A first line, read. `type` is None where the line has no such shape at all."""

    line: str
    faults: tuple[Fault, ...]
    type: Part | None = None
    scopes: tuple[Part, ...] = ()
    breaking: bool = False
    description: Part = Part("", 0)
    fixes: tuple[Part, ...] = ()
    suffix: str = ""

    @property
    def fix_ids(self) -> tuple[str, ...]:
        """The ids of the tag without `#`, each once, in their order."""
        return tuple(dict.fromkeys(fix_ids.normal(part.text) for part in self.fixes))

    @property
    def characters(self) -> Sequence[int]:
        """Where each character begins that a reader counts: no mark, no joined emoji, nor `(#123)`."""
        line = self.line.removesuffix(self.suffix)
        if line.isascii():
            return range(len(line))
        starts: list[int] = import_module("..core.graphemes", __package__).starts(line)
        return starts

    def written(self) -> str:
        """The line as the grammar has it."""
        comma = ", " if any(self.line[part.at - 1 : part.at] == " " for part in self.scopes[1:]) else ","
        scopes = comma.join(part.text for part in self.scopes)
        tag = ", ".join({fix_ids.normal(part.text): part.text for part in self.fixes}.values())
        return (
            (self.type.text if self.type else "")
            + (f"({scopes})" if scopes else "")
            + ("!" if self.breaking else "")
            + f": {self.description.text}"
            + (f" [Fix {tag}]" if tag else "")
            + self.suffix
        )


def parse(line: str, types: tuple[str, ...], *, tags: str = "always") -> Header:
    """The header of a message's first line, without an autosquash prefix.

    `types` helps to tell `feat add login` (a colon is missing) from prose; `tags` is the
    setting `fix_tag`: whether `[Fix N]` means anything, and whether it may be missing.
    """
    faults: list[Fault] = []
    start = _start_of_type(line, types, faults)
    token = re.match(_TYPE, line[start:])
    if not token:
        return Header(line, (*faults, _no_type(line)))
    at, scopes, marks = _read_scopes(line, start + token.end(), faults)
    at, breaking, found = _read_colon(line, at, marks, faults)
    between = any(fault.rule == "colon-form" and not fault.certain for fault in faults)
    if (between or not found) and not scopes and token.group() not in types:
        return Header(line, (_no_type(line),))  # "net/http: x" names a component
    kind = Part(token.group(), start)
    if not found:
        certain = _is_label(line, start, token.end(), at) and all(f.rule != "scope-form" for f in faults)
        faults = [fault for fault in faults if fault.rule == "type-first"]
        what = f'missing ":" after "{line[start:at].rstrip()}"'
        faults.append(Fault("colon-missing", what, at, at + 1, certain))
    at = _read_space(line, at, faults) if found else len(line) - len(line[at:].lstrip())
    suffix = re.search(_SUFFIX, line[at:]) if line.endswith(")") else None
    end = at + suffix.start() if suffix else len(line)
    text = line[at:end].rstrip()
    read = fix_tag.Tags(text) if tags == "off" else fix_tag.read(text, optional=tags == "optional")
    faults += (f._replace(start=f.start + at, end=f.end + at) for f in read.faults)
    if not read.description:
        faults.append(Fault("description-missing", "no description after the colon", at, at + 1, False))
    faults.sort(key=lambda fault: fault.start)
    return Header(
        line=line,
        faults=tuple(faults),
        type=kind,
        scopes=scopes,
        breaking=breaking,
        description=Part(read.description, at),
        fixes=tuple(part._replace(at=part.at + at) for part in read.ids),
        suffix=suffix.group() if suffix else "",
    )


@lru_cache(4096)
def type_of(subject: str, types: tuple[str, ...]) -> str:
    """The type of a recorded commit's first line, "" where it has none.

    What `git commit --fixup` makes has none: it changes another commit, which has been counted.
    """
    if re.match(AUTOSQUASH, subject):
        return ""
    found = parse(subject[:_LONGEST], types, tags="off").type
    return found.text if found else ""


@lru_cache(4096)
def fixes_of(subject: str, types: tuple[str, ...]) -> tuple[str, ...]:
    """The ids in the fix tag of a recorded commit's first line; one that was read is not read again."""
    return parse(subject[:_LONGEST], types).fix_ids


def named(character: str) -> str:
    """A character that cannot be seen or told apart, as people can look it up."""
    code = f"U+{ord(character):04X}"
    return f"{_NAMES[character]} ({code})" if character in _NAMES else code


def _no_type(line: str) -> Fault:
    word = re.match(r"\S*", line)
    width = len(word.group()) if word else 1
    return Fault("type-missing", 'does not start with "type(scope): "', 0, max(width, 1), False)


def _is_label(line: str, start: int, end: int, at: int) -> bool:
    """Whether what stands up to `at`, without a colon, can only be the label of the text behind it.

    The type ends at `end`. Alone it is one where no sentence begins with it: "fix the build" may be one.
    """
    rest = line[at:].lstrip()
    if not re.match(_WORD, rest):
        return False  # "feat, add x", "feat - x"
    alone = at == start + end
    return not alone or (line[start:at] in _NOUNS and line[at].isspace() and ":" not in rest)


def _start_of_type(line: str, types: tuple[str, ...], faults: list[Fault]) -> int:
    """Where the type starts: at 0, or behind some text that does not belong there."""
    token = re.match(_TYPE, line)
    if token and (token.group() in types or re.match(r"!*\s*[(\[{（:：﹕∶]", line[token.end() :])):
        return 0
    known = "|".join(re.escape(kind) for kind in sorted(types, key=len, reverse=True))
    later = re.search(rf"(?<![\w\"-])(?:{known})(?:\([^()\s]*\))?!?: ", line[:200])
    if not types or not later or not later.start():
        return 0
    before = line[: later.start()].strip()
    what = f'"{before}"' if before else "a space"
    certain = not before.strip(f" {LIST_MARKS}") or is_picture(before)
    faults.append(Fault("type-first", f"{what} stands before the type", 0, later.start(), certain))
    return later.start()


def _read_scopes(line: str, at: int, faults: list[Fault]) -> tuple[int, tuple[Part, ...], str]:
    """The scopes, where they end, and the `!` marks that stand before them."""
    marks = _run(line, at, "!")
    gap = _run(line, at + len(marks), " \t\xa0\u3000")
    start = at + len(marks) + len(gap)
    if start >= len(line) or line[start] not in _OPEN:
        return at, (), ""
    end = _closing(line, start)
    if gap and (end is None or not re.match(rf"!*\s*[{_COLONS}]", line[end + 1 :])):
        return at, (), ""  # prose: "fix (almost) all of it"
    if gap:
        one_word = " " not in line[start:end]  # else it may be prose: "fix (nearly all): x"
        faults.append(Fault("scope-form", 'no space before "("', start - len(gap), start, one_word))
    if marks:
        faults.append(Fault("breaking-form", '"!" belongs after the scope', at, at + len(marks)))
    if end is None:
        stop = next((i for i in range(start, len(line)) if line[i] in _COLONS), None)
        if stop is None:
            stop = start + len(line[start:].split(maxsplit=1)[0])
        what = f'"{line[start]}" is not closed'
        faults.append(Fault("scope-form", what, start, start + 1, " " not in line[start:stop]))
        return stop, _split_scopes(line, start + 1, stop, faults), marks
    if line[start] != "(" or line[end] != ")":
        faults.append(Fault("scope-form", "the scope belongs in ( )", start, end + 1))
    elif "(" in line[start + 1 : end]:
        faults.append(Fault("scope-form", "nested parentheses", start, end + 1, False))
    return end + 1, _split_scopes(line, start + 1, end, faults), marks


def _closing(line: str, start: int) -> int | None:
    """Where the bracket at `start` is closed, counting nested ones; None where it is not."""
    depth = 0
    for i in range(start, min(len(line), start + 200)):
        if line[i] in _OPEN:
            depth += 1
        elif line[i] in _CLOSE:
            depth -= 1
            if not depth:
                return i
        elif line[i] in _COLONS and line[i + 1 : i + 2].isspace():
            return None  # "feat(api: add login (again)"
    return None


def _split_scopes(line: str, start: int, end: int, faults: list[Fault]) -> tuple[Part, ...]:
    """`a,b` are two scopes; `/`, `.`, `@` and a space inside belong to a name."""
    parts = []
    at = start
    for piece in line[start:end].split(","):
        text = piece.strip()
        parts.append(Part(text, at + len(piece) - len(piece.lstrip())))
        at += len(piece) + 1
    if not any(part.text for part in parts):
        faults.append(Fault("scope-empty", "empty scope", start - 1, end + 1))
        return ()
    inner = line[start:end]
    if not all(part.text for part in parts):
        faults.append(Fault("scope-form", "an empty scope between commas", start, end))
    elif inner != inner.strip() or any(re.search(_ODD_SPACE, part.text) for part in parts):
        certain = not any(re.search(_ODD_SPACE, part.text) for part in parts)
        faults.append(Fault("scope-form", "a space in the scope", start, end, certain))
    return tuple(part for part in parts if part.text)


def _read_colon(line: str, at: int, marks: str, faults: list[Fault]) -> tuple[int, bool, bool]:
    """Where the colon ends, whether the change is breaking, and whether there is a colon."""
    bangs = _run(line, at, "!")
    if len(bangs) > 1:
        faults.append(Fault("breaking-form", 'one "!" is enough', at, at + len(bangs)))
    after = at + len(bangs)
    odd = re.match(rf"([^\s{_COLONS}]*)(\s*)([{_COLONS}]+)", line[after:])
    if not odd or (odd.group(1) and odd.group(2)):
        return after, bool(marks or bangs), False
    junk, gap, colon = odd.groups()
    if junk:
        where = line[:after].rpartition(" ")[2] or line[:after]
        what = f'"{junk}" between "{where}" and ":"'
        faults.append(Fault("colon-form", what, after, after + len(junk), False))
    if gap:
        faults.append(
            Fault("colon-form", 'no space before ":"', after + len(junk), after + len(junk + gap))
        )
    start = after + len(junk + gap)
    if colon != ":":
        odd_one = next((c for c in colon if c != ":"), "")
        what = f'{named(odd_one)} instead of ":"' if odd_one else 'one ":" is enough'
        faults.append(Fault("colon-form", what, start, start + len(colon)))
    return start + len(colon), bool(marks or bangs), True


def _read_space(line: str, at: int, faults: list[Fault]) -> int:
    """Where the description starts; one space belongs before it."""
    gap = line[at : len(line) - len(line[at:].lstrip())]
    if gap != " " and len(line) > at + len(gap):
        odd = next((c for c in gap if c != " "), "")
        found = named(odd) if odd else str(len(gap)) if gap else "none"
        width = max(len(gap), 1)
        rest = line[at + len(gap) :]
        certain = bool(gap or re.match(rf"(?:{_WORD})[^\s{_COLONS}]*(?:\s|$)", rest))  # "test:unit: x"
        certain = certain and (bool(gap) or line[at - 2] not in _COLONS)  # "test::unit"
        what = f'one space belongs after ":", found {found}'
        faults.append(Fault("colon-form", what, at, at + width, certain))
    return at + len(gap)


def _run(line: str, at: int, characters: str) -> str:
    """The longest piece from `at` on that has these characters only."""
    end = at
    while end < len(line) and line[end] in characters:
        end += 1
    return line[at:end]
