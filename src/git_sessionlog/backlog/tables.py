"""The entries that stand in tables: one a row, its columns known by their names."""

from collections.abc import Iterator, Mapping

from ..core import fix_ids
from ..documents import columns, entries, headings, lines
from ..documents.document import Document
from . import estimates, heads, paths
from .entries import Entry
from .model import Fix, Place

_COLUMNS: Mapping[str, str] = {
    "id": "#, id, fix, fixes, fix id, fix ids, rank, no, no., nr, number, item id, task id",
    "section": "section, sec, §, ref, reference",
    "title": (
        "title, description, item, task, what, improvement, name, summary, issue, problem, change, "
        "fix description"
    ),
    "files": "file, files, path, paths, location, where, module, touches",
    "effort": "effort, size, estimate, estimated, time, complexity, estimated time",
    "needs": "depends on, dependencies, depends, needs, requires, blocked by, after, prerequisites",
    "says": "status, state, done, progress",
    "verify": "verify, verification, how to verify, test, tests, acceptance criteria",
}
_HOLDS = {name: what for what, names in _COLUMNS.items() for name in names.split(", ")}
_ELSEWHERE = {"text": "title", "status": "says"}  # as state documents call them, in their languages
_MOST = 10_000  # rows of one document


def entries_of(document: Document, *, spans: bool = True) -> Iterator[Entry]:
    """The rows that begin with an id, of the tables that have a column for it.

    A row of several ids is an entry of each; with `spans` off it is none, but a list of them.
    """
    count = 0
    for table in lines.tables(document, 0, len(document.text)) if "|" in document.text else ():
        holds = [_holds(text) for text in table.header.texts] if table.header else []
        if "id" not in holds and "section" not in holds:
            continue
        for row in table.rows:
            count += 1
            if count > _MOST:
                return
            cells = dict(
                zip(reversed(holds[: len(row.cells)]), reversed(row.texts[: len(holds)]), strict=True)
            )
            found = list(_of_row(cells, document, row))
            yield from found if spans or len(found) == 1 else ()


def _of_row(cells: Mapping[str, str], document: Document, row: lines.Row) -> Iterator[Entry]:
    own = fix_ids.listed(cells.get("id", "").strip("*_`[]() "), bare=True).ids
    beside = fix_ids.listed(cells.get("section", "").strip("*_`[]() "), bare=True).ids
    all_ids = own or beside
    if not all_ids or any("batch" in name for name in cells):
        return
    effort = cells.get("effort", "")
    says = "" if entries.says_nothing(cells.get("says", "")) else cells["says"]
    place = Place(document.path, document.line(row.start))
    fix = Fix(
        all_ids[0],
        heads.plain(cells.get("title", ""))[:200],
        document.text[row.start : row.end],
        beside[:1] if own and len(own) == 1 and beside != own else (),
        paths.named(cells.get("files", ""), directories=True),
        estimates.size(effort) or estimates.size_in(effort),
        fix_ids.named(cells.get("needs", ""), bare=True),
        cells.get("verify", ""),
        says,
        (place,),
        "",
        estimates.minutes(effort),
        ((says, place),) if says else (),
    )
    for id in all_ids:
        yield Entry(fix if len(all_ids) == 1 else fix._replace(id=id), (), weak=True)


def _holds(name: str) -> str:
    text = name.strip("*_` ").casefold()
    plain = headings.name(name)
    return _HOLDS.get(text) or _HOLDS.get(plain) or _ELSEWHERE.get(columns.holds(plain)) or text
