"""The report in a terminal: the signs of success, the days as sparklines, tables."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...core.columns import cut, padded, width
from ...core.finding_lines import counted
from ...core.sparkline import can_show, spark
from ...core.stamps import day, duration, first_second
from ...core.terminal import Paint, one_line
from .model import Day, Report
from .tables import Cell, table

WIDTH = 80
_SPARK = 48  # columns of a sparkline
_DAY = 86_400
_MOST = 30  # rows of a table
_LONGEST = 24  # characters of a cell that is not the last
_LEAST = 12  # columns for the last one


class Screen(NamedTuple):
    """What is written on: whether it has colour, and its encoding."""

    paint: Paint = Paint()
    encoding: str = "utf-8"


def as_text(report: Report, screen: Screen) -> Iterator[str]:
    """All of it, at most 80 columns wide; what is empty is left out."""
    yield screen.paint.bold(cut(_head(report), WIDTH))
    if not report.sessions and not report.trails:
        yield "Nothing to report yet: no session, and no backlog."
        yield "A session begins with `git sessionlog start`, or with the first commit that the hook sees."
        return
    yield ""
    yield from _signs(report, screen)
    for lines in (_course(report, screen), _sessions(report, screen), _plan(report, screen)):
        yield from _apart(lines)
    yield from _apart(_fixes(report, screen))


def minutes(value: float | None) -> str:
    """A length of time: `1 h 35 min`."""
    if value is None:
        return "n/a"
    return duration(int(value))


def percent(value: float | None) -> str:
    """A fraction as people say it; what is not nothing is not 0 %, what is not all not 100 %."""
    if value is None:
        return "n/a"
    whole = round(100 * value)
    if value and not whole:
        return "<1 %"
    return f"{99 if whole == 100 and value < 1 else whole} %"


def _apart(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if not number:
            yield ""
        yield line


def _head(report: Report) -> str:
    since = f" since {report.since}" if report.since else ""
    parts = [counted(len(report.sessions), "session") + since]
    if report.days:
        first, last = report.days[0].date, report.days[-1].date
        parts.append(first if first == last else f"{first} to {last}")
    if report.minutes is not None:
        parts.append(minutes(report.minutes))
    if report.listed:
        parts.append(f"{report.done} of {counted(report.listed, 'fix', 'fixes')} done")
    return f"{one_line(report.name, 40)}: {', '.join(parts)}"


def _signs(report: Report, screen: Screen) -> Iterator[str]:
    """The five rates and the score; why one is n/a where it is."""
    for sign, value, part, whole, unit, why in table(report, "rates").rows:
        is_score = sign == "Score"
        shown = str(part) if is_score and part is not None else percent(_number(value))
        said = str(why) or ("" if is_score else f"{part:,} of {whole:,} {unit}")
        line = f"  {sign:<24}{shown:>6}"
        yield screen.paint.bold(line) if is_score and not said else f"{line}  {screen.paint.faint(said)}"


def _number(value: Cell) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _course(report: Report, screen: Screen) -> Iterator[str]:
    """The days, as many of them in a column as it takes."""
    if len(report.days) < 2:
        return
    bins = _bins(report.days)
    span = (first_second(report.days[-1].date) - first_second(report.days[0].date)) // _DAY + 1
    each = "" if span <= _SPARK else f", {-(-span // _SPARK)} days a column"
    yield screen.paint.bold(f"{report.days[0].date} to {report.days[-1].date}{each}")
    for what, name in (
        ("checkpoints", "checkpoints"),
        ("lines added", "added"),
        ("lines removed", "removed"),
    ):
        sums = [sum(getattr(day, name) for day in some) for some in bins]
        yield f"  {what:<14}{spark(sums, screen.encoding):<{_SPARK}}  {sum(sums):,} in all"
    if report.listed:
        sofar, line = 0, []
        for some in bins:
            sofar = some[-1].done if some else sofar
            line.append(sofar)
        drawn = f"{spark(line, screen.encoding):<{_SPARK}}"
        yield f"  {'fixes done':<14}{drawn}  {sofar:,} of {report.listed:,}"
    yield f"  {'documents':<14}{_freshness(bins, screen)}"


def _bins(days: Sequence[Day]) -> list[list[Day]]:
    """The days from the first to the last in at most so many columns, in each the days with something."""
    first, last = first_second(days[0].date), first_second(days[-1].date)
    span = (last - first) // _DAY + 1
    width = -(-span // _SPARK)
    found: list[list[Day]] = [[] for _ in range(-(-span // width))]
    for one in days:
        found[(first_second(one.date) - first) // _DAY // width].append(one)
    return found


def _freshness(bins: Iterable[Sequence[Day]], screen: Screen) -> str:
    """A mark for each column: fresh, stale or missing, unknown; the worst of the days in it."""
    good, bad, unsure = "●○·" if can_show("●○·", screen.encoding) else "#o?"
    text, states = "", []
    for some in bins:
        known = [day.fresh.state for day in some if day.fresh.state]
        states += known
        if any(state in ("stale", "missing") for state in known):
            text += screen.paint.odd(bad)
        elif "unknown" in known:
            text += unsure
        else:
            text += screen.paint.good(good) if known else " "
    pad = " " * max(0, _SPARK - sum(1 for _ in bins))
    fresh = sum(state == "fresh" for state in states)
    return f"{text}{pad}  {fresh:,} of {len(states):,} fresh" if states else "n/a"


def _sessions(report: Report, screen: Screen) -> Iterator[str]:
    """A line a session, the last one first; of many the last ones."""
    if not report.sessions:
        return
    shown = report.sessions[: -_MOST - 1 : -1]
    rows = [
        (
            one.label,
            day(one.start) if one.start else "n/a",
            _clock(one.minutes),
            str(one.commits),
            _lines(one.done.lines_added, one.done.lines_removed),
            _of(one.done.tasks_completed, one.done.tasks_planned),
            "n/a" if one.score is None else str(one.score),
            one.goal,
        )
        for one in shown
    ]
    head = ("Session", "Start", "Hours", "Commits", "Lines", "Tasks", "Score", "Goal")
    yield from _grid(head, rows, screen)
    yield from _rest(len(report.sessions) - len(shown), "session", "sessions")


def _plan(report: Report, screen: Screen) -> Iterator[str]:
    """The batches: planned and actual sessions and hours."""
    if not report.batches:
        return
    rows = [
        (
            one.id,
            f"{one.done}/{len(one.fixes)}",
            f"{len(one.sessions)}/{'n/a' if one.planned is None else one.planned}",
            _clock(one.minutes),
            _estimate(one.estimated),
            one.title,
        )
        for one in (*report.batches, *report.totals)
    ]
    yield from _grid(("Batch", "Done", "Sessions", "Hours", "Planned", "Title"), rows, screen)


def _fixes(report: Report, screen: Screen) -> Iterator[str]:
    """A line a fix: how far it is, and what it left; then what does not agree."""
    if not report.trails:
        return
    shown = report.trails[:_MOST]
    rows = [
        (
            one.id,
            one.status + ("" if one.listed else " (not listed)"),
            str(len(one.commits) + one.more),
            day(one.when) if one.when else "",
            " ".join(one.sessions[-2:]),
            one.title,
        )
        for one in shown
    ]
    yield from _grid(("Fix", "Status", "Commits", "Last", "Sessions", "Title"), rows, screen)
    yield from _rest(len(report.trails) - len(shown), "fix", "fixes")
    told = [(trail.id, text) for trail in report.trails for text in trail.disagreements]
    for id, text in told[:_MOST]:
        yield screen.paint.odd(f"  {one_line(id, 20)}: {one_line(text, WIDTH - 6 - len(id))}")
    if len(told) > _MOST:
        yield f"and {len(told) - _MOST:,} more that do not agree: git sessionlog trace"


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]], screen: Screen) -> Iterator[str]:
    """Rows below a head, columns as wide as they must be, the last one what is left of the line."""
    safe = [[*(one_line(cell, _LONGEST) for cell in row[:-1]), one_line(row[-1], WIDTH)] for row in rows]
    widths = [max(map(width, column)) for column in zip(head, *safe, strict=True)][:-1]
    while sum(widths) + 2 * len(widths) > WIDTH - _LEAST:
        widths[widths.index(max(widths))] -= 1
    left = WIDTH - sum(widths) - 2 * len(widths)
    for number, row in enumerate((head, *safe)):
        cells = [padded(cell, wide) for cell, wide in zip(row[:-1], widths, strict=True)]
        line = "  ".join((*cells, cut(row[-1], left))).rstrip()
        yield line if number else screen.paint.faint(line)


def _clock(value: int | None) -> str:
    return "n/a" if value is None else f"{value // 60}:{value % 60:02}"


def _rest(count: int, one: str, many: str) -> Iterator[str]:
    if count > 0:
        yield f"and {counted(count, one, many)} more: --format csv --table {many} has all"


def _lines(added: int | None, removed: int | None) -> str:
    return "n/a" if added is None or removed is None else f"+{added:,} -{removed:,}"


def _of(part: int | None, whole: int | None) -> str:
    return "n/a" if part is None or whole is None else f"{part}/{whole}"


def _estimate(span: tuple[int, int] | None) -> str:
    if span is None:
        return "n/a"
    least, most = span
    return _clock(least) if least == most else f"{_clock(least)} to {_clock(most)}"
