"""The report's page as text: what a browser makes of it is in tests/e2e/test_page.py."""

import base64
import hashlib
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from git_sessionlog.views.report.model import Report
from git_sessionlog.views.report.page import page as module
from git_sessionlog.views.report.page.page import LIBRARIES, page
from git_sessionlog.views.report.tables import table
from report_sample import HOSTILE, report

HERE = Path(module.__file__).parent
LARGEST = 500_000


class Read(HTMLParser):
    """The tags of a page, its scripts, its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text = ""
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, _tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts.append(data)
        else:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def read() -> Read:
    return Read(page(report()))


def test_the_libraries_are_those_that_are_named() -> None:
    """What is shipped is what the authors published; `make charts` gets it again."""
    rows = [line.split() for line in (HERE / "VERSIONS").read_text().splitlines()]

    assert tuple(row[0] for row in rows) == LIBRARIES
    for file, _, version, digest in rows:
        data = (HERE / file).read_bytes().replace(b"\r\n", b"\n")
        assert hashlib.sha256(data).hexdigest() == digest
        assert f"v{version} Copyright" in data[:200].decode()
    licences = (HERE / "LICENSES").read_text()
    assert all(f"{name} {version}\n" in licences for _, name, version, _ in rows)
    assert sum((HERE / file).stat().st_size for file in LIBRARIES) < LARGEST


def test_no_script_can_end_early() -> None:
    for file in (*LIBRARIES, "report.js"):
        text = (HERE / file).read_text(encoding="utf-8").lower()
        assert "</script" not in text
        assert "<!--" not in text
        assert "\r" not in text


def test_nothing_is_loaded(read: Read) -> None:
    assert not any(
        {"src", "srcset", "action", "data", "background"} & attrs.keys() for _, attrs in read.tags
    )
    assert all((one["href"] or "").startswith("#") for one in read.all("a"))
    assert not read.all("link")
    assert not read.all("iframe")
    style = (HERE / "report.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_allows_the_scripts_and_nothing_else(read: Read) -> None:
    policy = next(one["content"] for one in read.all("meta") if "http-equiv" in one)
    run = [
        text for text, attrs in zip(read.scripts, read.all("script"), strict=True) if "type" not in attrs
    ]
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in run)
    own = " ".join(f"'sha256-{value}'" for value in hashes)

    assert len(run) == 3
    rest = "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert policy == f"default-src 'none'; script-src {own}; {rest}"


def test_what_comes_from_the_repository_is_escaped(read: Read) -> None:
    """In the text as in the data; what is invisible, or turns text around, is shown as what it is."""
    text = page(report())

    assert HOSTILE not in text
    assert "<img" not in text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e]", text)
    data = json.loads(read.scripts[0])
    shown = (
        "</script><script>alert(1)</script><img src=x onerror=alert(1)><U+2028><U+202E>&amp;<U+001B>[31m"
    )
    assert data["fixes"][-1]["title"] == shown
    assert html.escape(shown) in text
    assert "<" not in read.scripts[0]


def test_hostile_names_of_everything() -> None:
    one = report().sessions[0]._replace(goal=HOSTILE, id=HOSTILE, number=0, status=HOSTILE, batch=HOSTILE)
    batch = report().batches[0]._replace(id=HOSTILE, title=HOSTILE, sessions=(HOSTILE,))
    trail = report().trails[1]._replace(id=HOSTILE, mentions=(HOSTILE,), disagreements=(HOSTILE,))
    read = Read(page(Report(HOSTILE, sessions=(one,), batches=(batch,), trails=(trail,))))

    assert len(read.scripts) == len(Read(page(report())).scripts)
    assert not read.all("img")


def test_it_has_a_language_a_title_and_a_table_for_each_chart(read: Read) -> None:
    figures = read.all("figure")

    assert read.all("html")[0]["lang"] == "en"
    assert "sample: sessions" in read.text
    assert len(figures) == 7
    assert all(one["aria-label"] for one in figures)
    assert (
        len(read.all("details")) == len(read.all("table")) == len(read.all("caption")) == len(figures) + 1
    )
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {(one["href"] or "")[1:] for one in read.all("a")}
    assert targets <= set(ids)


def test_every_cell_of_the_tables_is_there(read: Read) -> None:
    what = report()
    rows = sum(len(table(what, name).rows) for name in ("sessions", "days", "batches", "fixes"))

    # sessions are below two charts and alone, days below three
    shown = rows + 2 * len(what.sessions) + 2 * len(what.days)
    assert len([one for one in read.all("th") if one.get("scope") == "row"]) == shown


@pytest.mark.parametrize(
    ("what", "charts"),
    [
        (Report("empty", 1), []),
        (Report("no backlog", 1, sessions=report().sessions, days=report().days), [
            "timeline", "checkpoints", "lines", "freshness",
        ]),
        (Report("no session", 1, trails=report().trails[3:4]), []),
        (Report("no times", 1, batches=report().batches[:1]), ["batches"]),
    ],
    ids=lambda what: what.name if isinstance(what, Report) else "",
)  # fmt: skip
def test_what_has_nothing_to_draw_is_not_drawn(what: Report, charts: list[str]) -> None:
    assert [one["data-chart"] for one in Read(page(what)).all("figure")] == charts


def test_many_trails_are_drawn_in_part_and_counted_whole() -> None:
    one = report().trails[0]
    many = tuple(one._replace(id=str(number)) for number in range(200))
    read = Read(page(report()._replace(trails=many)))
    data = json.loads(read.scripts[0])

    assert len(data["fixes"]) == 80
    assert data["backlog"]["fixes"] == 200
    assert "Drawn are the 80 that were worked on last." in read.text
