"""The report as one page that needs nothing but itself: style, data, libraries and charts are in it.

Nothing may be loaded: the page's own policy forbids it, and allows its scripts by their hashes. All text
from the repository is escaped. Each chart has its figures in a table below it.
"""

import base64
import hashlib
import html
import os
from collections.abc import Iterator
from typing import NamedTuple

from ....core.finding_lines import counted
from ....core.stamps import stamp_or_none
from ..model import Report
from ..render import minutes, percent
from ..tables import Cell, Column, table
from .chart_data import MOST, safe, script

LIBRARIES = ("d3.min.js", "plot.umd.min.js")
"""Observable Plot and what it stands on, as their authors publish them; see VERSIONS beside them."""

_ROWS = 5000  # of a table; CSV has all


class _Chart(NamedTuple):
    """A chart, or only a table: its name, title, what it shows, the table below it, what its marks mean.

    Of the table it has some columns, all where none is named. A mark has a shape, a colour, a meaning.
    """

    name: str
    title: str
    note: str
    table: str
    columns: tuple[str, ...] = ()
    legend: tuple[tuple[str, str, str], ...] = ()
    drawn: bool = True


def page(report: Report) -> str:
    """The page as HTML, to be written as UTF-8."""
    title = html.escape(f"{safe(report.name)}: sessions")
    scripts = [_file(name) for name in (*LIBRARIES, "report.js")]
    charts = list(_charts(report))
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{title}</title>",
        f"<style>\n{_file('report.css')}</style>",
        "</head>",
        "<body>",
        '<a class="skip" href="#main">To the figures</a>',
        *_head(report, title, charts),
        '<main id="main" tabindex="-1">',
        *_signs(report),
        *(line for chart in charts for line in _section(report, chart)),
        "</main>",
        f'<script type="application/json" id="data">{script(report)}</script>',
        *(f"<script>{text}</script>" for text in scripts),
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _charts(report: Report) -> Iterator[_Chart]:
    """The charts for which there is something to draw."""
    if report.sessions:
        yield _TIMELINE
        if any(one.times for one in report.sessions):
            yield from (_CHECKPOINTS, _LINES)
    if report.listed and report.days:
        yield _BURNUP
    if any(one.fresh.state for one in report.sessions):
        yield _FRESHNESS
    if report.batches:
        timed = any(one.minutes is not None or one.estimated for one in report.batches)
        yield _BATCHES._replace(drawn=timed)
    if report.sessions:
        yield _ALL
    if report.trails:
        with_commits = sum(bool(one.commits) for one in report.trails)
        note = f" Drawn are the {MOST} that were worked on last." if with_commits > MOST else ""
        yield _TRAILS._replace(drawn=with_commits > 0, note=_TRAILS.note + note)


_TIMELINE = _Chart(
    "timeline",
    "Session timeline",
    "Each session on its day, from the hour of its start to that of its end, in UTC.",
    "sessions",
    ("session", "goal", "start", "end", "checkpoints", "fixes"),
    (("square", "one", "session"), ("line", "ink", "commit, where there is room")),
)
_CHECKPOINTS = _Chart(
    "checkpoints",
    "Checkpoints per day",
    "Commits of sessions, copies once.",
    "days",
    ("date", "checkpoints"),
)
_LINES = _Chart(
    "lines",
    "Lines added and removed",
    "What the commits of sessions changed, as git counts it.",
    "days",
    ("date", "added", "removed"),
    (("square", "one", "added"), ("square", "two", "removed, below the line")),
)
_BURNUP = _Chart(
    "burnup",
    "Burn-up of fixes",
    "Fixes of the backlog that are done, beside all that it lists today.",
    "days",
    ("date", "finished", "done"),
    (("square", "one", "done"), ("dash", "two", "in the backlog")),
)
_FRESHNESS = _Chart(
    "freshness",
    "Freshness of the state documents",
    "At the end of each session: how many commits the state documents did not describe.",
    "sessions",
    ("session", "goal", "end", "documents", "behind"),
    (
        ("circle", "good", "fresh"),
        ("triangle", "bad", "stale"),
        ("times", "bad", "missing"),
        ("diamond", "faint", "unknown"),
    ),
)
_BATCHES = _Chart(
    "batches",
    "Plan and outcome",
    "Hours of each batch, from start to end of its sessions, beside the least and the most planned.",
    "batches",
    (),
    (("square", "one", "hours"), ("dash", "two", "planned")),
)
_ALL = _Chart(
    "sessions",
    "Each session in figures",
    "What each session planned and came to; n/a is what nobody wrote down.",
    "sessions",
    drawn=False,
)
_TRAILS = _Chart(
    "trails",
    "Trail of each fix",
    "The commits that name a fix, from the first to the last.",
    "fixes",
    (),
    (("circle", "one", "commit"), ("times", "bad", "reverted")),
)
_SHAPES = {
    "square": '<rect width="14" height="14" fill="{0}"/>',
    "dash": '<path d="M0 7H14" stroke="{0}" stroke-width="3" stroke-dasharray="6 3"/>',
    "line": '<path d="M0 7H14" stroke="{0}" stroke-width="1.5"/>',
    "diamond": '<path d="M7 1L12 7L7 13L2 7Z" fill="none" stroke="{0}" stroke-width="2"/>',
    "circle": '<circle cx="7" cy="7" r="5" fill="{0}"/>',
    "triangle": '<path d="M7 2L13 12H1Z" fill="none" stroke="{0}" stroke-width="2"/>',
    "times": '<path d="M2 2L12 12M12 2L2 12" stroke="{0}" stroke-width="2"/>',
}


