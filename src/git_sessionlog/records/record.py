"""The record of a session as text: front matter for programs, a body for people.

    ---
    id: 20260213-7k3f9q
    number: 4
    status: completed
    goal: "Batch A: critical bug fixes"
    fixes: ["2.3:refuse expired tokens:auth.py", "7"]
    ---

The front matter is a subset of YAML: a line a key, strings quoted as in JSON where they must be, lists
as JSON has them. It is read as other hands may have left it; what is not understood is not there.
"""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from ..core.fix_ids import ID as ID_OF_FIX
from ..core.fix_ids import is_id, normal
from ..core.stamps import minutes_between
from ..documents import edit
from ..documents.document import Document
from ..documents.source import Edit
from ..messages import header
from ..settings.model import Settings
from .front import Coverage, Front, covers_text, day_of, lines_of

STATUSES = ("in_progress", "completed", "blocked", "incomplete", "abandoned")
"""What a session can be; `incomplete` is one that was left in a hurry, with work in progress committed."""

KINDS = ("bug", "feature", "refactor")
"""What a session can be about, where that gives its record a form of its own."""

CHECKPOINTS = "Checkpoints"
"""The section with a row for each commit of the session."""

_COLUMNS = ("Checkpoint", "Subject", "Patch")
_OPEN = STATUSES[0]


class Fix(NamedTuple):
    """What a session is to fix: the id without `#`, a text and a file where they were given."""

    id: str
    text: str = ""
    file: str = ""


class Point(NamedTuple):
    """A commit of the session.

    `number` is that of its checkpoint, 0 for one without; `patch` its `git patch-id --stable`, which is
    the same after a rebase, "" for a commit that changes nothing.
    """

    number: int
    subject: str
    patch: str = ""

    @property
    def fixes(self) -> tuple[str, ...]:
        """The ids in the fix tag of the subject."""
        return header.fixes_of(self.subject, Settings().types)


class Metrics(NamedTuple):
    """What a session came to. `minutes` is from its start to its end."""

    commits: int = 0
    files: int = 0
    added: int = 0
    removed: int = 0
    minutes: int = 0


class Told(NamedTuple):
    """What was said on a branch of entries in the state documents, for who writes these.

    `done` and `unfinished` are ids of fixes, `did` next steps that are done, `resolved` blockers that block
    no more.
    """

    done: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    did: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()


