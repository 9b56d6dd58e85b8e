"""The report for programs: JSON, and CSV that a spreadsheet opens."""

import csv
import io
from collections.abc import Iterator

from ...core.terminal import one_line
from ...core.to_json import json_text
from .data import data
from .model import Report
from .tables import Cell, table

_FORMULA = ("=", "+", "-", "@")
_LONGEST = 32_000  # characters that a spreadsheet takes in a cell


def as_json(report: Report) -> Iterator[str]:
    """One object; docs/report.md describes it."""
    yield json_text(data(report))


def as_csv(report: Report, name: str) -> Iterator[str]:
    """One table (RFC 4180): a line with the names of its columns, then the rows; `n/a` is written so.

    What a spreadsheet would take for a formula stands behind an apostrophe
    (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    found = table(report, name)
    yield _row([column.name for column in found.columns])
    yield from (_row([_cell(cell) for cell in row]) for row in found.rows)


def _row(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r").writerow(cells)
    return line.getvalue()  # the line feed comes from whoever writes the line


def _cell(value: Cell) -> str:
    if value is None:
        return "n/a"
    if isinstance(value, float):
        return f"{value:.4g}"
    text = one_line(str(value), _LONGEST)
    is_formula = isinstance(value, str) and value.lstrip().startswith(_FORMULA)
    return f"'{text}" if is_formula else text