def _head(report: Report, title: str, charts: list[_Chart]) -> Iterator[str]:
    made = _shown(stamp_or_none(report.made), Column("made", "", "time"))
    about = [f"made {made} UTC", f"from commit {report.tip[:10]}" if report.tip else "no commit yet"]
    about += [f"since {report.since}"] if report.since else []
    yield "<header>"
    yield f"<h1>{title}</h1>"
    yield f'<p class="about">{html.escape(", ".join(about))}</p>'
    if report.unseen:
        yield f"<p><strong>Not seen:</strong> {html.escape(safe('; '.join(report.unseen)))}</p>"
    if charts:
        yield '<nav aria-label="Charts"><ul>'
        yield from (f'<li><a href="#{one.name}">{one.title}</a></li>' for one in charts)
        yield "</ul></nav>"
        yield "<noscript><p>The charts need scripts; all figures are in the tables.</p></noscript>"
    else:
        yield "<p>Nothing to report yet: no session, and no backlog.</p>"
    yield "</header>"


def _signs(report: Report) -> Iterator[str]:
    """The figures that stand for all others."""
    if not report.sessions and not report.trails:
        return
    count = counted(sum(len(one.times) for one in report.sessions), "commit")
    yield '<dl class="signs" id="signs">'
    yield _sign("Sessions", f"{len(report.sessions):,}", count)
    yield _sign("Time", minutes(report.minutes), "from start to end, where both are known")
    if report.listed:
        yield _sign("Fixes done", f"{report.done:,} of {report.listed:,}", "of the backlog")
    for sign, value, part, whole, unit, why in table(report, "rates").rows:
        is_score = sign == "Score"
        shown = f"{part}" if is_score and part is not None else percent(_number(value))
        said = str(why) or ("of 100" if is_score else f"{part:,} of {whole:,} {unit}")
        yield _sign(str(sign), shown, said)
    yield "</dl>"


def _sign(name: str, value: str, why: str) -> str:
    words = (f'<dd class="value">{html.escape(value)}</dd>', f'<dd class="why">{html.escape(why)}</dd>')
    return f"<div><dt>{html.escape(name)}</dt>{''.join(words)}</div>"


def _section(report: Report, chart: _Chart) -> Iterator[str]:
    yield f'<section id="{chart.name}" aria-labelledby="{chart.name}-title">'
    yield f'<h2 id="{chart.name}-title">{chart.title}</h2>'
    yield f'<p class="note">{chart.note}</p>'
    if chart.drawn:
        if chart.legend:
            yield f'<ul class="legend">{"".join(_mark(*mark) for mark in chart.legend)}</ul>'
        label = html.escape(f"{chart.title}. {chart.note} The table below has the figures.")
        yield f'<figure data-chart="{chart.name}" aria-label="{label}"></figure>'
    yield from _table(report, chart)
    yield "</section>"


def _mark(shape: str, color: str, meaning: str) -> str:
    drawn = _SHAPES[shape].format(f"var(--{color})")
    return f'<li><svg viewBox="0 0 14 14" aria-hidden="true">{drawn}</svg>{meaning}</li>'


def _table(report: Report, chart: _Chart) -> Iterator[str]:
    """The figures, in a part of the page that can be opened, and scrolled by keyboard."""
    found = table(report, chart.table).only(chart.columns)
    name = f"{chart.title}: {counted(len(found.rows), 'row')}"
    yield f"<details><summary>Table: {html.escape(found.title)}</summary>"
    yield f'<div class="wide" role="region" aria-label="{html.escape(name)}" tabindex="0"><table>'
    yield f"<caption>{html.escape(found.title)}</caption>"
    heads = (f'<th scope="col"{_class(column)}>{html.escape(column.head)}</th>' for column in found.columns)
    yield f"<thead><tr>{''.join(heads)}</tr></thead><tbody>"
    for row in found.rows[-_ROWS:]:
        cells = (
            f"<{tag}{_class(column)}>{html.escape(_shown(cell, column))}</{tag[:2]}>"
            for tag, cell, column in zip(_TAGS + ["td"] * len(row), row, found.columns, strict=False)
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"
    if len(found.rows) > _ROWS:
        where = f"--format csv --table {found.name} has all"
        yield f"<p>The last {_ROWS:,} of {len(found.rows):,}; {where}.</p>"
    yield "</details>"


_TAGS = ['th scope="row"']


def _class(column: Column) -> str:
    if column.kind in ("number", "percent", "minutes"):
        return ' class="number"'
    return ' class="long"' if column.name in ("goal", "title", "disagreements", "mentions") else ""


def _shown(cell: Cell, column: Column) -> str:
    """A cell as people read it."""
    if cell is None:
        return "n/a"
    if column.kind == "percent":
        return percent(_number(cell))
    if column.kind == "minutes":
        return minutes(_number(cell))
    if column.kind == "time":
        return str(cell)[:16].replace("T", " ")
    return f"{cell:,}" if isinstance(cell, int) else safe(str(cell))


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, (int, float)) else None


def _policy(scripts: list[str]) -> str:
    """What the page may do: run these scripts. Plot styles its marks, so styles may stand in the page."""
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts)
    own = " ".join(f"'sha256-{value}'" for value in hashes)
    rest = "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; script-src {own}; {rest}"


def _file(name: str) -> str:
    """A file beside this one; its line ends are LF, for they count in its hash."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return file.read()
