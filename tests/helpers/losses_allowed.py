"""What a step was asked, what an edit of a document may change then, and which entry is about a fix."""

import re
from dataclasses import dataclass, field

from document_lines import BOX, HEADING, ITEM, cells, words
from section_names import DATES, VALUES, WHOLE


@dataclass
class Step:
    """What a step was asked, and what it said: all that the comparison knows of it."""

    fixes: set[str] = field(default_factory=set)
    """The ids that are started or done."""
    left: set[str] = field(default_factory=set)
    """Those of them that are not done: an entry about one may only go to another section."""
    to: tuple[str, ...] = ("next", "in-progress")
    """The concepts to which the step may move entries."""
    did: list[str] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    output: str = ""
    repairs: bool = False
    """Whether rows may be filled up and those that say nothing taken away, as `docs --fix` does."""
    own: frozenset[str] = frozenset()
    """Lines that the product has written of itself: they may go without a word."""
    dropped: tuple[str, ...] = ()
    """Lines that the other side of a merge took away."""
    merge: bool = False
    """Whether it is a merge: fields that both sides have set may come in another order."""
    conflict: bool = False
    """Whether the marks of a conflict are in it: then only what is there counts, not where."""


ID = r"(?:\d{1,4}(?:\.\d{1,3}){0,3}[a-z]?|[A-Z]{1,6}-\d{1,4}[a-z]?)"
_NO_ID = r"(?![\w.]*\w|-\d|/\d|%)"
_IDS = rf"#?{ID}(?:\s*(?:[-–]|to|,|and|&|\+)\s*#?{ID})*"
_UNITS = r"(?:s|ms|min|h|MB|GB|%|days?|weeks?|hours?|seconds?|minutes?|of|times|x|or|and|more|new)\b"
LEADS = (
    re.compile(rf"\[Fix(?:es)? ({_IDS})\]"),
    re.compile(rf"(?i:fix(?:es)?:?)\s+({_IDS}){_NO_ID}"),
    re.compile(rf"(#{ID}(?:\s*(?:[-–]|to|,|and|&)\s*#?{ID})*){_NO_ID}"),
    re.compile(rf"\(({_IDS})\)"),
    re.compile(rf"({_IDS})(?=\s*(?::|\)|[-–—]\s|$)|\.\s)"),
    re.compile(rf"([A-Z]{{1,6}}-\d{{1,4}}|\d+(?:\.\d+)+)(?=\s)(?!\s+{_UNITS}){_NO_ID}"),
)
_TAG_AT_THE_END = re.compile(rf"\[Fix(?:es)? ({_IDS})\][.\s]*$")
_DATE = r"\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{2,4}"


def ids_in(text: str) -> set[str]:
    """The ids of a list of them; a range is all that are in it."""
    found: set[str] = set()
    for first, last in re.findall(rf"#?({ID})(?:\s*(?:[-–]|to)\s*#?({ID}))?", text):
        if last and first.isdigit() and last.isdigit() and int(first) <= int(last) < int(first) + 1000:
            found |= {str(one) for one in range(int(first), int(last) + 1)}
        else:
            found |= {first} | ({last} if last else set())
    return found


def about(text: str, kind: str) -> set[str]:
    """The fixes that an entry is about: its id comes first, stands in a cell of its own, or is its tag."""
    if kind == "row":
        for one in map(words, cells(text)):  # `Fix 7: login` says more than a number in another cell
            if match := LEADS[1].match(one):
                return ids_in(match[1])
        own = [words(one) for one in cells(text)[:2]]
        for one in own:
            if match := re.fullmatch(rf"(?i:fix(?:es)?)?\s*({_IDS})", one):
                return set() if re.fullmatch(_DATE, match[1]) else ids_in(match[1])
        each = map(words, cells(text))
        return next((found for one in each if (found := about(one, "item"))), set())
    plain = words(text)
    if re.match(_DATE, plain):
        return set()
    for lead in LEADS:
        if match := lead.match(plain):
            return ids_in(match[1])
    match = _TAG_AT_THE_END.search(plain)
    return ids_in(match[1]) if match else set()


def one_less(before: str, after: str, fixes: set[str]) -> bool:
    """Whether an entry about several fixes has lost only those that the step was about."""
    lead = re.compile(r"[ \t]*(?:#{1,6}[ \t]+)?(?:(?:\d{1,9}[.)]|[-*+])[ \t]+)?")
    starts = [found.end() for one in (before, after) if (found := lead.match(one))]
    pattern = re.compile(rf"(?i)fix(?:es)?\s+({_IDS})|({_IDS})")
    old, new = (pattern.search(one, at) for one, at in zip((before, after), starts, strict=True))
    if not old or not new or not about(before, "item"):
        return False
    left, right = ids_in(old[0]), ids_in(new[0])
    rest = (before[: old.start()], before[old.end() :]) == (after[: new.start()], after[new.end() :])
    return rest and len(left) > 1 and right < left and left - right <= fixes


_STAND_IN = re.compile(
    r"(?:none|nothing|n/a|—|-+|tbd|nil|なし|无|없음|aucune?|keine?|ning[uú]no|nenhum|nada|rien)"
    r"(?: (?:identified|yet|at the moment|right now|so far))?[.!]?"
    r"|no (?:items|entries)(?: completed)?(?: yet)?\.?"
)
TEMPLATES = {
    "[Detailed summary of completed work]",
    "[Exact state of ongoing work with context]",
    "### 1. Task Name (Status)",
    "**Action**: Specific commands or steps",
    "**Files Ready**: Links to prepared files",
    "**Dependencies**: What needs to happen first",
    "Active problems with workarounds",
    "- [ ] [Task]",
}


