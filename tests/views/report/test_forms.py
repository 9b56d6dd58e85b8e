"""A report in its forms: whole outputs, and that they do not contradict each other."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_sessionlog.backlog.model import Fix
from git_sessionlog.core.sparkline import spark
from git_sessionlog.core.terminal import Paint
from git_sessionlog.state.fixes.reverts import Commit
from git_sessionlog.state.fixes.status import Traced
from git_sessionlog.views.report.data import data
from git_sessionlog.views.report.model import Report, Trail
from git_sessionlog.views.report.render import Screen, as_text, minutes, percent
from git_sessionlog.views.report.render_data import as_csv, as_json
from git_sessionlog.views.report.tables import NAMES, table
from git_sessionlog.views.trace.render import row_json
from report_sample import HOSTILE, report

TEXT = """\
sample: 4 sessions, 2026-02-02 to 2026-02-20, 9 h 15 min, 2 of 4 fixes done

  Completion rate           57 %  8 of 14 tasks
  Quality score            100 %  25 of 25 tests
  Time efficiency          117 %  210 of 180 minutes
  Bug rate                   0 %  0 of 2 features
  Documentation coverage    50 %  4 of 8 commits
  Score                       72

2026-02-02 to 2026-02-20
  checkpoints   █  ▄▄      █      █                               8 in all
  lines added   █  ▁▁      ▁                                      520 in all
  lines removed █  ▃▂      ▄                                      380 in all
  fixes done    ▄▄▄▄▄▄▄▄▄▄▄████████                               2 of 4
  documents     ●  ○○      ○      ·                               1 of 5 fresh

Session  Start       Hours  Commits  Lines      Tasks  Score  Goal
004      2026-02-20  0:45   2        n/a        n/a    n/a    Batch 4: mend t...
003      2026-02-13  1:00   2        +10 -90    0/2    13     Batch 3: mend t...
002      2026-02-05  4:00   2        +10 -90    0/2    13     Batch 2: mend t...
001      2026-02-02  3:30   2        +500 -200  8/10   82     Batch 1: mend t...

Batch  Done  Sessions  Hours  Planned       Title
A      2/2   2/1       7:30   3:00 to 4:00  Critical fixes
B      0/2   0/1       n/a    0:30          =HYPERLINK(1)
all    2/4   2/3       7:30   3:30 to 4:30  ALL 4: ~3 sessions

Fix  Status             Commits  Last        Sessions  Title
1    done               1        2026-02-02  001       Refuse expired tokens
2.3  done               2        2026-02-13  002 003   Mend the limiter
3    reverted           1                    002       A cache
4    open               0
99   done (not listed)  1        2026-02-20            </script><script>alert...
  2.3: committed in 4444444444, still under Next Up in STATUS.md:9