class Record(NamedTuple):
    """A session. Only `id` is a key; `number` is a label for people, and 0 where there is none.

    `base` is the commit at its start, `started` and `ended` are `YYYY-MM-DDTHH:MM:SSZ`, "" where that is
    not known or not yet so. `continues` is the session before on the same work, `forced` what the session
    was started in spite of. `gates` tells of those that were not run. `checkpoints` and `metrics` are
    written when it ends. `coverage` is what it describes, `told` what it says of the state documents where
    it could not write them.
    """

    id: str
    number: int = 0
    title: str = ""
    status: str = _OPEN
    kind: str = ""
    branch: str = ""
    base: str = ""
    started: str = ""
    ended: str = ""
    continues: str = ""
    goal: str = ""
    batch: str = ""
    fixes: tuple[Fix, ...] = ()
    forced: tuple[str, ...] = ()
    metrics: Metrics = Metrics()
    checkpoints: tuple[Point, ...] = ()
    coverage: Coverage = Coverage()
    told: Told = Told()
    gates: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.status == _OPEN

    @property
    def date(self) -> str:
        """The day it started, `YYYY-MM-DD`, UTC."""
        return day_of(self.id)

    @property
    def label(self) -> str:
        """What people call it: its number, or its id."""
        return str(self.number) if self.number else self.id

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of its checkpoints: those that it describes, and those that it lists."""
        return self.coverage.numbers | {one.number for one in self.checkpoints if one.number}

    @property
    def named(self) -> tuple[str, ...]:
        """The fixes that its commits name, each once."""
        return tuple(dict.fromkeys(fix for point in self.checkpoints for fix in point.fixes))

    @property
    def done(self) -> tuple[str, ...]:
        """The fixes that it calls done: those that its commits name, and those that were said to be."""
        every = dict.fromkeys((*self.named, *self.told.done))
        return tuple(fix for fix in every if fix not in self.told.unfinished)


def title_of(goal: str) -> str:
    """A goal as the title of a session, which is short."""
    return goal if len(goal) <= 72 else goal[:69].rstrip() + "..."


def fix_of(text: str) -> Fix:
    """The fix that `ID[:text[:file]]` names. The id is "" where that does not begin with one.

    A text may have colons in it: what comes behind the last one is a file where there is no blank in it.
    """
    name, _, rest = text.partition(":")
    id_ = re.fullmatch(rf"(?i)\s*(?:fix\s|section\s|\s)*({ID_OF_FIX})\s*", name)
    words, colon, file = rest.rpartition(":")
    if not colon or re.search(r"\s", file):
        words, file = rest, ""
    return Fix(normal(id_[1]) if id_ and is_id(id_[1]) else "", " ".join(words.split()), file)


def fix_text(fix: Fix) -> str:
    """The fix as `fix_of` takes it."""
    return (
        f"{fix.id}:{fix.text}:{fix.file}"
        if fix.file or ":" in fix.text
        else f"{fix.id}:{fix.text}".rstrip(":")
    )


def read(document: Document) -> Record | None:
    """The record in a document; None where its front matter has no id of a session."""
    front = Front(document.source.front)
    return of(front, document.text) if front.id else None


def of(front: Front, text: str = "") -> Record:
    """The record of front matter that has an id; its checkpoints are in the text below."""
    texts = {name: front.text(name) for name in _TEXTS}
    texts["status"] = _status(texts["status"], texts["ended"])
    texts["title"] = texts["title"] or title_of(texts["goal"])
    metrics = Metrics(*map(front.number, Metrics._fields))
    minutes = metrics.minutes or minutes_between(texts["started"], texts["ended"])
    return Record(
        front.id,
        front.number("number"),
        **texts,
        fixes=tuple(fix for text in front.items("fixes") if (fix := fix_of(text)).id),
        forced=front.items("forced"),
        metrics=metrics._replace(minutes=minutes),
        checkpoints=tuple(_points(text)),
        coverage=front.coverage,
        told=Told(*map(front.items, Told._fields)),
    )


def written(document: Document, record: Record) -> Document:
    """The document with a record in it: its front matter, and its checkpoints where it has any.

    Other keys of the front matter stay, and so does the rest. Raises Failure as `edit.applied`.
    """
    lines = dict(_lines(record))
    kept = [line for line in lines_of(document.source.front) if line.partition(":")[0] not in _KEYS]
    own = (f"{key}:{'' if value.startswith(chr(10)) else ' '}{value}" for key, value in lines.items())
    front = "\n".join(["---", *own, *kept, "---"]) + "\n"
    changed = Document(document.source.with_front(front), document.path)
    return _with_checkpoints(changed, record.checkpoints) if record.checkpoints else changed


_TEXTS = (
    *("title", "status", "kind", "branch", "base", "started", "ended", "continues", "goal", "batch"),
    "gates",
)
_KEYS = frozenset(
    ("id", "number", *_TEXTS, "fixes", "forced", "covers", "also", *Told._fields, *Metrics._fields)
)
_PLAIN = r"[^\W_][\w ./+@()=~,-]*(?::[\w./+-][\w ./+@()=~,-]*)*(?<! )"
_NO_TEXT = (
    r"(?i)true|false|yes|no|on|off|y|n|null|[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?|0[xo]\w*"
)


def _lines(record: Record) -> Iterator[tuple[str, str]]:
    yield "id", record.id
    if record.number:
        yield "number", str(record.number)
    for name in _TEXTS:
        value = str(getattr(record, name))
        if value and (name != "title" or value != title_of(record.goal)):
            yield name, _scalar(value)
    if record.fixes:
        yield "fixes", _flow(fix_text(fix) for fix in record.fixes)
    if record.forced:
        yield "forced", _flow(record.forced)
    for name, texts in record.told._asdict().items():
        if texts:
            yield name, _flow(texts)
    if record.coverage.numbers:
        yield "covers", covers_text(record.coverage.numbers)
    if record.coverage.also:
        yield "also", "".join(f"\n- {one}" for one in sorted(record.coverage.also))
    if record.ended or record.metrics.commits:
        known = minutes_between(record.started, record.ended)
        for name, number in record.metrics._asdict().items():
            if number and (name != "minutes" or number != known):
                yield name, str(number)


def _scalar(text: str) -> str:
    """A string as YAML reads it back: plain where that is certain, else quoted."""
    flat = " ".join(text.split())
    is_plain = flat.isascii() and re.fullmatch(_PLAIN, flat) and not re.fullmatch(_NO_TEXT, flat)
    return flat if is_plain else _quoted(flat)


def _quoted(text: str) -> str:
    """A JSON string; what cannot be printed is escaped, since some of it ends a line in YAML."""
    chars = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isascii() or c.isprintable() else json.dumps(c)[1:-1] for c in chars)


def _flow(texts: Iterator[str] | tuple[str, ...]) -> str:
    return "[" + ", ".join(_quoted(" ".join(text.split())) for text in texts) + "]"


def _status(word: str, ended: str) -> str:
    known = word.casefold().replace(" ", "_").replace("-", "_")
    return known or ("completed" if ended else _OPEN)


def _points(text: str) -> Iterator[Point]:
    """The rows of the section; read without the whole document, since there may be many records."""
    *_, section = re.split(rf"(?m)^##+[ \t]+{CHECKPOINTS}[ \t]*$", text)
    rows = re.findall(r"(?m)^\|(.*)\|[ \t]*$", re.split(r"(?m)^#", section, maxsplit=1)[0])
    for row in rows if section is not text else ():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row)]
        number, subject, patch = (*cells, "", "", "")[:3]
        if subject and not set(subject) <= set("-: ") and number != _COLUMNS[0]:
            given = re.fullmatch(r"[0-9]{1,4}", number)
            yield Point(int(number) if given else 0, subject, patch.strip("`—"))


def _with_checkpoints(document: Document, points: tuple[Point, ...]) -> Document:
    rows = [(str(one.number or "—"), one.subject, f"`{one.patch}`" if one.patch else "—") for one in points]
    text = "\n".join(map(edit.row, (_COLUMNS, ["---"] * len(_COLUMNS), *rows)))
    found = document.called([CHECKPOINTS.lower()])
    table = edit.table_of(document, found[0]) if found else None
    if table and table.header and table.header.texts == _COLUMNS:
        edits = [Edit(table.header.start, table.end, text)]
    elif table and table.header and table.header.texts[:3] == _COLUMNS:  # with remarks behind
        known = {each.texts[:3] for each in table.rows}
        more = [each for each in rows if tuple(map(edit.shown, each)) not in known]
        edits = (
            [Edit(table.end, table.end, "".join(f"\n{edit.row(each)}" for each in more))] if more else []
        )
    elif found:
        edits = edit.add_text(document, found[0], text)
    else:
        edits = edit.add_section(document, f"## {CHECKPOINTS}", text)
    return edit.applied(document, edits, lambda changed: len(list(_points(changed.text))) >= len(points))
