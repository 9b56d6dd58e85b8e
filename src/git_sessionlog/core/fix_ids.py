"""The one grammar of fix ids: of tags, options, backlogs, trackers and documents. Pure text, and linear.

    7 = #7      2.3      1.2.3      T-001      BUG-12      P1.3

An id is what the project writes: `2.3` is not `23`, `T-1` is not `T-001`. A list of them is `#4, #5 and
#6`, `Fixes #21-30`, `Items 4 through 6`, `#4..6`, `Fix 4/5`, `T-001 to T-004`. Dates, versions and
percentages are no ids, nor are the names of standards such as `UTF-8`.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

DATE = (
    r"(?:[0-9]{1,2}\.[0-9]{1,2}\.(?:19|20)[0-9]{2}|(?:0[0-9]\.[0-9]{2}|[0-9]{2}\.0[0-9])\.[0-9]{2}"
    r"|(?:19|20)[0-9]{2}[.-][0-9]{1,2}[.-][0-9]{1,2})(?![0-9])"
)
"""A date, which has the form of an id."""

NUMBER = rf"(?!{DATE})[0-9]{{1,9}}(?:\.[0-9]{{1,9}}){{0,5}}"
"""An id of numbers, without its sign; more digits or parts are in no backlog that a person keeps."""

_STANDARDS = "UTF|ISO|SHA|RFC|CVE|HTTP|TLS|SSL|AES|RSA|MD|IEEE|ECMA|GPT|COVID|UCS|CP|ES|CC|GPL"
_CODE = (  # T-001, P1.3; v2.3 is a version
    r"(?![vV][0-9])(?:[{first}][{more}0-9]{{0,9}}-[0-9]{{1,9}}[a-z]?"
    r"|[{first}][{more}]{{0,2}}[0-9]{{1,4}}(?:\.[0-9]{{1,4}}){{1,3}})"
)
_TYPED = _CODE.format(first="A-Za-z", more="A-Za-z")
CODED = rf"(?!(?:{_STANDARDS})-)(?:{_CODE.format(first='A-Z', more='A-Z')})"

"""An id with letters, as a text has it: in capitals."""

ID = rf"(?:#?{NUMBER}|{_TYPED})"
"""An id where one is expected, in a tag or an option: letters of either case, `#` before a number."""

WRITTEN = rf"(?:#?{NUMBER}|{CODED})"
"""An id in a text, where only capital letters make one."""

WIDEST = 1000
"""How many ids a range can stand for; of a wider one only the ends are read."""

RULE = "fix-unrecorded"
"""The rule that a fix of a new commit is named in a state document."""

_WORD = (
    r"(?i:(?:(?:fix(?P<many>es)?|fixed|improvements?|items?|sections?|sec\.|tasks?|bugs?)"
    r"(?:[ \t:]{1,3}|(?=#))){1,2}|§[ \t]?)"
)
_END = r"(?!\w|\.\w|%)"
_TO = (
    r"(?:[ \t]*(?:-|–|—|\.\.)[ \t]*(?=#)|[-–—]|\.\.|[ \t]+(?:to|through)[ \t]+"
    r"|(?(many)[ \t]+[-–—][ \t]+(?=[0-9.]+(?:$|[,;:.)\]|]))|(?!)))"
)
_ONE = rf"(?:{NUMBER}|{CODED})"
_TOKEN = rf"(?P<word>{_WORD})?(?P<sign>#?)(?P<one>{_ONE}){_END}(?:{_TO}#?(?P<to>{_ONE}){_END})?"
_ANYWHERE = rf"(?<![\w.#-])(?:{_WORD.replace('?P<many>', '?:')})?(?:#?(?=[0-9])|(?={CODED}{_END}))"
_BETWEEN = r"[ \t]*(?:,[ \t]*(?:and\b)?|[&+/]|\band\b)[ \t]*"
_ALONE = r"(?m)[ \t]*(?:$|[,;:.)\]|&+/(–—*_~`-]|and\b)"
_DOTTED = rf"(?<![\w.])(?!{DATE})[0-9]+(?:\.[0-9]+)+(?!\w|\.[0-9]|%)"
_CELL = r"\|[ \t*`]*#?([0-9]+)[ \t*`]*(?=\|)"
_BUDGET = 200_000  # ids that the ranges of one text are spelled out to


class Listed(NamedTuple):
    """The ids of a list in their order, where it ends in its text, and whether a word or sign leads it."""

    ids: tuple[str, ...] = ()
    end: int = 0
    signed: bool = False


def normal(fix_id: str) -> str:
    """The id by which a fix is known: `#7` is 7, `bug-12` is BUG-12; `2.3` stays what it is."""
    if fix_id[:1].isalpha():
        return re.sub(r"^[A-Za-z][A-Za-z0-9]*?(?=-|[0-9])", lambda letters: letters[0].upper(), fix_id)
    return fix_id.removeprefix("#")


def is_section(fix_id: str) -> bool:
    """Whether an id is the number of a section, `2.3`, and no rank: a letter makes one of its own."""
    return "." in fix_id and fix_id[:1].isdigit()


def is_id(text: str) -> bool:
    """Whether a text is one id, where one is expected."""
    return re.fullmatch(ID, text) is not None


def listed(text: str, at: int = 0, *, bare: bool = False) -> Listed:
    """The list of ids that begins at a place; without ids where there is none.

    The first one needs a `#`, a word such as `Fix`, or letters of its own, unless `bare`; a later one may
    go without where no other word belongs to it: `#4, 5, 6` are three, `#4, 5 files` is one.
    """
    token_at, alone, between_two = re.compile(_TOKEN), re.compile(_ALONE), re.compile(_BETWEEN)
    found: dict[str, None] = {}
    end, signed = at, False
    while token := token_at.match(text, at):
        one = token["one"]
        is_signed = bool(token["word"] or token["sign"] or one[0].isalpha() or ("." in one and token["to"]))
        if not is_signed and not ((bare or found) and alone.match(text, token.end())):
            break
        signed = signed or (is_signed and not found)
        found.update(dict.fromkeys(between(token["one"], token["to"] or "")))
        end = token.end()
        comma = between_two.match(text, end)
        if not comma or len(found) > WIDEST:
            break
        at = comma.end()
    return Listed(tuple(found), end, signed)


def named(text: str, *, bare: bool = False) -> tuple[str, ...]:
    """The ids of the lists anywhere in a text, each once, of the first `WIDEST` of them."""
    found: dict[str, None] = {}
    for _, here in _lists(text, bare=bare):
        found.update(dict.fromkeys(here.ids))
        if len(found) > WIDEST:
            break
    return tuple(found)


def names_any(text: str) -> bool:
    """Whether a text names any fix, in the widest sense of that."""
    return re.search(_DOTTED, text) is not None or any(True for _ in _lists(text))


def unnamed(ids: Iterable[str], text: str) -> list[str]:
    """The ids, of some, that a text does not name, in the widest sense of that.

    A dotted number alone names a fix, as does a number in a cell of a table; any other needs a word.
    """
    there = {*re.findall(_DOTTED, text), *re.findall(_CELL, text)}
    for _, here in _lists(text):
        there.update(here.ids)
        if len(there) > _BUDGET:
            break
    return [id for id in dict.fromkeys(map(normal, ids)) if id not in there]


def places(text: str, known: Collection[str]) -> Iterator[tuple[int, str]]:
    """Where a text names some ids, by offsets, in no order; a cell with a bare number is left out."""
    for dotted in re.finditer(_DOTTED, text):
        if dotted[0] in known:
            yield dotted.start(), dotted[0]
    spelled_out = 0
    for at, here in _lists(text):
        spelled_out += len(here.ids)
        if spelled_out > _BUDGET:
            break
        yield from ((at, id) for id in here.ids if id in known)


def _lists(text: str, *, bare: bool = False) -> Iterator[tuple[int, Listed]]:
    """The lists of ids in a text, each with the place where it begins."""
    begins, at = re.compile(_ANYWHERE), 0
    while token := begins.search(text, at):
        here = listed(text, token.start(), bare=bare)
        if here.ids:
            yield token.start(), here
        at = max(here.end, token.end() + 1)


def spelled(given: Iterable[str], most: int = 12) -> str:
    """Ids as people write them: `#1, #2, 2.3`; the rest is a count."""
    every = [f"#{id}" if id.isdigit() else id for id in given]
    rest = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + rest


def spans(given: Iterable[str]) -> str:
    """Ids as people write them, runs as ranges: `#1-3, #7, 2.3`."""
    runs: list[list[str]] = []
    for id in given:
        last = runs[-1][-1] if runs else ""
        if last.isdigit() and id.isdigit() and int(id) == int(last) + 1:
            runs[-1].append(id)
        else:
            runs.append([id])
    told = [f"{spelled(run[:1])}-{run[-1]}" if len(run) > 2 else spelled(run) for run in runs]
    return ", ".join(told)


@lru_cache(256)
def between(first: str, last: str) -> tuple[str, ...]:
    """The ids of a range: `21` to `30`, `2.1` to `2.4`, `T-001` to `T-004`, `T-001` to `004`.

    Its ends where it is too wide, or is none.
    """
    if not last:
        return (first,)
    head, start = _split(first)
    same, end = _split(last)
    if same not in (head, "") or (same == "" and "." in head and "-" not in head):
        return (first, last)
    if not start.isdigit() or not end.isdigit() or not 0 <= int(end) - int(start) < WIDEST:
        return (first, last)
    width = len(start) if start.startswith("0") or "-" in head else 0
    return tuple(f"{head}{number:0{width}}" for number in range(int(start), int(end) + 1))


def _split(id: str) -> tuple[str, str]:
    """An id without its last number, and that."""
    last = re.search(r"[0-9]*[a-z]?$", id)
    assert last
    return id[: last.start()], last[0]