"""


def text(what: Report, screen: Screen = Screen()) -> str:  # noqa: B008 - a value
    return "".join(f"{line}\n" for line in as_text(what, screen))


def test_text() -> None:
    assert text(report()) == TEXT


def test_no_line_is_longer_than_80_columns() -> None:
    long = "x" * 300
    one = report().sessions[0]._replace(number=0, goal="日本語" * 60)
    batch = report().batches[0]._replace(id=long, title=long)
    trail = report().trails[0]._replace(id=long, title=long, sessions=(long,), disagreements=(long,))
    what = report()._replace(name=long, sessions=(one,), batches=(batch,), trails=(trail,))

    assert max(map(len, text(what).split("\n"))) <= 80


def test_plain_where_the_terminal_has_no_more() -> None:
    shown = text(report(), Screen(encoding="ascii"))

    assert shown.isascii()
    assert "  checkpoints   #  --      #      #  " in shown
    assert "  documents     #  oo      o      ?  " in shown


def test_colour_adds_nothing_but_colour() -> None:
    painted = "\n".join(as_text(report(), Screen(Paint(on=True))))

    assert "\x1b[" in painted
    plain = "".join(
        part.partition("m")[2] if at else part for at, part in enumerate(painted.split("\x1b["))
    )
    assert [line.rstrip() for line in plain.split("\n")] == TEXT.rstrip("\n").split("\n")


def test_what_is_hostile_is_escaped_everywhere() -> None:
    one = report().sessions[0]._replace(goal=HOSTILE, id=HOSTILE, number=0, batch=HOSTILE)
    trail = report().trails[1]._replace(title=HOSTILE, sessions=(HOSTILE,), disagreements=(HOSTILE,))
    what = report()._replace(name=HOSTILE, sessions=(one,), trails=(trail,))

    for shown in (text(what), *("\n".join(as_csv(what, name)) for name in NAMES), *as_json(what)):
        assert not any(char in shown for char in "\x1b\u2028\u202e")


def test_nothing_to_report() -> None:
    assert text(Report("empty")) == (
        "empty: 0 sessions\n"
        "Nothing to report yet: no session, and no backlog.\n"
        "A session begins with `git sessionlog start`, or with the first commit that the hook sees.\n"
    )


def test_long_tables_are_cut_and_say_so() -> None:
    many = tuple(report().sessions[0]._replace(number=number) for number in range(1, 41))
    shown = text(report()._replace(sessions=many))

    assert "\n040  " in shown
    assert "\n010  " not in shown
    assert "and 10 sessions more: --format csv --table sessions has all\n" in shown


def test_what_is_not_of_the_time_asked_for_does_not_seem_so() -> None:
    what = report()._replace(since="2026-02-14", sessions=(), days=())

    assert text(what).splitlines()[0].endswith(": 0 sessions since 2026-02-14, 2 of 4 fixes done")


def test_a_fix_has_the_keys_that_a_trace_gives_it() -> None:
    fix = data(report())["fixes"][0]
    row = row_json(Traced(Fix("1"), commits=(Commit("1" * 40, 1, "Ann", "x"),)))

    assert fix.keys() - row.keys() == {"batch", "last"}
    assert fix["commits"][0].keys() <= row["commits"][0].keys()


def test_of_many_fixes_the_first_are_shown_and_where_the_others_are() -> None:
    trails = tuple(Trail(str(id), disagreements=("one", "two")) for id in range(1, 41))
    lines = text(report()._replace(trails=trails)).splitlines()

    assert "and 10 fixes more: --format csv --table fixes has all" in lines
    assert lines[-2:] == ["  15: two", "and 50 more that do not agree: git sessionlog trace"]


def test_years_are_shown_in_columns_of_many_days() -> None:
    days = tuple(report().days[0]._replace(date=f"{year}-03-01") for year in range(2000, 2026))
    shown = text(report()._replace(days=days))

    assert "2000-03-01 to 2025-03-01, 191 days a column\n" in shown
    assert "52 in all\n" in shown


def rows(what: Report, name: str) -> list[dict[str, str]]:
    written = "".join(f"{line}\n" for line in as_csv(what, name))
    return list(csv.DictReader(io.StringIO(written, newline="")))


@pytest.mark.parametrize("name", NAMES)
def test_csv_has_every_cell(name: str) -> None:
    found, expected = rows(report(), name), table(report(), name)

    assert [len(row) for row in found] == [len(expected.columns)] * len(expected.rows)
    for row, cells in zip(found, expected.rows, strict=True):
        for shown, cell in zip(row.values(), cells, strict=True):
            if cell is None:
                assert shown == "n/a"
            elif isinstance(cell, (int, float)):
                assert float(shown) == pytest.approx(cell, rel=1e-3)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", " =1", "\t=1", "\r=1", "=1\n=2"])
def test_no_cell_is_a_formula(text: str) -> None:
    """A spreadsheet takes what begins so for one, also behind blanks."""
    batch = report().batches[0]._replace(title=text)
    shown = rows(report()._replace(batches=(batch,)), "batches")[0]["title"]

    assert shown.startswith("'")


@given(st.text(max_size=60))
def test_csv_reads_back_in_one_cell(title: str) -> None:
    batch = report().batches[0]._replace(title=title)
    shown = rows(report()._replace(batches=(batch,)), "batches")

    assert len(shown) == 2
    assert not shown[0]["title"].lstrip().startswith(("=", "+", "-", "@"))
    assert shown[0]["fixes"] == "2"


def test_json_csv_and_text_have_the_same_figures() -> None:
    what = report()
    data: dict[str, Any] = json.loads("".join(as_json(what)))
    shown = text(what)

    signs = {row["sign"]: row for row in rows(what, "rates")}
    names = ("completionRate", "qualityScore", "timeEfficiency", "bugRate", "documentationCoverage")
    for sign, name in zip(list(signs)[:5], names, strict=True):
        rate = data["total"]["rates"][name]
        assert float(signs[sign]["value"]) == pytest.approx(rate["value"], rel=1e-3)
        assert f"{sign:<24}{percent(rate['value']):>6}  {rate['part']:,} of {rate['whole']:,}" in shown
    assert signs["Score"]["part"] == str(data["total"]["score"])
    assert f"{'Score':<24}{data['total']['score']:>6}" in shown
    assert minutes(data["total"]["minutes"]) in shown.split("\n")[0]
    _same_sessions(data, rows(what, "sessions"), shown)
    _same_days(data, rows(what, "days"), shown)
    for batch, row in zip(data["batches"] + data["totals"], rows(what, "batches"), strict=True):
        assert row["planned_least"] == _cell(batch["planned"]["least"])
        assert row["actual_time"] == _cell(batch["actual"]["minutes"])
        assert row["actual_sessions"] == str(len(batch["actual"]["sessions"]))
    for fix, row in zip(data["fixes"], rows(what, "fixes"), strict=True):
        assert (row["fix"], row["status"], row["commits"]) == (
            fix["id"],
            fix["status"],
            str(len(fix["commits"])),
        )


def _cell(value: object) -> str:
    return "n/a" if value is None else str(value)


def _same_sessions(data: dict[str, Any], found: list[dict[str, str]], shown: str) -> None:
    for session, row in zip(data["sessions"], found, strict=True):
        own = session["performance"]
        for key, column in {"tasksPlanned": "tasks_planned", "timeSpent": "time_spent"}.items():
            assert row[column] == _cell(own["metrics"][key])
        assert list(row.values())[9:19] == [_cell(value) for value in own["metrics"].values()]
        assert row["score"] == _cell(own["score"])
        assert row["checkpoints"] == str(len(session["checkpoints"]))
        line = next(line for line in shown.split("\n") if line.startswith(own["session"]))
        assert f"  {_cell(own['score'])}  " in line


def _same_days(data: dict[str, Any], found: list[dict[str, str]], shown: str) -> None:
    for name in ("checkpoints", "added", "removed"):
        total = sum(day[name] for day in data["days"])
        assert total == sum(int(row[name]) for row in found)
        assert f"{total:,} in all" in shown
    assert data["days"][-1]["done"] == int(found[-1]["done"]) == data["backlog"]["done"]


def test_the_performance_of_a_session_has_the_keys_of_the_guide() -> None:
    data = json.loads("".join(as_json(report())))

    assert data["sessions"][0]["performance"] == {
        "session": "001",
        "metrics": {
            "tasksPlanned": 10,
            "tasksCompleted": 8,
            "testsWritten": 25,
            "testsPassed": 25,
            "bugsFixed": 5,
            "bugsIntroduced": 0,
            "linesAdded": 500,
            "linesRemoved": 200,
            "timeSpent": 210,
            "timeEstimated": 180,
        },
        "score": 82,
    }


@pytest.mark.parametrize(
    ("values", "encoding", "line"),
    [
        ([], "utf-8", ""),
        ([0, 0], "utf-8", "  "),
        ([1, 2, 4, 8], "utf-8", "▁▂▄█"),
        ([0, 1, 1_000_000], "utf-8", " ▁█"),
        ([1, 8], "ascii", "_#"),
        ([1, 8], "no such encoding", "_#"),
        ([1, 8], "cp437", "_#"),
    ],
)
def test_spark(values: list[float], encoding: str, line: str) -> None:
    assert spark(values, encoding) == line


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "n/a"), (0, "0 min"), (59, "59 min"), (60, "1 h"), (61, "1 h 1 min"), (6000, "100 h")],
)
def test_minutes(value: int | None, words: str) -> None:
    assert minutes(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "n/a"),
        (0, "0 %"),
        (0.001, "<1 %"),
        (0.5, "50 %"),
        (0.999, "99 %"),
        (1, "100 %"),
        (1.17, "117 %"),
    ],
)
def test_percent(value: float | None, words: str) -> None:
    assert percent(value) == words