def is_stand_in(text: str) -> bool:
    """Whether a line says only that there is no entry."""
    if text.strip() in TEMPLATES:
        return True
    if HEADING.match(text):
        return False
    parts = cells(text) if text.strip().startswith("|") else [text]
    plain = [words(one).strip("()[] ") for one in parts]
    return any(plain) and all(not one or bool(_STAND_IN.fullmatch(one.casefold())) for one in plain)


def renumbered(before: str, after: str) -> bool:
    """Whether only the ordinal of an item or of a heading is another."""
    ordinal = r"([ \t]*(?:#{1,6}[ \t]+)?)\d{1,9}([.)][ \t].*)"
    old, new = re.fullmatch(ordinal, before), re.fullmatch(ordinal, after)
    return bool(old and new and old.groups() == new.groups())


def ticked(before: str, after: str) -> bool:
    """Whether only a box was ticked."""
    old, new = ITEM.match(before), ITEM.match(after)
    if not old or not new or before[: old.start(4)] != after[: new.start(4)]:
        return False
    boxes = BOX.match(old[4]), BOX.match(new[4])
    if not boxes[0] or not boxes[1] or boxes[0][1] != " ":
        return False
    done, was = new[4][boxes[1].end() :], old[4][boxes[0].end() :]
    return done.startswith(was)


_STATES = re.compile(
    r"(?i)\W*(?:open|todo|to do|planned|pending|wip|in progress|active|blocked|resolved|done)?\W*"
)
_FILLED = re.compile(
    r"(?i)status|state|date|commit|complet|done|ref|estado|stand|状态|状態|상태|日付|datum|erledigt"
)


def filled(before: str, after: str, titles: list[str]) -> bool:
    """Whether only cells for status, date and commit of a row were filled."""
    old, new = cells(before), cells(after)
    if len(old) > len(new):
        return False
    old += [""] * (len(new) - len(old))
    for at, (was, now) in enumerate(zip(old, new, strict=True)):
        title = titles[at] if at < len(titles) else ""
        if was != now and not (
            _STATES.fullmatch(was) and (not was.strip("—- ") or _FILLED.search(title) or not title)
        ):
            return False
    return True


def padded(before: str, after: str) -> bool:
    """Whether a row only got the cells that it was too short by."""
    old, new = cells(before), cells(after)
    return len(new) > len(old) and new[: len(old)] == old and not "".join(new[len(old) :]).strip("—- ")


_MONTHS = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|mär|okt|dez|ene|abr|ago|set|out|fev|dic"
    r"|janv|févr|mars|avr|juin|juil|août|déc)\w*\.?"
)
_TIME = (
    r"(?:[T ,]+~?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?[AaPp][Mm])?)?(?:\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?"
)
DATE = re.compile(
    rf"(?:\d{{4}}-\d\d(?:-\d\d)?|\d{{4}}/\d\d/\d\d|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}|\d{{4}}年\d{{1,2}}月\d{{1,2}}日"
    rf"|\d{{4}}년 \d{{1,2}}월 \d{{1,2}}일"
    rf"|(?i:{_MONTHS})\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\.?\s+(?:de\s+)?(?i:{_MONTHS}),?\s+(?:de\s+)?\d{{4}}){_TIME}"
)
_LABEL = r"(?i:(?<![\w])(?P<label>{})[*_]*\s*[:：|—–-]+[*_]*[ \t]*)"
_BEHIND = re.compile(r"\s+\||\s+·|\s+[-–—(]|（|, |\s*[*_]*\s*$")
_NEXT_FIELD = re.compile(r"\s+\||\s+·|[*_]?\s*$")


def has_field(text: str) -> bool:
    """Whether there is a header field in a line, or its date."""
    return bool(_dates(text) or _values(text))


def field_changed(before: str, after: str) -> bool:
    """Whether only the values of header fields are others; a remark behind a value has stayed."""
    places = sorted([*_dates(before), *_values(before)])
    pattern, at = "", 0
    for start, end, value in places:
        if start < at:
            continue
        pattern += _spaced(before[at:start].rstrip() if not before[start:end] else before[at:start])
        pattern += f"(?:{_spaced(before[start:end])}|{value})"
        at = end
    return bool(places) and re.fullmatch(pattern + _spaced(before[at:]), after) is not None


def _dates(text: str) -> list[tuple[int, int, str]]:
    """Where in a line the date of the document is, and what may be there."""
    label = re.search(_LABEL.format("|".join(DATES)), text)
    title = re.match(r"#\s.*[-–—:]\s", text)
    start = label.end() if label else title.end() if title else -1
    if start < 0:
        return []
    date = DATE.search(text, start)
    if date:
        zone = re.match(r"\s+[A-Z]{2,4}\b", text[date.end() :])
        return [
            (
                date.start(),
                date.end() + (zone.end() if zone else 0),
                DATE.pattern + (f"(?:{re.escape(zone[0])})?" if zone else ""),
            )
        ]
    empty = re.match(r"\[[^]]*\]|—|TBD|\?+|YYYY\S*|", text[start:])
    return [(start, start + (empty.end() if empty else 0), rf"\s?(?:{DATE.pattern})")]


def _values(text: str) -> list[tuple[int, int, str]]:
    """Where in a line the values of other fields are, and what may be there."""
    found = []
    for labels, end in ((VALUES, _BEHIND), (WHOLE, _NEXT_FIELD)):
        for label in re.finditer(_LABEL.format("|".join(labels)), text):
            stop = end.search(text, label.end())
            found.append((label.end(), stop.start() if stop else len(text), r"\s?.+?"))
    return found


def _spaced(text: str) -> str:
    """A pattern of a text; in a table the blanks before a bar are free."""
    return r"\s*\|".join(re.escape(one) for one in re.split(r"\s*\|", text))
